import type { InputName } from '../../sources/contract/extract.ts';
import { addMonths, type Day, toDay } from './calendar.ts';
import type { Availability, Period, ReferenceInput, Statistic } from './input.ts';

/** A line of a measure and what is published of it. */
export interface Line {
  readonly measure: string;
  readonly line: string;
  readonly statistics: readonly Statistic[];
  readonly periods: readonly Period[];
}

const waiting: readonly Statistic[] = ['count', 'percentage', 'longest_days'];
const share: readonly Statistic[] = ['count', 'percentage'];
const volume: readonly Statistic[] = ['count'];

const linesOf = (
  measure: string,
  statistics: readonly Statistic[],
  names: readonly string[],
  periods: readonly Period[] = ['as_at'],
): Line[] => names.map((line) => ({ measure, line, statistics, periods }));

/** Every line, as the table in boundaries.md lists them. */
export const lines: readonly Line[] = [
  ...linesOf('T1', waiting, ['main', 'overdue', 'not_yet_due']),
  ...linesOf('T2', waiting, ['main', 'over_12_months']),
  ...linesOf('T3', waiting, ['main', 'placed', 'not_placed']),
  ...linesOf('T4', waiting, ['main']),
  ...linesOf('T5', waiting, ['main', 'early_permanence', 'other']),
  ...linesOf('T6', waiting, ['main']),
  ...linesOf('T7', waiting, ['main', 'unmatched']),
  ...linesOf('T8', waiting, ['main', 'no_step_down']),
  ...linesOf('T9', share, ['main', 'under_12', '12_and_over', 'age_unknown', 'exempt', 'discussion']),
  ...linesOf('T10', waiting, ['main', '12_and_over', 'age_unknown']),
  ...linesOf('B7', volume, ['main']),
  ...linesOf('B9', volume, ['main'], ['month', 'r12m']),
  ...linesOf('B10', volume, ['main'], ['month', 'r12m']),
];

const planInputs: readonly InputName[] = [
  'care_plan',
  'care_plan_history',
  'care_plan_answers',
  'care_plan_category',
];
const planMeasures = new Set(['T1', 'T2', 'T4', 'T5', 'T6', 'T7', 'T8']);

/** Whether the source says anything of plans. */
export const hasPlans = (input: ReferenceInput): boolean =>
  planInputs.some((name) => input.inputs.includes(name));

/** First day for which a plan measure can be told from answers alone: the oldest snapshot, T2 and T7 their limit later (boundaries 31). */
function answersFrom(input: ReferenceInput, measure: string): Day {
  const taken = [input.snapshotDate, ...input.olderSnapshots.map((snapshot) => snapshot.snapshotDate)].map(
    toDay,
  );
  const months =
    { T2: input.limits.returnHomeMonths, T7: input.limits.longTermFosteringMonths }[measure] ?? 0;
  return addMonths(Math.min(...taken), months);
}

function planAvailability(input: ReferenceInput, { measure, line }: Line, day: Day): Availability {
  const has = (name: InputName) => input.inputs.includes(name);
  if (input.planHistoryFrom !== null && day < toDay(input.planHistoryFrom)) return 'not available';
  if (has('care_plan_history')) return 'available';
  if (has('care_plan_answers')) return day < answersFrom(input, measure) ? 'not available' : 'available';
  return line === 'no_step_down' ? 'not available' : 'available';
}

/** Measures that placements and legal status can stand in for. */
function proxyAvailability({ measure, line }: Line): Availability {
  const isProxy = measure === 'T5' || (['T7', 'T8'].includes(measure) && line === 'main');
  return isProxy ? 'proxy' : 'not available';
}

/** Whether the source can feed a line on a day. */
export function availabilityOf(input: ReferenceInput, line: Line, day: Day): Availability {
  const { measure } = line;
  if (planMeasures.has(measure))
    return hasPlans(input) ? planAvailability(input, line, day) : proxyAvailability(line);
  const needed: InputName = measure === 'T9' || measure === 'T10' ? 'permanence_meeting' : 'legal_status';
  return input.inputs.includes(needed) ? 'available' : 'not available';
}

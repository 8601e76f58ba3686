import { type Day, never } from './calendar.ts';
import { compareText, isOpen, type RowSpan, runStart } from './spans.ts';

/** A plan row within its period of care. */
export interface PlanSpan extends RowSpan {
  readonly plan: string;
  readonly rank: string;
  readonly document: string;
  /** Latest answers of a form: several keys of one document are all primary plans. */
  readonly isAnswers: boolean;
  /** Day of recording; before everything when unknown. */
  readonly recorded: Day;
}

/** Plans that lead back to a family (boundaries 28). */
const familyPlans = new Set(['RETURN_HOME', 'CONNECTED_LT', 'SGO_CAO', 'LTF', 'ADOPTION']);

/** Open plans of any rank; a document without a key set is none. */
export const openPlans = (plans: readonly PlanSpan[], day: Day): PlanSpan[] =>
  plans.filter((row) => row.plan !== 'NO_PLAN' && isOpen(row, day));

const byPrecedence = (a: PlanSpan, b: PlanSpan) =>
  a.start - b.start || Math.sign(a.recorded - b.recorded || 0) || compareText(a.key, b.key);

/** Current plan: the open primary row that started last, with the other keys of its document if it holds answers (boundaries 16). */
export function currentPlans(plans: readonly PlanSpan[], day: Day): PlanSpan[] {
  const primary = openPlans(plans, day).filter((row) => row.rank === 'primary');
  const latest = primary.toSorted(byPrecedence).at(-1);
  if (latest === undefined) return [];
  return latest.isAnswers
    ? primary.filter((row) => row.isAnswers && row.document === latest.document)
    : [latest];
}

/** The plan that stands for the child in a breakdown: of several current ones, that with the highest key. */
export const headPlan = (current: readonly PlanSpan[]): string =>
  current.toSorted((a, b) => compareText(a.key, b.key)).at(-1)?.plan ?? 'none';

/** Start of the unbroken spell of some current plan rows; null when there is none. */
export function planSince(plans: readonly PlanSpan[], current: readonly PlanSpan[]): Day | null {
  if (current.length === 0) return null;
  return Math.min(...current.map((row) => spellStart(plans, row)));
}

/** Start of the run of primary rows of the same plan, whatever other plans lie between (boundaries 17). */
function spellStart(plans: readonly PlanSpan[], row: PlanSpan): Day {
  return runStart(
    plans.filter((other) => other.rank === 'primary' && other.plan === row.plan),
    row,
  );
}

/** End of the last plan that ended on or before the day; null when the period had none. */
export function lastPlanEnd(plans: readonly PlanSpan[], day: Day): Day | null {
  const ends = plans.filter((row) => row.plan !== 'NO_PLAN' && row.end <= day).map((row) => row.end);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Whether another open plan of any rank leads back to a family. */
export const hasStepDown = (plans: readonly PlanSpan[], day: Day): boolean =>
  openPlans(plans, day).some((row) => familyPlans.has(row.plan));

/** Day of recording that sorts before every known one. */
export const unrecorded: Day = -never;

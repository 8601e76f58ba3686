import type { InputName } from '../../sources/contract/extract.ts';
import type { ContractRows, Row } from '../../sources/contract/tables.ts';
import { asAtDates } from './as-at-dates.ts';
import { addMonths, type Day, toDay, toIso } from './calendar.ts';
import { addChild, addPlacements, addStatuses, overlap } from './cohort-care.ts';
import { addAdoption, addAllocations, addMatches, addMeetings } from './cohort-events.ts';
import { addCategories, addHistory, answersSeen } from './cohort-plans.ts';
import type { OlderSnapshot } from './input.ts';
import { Random } from './random.ts';
import { RowBook } from './row-book.ts';
import { type Care, type Scene, sceneOf } from './scene.ts';

/** What a source knows of plans. */
export const variants = [
  'history',
  'answers',
  'category',
  'return',
  'history_from',
  'history_and_answers',
] as const;
export type Variant = (typeof variants)[number];

/** An authority of random children, most of whose dates lie at a limit of some measure. */
export interface RandomCohort {
  readonly variant: Variant;
  readonly rows: ContractRows;
  readonly inputs: readonly InputName[];
  readonly snapshotDate: string;
  readonly planHistoryFrom: string | null;
  readonly olderSnapshots: readonly OlderSnapshot[];
}

const snapshotDates = [
  '2026-03-31',
  '2026-03-31',
  '2026-02-28',
  '2025-08-31',
  '2026-03-17',
  '2024-02-29',
  '2026-06-30',
];

const careInputs: readonly InputName[] = [
  'care_period',
  'legal_status',
  'placement',
  'placement_history',
  'adoption',
  'adoption_decision',
];
const localInputs: readonly InputName[] = [
  ...careInputs,
  'care_plan',
  'permanence_meeting',
  'long_term_match',
  'allocation',
  'team',
];
const inputsOf: Record<Variant, readonly InputName[]> = {
  history: [...localInputs, 'care_plan_history'],
  history_from: [...localInputs, 'care_plan_history'],
  history_and_answers: [...localInputs, 'care_plan_history', 'care_plan_answers'],
  answers: [...localInputs, 'care_plan_answers'],
  category: [...localInputs, 'care_plan_category'],
  return: careInputs,
};

/** Up to three older snapshots, some exactly six or twelve months before an as-at date. */
function olderDays(random: Random, snapshotDate: string): Day[] {
  const current = toDay(snapshotDate);
  const monthEnds = asAtDates(snapshotDate)
    .filter((row) => row.isMonthEnd && !row.isCurrent)
    .map((row) => toDay(row.date));
  const candidates = [
    ...monthEnds.slice(-18),
    ...[6, 12].map((months) => addMonths(current, -months)),
    current - 7,
  ];
  const days = Array.from({ length: random.between(0, 3) }, () => random.pick(candidates));
  return [...new Set(days)].filter((day) => day < current).sort((a, b) => a - b);
}

/** Adds the plans of a child, and returns its rows in each older snapshot. */
function addPlans(
  scene: Scene,
  variant: Variant,
  cares: readonly Care[],
  older: readonly Day[],
  historyFrom: Day | null,
): Row<'care_plan'>[][] {
  if (variant === 'category') for (const care of cares) addCategories(scene, care);
  if (variant.startsWith('history')) {
    const recorded = cares.filter(() => variant !== 'history_and_answers' || scene.random.chance(0.5));
    for (const care of recorded) addHistory(scene, care, historyFrom);
  }
  if (!variant.endsWith('answers')) return older.map(() => []);
  const seen = answersSeen(scene, cares, [...older, scene.snapshot]);
  scene.book.rows.care_plan.push(...(seen.at(-1) ?? []));
  return seen.slice(0, -1);
}

/** Adds everything that is known of a child besides its plans. */
function addRecords(scene: Scene, cares: readonly Care[], isReturn: boolean): void {
  for (const care of cares) {
    const statuses = addStatuses(scene, care, !overlap(cares));
    const placements = addPlacements(scene, care);
    const marked = [...statuses, ...placements].filter(({ code }) => /^[AE]/.test(code));
    addAdoption(scene, care, marked, isReturn);
    if (isReturn) continue;
    addMeetings(scene, care);
    addMatches(scene, care);
    addAllocations(scene, care);
  }
}

/**
 * A random authority, the same for the same seed. The variant cycles with the seed unless one is given.
 *
 * @example
 * const cohort = randomCohort(7, 12);
 * referenceValues({ ...cohort, asAtDates: asAtDates(cohort.snapshotDate), limits: hertfordshireLimits });
 */
export function randomCohort(
  seed: number,
  size: number,
  variant: Variant = variants[seed % variants.length] as Variant,
): RandomCohort {
  const random = new Random(seed);
  const book = new RowBook();
  const snapshotDate = random.pick(snapshotDates);
  const scene = sceneOf(random, book, snapshotDate);
  const older = variant.endsWith('answers') ? olderDays(random, snapshotDate) : [];
  const historyFrom =
    variant === 'history_from' ? addMonths(scene.snapshot, -random.pick([6, 8, 12, 20])) : null;
  const olderRows: Row<'care_plan'>[][] = older.map(() => []);
  if (variant !== 'return')
    for (const team_id of ['N1', 'N2', 'S1']) book.team({ team_id, team_name: `Team ${team_id}` });
  for (let i = 1; i <= size; i += 1) {
    const cares = addChild(scene, `c${String(i).padStart(3, '0')}`);
    addRecords(scene, cares, variant === 'return');
    for (const [at, rows] of addPlans(scene, variant, cares, older, historyFrom).entries())
      olderRows[at]?.push(...rows);
  }
  return {
    variant,
    rows: book.rows,
    inputs: inputsOf[variant],
    snapshotDate,
    planHistoryFrom: historyFrom === null ? null : toIso(historyFrom),
    olderSnapshots: older.map((day, at) => ({ snapshotDate: toIso(day), carePlanRows: olderRows[at] ?? [] })),
  };
}

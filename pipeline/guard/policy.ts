/** The thresholds that an audience's papers are held to, out of the dated rows of `disclosure.csv`. */
import { TrackerError } from '../../sources/error.ts';

/** A row of `disclosure.csv`. */
export interface PolicyRow {
  readonly audience: string;
  readonly rule: string;
  readonly value: number;
  readonly effective_from: string;
  readonly effective_to: string | null;
}

/** What a figure counts; each kind has its own least count, 1 where it needs no protection. */
export const unitKinds = ['child', 'family', 'household', 'event', 'place'] as const;
export type UnitKind = (typeof unitKinds)[number];

export interface GuardPolicy {
  readonly leastCount: Readonly<Record<UnitKind, number>>;
  readonly leastDifference: number;
  readonly leastIntervalWidth: number;
  readonly leastDenominator: number;
  readonly leastNumerator: number;
  readonly leastAverage: number;
  readonly averageStepDays: number;
  readonly roundTo: number;
}

/**
 * The policy of an audience on a day. Throws where a threshold is not laid down or is 0: a forgotten one would let
 * everything pass.
 *
 * @example guardPolicy(rules.disclosure, 'panel_public', '2026-06-30').leastCount.child // 6
 */
export function guardPolicy(rows: readonly PolicyRow[], audience: string, on: string): GuardPolicy {
  const find = (rule: string): number | null =>
    rows.find(
      (row) =>
        row.audience === audience &&
        row.rule === rule &&
        row.effective_from <= on &&
        (row.effective_to === null || on < row.effective_to),
    )?.value ?? null;
  const value = (rule: string, least = 1): number => {
    const found = find(rule);
    if (found !== null && found >= least) return found;
    throw new TrackerError(
      'usage',
      'guard_policy_unknown',
      found === null
        ? `no ${rule} is in force for the audience ${audience} on ${on}`
        : `${rule} of the audience ${audience} is ${found} on ${on}, which protects nobody`,
      'Name an audience of disclosure.csv, and give each of its rules a value of 1 or more.',
    );
  };
  const leastCount = value('least_count');
  const perUnit = unitKinds.map((unit) => [
    unit,
    unit === 'child' ? leastCount : (find(`least_${unit}`) ?? leastCount),
  ]);
  return {
    leastCount: Object.fromEntries(perUnit) as Record<UnitKind, number>,
    leastDifference: find('least_difference') ?? leastCount,
    leastIntervalWidth: value('least_interval_width', 0),
    leastDenominator: value('least_denominator'),
    leastNumerator: value('least_numerator'),
    leastAverage: value('least_average'),
    averageStepDays: value('average_step_days'),
    roundTo: value('round_cross_breaks_to'),
  };
}

/** The thresholds of an audience in force on a day, out of the dated rows of `disclosure.csv`. */
import { TrackerError } from '../../sources/error.ts';
import type { IntruderPolicy } from './breach.ts';

/** A row of `disclosure.csv`. */
export interface PolicyRow {
  readonly audience: string;
  readonly rule: string;
  readonly value: number;
  readonly effective_from: string;
  readonly effective_to: string | null;
}

const names = {
  leastCount: 'least_count',
  leastIntervalWidth: 'least_interval_width',
  leastDenominator: 'least_denominator',
  leastNumerator: 'least_numerator',
  leastAverage: 'least_average',
  averageStepDays: 'average_step_days',
  roundCrossBreaksTo: 'round_cross_breaks_to',
} as const satisfies Record<keyof IntruderPolicy, string>;

/**
 * Throws where a threshold is not laid down for the day: a forgotten one would let everything pass.
 *
 * @example policyOf(rules.disclosure, 'panel_public', '2026-06-30').leastCount // 6
 */
export function policyOf(rows: readonly PolicyRow[], audience: string, on: string): IntruderPolicy {
  const value = (rule: string): number => {
    const row = rows.find(
      (each) =>
        each.audience === audience &&
        each.rule === rule &&
        each.effective_from <= on &&
        (each.effective_to === null || on < each.effective_to),
    );
    if (row !== undefined) return row.value;
    throw new TrackerError(
      'usage',
      'intruder_policy_unknown',
      `no ${rule} is in force for the audience ${audience} on ${on}`,
      'Name an audience of disclosure.csv, or a file with the same columns.',
    );
  };
  return Object.fromEntries(
    Object.entries(names).map(([name, rule]) => [name, value(rule)]),
  ) as unknown as IntruderPolicy;
}

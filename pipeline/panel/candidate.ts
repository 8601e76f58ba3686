/** Exact counts behind a Panel paper, as the warehouse gives them. They go to disclosure control and nowhere else. */

import { z } from 'zod';
import { monthEndBefore } from '../../sources/days.ts';
import { panelBreakdowns, panelPeriods } from '../../sources/rules/panel-contract.ts';
import { type Database, quoted } from '../warehouse/database.ts';

const candidate = z.object({
  measure_id: z.string(),
  line: z.string(),
  period: z.enum([...panelPeriods, 'month']),
  as_at_date: z.string(),
  breakdown: z.enum(['all', ...panelBreakdowns]),
  group: z.string(),
  numerator: z.number().int().nonnegative(),
  denominator: z.number().int().nonnegative(),
  sum_days: z.number().nullable(),
  timed: z.number(),
  median_days: z.number().nullable(),
  population: z.number().nullable(),
  status: z.string(),
  provisional: z.boolean(),
});
export type Candidate = z.infer<typeof candidate>;

/** Every candidate of the authority up to the day, in order. */
export async function readCandidates(
  database: Database,
  authority: string,
  upTo: string,
): Promise<Candidate[]> {
  const rows = await database.rows(`
    SELECT measure_id, line, period, CAST(as_at_date AS VARCHAR) AS as_at_date, breakdown, group_key AS "group",
      numerator, denominator, sum_days, timed, median_days, population, status, provisional
    FROM warehouse.published.candidate
    WHERE authority = ${quoted(authority)} AND as_at_date <= DATE ${quoted(upTo)}
    ORDER BY ALL`);
  return rows.map((row) => candidate.parse(row));
}

/** The newest quarter-end on or before the day. */
export function quarterEndOn(day: string): string {
  const months = Number(day.slice(5, 7)) % 3;
  const end = monthEndBefore(day, months);
  return end <= day ? end : monthEndBefore(day, months + 3);
}

/** The quarter-end so many quarters earlier. */
export const quartersBefore = (quarterEnd: string, quarters: number): string =>
  monthEndBefore(quarterEnd, 3 * quarters);

/** Candidates by everything that names one. */
export class Candidates {
  readonly #byKey = new Map<string, Candidate>();
  readonly #groups = new Map<string, Set<string>>();
  /** Quarter-ends of the last three years, oldest first. */
  readonly quarterEnds: readonly string[];

  constructor(
    rows: readonly Candidate[],
    readonly newest: string,
  ) {
    const ends = new Set<string>();
    for (const row of rows) {
      this.#byKey.set(keyOf(row), row);
      if (row.period !== 'month') ends.add(row.as_at_date);
      if (row.as_at_date !== newest || row.breakdown === 'all' || row.denominator === 0) continue;
      const known = this.#groups.get(row.breakdown) ?? new Set();
      this.#groups.set(row.breakdown, known.add(row.group));
    }
    this.quarterEnds = [...ends].sort().slice(-12);
  }

  /** Null where the line has no figure on that day: its input is missing. */
  total(measure: string, line: string, period: string, date: string): Candidate | null {
    return this.#byKey.get(nameOf(measure, line, period, date, 'all', 'all')) ?? null;
  }

  /** A group in which nobody is has no row; it then counts nobody. */
  group(measure: string, line: string, period: string, breakdown: string, group: string): Candidate | null {
    return this.#byKey.get(nameOf(measure, line, period, this.newest, breakdown, group)) ?? null;
  }

  /** Groups of a breakdown in which somebody is at the newest quarter-end, whatever the line. */
  groupsOf(breakdown: string): string[] {
    return [...(this.#groups.get(breakdown) ?? [])].sort();
  }
}

const nameOf = (...parts: readonly string[]): string => parts.join('\t');
const keyOf = (row: Candidate): string =>
  nameOf(row.measure_id, row.line, row.period, row.as_at_date, row.breakdown, row.group);

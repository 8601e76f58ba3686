import type { Day } from './calendar.ts';
import type { Groups } from './groups.ts';
import type { Availability, Breakdown, Period, ReferenceValue, Statistic } from './input.ts';
import type { Line } from './lines.ts';

/** Counts of one group. */
interface Tally {
  numerator: number;
  denominator: number;
  longest: number | null;
}

/** Tallies of one line by breakdown and group; the total is there also when nobody is. */
export class LineTally {
  readonly #groups = new Map<Breakdown, Map<string, Tally>>();

  constructor() {
    this.#tally('all', 'all');
  }

  #tally(breakdown: Breakdown, group: string): Tally {
    const groups = this.#groups.get(breakdown) ?? new Map<string, Tally>();
    const tally = groups.get(group) ?? { numerator: 0, denominator: 0, longest: null };
    this.#groups.set(breakdown, groups.set(group, tally));
    return tally;
  }

  /** Adds a child of the denominator to each of its groups. */
  add(groups: Groups, counted: boolean, waited: number | null): void {
    for (const [breakdown, group] of Object.entries(groups) as [Breakdown, string][]) {
      const tally = this.#tally(breakdown, group);
      tally.denominator += 1;
      if (!counted) continue;
      tally.numerator += 1;
      if (waited !== null) tally.longest = Math.max(tally.longest ?? waited, waited);
    }
  }

  *entries(): Generator<[Breakdown, string, Tally]> {
    for (const [breakdown, groups] of this.#groups) {
      for (const [group, tally] of groups) yield [breakdown, group, tally];
    }
  }
}

type Numbers = Pick<ReferenceValue, 'numerator' | 'denominator' | 'value'>;

/** Numbers of one statistic. A volume has no denominator, a longest wait neither part. */
function numbersOf(tally: Tally, statistic: Statistic, isVolume: boolean): Numbers {
  const { numerator, denominator, longest } = tally;
  if (statistic === 'longest_days') return { numerator: null, denominator: null, value: longest };
  if (isVolume) return { numerator, denominator: null, value: numerator };
  if (statistic === 'count') return { numerator, denominator, value: numerator };
  return { numerator, denominator, value: denominator === 0 ? null : (100 * numerator) / denominator };
}

/** What the rows of a line have in common. */
export interface Heading {
  readonly line: Line;
  readonly period: Period;
  readonly date: string;
  readonly availability: Availability;
}

const valueRow = (
  heading: Heading,
  statistic: Statistic,
  breakdown: Breakdown,
  group: string,
  numbers: Numbers,
): ReferenceValue => ({
  measure_id: heading.line.measure,
  line: heading.line.line,
  statistic,
  period: heading.period,
  as_at_date: heading.date,
  breakdown,
  group,
  numerator: numbers.numerator,
  denominator: numbers.denominator,
  value: numbers.value,
  availability: heading.availability,
});

/** A line that the source cannot feed: one empty row per statistic. */
export const unavailableRows = (heading: Heading): ReferenceValue[] =>
  heading.line.statistics.map((statistic) =>
    valueRow(heading, statistic, 'all', 'all', { numerator: null, denominator: null, value: null }),
  );

/** Rows of a line for the total and for every group that has a child in the denominator. */
export function valueRows(heading: Heading, tally: LineTally): ReferenceValue[] {
  const isVolume = heading.line.measure.startsWith('B');
  const rows: ReferenceValue[] = [];
  for (const [breakdown, group, counts] of tally.entries()) {
    for (const statistic of heading.line.statistics) {
      rows.push(valueRow(heading, statistic, breakdown, group, numbersOf(counts, statistic, isVolume)));
    }
  }
  return rows;
}

/** Days waited up to the day; null when the start is unknown. */
export const waited = (since: Day | null, day: Day): number | null => (since === null ? null : day - since);

/** What the Department for Education has published of the same authority: facts for the guard, like any others. */
import type { BenchmarkBook } from '../../sources/benchmarks/book.ts';
import { findAuthority } from '../../sources/benchmarks/find-authority.ts';

/** A published figure of a year to 31 March. */
export interface NationalFact {
  readonly measure: string;
  readonly line: string;
  readonly statistic: string;
  /** First and last day; a stock has no first. */
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** Digits after the point in the Department's table. */
  readonly decimals: number;
}

interface Link {
  readonly measure_id: string;
  readonly line: string;
  readonly statistic: string;
  readonly period: string;
  readonly dfe_measure: string;
  readonly like_for_like: boolean;
}

/**
 * Published counts and shares of an authority that are defined like ours; none for an authority that is not in the tables.
 *
 * @example nationalFacts(loadBenchmarks('sources/benchmarks/data'), rules.benchmark_links, 'Hertfordshire')
 */
export function nationalFacts(
  book: BenchmarkBook,
  links: readonly Link[],
  authority: string,
): NationalFact[] {
  const area = findAuthority(book, authority).number;
  const kept = links.filter(
    ({ like_for_like, statistic }) => like_for_like && ['count', 'percentage'].includes(statistic),
  );
  return kept.flatMap((link) =>
    book.yearsOf(link.dfe_measure).flatMap((year) => {
      const { value } = book.figure(link.dfe_measure, area, year);
      return value === null ? [] : [fact(link, year, value)];
    }),
  );
}

const fact = (link: Link, year: number, value: number): NationalFact => ({
  measure: link.measure_id,
  line: link.line,
  statistic: link.statistic,
  from: link.period === 'as_at' ? '' : `${year - (link.period === 'r36m' ? 3 : 1)}-04-01`,
  to: `${year}-03-31`,
  value,
  decimals: String(value).split('.')[1]?.length ?? 0,
});

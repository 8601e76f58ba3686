/** Rows of `raw.benchmark_quarter`: the quarter points that lines of family N are rated by. */
import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import { quartersInForce } from '../../sources/benchmarks/in-force.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';

type Row = readonly (string | number | null)[];

/**
 * One row per line with a published measure of the same definition and period, and per year while it was the
 * latest out. The points are those of all authorities, so they hold also for one that names none as its own.
 */
export function benchmarkRows(rules: RuleBook, { book }: AuthorityBenchmarks): Row[] {
  const alike = rules.benchmarkLinks.filter((link) => link.like_for_like);
  return alike.flatMap(({ measure_id, line, statistic, dfe_measure }) =>
    quartersInForce(book, dfe_measure).map(({ year, from, to, lower, upper }) => [
      rules.authority,
      measure_id,
      line,
      statistic,
      year,
      from,
      to,
      lower,
      upper,
    ]),
  );
}

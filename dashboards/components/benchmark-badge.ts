import type { Benchmark } from '../../pipeline/edition/benchmark-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import type { PublishedEdition } from '../edition.ts';
import { html, type Markup } from './markup.ts';

export type BenchmarkYear = Benchmark['years'][number];

/** What each quarter of the authorities is called; A is always the best. */
export const bandWords: Record<NonNullable<BenchmarkYear['band']>, string> = {
  A: 'best 25%',
  B: 'second best 25%',
  C: 'second worst 25%',
  D: 'worst 25%',
};

/** The published figures that stand beside a line: like for like before others, its headline statistic first. */
export function benchmarkOf(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
): Benchmark | undefined {
  const found = edition.benchmarks.of(authority, measure.measure_id, line);
  const rank = (entry: Benchmark) =>
    (entry.like_for_like ? 0 : 2) + (entry.statistic === measure.headline_statistic ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b))[0];
}

/** The newest published year, like for like only. */
export function latestYear(benchmark: Benchmark | undefined): BenchmarkYear | undefined {
  return benchmark?.like_for_like === true
    ? [...benchmark.years].sort((a, b) => b.year - a.year)[0]
    : undefined;
}

/** `Quartile A (best 25%) – year to March 2025`, or why there is no such thing. */
export function benchmarkBadge(benchmark: Benchmark | undefined): Markup {
  const year = latestYear(benchmark);
  if (year === undefined) return html`<span class="badge badge-none">No like-for-like figure</span>`;
  const when = `year to March ${year.year}`;
  if (year.band === null) return html`<span class="badge badge-none">No quartile – ${when}</span>`;
  return html`<span class="badge"><strong>Quartile ${year.band}</strong> (${bandWords[year.band]}) – ${when}</span>`;
}

import type { Benchmark } from '../../pipeline/edition/benchmark-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import type { PublishedEdition } from '../edition.ts';
import { lineOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { rateText, unitOf } from './value-text.ts';

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

/** A published number as it was published: at most one decimal. */
export function publishedText(value: number | null, benchmark: Benchmark): string | null {
  if (value === null) return null;
  const unit = unitOf(benchmark.statistic);
  const text = Number.isInteger(Math.round(value * 10) / 10)
    ? rateText(value).replace(/\.0$/, '')
    : rateText(value);
  return unit === 'percent' ? `${text}%` : text;
}

const publishedWords =
  (benchmark: Benchmark) =>
  (value: number | null): string =>
    publishedText(value, benchmark) ?? 'not published';

/** `Published, year to March 2025: ours 6%, England 9%, median of like authorities 7%`; null where nothing is like for like. */
export function besideSentence(benchmark: Benchmark | undefined): string | null {
  const year = latestYear(benchmark);
  if (benchmark === undefined || year === undefined) return null;
  const text = publishedWords(benchmark);
  return `Published, year to March ${year.year}: ours ${text(year.authority.value)}, England ${text(year.england.value)}, median of like authorities ${text(year.neighbours_median)}`;
}

/** A line in the best or the worst quarter of all authorities, with the published figures that say so. */
export interface Extreme {
  readonly measure: MeasureMeta;
  readonly name: string;
  readonly band: 'A' | 'D';
  readonly ours: string;
  readonly england: string;
}

/** Every such line of an authority. */
export function extremesOf(edition: PublishedEdition, authority: string): readonly Extreme[] {
  return edition.measures.flatMap((measure) =>
    measure.lines.flatMap(({ line }) => {
      const benchmark = benchmarkOf(edition, authority, measure, line);
      const year = latestYear(benchmark);
      if (benchmark === undefined || (year?.band !== 'A' && year?.band !== 'D')) return [];
      const text = publishedWords(benchmark);
      const sub = line === 'main' ? '' : `: ${lineOf(measure, line).name}`;
      return {
        measure,
        name: `${measure.plain_name}${sub}`,
        band: year.band,
        ours: text(year.authority.value ?? year.ours),
        england: text(year.england.value),
      };
    }),
  );
}

import type { Benchmark } from '../../pipeline/edition/benchmark-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type BenchmarkYear, bandWords, benchmarkBadge, benchmarkOf } from './benchmark-badge.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureOf } from './block.ts';
import { longDay } from './day.ts';
import { lineOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { sentenceCase } from './sentence.ts';
import { type Column, table } from './table.ts';
import { rateText, unitOf } from './value-text.ts';

/** What publishers print where there is no number. */
const symbolWords: Readonly<Record<string, string>> = {
  c: 'suppressed',
  x: 'not available',
  z: 'not applicable',
  k: 'below 0.5',
  u: 'unreliable',
};

/** A published number as it was published: at most one decimal. */
function publishedText(value: number | null, benchmark: Benchmark): string | null {
  if (value === null) return null;
  const unit = unitOf(benchmark.statistic);
  const text = Number.isInteger(Math.round(value * 10) / 10)
    ? rateText(value).replace(/\.0$/, '')
    : rateText(value);
  return unit === 'percent' ? `${text}%` : text;
}

function figureText(figure: BenchmarkYear['england'], benchmark: Benchmark): Markup | string {
  const { value, symbol } = figure;
  if (value !== null) return publishedText(value, benchmark) ?? '';
  const words = symbol === null ? 'none' : (symbolWords[symbol.toLowerCase()] ?? 'none');
  return html`<span class="quiet">${symbol === null ? '–' : symbol} (${words})</span>`;
}

const place = ({ rank, ranked }: BenchmarkYear): string =>
  rank === null || ranked === null ? '–' : `${rank} of ${ranked}`;

function bandCell({ band }: BenchmarkYear): Markup | string {
  return band === null ? '–' : html`<strong>${band}</strong> <span class="quiet">${bandWords[band]}</span>`;
}

function yearsTable(context: BlockContext, benchmark: Benchmark, name: string): Markup {
  const columns: readonly Column[] = [
    { label: 'Year to 31 March' },
    { label: 'Our figure', kind: 'number' },
    { label: 'Ours as published', kind: 'number' },
    { label: 'England', kind: 'number' },
    { label: benchmark.region_name, kind: 'number' },
    { label: 'Neighbours’ mean', kind: 'number' },
    { label: 'Neighbours’ median', kind: 'number' },
    { label: 'Quartile' },
    { label: 'Rank, best first', kind: 'number' },
  ];
  const years = [...benchmark.years].sort((a, b) => b.year - a.year);
  const rows = years.map((year) => ({
    cells: [
      String(year.year),
      publishedText(year.ours, benchmark) ?? html`<span class="quiet">none</span>`,
      figureText(year.authority, benchmark),
      figureText(year.england, benchmark),
      figureText(year.region, benchmark),
      publishedText(year.neighbours_mean, benchmark) ?? '–',
      publishedText(year.neighbours_median, benchmark) ?? '–',
      bandCell(year),
      place(year),
    ],
  }));
  return table(columns, rows, {
    caption: captionOf(context, `${name} beside England, the region and like authorities`),
    cards: true,
    look: 'bench',
  });
}

const polarityWords = {
  High: 'Rank 1 and quartile A have the highest figures: higher is better.',
  Low: 'Rank 1 and quartile A have the lowest figures: lower is better.',
  '-': 'Neither higher nor lower is better, so there is no quartile.',
} as const;

function comparison(context: BlockContext, measure: MeasureMeta, benchmark: Benchmark): Markup {
  const line = lineOf(measure, benchmark.line);
  const name = benchmark.line === 'main' ? measure.plain_name : sentenceCase(line.name);
  const heading = headingOf(context, name);
  if (!benchmark.like_for_like)
    return html`${heading}<p><strong>No like-for-like figure.</strong> ${benchmark.note} (Nearest published: ${benchmark.dfe_name}.)</p>`;
  const latest = [...benchmark.years].sort((a, b) => b.year - a.year)[0];
  const counted =
    latest === undefined || benchmark.neighbours.length === 0
      ? ''
      : ` (${latest.neighbours_counted} of them with a figure in ${latest.year})`;
  const neighbours =
    benchmark.neighbours.length === 0
      ? 'No statistical neighbours are on file for this authority.'
      : `Neighbours, nearest first: ${benchmark.neighbours.join(', ')}${counted}.`;
  const released =
    latest?.released_on == null ? '' : ` The latest year was released on ${longDay(latest.released_on)}.`;
  return html`${heading}<p>${benchmarkBadge(benchmark)}</p>
${yearsTable(context, benchmark, name)}
<p class="small">${neighbours} ${polarityWords[benchmark.polarity]} Published as “${benchmark.dfe_name}”.${released} ${benchmark.note}</p>`;
}

/** How the measure stands beside England, the region and like authorities, year by year, like for like only. */
export const measureBenchmarks: Block = (context) => {
  const measure = measureOf(context);
  const { edition, authority } = context;
  const found = measure.lines.flatMap(
    ({ line }) => benchmarkOf(edition, authority.authority, measure, line) ?? [],
  );
  const missing = edition.benchmarkSource.missing.find((entry) => entry.authority === authority.authority);
  if (found.length === 0)
    return html`<p><strong>No like-for-like figure.</strong> ${missing?.reason ?? 'No national figure is published for this measure.'}</p>`;
  return html`${found.map((benchmark) => comparison(context, measure, benchmark))}
<p class="small">${edition.benchmarkSource.source}</p>`;
};

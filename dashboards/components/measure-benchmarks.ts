import type { Benchmark } from '../../pipeline/edition/benchmark-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { strip } from '../chart/strip.ts';
import {
  type BenchmarkYear,
  bandWords,
  benchmarkBadge,
  benchmarkOf,
  latestYear,
  publishedText,
} from './benchmark-badge.ts';
import { type Block, type BlockContext, behind, captionOf, headingOf, measureOf } from './block.ts';
import { longDay } from './day.ts';
import { lineOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { sentenceCase } from './sentence.ts';
import { type Heading, number, table } from './table.ts';

/** What publishers print where there is no number. */
const symbolWords: Readonly<Record<string, string>> = {
  c: 'suppressed',
  x: 'not available',
  z: 'not applicable',
  k: 'below 0.5',
  u: 'unreliable',
};

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
  const columns: readonly Heading[] = [
    'Year to 31 March',
    number('Our figure'),
    number('Ours as published'),
    number('England'),
    { label: benchmark.region_name, kind: 'number' },
    number('Neighbours’ mean'),
    number('Neighbours’ median'),
    'Quartile',
    number('Rank, best first'),
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

/** Where we stand among all authorities, in one line: what the picture says and, for a reader who cannot see it, all it says. */
function standing(context: BlockContext, benchmark: Benchmark, name: string): Markup | null {
  const latest = latestYear(benchmark);
  if (latest === undefined || benchmark.spread.length < 2) return null;
  const text = (value: number) => publishedText(value, benchmark) ?? '';
  // All dots are published figures, and so is the quartile: ours among them is the published one where there is one.
  const own = latest.authority.value ?? latest.ours;
  const whose = latest.authority.value === null ? 'our own figure' : 'as published';
  const england = latest.england.value;
  const said = [
    own === null ? null : `${context.authority.name}: ${text(own)} (${whose})`,
    england === null ? null : `England: ${text(england)}`,
    latest.neighbours_mean === null ? null : `mean of the neighbours: ${text(latest.neighbours_mean)}`,
    `lowest ${text(benchmark.spread[0]?.value ?? 0)}, highest ${text(benchmark.spread.at(-1)?.value ?? 0)}`,
  ].filter((part) => part !== null);
  // A number of children grows with the authority, so England's total is no place on this line.
  const isCount = benchmark.statistic === 'count';
  const drawn = strip(
    benchmark.spread.map(({ name: each, value, is_neighbour }) => ({
      name: each,
      value,
      isNeighbour: is_neighbour,
    })),
    {
      ours: own === null ? null : { name: context.authority.name, value: own },
      england: isCount ? null : england,
      text,
      label: `${name}, ${benchmark.spread.length} authorities. ${said.join('; ')}.`,
    },
  );
  const key = isCount ? '' : ', England a bar';
  return html`<figure class="chart"><p class="chart-title">${said.slice(0, -1).join('; ')}</p>
${drawn}
<figcaption>${benchmark.spread.length} authorities, year to March ${latest.year}: ours a diamond, statistical neighbours filled${key}.</figcaption></figure>`;
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
${standing(context, benchmark, name)}
${behind(
  'Year by year, and who the neighbours are',
  html`${yearsTable(context, benchmark, name)}
<p class="small">${neighbours} ${polarityWords[benchmark.polarity]} Published as “${benchmark.dfe_name}”.${released} ${benchmark.note}</p>`,
)}`;
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
  const [first, ...others] = found;
  return html`${first === undefined ? null : comparison(context, measure, first)}
${
  others.length === 0
    ? null
    : behind(
        'Its other lines beside other authorities',
        others.map((benchmark) => comparison(context, measure, benchmark)),
      )
}
<p class="small">${edition.benchmarkSource.source}</p>`;
};

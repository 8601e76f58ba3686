import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { chartOf } from '../chart/control-figure.ts';
import { monthlySeries, trendSparkline } from '../chart/trend-figure.ts';
import type { PublishedEdition } from '../edition.ts';
import { benchmarkOf, latestYear, publishedText } from './benchmark-badge.ts';
import { type Block, type BlockContext, captionOf, measureLink } from './block.ts';
import { type Figure, figureOf, type Target } from './figure.ts';
import { type Content, html, type Markup, trusted } from './markup.ts';
import { proposedMark, sharePercent } from './sentence.ts';
import { statusTag } from './status.ts';
import { type Heading, number, table } from './table.ts';
import { travelOf, travelTag } from './travel.ts';
import { amountText, headlineText, unitOf } from './value-text.ts';

/** A round mark with a letter, as boards of the NHS know them; the word always stands beside it. */
function mark(key: string, letter: string, word: string): Markup {
  const drawn =
    letter === '~'
      ? '<path d="M3 9c1.5-4 3.5-4 5 0s3.5 4 5 0" fill="none" stroke="currentColor" stroke-width="1.6"/>'
      : `<text x="8" y="11.4" text-anchor="middle" font-size="9.5" font-weight="700" fill="currentColor">${letter}</text>`;
  return html`<span class="mark mark-${key}">${trusted(`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/>${drawn}</svg>`)} <span>${word}</span></span>`;
}

/** Nothing to say; a card leaves the whole row out. */
const nil = html`<span class="quiet nil">–</span>`;

const variations = {
  improvement: ['better', 'special cause: better'],
  concern: ['worse', 'special cause: worse'],
  high: ['neither', 'special cause: high'],
  low: ['neither', 'special cause: low'],
  'common cause': ['same', 'common cause'],
} as const;

/** More than chance, or not: by the control chart or, of a figure of a day, by who joined and who left. */
function variation(edition: PublishedEdition, authority: string, { measure, line }: Figure): Content {
  const chart = chartOf(edition, authority, measure, line.line);
  const travel = travelOf(edition, authority, measure, line.line);
  const last = chart?.points.at(-1);
  const words = {
    improving: 'improvement',
    worsening: 'concern',
    'no significant change': 'common cause',
  } as const;
  const isCharted = chart !== undefined && chart.kind !== 'stock' && chart.limits_fit && last?.mean != null;
  const sense = isCharted ? chart.variation : travel?.word == null ? null : words[travel.word];
  if (sense === null) return html`<span class="quiet">not judged</span>`;
  const isHigh = isCharted ? (last?.value ?? 0) > (last?.mean ?? 0) : travel?.movement === 'higher';
  const [key, word] = variations[sense];
  return mark(key, sense === 'common cause' ? '~' : isHigh ? 'H' : 'L', word);
}

/** Will the target be met by chance alone? */
function assurance(edition: PublishedEdition, authority: string, { measure, line }: Figure): Content {
  const found = chartOf(edition, authority, measure, line.line)?.assurance ?? null;
  if (found === null) return nil;
  if (found === 'consistently passes') return mark('better', 'P', 'passes');
  return found === 'consistently fails' ? mark('worse', 'F', 'fails') : mark('same', '?', 'hit or miss');
}

/** The figure that is Green when reached, in a few words: `95% or more`, `none`, `best quarter`. */
export function targetText(target: Target | undefined): string {
  if (target === undefined || target.family === 'X') return 'none set';
  if (target.family === 'N') return 'best quarter';
  const mark = target.agreed ? '' : ` ${proposedMark}`;
  if (target.target === null) return `none set${mark}`;
  if (target.family === 'Z')
    return `${target.target === 0 ? 'nobody' : `up to ${amountText(target.target, 'percent')}`}${mark}`;
  const text = amountText(target.target, unitOf(target.statistic));
  return `${text} or ${target.polarity === 'Low' ? 'less' : 'more'}${mark}`;
}

/** The line that stands for a measure: its main one or, where that is not rated, the one that is. */
function lineShown(context: BlockContext, measure: MeasureMeta): Figure {
  const { edition, authority } = context;
  const main = figureOf(edition, authority.authority, measure);
  return main.status === 'Not available' || main.line.rated || measure.rated_line === 'main'
    ? main
    : figureOf(edition, authority.authority, measure, { line: measure.rated_line });
}

/** The number that a measure is known by, and its share where that is what the target is set for. */
function valueText(figure: Figure): string {
  const text = headlineText(figure);
  if (text === null) return figure.status === 'Not available' ? 'not available' : '–';
  const isShare = figure.measure.headline_statistic === 'count' && figure.target?.statistic === 'percentage';
  const share = isShare ? sharePercent(figure) : null;
  return share === null ? text : `${text} (${share})`;
}

const isRated = ({ line, target }: Figure): boolean =>
  line.rated && target !== undefined && target.family !== 'X';

const nameCell = ({ measure, line }: Figure): Markup =>
  html`${measureLink(measure, html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`)}${line.line === 'main' ? null : html`<span class="sub-name">: ${line.name}</span>`}`;

function trendCell({ edition, authority }: BlockContext, { measure, line }: Figure): Markup {
  return trendSparkline(monthlySeries(edition, authority.authority, measure, line.line), measure.measure_id);
}

const ratedColumns: readonly Heading[] = [
  'Measure',
  number('Value'),
  number('Target'),
  'Rating',
  'Direction',
  'Variation',
  'Assurance',
  number('England'),
  number('Neighbours'),
  { label: 'Three years', kind: 'picture' },
];

function ratedRow(context: BlockContext, figure: Figure) {
  const { edition, authority } = context;
  const { measure, line } = figure;
  const benchmark = benchmarkOf(edition, authority.authority, measure, line.line);
  const year = latestYear(benchmark);
  const published = (value: number | null | undefined): Content =>
    (benchmark === undefined ? null : publishedText(value ?? null, benchmark)) ?? nil;
  return {
    cells: [
      nameCell(figure),
      html`<strong>${valueText(figure)}</strong>`,
      targetText(figure.target),
      statusTag(figure.status, 'short'),
      travelTag(travelOf(edition, authority.authority, measure, line.line), 'in a word'),
      variation(edition, authority.authority, figure),
      assurance(edition, authority.authority, figure),
      published(year?.england.value),
      published(year?.neighbours_mean),
      trendCell(context, figure),
    ],
  };
}

function contextRow(context: BlockContext, figure: Figure) {
  const benchmark = benchmarkOf(
    context.edition,
    context.authority.authority,
    figure.measure,
    figure.line.line,
  );
  const england = latestYear(benchmark)?.england.value ?? null;
  const text =
    benchmark?.statistic === 'count' || benchmark === undefined ? null : publishedText(england, benchmark);
  return {
    cells: [nameCell(figure), valueText(figure), text ?? nil, trendCell(context, figure)],
  };
}

/**
 * Every measure in one row: those that are rated with target, direction, marks and others' figures, and beside them those
 * that are only counted. On paper the whole is one sheet.
 */
export const scoreSheet: Block = (context) => {
  const { edition, authority } = context;
  const figures = edition.measures.map((measure) => lineShown(context, measure));
  const rated = figures.filter(isRated);
  const others = figures.filter((figure) => !isRated(figure));
  const years = edition.benchmarks.all
    .filter((each) => each.authority === authority.authority)
    .flatMap((each) => latestYear(each)?.year ?? []);
  const published =
    years.length === 0
      ? 'No national figures are on file.'
      : `England, and the mean of the statistical neighbours: year to March ${Math.max(...years)}, where published like for like.`;
  return html`<p class="small sheet-note">${published} Variation: more than chance (H high, L low) or common cause (~). Assurance: by chance alone the target will be met (P), missed (F), or either (?). ${proposedMark} proposed, not agreed.</p>
<div class="sheet"><div>${table(
    ratedColumns,
    rated.map((figure) => ratedRow(context, figure)),
    { caption: captionOf(context, 'Measures with a target'), cards: true, look: 'score-sheet' },
  )}</div>
<div>${table(
    ['Measure', number('Value'), number('England'), { label: 'Three years', kind: 'picture' }],
    others.map((figure) => contextRow(context, figure)),
    { caption: captionOf(context, 'Counted, not rated'), cards: true, look: 'score-sheet' },
  )}</div></div>`;
};

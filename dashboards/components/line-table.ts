import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type BlockContext, captionOf, measureLink } from './block.ts';
import { type Figure, figureOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { daysText, waitInWords, wholeNumber } from './number-format.ts';
import { denominatorText, notAvailableWords, proposedWords, sharePercent, waitText } from './sentence.ts';
import { provisionalMark, statusTag } from './status.ts';
import { type Column, type Row, table } from './table.ts';
import { monthlySeries, trendSparkline } from './trend.ts';

/** A wait as days, with months and weeks beneath or beside. */
export function waitCell(
  days: number | null,
  asAt: string,
  room: 'two lines' | 'one line' = 'two lines',
): Markup | string {
  if (days === null) return '';
  if (room === 'one line') return waitText(days, asAt);
  return html`${daysText(days)}${days < 28 ? null : html`<span class="under">${waitInWords(days, asAt)}</span>`}`;
}

/** A count with its provisional mark, or the words that say why there is none. */
export function countCell(figure: Figure): Markup {
  if (figure.count === null) return html`<span class="quiet absent">${notAvailableWords}</span>`;
  return html`${wholeNumber(figure.count)}${figure.provisional ? html` ${provisionalMark()}` : null}`;
}

/** A percentage with what it is a share of beneath. */
export function shareCell(figure: Figure): Markup | string {
  if (figure.denominator === null) return '';
  return html`${sharePercent(figure) ?? html`<span class="quiet">no children to count</span>`}<span class="under">of ${denominatorText(figure)}</span>`;
}

/** A line's own rating; the main row carries that of the sub-line on which the measure is rated. */
function ratingCell(figure: Figure, rated: Figure): Markup {
  if (figure.line.line === 'main' && rated.line.line !== 'main') {
    return html`${statusTag(rated.status)}<span class="under">rated on: ${rated.line.name}</span>`;
  }
  const proposed =
    figure.line.rated && figure.count !== null && figure.target?.agreed === false
      ? html`<span class="under">rule ${proposedWords}</span>`
      : null;
  return html`${statusTag(figure.status)}${proposed}`;
}

function nameCell(figure: Figure, isMain: boolean): Markup {
  const { measure, line, availability } = figure;
  const stand = availability?.state === 'proxy' ? html` <span class="flag">stand-in (proxy)</span>` : null;
  if (!isMain) return html`<span class="sub-name">${line.name}</span>${stand}`;
  return html`${measureLink(measure, html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`)}${stand}`;
}

const columns: readonly Column[] = [
  { label: 'Line' },
  { label: 'Children', kind: 'number' },
  { label: 'Share', kind: 'number' },
  { label: 'Longest wait', kind: 'number' },
  { label: 'Rating' },
  { label: '36 month-ends', kind: 'picture' },
];

function lineRow(context: BlockContext, measure: MeasureMeta, line: string): Row {
  const { edition, authority } = context;
  const figure = figureOf(edition, authority.authority, measure, { line });
  const rated = figureOf(edition, authority.authority, measure, { line: measure.rated_line });
  const isMain = line === 'main';
  const series = monthlySeries(edition, authority.authority, measure, line);
  const name = isMain ? measure.measure_id : `${measure.measure_id} ${figure.line.name}`;
  return {
    look: isMain ? 'main' : 'sub',
    cells: [
      nameCell(figure, isMain),
      countCell(figure),
      shareCell(figure),
      waitCell(figure.longestDays, edition.manifest.as_at_date),
      ratingCell(figure, rated),
      trendSparkline(series, name),
    ],
  };
}

/** Measures with their sub-lines: count, share, longest wait, rating, trend. */
export function lineTable(context: BlockContext, measures: readonly MeasureMeta[], caption: string): Markup {
  const rows = measures.flatMap((measure) => [
    lineRow(context, measure, 'main'),
    ...measure.lines.filter(({ line }) => line !== 'main').map(({ line }) => lineRow(context, measure, line)),
  ]);
  return table(columns, rows, { caption: captionOf(context, caption), cards: true, look: 'lines' });
}

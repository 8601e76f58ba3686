import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { monthlySeries, trendSparkline } from '../chart/trend-figure.ts';
import { type Block, type BlockContext, captionOf, measureLink } from './block.ts';
import { type Counted, countedBy, countHeading } from './counted.ts';
import { type Figure, figureOf, headlineValue } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { daysText, waitInWords, wholeNumber } from './number-format.ts';
import {
  besideFigure,
  denominatorText,
  notAvailableWords,
  proposedMark,
  sharePercent,
  waitText,
} from './sentence.ts';
import { provisionalMark, statusTag } from './status.ts';
import { type Column, type Row, table } from './table.ts';
import { rateText } from './value-text.ts';

/** A wait as days, with months and weeks beneath or beside. */
export function waitCell(
  days: number | null,
  asAt: string,
  room: 'two lines' | 'one line' = 'two lines',
): Markup | string {
  if (days === null) return '';
  const whole = Math.round(days);
  if (room === 'one line') return waitText(whole, asAt);
  return html`${daysText(whole)}${whole < 28 ? null : html`<span class="under">${waitInWords(whole, asAt)}</span>`}`;
}

/** A count with its provisional mark, or the words that say why there is none. */
export function countCell(figure: Figure): Markup {
  if (figure.count === null) return html`<span class="quiet absent">${notAvailableWords}</span>`;
  return html`${wholeNumber(figure.count)}${figure.provisional ? html` ${provisionalMark()}` : null}`;
}

/** A percentage with what it is a share of beneath. */
export function shareCell(figure: Figure): Markup | string {
  if (figure.denominator === null) return '';
  return html`${sharePercent(figure) ?? html`<span class="quiet">no ${figure.measure.counts} to count</span>`}<span class="under">of ${denominatorText(figure)}</span>`;
}

/** A line's own rating: no line carries that of another. */
export function ratingCell(figure: Figure): Markup {
  const proposed =
    figure.line.rated && headlineValue(figure) !== null && figure.target?.agreed === false
      ? ` ${proposedMark}`
      : null;
  return html`${statusTag(figure.status)}${proposed}`;
}

/** The name of a measure with a link to its page, or of one of its sub-lines. */
export function nameCell(figure: Figure, isMain: boolean): Markup {
  const { measure, line, availability } = figure;
  const stand = availability?.state === 'proxy' ? html` <span class="flag">stand-in (proxy)</span>` : null;
  const beside = besideFigure(figure).map((told) => html`<span class="under">${told}</span>`);
  if (!isMain) return html`<span class="sub-name">${line.name}</span>${stand}${beside}`;
  return html`${measureLink(measure, html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`)}${stand}${beside}`;
}

interface LineColumn extends Column {
  readonly cell: (figure: Figure) => Markup | string;
  /** Left out of a table where no line has a value for it. */
  readonly used: (figure: Figure) => boolean;
}

function columnsFor(asAt: string, counted: readonly Counted[]): readonly LineColumn[] {
  const always = () => true;
  return [
    { label: countHeading(counted), kind: 'number lead', cell: countCell, used: always },
    {
      label: 'Share',
      kind: 'number share',
      cell: shareCell,
      used: ({ denominator }) => denominator !== null,
    },
    {
      label: 'Per 10,000 under-18s',
      kind: 'number',
      cell: ({ rate }) => (rate === null ? '' : rateText(rate)),
      used: ({ rate }) => rate !== null,
    },
    {
      label: 'Mean time',
      kind: 'number',
      cell: ({ meanDays }) => waitCell(meanDays, asAt),
      used: ({ meanDays }) => meanDays !== null,
    },
    {
      label: 'Median time',
      kind: 'number',
      cell: ({ medianDays }) => waitCell(medianDays, asAt),
      used: ({ medianDays }) => medianDays !== null,
    },
    {
      label: 'Longest wait',
      kind: 'number wait',
      cell: ({ longestDays }) => waitCell(longestDays, asAt),
      used: ({ longestDays }) => longestDays !== null,
    },
    { label: 'Rating', cell: ratingCell, used: always },
  ];
}

function figuresOf({ edition, authority }: BlockContext, measure: MeasureMeta): readonly Figure[] {
  const lines = ['main', ...measure.lines.map(({ line }) => line).filter((line) => line !== 'main')];
  return lines.map((line) => figureOf(edition, authority.authority, measure, { line }));
}

function lineRow({ edition, authority }: BlockContext, columns: readonly LineColumn[], figure: Figure): Row {
  const { measure, line } = figure;
  const isMain = line.line === 'main';
  const series = monthlySeries(edition, authority.authority, measure, line.line);
  const name = isMain ? measure.measure_id : `${measure.measure_id} ${line.name}`;
  return {
    look: isMain ? 'main' : 'sub',
    cells: [
      nameCell(figure, isMain),
      ...columns.map(({ cell }) => cell(figure)),
      trendSparkline(series, name),
    ],
  };
}

/** Measures with their sub-lines: count, share, rate or time, longest wait, rating, trend. */
export function lineTable(context: BlockContext, measures: readonly MeasureMeta[], caption: string): Markup {
  const figures = measures.flatMap((measure) => figuresOf(context, measure));
  const counted = figures.map(({ measure, line }) => countedBy(measure, line.line));
  const columns = columnsFor(context.edition.manifest.as_at_date, counted).filter(({ used }) =>
    figures.some((figure) => used(figure)),
  );
  return table(
    ['Line', ...columns, { label: 'Trend', kind: 'picture' }],
    figures.map((entry) => lineRow(context, columns, entry)),
    { caption: captionOf(context, caption), cards: true, look: 'lines' },
  );
}

/** The eight lines of the countywide tracker in the order of the procedure, each with its sub-lines. */
export const countywideTracker: Block = (context) => {
  const measures = context.edition.measures.filter(({ page }) => page === 'countywide');
  if (measures.length === 0) return html`<p>This edition holds no line of the countywide tracker.</p>`;
  return lineTable(context, measures, 'The lines of the countywide permanency tracker');
};

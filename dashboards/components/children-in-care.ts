import type { Breakdown, MeasureMeta, MeasureValue } from '../../pipeline/edition/format.ts';
import { bar } from '../chart/spark.ts';
import { trendFigure } from '../chart/trend-figure.ts';
import { groupsOf } from '../edition.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import { breakdownNames, breakdownOrder } from './breakdown-name.ts';
import { isMonthEnd, longDay, longMonth } from './day.ts';
import { populationFigures } from './domain-list.ts';
import { type Figure, figureOf, headlinePeriod, isPartMonth } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { percentText, wholeNumber } from './number-format.ts';
import { provisionalMark } from './status.ts';
import { type Column, number, type Row, table } from './table.ts';

type Period = MeasureValue['period'];
interface Series {
  readonly measure: MeasureMeta;
  readonly period: Period;
}

/** One entry per measure and period of the page: the stock, then each flow's month and rolling year. */
function seriesOf({ edition }: BlockContext): readonly Series[] {
  return edition.measures
    .filter(({ measure_id }) => populationFigures.includes(measure_id))
    .flatMap((measure) => measure.periods.map((period) => ({ measure, period })));
}

function periodText(period: Period, asAt: string, figure: Figure): string {
  if (period === 'month')
    return isPartMonth(figure, period) ? `${longMonth(asAt)} so far (incomplete)` : `in ${longMonth(asAt)}`;
  if (period === 'r12m') return `in the 12 months to ${longDay(asAt)}`;
  return `on ${longDay(asAt)}`;
}

/** The figures of the page: what each measure stands at, then its longer periods. */
export const childrenHeadline: Block = (context) => {
  const { edition, authority } = context;
  const asAt = edition.manifest.as_at_date;
  const words = (figure: Figure) => (figure.count === null ? 'not available' : wholeNumber(figure.count));
  const tile = (measure: MeasureMeta) => {
    const [now, ...longer] = measure.periods.map((period) => ({
      period,
      figure: figureOf(edition, authority.authority, measure, { period }),
    }));
    if (now === undefined) return null;
    return html`<li class="pair"><span class="pair-name">${measureLink(measure, measure.plain_name)}</span>
<span class="big">${words(now.figure)}${now.figure.provisional ? html` ${provisionalMark()}` : null}</span>
<span class="pair-note">${periodText(now.period, asAt, now.figure)}</span>
${longer.map(({ period, figure }) => html`<span class="pair-note"><strong>${words(figure)}</strong> ${periodText(period, asAt, figure)}</span>`)}</li>`;
  };
  return html`<ul class="pairs">${edition.measures.filter(({ measure_id }) => populationFigures.includes(measure_id)).map(tile)}</ul>`;
};

/** Month-ends of each measure of the page. */
export const childrenTrend: Block = (context) =>
  seriesOf(context)
    .filter(({ measure, period }) => period === headlinePeriod(measure))
    .map(({ measure, period }) =>
      trendFigure(context.edition, context.authority.authority, measure, {
        line: 'main',
        every: 'month',
        period,
        population: context.authority.name,
        name: period === 'month' ? `${measure.plain_name}, month by month` : measure.plain_name,
      }),
    );

/** Names short enough for the head of a narrow column. */
const shortNames: Readonly<Record<string, string>> = {
  B7: 'In care',
  B9: 'Came into care',
  B10: 'Left care',
};
const periodWords: Record<Period, string> = {
  as_at: 'now',
  month: 'this month',
  quarter: 'this quarter',
  ytd: 'this year',
  year: 'in the year',
  r12m: 'in 12 months',
  r36m: 'in three years',
};

function breakdownTable(context: BlockContext, breakdown: Exclude<Breakdown, 'all'>): Markup | null {
  const { edition, authority } = context;
  const series = seriesOf(context);
  const read = ({ measure, period }: Series, choice: { breakdown?: Breakdown; group?: string }) =>
    figureOf(edition, authority.authority, measure, { period, ...choice }).count;
  const totals = series.map((entry) => read(entry, {}));
  const stock = totals[0] ?? 0;
  const asAt = edition.manifest.as_at_date;
  const rows = groupsOf(edition, authority.authority, breakdown).flatMap(({ group, label }): Row[] => {
    const counts = series.map((entry) => read(entry, { breakdown, group }));
    if (counts.every((count) => count === null || count === 0)) return [];
    const share = stock === 0 || stock === null ? 0 : (counts[0] ?? 0) / stock;
    const [now, ...flows] = counts.map((count, index) =>
      totals[index] === null ? '–' : wholeNumber(count ?? 0),
    );
    return [{ cells: [label, now ?? '', percentText(100 * share), bar(share), ...flows] }];
  });
  if (rows.length === 0)
    return html`${headingOf(context, breakdownNames[breakdown])}<p class="quiet">Not available from this source.</p>`;
  const [first, ...others] = series.map(
    ({ measure, period }): Column => ({
      label: `${shortNames[measure.measure_id] ?? measure.plain_name} ${periodWords[period]}${period === 'month' && !isMonthEnd(asAt) ? ' so far' : ''}`,
      kind: 'number',
    }),
  );
  const columns = [
    'Group',
    first ?? { label: '' },
    number('Share'),
    { label: html`<span class="unseen">Share as a bar</span>`, kind: 'picture' as const },
    ...others,
  ];
  return html`${headingOf(context, breakdownNames[breakdown])}
${table(columns, rows, { caption: captionOf(context, `Children in care by ${breakdownNames[breakdown].toLowerCase()}`), quietCaption: true, look: 'who' })}`;
}

/** Who the children are: each breakdown with those in care now, those who started and those who left. */
export const childrenBreakdowns: Block = (context) =>
  html`<div class="breakdowns">${breakdownOrder.map((breakdown) => html`<section>${breakdownTable(context, breakdown)}</section>`)}</div>`;

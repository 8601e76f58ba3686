import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import { countedBy, countText } from './counted.ts';
import { addDays, dateOf, longDay, monthsBefore, shortDay } from './day.ts';
import type { Theme } from './domain-list.ts';
import { type Figure, figureSeries, headlinePeriod } from './figure.ts';
import { nameCell } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { measureCommentary } from './measure-commentary.ts';
import { measureLines, measureStanding, measureTrend } from './measure-page.ts';
import { wholeNumber } from './number-format.ts';
import { notAvailableWords } from './sentence.ts';
import { provisionalMark } from './status.ts';
import { number, type Row, table } from './table.ts';
import { headlineText } from './value-text.ts';

const quartersShown = 4;

/** The last quarter-ends on or before a day, oldest first. */
function quarterEndsBefore(asAt: string): readonly string[] {
  const next = addDays(asAt, 1);
  const firstOfMonth = `${next.slice(0, 8)}01`;
  const monthsIntoQuarter = dateOf(next).getUTCMonth() % 3;
  return Array.from({ length: quartersShown }, (_, quarter) =>
    addDays(monthsBefore(firstOfMonth, monthsIntoQuarter + 3 * quarter), -1),
  ).reverse();
}

const measuresOf = ({ edition }: BlockContext, theme: Theme): readonly MeasureMeta[] =>
  theme.measures.flatMap((id) => edition.measures.filter(({ measure_id }) => measure_id === id));

/** The period that a quarter's column shows of a measure: the quarter where it has one, else its headline. */
function quarterPeriod(measure: MeasureMeta): MeasureMeta['periods'][number] {
  return measure.periods.includes('quarter') ? 'quarter' : headlinePeriod(measure);
}

/** The numbers behind a share or a time: `64 of 85`, `61 cases`; what it is a share of stands by its name. */
function numbersBehind({ measure, line, count, denominator }: Figure): string | null {
  if (count === null) return null;
  if (denominator !== null) return `${wholeNumber(count)} of ${wholeNumber(denominator)}`;
  return measure.headline_statistic === 'count' ? null : countText(count, countedBy(measure, line.line));
}

function yearName(figure: Figure, isMain: boolean): Markup {
  const { denominator_name: of } = figure.line;
  return html`${nameCell(figure, isMain)}${of === '' ? null : html`<span class="under">of ${of}</span>`}`;
}

function yearCell(figure: Figure | undefined): Markup {
  const text = figure === undefined ? null : headlineText(figure);
  if (figure === undefined || text === null) return html`<span class="quiet">${notAvailableWords}</span>`;
  return html`${text}${figure.provisional ? html` ${provisionalMark()}` : null}<span class="under">${numbersBehind(figure)}</span>`;
}

function yearRow(context: BlockContext, measure: MeasureMeta, line: string, days: readonly string[]): Row {
  const { edition, authority } = context;
  const series = (period: MeasureMeta['periods'][number]) =>
    figureSeries(edition, authority.authority, measure, { line, period });
  const quarters = series(quarterPeriod(measure));
  const year = measure.periods.includes('r12m') ? series('r12m') : [];
  const on = (figures: readonly Figure[], day: string | undefined) =>
    figures.find((figure) => figure.day === day);
  const named = quarters.at(-1) ?? series(headlinePeriod(measure)).at(-1);
  return {
    look: line === 'main' ? 'main' : 'sub',
    cells: [
      named === undefined ? line : yearName(named, line === 'main'),
      ...days.map((day) => yearCell(on(quarters, day))),
      year.length === 0 ? '' : yearCell(on(year, days.at(-1))),
    ],
  };
}

/** A year of a service: each measure and sub-line quarter by quarter, and the twelve months as a whole. */
export function themeYear(theme: Theme): Block {
  return (context) => {
    const measures = measuresOf(context, theme);
    if (measures.length === 0) return html`<p>This edition holds no measure of this report.</p>`;
    const days = quarterEndsBefore(context.edition.manifest.as_at_date);
    const rows = measures.flatMap((measure) =>
      ['main', ...measure.lines.map(({ line }) => line).filter((line) => line !== 'main')].map((line) =>
        yearRow(context, measure, line, days),
      ),
    );
    const stocks = measures.filter((measure) => quarterPeriod(measure) === 'as_at');
    const toDate = measures.filter((measure) => quarterPeriod(measure) === 'ytd');
    const names = (list: readonly MeasureMeta[]) => list.map(({ measure_id }) => measure_id).join(', ');
    return html`${stocks.length === 0 ? null : html`<p class="small">${names(stocks)}: as at the end of each quarter.</p>`}${toDate.length === 0 ? null : html`<p class="small">${names(toDate)}: from 1 April to the end of each quarter.</p>`}
${table(
  [
    'Measure',
    ...days.map((day) => number(`Quarter to ${shortDay(day)}`)),
    number(`12 months to ${shortDay(days.at(-1) ?? '')}`),
  ],
  rows,
  {
    caption: captionOf(context, `${theme.caption}: the year to ${longDay(days.at(-1) ?? '')}`),
    cards: true,
    look: 'year',
  },
)}`;
  };
}

/** Each measure of a report in full: definition, standing, lines, chart, commentary. */
export function themeMeasures(theme: Theme): Block {
  return (context) =>
    measuresOf(context, theme).map((measure) => {
      const within: BlockContext = { ...context, heading: 4, measureId: measure.measure_id };
      const name = html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`;
      return html`<section>${headingOf(context, measureLink(measure, name))}
<p>${measure.plain_definition}</p>
${measureStanding(within)}${measureLines(within)}${measureTrend(within)}${measureCommentary(within)}</section>`;
    });
}

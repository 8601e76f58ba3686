import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { chartOf, controlFigure } from '../chart/control-figure.ts';
import { monthlySeries, trendFigure } from '../chart/trend-figure.ts';
import { benchmarkBadge, benchmarkOf } from './benchmark-badge.ts';
import { type Block, type BlockContext, captionOf } from './block.ts';
import { countedBy, countText } from './counted.ts';
import { isMonthEnd, monthsBefore, shortDay } from './day.ts';
import type { StrategicPage } from './domain-list.ts';
import { type Figure, figureOf, headlinePeriod, isPartMonth } from './figure.ts';
import { nameCell, ratingCell } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { waitInWords, wholeNumber } from './number-format.ts';
import { denominatorText, notAvailableWords } from './sentence.ts';
import { provisionalMark } from './status.ts';
import { number, type Row, table } from './table.ts';
import { travelOf, travelTag } from './travel.ts';
import { headlinePeriodText, headlineText, statisticWords } from './value-text.ts';

/** A headline number with its mark, or the words for its absence. */
function valueCell(figure: Figure): Markup {
  const text = headlineText(figure);
  if (text !== null)
    return html`<strong>${text}</strong>${figure.provisional ? html` ${provisionalMark()}` : null}`;
  const words = figure.count === null ? notAvailableWords : `no ${figure.measure.counts} to count`;
  return html`<span class="quiet absent">${words}</span>`;
}

/** What the headline number is of: the children behind a share, the months in a number of days. */
function valueNote(figure: Figure): string | null {
  const { headline_statistic: statistic } = figure.measure;
  if (headlineText(figure) === null) return null;
  if (statistic === 'percentage') return `${wholeNumber(figure.count ?? 0)} of ${denominatorText(figure)}`;
  if (statistic === 'count') {
    // A sub-line of the same children need not repeat whom the line above it is a share of.
    const [main] = figure.measure.lines;
    const isRepeat = figure.line.line !== 'main' && main?.denominator_name === figure.line.denominator_name;
    return figure.denominator === null || isRepeat ? null : `of ${denominatorText(figure)}`;
  }
  const children =
    figure.count === null ? '' : `, ${countText(figure.count, countedBy(figure.measure, figure.line.line))}`;
  if (statistic === 'rate') return `under-18s${children}`;
  const days = figure.meanDays ?? figure.medianDays ?? 0;
  const span = Math.round(days) < 28 ? '' : `${waitInWords(Math.round(days), figure.day)}; `;
  return `${span}${statisticWords[statistic]}${children}`;
}

/** The figure of the same line a year before, at that month's end. */
function yearEarlier(context: BlockContext, measure: MeasureMeta, line: string): Figure | undefined {
  const asAt = context.edition.manifest.as_at_date;
  const wanted = monthsBefore(asAt, 12).slice(0, 7);
  const series = monthlySeries(context.edition, context.authority.authority, measure, line);
  return series.find(({ day }) => day.startsWith(wanted) && isMonthEnd(day));
}

function scoreRow(context: BlockContext, measure: MeasureMeta, line: string): Row {
  const { edition, authority } = context;
  const figure = figureOf(edition, authority.authority, measure, { line });
  const isMain = line === 'main';
  const earlier = yearEarlier(context, measure, line);
  const period = headlinePeriod(measure);
  const days = isPartMonth(figure, period) ? 'month so far (incomplete)' : headlinePeriodText(figure);
  const then = earlier === undefined ? null : headlineText(earlier);
  const travel = travelOf(edition, authority.authority, measure, line);
  const benchmark = benchmarkOf(edition, authority.authority, measure, line);
  return {
    look: isMain ? 'main' : 'sub',
    cells: [
      html`${nameCell(figure, isMain)}${isMain ? html`<span class="under">${days}</span>` : null}`,
      html`${valueCell(figure)}<span class="under">${valueNote(figure)}</span>`,
      then === null || earlier === undefined
        ? ''
        : html`${then}<span class="under">${shortDay(earlier.day)}</span>`,
      ratingCell(figure),
      travelTag(travel),
      isMain || benchmark !== undefined ? benchmarkBadge(benchmark) : '',
    ],
  };
}

function scoreTable(context: BlockContext, measures: readonly MeasureMeta[], caption: string): Markup {
  const rows = measures.flatMap((measure) => {
    const others = measure.lines.map(({ line }) => line).filter((line) => line !== 'main');
    return ['main', ...others].map((line) => scoreRow(context, measure, line));
  });
  return table(
    [
      'Measure',
      { label: 'Now', kind: 'number lead' },
      number('A year earlier'),
      'Rating',
      'Direction of travel',
      'Beside other authorities',
    ],
    rows,
    { caption: captionOf(context, caption), cards: true, look: 'score' },
  );
}

const measuresOn = ({ edition }: BlockContext, { page }: StrategicPage): readonly MeasureMeta[] =>
  edition.measures.filter((measure) => measure.page === page);

/** The table of a strategic page: each measure now, a year earlier, rating, direction, benchmark. */
export function scorecardOf(page: StrategicPage): Block {
  return (context) => {
    const measures = measuresOn(context, page);
    return measures.length === 0
      ? html`<p>This edition holds no measure of this page.</p>`
      : scoreTable(context, measures, `${page.caption}: every measure`);
  };
}

/** The charts of a strategic page: a control chart where the edition has one, else the plain trend. */
export function chartsOf(page: StrategicPage): Block {
  return (context) => {
    const { edition, authority } = context;
    const drawn = measuresOn(context, page)
      .filter(({ measure_id }) => page.charts.includes(measure_id))
      .flatMap((measure) => {
        const chart = chartOf(edition, authority.authority, measure, measure.rated_line);
        if (chart !== undefined) return [controlFigure(edition, authority, measure, chart)];
        const choice = { line: measure.rated_line, every: 'month', population: authority.name } as const;
        return trendFigure(edition, authority.authority, measure, choice) ?? [];
      });
    return drawn.length === 0 ? html`<p>No chart: the figures are ${notAvailableWords}.</p>` : drawn;
  };
}

/** What a published figure is not, unless its source says so itself. */
export function referenceCaution(source: string): string {
  return /not a (current )?target/.test(source) ? '' : 'A reference, not a current target.';
}

/** What a reader of a strategic page must know: stand-ins, gaps, and thresholds that are no targets. */
export function notesOf(page: StrategicPage): Block {
  return (context) => {
    const { authority } = context.authority;
    const items = measuresOn(context, page).flatMap((measure) => {
      const { reference } = measure;
      const gaps = measure.availability
        .filter(
          (entry) => entry.authority === authority && entry.state !== 'available' && entry.reason !== '',
        )
        .map(
          ({ state, reason }) => `${state === 'proxy' ? 'stand-in (proxy)' : notAvailableWords}. ${reason}`,
        );
      const published =
        reference === null
          ? []
          : [
              `${reference.unit === 'days' ? 'national threshold' : 'published figure'} ${reference.value}${reference.unit === 'percent' ? '%' : ` ${reference.unit}`}: ${reference.source.replace(/\.$/, '')}. ${referenceCaution(reference.source)}`,
            ];
      return [...new Set([...published, ...gaps])].map(
        (text) => html`<li><strong>${measure.measure_id} ${measure.plain_name}</strong>: ${text}</li>`,
      );
    });
    return items.length === 0
      ? html`<p>The files hold everything that these measures need.</p>`
      : html`<ul>${items}</ul>`;
  };
}

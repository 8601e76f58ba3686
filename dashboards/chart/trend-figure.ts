import type { MeasureMeta, MeasureValue } from '../../pipeline/edition/format.ts';
import { type Counted, countedBy, countHeading } from '../components/counted.ts';
import { addDays, isMonthEnd, longDay, monthsBefore, shortDay, shortMonth } from '../components/day.ts';
import {
  type Figure,
  figureSeries,
  headlinePeriod,
  headlineValue,
  lineOf,
  monthEnds,
} from '../components/figure.ts';
import { type Content, html, type Markup } from '../components/markup.ts';
import { daysText, wholeNumber } from '../components/number-format.ts';
import { sharePercent } from '../components/sentence.ts';
import { provisionalMark, statusTag } from '../components/status.ts';
import { tableOf } from '../components/table.ts';
import { amountText, headlineText, periodText, unitOf } from '../components/value-text.ts';
import type { PublishedEdition } from '../edition.ts';
import { type SparkPoint, sparkline } from './spark.ts';
import { startsHalfWay, type TrendLimit, trendChart } from './trend.ts';

const weeksShown = 13;

/** The month-ends of a line, and the as-at date where that is not one of them. */
export function monthlySeries(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
  period = headlinePeriod(measure),
): readonly Figure[] {
  const asAt = edition.manifest.as_at_date;
  const series = figureSeries(edition, authority, measure, { line, period });
  return series.filter(({ day }) => isMonthEnd(day) || (day === asAt && period !== 'month'));
}

/** The last 13 weeks of a line, counted back from the as-at date. */
function weeklySeries(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
): readonly Figure[] {
  const asAt = edition.manifest.as_at_date;
  const days = new Set(Array.from({ length: weeksShown }, (_, week) => addDays(asAt, -7 * week)));
  return figureSeries(edition, authority, measure, { line }).filter(({ day }) => days.has(day));
}

/** A sparkline of a line's month-ends: its headline number. */
export function trendSparkline(series: readonly Figure[], name: string): Markup {
  return sparkline(
    series.map(
      (figure): SparkPoint => ({
        day: figure.day,
        value: headlineValue(figure),
        provisional: figure.provisional,
      }),
    ),
    name,
    series[0] === undefined ? 'children' : unitOf(series[0].measure.headline_statistic),
  );
}

function shownValue(figure: Figure | undefined): string {
  return (figure === undefined ? null : headlineText(figure)) ?? 'not available';
}

/** `38 on 30 June 2026 (a year earlier: 34)`: what the chart shows, without calling it better or worse. */
function trendTitle(
  name: string,
  series: readonly Figure[],
  every: 'month' | 'week',
  period: MeasureValue['period'],
): string {
  const last = series.at(-1);
  if (last === undefined) return `${name}: no figures`;
  const earlierDay = every === 'month' ? monthsBefore(last.day, 12) : series[0]?.day;
  const earlier = series.find(({ day }) => day === earlierDay);
  const then = every === 'month' ? 'a year earlier' : `${weeksShown - 1} weeks earlier`;
  const comparison =
    earlier === undefined || headlineValue(earlier) === null ? '' : ` (${then}: ${shownValue(earlier)})`;
  return `${name}: ${shownValue(last)} ${periodText(period, last.day)}${comparison}`;
}

function limitsDrawn(figure: Figure | undefined): readonly TrendLimit[] {
  if (figure?.target === undefined || figure.target.statistic !== figure.measure.headline_statistic)
    return [];
  const { family, target, floor, tolerance, statistic } = figure.target;
  const named = (label: string, value: number | null) =>
    value === null ? [] : [{ label: `${label} ${amountText(value, unitOf(statistic))}`, value }];
  if (family === 'C') return [...named('Target', target), ...named('Floor', floor)];
  return family === 'Z' ? [...named('Red above', tolerance)] : [];
}

/** Is there a rate or a time? */
const isTimed = ({ rate, meanDays, medianDays }: Figure): boolean =>
  rate !== null || meanDays !== null || medianDays !== null;

function trendTable(
  series: readonly Figure[],
  caption: string,
  every: 'month' | 'week',
  counts: Counted,
): Markup {
  const dateOf = ({ day, provisional }: Figure) =>
    html`${every === 'month' && isMonthEnd(day) ? shortMonth(day) : shortDay(day)}${provisional ? html` ${provisionalMark()}` : null}`;
  const number = (label: string, cell: (figure: Figure) => Content, isUsed: (figure: Figure) => boolean) =>
    ({ label, kind: 'number', cell, isUsed: series.some(isUsed) }) as const;
  const columns = [
    { label: 'Date', cell: dateOf },
    number(
      countHeading([counts]),
      ({ count }) => (count === null ? html`<span class="quiet">not available</span>` : wholeNumber(count)),
      () => true,
    ),
    number(
      'Out of',
      ({ denominator: of }) => (of === null ? '' : wholeNumber(of)),
      (each) => each.denominator !== null,
    ),
    number(
      'Share',
      (each) => sharePercent(each) ?? '',
      ({ percent }) => percent !== null,
    ),
    number('Rate or time', (each) => (isTimed(each) ? shownValue(each) : ''), isTimed),
    number(
      'Longest wait',
      ({ longestDays: days }) => (days === null ? '' : daysText(days)),
      (each) => each.longestDays !== null,
    ),
    { label: 'Status', cell: ({ status }: Figure) => statusTag(status, 'short') },
  ];
  return html`<details class="twin"><summary>The same figures as a table</summary>
${tableOf([...series].reverse(), columns, { caption, look: 'tight' })}</details>`;
}

export interface TrendFigureChoice {
  readonly line: string;
  readonly every: 'month' | 'week';
  readonly period?: MeasureValue['period'];
  /** Whose children, such as "Hertfordshire". */
  readonly population: string;
  /** Title where the name of measure and line will not do. */
  readonly name?: string;
}

/** A trend with an active title, the chart, its caption and its table. */
export function trendFigure(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  choice: TrendFigureChoice,
): Markup | null {
  const series =
    choice.every === 'month'
      ? monthlySeries(edition, authority, measure, choice.line, choice.period)
      : weeklySeries(edition, authority, measure, choice.line);
  const known = series.filter((figure) => headlineValue(figure) !== null);
  if (known.length < 2) return null;
  const name = choice.name ?? trendName(measure, choice.line);
  const title = trendTitle(name, known, choice.every, choice.period ?? headlinePeriod(measure));
  const unit = unitOf(measure.headline_statistic);
  const limits = limitsDrawn(series.at(-1));
  const values = [
    ...known.flatMap((figure) => headlineValue(figure) ?? []),
    ...limits.map(({ value }) => value),
  ];
  const chart = trendChart(
    series.map((figure) => ({
      day: figure.day,
      value: headlineValue(figure),
      provisional: figure.provisional,
    })),
    {
      label: `${title}. The table below holds every figure.`,
      every: choice.every,
      unit,
      limits,
    },
  );
  const span = choice.every === 'month' ? `${monthEnds(known).length} month-ends` : `${known.length} weeks`;
  const first = known[0]?.day ?? '';
  const gap = first === series[0]?.day ? null : ` Not available before ${longDay(first)}.`;
  return html`<figure class="chart"><p class="chart-title">${title}</p>
${chart}
<figcaption>${choice.population}, ${span} to ${longDay(series.at(-1)?.day ?? '')}. Source: the authority’s own case records. Hollow points and shaded ground: provisional.${gap}${startsHalfWay(values, unit) ? ' The axis starts at 50%.' : null}</figcaption>
${trendTable(series, `${name}, ${span}`, choice.every, countedBy(measure, choice.line))}</figure>
`;
}

function trendName(measure: MeasureMeta, line: string): string {
  return line === 'main' ? measure.plain_name : `${measure.plain_name}, ${lineOf(measure, line).name}`;
}

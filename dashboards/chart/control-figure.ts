import type { ControlChart } from '../../pipeline/edition/chart-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { benchmarkOf, latestYear } from '../components/benchmark-badge.ts';
import { type Counted, countedBy, countHeading } from '../components/counted.ts';
import { longDay, longMonth, shortMonth } from '../components/day.ts';
import { lineOf } from '../components/figure.ts';
import { html, joined, type Markup } from '../components/markup.ts';
import { wholeNumber } from '../components/number-format.ts';
import { provisionalMark } from '../components/status.ts';
import { type ColumnOf, tableOf } from '../components/table.ts';
import { movementSentence, travelOf } from '../components/travel.ts';
import { amountText } from '../components/value-text.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import { settingOf } from '../edition-face.ts';
import { axisScale, type ChartTick, controlChart, senseShape } from './control.ts';
import { path } from './frame.ts';
import { movementBars } from './movement.ts';
import {
  assuranceOf,
  type ChartPoint,
  kindText,
  limitsMissing,
  pointName,
  pointWords,
  readingOf,
} from './reading.ts';

/** The control chart of a line: that of its headline statistic before any other. */
export function chartOf(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
): ControlChart | undefined {
  const found = edition.charts.of(authority, measure.measure_id, line);
  const own = found.filter(({ statistic }) => statistic !== 'joined' && statistic !== 'left');
  return own.find(({ statistic }) => statistic === measure.headline_statistic) ?? own[0];
}

/** England's newest figure, where it is like for like with what the chart shows. */
function benchmarkTicks(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  chart: ControlChart,
): readonly ChartTick[] {
  const benchmark = benchmarkOf(edition, authority, measure, chart.line);
  const england = latestYear(benchmark)?.england.value ?? null;
  const isAlike = benchmark?.statistic === chart.statistic && benchmark.period === chart.period;
  return england === null || !isAlike ? [] : [{ label: 'England', value: england }];
}

function titleOf(chart: ControlChart, name: string): string {
  const last = chart.points.at(-1);
  if (last === undefined) return name;
  const value =
    chart.kind === 'days_between'
      ? `${amountText(last.value, chart.unit)} between the last two`
      : `${amountText(last.value, chart.unit)} ${chart.kind === 'stock' ? 'at the end of' : 'in'} ${longMonth(last.as_at_date)}`;
  const verdict =
    last.mean === null || (last.sense === 'common cause' && !chart.limits_fit)
      ? ''
      : last.sense === 'common cause'
        ? ', no special cause'
        : `, ${pointWords[last.sense]}`;
  return `${name}: ${value}${verdict}`;
}

const kindWords: Record<ControlChart['kind'], string> = {
  stock:
    'One value at each month’s end, joined by a line: most of those counted in one month are counted in the next, so no limits are drawn.',
  xmr: 'Control chart, one value a month: limits lie where chance alone rarely takes a month.',
  p: 'Control chart of shares: the limits are wider in months with fewer children.',
  days_between:
    'The axis counts days from each event to the next, in order. Events are named by number and month, never by their day.',
};

function legend(chart: ControlChart, ticks: readonly ChartTick[]): Markup {
  const shape = (drawing: Markup) =>
    html`<svg class="key" viewBox="-6 -6 12 12" aria-hidden="true">${drawing}</svg>`;
  const stroke = (look: string) =>
    html`<svg class="key key-line" viewBox="0 0 30 12" aria-hidden="true">${path(look, 'M0,6H30')}</svg>`;
  const senses = [...new Set(chart.points.map(({ sense }) => sense))].filter(
    (sense) => sense !== 'common cause',
  );
  const hasLimits = chart.points.some(({ upper }) => upper !== null);
  const items = [
    chart.kind === 'stock'
      ? null
      : html`${shape(senseShape('common cause'))} common cause${chart.limits_fit ? ' (chance)' : null}`,
    ...senses.map((sense) => html`${shape(senseShape(sense))} special cause: ${pointWords[sense]}`),
    hasLimits ? html`${stroke('mean')} mean` : null,
    hasLimits ? html`${stroke('limit')} control limits` : null,
    chart.target === null ? null : html`${stroke('target')} target`,
    ticks.length === 0 ? null : html`${stroke('tick')} England, latest published year`,
  ].filter((item) => item !== null);
  return html`<ul class="legend">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Everything that must be known to read the chart rightly, in sentences. */
function captionSentences(
  authority: Authority,
  chart: ControlChart,
  ticks: readonly ChartTick[],
): readonly string[] {
  const { points } = chart;
  const names = [points[0], points.at(-1)].map((point) =>
    point === undefined ? '' : longMonth(point.as_at_date),
  );
  const what =
    chart.kind === 'days_between' ? `${points.length} gaps between events` : `${points.length} months`;
  return [
    `${authority.name}, ${what}, ${names.join(' to ')}. Source: the authority’s own case records.`,
    kindWords[chart.kind],
    ...((axisScale(chart, ticks).domain()[0] ?? 0) > 0 ? ['The axis does not start at zero.'] : []),
    ...(chart.screened ? ['Exceptionally large jumps were left out when the limits were worked out.'] : []),
    ...(points.some(({ provisional }) => provisional) ? ['Hatched: provisional.'] : []),
    ...chart.definition_changes.map(
      ({ on, meaning }) =>
        `Rule changed on ${longDay(on)}: ${meaning.replace(/\.?$/, '')}. Figures before and after are not alike.`,
    ),
    ...chart.rebased.map(
      ({ from, reason, source }) =>
        `Limits begin anew on ${longDay(from)}: ${reason.replace(/\.?$/, '')} (${source}).`,
    ),
  ];
}

function twin(chart: ControlChart, name: string, counts: Counted): Markup {
  const isGaps = chart.kind === 'days_between';
  const unit = (value: number | null) => (value === null ? '–' : amountText(value, chart.unit));
  const whole = (value: number | null) => (value === null ? '' : wholeNumber(value));
  const nameOf = ({ sequence, as_at_date, provisional }: ChartPoint) =>
    html`${isGaps ? `${sequence} (${shortMonth(as_at_date)})` : shortMonth(as_at_date)}${provisional ? html` ${provisionalMark()}` : null}`;
  const number = (label: string, cell: ColumnOf<ChartPoint>['cell'], isUsed: boolean) =>
    ({ label, kind: 'number', cell, isUsed }) as const;
  const hasParts = chart.points.some(({ denominator }) => denominator !== null);
  const hasLimits = chart.points.some(({ mean }) => mean !== null);
  const columns = [
    { label: isGaps ? 'Event' : 'Month', cell: nameOf },
    number(isGaps ? 'Days since the one before' : 'Value', ({ value }) => unit(value), true),
    number(countHeading([counts]), ({ numerator }) => whole(numerator), hasParts),
    number('Out of', ({ denominator }) => whole(denominator), hasParts),
    number('Mean', ({ mean }) => unit(mean), hasLimits),
    number('Lower limit', ({ lower }) => unit(lower), hasLimits),
    number('Upper limit', ({ upper }) => unit(upper), hasLimits),
    { label: 'Reading', cell: kindText, isUsed: chart.kind !== 'stock' },
  ];
  return html`<details class="twin"><summary>The same chart as a table</summary>
${tableOf([...chart.points].reverse(), columns, { caption: `Control chart of ${name}`, look: 'tight' })}</details>`;
}

/** A control chart with its active title, its reading in a sentence, legend, caption and table. */
export function controlFigure(
  edition: PublishedEdition,
  authority: Authority,
  measure: MeasureMeta,
  chart: ControlChart,
): Markup {
  return chart.kind === 'stock'
    ? stockFigure(edition, authority, measure, chart)
    : chartFigure(edition, authority, measure, chart);
}

const nameOf = (measure: MeasureMeta, { line, statistic }: ControlChart): string => {
  const name = line === 'main' ? measure.plain_name : `${measure.plain_name}, ${lineOf(measure, line).name}`;
  return statistic === 'joined' || statistic === 'left' ? `${name}: who ${statistic}` : name;
};

/** What is told of a day: the line without limits, who joined and who left beneath it, and each of these as a flow. */
function stockFigure(
  edition: PublishedEdition,
  authority: Authority,
  measure: MeasureMeta,
  chart: ControlChart,
): Markup {
  const key = [authority.authority, measure.measure_id, chart.line] as const;
  const months = edition.movement.of(...key)[0]?.months ?? [];
  const flows = edition.charts
    .of(...key)
    .filter(({ statistic }) => statistic === 'joined' || statistic === 'left');
  const few =
    months.length === 0 || flows.length === 2
      ? null
      : html`<p class="small">${flows.length === 0 ? 'So few join and leave in a month that neither is' : 'The other way so few move in a month that they are not'} judged by a control chart.</p>`;
  const reading = movementSentence(travelOf(edition, authority.authority, measure, chart.line));
  return html`${chartFigure(edition, authority, measure, chart, { reading, below: movementBars(months) })}
${
  flows.length === 0
    ? null
    : html`<details class="twin"><summary>Who joined and who left, month by month, as control charts</summary>
${flows.map((flow) => chartFigure(edition, authority, measure, flow))}</details>`
}${few}`;
}

function chartFigure(
  edition: PublishedEdition,
  authority: Authority,
  measure: MeasureMeta,
  chart: ControlChart,
  more: { readonly reading: string | null; readonly below: Markup | null } = { reading: null, below: null },
): Markup {
  const name = nameOf(measure, chart);
  const reading = more.reading ?? readingOf(chart);
  const missing = limitsMissing(chart, settingOf(edition, 'least_points'));
  const trialPoints = settingOf(edition, 'trial_points');
  const trial =
    chart.trial && missing === null
      ? html`<p class="chart-warning"><strong>Trial limits.</strong> There are only ${chart.points.length} points${trialPoints === undefined ? null : `; limits settle at ${trialPoints}`}.</p>`
      : null;
  const ticks = benchmarkTicks(edition, authority.authority, measure, chart);
  const last = chart.points.at(-1);
  const place = last === undefined ? '' : ` Latest: ${pointName(chart, last)}.`;
  return html`<figure class="chart control"><p class="chart-title">${titleOf(chart, name)}</p>
<p class="reading"><strong>${reading}</strong> ${joined([assuranceOf(chart), missing], ' ')}</p>${trial}
${controlChart(chart, ticks, `${titleOf(chart, name)}. ${reading}${place} The table below holds every figure.`)}
${more.below}${legend(chart, ticks)}
<figcaption>${captionSentences(authority, chart, ticks).join(' ')}</figcaption>
${twin(chart, name, countedBy(measure, chart.line))}</figure>
`;
}

/** Why a line has no control chart, in a sentence. */
export function noChartReason(measure: MeasureMeta, line: string): string {
  const reasons = {
    '': 'No control chart: the movement of this line is not judged.',
    quarterly:
      'No control chart: the figure is of overlapping or quarterly periods, so its movement is judged by a straight line through the quarters.',
    annual: 'No control chart: the figure is of a year, so it is compared with the year before.',
    monthly: 'No control chart: the files hold no monthly figures of this line.',
    rare: 'No control chart: the files hold too few events of this line.',
  } as const;
  return reasons[lineOf(measure, line).chart];
}

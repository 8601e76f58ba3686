import { extent, group, max, min } from 'd3-array';
import type { ScaleLinear } from 'd3-scale';
import { type SymbolType, symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape';
import type { ControlChart } from '../../pipeline/edition/chart-format.ts';
import { shortMonth } from '../components/day.ts';
import { html, type Markup } from '../components/markup.ts';
import { wholeNumber } from '../components/number-format.ts';
import { amountText } from '../components/value-text.ts';
import {
  across,
  type Frame,
  frameOf,
  lateGround,
  lineThrough,
  type Mark,
  nameAxis,
  type Place,
  path,
  picture,
  point,
  twice,
  valueAxis,
  valueScale,
  words,
} from './frame.ts';
import { type ChartPoint, pointName, pointWords } from './reading.ts';

/** A published figure marked at the edge of a chart. */
export interface ChartTick {
  readonly label: string;
  readonly value: number;
}

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** Months stand as far apart as they are; events one after the other. */
function placeOf({ kind, points: [first] }: ControlChart, { sequence, as_at_date }: ChartPoint): number {
  if (first === undefined) return 0;
  return kind === 'days_between'
    ? sequence - first.sequence
    : monthOf(as_at_date) - monthOf(first.as_at_date);
}

/** The axis of values: from zero unless all figures lie high. */
export function axisScale(chart: ControlChart, ticks: readonly ChartTick[]): ScaleLinear<number, number> {
  const [lowest = 0, highest = 0] = extent([
    ...chart.points.flatMap(({ value, mean, lower, upper }) => [value, mean, lower, upper]),
    chart.target,
    ...ticks.map(({ value }) => value),
  ] as number[]);
  return valueScale(lowest < highest / 2 || highest === 0 ? 0 : lowest, highest, chart.unit);
}

function provisional(chart: ControlChart, middle: number): readonly Mark[] {
  const late = chart.points.filter((each) => each.provisional);
  const [first, last] = [late[0], late.at(-1)];
  if (first === undefined || last === undefined) return [];
  const values = late.map(({ value }) => value);
  return lateGround(placeOf(chart, first) - 0.5, placeOf(chart, last) + 0.5, values, middle);
}

const nameOf = ({ kind }: ControlChart, { sequence, as_at_date }: ChartPoint, isWide: boolean): string => {
  const month = shortMonth(as_at_date);
  if (kind !== 'days_between') return month;
  return isWide ? `no. ${sequence}, ${month}` : `no. ${sequence}`;
};

/** A number and a month take twice the room of a month. */
const names =
  (chart: ControlChart): Mark =>
  (frame) =>
    nameAxis(
      chart.points.map((each) => ({
        place: placeOf(chart, each),
        name: nameOf(chart, each, frame.name === 'wide'),
      })),
      chart.kind === 'days_between' ? 2 : 1,
    )(frame);

/** Mean or limit: level over each point, with a step between points and a break where the limits begin anew. */
function steps(chart: ControlChart, look: string, read: (each: ChartPoint) => number | null): Mark {
  const breaks = new Set(
    chart.rebased.map(({ from }) => chart.points.findIndex(({ as_at_date }) => as_at_date >= from)),
  );
  const places = chart.points.flatMap((each, index): Place[] => {
    const [place, value] = [placeOf(chart, each), read(each)];
    const level: Place[] = [
      [place - 0.5, value],
      [place + 0.5, value],
    ];
    return breaks.has(index) ? [[place, null], ...level] : level;
  });
  return lineThrough(look, places);
}

/** An upright line where a rule changed or the limits begin anew, with its words in a row above the points. */
const upright =
  (chart: ControlChart, from: string, label: string, look: string, row: number): Mark =>
  ({ x, left, right, top, bottom }) => {
    const after = chart.points.findIndex(({ as_at_date }) => as_at_date >= from);
    const each = chart.points[after];
    if (each === undefined || after === 0) return null;
    const [at, head] = [x(placeOf(chart, each) - 0.5), top - 4 - row * 14];
    const isLate = at > (left + right) / 2;
    return html`${path(look, `M${at},${head}V${bottom}`)}${words(at + (isLate ? -4 : 4), head - 4, label, isLate ? 'end' : '')}`;
  };

const breaksDrawn = (chart: ControlChart): readonly Mark[] => [
  ...chart.definition_changes.map(({ on }) => upright(chart, on, 'rule changed', 'changed', 0)),
  ...chart.rebased.map(({ from }) =>
    upright(chart, from, 'limits begin anew', 'anew', chart.definition_changes.length > 0 ? 1 : 0),
  ),
];

function targetDrawn({ target, unit }: ControlChart): readonly Mark[] {
  if (target === null) return [];
  const named: Mark = ({ left, top, y }) =>
    words(
      left + 4,
      y(target) + (y(target) - top < 16 ? 14 : -5),
      `Target ${amountText(target, unit)}`,
      'halo',
    );
  return [across('target', target), named];
}

/** Shape and size of each kind of point; whatever its colour, it is known by its shape. */
const shapes: Record<ChartPoint['sense'], readonly [type: SymbolType, area: number]> = {
  concern: [symbolDiamond, 62],
  improvement: [symbolSquare, 85],
  high: [symbolTriangle, 52],
  low: [symbolTriangle, 52],
  'common cause': [symbolCircle, 25],
};

/** The shape of a point around the middle of its own coordinates. */
export function senseShape(sense: ChartPoint['sense'], scale = 1, place = ''): Markup {
  const [type, area] = shapes[sense];
  const turned = `${place}${sense === 'low' ? ' rotate(180)' : ''}`.trim();
  const look = sense === 'common cause' ? 'mark' : `mark sense-${sense}`;
  return html`<path class="${look}" d="${symbol(type, area * scale).digits(1)()}"${turned === '' ? null : html` transform="${turned}"`}/>`;
}

/** What a point says of itself: `June 2026: 38, concern`. */
function saidOf(chart: ControlChart, each: ChartPoint): string {
  const more = [pointWords[each.sense], each.provisional ? 'provisional' : ''].filter((word) => word !== '');
  return [`${pointName(chart, each)}: ${amountText(each.value, chart.unit)}`, ...more].join(', ');
}

const pointsDrawn =
  (chart: ControlChart): Mark =>
  ({ x, y, name }) =>
    chart.points.map((each) =>
      point(
        saidOf(chart, each),
        senseShape(
          each.sense,
          name === 'wide' ? 1 : 0.6,
          `translate(${x(placeOf(chart, each))} ${y(each.value)})`,
        ),
      ),
    );

/** Neighbouring points of the same special cause. */
function runsOf({ points }: ControlChart): readonly (readonly ChartPoint[])[] {
  let run = 0;
  const numbered = points.map((each, index) => {
    if (each.sense !== points[index - 1]?.sense) run += 1;
    return { each, run };
  });
  return [...group(numbered, (entry) => entry.run).values()]
    .map((entries) => entries.map(({ each }) => each))
    .filter(([first]) => first?.sense !== 'common cause');
}

/** The word for each run of special-cause points, once, clear of its points. */
const causesNamed =
  (chart: ControlChart): Mark =>
  (frame) =>
    runsOf(chart).map((run) => causeNamed(chart, run, frame));

function causeNamed(chart: ControlChart, run: readonly ChartPoint[], frame: Frame): Markup {
  const [first = 0, last = 0] = extent(run, (each) => frame.x(placeOf(chart, each)));
  const [highest = 0, lowest = 0] = extent(run, ({ value }) => frame.y(value));
  const label = pointWords[run[0]?.sense ?? 'common cause'];
  const above = run.filter(({ value, mean }) => mean === null || value >= mean).length * 2 >= run.length;
  const reach = label.length * 3.6;
  const x = Math.min(Math.max((first + last) / 2, frame.left + reach), frame.right - reach);
  const y = above ? Math.max(frame.top + 8, highest - 11) : Math.min(frame.bottom - 4, lowest + 20);
  return words(x, y, label, 'cause halo middle');
}

/** The last value and the published figures, kept apart, in the right margin. */
const edge =
  ({ points, unit }: ControlChart, ticks: readonly ChartTick[]): Mark =>
  (frame) => {
    const last = points.at(-1);
    if (last === undefined) return null;
    const [at, y] = [frame.right + 8, frame.y(last.value)];
    const own =
      unit === 'days'
        ? html`${words(at, y + 5, wholeNumber(last.value), 'end-value')}${words(at, y + 19, last.value === 1 ? 'day' : 'days')}`
        : words(at, y + 5, amountText(last.value, unit), 'end-value');
    const others = ticks.map(({ label, value }) => {
      const mark = frame.y(value);
      const text = Math.abs(mark - y) >= 32 ? mark : mark <= y ? y - 28 : y + 24;
      return html`${path('tick', `M${frame.right - 10},${mark}h16`)}${words(at, text, label)}${words(at, text + 14, amountText(value, unit))}`;
    });
    return [own, others];
  };

/** A control chart as inline SVG, once for wide and once for narrow screens. */
export function controlChart(chart: ControlChart, ticks: readonly ChartTick[], label: string): Markup {
  const scale = axisScale(chart, ticks);
  const places = chart.points.map((each) => placeOf(chart, each));
  const range = [(min(places) ?? 0) - 0.5, (max(places) ?? 0) + 0.5];
  const margin = { left: 52, right: 74, top: 34, bottom: 32 };
  const line = chart.points.map((each): Place => [placeOf(chart, each), each.value]);
  const [ground, late] = provisional(chart, scale.invert(0.5));
  const marks = [
    ground,
    valueAxis(scale, chart.unit),
    names(chart),
    ...breaksDrawn(chart),
    steps(chart, 'mean', ({ mean }) => mean),
    steps(chart, 'limit', ({ lower }) => lower),
    steps(chart, 'limit', ({ upper }) => upper),
    ...targetDrawn(chart),
    lineThrough('line', line),
    pointsDrawn(chart),
    late,
    causesNamed(chart),
    edge(chart, ticks),
  ];
  return twice(320, 280, [7, 3], (size) =>
    picture(frameOf(size, margin, range, scale.domain()), 'trend', label, marks),
  );
}

import type { ControlChart } from '../../pipeline/edition/chart-format.ts';
import { type ChartPoint, pointWords } from './chart-reading.ts';
import { shortMonth } from './day.ts';
import { escapeText, type Markup, trusted } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { amountText } from './value-text.ts';

/** A published figure marked at the edge of a chart. */
export interface ChartTick {
  readonly label: string;
  readonly value: number;
}

interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly ticks: number;
}
interface Frame extends Size {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Half the distance between two points. */
  readonly half: number;
  readonly scale: readonly number[];
}

const sizes: readonly Size[] = [
  { name: 'wide', width: 760, height: 320, ticks: 7 },
  { name: 'narrow', width: 340, height: 280, ticks: 3 },
];
const ink = '#12436d';
const quiet = '#505a5f';
const round = (value: number): number => Math.round(value * 10) / 10;

function months(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Months stand as far apart as they are; events one after the other. */
function placeOf(chart: ControlChart, point: ChartPoint): number {
  const first = chart.points[0];
  if (first === undefined) return 0;
  return chart.kind === 'days_between'
    ? point.sequence - first.sequence
    : months(point.as_at_date) - months(first.as_at_date);
}

/** A round step that cuts a range into about five. */
function niceStep(range: number): number {
  const rough = Math.max(range, 1e-6) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

/** Where the axis is marked: from zero unless all figures lie high, and never beyond 100%. */
export function axisScale(chart: ControlChart, ticks: readonly ChartTick[]): readonly number[] {
  const values = [
    ...chart.points.flatMap(({ value, mean, lower, upper }) => [value, mean, lower, upper]),
    chart.target,
    ...ticks.map(({ value }) => value),
  ].filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const fromZero = lowest < highest / 2;
  const wanted = niceStep(highest - (fromZero ? 0 : lowest));
  const step = chart.unit === 'children' || chart.unit === 'days' ? Math.max(1, Math.ceil(wanted)) : wanted;
  const start = fromZero ? 0 : Math.floor(lowest / step) * step;
  const end = Math.max(start + step, Math.ceil((highest + step / 8) / step) * step);
  const top = chart.unit === 'percent' ? Math.min(end, 100) : end;
  const count = Math.round((top - start) / step);
  return Array.from({ length: count + 1 }, (_, index) => Math.round((start + index * step) * 1000) / 1000);
}

function frameOf(chart: ControlChart, ticks: readonly ChartTick[], size: Size): Frame {
  const scale = axisScale(chart, ticks);
  const [low, high] = [scale[0] ?? 0, scale.at(-1) ?? 1];
  const [left, right, top, bottom] = [52, size.width - 74, 34, size.height - 32];
  const last = chart.points.at(-1);
  const places = Math.max(1, last === undefined ? 1 : placeOf(chart, last));
  const half = (right - left) / (places + 1) / 2;
  return {
    ...size,
    left,
    right,
    top,
    bottom,
    half,
    scale,
    x: (place) => round(left + half * (2 * place + 1)),
    y: (value) => round(bottom - ((value - low) / (high - low)) * (bottom - top)),
  };
}

const words = (x: number, y: number, text: string, more = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" fill="${quiet}"${more}>${escapeText(text)}</text>`;
const halo = ' stroke="#fff" stroke-width="4" paint-order="stroke"';

function axes(chart: ControlChart, frame: Frame): string {
  const { left, right, bottom, scale, y } = frame;
  const grid = scale.map((value, index) => {
    const line = `<path d="M${left} ${y(value)}H${right}" stroke="${index === 0 ? quiet : '#dfe3e6'}"/>`;
    return `${line}${words(left - 6, y(value) + 4, axisText(value, chart), ' text-anchor="end"')}`;
  });
  // a number and a month take twice the room of a month
  const room = chart.kind === 'days_between' ? frame.ticks / 2 : frame.ticks;
  const step = Math.max(1, Math.ceil(chart.points.length / room));
  const named = chart.points.filter((_, index) => (chart.points.length - 1 - index) % step === 0);
  const labels = named.map((point) =>
    words(
      frame.x(placeOf(chart, point)),
      bottom + 20,
      chart.kind === 'days_between'
        ? `no. ${point.sequence}${frame.name === 'wide' ? `, ${shortMonth(point.as_at_date)}` : ''}`
        : shortMonth(point.as_at_date),
      ' text-anchor="middle"',
    ),
  );
  return [...grid, ...labels].join('');
}

function axisText(value: number, chart: ControlChart): string {
  return chart.unit === 'percent' ? `${value}%` : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Diagonal lines over the provisional points; drawn line by line, so that a page needs no shared pattern. */
function hatching(chart: ControlChart, frame: Frame): string {
  const late = chart.points.find(({ provisional }) => provisional);
  if (late === undefined) return '';
  const [from, to] = [round(frame.x(placeOf(chart, late)) - frame.half), frame.right];
  const { top, bottom } = frame;
  const [width, height] = [to - from, bottom - top];
  const lines = Array.from({ length: Math.ceil((width + height) / 9) }, (_, index) => {
    const offset = index * 9 - height;
    const [start, end] = [Math.max(0, offset), Math.min(width, offset + height)];
    return start >= end
      ? ''
      : `M${round(from + start)} ${round(bottom - (start - offset))}L${round(from + end)} ${round(bottom - (end - offset))}`;
  });
  return `<path d="M${from} ${top}H${to}V${bottom}H${from}z" fill="#f1f3f4"/><path d="${lines.join('')}" stroke="#c3c9cd" fill="none"/>${words(to - 3, bottom - 6, 'provisional', `${halo} text-anchor="end"`)}`;
}

/** Runs of points that share a mean: the line steps between points and breaks where there is none. */
function steps(chart: ControlChart, frame: Frame, read: (point: ChartPoint) => number | null): string {
  const breaks = new Set(
    chart.rebased.map(({ from }) => chart.points.findIndex((point) => point.as_at_date >= from)),
  );
  let open = false;
  return chart.points
    .map((point, index) => {
      const value = read(point);
      const x = frame.x(placeOf(chart, point));
      if (value === null) {
        open = false;
        return '';
      }
      const start = open && !breaks.has(index) ? 'L' : 'M';
      open = true;
      return `${start}${round(x - frame.half)} ${frame.y(value)}H${round(x + frame.half)}`;
    })
    .join('');
}

function limitLines(chart: ControlChart, frame: Frame): string {
  const path = (d: string, look: string) => (d === '' ? '' : `<path d="${d}" fill="none" ${look}/>`);
  return [
    path(
      steps(chart, frame, ({ mean }) => mean),
      `stroke="${quiet}" stroke-width="1.6"`,
    ),
    ...[steps(chart, frame, ({ lower }) => lower), steps(chart, frame, ({ upper }) => upper)].map((d) =>
      path(d, `stroke="${quiet}" stroke-width="1.4" stroke-dasharray="7 4"`),
    ),
  ].join('');
}

/** Upright lines where a rule changed or the limits begin anew. */
function breaksDrawn(chart: ControlChart, frame: Frame): string {
  const upright = (from: string, label: string, dash: string, row: number) => {
    const after = chart.points.findIndex(({ as_at_date }) => as_at_date >= from);
    const point = chart.points[after];
    if (point === undefined || after === 0) return '';
    const x = round(frame.x(placeOf(chart, point)) - frame.half);
    const isLate = x > (frame.left + frame.right) / 2;
    return `<path d="M${x} ${frame.top - 4 - row * 14}V${frame.bottom}" stroke="#0b0c0c" stroke-width="1.3"${dash}/>${words(x + (isLate ? -4 : 4), frame.top - 8 - row * 14, label, isLate ? ' text-anchor="end"' : '')}`;
  };
  return [
    ...chart.definition_changes.map(({ on }) => upright(on, 'rule changed', ' stroke-dasharray="2 3"', 0)),
    ...chart.rebased.map(({ from }) =>
      upright(from, 'limits begin anew', '', chart.definition_changes.length > 0 ? 1 : 0),
    ),
  ].join('');
}

function targetLine(chart: ControlChart, frame: Frame): string {
  if (chart.target === null) return '';
  const y = frame.y(chart.target);
  const below = y - frame.top < 16;
  return `<path d="M${frame.left} ${y}H${frame.right}" stroke="#0b0c0c" stroke-width="1.6" stroke-dasharray="12 3 2 3"/>${words(frame.left + 4, y + (below ? 14 : -5), `Target ${amountText(chart.target, chart.unit)}`, halo)}`;
}

/** Shape of each kind of special cause, in a box of 12 by 12. */
export const senseShapes: Record<ChartPoint['sense'], string> = {
  concern: `<path d="M6 0l6 6-6 6-6-6z" fill="#8f3400"/>`,
  improvement: `<path d="M1 1h10v10H1z" fill="#0b5c80"/>`,
  high: `<path d="M6 .5l5.5 10.5H.5z" fill="#fff" stroke="${ink}" stroke-width="1.8"/>`,
  low: `<path d="M6 11.5L.5 1h11z" fill="#fff" stroke="${ink}" stroke-width="1.8"/>`,
  'common cause': `<circle cx="6" cy="6" r="3.4" fill="${ink}"/>`,
};

function pointsDrawn(chart: ControlChart, frame: Frame): string {
  const at = (point: ChartPoint) => [frame.x(placeOf(chart, point)), frame.y(point.value)] as const;
  const line = chart.points
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point).join(' ')}`)
    .join('');
  const scale = frame.name === 'wide' ? 0.95 : 0.72;
  const marks = chart.points.map((point) => {
    const [x, y] = at(point);
    return point.sense === 'common cause'
      ? `<circle cx="${x}" cy="${y}" r="${frame.name === 'wide' ? 2.8 : 2}" fill="${ink}"/>`
      : `<g transform="translate(${round(x - 6 * scale)} ${round(y - 6 * scale)}) scale(${scale})">${senseShapes[point.sense]}</g>`;
  });
  return `<path d="${line}" fill="none" stroke="${ink}" stroke-width="1.4"/>${marks.join('')}${senseLabels(chart, frame)}`;
}

/** Neighbouring points of the same special cause. */
function runsOf(chart: ControlChart): readonly (readonly ChartPoint[])[] {
  const runs: ChartPoint[][] = [];
  for (const [index, point] of chart.points.entries()) {
    if (point.sense === 'common cause') continue;
    if (chart.points[index - 1]?.sense === point.sense) runs.at(-1)?.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** The word for each run of special-cause points, once, clear of its points. */
function senseLabels(chart: ControlChart, frame: Frame): string {
  return runsOf(chart)
    .map((run) => {
      const xs = run.map((point) => frame.x(placeOf(chart, point)));
      const ys = run.map(({ value }) => frame.y(value));
      const middle = ((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2;
      const above = run.filter(({ value, mean }) => mean === null || value >= mean).length * 2 >= run.length;
      const label = pointWords[run[0]?.sense ?? 'common cause'];
      const reach = label.length * 3.6;
      const x = Math.min(Math.max(middle, frame.left + reach), frame.right - reach);
      const y = above
        ? Math.max(frame.top + 8, Math.min(...ys) - 11)
        : Math.min(frame.bottom - 4, Math.max(...ys) + 20);
      return words(x, y, label, `${halo} text-anchor="middle" class="cause"`);
    })
    .join('');
}

/** The last value and the published figures, kept apart, in the right margin. */
function edgeLabels(chart: ControlChart, ticks: readonly ChartTick[], frame: Frame): string {
  const last = chart.points.at(-1);
  if (last === undefined) return '';
  const y = frame.y(last.value);
  const isDays = chart.unit === 'days';
  const value = isDays ? wholeNumber(last.value) : amountText(last.value, chart.unit);
  const own = `<text class="end-value" x="${frame.right + 8}" y="${y + 5}" fill="${ink}">${escapeText(value)}</text>${isDays ? words(frame.right + 8, y + 19, last.value === 1 ? 'day' : 'days') : ''}`;
  const others = ticks.map(({ label, value }) => {
    const mark = frame.y(value);
    const isNear = Math.abs(mark - y) < 32;
    const text = isNear ? (mark <= y ? y - 28 : y + 24) : mark;
    return `<path d="M${frame.right - 10} ${mark}h16" stroke="#0b0c0c" stroke-width="3"/>${words(frame.right + 8, text, label)}${words(frame.right + 8, text + 14, amountText(value, chart.unit))}`;
  });
  return [own, ...others].join('');
}

function drawn(chart: ControlChart, ticks: readonly ChartTick[], size: Size, label: string): string {
  const frame = frameOf(chart, ticks, size);
  const parts = [hatching, axes, breaksDrawn, limitLines, targetLine, pointsDrawn].map((part) =>
    part(chart, frame),
  );
  return `<svg class="trend trend-${size.name}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="${escapeText(label)}">${parts.join('')}${edgeLabels(chart, ticks, frame)}</svg>`;
}

/** A control chart as inline SVG, once for wide and once for narrow screens; the theme shows the one that fits. */
export function controlChart(chart: ControlChart, ticks: readonly ChartTick[], label: string): Markup {
  return trusted(sizes.map((size) => drawn(chart, ticks, size, label)).join('\n'));
}

import { format } from 'd3-format';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Unit } from '../components/figure.ts';
import { type Content, html, type Markup } from '../components/markup.ts';

/** Every chart of a page is drawn for two widths; the theme shows the one that fits. */
export interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  /** How many names the lower axis has room for. */
  readonly ticks: number;
}

/** Where a chart is drawn: its two scales and the edges of what lies between them, in pixels. */
export interface Frame extends Size {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
}

/** One layer of a chart; a chart is a list of them, painted in order. */
export type Mark = (frame: Frame) => Content;

/** A place in a chart; null leaves a gap in a line. */
export type Place = readonly [x: number, y: number | null];

/** The space between the picture's edges and its scales. */
export interface Margin {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A frame over a range of places and a range of values. */
export function frameOf(
  size: Size,
  margin: Margin,
  places: Iterable<number>,
  values: Iterable<number>,
): Frame {
  const { left, top } = margin;
  const [right, bottom] = [size.width - margin.right, size.height - margin.bottom];
  const [x, y] = [scaleLinear(places, [left, right]), scaleLinear(values, [bottom, top])];
  return {
    ...size,
    left,
    right,
    top,
    bottom,
    x: (place) => tenth(x(place)),
    y: (value) => tenth(y(value)),
  };
}

const isWhole = (unit: Unit): boolean => unit === 'children' || unit === 'days';

/** The scale of values with round ends: whole numbers where something is counted, and never beyond 100%. */
export function valueScale(low: number, high: number, unit: Unit): ScaleLinear<number, number> {
  const start = unit === 'percent' ? Math.min(low, 99) : low;
  const scale = scaleLinear([start, Math.max(high, start + 1)], [0, 1]).nice(5);
  const [from = 0, to = 1] = scale.domain();
  if (unit === 'percent') return scale.domain([from, Math.min(to, 100)]);
  return isWhole(unit) ? scale.domain([Math.floor(from), Math.ceil(to)]) : scale;
}

/** A picture for readers who see it, with a name for those who do not; a mark that a chart has not is left out. */
export function picture(
  frame: Frame,
  look: string,
  label: string,
  marks: readonly (Mark | undefined)[],
): Markup {
  const { name, width, height } = frame;
  return html`<svg class="${look} ${look}-${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">${marks.map((mark) => mark?.(frame))}</svg>`;
}

/** A picture for wide screens and one for narrow ones. */
export function twice(
  wide: number,
  narrow: number,
  ticks: readonly [number, number],
  drawn: (size: Size) => Markup,
): Markup {
  return html`${drawn({ name: 'wide', width: 760, height: wide, ticks: ticks[0] })}
${drawn({ name: 'narrow', width: 340, height: narrow, ticks: ticks[1] })}`;
}

/** Words at a place; `look` says how they are set: `end`, `middle`, `halo`. */
export function words(x: number, y: number, text: Content, look = ''): Markup {
  return html`<text${look === '' ? null : html` class="${look}"`} x="${tenth(x)}" y="${tenth(y)}">${text}</text>`;
}

/** A drawn line or shape, whose colours are the theme's; nothing where there is nothing to draw. */
export function path(look: string, d: string | null): Markup | null {
  return d === null || d === '' ? null : html`<path class="${look}" d="${d}"/>`;
}

/** A line through places of the scales; it breaks off at a gap. */
export const lineThrough =
  (look: string, places: readonly Place[]): Mark =>
  ({ x, y }) =>
    path(
      look,
      line<Place>()
        .digits(1)
        .defined(([, value]) => value !== null)
        .x(([place]) => x(place))
        .y(([, value]) => y(value ?? 0))(places),
    );

/** A straight line across the whole frame. */
export const across =
  (look: string, value: number): Mark =>
  ({ left, right, y }) =>
    path(look, `M${left},${y(value)}H${right}`);

/** A point that says what it stands for when it is pointed at. */
export const point = (said: string, drawn: Content): Markup =>
  html`<g class="point"><title>${said}</title>${drawn}</g>`;

/** A value beside an axis. */
const axisText = (value: number, unit: Unit): string =>
  `${format(',')(value)}${unit === 'percent' ? '%' : ''}`;

/** The axis of values: a line across for each round value, and the value to its left. */
export const valueAxis =
  (scale: ScaleLinear<number, number>, unit: Unit): Mark =>
  ({ left, right, y }) => {
    const ticks = scale.ticks(5).filter((value) => !isWhole(unit) || Number.isInteger(value));
    const [floor = 0] = scale.domain();
    return html`${path('grid', ticks.map((value) => `M${left},${y(value)}H${right}`).join(''))}${path('base', `M${left},${y(floor)}H${right}`)}${ticks.map((value) => words(left - 6, y(value) + 4, axisText(value, unit), 'end'))}`;
  };

/** Names under a chart, counted back from the newest, as many as there is room for. */
export const nameAxis =
  (named: readonly { readonly place: number; readonly name: string }[], room = 1): Mark =>
  ({ x, bottom, ticks }) => {
    const step = Math.max(1, Math.ceil((named.length * room) / ticks));
    return named
      .filter((_, index) => (named.length - 1 - index) % step === 0)
      .map(({ place, name }) => words(x(place), bottom + 20, name, 'middle'));
  };

/**
 * The ground of provisional points, hatched, and its name, to be painted last, at the end where they leave room. One
 * broad line in dashes needs no pattern, and so no name that must be the page's only one.
 */
export function lateGround(
  from: number,
  to: number,
  values: readonly number[],
  middle: number,
): [Mark, Mark] {
  const isLow = values.every((value) => value < middle);
  const ground: Mark = ({ x, top, bottom }) => {
    const [left, right, half] = [x(from), x(to), (top + bottom) / 2];
    return html`${path('ground', `M${left},${top}H${right}V${bottom}H${left}Z`)}<line class="hatch" stroke-width="${bottom - top}" x1="${left}" x2="${right}" y1="${half}" y2="${half}"/>`;
  };
  return [
    ground,
    ({ x, top, bottom }) => words(x(to) - 3, isLow ? top + 14 : bottom - 6, 'provisional', 'halo end'),
  ];
}

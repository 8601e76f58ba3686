import * as Plot from '@observablehq/plot';
import { JSDOM } from 'jsdom';
import { addDays, dateOf, shortDay, shortMonth } from './day.ts';
import type { Unit } from './figure.ts';
import { type Markup, trusted } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { amountText } from './value-text.ts';

/** A point of a trend; a null value is a gap in the line. */
export interface TrendPoint {
  readonly day: string;
  readonly value: number | null;
  readonly provisional: boolean;
}

/** A limit drawn across a trend, such as a target. */
export interface TrendLimit {
  readonly label: string;
  readonly value: number;
}

export interface TrendChoice {
  /** What the chart shows, for readers who cannot see it. */
  readonly label: string;
  readonly unit: Unit;
  readonly every: 'month' | 'week';
  readonly limits?: readonly TrendLimit[];
}

interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly ticks: number;
}

interface Mark {
  readonly date: Date;
  readonly value: number;
  readonly provisional: boolean;
}

const sizes: readonly Size[] = [
  { name: 'wide', width: 760, height: 270, ticks: 7 },
  { name: 'narrow', width: 340, height: 230, ticks: 4 },
];
const ink = '#12436d';
const quiet = '#505a5f';
let drawing: Document | undefined;

/** One document for every chart: making one costs more than drawing. */
function sharedDocument(): Document {
  drawing ??= new JSDOM('').window.document;
  return drawing;
}

function valueText(value: number, unit: TrendChoice['unit']): string {
  return unit === 'days' ? wholeNumber(value) : amountText(value, unit);
}

/** Is a trend of high percentages only, whose axis starts at 50%? */
export function startsHalfWay(values: readonly number[], unit: TrendChoice['unit']): boolean {
  return unit === 'percent' && Math.min(...values) >= 60;
}

/** Every value that the axis must hold. */
function valuesOf(points: readonly TrendPoint[], choice: TrendChoice): readonly number[] {
  return [...points.flatMap(({ value }) => value ?? []), ...(choice.limits ?? []).map(({ value }) => value)];
}

/** From zero, unless every value is a high percentage: then from half way, as the axis says. */
function axisRange(values: readonly number[], unit: TrendChoice['unit']): [number, number] {
  const highest = Math.max(1, ...values);
  if (startsHalfWay(values, unit)) return [50, 100];
  const step = 10 ** Math.floor(Math.log10(highest * 1.1)) / 2;
  const top = Math.max(unit === 'children' ? 4 : 2, Math.ceil((highest * 1.08) / step) * step);
  return [0, unit === 'percent' ? Math.min(100, top) : top];
}

function tickDays(points: readonly TrendPoint[], wanted: number): Date[] {
  const step = Math.max(1, Math.ceil(points.length / wanted));
  return points.filter((_, index) => (points.length - 1 - index) % step === 0).map(({ day }) => dateOf(day));
}

function marksOf(points: readonly TrendPoint[], choice: TrendChoice, size: Size): Plot.Markish[] {
  const known = points.flatMap(({ day, value, provisional }): Mark[] =>
    value === null ? [] : [{ date: dateOf(day), value, provisional }],
  );
  const line = points.map(({ day, value, provisional }) => ({
    date: dateOf(day),
    value: value ?? Number.NaN,
    provisional,
  }));
  const lateFrom = line.findIndex(({ provisional }) => provisional);
  const turn = lateFrom === -1 ? line.length : Math.max(0, lateFrom - 1);
  const place = { x: 'date', y: 'value' } as const;
  return [
    ...provisionalGround(points, axisRange(valuesOf(points, choice), choice.unit)),
    Plot.gridY({ stroke: '#d5d9db', strokeOpacity: 1 }),
    ...(choice.limits ?? []).flatMap((limit) => limitMarks(limit, points)),
    Plot.ruleY([axisRange(valuesOf(points, choice), choice.unit)[0]], { stroke: quiet }),
    Plot.lineY(line.slice(0, turn + 1), { ...place, stroke: ink, strokeWidth: 2.25 }),
    Plot.lineY(line.slice(turn), { ...place, stroke: ink, strokeWidth: 2.25, strokeDasharray: '4 3' }),
    Plot.dot(
      known.filter(({ provisional }) => !provisional),
      { ...place, r: size.name === 'wide' ? 2.6 : 1.8, fill: ink },
    ),
    Plot.dot(
      known.filter(({ provisional }) => provisional),
      { ...place, r: 3.4, fill: '#fff', stroke: ink, strokeWidth: 1.8 },
    ),
    Plot.text(known.slice(-1), {
      ...place,
      text: ({ value }: Mark) => valueText(value, choice.unit),
      textAnchor: 'start',
      dx: 9,
      fill: ink,
      className: 'end-value',
    }),
  ];
}

function provisionalGround(
  points: readonly TrendPoint[],
  [bottom, top]: readonly [number, number],
): Plot.Markish[] {
  const late = points.filter(({ provisional }) => provisional);
  const [first, last] = [late[0], late.at(-1)];
  if (first === undefined || last === undefined || late.length === points.length) return [];
  const isLow = late.every(({ value }) => value === null || value < (bottom + top) / 2);
  const band = [{ from: dateOf(first.day), to: dateOf(last.day) }];
  return [
    Plot.rect(band, { x1: 'from', x2: 'to', insetLeft: -7, insetRight: -7, fill: '#eceff1' }),
    Plot.text(band, {
      x: 'to',
      frameAnchor: isLow ? 'top' : 'bottom',
      text: () => 'provisional',
      textAnchor: 'end',
      dy: isLow ? 4 : -6,
      dx: 5,
      fill: quiet,
    }),
  ];
}

function limitMarks(limit: TrendLimit, points: readonly TrendPoint[]): Plot.Markish[] {
  const start = dateOf(points[0]?.day ?? '1970-01-01');
  const early = points.slice(0, Math.ceil(points.length / 3)).flatMap(({ value }) => value ?? []);
  const above = early.filter((value) => value >= limit.value).length > early.length / 2;
  return [
    Plot.ruleY([limit.value], { stroke: quiet, strokeDasharray: '2 3', strokeWidth: 1.4 }),
    Plot.text([limit], {
      x: () => start,
      y: 'value',
      text: 'label',
      textAnchor: 'start',
      lineAnchor: above ? 'top' : 'bottom',
      dy: above ? 4 : -4,
      dx: 4,
      fill: '#383f43',
      stroke: '#fff',
      strokeWidth: 5,
    }),
  ];
}

function drawn(points: readonly TrendPoint[], choice: TrendChoice, size: Size): string {
  const tickText = choice.every === 'month' ? shortMonth : shortDay;
  const isoOf = (date: Date) => addDays(date.toISOString().slice(0, 10), 0);
  const svg = Plot.plot({
    document: sharedDocument(),
    className: 'trend',
    width: size.width,
    height: size.height,
    marginLeft: 46,
    marginRight: 54,
    marginTop: 14,
    marginBottom: 30,
    x: {
      type: 'utc',
      label: null,
      ticks: tickDays(points, size.ticks),
      tickFormat: (date: Date) => tickText(isoOf(date)),
      tickSize: 4,
    },
    y: {
      domain: axisRange(valuesOf(points, choice), choice.unit),
      label: null,
      ticks: 5,
      tickSize: 0,
      tickFormat: (value: number) =>
        choice.unit === 'percent' ? `${value}%` : Number.isInteger(value) ? wholeNumber(value) : '',
    },
    marks: marksOf(points, choice, size),
  });
  return withoutInnerNoise(svg, choice.label, size);
}

/** Leaves one name for the whole picture; inner labels and the style sheet only repeat what page and theme say. */
function withoutInnerNoise(svg: Element, label: string, size: Size): string {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const part of svg.querySelectorAll('[aria-label],[aria-description],[aria-hidden]')) {
    for (const name of ['aria-label', 'aria-description', 'aria-hidden']) part.removeAttribute(name);
  }
  for (const name of ['font-size', 'font-family']) svg.removeAttribute(name);
  svg.setAttribute('class', `trend trend-${size.name}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return svg.outerHTML.replace(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

/**
 * A trend as inline SVG, once for wide and once for narrow screens (the theme shows the one that fits).
 * Provisional points are hollow, on shaded ground, joined by dashes.
 */
export function trendChart(points: readonly TrendPoint[], choice: TrendChoice): Markup {
  return trusted(sizes.map((size) => drawn(points, choice, size)).join('\n'));
}

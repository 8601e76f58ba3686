/** What a page draws: bars, points and lines, as lengths and places. */
import { attribute, type Element, isElement, type Node, textOf } from './element.ts';

/** Marks of one kind that are drawn together; `values` are lengths (bars) or heights of points. */
export interface Marks {
  readonly kind: 'bars' | 'points' | 'line';
  readonly values: readonly number[];
}

export interface Drawing {
  readonly label: string;
  readonly marks: readonly Marks[];
}

/** An element whose size its style sets. */
export interface Sized {
  readonly size: number;
}

const number = (element: Element, name: string): number => Number.parseFloat(attribute(element, name) ?? '0');

/** Reads the marks of an SVG; axes, ticks, grids and rules are no marks. */
export function drawingOf(svg: Element): Drawing {
  const marks: Marks[] = [];
  collect(svg, marks);
  const icon = isIcon(svg);
  return {
    label: attribute(svg, 'aria-label') ?? titleOf(svg),
    marks: icon ? marks.filter(({ values }) => values.length > 4) : marks,
  };
}

/** A square of a letter's size with a few strokes is a sign, not a chart. */
const isIcon = (svg: Element): boolean => {
  const [, , width = Infinity, height = Infinity] = (attribute(svg, 'viewBox') ?? '')
    .split(/[ ,]+/)
    .map(Number);
  return width <= 24 && height === width;
};

const titleOf = (svg: Element): string =>
  svg.childNodes
    .filter((each) => isElement(each as Node) && (each as Element).tagName === 'title')
    .map((each) => textOf(each as Node))
    .join(' ');

function collect(element: Element, marks: Marks[]): void {
  const said = `${attribute(element, 'aria-label') ?? ''} ${attribute(element, 'class') ?? ''}`;
  if (/axis|tick|grid|rule|frame|legend|band/i.test(said)) return;
  const children = element.childNodes.filter((each) => isElement(each as Node)) as Element[];
  const rects = children.filter(({ tagName }) => tagName === 'rect');
  if (rects.length > 1) marks.push({ kind: 'bars', values: lengths(rects) });
  const circles = children.filter(({ tagName }) => tagName === 'circle');
  if (circles.length > 2) marks.push({ kind: 'points', values: circles.map((each) => -number(each, 'cy')) });
  for (const each of children) {
    if (/^(path|polyline|polygon)$/.test(each.tagName)) marks.push(...line(each));
    else collect(each, marks);
  }
}

/** The side in which the bars differ. */
function lengths(rects: readonly Element[]): number[] {
  const heights = rects.map((rect) => number(rect, 'height'));
  const widths = rects.map((rect) => number(rect, 'width'));
  return new Set(heights).size > 1 && new Set(widths).size <= 1 ? heights : widths;
}

/** The points of a line that goes steadily across; a curve or an icon is none. */
function line(element: Element): Marks[] {
  const text = attribute(element, 'd') ?? attribute(element, 'points') ?? '';
  if (/[cqastCQAST]/.test(text)) return [];
  const points = pathPoints(text, attribute(element, 'd') === undefined);
  const steady: (readonly [number, number])[] = [];
  for (const point of points) {
    const last = steady.at(-1);
    if (last === undefined || point[0] > last[0]) steady.push(point);
    else break;
  }
  const least = /z/i.test(text) || element.tagName === 'polygon' ? 4 : 3;
  return steady.length < least ? [] : [{ kind: 'line', values: steady.map(([, y]) => -y) }];
}

/** Corners of a path of straight strokes, in absolute places. */
function pathPoints(text: string, plain: boolean): (readonly [number, number])[] {
  if (plain) return pairs(text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []);
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', rest = ''] of text.matchAll(/([MLHVmlhv])([^MLHVZmlhvz]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const relative = command === command.toLowerCase();
    const step = /[hv]/i.test(command) ? 1 : 2;
    for (let at = 0; at + step <= numbers.length; at += step) {
      const [a = 0, b = 0] = numbers.slice(at, at + step);
      if (/h/i.test(command)) x = relative ? x + a : a;
      else if (/v/i.test(command)) y = relative ? y + a : a;
      else [x, y] = relative ? [x + a, y + b] : [a, b];
      points.push([x, y]);
    }
  }
  return points;
}

const pairs = (texts: readonly string[]): (readonly [number, number])[] =>
  texts.flatMap((_, at) => (at % 2 === 0 ? [[Number(texts[at]), Number(texts[at + 1])] as const] : []));

/** Size that a style gives in percent, pixels or a property of its own; a meter's value too. */
export function sizedOf(element: Element): Sized[] {
  const style = attribute(element, 'style') ?? '';
  const size = /(?:^|;)\s*(?:width|height|flex-basis|--[a-z-]+)\s*:\s*([\d.]+)/.exec(style)?.[1];
  return size === undefined ? [] : [{ size: Number(size) }];
}

import { extent } from 'd3-array';
import { dateOf, shortDay, shortMonth } from '../components/day.ts';
import type { Unit } from '../components/figure.ts';
import { html, type Markup } from '../components/markup.ts';
import { wholeNumber } from '../components/number-format.ts';
import { amountText } from '../components/value-text.ts';
import {
  across,
  frameOf,
  lateGround,
  lineThrough,
  type Mark,
  nameAxis,
  picture,
  point,
  twice,
  valueAxis,
  valueScale,
  words,
} from './frame.ts';

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

const placeOf = ({ day }: TrendPoint): number => dateOf(day).getTime();

/** Is a trend of high percentages only, whose axis starts at 50%? */
export function startsHalfWay(values: readonly number[], unit: Unit): boolean {
  return unit === 'percent' && Math.min(...values) >= 60;
}

/** Under provisional points, unless all are. */
function provisionalGround(points: readonly TrendPoint[], middle: number): readonly Mark[] {
  const late = points.filter(({ provisional }) => provisional);
  const [first, second, last] = [late[0], late[1], late.at(-1)];
  if (first === undefined || last === undefined || late.length === points.length) return [];
  const half = second === undefined ? 0 : (placeOf(second) - placeOf(first)) / 3;
  const values = late.flatMap(({ value }) => value ?? []);
  return lateGround(placeOf(first) - half, placeOf(last) + half, values, middle);
}

/** A limit with its name at the left, on the side that the first points leave free. */
function limitDrawn({ label, value }: TrendLimit, points: readonly TrendPoint[]): readonly Mark[] {
  const early = points.slice(0, Math.ceil(points.length / 3)).flatMap((each) => each.value ?? []);
  const isBelow = early.filter((each) => each >= value).length > early.length / 2;
  return [
    across('limit', value),
    ({ left, y }) => words(left + 4, y(value) + (isBelow ? 14 : -4), label, 'halo'),
  ];
}

const pointsDrawn =
  (points: readonly TrendPoint[], { unit, every }: TrendChoice): Mark =>
  ({ x, y, name }) =>
    points.map((each) => {
      const { day, value, provisional } = each;
      if (value === null) return null;
      const said = `${every === 'month' ? shortMonth(day) : shortDay(day)}: ${amountText(value, unit)}`;
      const radius = provisional ? 3.4 : name === 'wide' ? 2.6 : 1.8;
      return point(
        provisional ? `${said}, provisional` : said,
        html`<circle class="${provisional ? 'mark hollow' : 'mark'}" cx="${x(placeOf(each))}" cy="${y(value)}" r="${radius}"/>`,
      );
    });

const endValue =
  (points: readonly TrendPoint[], unit: Unit): Mark =>
  ({ x, y }) => {
    const last = points.findLast(({ value }) => value !== null);
    if (last === undefined || last.value === null) return null;
    const text = unit === 'days' ? wholeNumber(last.value) : amountText(last.value, unit);
    return words(x(placeOf(last)) + 9, y(last.value) + 5, text, 'end-value');
  };

/**
 * A trend as inline SVG, once for wide and once for narrow screens. Provisional points are hollow, on shaded ground,
 * joined by dashes.
 */
export function trendChart(points: readonly TrendPoint[], choice: TrendChoice): Markup {
  const { unit, limits = [], label, every } = choice;
  const values = [...points.flatMap(({ value }) => value ?? []), ...limits.map(({ value }) => value)];
  const scale = startsHalfWay(values, unit)
    ? valueScale(50, 100, unit)
    : valueScale(0, Math.max(unit === 'children' ? 4 : 1, ...values), unit);
  const late = points.findIndex(({ provisional }) => provisional);
  const turn = late === -1 ? points.length : Math.max(0, late - 1);
  const places = points.map((each) => [placeOf(each), each.value] as const);
  const named = points.map((each) => ({
    place: placeOf(each),
    name: every === 'month' ? shortMonth(each.day) : shortDay(each.day),
  }));
  const [ground, name] = provisionalGround(points, scale.invert(0.5));
  const marks = [
    ground,
    valueAxis(scale, unit),
    nameAxis(named),
    ...limits.flatMap((limit) => limitDrawn(limit, points)),
    lineThrough('line', places.slice(0, turn + 1)),
    lineThrough('line late', places.slice(turn)),
    pointsDrawn(points, choice),
    name,
    endValue(points, unit),
  ];
  const range = extent(places, ([place]) => place) as [number, number];
  const margin = { left: 46, right: 54, top: 14, bottom: 30 };
  return twice(270, 230, [7, 4], (size) =>
    picture(frameOf(size, margin, range, scale.domain()), 'trend', label, marks),
  );
}

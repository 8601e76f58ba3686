import { extent } from 'd3-array';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { utcFormat } from 'd3-time-format';

/** A line of a plot: a value for each day that has one. */
export interface PlotLine<P extends PlotPoint = PlotPoint> {
  readonly name: string;
  readonly points: readonly P[];
}

export interface PlotPoint {
  readonly day: string;
  readonly value: number;
}

/** Where a plot is drawn: the edges between which its scales run. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlotTick {
  readonly at: number;
  readonly label: string;
}

/** Places of everything in a plot, for whatever draws it: a page of a PDF, or a browser. */
export interface Plot<P extends PlotPoint = PlotPoint> {
  readonly lines: readonly {
    readonly name: string;
    readonly path: string;
    readonly points: readonly (P & { readonly x: number; readonly y: number })[];
  }[];
  readonly days: readonly PlotTick[];
  readonly values: readonly PlotTick[];
  readonly y: (value: number) => number;
}

const monthOf = utcFormat('%b %Y');
const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Lays lines out over days and values; the axis of values begins at nought. `also` are further values that must fit. */
export function plotOf<P extends PlotPoint>(
  lines: readonly PlotLine<P>[],
  box: PlotBox,
  also: readonly number[] = [],
): Plot<P> {
  const points = lines.flatMap((each) => each.points);
  const [first, last] = extent(points, ({ day }) => day);
  const most = Math.max(1, ...points.map(({ value }) => value), ...also);
  const x = scaleUtc([dateOf(first ?? '2000-01-01'), dateOf(last ?? '2000-01-02')], [box.left, box.right]);
  const y = scaleLinear([0, most], [box.bottom, box.top]).nice(4);
  const drawn = line<{ x: number; y: number }>()
    .digits(1)
    .x((place) => place.x)
    .y((place) => place.y);
  return {
    lines: lines.map((each) => {
      const places = each.points.map((place) => ({
        ...place,
        x: first === last ? (box.left + box.right) / 2 : x(dateOf(place.day)),
        y: y(place.value),
      }));
      return { name: each.name, path: drawn(places) ?? '', points: places };
    }),
    days: x.ticks(5).map((day) => ({ at: x(day), label: monthOf(day) })),
    values: y.ticks(4).map((value) => ({ at: y(value), label: String(value) })),
    y: (value) => y(value),
  };
}

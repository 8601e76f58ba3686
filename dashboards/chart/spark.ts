import { extent } from 'd3-array';
import { shortDay } from '../components/day.ts';
import type { Unit } from '../components/figure.ts';
import { html, type Markup } from '../components/markup.ts';
import { frameOf, lineThrough, type Place } from './frame.ts';

/** A point of a sparkline; a null value is a gap. */
export interface SparkPoint {
  readonly day: string;
  readonly value: number | null;
  readonly provisional: boolean;
}

const endings: Record<Unit, string> = { children: '', percent: '%', days: ' days', per_10000: ' per 10,000' };
const size = { name: 'wide', width: 132, height: 30, ticks: 0 } as const;
const margin = { left: 4, right: 4, top: 4, bottom: 4 };

/** At least a quarter of the level either side: small changes stay small. */
function rangeOf(values: readonly number[]): [number, number] {
  const [lowest = 0, highest = 0] = extent(values);
  const middle = (lowest + highest) / 2;
  const reach = Math.max((highest - lowest) / 2, middle / 4, 0.5);
  return [middle - reach, middle + reach];
}

/**
 * The shape of a line's month-ends, small enough for a table cell: settled months solid, provisional months dashed
 * on a shaded ground, the newest point marked. Its range is its own, so it says how a figure moved, not how large it is.
 */
export function sparkline(points: readonly SparkPoint[], name: string, unit: Unit = 'children'): Markup {
  const last = points.findLastIndex(({ value }) => value !== null);
  if (last === -1) return html`<span class="quiet">no figures</span>`;
  const values = points.flatMap(({ value }) => value ?? []);
  const frame = frameOf(size, margin, [0, Math.max(1, points.length - 1)], rangeOf(values));
  const late = points.findIndex(({ provisional }) => provisional);
  const turn = late === -1 ? points.length : Math.max(0, late - 1);
  const places = points.map(({ value }, index): Place => [index, value]);
  const { width, height } = size;
  const ground =
    late === -1
      ? null
      : html`<path class="spark-ground" d="M${frame.x(turn)},0H${width}V${height}H${frame.x(turn)}Z"/>`;
  return html`<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"><title>${label(points, name, unit)}</title>${ground}${lineThrough('spark-line', places.slice(0, turn + 1))(frame)}${lineThrough('spark-line spark-late', places.slice(turn))(frame)}<circle class="spark-end" cx="${frame.x(last)}" cy="${frame.y(points[last]?.value ?? 0)}" r="2.6"/></svg>`;
}

function label(points: readonly SparkPoint[], name: string, unit: Unit): string {
  const known = points.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]));
  const [lowest = 0, highest = 0] = extent(known, ({ value }) => value);
  const show = (value = 0) => `${Math.round(value * 10) / 10}${endings[unit]}`;
  const on = (point: (typeof known)[number] | undefined) =>
    `${show(point?.value)} on ${shortDay(point?.day ?? '')}`;
  return `${name}: ${on(known[0])}, ${on(known.at(-1))}, between ${show(lowest)} and ${show(highest)}`;
}

const barWidth = 96;

/** A bar in a table cell: a share of a whole, its end marked so that it reads in greyscale. The figure stands beside it. */
export function bar(share: number): Markup {
  const length = Math.round(Math.max(0, Math.min(1, share)) * barWidth * 10) / 10;
  return html`<svg class="bar" viewBox="0 0 ${barWidth} 12" width="${barWidth}" height="12" aria-hidden="true"><path class="bar-ground" d="M0 1h${barWidth}v10H0z"/><path class="bar-fill" d="M0 1h${length}v10H0z"/></svg>`;
}

import { shortDay } from './day.ts';
import type { Unit } from './figure.ts';
import { type Markup, trusted } from './markup.ts';

/** A point of a sparkline; a null value is a gap. */
export interface SparkPoint {
  readonly day: string;
  readonly value: number | null;
  readonly provisional: boolean;
}

const endings: Record<Unit, string> = { children: '', percent: '%', days: ' days', per_10000: ' per 10,000' };
const width = 132;
const height = 30;
const inset = 4;

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly provisional: boolean;
}

function place(points: readonly SparkPoint[]): readonly (Placed | null)[] {
  const values = points.flatMap(({ value }) => value ?? []);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const middle = (lowest + highest) / 2;
  // At least a quarter of the level either side: small changes stay small.
  const reach = Math.max((highest - lowest) / 2, middle / 4, 0.5);
  const step = (width - 2 * inset) / Math.max(1, points.length - 1);
  const round = (number: number) => Math.round(number * 10) / 10;
  return points.map(({ value, provisional }, index) =>
    value === null
      ? null
      : {
          x: round(inset + index * step),
          y: round(height / 2 - ((value - middle) / reach) * (height / 2 - inset)),
          provisional,
        },
  );
}

/** Path through the points kept, broken where one is missing. */
function path(places: readonly (Placed | null)[], kept: (index: number) => boolean): string {
  let drawing = false;
  return places
    .map((point, index) => {
      if (point === null || !kept(index)) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${point.x} ${point.y}`;
    })
    .join('');
}

/**
 * The shape of a line's month-ends, small enough for a table cell: settled months solid, provisional months dashed
 * on a shaded ground, the newest point marked. Its range is its own, so it says how a figure moved, not how large it is.
 */
export function sparkline(points: readonly SparkPoint[], name: string, unit: Unit = 'children'): Markup {
  const places = place(points);
  const known = places.filter((point) => point !== null);
  const last = known.at(-1);
  if (last === undefined) return trusted('<span class="quiet">no figures</span>');
  const firstProvisional = places.findIndex((point) => point?.provisional === true);
  const turn = firstProvisional === -1 ? places.length : Math.max(0, firstProvisional - 1);
  const ground =
    firstProvisional === -1
      ? ''
      : `<path class="spark-ground" d="M${places[turn]?.x ?? inset} 0H${width}V${height}H${places[turn]?.x ?? inset}z"/>`;
  return trusted(
    `<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label(points, name, unit)}">` +
      `${ground}<path class="spark-line" d="${path(places, (index) => index <= turn)}"/>` +
      `<path class="spark-line spark-late" d="${path(places, (index) => index >= turn)}"/>` +
      `<circle class="spark-end" cx="${last.x}" cy="${last.y}" r="2.6"/></svg>`,
  );
}

function label(points: readonly SparkPoint[], name: string, unit: Unit): string {
  const known = points.filter(({ value }) => value !== null);
  const values = known.map(({ value }) => value ?? 0);
  const first = known[0];
  const last = known.at(-1);
  const show = (value: number | null | undefined) => `${Math.round((value ?? 0) * 10) / 10}${endings[unit]}`;
  const text =
    `${name}: ${show(first?.value)} on ${shortDay(first?.day ?? '')}, ${show(last?.value)} on ${shortDay(last?.day ?? '')}, ` +
    `between ${show(Math.min(...values))} and ${show(Math.max(...values))}`;
  return text.replace(/[&<>"]/g, '');
}

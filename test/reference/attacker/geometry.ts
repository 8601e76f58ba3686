/** The drawing of a picture: a point or bar left at a hidden date gives its number by its height. */
import type { Evidence } from './finding.ts';
import { type Figure, isHidden, printedNumber } from './paper.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

function attribute(tag: string, name: string): number {
  return Number.parseFloat(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? 'NaN');
}

function vertices(path: string): Point[] {
  return [...path.matchAll(/[ML\s]?(-?\d+(?:\.\d+)?)[,\s](-?\d+(?:\.\d+)?)/g)].map((one) => ({
    x: Number(one[1]),
    y: Number(one[2]),
  }));
}

/** Points of lines and dots, and the tops of bars. */
function pointsOf(svg: string): Point[] {
  const dots = [...svg.matchAll(/<circle[^>]*>/g)].map(([tag]) => ({
    x: attribute(tag, 'cx'),
    y: attribute(tag, 'cy'),
  }));
  const bars = [...svg.matchAll(/<rect[^>]*>/g)].map(([tag]) => ({
    x: attribute(tag, 'x') + attribute(tag, 'width') / 2,
    y: attribute(tag, 'y'),
  }));
  const lines = [...svg.matchAll(/<path[^>]*\sd="([^"]*)"[^>]*>/g)]
    .filter(([tag]) => !/base|axis|grid|[HVZ]/.test(tag.replace(/<path/, '')))
    .flatMap((one) => vertices(one[1] ?? ''));
  const polylines = [...svg.matchAll(/<polyline[^>]*\spoints="([^"]*)"/g)].flatMap((one) =>
    vertices(one[1] ?? ''),
  );
  return [...dots, ...bars, ...lines, ...polylines].filter(
    (one) => Number.isFinite(one.x) && Number.isFinite(one.y),
  );
}

/** A straight line through pairs; null where they do not say. */
function straightLine(pairs: readonly (readonly [number, number])[]): ((value: number) => number) | null {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = pairs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (n < 2 || spread < 1e-9) return null;
  const slope = pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return (value) => meanY + slope * (value - meanX);
}

/** What stands at a hidden date, measured against the printed points around it. */
export function geometryOf(html: string, figures: readonly Figure[], path: string): Evidence[] {
  const ordered = [...figures].sort((a, b) => a.as_at_date.localeCompare(b.as_at_date));
  const hidden = ordered.filter(isHidden);
  if (hidden.length === 0 || ordered.length < 3) return [];
  const svg = /<svg[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
  const marks = [...svg.matchAll(/<text[^>]*>\[c\]<\/text>/g)].map(([tag]) => attribute(tag, 'x'));
  const points = pointsOf(svg);
  const columns = [...new Set([...points.map((one) => one.x), ...marks])].sort((a, b) => a - b);
  // One place across for each date, or the picture is not of these figures.
  const places = columns.filter((x, at) => at === 0 || x - (columns[at - 1] as number) > 0.5);
  if (places.length !== ordered.length) return [];
  const near = (at: number) => points.filter((one) => Math.abs(one.x - (places[at] as number)) <= 0.5);
  const known = ordered.flatMap((figure, at) => {
    const value = printedNumber(figure.shown);
    return value === null ? [] : near(at).map((one) => [one.y, value] as const);
  });
  const base = /<path[^>]*base[^>]*d="M[\d.]+[, ]([\d.]+)H/.exec(svg)?.[1];
  const scale = straightLine(base === undefined ? known : [...known, [Number(base), 0]]);
  if (scale === null) return [];
  return ordered.flatMap((figure, at): Evidence[] => {
    const left = isHidden(figure) ? near(at)[0] : undefined;
    if (left === undefined) return [];
    const value = Math.max(0, Math.round(scale(left.y)));
    return [
      {
        key: figure.key,
        lower: value,
        upper: value,
        because: `${path}: the drawing at ${figure.key}`,
        certainty: 'strict',
      },
    ];
  });
}

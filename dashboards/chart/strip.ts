import { scaleLinear } from 'd3-scale';
import { escapeText, type Markup, trusted } from '../components/markup.ts';

/** A dot of a strip: an authority and its figure. */
export interface StripPoint {
  readonly name: string;
  readonly value: number;
  readonly isNeighbour: boolean;
}

/** What is marked on a strip besides its dots. */
export interface StripMarks {
  readonly ours: { readonly name: string; readonly value: number } | null;
  readonly england: number | null;
  /** The figure in words, as the page prints it. */
  readonly text: (value: number) => string;
  /** What the picture says, for who cannot see it. */
  readonly label: string;
}

const [width, height, inset] = [760, 92, 20];
const [middle, step, perSide] = [46, 4, 5];

/** Dots that would lie on one another stand above and below in turn, so that a crowd looks like one. */
function placed(points: readonly StripPoint[], x: (value: number) => number) {
  const taken = new Map<number, number>();
  return points.map((point) => {
    const column = Math.round(x(point.value) / 7);
    const before = taken.get(column) ?? 0;
    taken.set(column, before + 1);
    const row = Math.min(Math.ceil(before / 2), perSide);
    return { ...point, x: x(point.value), y: middle + (before % 2 === 0 ? row : -row) * step };
  });
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * All authorities along one line by their figure: ours a diamond, neighbours filled, others hollow, England a bar across.
 * Every dot says its name and figure.
 * @example strip([{ name: 'Kent', value: 9, isNeighbour: true }], { ours: null, england: 10, text: String, label: 'Kent 9' })
 */
export function strip(points: readonly StripPoint[], marks: StripMarks): Markup {
  const { ours, england, text, label } = marks;
  const values = [...points.map(({ value }) => value), ours?.value ?? [], england ?? []].flat();
  const low = Math.min(...values);
  const high = Math.max(...values);
  const scale = scaleLinear()
    .domain([low, high === low ? low + 1 : high])
    .nice(5)
    .range([inset, width - inset]);
  const title = (name: string, value: number) => `<title>${escapeText(`${name}: ${text(value)}`)}</title>`;
  const dots = placed(
    [...points].sort((a, b) => Number(a.isNeighbour) - Number(b.isNeighbour)),
    scale,
  ).map(
    ({ name, value, isNeighbour, x, y }) =>
      `<circle class="strip-${isNeighbour ? 'neighbour' : 'other'}" cx="${round(x)}" cy="${y}" r="${isNeighbour ? 4.4 : 3}">${title(name, value)}</circle>`,
  );
  const ticks = scale
    .ticks(5)
    .map(
      (tick) =>
        `<path class="strip-axis" d="M${round(scale(tick))} 72v5"/><text x="${round(scale(tick))}" y="${height - 2}" text-anchor="middle">${escapeText(text(tick))}</text>`,
    );
  const bar =
    england === null
      ? ''
      : `<path class="strip-england" d="M${round(scale(england))} 14V70">${title('England', england)}</path>`;
  const at = ours === null ? 0 : scale(ours.value);
  const diamond =
    ours === null
      ? ''
      : `<path class="strip-ours" d="M${round(at)} ${middle - 9}l8 9-8 9-8-9z">${title(ours.name, ours.value)}</path>`;
  return trusted(
    `<svg class="strip" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(label)}"><path class="strip-axis" d="M${inset} 72H${width - inset}"/>${ticks.join('')}${dots.join('')}${bar}${diamond}</svg>`,
  );
}

import type { PanelFigure } from '../../../pipeline/edition/panel-format.ts';
import { shortMonth } from '../day.ts';
import { html, type Markup } from '../markup.ts';

const size = { width: 320, height: 132, left: 26, right: 34, top: 26, bottom: 22 };

interface Place {
  readonly figure: PanelFigure;
  readonly x: number;
  /** Null where no number is printed. */
  readonly y: number | null;
}

/** Where each printed number stands; nothing but printed numbers decides the scale. */
function placesOf(figures: readonly PanelFigure[]): readonly Place[] {
  const highest = Math.max(1, ...figures.map(({ value }) => value ?? 0));
  const step = (size.width - size.left - size.right) / Math.max(1, figures.length - 1);
  const floor = size.height - size.bottom;
  return figures.map((figure, index) => ({
    figure,
    x: size.left + index * step,
    y: figure.value === null ? null : floor - (figure.value / highest) * (floor - size.top),
  }));
}

const at = (number: number) => number.toFixed(1);

/** A line through neighbouring printed numbers; it breaks off where one is hidden. */
function lines(places: readonly Place[]): string {
  let pen = 'M';
  return places
    .map(({ x, y }) => {
      const drawn = y === null ? '' : `${pen}${at(x)},${at(y)}`;
      pen = y === null ? 'M' : 'L';
      return drawn;
    })
    .join('');
}

/** Nothing is drawn of a band: its words are too long for a picture. */
const dot = ({ x, y, figure }: Place): Markup | null =>
  y === null
    ? figure.kind === 'band'
      ? null
      : html`<text class="quarter-mark" data-figure="${figure.key}" x="${at(x)}" y="${at(size.height - size.bottom - 5)}" text-anchor="middle">${figure.shown}</text>`
    : html`<circle data-figure="${figure.key}" cx="${at(x)}" cy="${at(y)}" r="3"/>`;

function endLabel({ x, y, figure }: Place): Markup | null {
  if (y === null) return null;
  return html`<text class="end-value" data-figure="${figure.key}" x="${at(x)}" y="${at(y - 9)}" text-anchor="middle">${figure.shown}</text>`;
}

/** What the chart shows, in words; the figures themselves are in the table. */
const reading = (name: string, gaps: boolean): string =>
  `${name}, over time.${gaps ? ' The line breaks off where a number is not printed.' : ''} Every figure is in the tables below.`;

/**
 * Printed figures over the quarter-ends, oldest first, as a small picture; null where there are too few to see anything.
 * A hidden figure leaves a gap with its mark: no line leads over it.
 */
export function quarterChart(name: string, figures: readonly PanelFigure[]): Markup | null {
  if (figures.filter(({ value }) => value !== null).length < 3) return null;
  const places = placesOf(figures);
  const printed = places.filter(({ y }) => y !== null);
  const [first, last] = [printed[0], printed.at(-1)];
  const [oldest, newest] = [figures[0], figures.at(-1)];
  if (first === undefined || last === undefined || oldest === undefined || newest === undefined) return null;
  const floor = size.height - size.bottom;
  const gaps = printed.length < figures.length;
  return html`<figure class="quarter-chart"><figcaption>${name}</figcaption>
<svg class="quarters" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${reading(name, gaps)}"><path class="quarter-base" d="M0,${floor}H${size.width}"/><path class="quarter-line" d="${lines(places)}"/>${places.map(dot)}${endLabel(first)}${endLabel(last)}<text x="2" y="${size.height - 5}">${shortMonth(oldest.to_date)}</text><text x="${size.width - 2}" y="${size.height - 5}" text-anchor="end">${shortMonth(newest.to_date)}</text></svg></figure>`;
}

import { max } from 'd3-array';
import type { PanelFigure } from '../../pipeline/edition/panel-format.ts';
import { shortMonth } from '../components/day.ts';
import { html, type Markup } from '../components/markup.ts';
import { type Frame, frameOf, lineThrough, path } from './frame.ts';

const size = { name: 'wide', width: 320, height: 132, ticks: 2 } as const;
const margin = { left: 26, right: 34, top: 26, bottom: 22 };

/** A printed number as a point; a hidden one as its mark on the floor. Nothing of a band: its words are too long. */
function dot(
  { x, y, bottom }: Frame,
  { key, kind, shown, value }: PanelFigure,
  place: number,
): Markup | null {
  // The words of a point stand beside its mark: the mark itself is nothing but as high as its figure.
  if (value !== null)
    return html`<g class="point"><title data-figure="${key}">${shown}</title><circle class="mark" data-figure="${key}" cx="${x(place)}" cy="${y(value)}" r="3"/></g>`;
  if (kind === 'band') return null;
  return html`<text class="quarter-mark middle" data-figure="${key}" x="${x(place)}" y="${bottom - 5}">${shown}</text>`;
}

function endLabel({ x, y }: Frame, { key, shown, value }: PanelFigure, place: number): Markup | null {
  return value === null
    ? null
    : html`<text class="end-value middle" data-figure="${key}" x="${x(place)}" y="${y(value) - 9}">${shown}</text>`;
}

/** What the chart shows, in words; the figures themselves are in the table. */
const reading = (name: string, gaps: boolean): string =>
  `${name}, over time.${gaps ? ' The line breaks off where a number is not printed.' : ''} Every figure is in the tables below.`;

/**
 * Printed figures over the quarter-ends, oldest first, as a small picture; null where there are too few to see anything.
 * A hidden figure leaves a gap with its mark: no line leads over it, and it decides no scale.
 */
export function quarterChart(name: string, figures: readonly PanelFigure[]): Markup | null {
  const printed = figures.flatMap((figure, place) => (figure.value === null ? [] : [{ figure, place }]));
  const [first, last, oldest, newest] = [printed[0], printed.at(-1), figures[0], figures.at(-1)];
  if (printed.length < 3 || !first || !last || !oldest || !newest) return null;
  const highest = max(figures, ({ value }) => value) ?? 1;
  const frame = frameOf(size, margin, [0, figures.length - 1], [0, Math.max(1, highest)]);
  const { width, height } = size;
  const line = lineThrough(
    'quarter-line',
    figures.map(({ value }, place) => [place, value]),
  );
  const label = reading(name, printed.length < figures.length);
  return html`<figure class="quarter-chart"><figcaption>${name}</figcaption>
<svg class="quarters" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${path('quarter-base', `M0,${frame.bottom}H${width}`)}${line(frame)}${figures.map((figure, place) => dot(frame, figure, place))}${[first, last].map(({ figure, place }) => endLabel(frame, figure, place))}<text x="2" y="${height - 5}">${shortMonth(oldest.to_date)}</text><text class="end" x="${width - 2}" y="${height - 5}">${shortMonth(newest.to_date)}</text></svg></figure>`;
}

import type { BlockRenderer } from './blocks.ts';

/**
 * Stands in a page for a block until Framework has built it. Framework parses a page's HTML a dozen times; a comment
 * in the place of every table and chart makes that cost nothing, and lets the blocks be drawn meanwhile.
 * @example blockMarker('measure-trend', 't3') === '<!--block measure-trend t3-->'
 */
export const blockMarker: BlockRenderer = (name, subject) =>
  `<!--block ${name}${subject === undefined ? '' : ` ${subject}`}-->`;

/** A page's text with every marker replaced by its block. */
export function fillMarkers(text: string, render: BlockRenderer): string {
  return text.replace(/<!--block ([a-z-]+)(?: (\S+?))?-->/g, (_, name: string, subject?: string) =>
    render(name, subject),
  );
}

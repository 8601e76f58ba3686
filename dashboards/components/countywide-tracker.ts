import type { Block } from './block.ts';
import { lineTable } from './line-table.ts';
import { html } from './markup.ts';

/** The eight lines of the countywide tracker in the order of the procedure, each with its sub-lines. */
export const countywideTracker: Block = (context) => {
  const measures = context.edition.measures.filter(({ page }) => page === 'countywide');
  if (measures.length === 0) return html`<p>This edition holds no line of the countywide tracker.</p>`;
  return lineTable(context, measures, 'The lines of the countywide permanency tracker');
};

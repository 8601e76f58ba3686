import type { Block } from './block.ts';
import { html } from './markup.ts';

/** Where the explorer begins once its script runs; until then, and without it, what it is and where the tables are. */
export const explore: Block = ({ edition }) => {
  const held = edition.measures.filter(
    ({ measure_id }) => edition.values.measureColumns(measure_id).length > 0,
  );
  return html`<div id="explorer"><section id="explore-tables">
<p>This page draws any measure of this edition by line, group and period. It needs a script of this site, which has not run: scripts may be switched off, or the page was opened from a folder. Every figure stands in a table without it, on the page of its measure:</p>
<ul>${held.map((measure) => html`<li><a href="${`/measures/${measure.measure_id.toLowerCase()}`}" data-measure="${measure.measure_id.toLowerCase()}">${measure.measure_id} ${measure.plain_name}</a></li>`)}</ul></section></div>`;
};

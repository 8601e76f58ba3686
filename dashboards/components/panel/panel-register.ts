import type { PanelEdition } from '../../panel-edition.ts';
import { readingAgePlace } from '../../reading-age.ts';
import { drawnOnce, unknownBlock } from '../block-render.ts';
import type { BlockRenderer } from '../blocks.ts';
import { html } from '../markup.ts';
import { downloads, editionRecord, hiddenCells, policyRules, sources } from './about-page.ts';
import { answers, attentionFirst, packs, paper, statusKey } from './opening-page.ts';
import type { PanelBlock } from './panel-block.ts';
import { changing, compared, howMany, inShort, meaning, neighbours } from './question-page.ts';
import { tables } from './question-tables.ts';
import { young } from './young-page.ts';

/** An empty place: how hard the pages are to read is known once all of them are made. */
const readingAgeStated: PanelBlock = () => html`<p class="${readingAgePlace}"></p>`;

/** Every block that a page of the Panel's site can call, by the name it is called by. */
const panelRegister: ReadonlyMap<string, PanelBlock> = new Map(
  Object.entries({
    paper,
    attention: attentionFirst,
    'status-key': statusKey,
    answers,
    packs,
    'in-short': inShort,
    'how-many': howMany,
    changing,
    compared,
    meaning,
    tables,
    young,
    neighbours,
    sources,
    policy: policyRules,
    hidden: hiddenCells,
    'reading-age': readingAgeStated,
    downloads,
    edition: editionRecord,
  }),
);

/**
 * Draws the blocks of a Panel edition.
 * @example panelRenderer(edition)('in-short', 'p5')
 */
export function panelRenderer(edition: PanelEdition): BlockRenderer {
  return drawnOnce((name, subject) => {
    const block = panelRegister.get(name);
    if (block === undefined) throw unknownBlock(name);
    return html`${block({ edition, subject })}`.text;
  });
}

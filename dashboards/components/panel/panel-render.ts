import type { PanelEdition } from '../../panel-edition.ts';
import { drawnOnce, unknownBlock } from '../block-render.ts';
import type { BlockRenderer } from '../blocks.ts';
import { html } from '../markup.ts';
import { panelRegister } from './panel-register.ts';

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

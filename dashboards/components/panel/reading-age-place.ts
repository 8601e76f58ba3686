import { readingAgePlace } from '../../reading-age.ts';
import { html } from '../markup.ts';
import type { PanelBlock } from './panel-block.ts';

/** An empty place: how hard the pages are to read is known once all of them are made. */
export const readingAgeStated: PanelBlock = () => html`<p class="${readingAgePlace}"></p>`;

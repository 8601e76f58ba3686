import { type PanelFigure, sentenceParts } from '../../../pipeline/edition/panel-format.ts';
import { html, type Markup } from '../markup.ts';

/** What each mark means; `[c]` says nothing of how large the number behind it is. */
const markMeanings: Readonly<Record<string, string>> = {
  '[c]': 'hidden to protect children',
  '[z]': 'there is nothing to work out a figure from',
  '[x]': 'not available',
};

const explained = (mark: string, meaning: string): Markup =>
  html`<li><strong>${mark}</strong> ${meaning}</li>`;

/** The marks that stand in a table or picture, explained, to be read before it. */
export function marksExplained(
  shown: readonly string[],
  provisional: boolean,
  label = 'Marks in the table below',
): Markup | null {
  const used = Object.entries(markMeanings).filter(([mark]) => shown.includes(mark));
  if (used.length === 0 && !provisional) return null;
  const late = provisional ? explained('[p]', 'may still change, as late records arrive') : null;
  return html`<ul class="marks" aria-label="${label}">${used.map(([mark, meaning]) => explained(mark, meaning))}${late}</ul>`;
}

/** A printed figure: a page says of each which it is. */
export const printed = ({ key, shown }: Pick<PanelFigure, 'key' | 'shown'>): Markup =>
  html`<data value="${key}">${shown}</data>`;

/** A sentence of the edition, whose figures carry their keys. */
export const sentenceMarkup = (text: string): Markup =>
  html`${sentenceParts(text).map(({ before, key, shown }) => html`${before}${key === '' ? null : printed({ key, shown })}`)}`;

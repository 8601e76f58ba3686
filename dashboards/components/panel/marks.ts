import { type PanelMark, panelMarks } from '../../../pipeline/edition/panel-format.ts';
import { html, type Markup } from '../markup.ts';

/** What each mark means; `[c]` says nothing of how large the number behind it is. */
const markMeanings: Readonly<Record<PanelMark, string>> = {
  '[c]': 'hidden to protect children',
  '[z]': 'there is nothing to work out a figure from',
  '[x]': 'not available',
  '[low]': 'more than none, but it rounds to nothing',
};

const explained = (mark: string, meaning: string): Markup =>
  html`<li><strong>${mark}</strong> ${meaning}</li>`;

/** The marks that stand in a table or picture, explained, to be read before it. */
export function marksExplained(
  shown: readonly string[],
  provisional: boolean,
  label = 'Marks in the table below',
): Markup | null {
  const used = panelMarks.filter((mark) => shown.includes(mark));
  if (used.length === 0 && !provisional) return null;
  const late = provisional ? explained('[p]', 'may still change, as late records arrive') : null;
  return html`<ul class="marks" aria-label="${label}">${used.map((mark) => explained(mark, markMeanings[mark]))}${late}</ul>`;
}

/** A table's note without the sentences that explain its marks, which `marksExplained` says. */
export function noteBesideMarks(note: string | null): string {
  return (note ?? '').replace(/\[[a-z]+\] means [^.]*\.\s*/g, '').trim();
}

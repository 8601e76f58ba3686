import { type Status, statuses } from '../../../pipeline/edition/format.ts';
import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { html, type Markup } from '../markup.ts';
import { isColour, statusLooks, statusShape } from '../status.ts';

/** What each colour means, for a reader who has never met a floor or a tolerance. */
const plainMeanings: Partial<Record<Status, string>> = {
  'Red - below floor': 'far from our aim',
  'Amber - above floor': 'short of our aim',
  'Green - at or above target': 'our aim is met',
};

/** The status of a question as the edition words it; null where it has none, or none that may be told. */
export function statusOf({ status }: PanelQuestion): Status | null {
  return statuses.find((each) => each === status) ?? null;
}

/** Is the question rated Red or Amber, for all to see? */
export function wantsAttention(question: PanelQuestion): boolean {
  const status = statusOf(question);
  return status !== null && isColour(status) && status !== 'Green - at or above target';
}

/** A status in word and shape, with what it means. */
export function plainTag(status: Status): Markup {
  const { key, word } = statusLooks[status];
  const meaning = plainMeanings[status];
  const rest = meaning === undefined ? null : html` <span class="tag-meaning">– ${meaning}</span>`;
  return html`<strong class="tag tag-${key}">${statusShape(status)}<span>${word}${rest}</span></strong>`;
}

/** The tag of a question, or nothing. */
export function questionTag(question: PanelQuestion): Markup | null {
  const status = statusOf(question);
  return status === null ? null : plainTag(status);
}

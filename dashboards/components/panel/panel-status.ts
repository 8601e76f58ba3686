import { type Status, statuses, statusNow } from '../../../pipeline/edition/format.ts';
import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { html, type Markup } from '../markup.ts';
import { statusLooks, statusShape } from '../status.ts';

/** What each colour means, for a reader who has never met a floor or a tolerance. */
const plainMeanings: Partial<Record<Status, string>> = {
  'Red - worse than floor': 'far from our aim',
  'Amber - short of target': 'short of our aim',
  'Green - on target': 'our aim is met',
};

/** A rating by the quarters of all councils is about no aim: the text of the edition, its colour and its meaning. */
const quarterRatings: Readonly<Record<string, Rating>> = {
  'Red - worst quarter of councils': {
    status: 'Red - worse than floor',
    meaning: 'among the worst quarter of councils',
  },
  'Green - best quarter of councils': {
    status: 'Green - on target',
    meaning: 'among the best quarter of councils',
  },
};

/** A colour, or another status, with what it means in plain words. */
export interface Rating {
  readonly status: Status;
  readonly meaning: string | undefined;
}

/** The rating of a question as the edition words it; null where it has none, or none that may be told. */
function ratingOf({ status: said }: PanelQuestion): Rating | null {
  const status = statuses.find((each) => each === statusNow(said ?? ''));
  if (status !== undefined) return { status, meaning: plainMeanings[status] };
  return quarterRatings[said ?? ''] ?? null;
}

/** Red before Amber before what has grown much worse; null for all that can wait. */
function urgency(question: PanelQuestion): number | null {
  const status = ratingOf(question)?.status;
  if (status === 'Red - worse than floor') return 0;
  if (status === 'Amber - short of target') return 1;
  return question.grown_worse ? 2 : null;
}

/** The questions that need attention first, the most urgent first. */
export const attention = (questions: readonly PanelQuestion[]): readonly PanelQuestion[] =>
  [0, 1, 2].flatMap((rank) => questions.filter((question) => urgency(question) === rank));

/** A status in word and shape, with what it means: unless told otherwise, how far our aim is met. */
function plainTag(status: Status, meaning = plainMeanings[status], rated: string | null = null): Markup {
  const { key, word } = statusLooks[status];
  const rest = meaning === undefined ? null : html` <span class="tag-meaning">– ${meaning}</span>`;
  return html`<strong class="tag tag-${key}"${rated === null ? null : html` data-rated="${rated}"`}>${statusShape(status)}<span>${word}${rest}</span></strong>`;
}

/** The tag of a question, or nothing. */
export function questionTag(question: PanelQuestion): Markup | null {
  const rating = ratingOf(question);
  return rating === null ? null : plainTag(rating.status, rating.meaning, question.rated);
}

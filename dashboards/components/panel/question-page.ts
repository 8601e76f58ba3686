import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { sentenceMarkup } from './marks.ts';
import { type PanelBlock, type PanelContext, subjectOf } from './panel-block.ts';
import { questionTag } from './panel-status.ts';
import { quarterCharts } from './quarter-charts.ts';
import { isQuestion, packPath, questionPath } from './question-path.ts';

/** A text as paragraphs: an empty line begins another. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => html`<p>${each}</p>`);
}

/** A part of a question's page under its heading; no heading where the edition has nothing to say. */
const headed = (heading: string, words: string | null): readonly Markup[] =>
  words === null ? [] : [html`<h2>${heading}</h2>`, ...paragraphs(words)];

/** Sentences of the edition, each a paragraph. */
const sentences = (said: readonly string[]): readonly Markup[] =>
  said.map((each) => html`<p class="said">${sentenceMarkup(each)}</p>`);

/** The answer in a sentence, with its rating where there is one. */
export const inShort: PanelBlock = (context) => {
  const question = subjectOf(context);
  return html`<div class="in-short"><p>${sentenceMarkup(question.answer)}</p>${questionTag(question)}</div>`;
};

/** The answer, and what else is printed of the question. */
export const howMany: PanelBlock = (context) => {
  const { answer, how_many } = subjectOf(context);
  return sentences([answer, ...how_many]);
};

export const compared: PanelBlock = (context) => {
  const said = subjectOf(context).compared;
  return said.length === 0 ? [] : [html`<h2>Compared with whom?</h2>`, ...sentences(said)];
};
export const soWhat: PanelBlock = (context) => headed('So what?', subjectOf(context).so_what);
export const whatNext: PanelBlock = (context) => {
  const words = subjectOf(context).what_next;
  return words === null
    ? []
    : html`<h2>What next?</h2><div data-words="what_next">${paragraphs(words)}</div>`;
};

/** What has changed within a year, and how each figure has moved over the quarters. */
export const changing: PanelBlock = (context) => {
  const question = subjectOf(context);
  const words =
    question.changing.length > 0
      ? question.changing
      : ['There is no figure of a year ago to set beside this one.'];
  return html`${sentences(words)}${quarterCharts(context.edition, question)}`;
};

/** What children say, and who signed it off and when. */
export const childrenSay: PanelBlock = (context) => {
  const { children_say: words } = subjectOf(context);
  if (words === null) return [];
  return html`<h2>What children say</h2>
<figure class="children-say" data-words="children_say"><blockquote>${paragraphs(words.text)}</blockquote>
<figcaption>Signed off by: ${words.sign_off_role}, ${longDay(words.sign_off_on)}.</figcaption></figure>`;
};

function around(
  { edition }: PanelContext,
  question: PanelQuestion,
): readonly [PanelQuestion | undefined, PanelQuestion | undefined] {
  const { questions, packs } = edition.paper;
  const list = isQuestion(edition, question) ? questions : packs;
  const place = list.findIndex((each) => each.question === question.question);
  return [list[place - 1], list[place + 1]];
}

/** The question before, the question after, and the way back. */
export const neighbours: PanelBlock = (context) => {
  const { edition } = context;
  const question = subjectOf(context);
  const path = isQuestion(edition, question) ? questionPath : packPath;
  const [before, after] = around(context, question);
  const link = (word: string, to: PanelQuestion | undefined) =>
    to === undefined ? null : html`<p>${word}: <a href="${path(to)}">${to.title}</a></p>`;
  return html`<nav class="neighbours" aria-label="Other questions">${link('Before', before)}${link('Next', after)}<p><a href="/index">All questions</a></p></nav>`;
};

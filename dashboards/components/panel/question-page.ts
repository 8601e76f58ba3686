import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { type PanelBlock, type PanelContext, subjectOf } from './panel-block.ts';
import { questionTag } from './panel-status.ts';
import { quarterCharts } from './quarter-charts.ts';
import { isQuestion, packPath, questionPath, questionTitle } from './question-path.ts';

/** A text as paragraphs: an empty line begins another. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => html`<p>${each}</p>`);
}

/** A part of a question's page: what the edition says, or that it says nothing. */
const said = (part: 'compared' | 'so_what' | 'what_next', nothing: string): PanelBlock => {
  return (context) => paragraphs(subjectOf(context)[part] ?? nothing);
};

/** The answer in a sentence, with its rating where there is one. */
export const inShort: PanelBlock = (context) => {
  const question = subjectOf(context);
  return html`<div class="in-short"><p>${question.answer}</p>${questionTag(question)}</div>`;
};

/** The answer, and what else is printed of the question. */
export const howMany: PanelBlock = (context) => {
  const { answer, how_many } = subjectOf(context);
  return paragraphs(how_many === null ? answer : `${answer}\n\n${how_many}`);
};

export const compared = said('compared', 'There is no other figure to set beside ours.');
export const soWhat = said('so_what', 'Nothing was given for this paper.');
export const whatNext = said('what_next', 'Nothing was given for this paper.');

/** What has changed within a year, and how each figure has moved over the quarters. */
export const changing: PanelBlock = (context) => {
  const question = subjectOf(context);
  const words = question.changing ?? 'There is no figure of a year ago to set beside this one.';
  return html`${paragraphs(words)}${quarterCharts(context.edition, question)}`;
};

/** What children say, and who signed it off and when. */
export const childrenSay: PanelBlock = (context) => {
  const { children_say: words } = subjectOf(context);
  if (words === null) return html`<p>No words of children were given for this paper.</p>`;
  return html`<figure class="children-say"><blockquote>${paragraphs(words.text)}</blockquote>
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
    to === undefined ? null : html`<p>${word}: <a href="${path(to)}">${questionTitle(edition, to)}</a></p>`;
  return html`<nav class="neighbours" aria-label="Other questions">${link('Before', before)}${link('Next', after)}<p><a href="/index">All questions</a></p></nav>`;
};

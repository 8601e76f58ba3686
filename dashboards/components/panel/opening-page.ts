import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { sentenceMarkup } from './marks.ts';
import type { PanelBlock } from './panel-block.ts';
import { hidesCounts } from './panel-frame.ts';
import { questionTag, wantsAttention } from './panel-status.ts';
import { packPath, questionPath } from './question-path.ts';

/** What this paper is, of which day, and for whom. */
export const paper: PanelBlock = ({ edition: { manifest, paper: file } }) => {
  const state =
    manifest.kind === 'working'
      ? html`<p><strong>This is a draft.</strong> Its figures may still change.</p>`
      : null;
  return html`<p class="lead">This paper shows how ${manifest.authority.name} looked after the children in its care up to <strong>${longDay(file.as_at_date)}</strong>. It asks what any good parent would ask.</p>
<p>${hidesCounts(manifest) ? 'Numbers that could point to a child are hidden.' : 'Small numbers are shown, and could point to a child: share this paper with nobody else.'} <a href="/about">How children are protected</a>. <a href="/glossary">What the words mean</a>.</p>${state}`;
};

/** The questions rated Red or Amber, in the order in which they are asked. */
export const attentionFirst: PanelBlock = ({ edition: { paper: file } }) => {
  const wanted = file.questions.filter(wantsAttention);
  if (wanted.length === 0) return html`<p>No question is rated Red or Amber.</p>`;
  const items = wanted.map(
    (question) =>
      html`<li><a href="${questionPath(question)}">${question.position}. ${question.title}</a> ${questionTag(question)}</li>`,
  );
  return html`<ul class="first">${items}</ul>
<p class="small">In the order of the questions. A question has no rating where we have set no aim, where we are neither among the best nor among the worst councils, or where the rating could give a hidden number away.</p>`;
};

/** What the colours of a rating mean. */
export const statusKey: PanelBlock = () =>
  html`<p class="status-key">What the ratings mean: Red, far from our aim; Amber, short of our aim; Green, our aim is met.</p>
<p class="small">Some questions are held up to other councils, not to an aim of ours. There, Green means that we are in the best quarter when all councils in England are put in order, and Red that we are in the worst quarter. Otherwise there is no rating.</p>`;

function answerItem(question: PanelQuestion): Markup {
  return html`<li class="answer" data-question="${question.question}"><span class="answer-number" aria-hidden="true"></span><div><h3><a href="${questionPath(question)}">${question.title}</a></h3>
<p>${sentenceMarkup(question.answer)}</p></div><div class="answer-status">${questionTag(question)}</div></li>`;
}

/** Every question with its answer in a sentence. */
export const answers: PanelBlock = ({ edition: { paper: file } }) =>
  html`<ol class="answers">${file.questions.map(answerItem)}</ol>`;

/** The annual packs, or that this audience has none. */
export const packs: PanelBlock = ({ edition: { paper: file } }) => {
  if (file.packs.length === 0) return html`<p>This paper holds no annual reports.</p>`;
  const items = file.packs.map((pack) => html`<li><a href="${packPath(pack)}">${pack.title}</a></li>`);
  return html`<ul>${items}</ul>`;
};

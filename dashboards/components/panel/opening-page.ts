import {
  type PanelFigure,
  type PanelQuestion,
  sentenceParts,
} from '../../../pipeline/edition/panel-format.ts';
import { quarterChart } from '../../chart/quarter.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { sentenceMarkup } from './marks.ts';
import type { PanelBlock } from './panel-block.ts';
import { hidesCounts } from './panel-frame.ts';
import { attention, questionTag } from './panel-status.ts';
import { packPath, questionPath } from './question-path.ts';
import { speaksToTheYoung } from './young-page.ts';

/** What this paper is, of which day, and for whom. */
export const paper: PanelBlock = ({ edition: { manifest, paper: file } }) => {
  const care = hidesCounts(manifest)
    ? null
    : html`<p><strong>Small numbers are shown, and could point to a child: share this paper with nobody else.</strong></p>`;
  return html`<p class="lead">What any good parent would ask, and what ${manifest.authority.name} can answer up to <strong>${longDay(file.as_at_date)}</strong>.</p>${care}`;
};

/** What the answer is compared with, in few words. */
function besideOf({ beside }: PanelQuestion): Markup | null {
  if (beside.length === 0) return null;
  return html`<p class="beside"><span class="beside-word">Compared with:</span> ${beside.map((said, index) => html`${index === 0 ? '' : '; '}${sentenceMarkup(said)}`)}</p>`;
}

/** The answer, what has grown worse, its picture, and what it is compared with. */
const answerOf = (edition: PanelEdition, question: PanelQuestion): Markup =>
  html`<div class="answer-said"><p class="said">${sentenceMarkup(question.answer)}</p>
${question.grown_worse ? html`<p class="said worse">${sentenceMarkup(question.changing[0] ?? '')}</p>` : null}${besideOf(question)}</div>${headlineChart(edition, question)}`;

/** The questions rated Red, then Amber, then those that have grown much worse, with their pictures. */
export const attentionFirst: PanelBlock = ({ edition }) => {
  const first = attention(edition.paper.questions);
  if (first.length === 0)
    return html`<p>No question is rated Red or Amber, and none has grown much worse within a year.</p>`;
  const cards = first.map(
    (question) =>
      html`<li class="card" data-question="${question.question}"><h3><a href="${questionPath(question)}">${question.title}</a></h3><p>${questionTag(question) ?? html`<strong>Worse than a year ago</strong>`}</p>
${answerOf(edition, question)}</li>`,
  );
  return html`<ul class="first">${cards}</ul>`;
};

/** What the colours of a rating mean. */
export const statusKey: PanelBlock = ({ edition }) =>
  html`<p class="status-key">What the ratings mean: Red, far from our aim; Amber, short of our aim; Green, our aim is met.</p>
<p class="small">Some questions are held up to other councils, not to an aim of ours. There, Green means that we are in the best quarter when all councils in England are put in order, and Red that we are in the worst quarter. A question has no rating where we have set no aim, where we are neither among the best nor among the worst councils, or where the rating could give a hidden number away.</p>
<p><a href="/about">How children are protected</a>. <a href="/glossary">What the words mean</a>.${speaksToTheYoung(edition) ? html` <a href="/young-people">A page for young people</a>.` : null}</p>`;

/** Every question in its order; those shown above are named again, and not told again. */
export const answers: PanelBlock = ({ edition }) => {
  const { questions } = edition.paper;
  const above = attention(questions);
  const items = questions.map((question) => {
    const told = above.includes(question)
      ? html`<p class="small">Its answer stands above.</p>`
      : answerOf(edition, question);
    return html`<li class="answer" data-question="${question.question}"><span class="answer-number" aria-hidden="true"></span><div class="answer-body"><div class="answer-head"><h3><a href="${questionPath(question)}">${question.title}</a></h3>${questionTag(question)}</div>
${told}</div></li>`;
  });
  return html`<ol class="answers">${items}</ol>`;
};

/** The annual packs, or that this audience has none. */
export const packs: PanelBlock = ({ edition: { paper: file } }) => {
  if (file.packs.length === 0) return html`<p>This paper holds no annual reports.</p>`;
  const items = file.packs.map((pack) => html`<li><a href="${packPath(pack)}">${pack.title}</a></li>`);
  return html`<ul>${items}</ul>`;
};

/** The figure that answers a question, over time, the oldest first: the one that its sentence prints first. */
function headlineFigures(edition: PanelEdition, { answer }: PanelQuestion): readonly PanelFigure[] {
  const key = sentenceParts(answer).find((part) => part.key !== '')?.key;
  const found = edition.figures.get(key ?? '');
  if (found === undefined) return [];
  return edition.paper.figures
    .filter(
      (each) =>
        each.question === found.question &&
        each.measure_id === found.measure_id &&
        each.line === found.line &&
        each.statistic === found.statistic &&
        each.step === found.step &&
        each.breakdown === 'all',
    )
    .sort((a, b) => (a.to_date < b.to_date ? -1 : 1));
}

/** A small picture of how the answer to a question has moved; null where too little of it is printed. */
function headlineChart(edition: PanelEdition, question: PanelQuestion): Markup | null {
  const figures = headlineFigures(edition, question);
  const chart = quarterChart(figures[0]?.label ?? '', figures);
  if (chart === null) return null;
  return trusted(chart.text.replace('in the tables below', 'on the page of the question'));
}

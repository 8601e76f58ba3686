import { longDay } from '../day.ts';
import { html } from '../markup.ts';
import { sentenceMarkup } from './marks.ts';
import type { PanelBlock } from './panel-block.ts';
import { questionTag } from './panel-status.ts';

/** Whom the page is for, and of which day it tells. */
export const youngLead: PanelBlock = ({ edition: { manifest, paper } }) =>
  html`<p class="lead">This page is for children and young people whom ${manifest.authority.name} looks after. It tells you how we did up to ${longDay(paper.as_at_date)}.</p>`;

/** Each question and its answer as a young person would put them. */
export const young: PanelBlock = ({ edition: { paper } }) => {
  const items = paper.questions.flatMap((question) =>
    question.young === null
      ? []
      : [
          html`<li data-question="${question.question}"><h2>${question.young.title}</h2><p class="said">${sentenceMarkup(question.young.answer)}</p>${questionTag(question)}</li>`,
        ],
  );
  return html`<ul class="young">${items}</ul>`;
};

import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html } from '../markup.ts';
import { sentenceMarkup } from './marks.ts';
import type { PanelBlock } from './panel-block.ts';
import { questionTag } from './panel-status.ts';

/** Does the paper speak to young people? An exempt one does not. */
export const speaksToTheYoung = ({ paper }: PanelEdition): boolean =>
  paper.questions.some(({ young }) => young !== null);

/** Each question and its answer as a young person would put them, under whom the page is for and of which day it tells. */
export const young: PanelBlock = ({ edition }) => {
  const { manifest, paper } = edition;
  if (!speaksToTheYoung(edition)) return html`<p>This paper has no page for young people.</p>`;
  const items = paper.questions.flatMap((question) =>
    question.young === null
      ? []
      : [
          html`<li data-question="${question.question}"><h2>${question.young.title}</h2><p class="said">${sentenceMarkup(question.young.answer)}</p>${questionTag(question)}</li>`,
        ],
  );
  return html`<p class="lead">This page is for children and young people whom ${manifest.authority.name} looks after. It tells you how we did up to ${longDay(paper.as_at_date)}.</p>
<ul class="young">${items}</ul>
<p>We hide a number when it is so small that it could point to one of you. Is this how it feels to you? Tell your social worker or your reviewing officer. You can ask for an advocate too: a person who is on your side and helps you say what you think.</p>`;
};

import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import type { PanelEdition } from '../../panel-edition.ts';

/** The address of a question's page, from the root of the site. */
export function questionPath({ question }: PanelQuestion): string {
  return `/questions/${question.toLowerCase()}`;
}

/** The address of an annual pack's page. */
export function packPath({ question }: PanelQuestion): string {
  return `/packs/${question.toLowerCase()}`;
}

/** Is it one of the questions, and not an annual pack? */
export function isQuestion({ paper }: PanelEdition, { question }: PanelQuestion): boolean {
  return paper.questions.some((each) => each.question === question);
}

/** `5. Who has been waiting too long?`; an annual pack has no number. */
export function questionTitle(edition: PanelEdition, question: PanelQuestion): string {
  return isQuestion(edition, question) ? `${question.position}. ${question.title}` : question.title;
}

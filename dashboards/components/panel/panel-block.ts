import type { PanelQuestion } from '../../../pipeline/edition/panel-format.ts';
import { type PanelEdition, questionOf } from '../../panel-edition.ts';
import type { Content } from '../markup.ts';

/** What a block of the Panel's site is given: the edition, and what the page is about. */
export interface PanelContext {
  readonly edition: PanelEdition;
  /** `p5`, `fostering`; undefined on a page that is about the whole paper. */
  readonly subject: string | undefined;
}

/** A block of a page of the Panel's site: data in, HTML out. */
export type PanelBlock = (context: PanelContext) => Content;

/** The question or annual pack that a page is about. */
export function subjectOf({ edition, subject }: PanelContext): PanelQuestion {
  return questionOf(edition, subject ?? '');
}

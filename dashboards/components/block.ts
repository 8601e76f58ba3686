import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import { measureById } from '../edition-face.ts';
import { type Content, html, type Markup } from './markup.ts';

/** What a block is given: the edition, whose figures to print, and where on the page it stands. */
export interface BlockContext {
  readonly edition: PublishedEdition;
  readonly authority: Authority;
  /** Level of a heading that the block may open. */
  readonly heading: 3 | 4;
  /** The measure named in the block's line, or by the page's address. */
  readonly measureId: string | undefined;
}

/** A block of a page: data in, HTML out. */
export type Block = (context: BlockContext) => Content;

/** A heading at the level that fits where the block stands. */
export function headingOf(context: BlockContext, content: Content): Markup {
  return context.heading === 3 ? html`<h3>${content}</h3>` : html`<h4>${content}</h4>`;
}

/** What few readers want, one line of words away. */
export function behind(summary: Content, content: Content): Markup {
  return html`<details class="behind"><summary>${summary}</summary>
${content}</details>
`;
}

/** The measure that a block is about. */
export function measureOf(context: BlockContext): MeasureMeta {
  return measureById(context.edition, context.measureId ?? '');
}

/** A link to a measure's page. */
export function measureLink(measure: MeasureMeta, content: Content): Markup {
  return html`<a href="${measurePath(measure)}">${content}</a>`;
}

/** Adds the authority's name to a caption where the edition holds several, so that each caption is unique. */
export function captionOf(context: BlockContext, caption: string): string {
  return context.edition.manifest.authorities.length > 1 ? `${caption}: ${context.authority.name}` : caption;
}

/** The address of a measure's page, from the root of the site. */
export function measurePath({ measure_id }: MeasureMeta): string {
  return `/measures/${measure_id.toLowerCase()}`;
}

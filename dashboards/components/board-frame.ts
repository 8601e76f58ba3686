import type { EditionFace } from '../edition-face.ts';
import { longDay } from './day.ts';
import { html, type Markup } from './markup.ts';
import type { FrameWords } from './page-frame.ts';
import { proposedMark } from './sentence.ts';

function banner({ manifest }: EditionFace): Markup {
  const kind =
    manifest.kind === 'working'
      ? html`<strong>Working edition, provisional.</strong> Figures marked [p] may change as late records arrive.`
      : html`<strong>Sealed edition.</strong>`;
  return html`<p>${kind}</p>
<p>As at <strong>${longDay(manifest.as_at_date)}</strong> · edition <span class="edition-id">${manifest.edition_id}</span></p>`;
}

function footer({ manifest }: EditionFace): Markup {
  return html`<p>${manifest.title}. As at ${longDay(manifest.as_at_date)}. Edition <span class="edition-id">${manifest.edition_id}</span>.</p>
<p>${proposedMark} Proposed, not agreed: a target or tolerance of the product’s own, which the authority has not approved.</p>
<p>Made from the authority’s own case records. Aggregates only: no row describes one child.</p>`;
}

/** What stands around the pages of the Board's site. */
export function boardFrame(edition: EditionFace): FrameWords {
  const { edition_id: editionId, marking, kind, as_at_date, authorities } = edition.manifest;
  const provisional = kind === 'working' ? 'Working edition, provisional. ' : '';
  return {
    editionId,
    marking,
    sheetFoot: `${provisional}As at ${longDay(as_at_date)}. Edition ${editionId}`,
    product: 'Permanence Tracker',
    whose: authorities.map(({ name }) => name).join(', '),
    skipTo: 'Skip to the figures',
    banner: banner(edition),
    footer: footer(edition),
  };
}

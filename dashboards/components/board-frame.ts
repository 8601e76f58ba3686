import type { EditionFace } from '../edition-face.ts';
import { longDay } from './day.ts';
import { html, type Markup } from './markup.ts';
import { framePage, type MenuPage, type PageFrame } from './page-frame.ts';
import { proposedMark } from './sentence.ts';

/** The pages of the Board site, in the order of the menu. */
const boardPages: readonly MenuPage[] = [
  { name: 'Overview', path: '/index' },
  { name: 'Countywide tracker', path: '/countywide' },
  { name: 'Weekly tool', path: '/weekly' },
  { name: 'Care proceedings', path: '/proceedings' },
  { name: 'Children in care', path: '/children' },
  { name: 'Reviews, visits and plans', path: '/reviews' },
  { name: 'Permanence in time', path: '/permanence' },
  { name: 'Adoption', path: '/adoption' },
  { name: 'Special guardianship', path: '/guardianship' },
  { name: 'Return home', path: '/home' },
  { name: 'Family group conferences', path: '/family' },
  { name: 'Adopters and foster families', path: '/carers' },
  { name: 'Report: reviewing service', path: '/reviewing-service' },
  { name: 'Report: family group conferences', path: '/family-group-conferences' },
  { name: 'What changed', path: '/changes' },
  { name: 'Actions', path: '/actions' },
  { name: 'Board and Panel', path: '/reconciliation' },
  { name: 'Rules', path: '/rules' },
  { name: 'Assurance', path: '/assurance' },
  { name: 'Dictionary', path: '/dictionary' },
  { name: 'Explore', path: '/explore' },
  { name: 'Take away', path: '/take-away' },
];

/** The pages of the procedure stand behind the weekly tool, each title once. */
function menuOf({ pages }: EditionFace): readonly MenuPage[] {
  const own = new Map(pages.map(({ page, title }) => [page, { name: title, path: `/procedure/${page}` }]));
  const at = boardPages.findIndex(({ path }) => path === '/weekly') + 1;
  const every = { name: 'Every line', path: '/procedure-lines' };
  return [...boardPages.slice(0, at), ...own.values(), every, ...boardPages.slice(at)];
}

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

/** The frame of the page of the Board's site at a path from its root, such as `/measures/t3`. */
export function boardFrame(edition: EditionFace, path: string): PageFrame {
  const { manifest } = edition;
  const { edition_id: editionId, marking } = manifest;
  const provisional = manifest.kind === 'working' ? 'Working edition, provisional. ' : '';
  return framePage(
    {
      editionId,
      marking,
      sheetFoot: `${provisional}As at ${longDay(manifest.as_at_date)}. Edition ${editionId}`,
      product: 'Permanence Tracker',
      whose: manifest.authorities.map(({ name }) => name).join(', '),
      skipTo: 'Skip to the figures',
      menu: menuOf(edition),
      banner: banner(edition),
      footer: footer(edition),
    },
    path,
  );
}

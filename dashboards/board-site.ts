import { measurePath } from './components/block.ts';
import { blockRenderer } from './components/block-render.ts';
import { longDay } from './components/day.ts';
import { html, type Markup } from './components/markup.ts';
import type { FrameWords } from './components/page-frame.ts';
import { proposedMark } from './components/sentence.ts';
import { takeAwayRenderer } from './downloads/page-downloads.ts';
import { readEdition } from './edition.ts';
import { type EditionFace, measureById, readEditionFace } from './edition-face.ts';
import type { SiteFace, SiteSource } from './site-face.ts';

function faceOf(edition: EditionFace): SiteFace {
  const titleOf = (subject: string): string => {
    const page = edition.pages.find((each) => each.page === subject);
    if (page !== undefined) return page.title;
    const team = edition.teams.find((each) => each.page === subject);
    if (team !== undefined) return team.label;
    const measure = measureById(edition, subject);
    return `${measure.measure_id} ${measure.plain_name}`;
  };
  return {
    audience: 'board',
    editionId: edition.manifest.edition_id,
    codeVersion: edition.manifest.code_version,
    title: `Permanence Tracker: ${edition.manifest.authorities.map(({ name }) => name).join(', ')}`,
    dynamicPaths: [
      ...edition.measures.map(measurePath),
      ...new Set(edition.pages.map(({ page }) => `/procedure/${page}`)),
      ...edition.teams.map(({ page }) => `/teams/${page}`),
    ],
    titleOf,
    nameOf: titleOf,
    menuGroups: ['Now', 'Procedure', 'Children', 'Teams', 'About'],
    silent: [],
    frame: boardFrame(edition),
    scripts: ['table'],
  };
}

/** Which pages the Board's site of an edition has; its figures need not be there yet. */
export function boardFace(folder: string): SiteFace {
  return faceOf(readEditionFace(folder));
}

/** What makes the files to take away: heavy, and of no use to the process that builds the pages around the blocks. */
export const loadDownloads = () =>
  Promise.all([
    import('./downloads/board-pack.ts'),
    import('./downloads/workbook.ts'),
    import('./downloads/explore-data.ts'),
  ]);

/** The Board's site of an edition, with what can be taken away from it: pack, workbook, tables and charts. */
export async function boardSite(folder: string): Promise<SiteSource> {
  const edition = await readEdition(folder);
  const { manifest } = edition;
  const [{ boardPack }, { measuresWorkbook }, { exploreFiles }] = await loadDownloads();
  // the files of tables and charts come with their blocks, as the pages are drawn
  const downloads = new Map<string, Uint8Array>([
    ['board-pack.pdf', await boardPack(edition)],
    ['measures.xlsx', await measuresWorkbook(edition)],
    ...exploreFiles(edition),
  ]);
  const origin = {
    editionId: manifest.edition_id,
    asAt: manifest.as_at_date,
    marking: manifest.marking,
  };
  return {
    ...faceOf(edition),
    render: takeAwayRenderer(blockRenderer(edition), origin, downloads),
    downloads,
  };
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

/** What stands around the pages of the Board's site. */
function boardFrame(edition: EditionFace): FrameWords {
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

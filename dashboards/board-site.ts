import { blockRenderer } from './components/block-render.ts';
import { boardFrame } from './components/board-frame.ts';
import { measurePath } from './components/measure-path.ts';
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

/** The Board's site of an edition, with what can be taken away from it: pack, workbook, tables and charts. */
export async function boardSite(folder: string): Promise<SiteSource> {
  const edition = await readEdition(folder);
  const { manifest } = edition;
  // Loaded here, for the process that builds the pages around the blocks needs neither.
  const { boardPack } = await import('./downloads/board-pack.ts');
  const { exploreFiles } = await import('./downloads/explore-data.ts');
  const { measuresWorkbook } = await import('./downloads/workbook.ts');
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

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { TrackerError } from '../sources/error.ts';
import { fillMarkers } from './components/block-marker.ts';
import { blockRenderer } from './components/block-render.ts';
import type { BlockRenderer } from './components/blocks.ts';
import { pageFrame } from './components/page-frame.ts';
import { type PublishedEdition, readEdition } from './edition.ts';
import { readEditionFace } from './edition-face.ts';
import { runFramework } from './framework.ts';
import { blockCalls, pageCount } from './page-source.ts';
import { printPage } from './page-tree.ts';
import { finishPage } from './postprocess.ts';
import { type FinishedSite, siteFaults } from './site-check.ts';

export interface SiteBuild {
  readonly editionFolder: string;
  /** Where the site is to lie; whatever is there is replaced once the new site has passed its checks. */
  readonly outputFolder: string;
  /** Scratch space of this build alone: emptied first. */
  readonly cacheFolder: string;
  /** The Node program to build with; the one that is running unless told. */
  readonly nodePath?: string;
  /** Pages built from the edition's face before; built now when there are none. */
  readonly pages?: string;
}

/**
 * Runs Framework over the pages of an edition of which only the face (manifest and measures) is written yet, and
 * returns their folder, for `buildSite` to fill with blocks once the figures are there.
 */
export function buildPages(
  build: Pick<SiteBuild, 'editionFolder' | 'cacheFolder' | 'nodePath'>,
): Promise<string> {
  const { manifest } = readEditionFace(build.editionFolder);
  return runFramework({
    editionFolder: build.editionFolder,
    workFolder: build.cacheFolder,
    audience: manifest.audience,
    nodePath: build.nodePath ?? process.execPath,
  });
}

/** Draws every block while Framework, in a process of its own, builds the pages around them. */
async function buildAndDraw(
  build: SiteBuild,
  edition: PublishedEdition,
): Promise<{ built: string; render: BlockRenderer }> {
  const render = blockRenderer(edition);
  const [framework, drawing] = await Promise.allSettled([
    build.pages ?? buildPages(build),
    Promise.resolve().then(() => {
      for (const { name, measureId } of blockCalls(edition)) render(name, measureId);
    }),
  ]);
  if (drawing.status === 'rejected') throw drawing.reason;
  if (framework.status === 'rejected') throw framework.reason;
  return { built: framework.value, render };
}

function finishSite(built: string, edition: PublishedEdition, render: BlockRenderer): FinishedSite {
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .sort();
  const read = (path: string) => readFileSync(join(built, path), 'utf8');
  const finish = (path: string) =>
    finishPage(path, fillMarkers(read(path), render), pageFrame(edition, `/${path.replace(/\.html$/, '')}`));
  return {
    pages: new Map(paths.filter((path) => path.endsWith('.html')).map((path) => [path, finish(path)])),
    styles: new Map(paths.filter((path) => path.endsWith('.css')).map((path) => [path, read(path)])),
  };
}

function writeSite(site: FinishedSite, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, page] of site.pages) write(path, printPage(page));
  for (const [path, css] of site.styles) write(path, css);
}

/**
 * Renders an edition as a static site: Framework builds the pages, every page is made fit to publish and checked,
 * and only then is the output folder written. The same edition gives the same bytes in any folder.
 * @example await buildSite({ editionFolder, outputFolder: 'var/site', cacheFolder: 'var/runs/1/site' })
 */
export async function buildSite(build: SiteBuild): Promise<{ pages: number }> {
  const edition = readEdition(build.editionFolder);
  const { built, render } = await buildAndDraw(build, edition);
  const site = finishSite(built, edition, render);
  const faults = siteFaults(site, edition, pageCount(edition));
  if (faults.length > 0) {
    throw new TrackerError(
      'derivation_failed',
      'site_unfit',
      `The built site has ${faults.length} faults:\n${faults.slice(0, 20).join('\n')}`,
      'Mend the pages or blocks named above and run again; the published site is unchanged.',
    );
  }
  writeSite(site, build.outputFolder);
  return { pages: site.pages.size };
}

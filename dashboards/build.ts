import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { TrackerError } from '../sources/error.ts';
import { fillMarkers } from './components/block-marker.ts';
import { runFramework } from './framework.ts';
import { blockCalls, pageCount } from './page-source.ts';
import { printPage } from './page-tree.ts';
import { finishPage } from './postprocess.ts';
import { stateReadingAge } from './reading-age.ts';
import { type FinishedSite, siteFaults } from './site-check.ts';
import type { SiteSource } from './site-face.ts';
import { readSiteFace, readSiteSource } from './site-source.ts';

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
  return runFramework({
    editionFolder: build.editionFolder,
    workFolder: build.cacheFolder,
    audience: readSiteFace(build.editionFolder).audience,
    nodePath: build.nodePath ?? process.execPath,
  });
}

/** Draws every block while Framework, in a process of its own, builds the pages around them. */
async function buildAndDraw(build: SiteBuild, source: SiteSource): Promise<string> {
  const [framework, drawing] = await Promise.allSettled([
    build.pages ?? buildPages(build),
    Promise.resolve().then(() => {
      for (const { name, subject } of blockCalls(source)) source.render(name, subject);
    }),
  ]);
  if (drawing.status === 'rejected') throw drawing.reason;
  if (framework.status === 'rejected') throw framework.reason;
  return framework.value;
}

const exploreScript = 'script/explore.js';

/** The script of the page Explore as browsers run it: one file with all that it imports. */
function bundledExplore(): Uint8Array {
  const here = dirname(fileURLToPath(import.meta.url));
  const entry = ['explore.ts', 'explore.js'].map((name) => join(here, 'script', name)).find(existsSync) ?? '';
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: '{}',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

function finishSite(built: string, source: SiteSource): FinishedSite {
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .sort();
  const read = (path: string) => readFileSync(join(built, path), 'utf8');
  const finish = (path: string) =>
    finishPage(
      path,
      fillMarkers(read(path), source.render),
      source.frameOf(`/${path.replace(/\.html$/, '')}`),
      path === 'explore.html' ? exploreScript : null,
    );
  const pages = new Map(paths.filter((path) => path.endsWith('.html')).map((path) => [path, finish(path)]));
  stateReadingAge([...pages.values()]);
  return {
    pages,
    downloads: pages.has('explore.html')
      ? new Map([...source.downloads, [exploreScript, bundledExplore()]])
      : source.downloads,
    styles: new Map(paths.filter((path) => path.endsWith('.css')).map((path) => [path, read(path)])),
  };
}

function writeSite(site: FinishedSite, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, page] of site.pages) write(path, printPage(page));
  for (const [path, css] of site.styles) write(path, css);
  for (const [path, bytes] of site.downloads) write(path, bytes);
}

/**
 * Renders an edition as a static site: Framework builds the pages, every page is made fit to publish and checked,
 * and only then is the output folder written. The same edition gives the same bytes in any folder.
 * @example await buildSite({ editionFolder, outputFolder: 'var/site', cacheFolder: 'var/runs/1/site' })
 */
export async function buildSite(build: SiteBuild): Promise<{ pages: number }> {
  const source = await readSiteSource(build.editionFolder);
  const site = finishSite(await buildAndDraw(build, source), source);
  const faults = siteFaults(site, source.editionId, pageCount(source));
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

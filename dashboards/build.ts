import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { TrackerError } from '../sources/error.ts';
import { sheetStyle } from './components/page-frame.ts';
import { runFramework } from './framework.ts';
import { hostingFiles } from './hosting.ts';
import { blockCalls, menuOf, type PageFile, pageFiles } from './page-source.ts';
import { finishPage } from './postprocess.ts';
import { stateReadingAge } from './reading-age.ts';
import { type FinishedSite, siteFaults } from './site-check.ts';
import type { ScriptName, SiteSource } from './site-face.ts';
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
export async function buildPages(
  build: Pick<SiteBuild, 'editionFolder' | 'cacheFolder' | 'nodePath'>,
): Promise<string> {
  const { audience, frame } = readSiteFace(build.editionFolder);
  return runFramework({
    editionFolder: build.editionFolder,
    workFolder: build.cacheFolder,
    audience,
    style: sheetStyle(frame),
    nodePath: build.nodePath ?? process.execPath,
  });
}

/** Reads the edition and draws every block while Framework, in a process of its own, builds the pages around them. */
async function buildAndDraw(build: SiteBuild): Promise<{ built: string; drawn: DrawnSite }> {
  const [framework, drawing] = await Promise.allSettled([
    build.pages ?? buildPages(build),
    drawSite(build.editionFolder),
  ]);
  if (drawing.status === 'rejected') throw drawing.reason;
  if (framework.status === 'rejected') throw framework.reason;
  return { built: framework.value, drawn: drawing.value };
}

interface DrawnSite {
  readonly source: SiteSource;
  readonly files: readonly PageFile[];
}

async function drawSite(editionFolder: string): Promise<DrawnSite> {
  const source = await readSiteSource(editionFolder);
  const files = pageFiles(source);
  for (const { name, subject } of blockCalls(files)) source.render(name, subject);
  return { source, files };
}

/** A script of the site's own as browsers run it: one file with all that it imports. */
function bundled(name: ScriptName): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`script/${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: '{}',
  });
  return outputFiles[0]?.text ?? '';
}

function finishSite(built: string, { source, files }: DrawnSite): FinishedSite {
  const { frame, render } = source;
  const menu = menuOf(source, files);
  const own = new Map(files.flatMap(({ pages, script }) => pages.map(({ path }) => [path, script] as const)));
  const read = (path: string) => readFileSync(join(built, path), 'utf8');
  const scriptsAt = (path: string): readonly ScriptName[] => {
    const script = own.get(`/${path.replace(/\.html$/, '')}`);
    return script === undefined ? source.scripts : [...source.scripts, script];
  };
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .sort();
  const named = (end: string) => paths.filter((path) => path.endsWith(end));
  const finish = (path: string) =>
    finishPage(path, read(path), { frame, menu, render, scripts: scriptsAt(path) });
  const scripts = [...new Set(named('.html').flatMap(scriptsAt))];
  return {
    pages: stateReadingAge(new Map(named('.html').map((path) => [path, finish(path)]))),
    scripts: new Map(scripts.map((name) => [`script/${name}.js`, bundled(name)])),
    downloads: new Map<string, string | Uint8Array>([...source.downloads, ...hostingFiles(scripts)]),
    styles: new Map(named('.css').map((path) => [path, read(path)])),
  };
}

function writeSite(site: FinishedSite, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const files of [site.pages, site.styles, site.scripts, site.downloads])
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
}

/**
 * Renders an edition as a static site: Framework builds the pages, every page is made fit to publish and checked,
 * and only then is the output folder written. The same edition gives the same bytes in any folder.
 * @example await buildSite({ editionFolder, outputFolder: 'var/site', cacheFolder: 'var/runs/1/site' })
 */
export async function buildSite(build: SiteBuild): Promise<{ pages: number }> {
  const { built, drawn } = await buildAndDraw(build);
  const { source, files } = drawn;
  const site = finishSite(built, drawn);
  const faults = siteFaults(site, source.editionId, files.flatMap(({ pages }) => pages).length);
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

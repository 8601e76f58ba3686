import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import { TrackerError } from '../sources/error.ts';
import { loadDownloads } from './board-site.ts';
import { sheetStyle } from './components/page-frame.ts';
import { type BuiltFiles, runFramework } from './framework.ts';
import { hostingFiles } from './hosting.ts';
import { blockCalls, menuOf, type PageFile, pageFiles } from './page-source.ts';
import { finishPage } from './postprocess.ts';
import { stateReadingAge } from './reading-age.ts';
import { type FinishedSite, siteFaults } from './site-check.ts';
import { type ScriptName, type SiteFace, type SiteSource, scriptNames } from './site-face.ts';
import { readSiteFace, readSiteSource } from './site-source.ts';

export interface SiteBuild {
  readonly editionFolder: string;
  /** Where the site is to lie; whatever is there is replaced once the new site has passed its checks. */
  readonly outputFolder: string;
  /** Scratch space of this build alone: emptied first. */
  readonly cacheFolder: string;
  /** The Node program to build with; the one that is running unless told. */
  readonly nodePath?: string;
  /** Where what Framework builds is kept from one build to the next: a file of this site alone. */
  readonly kept?: string;
  /** What `buildPages` wrote before; built now when there is none. */
  readonly pages?: string;
}

/** What Framework built, and of what: of the same it builds the same again. */
const builtPages = z.object({ of: z.string(), files: z.record(z.string(), z.string()) });

/**
 * Runs Framework over the pages of an edition of which only the face (manifest and measures) is written yet, and
 * returns the file with what it built, for `buildSite` to fill with blocks once the figures are there. No figure is in
 * it: as long as the program, the site's title and its pages with their titles are the same, what is kept serves.
 */
export async function buildPages(
  build: Pick<SiteBuild, 'editionFolder' | 'cacheFolder' | 'nodePath' | 'kept'>,
): Promise<string> {
  const { editionFolder, cacheFolder: workFolder, nodePath = process.execPath } = build;
  const face = readSiteFace(editionFolder);
  const { audience } = face;
  const of = builtOf(face);
  const file = build.kept ?? join(workFolder, 'built.json');
  if (readBuilt(file)?.of === of) return file;
  const files = await runFramework({ editionFolder, workFolder, audience, nodePath });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.next`, JSON.stringify({ of, files }), { flush: true });
  renameSync(`${file}.next`, file);
  return file;
}

/** Everything of a site that Framework is told. */
function builtOf(face: SiteFace): string {
  const { audience, codeVersion, title } = face;
  const pages = pageFiles(face).flatMap((each) => each.pages);
  const titles = pages.map(({ path, subject }) => [path, subject && face.titleOf(subject)]);
  return createHash('sha256')
    .update(JSON.stringify([audience, codeVersion, title, titles]))
    .digest('hex');
}

/** Null where nothing is kept, or not as it was written. */
function readBuilt(file: string): z.infer<typeof builtPages> | null {
  if (!existsSync(file)) return null;
  try {
    return builtPages.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Reads the edition and draws every block while Framework, in a process of its own, builds the pages around them. */
async function buildAndDraw(build: SiteBuild): Promise<{ built: BuiltFiles; drawn: DrawnSite }> {
  const [framework, drawing] = await Promise.allSettled([
    build.pages ?? buildPages(build),
    drawSite(build.editionFolder),
  ]);
  if (drawing.status === 'rejected') throw drawing.reason;
  if (framework.status === 'rejected') throw framework.reason;
  const { files } = builtPages.parse(JSON.parse(readFileSync(framework.value, 'utf8')));
  return { built: files, drawn: drawing.value };
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

/** Has at hand all that a site is drawn with, for a thread that has nothing to draw yet. */
export async function prepareToDraw(): Promise<void> {
  await Promise.all([loadDownloads(), import('@duckdb/node-api')]);
  for (const name of scriptNames) bundled(name);
}

const bundles = new Map<ScriptName, string>();

/** A script of the site's own as browsers run it: one file with all that it imports. */
function bundled(name: ScriptName): string {
  const script = bundles.get(name) ?? bundle(name);
  bundles.set(name, script);
  return script;
}

function bundle(name: ScriptName): string {
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

function finishSite(built: BuiltFiles, { source, files }: DrawnSite): FinishedSite {
  const { frame, render } = source;
  const menu = menuOf(source, files);
  const own = new Map(files.flatMap(({ pages, script }) => pages.map(({ path }) => [path, script] as const)));
  const scriptsAt = (path: string): readonly ScriptName[] => {
    const script = own.get(`/${path.replace(/\.html$/, '')}`);
    return script === undefined ? source.scripts : [...source.scripts, script];
  };
  const named = (end: string) => Object.entries(built).filter(([path]) => path.endsWith(end));
  const sheets = named('.css').map(([path, css]) => ({ path, ...printing(path, css, sheetStyle(frame)) }));
  const finish = (path: string, page: string) =>
    finishPage(
      path,
      sheets.reduce((text, sheet) => text.replaceAll(sheet.path, sheet.as), page),
      { frame, menu, render, scripts: scriptsAt(path) },
    );
  const scripts = [...new Set(named('.html').flatMap(([path]) => scriptsAt(path)))];
  return {
    pages: stateReadingAge(new Map(named('.html').map(([path, page]) => [path, finish(path, page)]))),
    scripts: new Map(scripts.map((name) => [`script/${name}.js`, bundled(name)])),
    downloads: new Map<string, string | Uint8Array>([...source.downloads, ...hostingFiles(scripts)]),
    styles: new Map(sheets.map(({ as, text }) => [as, text])),
  };
}

/** A style sheet with what each printed sheet of paper says, under a name that is another for other bytes. */
function printing(path: string, css: string, style: string): { as: string; text: string } {
  const text = `${css}${style}`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { text, as: path.replace(/\.[0-9a-f]{8}(?=\.css$)/, `.${hash}`) };
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

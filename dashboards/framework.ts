import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { attended } from '../pipeline/interruption.ts';
import { programFile } from '../pipeline/program.js';
import { TrackerError } from '../sources/error.ts';
import { pagesFolder } from './page-source.ts';

const here = dirname(fileURLToPath(import.meta.url));
const projectFolder = dirname(here);
const { resolve } = createRequire(import.meta.url);

/**
 * Framework asks the network for the version of each of these unless its cache names one. No page uses any:
 * the pins only have to exist, and to stay the same, for a build to work offline and give the same bytes.
 */
const implicitLibraries = [
  ...['react@18.3.1', 'react-dom@18.3.1', 'arquero@7.2.1', 'apache-arrow@17.0.0', 'leaflet@1.9.4'],
  ...['echarts@5.5.1', 'lodash@4.17.21', '@observablehq/plot@0.6.17', '@observablehq/sample-datasets@1.0.1'],
  ...[
    'topojson-client@3.1.0',
    'mapbox-gl@3.7.0',
    'htl@0.3.1',
    'd3@7.9.0',
    'd3-dsv@3.0.1',
    'parquet-wasm@0.6.1',
  ],
];

export interface FrameworkBuild {
  readonly editionFolder: string;
  /** Emptied first; holds the copied pages, Framework's cache and what it built. */
  readonly workFolder: string;
  readonly audience: string;
  /** The Node program to build with. */
  readonly nodePath: string;
}

/** Copies the pages into the work folder, where Framework may write its cache beside them. */
function copyPages({ workFolder, audience }: FrameworkBuild): string {
  rmSync(workFolder, { recursive: true, force: true });
  const pages = join(workFolder, audience);
  const from = pagesFolder(audience);
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes('.observablehq'))
      copyContent(path, join(pages, relative(from, path)));
  }
  copyContent(join(here, 'components', 'theme.css'), join(workFolder, 'components', 'theme.css'));
  for (const library of implicitLibraries)
    mkdirSync(join(pages, '.observablehq', 'cache', '_npm', library), { recursive: true });
  return pages;
}

/** The content alone: the copy is its owner's, whoever may read the program. */
function copyContent(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(from));
}

/** HTML and style sheets as Framework built them, by their path from the site's root with forward slashes. */
export type BuiltFiles = Readonly<Record<string, string>>;

function filesIn(built: string): BuiltFiles {
  const paths = readdirSync(built, { recursive: true, encoding: 'utf8' });
  const wanted = paths.filter((path) => /\.(html|css)$/.test(path)).sort();
  return Object.fromEntries(
    wanted.map((path) => [path.split(sep).join('/'), readFileSync(join(built, path), 'utf8')]),
  );
}

/** Runs Framework's own build in a process of its own, offline, and returns what it wrote, without its scripts. */
export async function runFramework(build: FrameworkBuild): Promise<BuiltFiles> {
  const pages = copyPages(build);
  const built = join(build.workFolder, 'built');
  const frameworkProgram = join(
    dirname(resolve('@observablehq/framework/package.json')),
    'dist',
    'bin',
    'observable.js',
  );
  const child = execa(
    build.nodePath,
    [frameworkProgram, 'build', '--config', await programFile('observablehq.config.ts')],
    {
      cwd: projectFolder,
      reject: false,
      all: true,
      // Stays open as long as this process lives: its end is the end of the build, too.
      stdin: 'pipe',
      env: {
        TMPDIR: build.workFolder,
        TEMP: build.workFolder,
        TMP: build.workFolder,
        TRACKER_EDITION: build.editionFolder,
        TRACKER_OUTPUT: built,
        TRACKER_PAGES: pages,
        OBSERVABLE_TELEMETRY_DISABLE: 'true',
        NODE_OPTIONS: '',
      },
    },
  );
  const result = await attended(child);
  if (result.exitCode === 0) return filesIn(built);
  const end = result.all.split('\n').slice(-15).join('\n');
  throw new TrackerError(
    'derivation_failed',
    'site_build_failed',
    `The site could not be built:\n${end}`,
    'Mend the page or block named above and run again; the published site is unchanged.',
    result.cause,
  );
}

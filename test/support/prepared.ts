/**
 * What several tests look at and none changes: the demo, a region, the two sites, and the scripts that tests start,
 * compiled. Each is made once for a state of the product, whichever test asks first, and kept under `var/cache/tests`. A
 * test that writes takes a copy.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { sha256 } from '../../pipeline/hash.ts';
import { compilerOptions, inItsPlace } from '../../pipeline/program.js';
import { repositoryFile } from '../../pipeline/repository.ts';

const product = ['pipeline', 'sources', 'dashboards', 'models', 'package-lock.json'];
const pages = ['dashboards', 'pipeline/edition', 'sources/error.ts', 'test/dashboards', 'package-lock.json'];
const regionFiles = ['test/end-to-end', 'test/reference/returns', 'test/models/rendered-model.ts'];

/** What tests start as processes of their own. */
const scripts = [
  'pipeline/keep/killed-forgetting',
  'pipeline/run/interrupted-run',
  'pipeline/run/killed-run',
  'pipeline/run/lock-holder',
  'pipeline/shelf/killed-step',
  'pipeline/shelf/reader',
  'support/tracker',
].map((name) => repositoryFile(`test/${name}.ts`));
const compiled = ['pipeline', 'sources', 'dashboards', 'test', 'package-lock.json'];

/** Each with its maker and everything that it is made of; last what needs the queries of the models. */
const makers = {
  scripts: { make: compile, of: compiled },
  board: { make: board, of: pages },
  panel: { make: panel, of: pages },
  demo: { make: demo, of: product },
  region: { make: region, of: [...product, ...regionFiles] },
} as const;

type Prepared = keyof typeof makers;

const kept = repositoryFile('var/cache/tests');
const places = new Map<Prepared, string>();

/** The folder for the present state of what it is made of. */
function placeOf(name: Prepared): string {
  const known = places.get(name);
  if (known !== undefined) return known;
  const state = [...makers[name].of, 'test/support/prepared.ts'].map(stateOf).join('\n');
  const place = join(kept, `${name}-${sha256(state).slice(0, 16)}`);
  places.set(name, place);
  return place;
}

/** The folder of one of them, made now if need be. */
export async function prepared(name: Prepared): Promise<string> {
  const folder = placeOf(name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  await makers[name].make(making);
  // Another process may have been as quick: what it made is the same.
  if (existsSync(folder)) rmSync(making, { recursive: true });
  else renameSync(making, folder);
  return folder;
}

/** Makes them all, and removes those of an earlier state. */
export async function makeReady(): Promise<void> {
  const names = Object.keys(makers) as Prepared[];
  const places = new Set(names.map(placeOf));
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(kept))
    if (!places.has(join(kept, name))) rmSync(join(kept, name), { recursive: true, force: true });
  for (const name of names) await prepared(name);
}

/** A script that a test starts, by its name: compiled as it goes, each start would take three times as long. */
export const compiledScript = async (name: string): Promise<string> =>
  join(await prepared('scripts'), `${name}.js`);

/** Each script and what it needs of the program in plain JavaScript, which finds the files beside its sources. */
async function compile(folder: string): Promise<void> {
  await build({
    entryPoints: scripts,
    entryNames: '[name]',
    outdir: folder,
    splitting: true,
    ...compilerOptions,
    plugins: [{ name: 'in its place', setup: (esbuild) => esbuild.onLoad({ filter: /\.(ts|js)$/ }, loaded) }],
  });
}

const loaded = ({ path }: { readonly path: string }) => inItsPlace(readFileSync(path, 'utf8'), path);

/** Children of the demo, and the seed of its invention. */
export const demoOf = { children: 60, seed: 3, asAt: '2026-06-30' } as const;

/** Arguments of the demo in that data folder. */
export const demoArguments = (data: string): string[] => [
  ...['demo', '--no-serve', '--no-past', '--data', data, '--as-at', demoOf.asAt],
  ...['--children', String(demoOf.children), '--seed', String(demoOf.seed)],
];

/** The demo as a user runs it: the data folder after `tracker demo`, and in `said.txt` what was said. */
async function demo(folder: string): Promise<void> {
  const program = repositoryFile('pipeline/cli/tracker.js');
  // In as many threads as a user's, whatever the tests around it are told.
  const env = { TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TRACKER_THREADS: undefined };
  const done = await execa(process.execPath, [program, ...demoArguments(join(folder, 'data'))], {
    cwd: folder,
    env,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  if (done.exitCode !== 0) throw new Error(done.all);
  writeFileSync(join(folder, 'said.txt'), done.all);
}

/** One run over several authorities as at 31 March 2019, real but for the process in which the models run. */
async function region(folder: string): Promise<void> {
  const { makeRegion } = await import('../end-to-end/region.ts');
  await makeRegion(folder);
}

/** A Board edition of the fixtures in `edition` and its site in `site`. */
async function board(folder: string): Promise<void> {
  const { buildBoard } = await import('../dashboards/build-fixture.ts');
  await buildBoard(folder);
}

/** A Panel edition of the fixtures in `edition` and its site in `site`; no Board edition lies anywhere near. */
async function panel(folder: string): Promise<void> {
  const { buildPanel } = await import('../dashboards/build-fixture.ts');
  await buildPanel(folder);
}

/** Nothing of tests, stored answers and caches goes into a state. */
const leftOut = /\.test\.ts$|\.md$|(?:^|[\\/])(?:\.cache|__pycache__|logs|golden|snapshots|tests)[\\/]/;

function stateOf(path: string): string {
  const root = repositoryFile(path);
  if (!statSync(root).isDirectory()) return sha256(readFileSync(root));
  return (readdirSync(root, { recursive: true, encoding: 'utf8' }) as string[])
    .filter((file) => !leftOut.test(file) && statSync(join(root, file)).isFile())
    .sort()
    .map((file) => `${file} ${sha256(readFileSync(join(root, file)))}`)
    .join('\n');
}

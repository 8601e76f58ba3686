// @ts-check
/**
 * The program as plain JavaScript. Its TypeScript is compiled once, file by file, into `var/program/<version>`, a folder
 * that only its owner may enter; every start runs what lies there and compiles nothing. The version is a hash over all
 * sources, so that an edited, added or removed file is another version, and no start ever runs stale code. This file is
 * itself plain JavaScript, because nothing is compiled before it.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(repository, 'var', 'program');
const codeFolders = ['dashboards', 'pipeline', 'sources'];
/** Beside the code itself: package.json pins the compiler. */
const codeFiles = ['observablehq.config.ts', 'package.json'];
/** Set in compiled code alone: the folder that it lies in. */
const compiledInto = /** @type {{ compiledInto?: string }} */ (import.meta).compiledInto;
const isCode = /** @param {string} name */ (name) => /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts');
/** Versions that stay: the present one, and those that a process begun before the last change may still be reading. */
const kept = 3;

/** How code of this repository is compiled, whatever is compiled together. */
export const compilerOptions = /** @type {const} */ ({
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.12',
  logLevel: 'silent',
  tsconfigRaw: '{}',
});

/**
 * A source whose `import.meta.url` stays its own wherever it is compiled to, so that code finds the tables, pages and
 * models that lie beside it.
 * @param {string} text
 * @param {string} path
 * @returns {import('esbuild').OnLoadResult}
 */
export function inItsPlace(text, path) {
  const url = JSON.stringify(pathToFileURL(path).href);
  return { contents: text.replaceAll(/\bimport\.meta\.url\b/g, url), loader: 'ts' };
}

/**
 * Path of a source file's compiled twin; compiles the program when this version of it is not there yet.
 * @param {string} source path below the repository, such as `pipeline/cli/main.ts`
 * @throws {Error} in plain words, when the folder belongs to somebody else, or cannot be written, or a source is no code
 * @example await import(pathToFileURL(await programFile('pipeline/cli/main.ts')).href)
 */
export async function programFile(source) {
  const twin = source.replace(/\.ts$/, '.js');
  // What has started goes on as what it is, whatever becomes of the sources meanwhile.
  if (compiledInto !== undefined) return join(compiledInto, twin);
  const sources = readSources();
  const program = join(folder, versionOf(sources));
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    requireOwn();
    await compile(sources, program);
    clearOld();
  }
  requireOwn();
  return join(program, twin);
}

/** Every source file and what it holds, by its path with forward slashes. */
function readSources() {
  const paths = [...codeFolders.flatMap(listCode), ...codeFiles];
  return new Map(paths.map((path) => [path, readFileSync(join(repository, path), 'utf8')]));
}

/** @param {string} path @returns {string[]} */
function listCode(path) {
  return readdirSync(join(repository, path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) return listCode(inner);
      return entry.isFile() && isCode(entry.name) ? [inner] : [];
    });
}

/** The place counts too: compiled code names the files beside its source. @param {Map<string, string>} sources */
function versionOf(sources) {
  const hash = createHash('sha256').update(repository);
  for (const [path, text] of sources) hash.update(`\0${path}\0${text.length}\0`).update(text);
  return hash.digest('hex').slice(0, 16);
}

/** Whoever can write here decides what the next start runs. */
function requireOwn() {
  const found = lstatSync(folder);
  const me = process.getuid?.();
  const mine =
    me === undefined || found.uid === me || found.uid === lstatSync(join(repository, 'pipeline')).uid;
  if (!found.isDirectory() || !mine)
    throw new Error(
      `${folder} is not a folder of this account, so nothing in it is run. ` +
        'Delete it, or let the account that runs the tracker have a copy of the program of its own.',
    );
  if (me !== undefined && (found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Compiles aside, brings all of it to the disk, and only then gives it its name. */
async function compile(/** @type {Map<string, string>} */ sources, /** @type {string} */ program) {
  const { build } = await import('esbuild');
  const aside = mkdtempSync(join(folder, '.next-'));
  try {
    const entries = [...sources.keys()].filter(isCode);
    const { outputFiles } = await build({
      entryPoints: entries.map((path) => join(repository, path)),
      outbase: repository,
      outdir: aside,
      write: false,
      ...compilerOptions,
      define: { 'import.meta.compiledInto': JSON.stringify(program) },
      plugins: [{ name: 'file by file', setup: (esbuild) => fileByFile(esbuild, sources) }],
    });
    for (const { path } of outputFiles) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await Promise.all(outputFiles.map(writeToDisk));
    await rename(aside, program);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Another start compiled the same version meanwhile.
    if (!existsSync(program)) throw error;
  }
}

/**
 * Imports stay imports, of the compiled twin.
 * @param {import('esbuild').PluginBuild} esbuild
 * @param {Map<string, string>} sources
 */
function fileByFile(esbuild, sources) {
  esbuild.onResolve({ filter: /^\.\.?\// }, ({ kind, path }) =>
    kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
  );
  esbuild.onLoad({ filter: /\.(ts|js)$/ }, ({ path }) => {
    const text = sources.get(path.slice(repository.length + 1).replaceAll('\\', '/'));
    return text === undefined ? undefined : inItsPlace(text, path);
  });
}

async function writeToDisk(/** @type {import('esbuild').OutputFile} */ { path, contents }) {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a start that was killed left aside goes too, a day later: nobody compiles for so long. */
function clearOld() {
  const age = /** @param {string} name */ (name) =>
    Date.now() - (lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const names = readdirSync(folder).sort((a, b) => age(a) - age(b));
  const asides = names.filter((name) => name.startsWith('.next-') && age(name) > 86_400_000);
  const old = names.filter((name) => !name.startsWith('.next-')).slice(kept);
  for (const name of [...asides, ...old]) rmSync(join(folder, name), { recursive: true, force: true });
}

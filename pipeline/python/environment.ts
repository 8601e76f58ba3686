/**
 * The Python environment that SQLMesh runs in: one virtual environment under `var/python`, made from the lock. It is part
 * of the installation, like node_modules and the compiled program, and so stays there whatever data folder is used.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrackerError } from '../../sources/error.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** The lock of SQLMesh itself, or of what an engine needs beside it. */
const lockFile = (engine?: string): string =>
  join(here, engine === undefined ? 'requirements.lock' : `requirements-${engine}.lock`);

/** Where the environment lies. */
const defaultPythonFolder = join(here, '..', '..', 'var', 'python');

/** A ready environment. */
export interface PythonEnvironment {
  /** The interpreter. */
  readonly python: string;
}

const windows = process.platform === 'win32';
const executable = (folder: string, name: string): string =>
  windows ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name);
const environmentIn = (folder: string): PythonEnvironment => ({ python: executable(folder, 'python') });
/** Loaded when a process is to be started: most commands start none. */
const execa = async (): Promise<typeof import('execa')['execa']> => (await import('execa')).execa;

const lockHash = (engine?: string): string =>
  createHash('sha256')
    .update(readFileSync(lockFile(engine), 'utf8').replaceAll('\r\n', '\n'))
    .digest('hex');
const marker = (folder: string, engine?: string): string =>
  join(folder, engine === undefined ? 'complete' : `complete-${engine}`);
const isMade = (folder: string, engine?: string): boolean =>
  existsSync(marker(folder, engine)) && readFileSync(marker(folder, engine), 'utf8') === lockHash(engine);

/** The environment when it is complete and made from the present lock, else null. */
export function findPython(folder = defaultPythonFolder): PythonEnvironment | null {
  if (!isMade(folder)) return null;
  return existsSync(executable(folder, 'sqlmesh')) ? environmentIn(folder) : null;
}

/** As `findPython`, but says how to make the environment when there is none. */
export function requirePython(folder = defaultPythonFolder): PythonEnvironment {
  const found = findPython(folder);
  if (found !== null) return found;
  throw new TrackerError(
    'derivation_failed',
    'python_environment_missing',
    'The Python environment in which SQLMesh derives the measures is missing or out of date.',
    'Make it with `npm run setup` (about a minute), then run again.',
  );
}

/** Refuses where the packages of an engine were never installed, or are not those of the present lock. */
export function requireEngine(engine: string, folder = defaultPythonFolder): void {
  if (isMade(folder, engine)) return;
  throw new TrackerError(
    'derivation_failed',
    'engine_packages_missing',
    `The Python packages for --engine ${engine} are missing or out of date.`,
    `Install them with \`npm run setup -- --engine ${engine}\`, then run again.`,
  );
}

/** Adds what an engine needs to a ready environment, unless it is there already. */
export async function ensureEngine(
  engine: string,
  { python }: PythonEnvironment,
  folder = defaultPythonFolder,
): Promise<void> {
  if (isMade(folder, engine)) return;
  rmSync(marker(folder, engine), { force: true });
  await install(python, engine);
  writeFileSync(marker(folder, engine), lockHash(engine));
}

/**
 * Makes the environment unless it is there already. Killed half way, it is made anew the next time: the
 * marker is written last.
 */
export async function ensurePython(
  log: (line: string) => void,
  folder = defaultPythonFolder,
): Promise<PythonEnvironment> {
  const found = findPython(folder);
  if (found !== null) return found;
  log('Making the Python environment for SQLMesh (about a minute, once) ...');
  rmSync(folder, { recursive: true, force: true });
  await createVirtualEnvironment(folder);
  const made = environmentIn(folder);
  await install(made.python);
  await compareDuckdb(made.python);
  writeFileSync(marker(folder), lockHash());
  log('The Python environment is ready.');
  return made;
}

async function createVirtualEnvironment(folder: string): Promise<void> {
  const candidates = windows ? [['py', '-3'], ['python']] : [['python3'], ['python']];
  const failures: string[] = [];
  for (const [command, ...first] of candidates as [string, ...string[]][]) {
    const made = await (await execa())(command, [...first, '-m', 'venv', folder], {
      reject: false,
      stdin: 'ignore',
    });
    if (made.exitCode === 0) return;
    failures.push(`${command}: ${made.stderr || made.stdout || made.shortMessage}`);
  }
  throw new TrackerError(
    'derivation_failed',
    'python_missing',
    `No virtual environment could be made.\n${failures.join('\n')}`,
    'Install Python 3.10 or later (on Debian and Ubuntu also the package python3-venv), then run again.',
  );
}

async function install(python: string, engine?: string): Promise<void> {
  const pip = [
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--quiet',
    '--require-hashes',
    '-r',
    lockFile(engine),
  ];
  const done = await (await execa())(python, pip, { reject: false, stdin: 'ignore' });
  if (done.exitCode === 0) return;
  throw new TrackerError(
    'derivation_failed',
    'python_install_failed',
    `The Python packages could not be installed.\n${done.stderr.split('\n').slice(-8).join('\n')}`,
    'Check that this machine may reach a Python package index (pip.conf or PIP_INDEX_URL sets another), then run `npm run setup`.',
  );
}

/** Both sides open the same file, so both must be of one version of DuckDB. */
async function compareDuckdb(python: string): Promise<void> {
  const { version } = await import('@duckdb/node-api');
  const other = await (await execa())(python, ['-c', 'import duckdb; print(duckdb.__version__)'], {
    stdin: 'ignore',
  });
  if (version() === `v${other.stdout.trim()}`) return;
  throw new TrackerError(
    'derivation_failed',
    'duckdb_versions_differ',
    `Node has DuckDB ${version()}, Python has ${other.stdout.trim()}.`,
    'Pin both to the same version in package.json and pipeline/python/requirements.in.',
  );
}

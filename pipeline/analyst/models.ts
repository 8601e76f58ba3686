/**
 * The models as SQLMesh reads them: the query of each as DuckDB gets it in a run, and what every column is made of. They
 * are asked for once for each state of `models/`, since Python takes seconds to start, and kept.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { makePrivateFolder } from '../folders.ts';
import { sha256 } from '../hash.ts';
import { ensurePython } from '../python/environment.ts';
import { repositoryFile } from '../repository.ts';
import { failureSummary } from '../warehouse/sqlmesh-output.ts';

const program = repositoryFile('pipeline/python/models.py');
const tests = repositoryFile('models/tests');

/** A model's query; it reads `warehouse.<schema>.<table>`, so its database must be called `warehouse`. */
export interface RenderedModel {
  readonly name: string;
  /** Models and raw tables that it reads. */
  readonly reads: readonly string[];
  /** Every text that stands in the query: states, measures, codes. */
  readonly words: readonly string[];
  readonly query: string;
}

/** Where a model's columns come from, as `schema.table.column`, one step up. */
export interface ModelLineage {
  readonly name: string;
  readonly made_of: Readonly<Record<string, readonly string[]>>;
  /** Beside what is passed on also what decides which rows there are. */
  readonly looks_at: readonly string[];
}

/** What a check of the models came to. */
export interface ModelCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Every model, each after those that it reads; kept below the folder for caches. */
export async function renderedModels(cache: string): Promise<readonly RenderedModel[]> {
  const kept = keptQueries(cache);
  if (!existsSync(kept)) await askSqlmesh(cache, []);
  return JSON.parse(readFileSync(kept, 'utf8')) as RenderedModel[];
}

/** Where the columns of every model come from. */
export async function modelLineage(cache: string): Promise<readonly ModelLineage[]> {
  const kept = `${keptAnswers(cache)}lineage.json`;
  if (!existsSync(kept)) await askSqlmesh(cache, ['--lineage']);
  return JSON.parse(readFileSync(kept, 'utf8')) as ModelLineage[];
}

/**
 * Linter, format check and unit tests of the models; with a measure the unit tests alone that name it. The queries are
 * there as soon as the models are read, the lineage in the end: another start of Python would read them all again.
 */
export const checkModels = (cache: string, measure?: string): Promise<readonly ModelCheck[]> =>
  askSqlmesh(cache, measure === undefined ? ['--checks', '--lineage'] : [`--tests=${measure}`]);

/** Where the queries of the present state of the models are, once SQLMesh was asked. */
export const keptQueries = (cache: string): string => `${keptAnswers(cache)}queries.json`;

const keptAnswers = (cache: string): string => join(cache, 'models', `${modelsHash()}-`);

/** Everything that decides what a query says: the models, their macros and the versions that render them. */
function modelsHash(): string {
  const folder = repositoryFile('models');
  const files = (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(sql|py|yaml)$/.test(path) && !/^(tests|\.cache|logs)\//.test(path))
    .sort();
  const contents = files.map((path) => `${path} ${sha256(readFileSync(join(folder, path)))}`);
  const lock = readFileSync(repositoryFile('pipeline/python/requirements.lock'));
  return sha256([sha256(readFileSync(program)), sha256(lock), ...contents].join('\n')).slice(0, 16);
}

/** Starts Python, which keeps what it says of the models, and returns what the checks asked for came to. */
async function askSqlmesh(cache: string, wishes: readonly string[]): Promise<readonly ModelCheck[]> {
  const { python } = await ensurePython(() => undefined);
  const { execa } = await import('execa');
  const folder = makePrivateFolder(join(cache, 'models', String(process.pid)));
  // What SQLMesh remembers of a model without rewriting its query misleads the tests and the linter.
  const rewritten = wishes.length > 0;
  try {
    await execa(python, [program, repositoryFile('models'), keptAnswers(cache), ...wishes], {
      cwd: folder,
      stdin: 'ignore',
      env: {
        WAREHOUSE_DB: 'warehouse.duckdb',
        SQLMESH_CACHE_DIR: join(cache, rewritten ? 'sqlmesh-checked' : 'sqlmesh-run'),
        SQLMESH_HOME: join(folder, 'home'),
        SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: '1',
        SQLMESH_RUNTIME_ENVIRONMENT: 'ci',
        SQLMESH_IGNORE: unreadTests(wishes),
        SQLMESH_OPTIMIZE: String(rewritten),
        COLUMNS: '220',
        PYTHONDONTWRITEBYTECODE: '1',
        MAX_FORK_WORKERS: '1',
      },
    });
    return JSON.parse(readFileSync(join(folder, 'checks.json'), 'utf8')) as ModelCheck[];
  } catch (cause) {
    throw unread(cause);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Unit tests that nobody asks for are not read: to read them all costs as much as everything else. */
function unreadTests(wishes: readonly string[]): string {
  if (wishes.includes('--checks')) return 'none';
  const measure = wishes.find((wish) => wish.startsWith('--tests='))?.slice('--tests='.length);
  if (measure === undefined) return 'test*.yaml';
  const names = new RegExp(`(?<![a-z0-9])${measure}(?![a-z0-9])`, 'i');
  const others = readdirSync(tests).filter((name) => !names.test(readFileSync(join(tests, name), 'utf8')));
  return ['none', ...others].join(' ');
}

/** SQLMesh read no case file yet: its own words may be said. */
function unread(cause: unknown): unknown {
  const { stdout, stderr } = cause as { stdout?: unknown; stderr?: unknown };
  if (typeof stdout !== 'string' || typeof stderr !== 'string') return cause;
  return new TrackerError(
    'derivation_failed',
    'models_unreadable',
    `SQLMesh cannot read the models: ${failureSummary(stdout, stderr).replace(/^Error: /, '')}`,
    'Correct the model that is named and try again.',
    cause,
  );
}

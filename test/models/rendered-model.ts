/**
 * The queries of the models, as SQLMesh writes them for DuckDB: to run a model on tables made by a test, or to derive
 * a warehouse in this process where the test is not about SQLMesh. They are rendered once for each state of `models/`.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { sha256 } from '../../pipeline/hash.ts';
import { ensurePython } from '../../pipeline/python/environment.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { quotedPath, withDatabase } from '../../pipeline/warehouse/database.ts';

const program = repositoryFile('test/models/models.py');

/** A model's query; it reads `warehouse.<schema>.<table>`, so the database's file must be called `warehouse.duckdb`. */
export interface RenderedModel {
  readonly name: string;
  /** Models and raw tables that it reads. */
  readonly reads: readonly string[];
  readonly query: string;
}

/** What a check of the models came to. */
export interface ModelCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Every model, each after those that it reads. */
export async function renderedModels(): Promise<readonly RenderedModel[]> {
  read ??= (async () => {
    const kept = keptFile();
    await checking;
    if (!existsSync(kept)) await askSqlmesh([]);
    return JSON.parse(readFileSync(kept, 'utf8')) as RenderedModel[];
  })();
  return read;
}

let read: Promise<readonly RenderedModel[]> | undefined;
const keptFile = (): string => repositoryFile(`var/cache/rendered-models/${modelsHash()}.json`);

/** Linter, format check and unit tests of the models; their queries are kept for `renderedModels` by the way. */
export function checkedModels(): Promise<readonly ModelCheck[]> {
  const checks = askSqlmesh(['--checks']);
  checking = checks.catch(() => undefined);
  return checks;
}

/** The checks under way in this process: they bring the queries by the way. */
let checking: Promise<unknown> | undefined;

/**
 * Derives a loaded warehouse file in this process and without audits: what `derive` does, in a fraction of its time.
 * With `last`, only those models and what they need.
 */
export async function deriveInProcess(place: {
  readonly warehouse: string;
  readonly last?: readonly string[];
}): Promise<[]> {
  const all = await renderedModels();
  const models = place.last === undefined ? all : upTo(all, place.last);
  await withDatabase(place.warehouse, async (database) => {
    const schemas = new Set(models.map(({ name }) => name.split('.')[0]));
    for (const schema of schemas) await database.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    for (const { name, query } of models) await database.run(`CREATE TABLE ${name} AS ${query}`);
    await database.run('CHECKPOINT');
  });
  return [];
}

/** What a finished warehouse was derived from, in a file of its own: to be derived again. */
export async function copyRaw(source: string, target: string): Promise<void> {
  await withDatabase(target, async (database) => {
    await database.run(`ATTACH ${quotedPath(source)} AS source (READ_ONLY)`);
    const tables = await database.rows(
      `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'source' AND schema_name = 'raw' ORDER BY 1`,
    );
    await database.run('CREATE SCHEMA raw');
    for (const { name } of tables)
      await database.run(`CREATE TABLE raw.${name} AS SELECT * FROM source.raw.${name}`);
    await database.run('DETACH source');
    await database.run('CHECKPOINT');
  });
}

function upTo(models: readonly RenderedModel[], last: readonly string[]): RenderedModel[] {
  const needed = new Set(last);
  for (const { name, reads } of [...models].reverse())
    if (needed.has(name)) for (const read of reads) needed.add(read);
  return models.filter(({ name }) => needed.has(name));
}

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

/** Starts Python, keeps the queries and says what the checks asked for came to. */
async function askSqlmesh(checks: readonly '--checks'[]): Promise<readonly ModelCheck[]> {
  const { python } = await ensurePython(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'tracker-models-'));
  const answer = join(folder, 'answer.json');
  // Without the checks nobody needs the unit tests read, or the queries rewritten for the linter.
  const quick = { SQLMESH_IGNORE: 'test*.yaml', SQLMESH_OPTIMIZE: 'false' };
  try {
    await execa(python, [program, repositoryFile('models'), answer, ...checks], {
      cwd: folder,
      stdin: 'ignore',
      env: {
        WAREHOUSE_DB: 'warehouse.duckdb',
        SQLMESH_CACHE_DIR: join(folder, 'cache'),
        SQLMESH_HOME: join(folder, 'home'),
        SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: '1',
        SQLMESH_RUNTIME_ENVIRONMENT: 'ci',
        COLUMNS: '220',
        PYTHONDONTWRITEBYTECODE: '1',
        MAX_FORK_WORKERS: '1',
        ...(checks.length > 0 ? {} : quick),
      },
    });
    const { queries, ...said } = JSON.parse(readFileSync(answer, 'utf8')) as Answer;
    keep(queries);
    return said.checks;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Answer {
  readonly queries: readonly RenderedModel[];
  readonly checks: readonly ModelCheck[];
}

function keep(queries: readonly RenderedModel[]): void {
  const kept = keptFile();
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(queries));
  renameSync(`${kept}.${process.pid}`, kept);
}

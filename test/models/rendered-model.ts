/**
 * The queries of the models, as SQLMesh writes them for DuckDB: to run a model on tables made by a test, or to derive
 * a warehouse in this process where the test is not about SQLMesh. They are rendered once for each state of `models/`.
 */
import {
  copyFileSync,
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
import { join } from 'node:path';
import { execa } from 'execa';
import { sha256 } from '../../pipeline/hash.ts';
import { ensurePython } from '../../pipeline/python/environment.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { withDatabase } from '../../pipeline/warehouse/database.ts';

const script = `
import json, logging, sys
logging.disable(logging.WARNING)
from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console
set_console(NoopConsole())
context = Context(paths=[sys.argv[1]])
queries = []
for key in context.dag.sorted:
    model = context.models.get(key)
    if model is None or model.kind.is_external:
        continue
    reads = sorted(context.models[each].name for each in model.depends_on if each in context.models)
    queries.append({"name": model.name, "reads": reads, "query": context.render(model.name).sql(dialect="duckdb")})
with open(sys.argv[2], "w", encoding="utf-8") as out:
    json.dump(queries, out)
`;

/** A model's query; it reads `warehouse.<schema>.<table>`, so the database's file must be called `warehouse.duckdb`. */
export interface RenderedModel {
  readonly name: string;
  /** Models and raw tables that it reads. */
  readonly reads: readonly string[];
  readonly query: string;
}

/** Every model, each after those that it reads. */
export async function renderedModels(): Promise<RenderedModel[]> {
  const { python } = await ensurePython(() => undefined);
  const kept = repositoryFile(`var/cache/rendered-models/${modelsHash()}.json`);
  if (!existsSync(kept)) await render(python, kept);
  return JSON.parse(readFileSync(kept, 'utf8')) as RenderedModel[];
}

/**
 * Derives a loaded warehouse file in this process and without audits: what `derive` does, in a fraction of its time.
 * With `last`, only that model and what it needs.
 */
export async function deriveInProcess(place: {
  readonly warehouse: string;
  readonly last?: string;
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

function upTo(models: readonly RenderedModel[], last: string): RenderedModel[] {
  const needed = new Set([last]);
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
  return sha256([script, sha256(lock), ...contents].join('\n')).slice(0, 16);
}

async function render(python: string, kept: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-rendered-'));
  const program = join(folder, 'render.py');
  writeFileSync(program, script);
  try {
    await execa(python, [program, repositoryFile('models'), join(folder, 'queries.json')], {
      cwd: folder,
      env: {
        WAREHOUSE_DB: 'warehouse.duckdb',
        SQLMESH_CACHE_DIR: join(folder, 'cache'),
        SQLMESH_HOME: join(folder, 'home'),
        SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: '1',
        SQLMESH_IGNORE: 'test*.yaml',
        // as in a run: the queries that are published
        SQLMESH_OPTIMIZE: 'false',
        MAX_FORK_WORKERS: '1',
      },
    });
    mkdirSync(join(kept, '..'), { recursive: true });
    const aside = `${kept}.${process.pid}`;
    copyFileSync(join(folder, 'queries.json'), aside);
    renameSync(aside, kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

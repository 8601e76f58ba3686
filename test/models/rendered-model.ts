/** The queries of single models, as SQLMesh writes them for DuckDB: to run a model on tables made by a test. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePython } from '../../pipeline/python/environment.ts';
import { repositoryFile } from '../../pipeline/repository.ts';

const script = `
import json, logging, sys
logging.disable(logging.WARNING)
from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console
set_console(NoopConsole())
context = Context(paths=[sys.argv[1]])
queries = {name: context.render(name).sql(dialect="duckdb") for name in sys.argv[3:]}
with open(sys.argv[2], "w", encoding="utf-8") as out:
    json.dump(queries, out)
`;

/**
 * Query of each model by name. They read `warehouse.<schema>.<table>`, so the database's file must be
 * called `warehouse.duckdb`.
 *
 * @example await renderedModels(['scorecard.chart_series'])
 */
export async function renderedModels(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { python } = await ensurePython(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'tracker-rendered-'));
  const answer = join(folder, 'queries.json');
  const program = join(folder, 'render.py');
  writeFileSync(program, script);
  try {
    await execa(python, [program, repositoryFile('models'), answer, ...names], {
      cwd: folder,
      env: {
        WAREHOUSE_DB: 'warehouse.duckdb',
        SQLMESH_CACHE_DIR: join(folder, 'cache'),
        SQLMESH_HOME: join(folder, 'home'),
        SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: '1',
        SQLMESH_IGNORE: 'test*.yaml',
        MAX_FORK_WORKERS: '1',
      },
    });
    return new Map(Object.entries(JSON.parse(readFileSync(answer, 'utf8')) as Record<string, string>));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

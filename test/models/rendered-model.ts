/** The models where a test is not about SQLMesh: their queries, and a warehouse derived by them in this process. */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  checkModels,
  keptQueries,
  type ModelCheck,
  type RenderedModel,
  renderedModels as read,
} from '../../pipeline/analyst/models.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { quotedPath, withDatabase } from '../../pipeline/warehouse/database.ts';

const cache = repositoryFile('var/cache');

/** Every model, each after those that it reads. */
export async function renderedModels(): Promise<readonly RenderedModel[]> {
  once ??= (async () => {
    const kept = keptQueries(cache);
    // Checks under way in this process bring the queries by the way, as soon as the models are read.
    while (checking !== undefined && !existsSync(kept)) await Promise.race([checking, pause(200)]);
    return read(cache);
  })();
  return once;
}

let once: Promise<readonly RenderedModel[]> | undefined;

/** Checks of the models. */
export function checkedModels(measure?: string): Promise<readonly ModelCheck[]> {
  const checks = checkModels(cache, measure);
  const over = (): void => {
    checking = undefined;
  };
  checking = checks.then(over, over);
  return checks;
}

let checking: Promise<void> | undefined;

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
  await withDatabase(
    place.warehouse,
    async (database) => {
      const schemas = new Set(models.map(({ name }) => name.split('.')[0]));
      for (const schema of schemas) await database.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
      for (const { name, query } of models) await database.run(`CREATE TABLE ${name} AS ${query}`);
      await database.run('CHECKPOINT');
    },
    // As in SQLMesh, where one thread works at a model: two workers of vitest keep two cores busy.
    { threads: 1 },
  );
  return [];
}

/** Says of a query's rows, in whatever order, how many they are and a sum over all that stands in them: `n`, `sum`. */
export const contentOf = (query: string): string =>
  `SELECT COUNT(*) AS n, SUM(HASH(t)::HUGEINT)::TEXT AS sum FROM (${query}) AS t`;

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

/**
 * Do the models still say the same? Derives the raw tables of a finished warehouse again with the models of this
 * checkout and compares every table: its columns, their types and descriptions, and its rows, both ways. Prints each
 * difference; exit code 1 when there is one.
 *
 * A reference is made once, from the models as they were: the same command with `--keep`. Two warehouses that are
 * derived already are compared as they stand.
 *
 * @example npx tsx test/proofs/equal-content.ts --keep ref/warehouse.duckdb var/warehouses/board-2026-06-30-2edb1d6d/warehouse.duckdb
 * @example npx tsx test/proofs/equal-content.ts ref/warehouse.duckdb
 * @example npx tsx test/proofs/equal-content.ts ref/warehouse.duckdb other/warehouse.duckdb
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPython } from '../../pipeline/python/environment.ts';
import { type Database, quoted, quotedPath, withDatabase } from '../../pipeline/warehouse/database.ts';
import { derivation, sqlmesh } from '../../pipeline/warehouse/sqlmesh.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { copyRaw, deriveInProcess } from '../models/rendered-model.ts';

/** What is known to differ and meant to: a column that is not compared where the condition holds. */
interface Meant {
  readonly table: string;
  readonly column: string;
  readonly where: string;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    /** Without SQLMesh: content alone, in a tenth of the time. */
    quick: { type: 'boolean', default: false },
    /** `table.column:condition`; the column is taken as null there, in the reference as in the copy. */
    meant: { type: 'string', multiple: true, default: [] },
  },
});
const [from = '', other] = positionals;
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const meant = options.meant.map((text): Meant => {
  const [, table = '', column = '', where = ''] = /^(\w+\.\w+)\.(\w+):(.+)$/.exec(text) ?? [];
  return { table, column, where };
});

const folder = mkdtempSync(join(tmpdir(), 'equal-content-'));

async function proved(): Promise<void> {
  const copy = join(folder, 'warehouse.duckdb');
  if (other === undefined) {
    await copyRaw(from, copy);
    await derived(copy);
  }
  if (options.keep === undefined) return compare(from, other ?? copy);
  mkdirSync(dirname(options.keep), { recursive: true });
  copyFileSync(copy, options.keep);
}

async function derived(warehouse: string): Promise<void> {
  if (options.quick) await deriveInProcess({ warehouse });
  else await deriveBySqlmesh(warehouse);
}

async function deriveBySqlmesh(warehouse: string): Promise<void> {
  const python = findPython();
  if (python === null) throw new Error('no Python environment: npm run setup');
  const place = { python, warehouse, runFolder: folder, cacheFolder: join(folder, 'cache') };
  const said = await sqlmesh(place, ...derivation());
  if (said.exitCode !== 0) throw new Error(`${said.stdout}\n${said.stderr}`.slice(-6000));
}

async function compare(one: string, two: string): Promise<void> {
  const stores = [await kept(one, 'one'), await kept(two, 'other')];
  await withDatabase(':memory:', async (database) => {
    for (const store of stores) await database.run(`ATTACH ${quotedPath(store)} (READ_ONLY)`);
    const found = [...(await columnDifferences(database)), ...(await rowDifferences(database))];
    say([...found, found.length === 0 ? 'every table is equal' : `${found.length} differences`].join('\n'));
    process.exitCode = found.length === 0 ? 0 : 1;
  });
}

/** Every table and view of the file as a table of a file of another name: two warehouses cannot be open together. */
async function kept(file: string, name: string): Promise<string> {
  const store = join(folder, `${name}.duckdb`);
  await withWarehouse(file, async (database) => {
    await database.run(`ATTACH ${quotedPath(store)} AS store`);
    await database.run(`CREATE TABLE store.described AS ${described}`);
    const tables = await database.rows(`SELECT DISTINCT schema, name FROM store.described ORDER BY 1, 2`);
    for (const schema of new Set(tables.map((table) => table['schema'])))
      await database.run(`CREATE SCHEMA store.${schema}`);
    for (const table of tables) {
      const full = `${table['schema']}.${table['name']}`;
      await database.run(`CREATE TABLE store.${full} AS SELECT * FROM warehouse.${full}`);
    }
  });
  return store;
}

const described = `
  SELECT schema_name AS schema, table_name AS name, column_name, column_index, data_type, comment
  FROM duckdb_columns()
  WHERE database_name = 'warehouse'
    AND schema_name IN ('staging', 'core', 'measures', 'scorecard', 'published')`;

async function columnDifferences(database: Database): Promise<string[]> {
  const comment = options.quick ? '' : ', comment';
  const differing = await database.rows(`
    SELECT 'missing or changed' AS how, schema, name, column_name, data_type${comment} FROM
      (SELECT schema, name, column_name, column_index, data_type${comment} FROM one.described
       EXCEPT SELECT schema, name, column_name, column_index, data_type${comment} FROM other.described)
    UNION ALL
    SELECT 'new or changed' AS how, schema, name, column_name, data_type${comment} FROM
      (SELECT schema, name, column_name, column_index, data_type${comment} FROM other.described
       EXCEPT SELECT schema, name, column_name, column_index, data_type${comment} FROM one.described)
    ORDER BY 2, 3, 4, 1`);
  return differing.map((row) => Object.values(row).join(' | '));
}

async function rowDifferences(database: Database): Promise<string[]> {
  const tables = await database.rows(
    `SELECT schema || '.' || name AS full, list(column_name ORDER BY column_index) AS columns
     FROM one.described SEMI JOIN other.described AS o USING (schema, name) GROUP BY ALL ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { full } of tables) {
    const [row] = await database.rows(`
      WITH a AS (${rowsOf('one', String(full))}), b AS (${rowsOf('other', String(full))})
      SELECT (SELECT COUNT(*) FROM a) AS rows, (SELECT COUNT(*) FROM (FROM a EXCEPT ALL FROM b)) AS lost,
        (SELECT COUNT(*) FROM (FROM b EXCEPT ALL FROM a)) AS gained, ${quoted(String(full))} AS name`);
    if (row?.['lost'] !== 0 || row?.['gained'] !== 0)
      found.push(`${full}: of ${row?.['rows']} rows ${row?.['lost']} lost, ${row?.['gained']} gained`);
  }
  return found;
}

function rowsOf(store: string, table: string): string {
  const masked = meant
    .filter((each) => each.table === table)
    .map(({ column, where }) => `CASE WHEN ${where} THEN NULL ELSE ${column} END AS ${column}`);
  const star = masked.length === 0 ? '*' : `* REPLACE (${masked.join(', ')})`;
  return `SELECT ${star} FROM ${store}.${table}`;
}

try {
  await proved();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

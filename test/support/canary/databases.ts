/** Searches databases and Parquet files, whose bytes are compressed, value by value and then as they lie. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { group } from 'd3-array';
import { quotedPath, withDatabase } from '../../../pipeline/warehouse/database.ts';
import type { Canary, CanaryHit } from './canary.ts';
import { CanarySearch } from './find.ts';
import { barrier } from './spellings.ts';

interface Column {
  readonly table: string;
  readonly column: string;
}

/**
 * Every canary in any column of any table of a DuckDB file or a Parquet file, names of tables and columns included, and
 * in the bytes of the file, where a row that was deleted may still lie.
 *
 * @param path a warehouse (`.duckdb`) or a table of a snapshot (`.parquet`)
 */
export async function findCanariesInDatabase(
  path: string,
  canaries: readonly Canary[],
): Promise<CanaryHit[]> {
  const search = new CanarySearch(canaries);
  const hits: CanaryHit[] = [];
  const note = (place: string, found: ReturnType<CanarySearch['inBytes']>): void => {
    for (const { canary, form } of found) {
      const { kind, field } = canary;
      hits.push({ file: `${basename(path)} ${place}`, kind, field, form });
    }
  };
  const look = (place: string, bytes: Uint8Array): void => note(place, search.inBytes(bytes));
  note('(bytes)', search.asTheyLie(readFileSync(path)));
  await withDatabase(':memory:', async (database) => {
    await database.run(
      /\.parquet$/.test(path)
        ? `CREATE VIEW searched AS SELECT * FROM read_parquet(${quotedPath(path)})`
        : `ATTACH ${quotedPath(path)} AS searched (READ_ONLY)`,
    );
    const columns = await columnsOf(database, /\.parquet$/.test(path));
    look(
      '(names)',
      Buffer.from(columns.map(({ table, column }) => `${table}${barrier}${column}`).join(barrier)),
    );
    for (const [table, itsColumns] of group(columns, ({ table }) => table)) {
      const values = itsColumns.map(
        ({ column }) =>
          `STRING_AGG(DISTINCT CAST(${name(column)} AS VARCHAR), '${barrier}') AS ${name(column)}`,
      );
      const [found] = await database.rows(`SELECT ${values.join(', ')} FROM ${table}`);
      for (const { column } of itsColumns)
        look(`${table}.${column}`, Buffer.from(String(found?.[column] ?? '')));
    }
  });
  return hits;
}

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

type Database = Parameters<Parameters<typeof withDatabase>[1]>[0];

/** Columns of stored tables; what a view shows is stored in one of them. */
async function columnsOf(database: Database, parquet: boolean): Promise<Column[]> {
  const rows = await database.rows(
    parquet
      ? "SELECT 'searched' AS place, column_name FROM duckdb_columns() WHERE table_name = 'searched' ORDER BY column_index"
      : `SELECT 'searched."' || c.schema_name || '"."' || c.table_name || '"' AS place, c.column_name
         FROM duckdb_columns() AS c
         JOIN duckdb_tables() AS t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND t.table_name = c.table_name
         WHERE c.database_name = 'searched' ORDER BY c.schema_name, c.table_name, c.column_index`,
  );
  return rows.map((row) => ({ table: String(row['place']), column: String(row['column_name']) }));
}

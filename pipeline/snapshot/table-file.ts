/** Contract rows as a Parquet file whose bytes depend on the rows alone. */
import { columnMeta } from '../../sources/contract/column.ts';
import {
  type ContractRows,
  contractTables,
  type TableName,
  tableNames,
} from '../../sources/contract/tables.ts';
import { type Database, quotedPath, withDatabase } from '../warehouse/database.ts';

/** Writes one file per contract table into the folder and returns their names. */
export async function writeTableFiles(folder: string, rows: ContractRows): Promise<string[]> {
  // One thread and a total order: the same rows give the same bytes.
  return withDatabase(
    ':memory:',
    async (database) => {
      const files: string[] = [];
      for (const name of tableNames) files.push(await writeTableFile(database, folder, name, rows[name]));
      return files;
    },
    { threads: 1, spill: folder },
  );
}

async function writeTableFile(
  database: Database,
  folder: string,
  name: TableName,
  rows: ContractRows[TableName],
): Promise<string> {
  const shape = Object.entries(contractTables[name].shape);
  const columns = shape.map(([column]) => column);
  const file = `${name}.parquet`;
  await database.run(`CREATE TABLE "${name}" (${columns.map((column) => `"${column}" TEXT`).join(', ')})`);
  await database.appendText(
    name,
    columns.length,
    rows.map((row) => columns.map((column) => asText(row, column))),
  );
  const typed = shape.map(
    ([column, schema]) => `CAST("${column}" AS ${columnMeta(schema).sql}) AS "${column}"`,
  );
  await copyInOrder(database, `SELECT ${typed.join(', ')} FROM "${name}"`, columns, `${folder}/${file}`);
  return file;
}

/** Writes a query's rows as every table file has them: in a total order of all their columns, the key first. */
export async function copyInOrder(
  database: Database,
  query: string,
  columns: readonly string[],
  path: string,
): Promise<void> {
  const order = ['row_key', ...columns.filter((column) => column !== 'row_key')].map(
    (column) => `"${column}"`,
  );
  await database.run(
    `COPY (${query} ORDER BY ${order.join(', ')}) TO ${quotedPath(path)} ` +
      '(FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 122880)',
  );
}

function asText(row: object, column: string): string | null {
  const value = (row as Record<string, unknown>)[column];
  return value === null || value === undefined ? null : String(value);
}

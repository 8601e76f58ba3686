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
  const order = ['row_key', ...columns.filter((column) => column !== 'row_key')].map(
    (column) => `"${column}"`,
  );
  await database.run(
    `COPY (SELECT ${typed.join(', ')} FROM "${name}" ORDER BY ${order.join(', ')}) TO ${quotedPath(`${folder}/${file}`)} ` +
      '(FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 122880)',
  );
  return file;
}

function asText(row: object, column: string): string | null {
  const value = (row as Record<string, unknown>)[column];
  return value === null || value === undefined ? null : String(value);
}

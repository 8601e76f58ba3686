import { createHash } from 'node:crypto';
import { TrackerError } from '../error.ts';
import { columnKey, keptColumns, spellingsOf } from '../reading/file-contract.ts';
import type { DatabaseSource, Sheet, SheetRecord } from '../reading/sheet.ts';
import { ssdFiles } from './contract.ts';
import { refusal } from './database-failures.ts';

export interface DatabaseColumn {
  readonly name: string;
  /** As the database calls it. */
  readonly type: string;
}

export interface DatabaseTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly DatabaseColumn[];
  /** Whether the login may read it. */
  readonly readable: boolean;
}

/** What is asked of a database: within one read-only transaction that sees one state of it. */
export interface SsdDatabase {
  readonly kind: 'postgresql' | 'sqlserver';
  /** Tables and views whose name begins `ssd_`. */
  tables(): Promise<readonly DatabaseTable[]>;
  /**
   * The columns as text (days yyyy-mm-dd, nothing as ''), and last a digest of the whole row, made in the database so
   * that rows which differ only in what is not read stay two rows; ordered by all of it, for a table has no order.
   */
  rows(
    table: DatabaseTable,
    columns: readonly DatabaseColumn[],
  ): AsyncIterable<readonly (readonly string[])[]>;
}

/** Opens one, hands it to `work`, and closes it whatever happens. */
export type WithDatabase = <T>(connection: string, work: (database: SsdDatabase) => Promise<T>) => Promise<T>;

/** Name of the column that holds the digest of what is not read; no contract names it. */
const digestColumn = '(rest of the row)';

/**
 * The SSD tables of a database as sheets. Only the columns of the contract leave it. Everything is read before
 * anything is handed on, so that a connection lost midway leaves nothing half read.
 *
 * @throws TrackerError `usage` where the connection is not set, `input_refused` where the database cannot be read;
 *   neither holds an address, a login or a password
 */
export async function databaseSheets(
  source: DatabaseSource,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly Sheet[]> {
  const connection = environment[source.variable]?.trim() ?? '';
  const open = await clientFor(source.variable, connection);
  return open(connection, async (database) => {
    const sheets: Sheet[] = [];
    for (const table of tablesOf(await database.tables(), source))
      sheets.push(await readSheet(database, table));
    return sheets;
  });
}

async function clientFor(variable: string, connection: string): Promise<WithDatabase> {
  if (connection === '')
    throw usage(
      'database_not_named',
      `the environment variable ${variable} is not set`,
      'Set it to the connection of the database for the account that runs the tracker, as sources/ssd/README.md shows.',
    );
  if (/^postgres(ql)?:\/\//i.test(connection))
    return (await import('./database-postgresql.ts')).withPostgresql;
  if (/^(mssql|sqlserver):\/\//i.test(connection))
    return (await import('./database-sqlserver.ts')).withSqlServer;
  throw usage(
    'database_unknown',
    `the environment variable ${variable} holds no connection of a known kind`,
    'It begins postgresql:// or sqlserver://, as sources/ssd/README.md shows.',
  );
}

/** The tables of the contract that are there, in one schema. */
function tablesOf(all: readonly DatabaseTable[], { variable, schema }: DatabaseSource): DatabaseTable[] {
  const names = new Set(Object.keys(ssdFiles).map((table) => `ssd_${table}`));
  const known = all.filter(({ name }) => names.has(name.toLowerCase()));
  const schemas = [...new Set(known.map((table) => table.schema))].sort();
  const chosen = schema ?? schemas[0];
  if (schema === null && schemas.length > 1)
    throw refusal(
      'database_several_schemas',
      `the SSD tables are in several schemas of the database: ${schemas.join(', ')}`,
      'Name the right one in authority.yaml, beside database: `schema: ...`.',
    );
  const tables = known.filter((table) => table.schema === chosen);
  if (tables.length === 0)
    throw refusal(
      'database_empty',
      `no SSD table (ssd_person and so on) is seen through ${variable}${schema === null ? '' : ` in the schema ${schema}`}`,
      'Check the database that the connection names, and that its login may read the schema of the SSD.',
    );
  const closed = tables.filter(({ readable }) => !readable).map(({ name }) => name);
  if (closed.length > 0)
    throw refusal(
      'database_no_rights',
      `the login may not read ${closed.join(', ')}`,
      'Ask whoever keeps the database for the right to read (SELECT) these tables; nothing more is needed.',
    );
  return tables;
}

async function readSheet(database: SsdDatabase, table: DatabaseTable): Promise<Sheet> {
  const columns = readColumns(table);
  const digest = createHash('sha256').update(JSON.stringify(columns.map(({ name }) => name)));
  const records: SheetRecord[] = [];
  for await (const block of database.rows(table, columns)) {
    for (const cells of block) {
      digest.update(`${JSON.stringify(cells)}\n`);
      records.push({ line: records.length + 1, cells });
    }
  }
  return {
    file: `${table.schema}.${table.name}`,
    kind: database.kind,
    encoding: null,
    separator: null,
    sha256: digest.digest('hex'),
    header: [...columns.map(({ name }) => name), digestColumn],
    headerLine: 0,
    remarks: [],
    blocks: async function* () {
      if (records.length > 0) yield records;
    },
  };
}

/** The columns of a table that its contract reads. */
function readColumns(table: DatabaseTable): DatabaseColumn[] {
  const contract = Object.entries(ssdFiles).find(([name]) => `ssd_${name}` === table.name.toLowerCase())?.[1];
  if (contract === undefined) return [];
  const wanted = new Set([...keptColumns(contract).map(columnKey), ...spellingsOf(contract).keys()]);
  return table.columns.filter(({ name }) => wanted.has(columnKey(name)));
}

const usage = (code: string, what: string, advice: string): TrackerError =>
  new TrackerError('usage', code, what, advice);

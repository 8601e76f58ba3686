import pg from 'pg';
import Cursor from 'pg-cursor';
import { TrackerError } from '../error.ts';
import type { DatabaseColumn, DatabaseTable, SsdDatabase, WithDatabase } from './database.ts';
import { databaseFailures as failures } from './database-failures.ts';

/** How long to wait for the database to answer at all, in milliseconds. */
const patience = 15_000;

/** The SSD in PostgreSQL, read in one read-only transaction that sees the state of its beginning. */
export const withPostgresql: WithDatabase = async (connection, work) => {
  const client = clientOf(connection);
  // Without a listener a lost connection would end the program.
  client.on('error', () => undefined);
  let connected = false;
  try {
    await client.connect();
    connected = true;
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Days in one way, whatever the login's own settings; memory enough to put a table in order.
    await client.query("SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL work_mem = '64MB'");
    return await work(database(client));
  } catch (error) {
    if (error instanceof TrackerError) throw error;
    throw failureOf(error, connected);
  } finally {
    await client.end().catch(() => undefined);
  }
};

function clientOf(connectionString: string): pg.Client {
  try {
    return new pg.Client({
      connectionString,
      application_name: 'permanence-tracker',
      connectionTimeoutMillis: patience,
      keepAlive: true,
    });
  } catch {
    // The error of a connection that cannot be understood holds the connection.
    throw failures.login();
  }
}

const database = (client: pg.Client): SsdDatabase => ({
  kind: 'postgresql',
  tables: () => tablesOf(client),
  rows: (table, columns) => rowsOf(client, table, columns),
});

const catalogue = `
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, NULL),
  has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND lower(c.relname) LIKE 'ssd\\_%'
ORDER BY n.nspname, c.relname, a.attnum`;

type Described = [schema: string, table: string, column: string, type: string, readable: boolean];

async function tablesOf(client: pg.Client): Promise<DatabaseTable[]> {
  const { rows } = await client.query<Described>({ text: catalogue, rowMode: 'array' });
  const tables = new Map<string, DatabaseTable & { columns: DatabaseColumn[] }>();
  for (const [schema, name, column, type, readable] of rows) {
    const key = `${schema}.${name}`;
    const table = tables.get(key) ?? { schema, name, readable, columns: [] };
    table.columns.push({ name: column, type });
    tables.set(key, table);
  }
  return [...tables.values()];
}

const blockRows = 5_000;

async function* rowsOf(
  client: pg.Client,
  { schema, name }: DatabaseTable,
  columns: readonly DatabaseColumn[],
): AsyncGenerator<readonly (readonly string[])[]> {
  const cells = [...columns.map(textOf), 'md5(t::text)'].map((cell, at) => `${cell} AS c${at}`);
  const order = cells.map((_, at) => `c${at} COLLATE "C"`);
  const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
  const query = `SELECT * FROM (SELECT ${cells.join(', ')} FROM ${table} AS t) AS r ORDER BY ${order.join(', ')}`;
  const cursor = client.query(new Cursor<string[]>(query, [], { rowMode: 'array' }));
  for (let block = await cursor.read(blockRows); block.length > 0; block = await cursor.read(blockRows))
    yield block;
  await cursor.close();
}

/** A day for a moment that is one, the day in England where the column knows time zones; the rest as PostgreSQL writes it. */
function textOf({ name, type }: DatabaseColumn): string {
  const column = `t.${pg.escapeIdentifier(name)}`;
  const moment = type === 'timestamp with time zone' ? `(${column} AT TIME ZONE 'Europe/London')` : column;
  const text = `${moment}::text`;
  return `coalesce(${type.startsWith('timestamp') ? `regexp_replace(${text}, ' 00:00:00$', '')` : text}, '')`;
}

/** Codes of PostgreSQL: class 28 login, 3D000 no such database, 42501 no right, class 57 and 08 shut down or lost. */
function failureOf(error: unknown, connected: boolean): TrackerError {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (/^(28|3D)/.test(code)) return failures.login();
  if (code === '42501') return failures.rights();
  if (!connected) return failures.unreachable();
  return code === '' || /^(57|08|E[A-Z]+$)/.test(code) ? failures.lost() : failures.unread(code);
}

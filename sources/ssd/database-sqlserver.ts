import { Connection, type ConnectionConfiguration, Request } from 'tedious';
import { TrackerError } from '../error.ts';
import type { DatabaseColumn, DatabaseTable, SsdDatabase, WithDatabase } from './database.ts';
import { databaseFailures as failures } from './database-failures.ts';

/** How long to wait for the database to answer at all, in milliseconds. */
const patience = 15_000;

/**
 * The SSD in SQL Server, read in one transaction: of the state of its beginning where the database allows snapshots,
 * else with what was read locked until the end. Not yet run against a server: see README.md.
 */
export const withSqlServer: WithDatabase = async (connection, work) => {
  const client = new Connection(configurationOf(connection));
  let connected = false;
  try {
    await opened(client);
    connected = true;
    await begun(client, await isolationOf(client));
    return await work(database(client));
  } catch (error) {
    if (error instanceof TrackerError) throw error;
    throw failureOf(error, connected);
  } finally {
    client.close();
  }
};

/** `sqlserver://user:password@host:1433/database?encrypt=true&trustServerCertificate=false` */
function configurationOf(connection: string): ConnectionConfiguration {
  try {
    const url = new URL(connection);
    const asked = (name: string): string | null => url.searchParams.get(name);
    return {
      server: url.hostname,
      authentication: {
        type: asked('domain') === null ? 'default' : 'ntlm',
        options: {
          userName: decodeURIComponent(url.username),
          password: decodeURIComponent(url.password),
          domain: asked('domain') ?? '',
        },
      },
      options: {
        port: url.port === '' ? 1433 : Number(url.port),
        database: decodeURIComponent(url.pathname.slice(1)),
        encrypt: asked('encrypt') !== 'false',
        trustServerCertificate: asked('trustServerCertificate') === 'true',
        readOnlyIntent: true,
        appName: 'permanence-tracker',
        connectTimeout: patience,
        requestTimeout: 0,
      },
    };
  } catch {
    // The error of a connection that cannot be understood holds the connection.
    throw failures.login();
  }
}

/** Levels of isolation, as SQL Server numbers them. */
const repeatableRead = 3;
const snapshot = 5;

const opened = (client: Connection): Promise<void> =>
  new Promise((done, fail) => client.connect((error) => (error === undefined ? done() : fail(error))));

const begun = (client: Connection, level: number): Promise<void> =>
  new Promise((done, fail) =>
    client.beginTransaction((error) => (error ? fail(error) : done()), 'permanence_tracker', level),
  );

async function isolationOf(client: Connection): Promise<number> {
  const [row] = await answer(
    client,
    'SELECT CONVERT(nvarchar(3), snapshot_isolation_state) FROM sys.databases WHERE database_id = DB_ID()',
  );
  return row?.[0] === '1' ? snapshot : repeatableRead;
}

const database = (client: Connection): SsdDatabase => ({
  kind: 'sqlserver',
  tables: () => tablesOf(client),
  rows: (table, columns) => rowsOf(client, table, columns),
});

const catalogue = `
SELECT s.name, o.name, c.name, TYPE_NAME(c.system_type_id),
  CONVERT(nvarchar(1), HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT'))
FROM sys.objects AS o
INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id
INNER JOIN sys.columns AS c ON c.object_id = o.object_id
WHERE o.type IN ('U', 'V') AND o.name LIKE 'ssd[_]%'
ORDER BY s.name, o.name, c.column_id`;

async function tablesOf(client: Connection): Promise<DatabaseTable[]> {
  const tables = new Map<string, DatabaseTable & { columns: DatabaseColumn[] }>();
  for (const [schema = '', name = '', column = '', type = '', readable] of await answer(client, catalogue)) {
    const key = `${schema}.${name}`;
    const table = tables.get(key) ?? { schema, name, readable: readable === '1', columns: [] };
    table.columns.push({ name: column, type });
    tables.set(key, table);
  }
  return [...tables.values()];
}

async function* rowsOf(
  client: Connection,
  { schema, name }: DatabaseTable,
  columns: readonly DatabaseColumn[],
): AsyncGenerator<readonly (readonly string[])[]> {
  const whole = "CONVERT(nvarchar(64), HASHBYTES('SHA2_256', (SELECT t.* FOR XML RAW)), 2)";
  const cells = [...columns.map(textOf), whole].map((cell, at) => `${cell} AS c${at}`);
  const order = cells.map((_, at) => `c${at} COLLATE Latin1_General_BIN2`);
  yield await answer(
    client,
    `SELECT * FROM (SELECT ${cells.join(', ')} FROM ${quoted(schema)}.${quoted(name)} AS t) AS r ORDER BY ${order.join(', ')}`,
  );
}

const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

function textOf({ name, type }: DatabaseColumn): string {
  const column = `t.${quoted(name)}`;
  if (/^(date|datetime2?|smalldatetime|datetimeoffset)$/.test(type))
    return `COALESCE(REPLACE(CONVERT(nvarchar(19), ${column}, 120), N' 00:00:00', N''), N'')`;
  // Without a format SQL Server rounds to six figures.
  if (/^(float|real)$/.test(type)) return `COALESCE(FORMAT(${column}, N'0.##########', N'en-GB'), N'')`;
  return `COALESCE(CONVERT(nvarchar(max), ${column}), N'')`;
}

/** All rows of a query whose columns are text, as they come in. */
function answer(client: Connection, query: string): Promise<string[][]> {
  return new Promise((done, fail) => {
    const rows: string[][] = [];
    const request = new Request(query, (error) => (error ? fail(error) : done(rows)));
    request.on('row', (cells: { value: unknown }[]) =>
      rows.push(cells.map(({ value }) => String(value ?? ''))),
    );
    client.execSql(request);
  });
}

/** Numbers of SQL Server: 18456 login, 4060 no such database, 229 and 230 no right; the client's own words for the rest. */
function failureOf(error: unknown, connected: boolean): TrackerError {
  const { number, code } = error as { readonly number?: number; readonly code?: string };
  if (number === 18456 || number === 4060 || code === 'ELOGIN') return failures.login();
  if (number === 229 || number === 230) return failures.rights();
  if (!connected) return failures.unreachable();
  return number === undefined ? failures.lost() : failures.unread(String(number));
}

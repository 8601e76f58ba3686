/** A thin door to DuckDB: open, ask, close. Every opener closes, because one writer shuts everyone else out. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from '@duckdb/node-api';

export type Cell = string | number | boolean | null;
export type Record_ = Readonly<Record<string, Cell>>;

/**
 * Opens the file (or memory), hands the connection to `work`, and closes both whatever happens. What does not fit into
 * memory (TRACKER_MEMORY, 4GB unless set) goes beside a file; a database in memory keeps it in the folder `spill`, and without one does without: left to
 * itself DuckDB would put rows into the folder in which the program happens to be started. TRACKER_THREADS is for whoever
 * keeps the cores busy with processes: threads of each that wait for one another cost more than they bring.
 */
export async function withDatabase<T>(
  file: string,
  work: (database: Database) => Promise<T>,
  options: { readonly readOnly?: boolean; readonly threads?: number; readonly spill?: string } = {},
): Promise<T> {
  const settings: Record<string, string> = { memory_limit: process.env['TRACKER_MEMORY'] ?? '4GB' };
  if (options.readOnly === true) settings['access_mode'] = 'READ_ONLY';
  const threads = options.threads ?? process.env['TRACKER_THREADS'];
  if (threads !== undefined) settings['threads'] = String(threads);
  if (file === ':memory:')
    settings['temp_directory'] = options.spill === undefined ? '' : join(options.spill, 'spill.tmp');
  const instance = await DuckDBInstance.create(file, settings);
  const connection = await instance.connect();
  try {
    return await work(new Database(instance, connection));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** One open connection. */
export class Database {
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  /** Does the work for each item, for as many at once as there are cores; each hears which item it is of the list. */
  async forEach<T>(
    items: readonly T[],
    work: (database: Database, item: T, index: number) => Promise<void>,
  ): Promise<void> {
    const waiting = items.entries();
    const lane = async (database: Database): Promise<void> => {
      for (const [index, item] of waiting) await work(database, item, index);
    };
    const more = Math.min(items.length, availableParallelism()) - 1;
    const lanes = [lane(this), ...Array.from({ length: Math.max(more, 0) }, () => this.#beside(lane))];
    // Nothing is closed while one of them is at work, whatever became of another.
    for (const ended of await Promise.allSettled(lanes)) if (ended.status === 'rejected') throw ended.reason;
  }

  /** The work on a connection of its own to the same data. */
  async #beside(work: (database: Database) => Promise<void>): Promise<void> {
    const connection = await this.#instance.connect();
    try {
      await work(new Database(this.#instance, connection));
    } finally {
      connection.closeSync();
    }
  }

  /** Runs statements and forgets their results. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** All rows as plain objects: dates as ISO text, whole numbers and decimals as numbers. */
  async rows(sql: string): Promise<Record_[]> {
    const reader = await this.connection.runAndReadAll(sql);
    const names = reader.columnNames();
    return reader.getRows().map((row) => {
      const record: Record<string, Cell> = {};
      names.forEach((name, index) => {
        record[name] = plain(row[index]);
      });
      return record;
    });
  }

  /** The columns of the result, each as an array. */
  async columns(sql: string): Promise<Record<string, readonly unknown[]>> {
    const reader = await this.connection.runAndReadAll(sql);
    const names = reader.columnNames();
    return Object.fromEntries(reader.getColumnsJS().map((values, index) => [names[index] as string, values]));
  }

  /** Appends rows of text cells to a table all of whose columns are text. */
  async appendText(
    table: string,
    width: number,
    rows: readonly (readonly (string | null)[])[],
  ): Promise<void> {
    const appender = await this.connection.createAppender(table);
    const types = Array.from({ length: width }, () => VARCHAR);
    for (let start = 0; start < rows.length; start += chunkRows) {
      const part = rows.slice(start, start + chunkRows);
      const chunk = DuckDBDataChunk.create(types, part.length);
      chunk.setRows(part);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }
}

const chunkRows = 2048;

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  const text = String(value);
  return (value as { scale?: number }).scale === undefined ? text : Number(text);
}

/** A text literal of SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A path as a literal that DuckDB reads on every system. */
export const quotedPath = (path: string): string => quoted(path.replaceAll('\\', '/'));

/** A nullable date literal of SQL. */
export const dateOrNull = (day: string | null): string =>
  day === null ? 'CAST(NULL AS DATE)' : `DATE ${quoted(day)}`;

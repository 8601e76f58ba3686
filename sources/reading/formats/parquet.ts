import { createHash } from 'node:crypto';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TrackerError } from '../../error.ts';
import type { Format, InputFile, OpenOptions, Sheet, SheetRecord } from '../sheet.ts';

/** A table saved as Parquet, as the text that its CSV would hold. */
export const parquet: Format = {
  kind: 'parquet',
  fits: (name, head) => name.endsWith('.parquet') || String.fromCharCode(...head.subarray(0, 4)) === 'PAR1',
  open: openParquet,
};

async function openParquet(file: InputFile, { limits }: OpenOptions): Promise<readonly Sheet[]> {
  const { path } = file;
  if (path === null)
    throw refusal(
      file.file,
      'is a Parquet file inside a zip',
      'Unpack it into the folder: it is packed already.',
    );
  const digest = createHash('sha256');
  for await (const part of file.bytes()) digest.update(part);
  const { columns, rows } = await withDuckDB(file.file, async (connection) => ({
    columns: await allRows(connection, `DESCRIBE SELECT * FROM ${tableOf(path)}`),
    rows: await allRows(connection, `SELECT COUNT(*) FROM ${tableOf(path)}`),
  }));
  if (Number(rows[0]?.[0]) > limits.input_rows)
    throw refusal(file.file, `holds more than ${limits.input_rows} rows`, 'Export it as CSV.');
  const selected = columns.map(([name, type]) => textOf(String(name), String(type))).join(', ');
  return [
    {
      file: file.file,
      kind: 'parquet',
      encoding: null,
      separator: null,
      sha256: digest.digest('hex'),
      header: columns.map(([name]) => String(name).trim()),
      headerLine: 0,
      remarks: [],
      blocks: () => blocksOf(file.file, `SELECT ${selected} FROM ${tableOf(path)}`),
    },
  ];
}

/** The file as a table; what a file name may hold is no pattern of file names. */
const tableOf = (path: string): string =>
  `read_parquet('${path.replace(/[[*?]/g, '[$&]').replaceAll("'", "''")}')`;

/** Days as yyyy-mm-dd, moments as the day in England and the time, whole numbers without `.0`, nothing as ''. */
function textOf(name: string, type: string): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const plain = type === 'TIMESTAMP WITH TIME ZONE' ? `timezone('Europe/London', ${column})` : column;
  if (type.startsWith('TIMESTAMP'))
    return `COALESCE(REGEXP_REPLACE(CAST(CAST(${plain} AS TIMESTAMP) AS VARCHAR), ' 00:00:00$', ''), '')`;
  if (type === 'DOUBLE' || type === 'FLOAT')
    return `COALESCE(REGEXP_REPLACE(CAST(${plain} AS VARCHAR), '\\.0$', ''), '')`;
  return `COALESCE(CAST(${plain} AS VARCHAR), '')`;
}

async function* blocksOf(file: string, query: string): AsyncGenerator<readonly SheetRecord[]> {
  const instance = await createInstance();
  try {
    const connection = await instance.connect();
    const result = await connection.stream(query);
    let line = 0;
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    )
      yield chunk.getRows().map((cells) => {
        line += 1;
        return { line, cells: cells.map(String) };
      });
  } catch (cause) {
    throw damaged(file, cause);
  } finally {
    instance.closeSync();
  }
}

/** One thread, so that rows come in the order of the file; a file can ask for no more memory than this. */
const createInstance = (): Promise<DuckDBInstance> =>
  DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' });

async function withDuckDB<T>(file: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await createInstance();
  try {
    return await work(await instance.connect());
  } catch (cause) {
    throw damaged(file, cause);
  } finally {
    instance.closeSync();
  }
}

const allRows = async (
  connection: DuckDBConnection,
  query: string,
): Promise<readonly (readonly unknown[])[]> => (await connection.runAndReadAll(query)).getRows();

const damaged = (file: string, cause: unknown): TrackerError =>
  refusal(file, 'is no Parquet file that can be read: it is damaged or cut off', 'Export it again.', cause);

function refusal(file: string, what: string, advice: string, cause?: unknown): TrackerError {
  return new TrackerError('input_refused', 'parquet_refused', `${file}: the file ${what}`, advice, cause);
}

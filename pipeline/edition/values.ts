/** The figures of an edition: `data/measure-values.parquet`, which does not say of which edition they are. */
import { copyFileSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { fileSha256 } from '../hash.ts';
import { type Database, quoted, quotedPath, withDatabase } from '../warehouse/database.ts';
import { statusNowSql, valuesName } from './format.ts';
import type { LineKey } from './key-format.ts';

/** What editions of version 0.3 and before hold instead, with the edition's id as a first column. */
export const formerValuesName = 'measure-values.csv';

/** Name of the relation that gives the figures while an edition is made. */
export const valueTable = 'edition_value';

/** Columns that together name one figure, in the order by which the file is sorted. */
const order = 'authority, measure_id, line, statistic, period, as_at_date, snapshot_date, breakdown, "group"';

/** Groups may be words out of case files; none may start a formula in a spreadsheet. */
export const harmlessGroup = `CASE WHEN LEFT(group_key, 1) IN ('=', '+', '-', '@', CHR(9), CHR(13)) THEN '''' || group_key ELSE group_key END`;

/** Makes the figures of the warehouse known by that name; they stay where they are, for a nation's would fill the memory. */
export async function takeValues(database: Database): Promise<void> {
  await database.run(`
    CREATE VIEW ${valueTable} AS
    SELECT
      authority, measure_id, line, statistic, period,
      CAST(as_at_date AS VARCHAR) AS as_at_date, CAST(snapshot_date AS VARCHAR) AS snapshot_date,
      breakdown, ${harmlessGroup} AS "group",
      CAST(numerator AS BIGINT) AS numerator, CAST(denominator AS BIGINT) AS denominator,
      CAST(value AS DECIMAL(18, 6)) AS value, unit, status, provisional
    FROM warehouse.published.measure_value`);
}

/** The authorities that have figures, in order. */
export async function authoritiesOf(database: Database): Promise<string[]> {
  const found = await database.columns(`SELECT DISTINCT authority FROM ${valueTable} ORDER BY authority`);
  return found['authority'] as string[];
}

/**
 * Writes the file into the folder: sorted authority by authority, and then put together. One thread for each and a total
 * order: the same rows give the same bytes.
 */
export async function writeValues(database: Database, folder: string): Promise<void> {
  const copy = (query: string, file: string): string =>
    `COPY (${query}) TO ${quotedPath(file)} (FORMAT PARQUET, COMPRESSION ZSTD, ROW_GROUP_SIZE 122880)`;
  const file = join(folder, valuesName);
  const authorities = await authoritiesOf(database);
  const parts = authorities.map((_, index) => `${file}.${index}`);
  const [before] = await database.rows("SELECT current_setting('threads') AS threads");
  await database.run('SET threads = 1');
  await database.forEach(authorities, (connection, authority, index) =>
    connection.run(
      copy(
        `SELECT * REPLACE (CAST(as_at_date AS DATE) AS as_at_date, CAST(snapshot_date AS DATE) AS snapshot_date)
        FROM ${valueTable} WHERE authority = ${quoted(authority)} ORDER BY ${order}`,
        parts[index] ?? file,
      ),
    ),
  );
  const [only] = parts;
  if (only !== undefined && parts.length === 1) renameSync(only, file);
  else {
    await database.run(copy(`FROM read_parquet([${parts.map(quotedPath).join(', ')}])`, file));
    for (const part of parts) rmSync(part);
  }
  await database.run(`SET threads = ${before?.['threads']}`);
}

// A DECIMAL(18, 6) always shows six decimals, so cutting zeros and then the point leaves whole numbers whole.
const trimmed = `RTRIM(RTRIM(CAST(value AS VARCHAR), '0'), '.')`;

/** The figures of a file, of either name, as a relation whose columns are texts: `12.5`, `true`, null where there is none. */
export const publishedValues = (file: string): string =>
  file.endsWith('.csv')
    ? `(SELECT * REPLACE (${statusNowSql} AS status)
        FROM read_csv(${quotedPath(file)}, header = true, all_varchar = true, delim = ',', quote = '"'))`
    : `(SELECT CAST(COLUMNS(* EXCLUDE (value, unit, status, provisional)) AS VARCHAR), ${trimmed} AS value, unit, ${statusNowSql} AS status,
        CAST(provisional AS VARCHAR) AS provisional FROM read_parquet(${quotedPath(file)}))`;

const madeFiles = z.object({ files: z.record(z.string(), z.string()) });

/** Path of the figures of an edition folder, whose bytes are those that its manifest names; an error when they are not. */
export function valuesFile(folder: string): string {
  try {
    const { files } = madeFiles.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const name = [valuesName, formerValuesName].find((each) => files[`data/${each}`] !== undefined) ?? '';
    const path = join(folder, 'data', name);
    if (fileSha256(path) === files[`data/${name}`]) return path;
    throw new Error(`${path} has other bytes than its manifest says`);
  } catch (cause) {
    throw new TrackerError(
      'check_stopped',
      'edition_damaged',
      `The figures of ${basename(folder)} are missing or not as they were made.`,
      'Put the folder of the edition back from a backup.',
      cause,
    );
  }
}

/**
 * Writes the figures of an edition folder as CSV: the edition's id first, then a column for each part of a figure's key,
 * its numbers as plain decimals, unit, status and whether it is provisional.
 */
export async function writeValuesCsv(folder: string, editionId: string, out: string): Promise<void> {
  const file = valuesFile(folder);
  if (file.endsWith('.csv')) copyFileSync(file, out);
  else
    await withDatabase(':memory:', (database) =>
      database.run(`
        COPY (SELECT ${quoted(editionId)} AS edition_id, * FROM ${publishedValues(file)})
        TO ${quotedPath(out)} (FORMAT CSV, HEADER)`),
    );
}

/** Lines rated Red on the day, for the summary of a run. */
export async function redLines(database: Database, asAt: string): Promise<LineKey[]> {
  const rows = await database.rows(`
    SELECT DISTINCT authority, measure_id, line FROM ${valueTable}
    WHERE breakdown = 'all' AND as_at_date = ${quoted(asAt)} AND status LIKE 'Red%' ORDER BY ALL`);
  return rows as unknown as LineKey[];
}

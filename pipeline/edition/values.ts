/** The figures of an edition: `measure-values.csv` and, row for row the same, `measure-values.arrow`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, quoted, quotedPath } from '../warehouse/database.ts';
import { arrowFile } from './arrow.ts';

/** Columns that together name one figure, in the order by which the file is sorted. */
const keyColumns = [
  'authority',
  'measure_id',
  'line',
  'statistic',
  'period',
  'as_at_date',
  'snapshot_date',
  'breakdown',
  'group',
];
const numberColumns = ['numerator', 'denominator', 'value'];
const textColumns = ['edition_id', ...keyColumns, 'unit', 'status'];
const columns = ['edition_id', ...keyColumns, ...numberColumns, 'unit', 'status', 'provisional'];

/** Name of the table that holds the figures in order while an edition is made. */
export const valueTable = 'edition_value';

/** Groups may be words out of case files; none may start a formula in a spreadsheet. */
export const harmlessGroup = `CASE WHEN REGEXP_MATCHES(group_key, '^[=+\\-@\\t\\r]') THEN '''' || group_key ELSE group_key END`;

/** Takes the figures out of the warehouse, once and in order. */
export async function takeValues(database: Database, editionId: string): Promise<void> {
  await database.run(`
    CREATE TABLE ${valueTable} AS
    SELECT
      ${quoted(editionId)} AS edition_id, authority, measure_id, line, statistic, period,
      CAST(as_at_date AS VARCHAR) AS as_at_date, CAST(snapshot_date AS VARCHAR) AS snapshot_date,
      breakdown, ${harmlessGroup} AS "group",
      CAST(numerator AS BIGINT) AS numerator, CAST(denominator AS BIGINT) AS denominator,
      CAST(value AS DECIMAL(18, 6)) AS value, unit, status, provisional
    FROM warehouse.published.measure_value
    ORDER BY ${keyColumns.map(quotedName).join(', ')}`);
}

/** Writes both files into the folder and returns their names. */
export async function writeValues(database: Database, folder: string): Promise<string[]> {
  await writeCsv(database, join(folder, 'measure-values.csv'));
  writeFileSync(join(folder, 'measure-values.arrow'), await arrowOf(database));
  return ['measure-values.csv', 'measure-values.arrow'];
}

async function writeCsv(database: Database, file: string): Promise<void> {
  const shown = columns.map((column) => (column === 'value' ? `${trimmed} AS value` : quotedName(column)));
  await database.run(
    `COPY (SELECT ${shown.join(', ')} FROM ${valueTable}) TO ${quotedPath(file)} (FORMAT CSV, HEADER)`,
  );
}

// A DECIMAL(18, 6) always shows six decimals, so cutting zeros and then the point leaves whole numbers whole.
const trimmed = `RTRIM(RTRIM(CAST(value AS VARCHAR), '0'), '.')`;

async function arrowOf(database: Database): Promise<Uint8Array> {
  const dictionaries = new Map<string, string[]>();
  for (const column of textColumns) {
    await database.run(
      `CREATE TYPE arrow_${column} AS ENUM (SELECT DISTINCT ${quotedName(column)} FROM ${valueTable} ORDER BY 1)`,
    );
    const values = await database.columns(`SELECT UNNEST(ENUM_RANGE(CAST(NULL AS arrow_${column}))) AS text`);
    dictionaries.set(column, (values['text'] ?? []) as string[]);
  }
  const shown = columns.map((column) => {
    if (textColumns.includes(column))
      return `CAST(ENUM_CODE(CAST(${quotedName(column)} AS arrow_${column})) AS INTEGER) AS ${quotedName(column)}`;
    return numberColumns.includes(column) ? `CAST(${column} AS DOUBLE) AS ${column}` : column;
  });
  const data = await database.columns(`SELECT ${shown.join(', ')} FROM ${valueTable}`);
  return arrowFile(columns, data, dictionaries);
}

const quotedName = (column: string): string => `"${column}"`;

/** Lines rated Red on the day, for the summary of a run. */
export async function redLines(
  database: Database,
  asAt: string,
): Promise<{ authority: string; measure_id: string; line: string }[]> {
  const rows = await database.rows(`
    SELECT DISTINCT authority, measure_id, line FROM ${valueTable}
    WHERE breakdown = 'all' AND as_at_date = ${quoted(asAt)} AND status LIKE 'Red%' ORDER BY ALL`);
  return rows.map((row) => ({
    authority: String(row['authority']),
    measure_id: String(row['measure_id']),
    line: String(row['line']),
  }));
}

/** Reads the totals of an edition's figures, as they were published. */
import { publishedValues, valuesFile } from '../edition/values.ts';
import { type Database, quoted, withDatabase } from '../warehouse/database.ts';

/** One total. Numbers are as written in the file; null where it has none. */
export interface Total {
  readonly authority: string;
  readonly measure_id: string;
  readonly line: string;
  readonly statistic: string;
  readonly period: string;
  readonly as_at_date: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly value: string | null;
  readonly unit: string;
  readonly status: string;
}

const columns =
  'authority, measure_id, line, statistic, period, as_at_date, numerator, denominator, value, unit, status';

const totalsOf = (editionFolder: string): string =>
  `(SELECT ${columns} FROM ${publishedValues(valuesFile(editionFolder))} WHERE breakdown = 'all')`;

/** Totals of one line, in order of period, statistic and day. */
export async function lineTotals(
  editionFolder: string,
  key: Pick<Total, 'authority' | 'measure_id' | 'line'>,
): Promise<Total[]> {
  const { authority, measure_id, line } = key;
  return withDatabase(':memory:', (database) =>
    rowsOf<Total>(
      database,
      `SELECT * FROM ${totalsOf(editionFolder)} WHERE authority = ${quoted(authority)}
       AND measure_id = ${quoted(measure_id)} AND line = ${quoted(line)} ORDER BY period, statistic, as_at_date`,
    ),
  );
}

/** A total that two editions give differently; a side is null where the edition has no such figure. */
export interface Difference {
  readonly measure_id: string;
  readonly line: string;
  readonly authority: string;
  readonly statistic: string;
  readonly period: string;
  readonly as_at_date: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** What two editions say differently on the days that both describe, and the days that only one describes. */
export interface FigureDifferences {
  readonly differences: readonly Difference[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

const key = 'authority, measure_id, line, statistic, period, as_at_date';
/** A figure in words: value, what it is made of, status. */
const said = (side: string): string =>
  `CASE WHEN ${side}.status IS NULL THEN NULL ELSE CONCAT_WS(' ', COALESCE(${side}.value, '-'),
   CASE WHEN ${side}.denominator IS NOT NULL THEN CONCAT('(', COALESCE(${side}.numerator, '-'), ' of ', ${side}.denominator, ')') END,
   CONCAT('[', ${side}.status, ']')) END`;

/** Compares the totals of two edition folders. */
export async function compareTotals(a: string, b: string): Promise<FigureDifferences> {
  return withDatabase(':memory:', async (database) => {
    await database.run(`CREATE TABLE a AS SELECT * FROM ${totalsOf(a)}`);
    await database.run(`CREATE TABLE b AS SELECT * FROM ${totalsOf(b)}`);
    const differences = await rowsOf<Difference>(
      database,
      `SELECT ${key}, ${said('a')} AS a, ${said('b')} AS b
       FROM a FULL OUTER JOIN b USING (${key})
       WHERE as_at_date IN (SELECT as_at_date FROM a) AND as_at_date IN (SELECT as_at_date FROM b)
         AND (a.status IS DISTINCT FROM b.status OR a.value IS DISTINCT FROM b.value
           OR a.numerator IS DISTINCT FROM b.numerator OR a.denominator IS DISTINCT FROM b.denominator)
       ORDER BY ${key}`,
    );
    return {
      differences,
      onlyA: await daysOnly(database, 'a', 'b'),
      onlyB: await daysOnly(database, 'b', 'a'),
    };
  });
}

async function daysOnly(database: Database, one: string, other: string): Promise<string[]> {
  const rows = await rowsOf<{ day: string }>(
    database,
    `SELECT DISTINCT as_at_date AS day FROM ${one} WHERE as_at_date NOT IN (SELECT as_at_date FROM ${other}) ORDER BY 1`,
  );
  return rows.map((row) => row.day);
}

const rowsOf = async <T>(database: Database, sql: string): Promise<T[]> =>
  (await database.rows(sql)) as unknown as T[];

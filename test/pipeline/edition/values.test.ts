import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { statuses, statusNow, valuesName } from '../../../pipeline/edition/format.ts';
import { publishedValues, valueTable, writeValues } from '../../../pipeline/edition/values.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracker-values-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const former = ['Green - at or above target', 'Amber - above floor', 'Red - below floor'];
const now = ['Green - on target', 'Amber - short of target', 'Red - worse than floor'];

it('the figures of an edition of version 0.3 are told in the words of today', async () => {
  const csv = join(folder, 'measure-values.csv');
  writeFileSync(csv, `value,status\n${former.map((status, index) => `${index},${status}`).join('\n')}\n`);
  const parquet = join(folder, 'measure-values.parquet');
  await withDatabase(':memory:', async (database) => {
    await database.run(`COPY (SELECT CAST(value AS DECIMAL(18, 6)) AS value, 'children' AS unit, status,
      false AS provisional FROM read_csv('${csv}')) TO '${parquet}' (FORMAT PARQUET)`);
    for (const file of [csv, parquet]) {
      const rows = await database.rows(`SELECT status FROM ${publishedValues(file)} ORDER BY value`);
      expect(rows.map(({ status }) => status)).toEqual(now);
    }
  });
});

it('the figures of several authorities are one file in one order, each figure once', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  await withDatabase(':memory:', async (database) => {
    await database.run(`CREATE TABLE ${valueTable} AS
      SELECT 'county-' || (n % 3) AS authority, 'T' || (n % 7) AS measure_id, 'main' AS line, 'count' AS statistic,
        'as_at' AS period, '2026-06-30' AS as_at_date, '2026-06-30' AS snapshot_date, 'team' AS breakdown,
        CAST(n AS VARCHAR) AS "group", n AS numerator
      FROM range(9000) AS numbers(n) ORDER BY hash(n)`);
    await writeValues(database, data);
    expect(readdirSync(data)).toEqual([valuesName]);
    const key =
      'authority, measure_id, line, statistic, period, as_at_date, snapshot_date, breakdown, "group"';
    const [found] = await database.rows(`
      WITH placed AS (
        SELECT *, ROW_NUMBER() OVER (ORDER BY ${key}) - 1 AS place
        FROM read_parquet('${join(data, valuesName)}', file_row_number = true)
      )
      SELECT COUNT(*) AS n, COUNT(DISTINCT numerator) AS figures, COUNT(*) FILTER (place <> file_row_number) AS misplaced
      FROM placed`);
    expect(found).toEqual({ n: 9000, figures: 9000, misplaced: 0 });
  });
});

it('no status speaks of below or above: it must be true where lower is better', () => {
  expect(former.map(statusNow)).toEqual(now);
  for (const status of statuses) {
    expect(statusNow(status)).toBe(status);
    expect(status).not.toMatch(/below|above/);
  }
});

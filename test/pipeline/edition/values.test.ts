import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { statuses, statusNow } from '../../../pipeline/edition/format.ts';
import { publishedValues } from '../../../pipeline/edition/values.ts';
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

it('no status speaks of below or above: it must be true where lower is better', () => {
  expect(former.map(statusNow)).toEqual(now);
  for (const status of statuses) {
    expect(statusNow(status)).toBe(status);
    expect(status).not.toMatch(/below|above/);
  }
});

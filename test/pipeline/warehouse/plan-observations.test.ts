import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import type { StoredSnapshot } from '../../../pipeline/snapshot/manifest.ts';
import { quotedPath, withDatabase } from '../../../pipeline/warehouse/database.ts';
import { loadWarehouse } from '../../../pipeline/warehouse/load.ts';
import { loadRules } from '../../../sources/rules/rules.ts';

const folder = mkdtempSync(join(tmpdir(), "observed plans' "));
const rules = loadRules(repositoryFile('sources/rules'), {
  authority: 'smalltown',
  procedure: 'hertfordshire',
  rules: null,
});

/** A snapshot of which the plans alone are on file. */
async function snapshotOf(date: string, select: string): Promise<StoredSnapshot> {
  const place = join(folder, date);
  mkdirSync(place);
  const file = quotedPath(join(place, 'care_plan.parquet'));
  await withDatabase(':memory:', (database) => database.run(`COPY (${select}) TO ${file} (FORMAT PARQUET)`));
  const care_plan = { file: 'care_plan.parquet', rows: 0, sha256: '' };
  const manifest = {
    authority: 'smalltown',
    snapshot_date: date,
    procedure: 'hertfordshire',
    inputs: [],
    plan_history_from: null,
  };
  return { folder: place, manifest: { ...manifest, tables: { care_plan } } } as unknown as StoredSnapshot;
}

const row = (key: string, origin: string, plan: string, end: string): string =>
  `SELECT '${key}' AS row_key, 'C1' AS child_id, 'P1' AS care_period_id, 'D1' AS document_id, '${plan}' AS plan,
    DATE '2025-01-01' AS start_date, CAST(${end} AS DATE) AS end_date, '${origin}' AS origin`;

it('takes what each snapshot said of plans under the day of that snapshot, also where it has fewer columns', async () => {
  const first = await snapshotOf(
    '2025-06-09',
    `${row('a', 'answers', 'ADOPTION', 'NULL')} UNION ALL ${row('h', 'history', 'LTF', 'NULL')}`,
  );
  const second = await snapshotOf(
    '2025-06-16',
    `SELECT * EXCLUDE (end_date) FROM (${row('a', 'answers', 'LTF', 'NULL')})`,
  );
  const live = await snapshotOf('2025-06-30', row('a', 'answers', 'LTF', "'2025-06-20'"));
  const file = join(folder, 'warehouse.duckdb');
  await loadWarehouse(file, [{ snapshot: live, observed: [first, second, live], rules }], '2025-06-30');
  const rows = await withDatabase(file, (database) =>
    database.rows(
      'SELECT CAST(seen_date AS VARCHAR) AS seen, row_key, plan, CAST(end_date AS VARCHAR) AS ended FROM raw.plan_observation ORDER BY ALL',
    ),
  );
  expect(rows).toEqual([
    { seen: '2025-06-09', row_key: 'a', plan: 'ADOPTION', ended: null },
    { seen: '2025-06-16', row_key: 'a', plan: 'LTF', ended: null },
    { seen: '2025-06-30', row_key: 'a', plan: 'LTF', ended: '2025-06-20' },
  ]);
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { storeSnapshot } from '../../../pipeline/snapshot/store.ts';
import { AuthoritiesStopped, batchesOf, deriveBatched } from '../../../pipeline/warehouse/batches.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { readLater } from '../../../pipeline/warehouse/engine.ts';
import { loadWarehouse, type WarehousePart } from '../../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { writeRegion } from '../../../sources/demo/demo.ts';
import { TrackerError } from '../../../sources/error.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { extractSettings } from '../../../sources/snapshot-date.ts';
import { contentOf, deriveInProcess } from '../../models/rendered-model.ts';
import { size } from '../../proofs/sizes.ts';

const asAt = '2026-06-30';
const folder = mkdtempSync(join(tmpdir(), 'batches-'));
const parts: WarehousePart[] = [];

beforeAll(async () => {
  for (const place of writeRegion(join(folder, 'demo'), 2, { children: size('batchedChildren'), asAt })) {
    const config = readAuthority(join(place, 'authority.yaml'));
    const rules = loadRules(repositoryFile('sources/rules'), config);
    const extract = await extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
    const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), config, extract, 'test');
    parts.push({ snapshot, observed: [snapshot], rules });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Every table that is read after derivation, as how many rows and a sum over all of them; below `published` of the day
 * of the edition, the only one that anybody asks about.
 */
async function derived(name: string, together?: number): Promise<{ tables: unknown; batches: string[] }> {
  const warehouse = join(folder, name, 'warehouse.duckdb');
  mkdirSync(join(folder, name));
  const batches: string[] = [];
  await loadWarehouse(warehouse, parts, asAt);
  await deriveBatched({
    warehouse,
    parts,
    asAt,
    ...(together === undefined ? {} : { together }),
    onBatch: (line) => batches.push(line),
    derive: (file, isMoreToCome) => {
      batches.push(isMoreToCome === true ? 'another follows' : 'the last');
      return deriveInProcess({ warehouse: file });
    },
  });
  const tables = await withWarehouse(warehouse, async (database) => {
    const all = await database.rows(
      `SELECT table_schema || '.' || table_name AS name, bool_or(column_name = 'as_at_date') AS dated
      FROM information_schema.columns
      WHERE table_catalog = 'warehouse' AND table_schema <> 'raw' GROUP BY ALL ORDER BY name`,
    );
    const dated = new Set(all.filter((table) => table['dated'] === true).map((table) => table['name']));
    const ofTheDay = (table: string): string =>
      dated.has(table) && !table.startsWith('published.') ? `WHERE as_at_date = DATE '${asAt}'` : '';
    const found = all
      .map(({ name: table }) => String(table))
      .filter((table) => readLater.some((each) => table.startsWith(each.replace('*', ''))));
    // The numbers of rows are those of their warehouse, and nobody reads them later; a check counts rows of all.
    const numbers: Record<string, string> = {
      'scorecard.case_rating': '* EXCLUDE (child_day)',
      'core.child_as_at': '* EXCLUDE (as_at_number, spine_number)',
    };
    const columns = (table: string): string => numbers[table] ?? '*';
    const counted = found
      .filter((table) => table !== 'published.check_result')
      .map(
        (table) =>
          `SELECT '${table}' AS name, * FROM (${contentOf(`SELECT ${columns(table)} FROM warehouse.${table} ${ofTheDay(table)}`)})`,
      );
    return database.rows(counted.join(' UNION ALL '));
  });
  return { tables, batches };
}

describe('a region in batches', () => {
  it('holds what it holds in one', async () => {
    const whole = await derived('whole');
    const apart = await derived('apart', 1);
    expect(whole.batches).toEqual(['the last']);
    expect(apart.batches).toEqual([
      'batch 1 of 2: demo-1',
      'another follows',
      'batch 2 of 2: demo-2',
      'the last',
    ]);
    expect(apart.tables).toEqual(whole.tables);
    expect((whole.tables as unknown[]).length).toBeGreaterThan(20);
  });

  const failing = async (
    name: string,
    derive: (file: string) => Promise<[]>,
    together?: number,
  ): Promise<unknown> => {
    const warehouse = join(folder, name, 'warehouse.duckdb');
    await loadWarehouse(warehouse, parts, asAt);
    const place = { warehouse, parts, asAt, onBatch: () => undefined, derive };
    return deriveBatched({ ...place, ...(together === undefined ? {} : { together }) }).then(
      () => null,
      (error: unknown) => error,
    );
  };

  it('says at which authorities a failure happened', async () => {
    const derive = () =>
      Promise.reject(new TrackerError('derivation_failed', 'derivation_failed', 'No.', 'Look.'));
    const error = await failing('failing', derive, 1);
    expect(error).toBeInstanceOf(TrackerError);
    expect((error as TrackerError).message).toContain('No. It was at work on: demo-1.');
  });

  it('fails as the gathering of a batch does, which goes on beside the next', async () => {
    const error = await failing(
      'gathering',
      async (file) => {
        await withDatabase(file, (database) =>
          database.run(
            'CREATE SCHEMA published; CREATE VIEW published.x AS SELECT 1 / 0 AS y, error($$no$$) AS z',
          ),
        );
        return [];
      },
      1,
    );
    expect(String(error)).toContain('no');
  });

  it('asks nobody again whose rows stop an audit, where one was derived alone', async () => {
    let derived = 0;
    const derive = async (): Promise<[]> => {
      derived += 1;
      if (derived === 2) throw new TrackerError('check_stopped', 'audit_failed', 'An audit.', 'Look.');
      return [];
    };
    const stopped = await failing('alone', derive, 1);
    expect([...(stopped as AuthoritiesStopped).stopped.keys()]).toEqual(['demo-2']);
    expect(derived).toBe(2);
  });

  it('finds out whose rows stop an audit, of those that were derived together', async () => {
    const stopped = await failing('audited', async (file) => {
      const found = await withWarehouse(file, (database) =>
        database.rows("SELECT 1 FROM warehouse.raw.snapshot WHERE authority = 'demo-2'"),
      );
      if (found.length > 0) throw new TrackerError('check_stopped', 'audit_failed', 'An audit.', 'Look.');
      return [];
    });
    expect(stopped).toBeInstanceOf(AuthoritiesStopped);
    expect([...(stopped as AuthoritiesStopped).stopped.keys()]).toEqual(['demo-2']);
  });
});

describe('batches', () => {
  const part = (authority: string, rows: number): WarehousePart =>
    ({ snapshot: { manifest: { authority, tables: { child: { rows } } } } }) as unknown as WarehousePart;
  const sizes = (...rows: number[]): number[][] =>
    batchesOf(
      rows.map((each, index) => part(String(index), each)),
      10,
    ).map((batch) => batch.map(({ snapshot }) => snapshot.manifest.tables['child']?.rows ?? 0));

  it('hold as many as fit, in their order', () => {
    expect(sizes(4, 6, 1, 9, 1)).toEqual([[4, 6], [1, 9], [1]]);
  });
  it('hold one that does not fit at all alone', () => {
    expect(sizes(2, 30, 3)).toEqual([[2], [30], [3]]);
  });
  it('are none of nothing', () => {
    expect(sizes()).toEqual([]);
  });
});

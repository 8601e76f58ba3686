import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../../../pipeline/hash.ts';
import { readForgotten } from '../../../pipeline/keep/forgotten.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { listSnapshots, storeSnapshot } from '../../../pipeline/snapshot/store.ts';
import { type Database, quoted, quotedPath, withDatabase } from '../../../pipeline/warehouse/database.ts';
import type { ContractRows } from '../../../sources/contract/tables.ts';
import { compiledScript } from '../../support/prepared.ts';
import { smallExtract, smallOwner, temporaryFolder } from '../small-extract.ts';
import { filesOf, shelf, tracker, writeFiles } from './small-shelf.ts';

const child = 'person1007';
const other = 'person1008';
const ground = ['--by', 'Data protection officer', '--because', 'UK GDPR, erasure', '--on', '2026-07-20'];

vi.setConfig({ testTimeout: 120_000 });

let county: Awaited<ReturnType<typeof shelf>>;
beforeAll(async () => {
  county = await shelf();
});

/** A copy of the data folder in which the child is named in every place that may name one. */
function planted(): string {
  const data = county.copy();
  const [live = ''] = readdirSync(join(data, 'warehouses')).sort().reverse();
  writeFiles(data, {
    [`worklists/${live}/smalltown-T3-main-as_at.csv`]: `child_id\n${child}\n`,
    'runs/2026-06-30-001/error.txt': `Conversion Error: ${child}`,
    'runs/2026-06-30-001/sqlmesh.log': `row ${child}`,
    'runs/2026-06-30-001/warehouse/warehouse.duckdb': readFileSync(
      join(data, 'warehouses', live, 'warehouse.duckdb'),
    ),
    'runs/command-error.txt': child,
    '.restoring/snapshots/smalltown/half-restored.csv': child,
    'snapshots/smalltown/.aside/half-written.csv': child,
    'snapshots/smalltown/damaged-2026-04-30.1/half-read.csv': child,
  });
  return data;
}

const forgetIn = (data: string, id = child, authority = 'smalltown') =>
  tracker('forget', '--child', id, '--authority', authority, '--data', data, ...ground);

/** Files that name a child, looked for in their bytes and in every cell of every table. */
async function naming(data: string, id: string): Promise<string[]> {
  return withDatabase(':memory:', async (database) => {
    const found: string[] = [];
    for (const path of Object.keys(filesOf(data))) {
      const file = join(data, path);
      const says = path.includes(id) || readFileSync(file).includes(id) || (await holds(database, file, id));
      if (says) found.push(path);
    }
    return found;
  });
}

/** Is there a row of any of its tables whose cells name the child? */
async function holds(database: Database, file: string, id: string): Promise<boolean> {
  if (!/\.(parquet|duckdb)$/.test(file)) return false;
  const isWarehouse = file.endsWith('.duckdb');
  if (isWarehouse) await database.run(`ATTACH ${quotedPath(file)} AS searched (READ_ONLY)`);
  const tables = isWarehouse
    ? await database.rows(
        "SELECT 'searched.\"' || schema_name || '\".\"' || table_name || '\"' AS name FROM duckdb_tables() WHERE database_name = 'searched'",
      )
    : [{ name: quotedPath(file) }];
  const rows = tables.map(
    ({ name }) => `SELECT 1 FROM ${name} AS r WHERE CONTAINS(CAST(r AS VARCHAR), ${quoted(id)})`,
  );
  const found = await database.rows(`${rows.join(' UNION ALL ')} LIMIT 1`);
  if (isWarehouse) await database.run('DETACH searched');
  return found.length > 0;
}

const published = (data: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filesOf(data)).filter(([path]) => /^(editions|published|audiences)\//.test(path)),
  );

/** The small extract without one child. */
function extractWithout(children: number, day: string) {
  const extract = smallExtract(children, day);
  const rows = Object.fromEntries(
    Object.entries(extract.rows).map(([name, all]) => [
      name,
      (all as { child_id?: string }[]).filter((row) => row.child_id !== child),
    ]),
  ) as unknown as ContractRows;
  return { ...extract, rows };
}

describe('forgetting a child', () => {
  it('leaves it in no file, everybody else in place, and every published byte as it was', async () => {
    const data = planted();
    const before = await naming(data, child);
    expect(before.some((path) => path.startsWith('warehouses/'))).toBe(true);
    expect(before.filter((path) => path.startsWith('snapshots/smalltown/2026-')).length).toBeGreaterThan(8);
    const { exitCode, said, complained } = await forgetIn(data, child, county.yaml);
    expect([exitCode, complained]).toEqual([0, '']);
    expect(said).toContain('14 row(s) of a child in 2 snapshot(s) of smalltown.');
    expect(said).toContain('the next run reads it again');
    expect(said).toContain(county.sealed);
    expect(said).not.toContain(child);
    expect(await naming(data, child)).toEqual([]);
    expect(
      (await naming(data, other)).filter((path) => path.startsWith('snapshots/')).length,
    ).toBeGreaterThan(8);
    expect(published(data)).toEqual(published(county.data));
  });

  it('leaves snapshots with the very tables that an extract without the child makes, and a true manifest', async () => {
    const data = county.copy();
    await forgetIn(data);
    const store = temporaryFolder();
    for (const [day, children] of [
      ['2026-05-31', 12],
      ['2026-06-30', 13],
    ] as const) {
      const { snapshot } = await storeSnapshot(store, smallOwner, extractWithout(children, day), 'x');
      const kept = join(dataFolders(data).snapshots, 'smalltown', `${day}.1`);
      for (const { file } of Object.values(snapshot.manifest.tables))
        expect(fileSha256(join(kept, file)), file).toBe(fileSha256(join(snapshot.folder, file)));
    }
    for (const { folder, manifest } of listSnapshots(dataFolders(data).snapshots, 'smalltown')) {
      const { snapshot_id: _, revision: __, content_sha256, input_fingerprint: ___, ...content } = manifest;
      expect(sha256(canonicalJson(content))).toBe(content_sha256);
      expect(manifest.forgotten).toEqual([{ on: '2026-07-20', rows: 7 }]);
      for (const { file, rows, sha256: sum } of Object.values(manifest.tables)) {
        expect(fileSha256(join(folder, file))).toBe(sum);
        const [count] = await withDatabase(':memory:', (database) =>
          database.rows(`SELECT COUNT(*) AS n FROM ${quotedPath(join(folder, file))}`),
        );
        expect(count?.['n']).toBe(rows);
      }
    }
  });

  it('keeps a record of when, by whom, why and how much, and of whom nothing', async () => {
    const data = county.copy();
    await forgetIn(data);
    await forgetIn(data, other);
    const entry = {
      authority: 'smalltown',
      older_than: null,
      on: '2026-07-20',
      by_role: 'Data protection officer',
      because: 'UK GDPR, erasure',
      snapshots: 2,
      rows: 14,
    };
    expect(readForgotten(data)).toEqual({ forgettings: [entry, entry], under_way: null });
    const manifest = listSnapshots(dataFolders(data).snapshots, 'smalltown')[0]?.manifest;
    expect(manifest?.forgotten).toHaveLength(2);
  });

  it('leaves a data folder in which everything still works, and the next run makes the warehouse anew', async () => {
    const data = county.copy();
    await forgetIn(data);
    expect((await tracker('status', '--data', data)).said).toMatch(/Live: board-/);
    expect((await tracker('edition', 'show', county.sealed, '--data', data)).exitCode).toBe(0);
    county.grow(6);
    const fewer = ['--accept', 'rows_fall', '--accept', 'children_fall', '--because', 'closed since'];
    const of = ['--authority', county.yaml, '--as-at', '2026-07-31', '--data', data];
    const run = await tracker('run', ...of, ...fewer);
    county.grow(13);
    expect([run.exitCode, run.complained]).toEqual([0, '']);
    expect(await naming(data, child)).toEqual([]);
    expect(readdirSync(join(data, 'warehouses'))).toHaveLength(1);
    const rerun = await tracker('run', '--authority', county.yaml, '--as-at', '2026-06-30', '--data', data);
    expect(rerun.exitCode).toBe(0);
    expect(
      (await naming(data, child)).some((path) => path.startsWith('snapshots/smalltown/2026-06-30.2/')),
    ).toBe(true);
    expect((await forgetIn(data)).said).toContain('7 row(s) of a child in 1 snapshot(s)');
    expect(await naming(data, child)).toEqual([]);
  });

  it('is refused for an unknown child or authority, without naming the child, and changes nothing', async () => {
    const data = county.copy();
    const before = filesOf(data);
    const unknown = await forgetIn(data, 'person9999');
    expect([unknown.exitCode, unknown.complained.includes('child_unknown')]).toEqual([2, true]);
    expect(unknown.complained).not.toContain('9999');
    expect((await forgetIn(data, child, 'bigtown')).complained).toContain('Kept are those of: smalltown.');
    const because = ['--because', `Erasure of ${child}`, '--by', 'Officer', '--on', '2026-07-20'];
    const named = await tracker(
      'forget',
      '--child',
      child,
      '--authority',
      county.yaml,
      '--data',
      data,
      ...because,
    );
    expect([named.exitCode, named.complained.includes('[identifier]')]).toEqual([2, true]);
    for (const what of [
      [],
      ['--child', child],
      ['--child', child, '--authority', 'smalltown', '--older-than', '2026-06-01'],
    ])
      expect((await tracker('forget', '--data', data, ...what, ...ground)).exitCode).toBe(2);
    expect(
      (
        await tracker(
          'forget',
          '--child',
          "x' OR 1=1 --",
          '--authority',
          'smalltown',
          '--data',
          data,
          ...ground,
        )
      ).exitCode,
    ).toBe(2);
    expect(filesOf(data)).toEqual(before);
  });

  it('does not write a damaged snapshot anew, which would then look whole', async () => {
    const damages: ((folder: string) => void)[] = [
      (folder) => truncateSync(join(folder, 'review.parquet'), 20),
      (folder) => rmSync(join(folder, 'child.parquet')),
      (folder) => writeFileSync(join(folder, 'manifest.json'), '{'),
    ];
    for (const damage of damages) {
      const data = county.copy();
      damage(join(data, 'snapshots', 'smalltown', '2026-05-31.1'));
      const before = filesOf(data);
      const { exitCode, complained } = await forgetIn(data);
      expect([exitCode, complained.includes('smalltown/2026-05-31.1 is damaged or cannot be read')]).toEqual([
        4,
        true,
      ]);
      expect(filesOf(data)).toEqual(before);
    }
  });
});

describe('a forgetting that was killed', () => {
  it.each(['derived cleared', 'between', 'in place', 'snapshots done'])(
    'at step "%s" is completed by the same command',
    async (step) => {
      const data = county.copy();
      const script = await compiledScript('killed-forgetting');
      const args = [script, data, child, `forget: ${step}`];
      const killed = await execa('node', args, { cwd: repositoryFile('.'), reject: false });
      expect(killed.signal).toBe('SIGKILL');
      const { exitCode, said } = await forgetIn(data);
      expect(exitCode).toBe(0);
      expect(said).toContain('Completed what was cut short. Forgotten: 14 row(s)');
      expect(await naming(data, child)).toEqual([]);
      expect(readdirSync(join(data, 'snapshots', 'smalltown'))).toEqual(['2026-05-31.1', '2026-06-30.1']);
      expect(readForgotten(data)).toMatchObject({
        forgettings: [{ rows: 14, snapshots: 2 }],
        under_way: null,
      });
      expect(listSnapshots(dataFolders(data).snapshots, 'smalltown')).toHaveLength(2);
    },
  );

  it('loses no snapshot to a run in between', async () => {
    const data = county.copy();
    const script = await compiledScript('killed-forgetting');
    await execa('node', [script, data, child, 'forget: between', '2'], { reject: false });
    const names = () => readdirSync(join(data, 'snapshots', 'smalltown')).sort();
    expect(names()).toEqual(['.gone-2026-06-30.1', '.next-2026-06-30.1', '2026-05-31.1']);
    await tracker('run', '--authority', county.yaml, '--as-at', '2026-07-31', '--data', data);
    expect(names()).toEqual(['2026-05-31.1', '2026-06-30.1', '2026-07-31.1']);
    expect((await forgetIn(data)).exitCode).toBe(0);
    expect(await naming(data, child)).toEqual([]);
  });

  it('is completed before another one begins', async () => {
    const data = county.copy();
    const script = await compiledScript('killed-forgetting');
    await execa('node', [script, data, child, 'forget: between', '1'], { reject: false });
    const { exitCode, said } = await forgetIn(data, other);
    expect([exitCode, said.match(/Forgotten:/g)?.length]).toEqual([0, 2]);
    expect([...(await naming(data, child)), ...(await naming(data, other))]).toEqual([]);
  });
});

describe('forgetting what is old', () => {
  const olderThan = (data: string, day: string, on = '2026-07-20') =>
    tracker(
      'forget',
      '--older-than',
      day,
      '--by',
      'Head of performance',
      '--because',
      'Retention schedule',
      '--on',
      on,
      '--data',
      data,
    );

  it('removes snapshots of earlier days whole with every warehouse, and says what is lost', async () => {
    const data = planted();
    const { exitCode, said } = await olderThan(data, '2026-06-30');
    expect(exitCode).toBe(0);
    expect(said).toContain('1 snapshot(s) of days before 2026-06-30, with');
    expect(said).toMatch(/stay as published: board-2026-05-31-[0-9a-f]{8}\./);
    expect(said).not.toContain(county.sealed);
    expect(
      listSnapshots(dataFolders(data).snapshots, 'smalltown').map(({ manifest }) => manifest.snapshot_id),
    ).toEqual(['smalltown/2026-06-30.1']);
    expect(existsSync(join(data, 'warehouses'))).toBe(false);
    expect(published(data)).toEqual(published(county.data));
    expect(readForgotten(data).forgettings).toMatchObject([
      { older_than: '2026-06-30', authority: null, snapshots: 1 },
    ]);
    const run = await tracker('run', '--authority', county.yaml, '--as-at', '2026-06-30', '--data', data);
    expect(run.exitCode).toBe(0);
  });

  it('removes a damaged snapshot too, and may remove all', async () => {
    const data = county.copy();
    rmSync(join(data, 'snapshots', 'smalltown', '2026-05-31.1', 'manifest.json'));
    writeFiles(data, { 'snapshots/smalltown/.dropped-2026-04-30.1/half-removed.csv': child });
    expect((await olderThan(data, '2026-07-20')).exitCode).toBe(0);
    expect(readdirSync(join(data, 'snapshots', 'smalltown'))).toEqual([]);
    expect(
      (await tracker('run', '--authority', county.yaml, '--as-at', '2026-06-30', '--data', data)).exitCode,
    ).toBe(0);
  });

  it('is refused for a day to come, which a slip of the hand would make of it, and where nothing is older', async () => {
    const data = county.copy();
    const before = filesOf(data);
    expect((await olderThan(data, '2026-07-21')).complained).toContain('day_ahead');
    expect((await olderThan(data, '2026-05-31')).complained).toContain('nothing_older');
    expect(filesOf(data)).toEqual(before);
  });
});

describe('a restore after a forgetting', () => {
  it('leaves a snapshot without the child as it is, and what is too old away', async () => {
    const data = county.copy();
    const archive = join(temporaryFolder(), 'b.tar');
    await tracker('backup', '--data', data, '--out', archive);
    await forgetIn(data);
    await tracker('forget', '--older-than', '2026-06-30', ...ground, '--data', data);
    const before = filesOf(data);
    const restored = await tracker('restore', '--from', archive, '--data', data, '--missing');
    expect(restored.exitCode).toBe(0);
    expect(restored.said).toContain('Left out: 1 snapshot(s) that were forgotten by age.');
    expect(filesOf(data)).toEqual(before);
  });

  it('says which forgettings must be made again when an older snapshot comes back', async () => {
    const data = county.copy();
    const archive = join(temporaryFolder(), 'b.tar');
    await forgetIn(data, other);
    await tracker('backup', '--data', data, '--out', archive);
    await forgetIn(data);
    rmSync(join(data, 'snapshots', 'smalltown', '2026-05-31.1', 'child.parquet'));
    const { exitCode, said } = await tracker('restore', '--from', archive, '--data', data, '--missing');
    expect(exitCode).toBe(0);
    expect(said).toContain('knows of 1 forgetting(s), the last on 2026-07-20');
    expect(await naming(data, child)).not.toEqual([]);
    expect((await forgetIn(data)).exitCode).toBe(0);
    expect([...(await naming(data, child)), ...(await naming(data, other))]).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSha256 } from '../../../pipeline/hash.ts';
import { listSnapshots, snapshotsUpTo, storeSnapshot } from '../../../pipeline/snapshot/store.ts';
import { smallExtract, smallOwner, temporaryFolder } from '../small-extract.ts';

const hashes = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((name) => `${name} ${fileSha256(join(folder, name))}`);

describe('snapshot store', () => {
  it('gives the same bytes for the same extract, whatever the order of its rows', async () => {
    const first = await storeSnapshot(temporaryFolder(), smallOwner, smallExtract(), 'f');
    const extract = smallExtract();
    for (const rows of Object.values(extract.rows)) rows.reverse();
    const second = await storeSnapshot(temporaryFolder(), smallOwner, extract, 'f');
    expect(hashes(second.snapshot.folder)).toEqual(hashes(first.snapshot.folder));
  });

  it('reuses the newest snapshot of a date when nothing changed, and adds a revision when something did', async () => {
    const store = temporaryFolder();
    const first = await storeSnapshot(store, smallOwner, smallExtract(), 'f');
    const again = await storeSnapshot(store, smallOwner, smallExtract(), 'g');
    const corrected = await storeSnapshot(store, smallOwner, smallExtract(13), 'h');
    expect([first.isNew, again.isNew, corrected.isNew]).toEqual([true, false, true]);
    expect(again.snapshot.folder).toBe(first.snapshot.folder);
    expect(corrected.snapshot.manifest.snapshot_id).toBe('smalltown/2026-06-30.2');
    expect(listSnapshots(store, 'smalltown').map(({ manifest }) => manifest.revision)).toEqual([1, 2]);
    expect(readdirSync(join(store, 'smalltown')).sort()).toEqual(['2026-06-30.1', '2026-06-30.2']);
  });

  it('observes the newest revision of each earlier date, and the live snapshot itself', async () => {
    const store = temporaryFolder();
    for (const [children, day] of [
      [3, '2026-06-16'],
      [4, '2026-06-16'],
      [5, '2026-06-23'],
      [6, '2026-06-30'],
    ] as const)
      await storeSnapshot(store, smallOwner, smallExtract(children, day), 'f');
    const all = listSnapshots(store, 'smalltown');
    const live = all.at(-2);
    expect(live).toBeDefined();
    if (live === undefined) return;
    const ids = snapshotsUpTo(live, all).map(({ manifest }) => manifest.snapshot_id);
    expect(ids).toEqual(['smalltown/2026-06-16.2', 'smalltown/2026-06-23.1']);
  });

  it('lists quarantined rows, and cells that were not recorded, with file, line, column, reason and advice', async () => {
    const { snapshot } = await storeSnapshot(temporaryFolder(), smallOwner, smallExtract(), 'f');
    const text = readFileSync(join(snapshot.folder, 'quarantine.csv'), 'utf8');
    expect(text).toBe('file,line,column,reason,advice\nperson.csv,9,,duplicate_row,Remove the repeat.\n');
    const cell = { file: 'a.csv', line: 3, column: 'DOB', reason: 'future_date', advice: 'Correct it.' };
    const other = await storeSnapshot(
      temporaryFolder(),
      smallOwner,
      { ...smallExtract(), cells: [cell] },
      'f',
    );
    expect(readFileSync(join(other.snapshot.folder, 'cells.csv'), 'utf8')).toBe(
      'file,line,column,reason,advice\na.csv,3,DOB,future_date,Correct it.\n',
    );
    expect(snapshot.manifest.newest_record_date).toBe('2025-09-10');
  });
});

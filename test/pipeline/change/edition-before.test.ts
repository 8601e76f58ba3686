import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHistory } from '../../../pipeline/change/edition-before.ts';
import { type ChangesFile, changesFile } from '../../../pipeline/edition/change-format.ts';
import type { Manifest } from '../../../pipeline/edition/format.ts';
import { valuesName } from '../../../pipeline/edition/format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { canonicalJson, sha256 } from '../../../pipeline/hash.ts';
import type { RunReport } from '../../../pipeline/run/report.ts';
import { run } from '../../../pipeline/run/run.ts';
import { noteBegun, recordSealing, recordWithdrawal } from '../../../pipeline/shelf/ledger.ts';
import { boardPlace } from '../../../pipeline/shelf/place.ts';
import type { SnapshotManifest } from '../../../pipeline/snapshot/manifest.ts';
import { smallAuthority, smallRooms, treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

const [april, may, june] = ['2026-04-30', '2026-05-31', '2026-06-30'];

/** What a run for April of twelve children leaves: where the history of most places begins. */
const begun = temporaryFolder();
beforeAll(async () => {
  const first = place(null);
  await first.go(april);
  cpSync(first.data, begun, { recursive: true });
});

/** A data folder, an authority of twelve children, and its runs; that for April has been already. */
function place(after: string | null = begun) {
  const data = temporaryFolder();
  if (after !== null) cpSync(after, data, { recursive: true });
  const { yaml, grow } = smallAuthority();
  const go = async (asAt: string): Promise<RunReport> => {
    const report = await run({ authorities: [yaml], asAt, data }, silentEffects, smallRooms);
    expect(report.error).toBeNull();
    return report;
  };
  const folders = dataFolders(data);
  const idOf = async (asAt: string): Promise<string> => (await go(asAt)).edition_id ?? '';
  const changes = (id: string): ChangesFile =>
    changesFile.parse(JSON.parse(readFileSync(join(folders.editions, id, 'data', 'changes.json'), 'utf8')));
  const beforeOf = (asAt: string): string | null =>
    readHistory(folders, asAt, ['smalltown']).before?.edition_id ?? null;
  return { data, folders, grow, go, idOf, changes, beforeOf };
}

/** Changes a JSON file in place. */
function amend<T>(file: string, change: (content: T) => T): void {
  writeFileSync(file, canonicalJson(change(JSON.parse(readFileSync(file, 'utf8')) as T)));
}

/** Seals an edition as sealing leaves it: a folder, a site and a line in the ledger. */
function seal({ folders }: ReturnType<typeof place>, id: string, meeting: string): string {
  const sealedId = id.replace(/-([0-9a-f]{8})$/, `-sealed-${meeting}-$1`);
  noteBegun(boardPlace(folders), sealedId);
  cpSync(join(folders.editions, id), join(folders.editions, sealedId), { recursive: true });
  cpSync(join(folders.published, id), join(folders.published, sealedId), { recursive: true });
  amend<Manifest>(join(folders.editions, sealedId, 'manifest.json'), (manifest) => ({
    ...manifest,
    edition_id: sealedId,
    kind: 'sealed',
  }));
  recordSealing(boardPlace(folders), {
    edition_id: sealedId,
    meeting_date: meeting,
    as_at_date: id.slice(6, 16),
    sealed_from: id,
    manifest_sha256: '',
  });
  return sealedId;
}

const withdraw = ({ folders }: ReturnType<typeof place>, edition_id: string): void =>
  recordWithdrawal(boardPlace(folders), {
    edition_id,
    withdrawn_on: june,
    by_role: 'Director',
    reason: 'A fault.',
  });

describe('the edition before', () => {
  it('is none at first, and then the newest of an earlier date', async () => {
    const here = place(null);
    const first = await here.idOf(april);
    expect(here.changes(first)).toMatchObject({
      before: null,
      changes: [],
      not_split: [],
      rules_changed: [],
    });
    expect(here.changes(first).reason).toContain('first edition');
    here.grow(15);
    const second = await here.idOf(may);
    const told = here.changes(second);
    expect(told.before).toMatchObject({ edition_id: first, as_at_date: april, kind: 'working' });
    expect(told.reason).toBeNull();
    expect(told.changes.find((each) => each.measure_id === 'B7')).toMatchObject({
      before: 12,
      after: 15,
      definition: 0,
      recorded_since: 3,
      real: 0,
    });
    expect(here.beforeOf(june)).toBe(second);
    expect(here.beforeOf(april)).toBeNull();
  }, 180_000);

  it('is the same for a rerun, which brings nothing new', async () => {
    const here = place();
    const first = await here.idOf(april);
    await here.idOf(may);
    const again = await here.go(may);
    expect(again.outcome).toBe('nothing_new');
    here.grow(13);
    const corrected = await here.idOf(may);
    expect(here.changes(corrected).before?.edition_id).toBe(first);
  }, 180_000);

  it('of two for one date is the one that was published last', async () => {
    const here = place();
    await here.idOf(april);
    here.grow(13);
    const thirteen = await here.idOf(april);
    expect(here.beforeOf(may)).toBe(thirteen);
    here.grow(12);
    const twelve = await here.idOf(april);
    expect(twelve).not.toBe(thirteen);
    expect(here.beforeOf(may)).toBe(twelve);
  }, 180_000);

  it('is the sealed one, though a working one is newer; withdrawn, it is passed over', async () => {
    const here = place();
    const first = await here.idOf(april);
    const second = await here.idOf(may);
    const sealed = seal(here, first, '2026-05-12');
    expect(here.beforeOf(june)).toBe(sealed);
    const history = readHistory(here.folders, june, ['smalltown']);
    expect(history.previous?.edition_id).toBe(second);
    const third = await here.idOf(june);
    expect(here.changes(third).before).toMatchObject({ edition_id: sealed, kind: 'sealed' });

    withdraw(here, sealed);
    expect(here.beforeOf(june)).toBe(second);
    // what is compared with has changed, so there is something new
    const again = await here.go(june);
    expect(again.outcome).toBe('published');
    expect(again.edition_id).not.toBe(third);
    withdraw(here, second);
    withdraw(here, first);
    expect(here.beforeOf(june)).toBeNull();
  }, 180_000);

  it('is none that was never published, never entered in the ledger, of others, or unreadable', async () => {
    const here = place();
    const first = await here.idOf(april);
    const second = await here.idOf(may);
    rmSync(join(here.folders.published, second), { recursive: true });
    expect(here.beforeOf(june)).toBe(first);
    const sealed = seal(here, first, '2026-05-12');
    rmSync(here.folders.ledger);
    expect(here.beforeOf(june)).toBe(first);
    expect(readHistory(here.folders, june, ['elsewhere']).before).toBeNull();
    writeFileSync(join(here.folders.editions, first, 'manifest.json'), '{');
    expect(here.beforeOf(june)).toBeNull();
    expect(sealed).toContain('sealed');
  }, 180_000);

  it('gives the same bytes in two folders with the same history', async () => {
    const trees = [];
    for (const here of [place(), place(null)]) {
      await here.idOf(april);
      here.grow(14);
      await here.idOf(may);
      trees.push(treeHash(here.folders.editions));
    }
    expect(trees[0]).toBe(trees[1]);
  }, 180_000);
});

describe('what is wrong with the edition before is said, and the run goes on', () => {
  const reasons = (told: ChangesFile): string[] => [...new Set(told.not_split.map((each) => each.reason))];

  it('its snapshot is gone: an older edition whose data is there, else none of the figures is split', async () => {
    const here = place();
    const first = await here.idOf(april);
    const second = await here.idOf(may);
    rmSync(join(here.folders.snapshots, 'smalltown', `${may}.1`), { recursive: true });
    expect(here.beforeOf(june)).toBe(first);
    rmSync(join(here.folders.snapshots, 'smalltown', `${april}.1`), { recursive: true });
    const third = await here.idOf(june);
    const told = here.changes(third);
    expect(told.before?.edition_id).toBe(second);
    expect(told.changes).toEqual([]);
    expect(reasons(told)).toEqual(['The data behind the edition before is no longer stored.']);
    expect(told.not_split.length).toBeGreaterThan(30);
  }, 180_000);

  it('its snapshot follows another contract, or is not the one that the edition names', async () => {
    const here = place();
    const first = await here.idOf(april);
    const manifest = join(here.folders.snapshots, 'smalltown', `${april}.1`, 'manifest.json');
    let sum = '';
    amend<SnapshotManifest>(
      manifest,
      ({ snapshot_id, revision, input_fingerprint, content_sha256: _, ...content }) => {
        const later = { ...content, contract_version: '9.0.0' };
        sum = sha256(canonicalJson(later));
        return { snapshot_id, revision, input_fingerprint, content_sha256: sum, ...later };
      },
    );
    amend<Manifest>(join(here.folders.editions, first, 'manifest.json'), (edition) => ({
      ...edition,
      authorities: edition.authorities.map((each) => ({ ...each, snapshot_sha256: sum })),
    }));
    expect(reasons(here.changes(await here.idOf(may)))[0]).toContain('version 9.0.0 of the input contract');
    amend<object>(manifest, (content) => ({ ...content, content_sha256: 'x' }));
    expect(reasons(here.changes(await here.idOf(may)))[0]).toContain('no longer stored');
  }, 180_000);

  it('its figures are not as they were written', async () => {
    const here = place();
    const first = await here.idOf(april);
    const values = join(here.folders.editions, first, 'data', valuesName);
    const bytes = readFileSync(values);
    bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
    writeFileSync(values, bytes);
    const told = here.changes(await here.idOf(may));
    expect(told.reason).toContain('missing, changed or of a form that cannot be read');
    expect([told.changes.length, told.before?.edition_id]).toEqual([0, first]);
    expect(readdirSync(here.folders.editions).length).toBe(2);
  }, 180_000);
});

describe('revisions', () => {
  it('tell what each edition said of a month-end, and forget months older than a year', async () => {
    const here = place();
    const first = await here.idOf(april);
    here.grow(14);
    const second = await here.idOf(may);
    here.grow(14);
    const third = await here.idOf(june);
    const of = (id: string, month: string) =>
      here
        .changes(id)
        .revisions.find((each) => each.measure_id === 'B7' && each.as_at_date === month)
        ?.history.map(({ edition_id, value }) => [edition_id, value]);
    expect(of(first, april)).toEqual([[null, 12]]);
    expect(of(second, april)).toEqual([
      [first, 12],
      [null, 14],
    ]);
    expect(of(third, april)).toEqual([
      [first, 12],
      [second, 14],
    ]);
    expect(of(third, may)).toEqual([[second, 14]]);
    expect(of(third, june)).toEqual([[null, 14]]);
    expect(of(first, '2025-05-31')).toEqual([[null, 12]]);
    expect(of(first, '2025-04-30')).toBeUndefined();
    expect(of(second, '2025-05-31')).toBeUndefined();
    expect(of(second, '2025-06-30')?.length).toBe(2);
    const months = here.changes(third).revisions.map((each) => each.as_at_date);
    expect([...new Set(months)].length).toBe(12);
  }, 180_000);
});

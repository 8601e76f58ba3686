import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commentaryFile } from '../../../pipeline/edition/commentary-format.ts';
import { type Manifest, manifest } from '../../../pipeline/edition/format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { fileSha256 } from '../../../pipeline/hash.ts';
import { compareEditions } from '../../../pipeline/shelf/difference.ts';
import { readLedger } from '../../../pipeline/shelf/ledger.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { boardPlace } from '../../../pipeline/shelf/place.ts';
import { pruneWarehouses } from '../../../pipeline/shelf/publish.ts';
import { rollback } from '../../../pipeline/shelf/rollback.ts';
import { boardEdition, shelf } from '../../../pipeline/shelf/shelf.ts';
import { resolveWaivers, type WaiverRequest } from '../../../pipeline/shelf/waivers.ts';
import type { TrackerError } from '../../../sources/error.ts';
import { treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';
import {
  asAt,
  changedIn,
  commentaryText,
  meeting,
  sealBoard as sealFor,
  smallCounty,
  withdrawBoard,
} from './small-county.ts';

const refusal = async (work: Promise<unknown>): Promise<TrackerError> => {
  const error = await work.then(
    () => null,
    (thrown: TrackerError) => thrown,
  );
  if (error === null) throw new Error('was not refused');
  return error;
};

const waiver = {
  line: 'T3',
  because: 'Two placement orders were made on the day before.',
  byRole: 'Director of services',
};
const notice = { byRole: 'Head of performance', reason: 'A file was read twice.', on: '2026-07-20' };

describe('the gates of sealing', () => {
  it('refuse when nothing is live', async () => {
    expect((await refusal(sealFor(temporaryFolder()))).code).toBe('nothing_published');
  });

  it.each([
    ['no commentary', null, 'commentary_due', 'missing'],
    ['a draft', { approved_on: '' }, 'commentary_due', 'missing'],
    ['one approved after the meeting', { approved_on: '2026-07-16' }, 'commentary_due', 'missing'],
    ['one that expires the day before', { expires_on: '2026-07-14' }, 'commentary_due', 'expired'],
    ['one on another line', { line: 'placed' }, 'commentary_due', 'missing'],
    ['one on a later figure', { as_at: '2026-07-01' }, 'commentary_due', 'missing'],
    ['a faulty one', { why: '' }, 'commentary_faulty', 'why is empty'],
    ['one with an identifier', { why: 'person1003 waits.' }, 'commentary_faulty', 'a case number'],
  ])('refuse %s, naming it', async (_, changes, code, words) => {
    const county = smallCounty();
    if (changes !== null) county.write(commentaryText(changes));
    const report = await county.runOnce();
    expect(report.outcome).toBe('published');
    const before = treeHash(county.folders.published, county.folders.editions);
    const error = await refusal(sealFor(county.data));
    expect([error.code, error.exitCode]).toEqual([code, 4]);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('person1003');
    expect(treeHash(county.folders.published, county.folders.editions)).toBe(before);
    expect(existsSync(county.folders.lock)).toBe(false);
  });

  it.each([
    ['on the day of the meeting', { approved_on: meeting, expires_on: meeting }],
    ['long before and after', {}],
  ])('open for a commentary current %s', async (_, changes) => {
    const county = smallCounty();
    county.write(commentaryText(changes));
    await county.runOnce();
    expect((await sealFor(county.data)).kind).toBe('sealed');
  });

  it('name every closed gate at once', async () => {
    const county = smallCounty();
    county.write(commentaryText({ why: '', status: 'finished' }));
    await county.runOnce();
    const file = join(county.folders.editions, liveEdition(county.folders) ?? '', 'data', 'groups.json');
    writeFileSync(file, '[]');
    const { message } = await refusal(sealFor(county.data));
    for (const words of [
      'data/groups.json',
      'why is empty',
      'status must be one of',
      'smalltown:T3/main (Red)',
    ])
      expect(message).toContain(words);
  });

  it('refuse a failed check', async () => {
    const county = smallCounty();
    county.write(commentaryText());
    await county.runOnce();
    const file = join(county.folders.editions, liveEdition(county.folders) ?? '', 'manifest.json');
    const made = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    const checks = made.checks.map((check, index) => (index === 0 ? { ...check, result: 'fail' } : check));
    writeFileSync(file, JSON.stringify({ ...made, checks }));
    expect((await refusal(sealFor(county.data))).code).toBe('check_failed');
  });

  it('refuse an edition whose warehouse is gone, and commentaries that changed since it was made', async () => {
    const county = smallCounty();
    await county.runOnce();
    county.write(commentaryText());
    expect((await refusal(sealFor(county.data))).code).toBe('commentary_changed');
    const again = await county.runOnce();
    expect(again.outcome).toBe('published');
    expect(pruneWarehouses(county.folders, 0)).not.toContain(again.edition_id);
    writeFileSync(join(county.folders.warehouses, again.edition_id ?? '', 'built-from.json'), '');
    expect((await refusal(sealFor(county.data))).code).toBe('edition_incomplete');
  });

  it('refuse a meeting before the figures', async () => {
    const county = smallCounty();
    county.write(commentaryText());
    await county.runOnce();
    expect((await refusal(sealFor(county.data, [], '2026-06-29'))).code).toBe('meeting_before_figures');
  });

  it('open for a waiver, which is printed, and for no waiver that says nothing', async () => {
    const county = smallCounty();
    await county.runOnce();
    const codeOf = async (change: Partial<WaiverRequest>) =>
      (await refusal(sealFor(county.data, [{ ...waiver, ...change }]))).code;
    expect(await codeOf({ because: ' ' })).toBe('words_missing');
    expect(await codeOf({ byRole: '-' })).toBe('words_missing');
    expect(await codeOf({ because: 'person1003 moves soon.' })).toBe('identifier');
    expect(await codeOf({ because: 'Figures are being checked.' })).toBe('waiver_reason_general');
    expect(await codeOf({ line: 'T5' })).toBe('waiver_needless');
    expect(await codeOf({ line: 'elsewhere:T3' })).toBe('waiver_needless');
    expect((await refusal(sealFor(county.data, [waiver, waiver]))).code).toBe('waiver_twice');
    const sealed = await sealFor(county.data, [waiver]);
    expect(sealed.waivers).toEqual([
      {
        authority: 'smalltown',
        measure_id: 'T3',
        line: 'main',
        because: waiver.because,
        by_role: waiver.byRole,
      },
    ]);
    const file = join(county.folders.editions, sealed.edition_id, 'data', 'commentary.json');
    expect(commentaryFile.parse(JSON.parse(readFileSync(file, 'utf8'))).due).toEqual([
      {
        authority: 'smalltown',
        measure_id: 'T3',
        line: 'main',
        because: 'Red',
        state: 'waived',
        waived_because: waiver.because,
      },
    ]);
  });
});

describe('waivers of several lines', () => {
  const due = ['main', 'alerts_logged'].map((line) => ({
    authority: 'demo',
    measure_id: 'T21',
    line,
    state: 'missing' as const,
  }));
  const nameOf = ({ line }: { line: string }) => (line === 'main' ? 'Reviews held late' : 'Alerts logged');
  const resolve = (...waivers: (readonly [line: string, because: string])[]) =>
    resolveWaivers(
      waivers.map(([line, because]) => ({ line, because, byRole: 'Director of services' })),
      due,
      new Set(),
      nameOf,
    );
  const codeOf = (...waivers: Parameters<typeof resolve>) => {
    try {
      return resolve(...waivers).map(({ line }) => line);
    } catch (error) {
      return error as TrackerError;
    }
  };

  it('are offered by names that work', () => {
    const refused = codeOf(['T21', 'Reviews moved to July.']) as TrackerError;
    expect([refused.code, refused.advice]).toEqual([
      'waiver_ambiguous',
      'Name one: demo:T21/main, demo:T21/alerts_logged.',
    ]);
    expect(codeOf(['demo:T21/main', 'Reviews moved to July.'])).toEqual(['main']);
  });

  it('say something of their own line each', () => {
    expect(codeOf(['T21/main', 'See T21 in July.'], ['T21/alerts_logged', 'see t21, in July'])).toMatchObject(
      {
        code: 'waiver_reason_repeated',
      },
    );
    expect(codeOf(['T21/main', 'We will say more in July.'])).toMatchObject({
      code: 'waiver_reason_general',
    });
    expect(
      codeOf(['T21/main', 'The reviewing team was moved.'], ['T21/alerts_logged', 'No log before May.']),
    ).toMatchObject({ code: 'waiver_reason_general' });
    expect(
      codeOf(
        ['T21/main', 'The reviewing team was moved.'],
        ['T21/alerts_logged', 'Alerts are kept since May.'],
      ),
    ).toEqual(['alerts_logged', 'main']);
  });
});

describe('a sealed edition', () => {
  const county = smallCounty();
  const { folders, data } = county;
  let working = '';
  let sealed: Manifest;

  beforeAll(async () => {
    county.write(commentaryText());
    working = (await county.runOnce()).edition_id ?? '';
    sealed = await sealFor(data);
  });

  it('has its own id, meeting and figures, those of the working edition', () => {
    expect(sealed.edition_id).toMatch(/^board-2026-06-30-sealed-2026-07-15-[0-9a-f]{8}$/);
    const own = manifest.parse(
      JSON.parse(readFileSync(join(folders.editions, sealed.edition_id, 'manifest.json'), 'utf8')),
    );
    expect(own).toEqual(sealed);
    expect([own.kind, own.meeting_date, own.sealed_from, own.waivers]).toEqual([
      'sealed',
      meeting,
      working,
      [],
    ]);
    const bytes = (id: string) =>
      Object.keys(sealed.files)
        .filter((file) => file !== 'data/commentary.json')
        .map((file) => [file, fileSha256(join(folders.editions, id, file))]);
    expect(bytes(sealed.edition_id)).toEqual(bytes(working));
    for (const id of [working, sealed.edition_id]) {
      const folder = join(folders.editions, id, 'data');
      const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
      expect(texts.filter((text) => text.includes(working) || text.includes(sealed.edition_id))).toEqual([]);
    }
    expect(changedIn(data, sealed.edition_id)).toEqual([]);
  });

  it('judges actions on the day of the meeting', () => {
    const read = (id: string) =>
      commentaryFile.parse(
        JSON.parse(readFileSync(join(folders.editions, id, 'data', 'commentary.json'), 'utf8')),
      );
    expect(read(working).entries.map(({ current, overdue }) => [current, overdue])).toEqual([[true, false]]);
    expect(read(sealed.edition_id).entries.map(({ current, overdue }) => [current, overdue])).toEqual([
      [true, true],
    ]);
  });

  it('has its own address, while the working edition stays live', () => {
    expect(liveEdition(folders)).toBe(working);
    expect(readFileSync(join(folders.published, sealed.edition_id, 'index.html'), 'utf8')).toContain(
      sealed.edition_id,
    );
    expect(readFileSync(join(folders.published, 'meeting.html'), 'utf8')).toContain(
      `url=./${sealed.edition_id}/index.html`,
    );
    expect(existsSync(join(folders.runs, 'sealing'))).toBe(false);
  });

  it('is not sealed twice, nor made live', async () => {
    expect((await refusal(sealFor(data))).code).toBe('meeting_sealed');
    await expect(rollback(folders, sealed.edition_id, silentEffects)).rejects.toThrow(/always a working one/);
  });

  it('keeps every byte, and its warehouse, through later runs, seals and withdrawals', {
    timeout: 180_000,
  }, async () => {
    const bytes = (): string =>
      treeHash(join(folders.editions, sealed.edition_id), join(folders.published, sealed.edition_id));
    const before = bytes();
    for (const children of [13, 14, 15, 16]) {
      county.grow(children);
      await county.runOnce();
    }
    const other = await sealFor(data, [], '2026-08-12');
    expect(readFileSync(join(folders.published, 'meeting.html'), 'utf8')).toContain(other.edition_id);
    await withdrawBoard(data, { editionId: other.edition_id, ...notice });
    expect(readFileSync(join(folders.published, 'meeting.html'), 'utf8')).toContain(sealed.edition_id);
    await county.runOnce();
    expect(bytes()).toBe(before);
    expect(readdirSync(folders.warehouses)).toContain(working);
    // Only the live one and those behind a sealed one may not be cleared away.
    pruneWarehouses(folders, 1);
    expect(readdirSync(folders.warehouses).sort()).toEqual([working, liveEdition(folders) ?? ''].sort());
  });

  it('is made with the same bytes in another folder', async () => {
    const twin = smallCounty();
    twin.write(commentaryText());
    await twin.runOnce();
    const again = await sealFor(twin.data);
    expect(again).toEqual(sealed);
    const tree = (root: typeof folders): string => treeHash(join(root.editions, sealed.edition_id));
    expect(tree(twin.folders)).toBe(tree(folders));
  });

  it('that was tampered with is told', () => {
    const copy = temporaryFolder();
    cpSync(data, copy, { recursive: true });
    const folder = join(dataFolders(copy).editions, sealed.edition_id);
    writeFileSync(join(folder, 'data', 'groups.json'), '[]');
    const made = manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const files = { ...made.files, 'data/groups.json': fileSha256(join(folder, 'data', 'groups.json')) };
    expect(changedIn(copy, sealed.edition_id)).toEqual(['data/groups.json']);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...made, files }));
    expect(changedIn(copy, sealed.edition_id)).toEqual(['manifest.json']);
  });
});

describe('a withdrawn edition', () => {
  const county = smallCounty();
  const { folders, data } = county;
  let first = '';
  let second = '';
  let sealedId = '';

  beforeAll(async () => {
    county.write(commentaryText());
    first = (await county.runOnce()).edition_id ?? '';
    county.grow(13);
    second = (await county.runOnce()).edition_id ?? '';
    sealedId = (await sealFor(data)).edition_id;
  });

  it('is refused without words, with an identifier, before its figures, or when there is none', async () => {
    const codeOf = async (change: object) =>
      (await refusal(withdrawBoard(data, { editionId: second, ...notice, ...change }))).code;
    expect(await codeOf({ editionId: 'board-2026-06-30-00000000' })).toBe('edition_unknown');
    expect(await codeOf({ byRole: '' })).toBe('words_missing');
    expect(await codeOf({ reason: '  ' })).toBe('words_missing');
    expect(await codeOf({ reason: 'person1003 was in it.' })).toBe('identifier');
    expect(await codeOf({ on: '2026-06-29' })).toBe('withdrawn_before_figures');
    expect(readLedger(boardPlace(folders)).withdrawn).toEqual([]);
  });

  it('leaves a notice that says nothing of the reason, and another edition live', async () => {
    const figures = treeHash(join(folders.editions, second));
    const done = await withdrawBoard(data, { editionId: second, ...notice, byRole: 'Head <of> it' });
    expect(done).toEqual({ before: second, now: first, sealedFromIt: [sealedId] });
    const place = join(folders.published, second);
    expect(readdirSync(place)).toEqual(['index.html']);
    const page = readFileSync(join(place, 'index.html'), 'utf8');
    for (const words of ['OFFICIAL-SENSITIVE', '2026-07-20', 'Head &lt;of&gt; it', second, 'lang="en-GB"'])
      expect(page).toContain(words);
    expect(page).not.toContain('read twice');
    expect(treeHash(join(folders.editions, second))).toBe(figures);
    expect(statSync(folders.ledger).mode & 0o077).toBe(0);
    expect(readLedger(boardPlace(folders)).withdrawn[0]?.reason).toBe(notice.reason);
    expect(readdirSync(folders.published).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('can neither be rolled back to, nor withdrawn again, nor made again by a run', async () => {
    await expect(rollback(folders, second, silentEffects)).rejects.toThrow(/was withdrawn on 2026-07-20/);
    expect((await refusal(withdrawBoard(data, { editionId: second, ...notice }))).code).toBe(
      'already_withdrawn',
    );
    const report = await county.runOnce();
    expect([report.outcome, report.exit_code, report.error?.code]).toEqual([
      'failed',
      2,
      'edition_withdrawn',
    ]);
    expect(liveEdition(folders)).toBe(first);
    county.grow(14);
    expect((await county.runOnce()).outcome).toBe('published');
    // Back to what the withdrawn edition is not: the live one before.
    expect((await rollback(folders, null, silentEffects)).to).toBe(first);
  });

  it('frees its meeting for another sealing, under another id', async () => {
    await withdrawBoard(data, { editionId: sealedId, ...notice });
    const page = readFileSync(join(folders.published, sealedId, 'index.html'), 'utf8');
    expect(page).toContain('sealed for the meeting of 2026-07-15');
    expect(readFileSync(join(folders.published, 'meeting.html'), 'utf8')).toContain(
      'No edition for a meeting',
    );
    const again = await sealFor(data);
    expect(again.edition_id).not.toBe(sealedId);
    expect(shelf(boardPlace(folders)).map((each) => [each.id, each.withdrawn !== null])).toContainEqual([
      sealedId,
      true,
    ]);
  });

  it('leaves nothing live when none remains', async () => {
    for (const { id, sealing, withdrawn } of shelf(boardPlace(folders)))
      if (sealing === null && withdrawn === null) await withdrawBoard(data, { editionId: id, ...notice });
    expect(liveEdition(folders)).toBeNull();
    expect(readFileSync(join(folders.published, 'index.html'), 'utf8')).toContain('No edition is published');
  });
});

describe('the difference of two editions', () => {
  it('names totals, days and nothing that is equal', { timeout: 120_000 }, async () => {
    const county = smallCounty();
    const a = (await county.runOnce()).edition_id ?? '';
    county.grow(13);
    const b = (await county.runOnce()).edition_id ?? '';
    const c = (await county.runOnce(silentEffects, '2026-07-31')).edition_id ?? '';
    const compare = (one: string, two: string) =>
      compareEditions(boardEdition(county.folders, one), boardEdition(county.folders, two));
    const same = await compare(a, a);
    expect([same.differences, same.onlyA, same.rules, same.availability]).toEqual([[], [], [], []]);
    const { differences, onlyA, onlyB } = await compare(a, b);
    const t3 = differences.filter(
      (each) => each.measure_id === 'T3' && each.line === 'main' && each.as_at_date === asAt,
    );
    expect(t3.map((each) => [each.statistic, each.a, each.b])).toEqual([
      ['count', '12 [Red - worse than floor]', '13 [Red - worse than floor]'],
    ]);
    expect([onlyA, onlyB]).toEqual([[], []]);
    expect((await compare(b, c)).onlyB).toContain('2026-07-31');
    expect((await compare(b, c)).differences.some((each) => each.as_at_date === '2026-07-31')).toBe(false);
  });
});

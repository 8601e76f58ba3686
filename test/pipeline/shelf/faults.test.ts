import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../pipeline/cli/main.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { readLedger } from '../../../pipeline/shelf/ledger.ts';
import { boardPlace } from '../../../pipeline/shelf/place.ts';
import { someOf } from '../../proofs/sizes.ts';
import { treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';
import {
  asAt,
  commentaryText,
  meeting,
  redRooms,
  sealBoard,
  smallCounty,
  withdrawBoard,
} from './small-county.ts';

/** Runs a command through the real door, with quick rooms, and keeps what it says. */
async function tracker(...args: string[]) {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const console = { ...silentEffects, say, complain: say, log: say };
  const exitCode = await main(args, { console, rooms: redRooms, exitCode: 0 });
  return { exitCode, said: said.join('\n') };
}

const county = smallCounty();
const notice = { byRole: 'Head of performance', reason: 'A file was read twice.', on: '2026-07-20' };
let may = '';
let june = '';
let sealed = '';

// Two working editions, of which the earlier is withdrawn, one sealed edition, and a draft for the Panel.
beforeAll(async () => {
  county.write(commentaryText());
  may = (await county.runOnce(silentEffects, '2026-05-31')).edition_id ?? '';
  june = (await county.runOnce()).edition_id ?? '';
  sealed = (await sealBoard(county.data)).edition_id;
  await withdrawBoard(county.data, { editionId: may, ...notice });
  june = (await county.runOnce()).edition_id ?? '';
}, 120_000);

const copied = (): string => {
  const data = temporaryFolder();
  cpSync(county.data, data, { recursive: true });
  return data;
};
const runAgain = (data: string) =>
  tracker('run', '--authority', county.yaml, '--as-at', asAt, '--data', data);
const kept = (data: string): string => {
  const { editions, published } = dataFolders(data);
  return treeHash(join(editions, sealed), join(published, sealed), join(editions, may), join(published, may));
};

describe('a ledger that is lost', () => {
  it.each([
    ['missing', null],
    ['empty', ''],
    ['of nothing', '{"sealed": [], "withdrawn": []}'],
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['without the sealing', (text: string) => text.replace(/"sealed": \[[^\]]*\]/, '"sealed": []')],
    ['without the withdrawal', (text: string) => text.replace(/"withdrawn": \[[^\]]*\]/, '"withdrawn": []')],
    ['changed', (text: string) => text.replace('Head of performance', 'Head of nothing')],
  ])('%s: a run says so, removes nothing and goes on; sealing and withdrawing stop', async (_, change) => {
    const data = copied();
    const { ledger } = dataFolders(data);
    const whole = readFileSync(ledger, 'utf8');
    const before = kept(data);
    if (change === null) rmSync(ledger);
    else writeFileSync(ledger, typeof change === 'string' ? change : change(whole));
    const run = await runAgain(data);
    expect(run.exitCode).toBe(0);
    expect(run.said).toContain('Put it back from a backup');
    expect(kept(data)).toBe(before);
    for (const args of [
      ['edition', 'seal', '--meeting', '2026-08-12'],
      ['edition', 'withdraw', june, '--by', notice.byRole, '--reason', notice.reason, '--on', notice.on],
      ['rollback', may],
    ]) {
      const refused = await tracker(...args, '--data', data);
      expect([args[1], refused.exitCode, refused.said.includes('[ledger_lost]')]).toEqual([args[1], 4, true]);
    }
    expect((await tracker('verify', '--data', data)).exitCode).toBe(4);
    expect((await tracker('edition', 'list', '--data', data)).said).toContain(`board     ${sealed}  sealed`);
    expect(kept(data)).toBe(before);
    writeFileSync(ledger, whole);
    expect((await tracker('verify', '--data', data)).said).toContain('Everything is as it was made.');
    expect((await runAgain(data)).said).not.toContain('Attention');
  });

  it('also when a run publishes something new, and keeps the warehouse behind the sealed edition', async () => {
    const data = copied();
    const before = kept(data);
    rmSync(dataFolders(data).ledger);
    county.grow(13);
    try {
      expect((await runAgain(data)).exitCode).toBe(0);
    } finally {
      county.grow(12);
    }
    expect(kept(data)).toBe(before);
    expect(readdirSync(dataFolders(data).warehouses)).toContain(
      readLedger(boardPlace(dataFolders(data))).sealed[0]?.sealed_from,
    );
  });
});

/** Every file of a folder, by path below it. */
const filesIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[]).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );

describe('verify', () => {
  it('finds one changed byte in any file that is kept, and a file that is gone', async () => {
    const data = copied();
    const all = ['snapshots', 'editions', 'published', 'audiences']
      .flatMap((folder) => filesIn(join(data, folder)).map((path) => join(folder, path)))
      .filter((path) => !path.endsWith('index.html.next'));
    expect(all.length).toBeGreaterThan(60);
    const missed: string[] = [];
    for (const path of someOf(all, 'damagedFiles')) {
      const file = join(data, path);
      const whole = readFileSync(file);
      const changed = Buffer.from(whole);
      const at = Math.floor(whole.length / 2);
      changed[at] = (whole[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const found = await tracker('verify', '--data', data);
      const place = path.replaceAll('\\', '/').split('/').slice(0, 2).join('/');
      if (found.exitCode !== 4 || !found.said.includes(place)) missed.push(path);
      writeFileSync(file, whole);
    }
    expect(missed).toEqual([]);
    const groups = join(data, 'editions', 'board', sealed, 'data', 'groups.json');
    rmSync(groups);
    expect((await tracker('edition', 'verify', '--data', data)).said).toContain('data/groups.json');
    expect((await tracker('edition', 'show', sealed, '--data', data)).exitCode).toBe(4);
  }, 120_000);
});

describe('a sealed edition with one changed byte', () => {
  it.each([
    [
      'its data',
      (data: string) => join(data, 'editions', 'board', sealed, 'data', 'charts.json'),
      'charts.json',
    ],
    ['its site', (data: string) => join(data, 'editions', 'board', sealed, 'site', 'index.html'), 'site'],
    [
      'its manifest',
      (data: string) => join(data, 'editions', 'board', sealed, 'manifest.json'),
      'manifest.json',
    ],
  ])('in %s is named by the next sealing, which stops', async (_, file, named) => {
    const data = copied();
    writeFileSync(file(data), `${readFileSync(file(data), 'utf8')} `);
    const { exitCode, said } = await tracker('edition', 'seal', '--meeting', '2026-08-12', '--data', data);
    expect([exitCode, said.includes(named), said.includes(sealed)]).toEqual([4, true, true]);
  });

  it('in its published site is put back by the next run, which says so and keeps the other', async () => {
    const data = copied();
    const page = join(dataFolders(data).published, sealed, 'index.html');
    const whole = readFileSync(page, 'utf8');
    writeFileSync(page, '');
    const { exitCode, said } = await runAgain(data);
    expect([exitCode, said.includes('was not as it was published')]).toEqual([0, true]);
    expect(readFileSync(page, 'utf8')).toBe(whole);
    expect(readFileSync(join(data, 'damaged', 'published', 'board', sealed, 'index.html'), 'utf8')).toBe('');
  });
});

describe('a live edition that a power cut emptied', () => {
  it('is made again by the next run, which says so', async () => {
    const data = copied();
    const { published } = dataFolders(data);
    const before = treeHash(join(published, june));
    for (const path of filesIn(join(published, june))) truncateSync(join(published, june, path));
    expect((await tracker('verify', '--data', data)).exitCode).toBe(4);
    const { exitCode, said } = await runAgain(data);
    expect([exitCode, said.includes('made again'), said.includes('Nothing new')]).toEqual([0, true, false]);
    expect(treeHash(join(published, june))).toBe(before);
    expect((await tracker('verify', '--data', data)).exitCode).toBe(0);
  });
});

describe('a stored snapshot that is damaged', () => {
  it('is not believed when the same files come again: it is set aside, named and replaced', async () => {
    const data = copied();
    const folder = join(data, 'snapshots', 'smalltown', '2026-06-30.1');
    const whole = treeHash(folder);
    truncateSync(join(folder, 'review.parquet'), 10);
    // What is live is gone too, so that the run reads the files again.
    rmSync(join(dataFolders(data).published, june), { recursive: true });
    const { exitCode, said } = await runAgain(data);
    expect([exitCode, said.includes('review.parquet')]).toEqual([0, true]);
    expect(treeHash(folder)).toBe(whole);
    expect(existsSync(join(data, 'damaged', 'snapshots', 'smalltown', '2026-06-30.1'))).toBe(true);
  });

  it.each(['manifest.json', 'child.parquet', 'care_plan.parquet'])(
    'and older, in its %s, is set aside and named, and the run goes on without it',
    async (file) => {
      const data = copied();
      const folder = join(data, 'snapshots', 'smalltown');
      const older = readdirSync(folder).filter((name) => name < '2026-06-30')[0] ?? '';
      expect(older).not.toBe('');
      writeFileSync(join(folder, older, file), 'x');
      rmSync(join(dataFolders(data).published, june), { recursive: true });
      const { exitCode, said } = await runAgain(data);
      expect([exitCode, said.includes(`damaged/snapshots/smalltown/${older}`)]).toEqual([0, true]);
      expect(existsSync(join(folder, older))).toBe(false);
    },
  );
});

describe('one old damaged file', () => {
  it.each([
    ['a report', (data: string) => join(data, 'runs', '2026-05-31-001', 'report.json')],
    [
      'the manifest of a working edition',
      (data: string) => join(data, 'editions', 'board', may, 'manifest.json'),
    ],
  ])('such as %s is set aside and named, and stops nothing', async (_, file) => {
    for (const content of ['', '{"run', '\u0000\u0000']) {
      const data = copied();
      writeFileSync(file(data), content);
      for (const command of ['status', 'verify']) await tracker(command, '--data', data);
      expect((await tracker('status', '--data', data)).exitCode).toBe(0);
      expect((await tracker('edition', 'list', '--data', data)).exitCode).toBe(0);
      const { exitCode, said } = await runAgain(data);
      expect([exitCode, said.includes('set aside: damaged/')]).toEqual([0, true]);
      expect((await runAgain(data)).said).not.toContain('set aside');
    }
  });
});

describe('a data folder that cannot be written', () => {
  it('is told by path where a file lies in its place, or in that of a folder in it', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const there = await runAgain(file);
    expect([there.exitCode, there.said.includes(`${file} cannot be made`)]).toEqual([2, true]);
    const data = copied();
    rmSync(dataFolders(data).warehouses, { recursive: true });
    writeFileSync(dataFolders(data).warehouses, '');
    const inside = await runAgain(data);
    expect([inside.exitCode, inside.said.includes(dataFolders(data).warehouses)]).toEqual([5, true]);
    expect(readdirSync(join(data, 'runs', '2026-06-30-003')).sort()).toEqual(['error.txt', 'report.json']);
    rmSync(dataFolders(data).warehouses);
    expect((await runAgain(data)).exitCode).toBe(0);
  });

  it('leads nowhere but to its own place: a link to nothing is told by path', async () => {
    const data = join(temporaryFolder(), 'data');
    symlinkSync(join(data, 'nowhere'), data);
    const { exitCode, said } = await runAgain(data);
    expect([2, 5]).toContain(exitCode);
    expect(said).toContain(data);
  });
});

describe('the address itself', () => {
  it('leads to a file, for a file share lists a folder', () => {
    const { published } = county.folders;
    expect(readFileSync(join(published, 'index.html'), 'utf8')).toContain(`url=./${june}/index.html`);
    expect(readFileSync(join(published, 'meeting.html'), 'utf8')).toContain(`url=./${sealed}/index.html`);
    expect(meeting > asAt).toBe(true);
  });
});

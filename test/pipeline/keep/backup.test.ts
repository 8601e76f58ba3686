import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { Header } from 'tar';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { canonicalJson, sha256 } from '../../../pipeline/hash.ts';
import { backup } from '../../../pipeline/keep/backup.ts';
import { restore } from '../../../pipeline/keep/restore.ts';
import { takeLock } from '../../../pipeline/lock.ts';
import type { TrackerError } from '../../../sources/error.ts';
import { withdrawBoard } from '../shelf/small-county.ts';
import { temporaryFolder } from '../small-extract.ts';
import { filesOf, shelf, tracker, writeFiles } from './small-shelf.ts';

vi.setConfig({ testTimeout: 120_000 });

let county: Awaited<ReturnType<typeof shelf>>;
let archive = '';

beforeAll(async () => {
  county = await shelf();
  archive = join(temporaryFolder(), 'backup.tar');
  const { exitCode, said } = await tracker('backup', '--data', county.data, '--out', archive);
  expect([exitCode, said.includes(archive)]).toEqual([0, true]);
});

const place = (): string => join(temporaryFolder(), 'data');
const kept = (data: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filesOf(data)).filter(
      ([path]) =>
        !/^(warehouses|worklists|cache)\/|^run\.lock$/.test(path) &&
        (!path.startsWith('runs/') || path.endsWith('/report.json')),
    ),
  );
/** A copy of the archive with some bytes changed. */
function changed(change: (bytes: Buffer) => Buffer): string {
  const file = join(temporaryFolder(), 'changed.tar');
  writeFileSync(file, change(readFileSync(archive)));
  return file;
}
const flipped = (at: number) => (bytes: Buffer) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
/** Where the first part whose path begins so has its header. */
function headOf(bytes: Buffer, path: string): number {
  for (let at = 0; at < bytes.length; at += 512)
    if (bytes.toString('utf8', at, at + path.length) === path) return at;
  throw new Error(`${path} is not in the archive`);
}
const restoreFrom = (from: string, data: string, ...more: string[]) =>
  tracker('restore', '--from', from, '--data', data, ...more);

describe('a backup', () => {
  it('holds everything that cannot be made again, and no more', async () => {
    const data = place();
    expect((await restoreFrom(archive, data)).exitCode).toBe(0);
    expect(filesOf(data)).toEqual(kept(county.data));
    const paths = Object.keys(filesOf(data));
    for (const part of [
      'ledger.json',
      `editions/board/${county.sealed}/manifest.json`,
      'drafts/',
      '/report.json',
    ])
      expect(paths.some((path) => path.includes(part))).toBe(true);
    const worked = await tracker('run', '--authority', county.yaml, '--as-at', county.asAt, '--data', data);
    expect(worked.exitCode).toBe(0);
    expect((await tracker('edition', 'show', county.sealed, '--data', data)).exitCode).toBe(0);
  });

  it("has the same bytes each time, is its owner's only, and holds warehouses when asked to", async () => {
    const [again, more] = [join(temporaryFolder(), 'again.tar'), join(temporaryFolder(), 'more.tar')];
    await tracker('backup', '--data', county.copy(), '--out', again);
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);
    expect(statSync(again).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(again, '..'))).toEqual(['again.tar']);
    await tracker('backup', '--data', county.data, '--out', more, '--with-warehouses');
    const data = place();
    await restoreFrom(more, data);
    expect(Object.keys(filesOf(data)).some((path) => path.endsWith('warehouse.duckdb'))).toBe(true);
  });

  it('is a tar that any tool reads', async () => {
    const { stdout } = await execa('tar', ['tf', archive]);
    const names = stdout.split('\n');
    expect(names).toHaveLength(Object.keys(kept(county.data)).length + 2);
    expect(names[0]).toMatch(/^backup-[0-9a-f]{64}\.json$/);
  });

  it.each<[string, string, (data: string) => string]>([
    ['over another', 'backup_exists', () => archive],
    ['inside the data folder', 'backup_inside', (data) => join(data, 'editions', 'b.tar')],
    [
      'inside it through a link',
      'backup_inside',
      (data) => {
        const link = join(temporaryFolder(), 'link');
        symlinkSync(data, link);
        return join(link, 'b.tar');
      },
    ],
    ['in a folder that is not there', 'place_refused', () => join(temporaryFolder(), 'no', 'b.tar')],
  ])('is not written %s', async (_, code, out) => {
    const data = county.copy();
    const before = filesOf(data);
    const { exitCode, complained } = await tracker('backup', '--data', data, '--out', out(data));
    expect([exitCode, complained.includes(code)]).toEqual([2, true]);
    expect(filesOf(data)).toEqual(before);
  });

  it('is not made of a folder in use, of one without data, or past a link that would be lost', async () => {
    const data = county.copy();
    const out = join(temporaryFolder(), 'b.tar');
    const { lock } = dataFolders(data);
    const giveBack = await takeLock({ file: lock, run: 'a run', since: '', log: () => undefined });
    expect((await tracker('backup', '--data', data, '--out', out)).complained).toContain('run_in_progress');
    giveBack();
    symlinkSync(temporaryFolder(), join(data, 'published', 'elsewhere'));
    expect((await tracker('backup', '--data', data, '--out', out)).complained).toContain('no_plain_file');
    expect((await tracker('backup', '--data', temporaryFolder(), '--out', out)).complained).toContain(
      'no_data_folder',
    );
    expect(existsSync(out)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'on a full disk is exit code 5 with the place named, and nothing is left',
    async () => {
      const folder = temporaryFolder();
      const command = [
        join('pipeline', 'cli', 'tracker.js'),
        'backup',
        '--data',
        county.data,
        '--out',
        join(folder, 'b.tar'),
      ];
      // a limit on the size of files stands in for a small disk, which only an administrator could mount
      const { exitCode, stderr } = await execa(
        'sh',
        ['-c', 'ulimit -f 200; exec node "$@"', 'sh', ...command],
        { reject: false },
      );
      expect(exitCode).toBe(5);
      expect(stderr).toContain(`The disk that holds ${join(folder, 'b.tar')} is full or failing (EFBIG`);
      expect(readdirSync(folder)).toEqual([]);
      expect(existsSync(county.folders.lock)).toBe(false);
    },
  );
});

describe('a restore', () => {
  it('is refused into a folder that holds anything, and from what is no backup', async () => {
    const data = temporaryFolder();
    writeFiles(data, { 'a.txt': 'mine' });
    const refused = await restoreFrom(archive, data);
    expect([refused.exitCode, refused.complained.includes('folder_in_use')]).toEqual([2, true]);
    expect(filesOf(data)).toEqual({ 'a.txt': sha256('mine') });
    expect((await restoreFrom(join(data, 'none.tar'), place())).exitCode).toBe(3);
    expect((await restoreFrom(data, place())).exitCode).toBe(3);
    for (const bytes of ['', 'no archive', 'x'.repeat(5000)]) {
      writeFiles(data, { 'b.tar': bytes });
      const { exitCode, complained } = await restoreFrom(join(data, 'b.tar'), place());
      expect([exitCode, complained.includes('backup_unreadable')]).toEqual([4, true]);
    }
  });

  it('goes into an empty folder, and leaves everything to its owner alone', async () => {
    const data = temporaryFolder();
    expect((await restoreFrom(archive, data)).exitCode).toBe(0);
    const modes = readdirSync(data, { recursive: true, encoding: 'utf8' }).map(
      (path) => statSync(join(data, path)).mode & 0o077,
    );
    expect(new Set(modes)).toEqual(new Set([0]));
    expect(existsSync(`${data}.restoring`)).toBe(false);
  });

  it('says which part is damaged and restores nothing, or all others when asked to', async () => {
    const path = `editions/board/${county.sealed}/data/measures.json`;
    const damaged = changed((bytes) => flipped(headOf(bytes, path) + 600)(bytes));
    const data = place();
    const refused = await restoreFrom(damaged, data);
    expect(refused.exitCode).toBe(4);
    expect(refused.complained).toContain(`${path} (damaged)`);
    expect(existsSync(data)).toBe(false);
    const partial = await restoreFrom(damaged, data, '--partial');
    expect([partial.exitCode, partial.complained]).toEqual([4, `Not restored: ${path} (damaged)`]);
    const { [path]: _, ...others } = kept(county.data);
    expect(filesOf(data)).toEqual(others);
  });

  it('says which parts a shortened backup lacks, and restores those before', async () => {
    const short = changed((bytes) => bytes.subarray(0, headOf(bytes, 'published/board/') + 520));
    const data = place();
    const { exitCode, complained } = await restoreFrom(short, data);
    expect([exitCode, /published\/board\/\S+ \(missing\)/.test(complained)]).toEqual([4, true]);
    expect(complained).not.toContain('editions/');
    expect((await restoreFrom(short, data, '--partial')).exitCode).toBe(4);
    const before = Object.entries(kept(county.data)).filter(([path]) => path < 'published/');
    expect(filesOf(data)).toEqual(Object.fromEntries(before));
  });

  it('works from the list at the end when that at the beginning is damaged', async () => {
    const data = place();
    const { exitCode, complained } = await restoreFrom(changed(flipped(700)), data, '--partial');
    expect([exitCode, complained]).toEqual([4, 'Not restored: bytes around the parts (damaged)']);
    expect(filesOf(data)).toEqual(kept(county.data));
  });

  it.each([
    ['a way out', ['../out.txt']],
    ['a way out in the middle', ['a/../../out.txt']],
    ['an absolute path', ['/tmp/out.txt']],
    ['a drive', ['C:/out.txt']],
    ['a way out of another system', ['..\\out.txt']],
    ['an empty name', ['a//b']],
    ['a file in a file', ['a', 'a/b']],
    ['a name twice', ['a', 'a']],
    ['no name', ['']],
  ])('refuses an archive with %s', async (_, paths) => {
    const parts = paths.map((path) => ({ path, size: 0, sha256: sha256('') }));
    const list = Buffer.from(canonicalJson({ backup: 1, parts }));
    const first = Buffer.alloc(512);
    new Header({ path: `backup-${sha256(list)}.json`, size: list.length, type: 'File' }).encode(first);
    const folder = temporaryFolder();
    writeFiles(folder, { 'b.tar': Buffer.concat([first, list]) });
    for (const more of [[], ['--partial'], ['--missing', '--partial']]) {
      const { exitCode, complained } = await restoreFrom(
        join(folder, 'b.tar'),
        join(folder, 'data'),
        ...more,
      );
      expect([exitCode, complained.includes('backup_refused')]).toEqual([3, true]);
    }
    expect(Object.keys(filesOf(folder))).toEqual(['b.tar']);
  });
});

describe('a restore of what is missing', () => {
  it('adds and mends, and touches nothing that is whole', async () => {
    const data = county.copy();
    const before = filesOf(data);
    const snapshot = join(county.folders.snapshots.replace(county.data, data), 'smalltown', '2026-05-31.1');
    rmSync(join(data, 'published'), { recursive: true });
    rmSync(join(data, 'editions', 'board', county.sealed, 'data', 'measures.json'));
    truncateSync(join(snapshot, 'placement.parquet'), 100);
    truncateSync(join(data, 'editions', 'board', 'ledger.json'), 10);
    const mended = await restoreFrom(archive, data, '--missing');
    expect([mended.exitCode, mended.complained]).toEqual([0, '']);
    expect(filesOf(data)).toEqual(before);
    expect((await restoreFrom(archive, data, '--missing')).said).toContain('Nothing is missing or damaged.');
  });

  it('leaves what came later, also a ledger, and never brings a withdrawn site back', async () => {
    const data = county.copy();
    const request = {
      editionId: county.sealed,
      byRole: 'Head of performance',
      reason: 'A file was read twice.',
      on: '2026-07-20',
    };
    await withdrawBoard(data, request);
    writeFiles(data, { 'runs/2026-07-31-001/report.json': '{}' });
    const before = filesOf(data);
    expect((await restoreFrom(archive, data, '--missing')).exitCode).toBe(0);
    expect(filesOf(data)).toEqual(before);
  });

  it('goes through no link', async () => {
    const data = county.copy();
    const elsewhere = join(temporaryFolder(), 'snapshots');
    renameSync(join(data, 'snapshots'), elsewhere);
    rmSync(join(elsewhere, 'smalltown', '2026-05-31.1', 'child.parquet'));
    symlinkSync(elsewhere, join(data, 'snapshots'));
    const { exitCode, complained } = await restoreFrom(archive, data, '--missing');
    expect([exitCode, complained.includes('link_in_data')]).toEqual([2, true]);
    expect(existsSync(join(elsewhere, 'smalltown', '2026-05-31.1', 'child.parquet'))).toBe(false);
  });

  it('makes an empty folder whole, so that a mounted disk can be restored into', async () => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'python'));
    expect((await restoreFrom(archive, data, '--missing')).exitCode).toBe(0);
    expect(filesOf(data)).toEqual(kept(county.data));
  });
});

const name = fc.stringMatching(/^[a-zA-Z0-9 äé_'.-]{1,40}$/).filter((text) => !/^\.|\.next$|\.$/.test(text));
const tree = fc.dictionary(
  fc
    .array(name, { minLength: 1, maxLength: 6 })
    .map((names) => `runs/${names.join('/').toLowerCase()}/report.json`),
  fc.uint8Array({ maxLength: 2000 }),
  { minKeys: 1, maxKeys: 12 },
);

describe('any tree', () => {
  it('comes back with every byte', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const [data, out, back] = [temporaryFolder(), join(temporaryFolder(), 'b.tar'), place()];
        const moved = Object.entries(files).map(
          ([path, bytes]) => [path.replace(/^runs/, 'editions/board'), bytes] as const,
        );
        writeFiles(data, Object.fromEntries(moved));
        await backup({ data, out, withWarehouses: false }, silentEffects);
        await restore({ from: out, data: back, missing: false, partial: false }, silentEffects);
        expect(filesOf(back)).toEqual(filesOf(data));
      }),
      { numRuns: 25 },
    );
  });

  it('is not restored when any one byte of its archive is another', async () => {
    const data = temporaryFolder();
    const long = `editions/board/${'a long name/'.repeat(20)}ä.json`;
    writeFiles(data, { 'editions/a.json': '1', [long]: 'some text', 'snapshots/empty': '' });
    const out = join(temporaryFolder(), 'b.tar');
    await backup({ data, out, withWarehouses: false }, silentEffects);
    const sound = readFileSync(out);
    const from = join(temporaryFolder(), 'changed.tar');
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        writeFileSync(from, bytes);
        const back = place();
        const error = await restore({ from, data: back, missing: false, partial: false }, silentEffects).then(
          () => null,
          (thrown: TrackerError) => thrown,
        );
        expect(error?.exitCode).toBe(4);
        expect(existsSync(back)).toBe(false);
      }),
      // a time of the first header that is no number is thrown at by the library that reads it
      { numRuns: 120, examples: [[136, 128]] },
    );
    for (const length of [0, 1, 511, 512, 700, sound.length - 1, sound.length - 1024]) {
      writeFileSync(from, sound.subarray(0, length));
      const work = restore({ from, data: place(), missing: false, partial: false }, silentEffects);
      await expect(work).rejects.toMatchObject({ exitCode: 4 });
    }
    writeFileSync(from, Buffer.concat([sound, Buffer.from('more')]));
    const work = restore({ from, data: place(), missing: false, partial: false }, silentEffects);
    await expect(work).rejects.toMatchObject({ exitCode: 4 });
  });
});

import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { readReport } from '../../../pipeline/run/report.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { someOf } from '../../proofs/sizes.ts';
import { temporaryFolder } from '../small-extract.ts';
import { otherAuthority, smallAuthority, smallRooms, treeHash } from './small-rooms.ts';

const disk = join(temporaryFolder(), 'disk');
mkdirSync(disk);

/** A disk of its own can be had by an administrator alone. */
const isMounted = ((): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100M', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
});

const filler = join(disk, 'filler');

/** Writes until nothing more can be written. */
function fill(): void {
  const handle = openSync(filler, 'w');
  try {
    for (const size of [1 << 20, 4096]) fillBy(handle, Buffer.alloc(size));
  } finally {
    closeSync(handle);
  }
}

function fillBy(handle: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(handle, bytes);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

const authorities = [smallAuthority().yaml, otherAuthority().yaml];
/** An authority in each batch. */
const rooms: Rooms = { ...smallRooms, together: 1 };

/** Runs; at the first line that begins so the disk becomes full. */
function runOn(data: string, asAt: string, fullAt?: string) {
  let isFull = false;
  const hear = (line: string): void => {
    if (isFull || fullAt === undefined || !line.startsWith(fullAt)) return;
    isFull = true;
    fill();
  };
  return run({ authorities, asAt, data }, { ...silentEffects, step: hear, progress: hear }, rooms);
}

const keptIn = (data: string): string =>
  treeHash(...[dataFolders(data).editions, dataFolders(data).published, dataFolders(data).audiences]);

describe.runIf(isMounted)('a region on a disk that becomes full', { timeout: 180_000 }, () => {
  it('says so, leaves what is live and the drafts, and then makes what it makes anywhere', async () => {
    const data = join(disk, 'data');
    await runOn(data, '2026-05-31');
    const anywhere = join(temporaryFolder(), 'data');
    cpSync(data, anywhere, { recursive: true });
    const before = keptIn(data);
    const moments = ['derive batch 1', 'derive batch 2', 'edition', 'panel'];
    for (const moment of someOf(moments, 'fullDisks')) {
      const report = await runOn(data, '2026-06-30', moment);
      expect([moment, report.exit_code, report.error?.code]).toEqual([moment, 5, 'disk_full']);
      // What the run wrote itself is cleared away first, so that there is room to say what happened.
      const { runs } = dataFolders(data);
      expect(readReport(runs, report.run_id)).toEqual(report);
      expect(readdirSync(join(runs, report.run_id)).sort()).toEqual(['error.txt', 'report.json']);
      expect(keptIn(data)).toBe(before);
      rmSync(filler);
    }
    expect((await runOn(data, '2026-06-30')).outcome).toBe('published');
    await runOn(anywhere, '2026-06-30');
    expect(keptIn(data)).toBe(keptIn(anywhere));
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { readReport } from '../../../pipeline/run/report.ts';
import { type Rooms, realRooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { TrackerError } from '../../../sources/error.ts';
import { someOf } from '../../proofs/sizes.ts';
import { compiledScript } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';
import { otherAuthority, smallAuthority, smallRooms } from './small-rooms.ts';

async function until<T>(found: () => T | undefined, seconds: number): Promise<T> {
  for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
    const value = found();
    if (value !== undefined) return value;
    await pause(100);
  }
  throw new Error(`not within ${seconds} s`);
}

const command = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/** The numbers of SQLMesh's processes below another, once there are so many. */
function sqlmeshBelow(pid: number, count = 1): number[] | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    const found = children.filter((child) => command(child).includes('sqlmesh_cli.py'));
    return found.length >= count ? found : undefined;
  } catch {
    return undefined;
  }
}

const commands = (pids: readonly number[]): string => pids.map(command).join('');

type Phase = 'read' | 'derive' | 'batches';

/** Starts a run, waits until SQLMesh is at work in that phase, and ends the run by a signal. */
async function interrupted(signal: NodeJS.Signals, phase: Phase) {
  const data = temporaryFolder();
  const folders = dataFolders(data);
  const script = await compiledScript('interrupted-run');
  const { yaml } = smallAuthority();
  const yamls = phase === 'batches' ? [yaml, otherAuthority().yaml] : [yaml];
  const child = execa(process.execPath, [script, data, phase, ...yamls], {
    cwd: repositoryFile('.'),
    reject: false,
    all: true,
  });
  // one derives, and another waits for the batch after it
  const sqlmesh = await until(() => sqlmeshBelow(child.pid ?? 0, yamls.length), 60);
  const logs = join(folders.runs, '2026-06-30-001', 'sqlmesh-logs');
  await until(() => (readdirSync(logs).length > 0 ? true : undefined), 60);
  child.kill(signal);
  const ended = await child;
  return { ended, sqlmesh, folders, report: readReport(folders.runs, '2026-06-30-001') };
}

describe.runIf(process.platform === 'linux')('a run that is asked to end', { timeout: 180_000 }, () => {
  const asked = [
    ['SIGINT', 'derive'],
    ['SIGTERM', 'derive'],
    ['SIGTERM', 'read'],
    ['SIGTERM', 'batches'],
  ] as const;
  it.each(someOf(asked, 'interruptions'))(
    'by %s in phase %s leaves a report, no scratch, no lock and no SQLMesh',
    async (signal, phase) => {
      const { ended, sqlmesh, folders, report } = await interrupted(signal, phase);
      expect(ended.all).toBe('');
      expect([ended.exitCode, ended.signal]).toEqual([130, undefined]);
      expect(report).toMatchObject({
        outcome: 'interrupted',
        exit_code: 130,
        error: { code: 'interrupted', phase: phase === 'batches' ? 'derive' : phase },
      });
      expect(readdirSync(join(folders.runs, '2026-06-30-001'))).toEqual(['report.json']);
      expect(existsSync(folders.lock)).toBe(false);
      expect(commands(sqlmesh)).toBe('');
    },
  );

  it.each(someOf(['batches', 'derive', 'read'] as const, 'killsOfSqlmesh'))(
    'by SIGKILL in phase %s takes SQLMesh with it at once',
    async (phase) => {
      const { ended, sqlmesh } = await interrupted('SIGKILL', phase);
      expect(ended.signal).toBe('SIGKILL');
      await until(() => (commands(sqlmesh) === '' ? true : undefined), 5);
    },
  );

  it('by its own files leaves no scratch and no SQLMesh that waited for a warehouse', async () => {
    const data = temporaryFolder();
    let sqlmesh: number[] = [];
    const rooms: Rooms = {
      ...smallRooms,
      derive: realRooms.derive,
      extractAuthority: async () => {
        sqlmesh = await until(() => sqlmeshBelow(process.pid), 60);
        throw new TrackerError('input_refused', 'no_files', 'There is nothing to read.', 'Export the files.');
      },
    };
    const report = await run(
      { authorities: [smallAuthority().yaml], asAt: '2026-06-30', data },
      silentEffects,
      rooms,
    );
    expect(report.error).toMatchObject({ code: 'no_files', phase: 'read' });
    expect(commands(sqlmesh)).toBe('');
    expect(readdirSync(join(dataFolders(data).runs, '2026-06-30-001'))).toEqual(['report.json']);
  });
});

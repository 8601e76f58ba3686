import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { readReport } from '../../../pipeline/run/report.ts';
import { temporaryFolder } from '../small-extract.ts';
import { smallAuthority } from './small-rooms.ts';

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

/** The number of SQLMesh's process below another, once it has come so far as to write its log. */
function sqlmeshBelow(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    return children.find((child) => command(child).includes('sqlmesh_cli.py'));
  } catch {
    return undefined;
  }
}

/** Starts a run, waits until SQLMesh is at work, and ends the run by a signal. */
async function interrupted(signal: NodeJS.Signals) {
  const data = temporaryFolder();
  const folders = dataFolders(data);
  const script = repositoryFile('test/pipeline/run/interrupted-run.ts');
  const child = execa(process.execPath, ['--import', 'tsx', script, smallAuthority().yaml, data], {
    cwd: repositoryFile('.'),
    reject: false,
    all: true,
  });
  const sqlmesh = await until(() => sqlmeshBelow(child.pid ?? 0), 60);
  const logs = join(folders.runs, '2026-06-30-001', 'sqlmesh-logs');
  await until(() => (readdirSync(logs).length > 0 ? true : undefined), 60);
  child.kill(signal);
  const ended = await child;
  return { ended, sqlmesh, folders, report: readReport(folders.runs, '2026-06-30-001') };
}

describe.runIf(process.platform === 'linux')('a run that is asked to end', { timeout: 180_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s leaves a report, no scratch, no lock and no SQLMesh',
    async (signal) => {
      const { ended, sqlmesh, folders, report } = await interrupted(signal);
      expect(ended.all).toBe('');
      expect([ended.exitCode, ended.signal]).toEqual([130, undefined]);
      expect(report).toMatchObject({
        outcome: 'interrupted',
        exit_code: 130,
        error: { code: 'interrupted', phase: 'derive' },
      });
      expect(readdirSync(join(folders.runs, '2026-06-30-001'))).toEqual(['report.json']);
      expect(existsSync(folders.lock)).toBe(false);
      expect(command(sqlmesh)).toBe('');
    },
  );

  it('by SIGKILL takes SQLMesh with it at once', async () => {
    const { ended, sqlmesh } = await interrupted('SIGKILL');
    expect(ended.signal).toBe('SIGKILL');
    await until(() => (command(sqlmesh) === '' ? true : undefined), 5);
  });
});

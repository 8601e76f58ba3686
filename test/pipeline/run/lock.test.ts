import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { lockedFile, takeLock } from '../../../pipeline/lock.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { TrackerError } from '../../../sources/error.ts';
import { compiledScript } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';

const newFile = (): string => join(temporaryFolder(), 'run.lock');
const take = (file: string, log: (line: string) => void = () => undefined) =>
  takeLock({ file, run: 'this run', since: '2026-06-30T08:00:00.000Z', log });

async function refusal(work: Promise<unknown>): Promise<TrackerError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof TrackerError) return error;
    throw error;
  }
  throw new Error('not refused');
}

/** Starts a process that takes the lock, and waits for what it says. */
async function other(file: string, before: readonly string[] = []) {
  const script = await compiledScript('lock-holder');
  const [command = '', ...args] = [...before, process.execPath, script, file];
  const child = execa(command, args, { cwd: repositoryFile('.'), reject: false });
  const said = await new Promise<string>((done) => {
    child.stdout.once('data', (data) => done(String(data).trim()));
    child.once('exit', () => done('ended'));
  });
  return { child, said };
}

/** A process space and a host name of its own, as in a container; null where this account may not make one. */
const container = [
  'unshare',
  '--fork',
  '--pid',
  '--uts',
  '--kill-child',
  'sh',
  '-c',
  'hostname renamed; exec "$@"',
  'sh',
];
const hasContainers =
  (await execa('unshare', ['--fork', '--pid', '--uts', 'true'], { reject: false })).exitCode === 0;

describe('the lock of a data folder', { timeout: 60_000 }, () => {
  it('says who is at work while it is held, and leaves no note', async () => {
    const file = newFile();
    const giveBack = await take(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ run: 'this run', pid: process.pid });
    const again = await refusal(take(file));
    expect([again.code, again.exitCode]).toEqual(['run_in_progress', 2]);
    expect((await other(file)).said).toBe('run_in_progress');
    giveBack();
    expect(readdirSync(join(file, '..'))).toEqual(['run.lock.duckdb']);
    (await take(file))();
  });

  it('is refused while another process holds it, also one that sleeps', async () => {
    const file = newFile();
    const { child, said } = await other(file);
    expect(said).toBe('held');
    child.kill('SIGSTOP');
    const error = await refusal(take(file));
    expect(error.code).toBe('run_in_progress');
    expect(error.message).toContain(`the other run (process ${child.pid} on ${hostname()}`);
    child.kill('SIGCONT');
    child.stdin.end();
    await child;
    expect(existsSync(file)).toBe(false);
    (await take(file))();
  });

  it.each([
    ['a living process of this machine', process.pid, hostname()],
    ['another machine', 1, 'renamed'],
  ])('is taken over from a killed one, whose note names %s', async (_, pid, host) => {
    const file = newFile();
    const { child } = await other(file);
    child.kill('SIGKILL');
    await child;
    const note = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...note, pid, host }));
    const logged: string[] = [];
    const giveBack = await take(file, (line) => logged.push(line));
    expect(logged).toEqual([`Taking over from the other run, which process ${pid} left unfinished.`]);
    giveBack();
    expect(existsSync(file)).toBe(false);
  });

  it.runIf(hasContainers)('holds across containers, and ends with theirs', async () => {
    const file = newFile();
    const { child, said } = await other(file, container);
    expect(said).toBe('held');
    expect((await refusal(take(file))).message).toMatch(/process \d+ on renamed/);
    child.kill('SIGKILL');
    await child;
    (await take(file))();
  });

  it('is got by one of several that find none', async () => {
    const file = newFile();
    const all = await Promise.all(Array.from({ length: 4 }, () => other(file)));
    expect(all.map(({ said }) => said).sort()).toEqual(['held', ...Array(3).fill('run_in_progress')]);
    for (const { child } of all) child.stdin.end();
    await Promise.all(all.map(({ child }) => child));
    expect(readdirSync(join(file, '..'))).toEqual(['run.lock.duckdb']);
  });

  it('says which file it cannot lock', async () => {
    const file = newFile();
    writeFileSync(lockedFile(file), 'damaged');
    const error = await refusal(take(file));
    expect([error.code, error.exitCode]).toEqual(['lock_unusable', 5]);
    expect(error.message).toContain(lockedFile(file));
    const nowhere = join(temporaryFolder(), 'nowhere', 'run.lock');
    expect((await refusal(take(nowhere))).message).toContain(nowhere);
  });
});

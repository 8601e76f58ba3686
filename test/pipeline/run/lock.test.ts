import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../../pipeline/run/lock.ts';
import { TrackerError } from '../../../sources/error.ts';
import { temporaryFolder } from '../small-extract.ts';

/** The number of this very process, which holds no such lock: a dead holder whose number was given out again. */
const dead = { pid: process.pid, host: hostname(), run: 'a dead run', since: '2026-06-30T06:00:00.000Z' };
const other = { ...dead, run: 'the other run', since: '2026-06-30T07:00:00.000Z' };

const lockFile = (): string => {
  const file = join(temporaryFolder(), 'run.lock');
  writeFileSync(file, JSON.stringify(dead));
  return file;
};
const take = (file: string, log: (line: string) => void = () => undefined) =>
  takeLock({ file, run: 'this run', since: '2026-06-30T08:00:00.000Z', log });
const refusal = (work: () => unknown): TrackerError => {
  try {
    work();
  } catch (error) {
    if (error instanceof TrackerError) return error;
  }
  throw new Error('not refused');
};

describe('taking over from a dead run', () => {
  it('replaces its lock and leaves nothing else behind', () => {
    const file = lockFile();
    const giveBack = take(file);
    expect(readFileSync(file, 'utf8')).toContain('this run');
    expect(readdirSync(join(file, '..'))).toEqual(['run.lock']);
    giveBack();
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when another run took over meanwhile, whose lock stays', () => {
    const file = lockFile();
    const error = refusal(() => take(file, () => writeFileSync(file, JSON.stringify(other))));
    expect([error.code, error.exitCode]).toEqual(['run_in_progress', 2]);
    expect(error.message).toContain('the other run');
    expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(other));
    expect(readdirSync(join(file, '..'))).toEqual(['run.lock']);
  });

  it('is refused while another run is taking over, and says which file stands in the way', () => {
    const file = lockFile();
    writeFileSync(`${file}.takeover`, JSON.stringify(other));
    const error = refusal(() => take(file));
    expect(error.code).toBe('run_in_progress');
    expect(error.advice).toContain('run.lock.takeover');
    expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(dead));
    expect(existsSync(`${file}.takeover`)).toBe(true);
  });
});

import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';
import { temporaryFolder } from './small-extract.ts';

/** A copy of the program whose files may be changed, with an apostrophe and a space in its path. */
const copy = join(temporaryFolder(), "the council's copy");
const source = join(copy, 'pipeline', 'cli', 'main.ts');
const programs = join(copy, 'var', 'program');
const temporary = temporaryFolder();

const tracker = (...args: string[]) =>
  execa('sh', ['-c', 'umask 0; exec node "$@"', 'sh', join(copy, 'pipeline/cli/tracker.js'), ...args], {
    reject: false,
    env: { TMPDIR: temporary },
  });
const edit = (change: (text: string) => string): void =>
  writeFileSync(source, change(readFileSync(source, 'utf8')));

beforeAll(() => {
  mkdirSync(copy);
  for (const name of ['sources', 'pipeline', 'dashboards', 'package.json', 'observablehq.config.ts'])
    cpSync(repositoryFile(name), join(copy, name), { recursive: true });
  symlinkSync(repositoryFile('node_modules'), join(copy, 'node_modules'));
});

describe('the program', () => {
  it('is compiled once, into a folder that only its owner may enter', async () => {
    expect((await tracker('--help')).stdout).toContain('Exit codes:');
    const [version] = readdirSync(programs);
    expect((await tracker('--help')).exitCode).toBe(0);
    expect(readdirSync(programs)).toEqual([version]);
    const all = readdirSync(programs, { recursive: true, encoding: 'utf8' });
    expect(all.length).toBeGreaterThan(300);
    for (const path of ['.', ...all]) expect(statSync(join(programs, path)).mode & 0o077, path).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('never runs what was compiled before an edit, not even one of the same size and time', async () => {
    utimesSync(source, 1_780_000_000, 1_780_000_000);
    expect((await tracker('--help')).stdout).toContain('Exit codes:');
    const { size, mtimeMs } = lstatSync(source);
    edit((text) => text.replace('Exit codes:', 'Exit CODES:'));
    utimesSync(source, 1_780_000_000, 1_780_000_000);
    expect(lstatSync(source)).toMatchObject({ size, mtimeMs });
    expect((await tracker('--help')).stdout).toContain('Exit CODES:');
    edit((text) => text.replace('Exit CODES:', 'Exit codes:'));
    expect((await tracker('--help')).stdout).toContain('Exit codes:');
  });

  it('does not start half: a source that is no code is named, and mended it starts again', async () => {
    edit((text) => `${text}\n)`);
    const { exitCode, stderr } = await tracker('--help');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('main.ts');
    edit((text) => text.replace(/\n\)$/, ''));
    expect((await tracker('--help')).exitCode).toBe(0);
    expect(readdirSync(programs).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('starts at once for several who find nothing compiled', async () => {
    rmSync(programs, { recursive: true });
    const starts = await Promise.all(Array.from({ length: 4 }, () => tracker('--version')));
    expect(starts.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(readdirSync(programs)).toHaveLength(1);
  });

  it('keeps three versions and no more', async () => {
    for (const version of ['a', 'b', 'c']) mkdirSync(join(programs, version));
    edit((text) => `${text}// another version\n`);
    expect((await tracker('--version')).exitCode).toBe(0);
    expect(readdirSync(programs)).toHaveLength(3);
  });

  it('closes its folder again when somebody has opened it', async () => {
    chmodSync(programs, 0o777);
    expect((await tracker('--version')).exitCode).toBe(0);
    expect(statSync(programs).mode & 0o777).toBe(0o700);
  });

  it('runs nothing from a link, or from a folder of another account', async () => {
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    renameSync(programs, elsewhere);
    symlinkSync(elsewhere, programs);
    const linked = await tracker('--version');
    expect([linked.exitCode, linked.stdout]).toEqual([2, '']);
    expect(linked.stderr).toContain('is not a folder of this account');
    rmSync(programs);
    renameSync(elsewhere, programs);
    if (process.getuid?.() !== 0) return;
    chownSync(programs, 12345, 12345);
    const foreign = await tracker('--version');
    expect([foreign.exitCode, foreign.stdout]).toEqual([2, '']);
  });
});

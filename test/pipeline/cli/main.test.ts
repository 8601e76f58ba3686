import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Console } from '../../../pipeline/cli/console.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { harmless } from '../../../pipeline/csv.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { findPython, requirePython } from '../../../pipeline/python/environment.ts';
import { TrackerError } from '../../../sources/error.ts';
import { smallAuthority, smallRooms } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

/** Runs a command with stand-in rooms and keeps what it says. */
async function tracker(args: readonly string[], rooms = smallRooms) {
  const said: string[] = [];
  const complained: string[] = [];
  const console: Console = {
    ...silentEffects,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  };
  const context: Context = { console, rooms, exitCode: 0 };
  const exitCode = await main(args, context);
  return { exitCode, said: said.join('\n'), complained: complained.join('\n') };
}

describe('the command line', () => {
  it('has help worth reading, with examples and exit codes', async () => {
    const help = await tracker(['--help']);
    expect(help.exitCode).toBe(0);
    for (const command of [
      'demo',
      'init',
      'check',
      'run',
      'serve',
      'worklist',
      'explain',
      'status',
      'rollback',
    ])
      expect(help.said).toContain(command);
    expect(help.said).toContain('Exit codes:');
    expect((await tracker(['run', '--help'])).said).toContain('Examples:');
  });

  it.each([
    ['no command that exists', ['frobnicate']],
    ['a required option is missing', ['run', '--as-at', '2026-06-30']],
    ['an impossible day', ['run', '--authority', 'x.yaml', '--as-at', '2026-02-30']],
    [
      'no such configuration',
      ['run', '--authority', '/nowhere/authority.yaml', '--as-at', '2026-06-30', '--data', temporaryFolder()],
    ],
    ['nothing published', ['serve', '--data', temporaryFolder()]],
    ['nothing to roll back', ['rollback', '--data', temporaryFolder()]],
    ['no number', ['demo', '--children', 'many']],
  ])('exit code 2: %s', async (_, args) => {
    const { exitCode, complained } = await tracker(args);
    expect(exitCode).toBe(2);
    expect(complained).not.toBe('');
    expect(complained).not.toContain('    at ');
  });

  it('runs, says what was published and where, and says nothing new the next time', async () => {
    const data = temporaryFolder();
    const { yaml } = smallAuthority();
    const args = ['run', '--authority', yaml, '--as-at', '2026-06-30', '--data', data];
    const first = await tracker(args);
    expect(first.exitCode).toBe(0);
    expect(first.said).toMatch(/^Published board-2026-06-30-[0-9a-f]{8} in /);
    expect(first.said).toContain('13 read = 12 accepted + 1 quarantined');
    expect(first.said).toContain('snapshots/smalltown/2026-06-30.1/quarantine.csv');
    expect((await tracker(args)).said).toContain('Nothing new');
    const status = await tracker(['status', '--data', data]);
    expect(status.said).toMatch(/\(live\)/);
    expect(status.said).toContain('nothing new');
  });

  it('a region is run from several configurations, each with its own code', async () => {
    const twice = await tracker([
      'run',
      '--authority',
      smallAuthority().yaml,
      '--authority',
      smallAuthority().yaml,
      '--as-at',
      '2026-06-30',
      '--data',
      temporaryFolder(),
    ]);
    expect(twice.exitCode).toBe(2);
    expect(twice.complained).toContain('authority_twice');
  });

  it('a missing Python environment is exit code 5 and says how to make it', async () => {
    const missing = { ...smallRooms, prepare: () => void requirePython(temporaryFolder()) };
    const args = [
      'run',
      '--authority',
      smallAuthority().yaml,
      '--as-at',
      '2026-06-30',
      '--data',
      temporaryFolder(),
    ];
    const { exitCode, complained } = await tracker(args, missing);
    expect(exitCode).toBe(5);
    expect(complained).toContain('python_environment_missing');
    expect(complained).toContain('npm run setup');
  });

  it('an environment that is half made, or made from another lock, is not used', () => {
    const folder = temporaryFolder();
    expect(findPython(folder)).toBeNull();
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'sqlmesh'), '');
    writeFileSync(join(folder, 'complete'), 'another lock');
    expect(findPython(folder)).toBeNull();
    expect(() => requirePython(folder)).toThrow(TrackerError);
  });

  it('an unexpected failure is exit code 1, and its own words stay in the run folder', async () => {
    const broken = { ...smallRooms, extractAuthority: () => Promise.reject(new Error('a fault')) };
    const { exitCode, complained } = await tracker(
      ['run', '--authority', smallAuthority().yaml, '--as-at', '2026-06-30', '--data', temporaryFolder()],
      broken,
    );
    expect(exitCode).toBe(1);
    expect(complained).toContain('An unexpected failure in phase read');
    expect(complained).toContain('runs/2026-06-30-001/error.txt');
    expect(complained).not.toContain('a fault');
  });
});

describe('tracker init', () => {
  it('writes a configuration from a folder and does not write over one', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out', 'authority.yaml');
    const args = ['init', '--files', 'sources/ssda903/fixtures', '--authority', 'Sample Town', '--out', out];
    const first = await tracker(args);
    expect(first.exitCode).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('authority: sample-town');
    expect((await tracker(args)).exitCode).toBe(2);
    expect((await tracker([...args, '--force'])).exitCode).toBe(0);
  });

  it('refuses a folder that is not there', async () => {
    const { exitCode } = await tracker([
      'init',
      '--files',
      '/nowhere',
      '--authority',
      'x',
      '--out',
      join(temporaryFolder(), 'a.yaml'),
    ]);
    expect(exitCode).toBe(3);
  });
});

describe('tracker check', () => {
  it('prints every line with what it needs and what is missing, and writes nothing', async () => {
    const data = temporaryFolder();
    const { exitCode, said } = await tracker([
      'check',
      '--authority',
      smallAuthority().yaml,
      '--as-at',
      '2026-06-30',
    ]);
    expect(exitCode).toBe(0);
    expect(said).toMatch(/T9 +main +not available .*permanence_meeting$/m);
    expect(said).toMatch(/T2 +main +available/);
    expect(existsSync(join(data, 'runs'))).toBe(false);
  });
});

describe('text for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])('neutralises %j', (text) => {
    expect(harmless(text).startsWith("'")).toBe(true);
  });

  it('leaves other text alone', () => {
    expect(harmless('North team')).toBe('North team');
  });
});

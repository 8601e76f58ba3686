import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Console } from '../../../pipeline/cli/console.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { harmless } from '../../../pipeline/csv.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { findPython, requirePython } from '../../../pipeline/python/environment.ts';
import { doorReport } from '../../../pipeline/run/door.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
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

  it('says what each file is and which it cannot read, whose limits apply, and whom a name may mean', async () => {
    const files = temporaryFolder();
    for (const name of ['header', 'episodes'])
      writeFileSync(join(files, `${name}.csv`), readFileSync(`sources/ssda903/fixtures/2024-25/${name}.csv`));
    writeFileSync(join(files, 'reviews.xlsx'), 'PK');
    mkdirSync(join(files, 'a/b/c/d'), { recursive: true });
    writeFileSync(join(files, 'a/b/c/d/uasc.csv'), 'CHILD,DUC\n1,01/01/2025\n');
    const out = join(temporaryFolder(), 'authority.yaml');
    const init = (name: string) =>
      tracker(['init', '--files', files, '--authority', name, '--out', out, '--force']);
    const near = await init('Hertfordshir');
    expect(near.said).toMatch(/a\/b\/c\/d\/uasc.csv +ssda903.uasc/);
    expect(near.said).toMatch(/reviews.xlsx +not read: the file is no workbook that can be read/);
    expect(near.said).toContain('Did you mean Hertfordshire (919)');
    const other = await init('Barnet');
    expect(other.said).toContain('the time limits are those of Hertfordshire');
    const yaml = readFileSync(out, 'utf8');
    expect(yaml).toContain('benchmark_authority: "Barnet"');
    for (const key of ['extract_covers_from', 'commentary', 'panel_words', 'population.csv', 'same_child'])
      expect(yaml).toContain(key);
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
  const args = ['check', '--authority', smallAuthority().yaml, '--as-at', '2026-06-30'];

  it('prints every measure by name under its page, with what is missing, and writes nothing', async () => {
    const data = temporaryFolder();
    const { exitCode, said } = await tracker(args);
    expect(exitCode).toBe(0);
    expect(said).toMatch(/^Page countywide:$/m);
    expect(said).toMatch(/T9 +Permanence planning meeting held.*: not available: needs .*permanence_meeting/);
    expect(said).toMatch(/T2 +Return home plan, 6 months or more: can be fed$/m);
    expect(said).toMatch(/^\d+ lines can be fed, \d+ by a stand-in, \d+ not\.$/m);
    expect(existsSync(join(data, 'runs'))).toBe(false);
  });

  it('--json prints one object of a fixed shape', async () => {
    const { exitCode, said } = await tracker([...args, '--json']);
    expect(exitCode).toBe(0);
    expect(doorReport.strict().parse(JSON.parse(said))).toMatchObject({ children_in_care: 12 });
  });

  it('exit code 4 where fewer children are there than in the last snapshot, 3 where files are refused', async () => {
    const data = temporaryFolder();
    const authority = smallAuthority(20);
    const command = ['--authority', authority.yaml, '--as-at', '2026-06-30', '--data', data];
    await tracker(['run', ...command]);
    authority.grow(12);
    const fewer = await tracker(['check', ...command]);
    expect(fewer.exitCode).toBe(4);
    expect(fewer.said).toContain('12 children were read where the last snapshot had 20 (40% fewer)');
    const refused = await tracker(args, {
      ...smallRooms,
      extractAuthority: () =>
        Promise.reject(new TrackerError('input_refused', 'x', 'a file is refused', 'Mend it.')),
    });
    expect(refused.exitCode).toBe(3);
    expect(refused.said).toContain('Refused: a file is refused. Mend it.');
  });
});

describe('a loss at the door', () => {
  it('stops the run and leaves the site, and what is kept, as they were; until a person says why it may pass', async () => {
    const data = temporaryFolder();
    const folders = dataFolders(data);
    const authority = smallAuthority(20);
    const command = ['run', '--authority', authority.yaml, '--as-at', '2026-06-30', '--data', data];
    expect((await tracker(command)).exitCode).toBe(0);
    const before = liveEdition(folders);
    authority.grow(12);

    const stopped = await tracker(command);
    expect(stopped.exitCode).toBe(4);
    expect(stopped.complained).toContain('12 children were read where the last snapshot had 20');
    expect(stopped.complained).toContain('--accept rows_fall --accept children_fall --because');
    expect(liveEdition(folders)).toBe(before);
    expect(readdirSync(join(folders.snapshots, 'smalltown'))).toEqual(['2026-06-30.1']);
    const report = JSON.parse(readFileSync(join(folders.runs, '2026-06-30-002', 'report.json'), 'utf8'));
    expect(report.door[0].problems[0]).toMatchObject({ severity: 'gate', code: 'rows_fall' });

    const accept = [
      '--accept',
      'rows_fall',
      '--accept',
      'children_fall',
      '--because',
      'Eight have moved away',
    ];
    const passed = await tracker([...command, ...accept]);
    expect(passed.exitCode).toBe(0);
    const edition = liveEdition(folders) ?? '';
    expect(edition).not.toBe(before);
    const assurance = readFileSync(join(folders.editions, edition, 'data', 'assurance.json'), 'utf8');
    expect(assurance).toContain('Accepted: Eight have moved away');
  }, 90_000);

  it.each([
    ['no reason', ['--accept', 'rows_fall']],
    ['a reason for nothing', ['--because', 'x']],
    ['a check that cannot be accepted', ['--accept', 'nothing_read', '--because', 'x']],
  ])('exit code 2: %s', async (_, more) => {
    const { exitCode, complained } = await tracker([
      'run',
      '--authority',
      'x.yaml',
      '--as-at',
      '2026-06-30',
      ...more,
    ]);
    expect(exitCode).toBe(2);
    expect(complained).toContain('children_without_episode');
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

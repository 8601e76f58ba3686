import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../pipeline/cli/context.ts';
import { keepFailure } from '../../../pipeline/cli/failure-details.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { assuranceFile } from '../../../pipeline/edition/format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { smallAuthority } from '../run/small-rooms.ts';
import { commentaryText, meeting, redRooms, smallCounty } from '../shelf/small-county.ts';
import { temporaryFolder } from '../small-extract.ts';

/** Runs a command with stand-in rooms and keeps what it says. */
async function tracker(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const console = {
    ...silentEffects,
    say: (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
    log: (line: string) => void complained.push(line),
  };
  const context: Context = { console, rooms: redRooms, exitCode: 0 };
  const exitCode = await main(args, context);
  return { exitCode, said: said.join('\n'), complained: complained.join('\n') };
}

describe('from a Red line to a sealed edition, by commands', () => {
  const county = smallCounty();
  const of = ['--authority', county.yaml, '--data', county.data];

  beforeAll(async () => {
    await county.runOnce();
  });

  it('lists what is due', async () => {
    const { exitCode, said } = await tracker('commentary', 'due', ...of);
    expect(exitCode).toBe(0);
    expect(said).toMatch(/1 due, 1 without commentary current on 2026-06-30/);
    expect(said).toMatch(/T3 +main +Red +missing/);
  });

  it('scaffolds a file with the figures, which is not yet fit, and never writes over it', async () => {
    const made = await tracker('commentary', 'new', '--measure', 't3', '--line', 'main', ...of);
    expect(made.exitCode).toBe(0);
    const file = join(county.folder, '2026-06-30-t3-main.md');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('# count: 12 children. Red - worse than floor');
    expect(text).toContain(
      '# months before: 2026-03-31 12 children; 2026-04-30 12 children; 2026-05-31 12 children',
    );
    expect(text).toMatch(/^measure: T3$/m);
    expect(text).toMatch(/^why:$/m);
    const again = await tracker('commentary', 'new', '--measure', 'T3', '--line', 'main', ...of);
    expect([again.exitCode, again.complained.includes('commentary_there')]).toEqual([2, true]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const checked = await tracker('commentary', 'check', ...of);
    expect(checked.exitCode).toBe(3);
    for (const key of [
      'what_happened',
      'why',
      'effect_on_children',
      'action',
      'owner_role',
      'by_when',
      'status',
      'expires_on',
      'author_role',
    ])
      expect(checked.complained).toContain(`${key} is empty`);
    expect(checked.complained).not.toContain('approved_on');
    county.erase('2026-06-30-t3-main.md');
  });

  it.each([
    ['an unknown measure', ['new', '--measure', 'T99']],
    ['an unknown line', ['new', '--measure', 'T3', '--line', 'nowhere']],
  ])('refuses %s', async (_, args) => {
    const { exitCode, complained } = await tracker('commentary', ...args, ...of);
    expect(exitCode).toBe(2);
    expect(complained).not.toContain('    at ');
  });

  it('refuses an authority without a folder, and a data folder without an edition', async () => {
    const other = smallAuthority();
    for (const command of ['check', 'due'])
      expect(
        (await tracker('commentary', command, '--authority', other.yaml, '--data', temporaryFolder()))
          .exitCode,
      ).toBe(2);
  });

  it('publishes a run without the faulty file, names it, and notes it on the assurance page', async () => {
    county.write(commentaryText());
    county.write(commentaryText({ measure: 'T5', line: '', why: 'person1003 waits.' }), 'faulty.md');
    const ran = await tracker('run', '--as-at', '2026-06-30', ...of);
    expect(ran.exitCode).toBe(0);
    expect(ran.complained).toMatch(/faulty\.md:6: a case number of a child seems to stand here/);
    expect(ran.complained).not.toContain('person1003');
    const id = /Published (\S+)/.exec(ran.said)?.[1] ?? '';
    const data = join(county.folders.editions, id, 'data');
    const { authorities } = assuranceFile.parse(
      JSON.parse(readFileSync(join(data, 'assurance.json'), 'utf8')),
    );
    expect(
      authorities[0]?.quality.filter((note) => note.code === 'commentary_left_out').map((note) => note.rows),
    ).toEqual([1]);
    for (const name of readdirSync(data))
      expect(readFileSync(join(data, name), 'latin1')).not.toContain('person1003');
    expect((await tracker('run', '--as-at', '2026-06-30', ...of)).said).toContain('Nothing new');
    county.erase('faulty.md');
    expect((await tracker('run', '--as-at', '2026-06-30', ...of)).said).toContain('Published');
    expect((await tracker('commentary', 'due', ...of)).said).toMatch(/1 due, 0 without/);
  }, 120_000);

  it('seals, lists, shows, compares and withdraws', async () => {
    const sealing = ['edition', 'seal', '--audience', 'board', '--meeting', meeting, '--data', county.data];
    expect((await tracker(...sealing, '--because', 'x')).complained).toContain('waiver_incomplete');
    const sealed = await tracker(...sealing);
    expect(sealed.exitCode).toBe(0);
    const id = /Sealed (\S+)/.exec(sealed.said)?.[1] ?? '';
    const working = /from (\S+)\.$/m.exec(sealed.said)?.[1] ?? '';
    const at = ['--data', county.data];
    expect((await tracker('edition', 'list', ...at)).said).toMatch(
      new RegExp(`${id} +sealed +2026-06-30 +2026-07-15`),
    );
    expect((await tracker('edition', 'show', id, ...at)).said).toContain('as they were made');
    const same = await tracker('edition', 'diff', working, id, ...at);
    expect([same.exitCode, same.said.split('\n')[0]]).toEqual([
      0,
      'Totals: no difference on days that both describe.',
    ]);
    const withdrawn = await tracker(
      'edition',
      'withdraw',
      id,
      '--by',
      'Head of performance',
      '--reason',
      'A wrong file.',
      '--on',
      '2026-07-20',
      ...at,
    );
    expect(withdrawn.exitCode).toBe(0);
    expect((await tracker('edition', 'show', id, ...at)).said).toContain('ask: Head of performance');
    expect((await tracker('edition', 'show', id, ...at)).said).not.toContain('wrong file');
    expect((await tracker('edition', 'show', 'board-x', ...at)).exitCode).toBe(2);
  }, 120_000);

  it('has help that says what cannot be detected, and examples', async () => {
    expect((await tracker('commentary', '--help')).said).toContain('Names cannot be detected');
    expect((await tracker('edition', 'seal', '--help')).said).toContain('--waive T3 --because');
    expect((await tracker('edition', 'seal', '--audience', 'panel', '--meeting', meeting)).exitCode).toBe(2);
  });
});

describe('an unexpected failure outside a run', () => {
  it('keeps its words to the owner and says where', () => {
    const data = join(temporaryFolder(), 'data');
    const lines = keepFailure(new TypeError("Could not convert 'Ann Other'"), ['worklist', '--data', data]);
    const file = join(data, 'runs', 'command-error.txt');
    expect(lines.join('\n')).toContain('An unexpected failure (TypeError) in tracker worklist');
    expect(lines.join('\n')).toContain(file);
    expect(lines.join('\n')).not.toContain('Ann Other');
    expect(readFileSync(file, 'utf8')).toContain('Ann Other');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says so when even that cannot be written', () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const lines = keepFailure('words', ['explain', `--data=${file}`]);
    expect(lines.join('\n')).toContain('could not be written');
  });
});

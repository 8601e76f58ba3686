import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { a11y } from 'hucre';
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
    expect(text).toMatch(/^why: # must/m);
    const again = await tracker('commentary', 'new', '--measure', 'T3', '--line', 'main', ...of);
    expect([again.exitCode, again.complained.includes('commentary_there')]).toEqual([2, true]);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const checked = await tracker('commentary', 'check', ...of);
    expect(checked.exitCode).toBe(3);
    for (const key of ['why', 'action', 'owner_role', 'by_when'])
      expect(checked.complained).toContain(`${key} is empty`);
    expect(checked.complained).not.toMatch(/what_happened|status|expires_on|author_role|approved_on/);
    county.erase('2026-06-30-t3-main.md');
  });

  it('writes all that is due at one sitting, as text and as a workbook, of which either may be filled in', async () => {
    const [text, book] = ['2026-06-30-due.md', '2026-06-30-due.xlsx'].map((name) =>
      join(county.folder, name),
    ) as [string, string];
    const made = await tracker('commentary', 'new', '--due', ...of);
    expect([made.exitCode, made.said.includes(text), made.said.includes(book)]).toEqual([0, true, true]);
    expect(made.said).toContain('1 line is due');
    expect((await tracker('commentary', 'new', '--due', ...of)).complained).toContain('commentary_there');
    expect(readFileSync(text, 'utf8')).toMatch(
      /^## T3\/main \S.*\n\n> Due because: Red\.\n> T3 .*\n> count: 12 children/m,
    );

    const untouched = await tracker('commentary', 'check', ...of);
    expect([untouched.exitCode, untouched.said.includes('Nothing said yet of T3/main.')]).toEqual([0, true]);
    const empty = readFileSync(text, 'utf8');
    const answers = {
      why: 'Two families withdrew.',
      action: 'Joint family finding.',
      owner_role: 'Head of adoption',
    };
    const fill = (keys: Record<string, string>) =>
      Object.entries(keys).reduce(
        (words, [key, answer]) => words.replace(new RegExp(`^${key}:.*$`, 'm'), `${key}: ${answer}`),
        empty,
      );
    writeFileSync(text, fill(answers));
    const half = await tracker('commentary', 'check', ...of);
    expect([half.exitCode, half.complained]).toEqual([3, expect.stringContaining('by_when is empty')]);
    writeFileSync(text, fill({ ...answers, by_when: '2026-08-31', approved_on: '2026-07-06' }));
    const whole = await tracker('commentary', 'check', ...of);
    expect([whole.exitCode, whole.said]).toEqual([
      0,
      expect.stringMatching(/due\.md +T3 +main +2026-06-30 +approved/),
    ]);
    expect(whole.said).not.toContain('Nothing said yet');
    expect((await tracker('commentary', 'due', ...of)).said).toMatch(/1 due, 0 without/);
    expect((await tracker('commentary', 'new', '--due', ...of)).said).toContain('Nothing is due');

    county.erase('2026-06-30-due.md');
    const { readXlsx, writeXlsx } = await import('hucre/xlsx');
    const opened = await readXlsx(readFileSync(book));
    expect(a11y.audit(opened).filter(({ type }) => type !== 'info')).toEqual([]);
    const lines = opened.sheets.find(({ name }) => name === 'Lines');
    const answer = (header: string, value: string | Date) => {
      const row = lines?.rows[1];
      if (row !== undefined) row[lines?.rows[0]?.indexOf(header) ?? -1] = value;
    };
    for (const [key, value] of Object.entries({
      Why: answers.why,
      Action: answers.action,
      'Owner role': answers.owner_role,
    }))
      answer(key, value);
    answer('By when', new Date('2026-08-31T00:00:00Z'));
    const save = async () =>
      writeFileSync(
        book,
        await writeXlsx({ sheets: opened.sheets.map(({ name, rows }) => ({ name, rows })) }),
      );
    await save();
    expect((await tracker('commentary', 'check', ...of)).said).toMatch(
      /due\.xlsx +T3 +main +2026-06-30 +draft/,
    );
    answer('Why', 'person1003 waits.');
    await save();
    const told = await tracker('commentary', 'check', ...of);
    expect([told.exitCode, told.complained]).toEqual([
      3,
      expect.stringContaining('due.xlsx:2: a case number'),
    ]);
    if (lines !== undefined) lines.name = 'Sheet1';
    await save();
    expect((await tracker('commentary', 'check', ...of)).complained).toContain(
      'is not the workbook of a sitting',
    );
    county.erase('2026-06-30-due.xlsx');
  });

  it.each([
    ['an unknown measure', ['new', '--measure', 'T99']],
    ['neither a measure nor all that is due', ['new']],
    ['both', ['new', '--due', '--measure', 'T3']],
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
    county.erase();
    expect((await tracker('run', '--as-at', '2026-06-30', ...of)).exitCode).toBe(0);
    const refused = await tracker('edition', 'seal', '--meeting', meeting, '--data', county.data);
    expect(refused.exitCode).toBe(4);
    expect(refused.complained).toContain('smalltown:T3/main (Red)');
    expect(refused.complained).toMatch(
      /`tracker commentary new --due` .* --waive smalltown:T3\/main --because/,
    );
    county.write(commentaryText());
    expect((await tracker('run', '--as-at', '2026-06-30', ...of)).said).toContain('Published');
    expect((await tracker('commentary', 'due', ...of)).said).toMatch(/1 due, 0 without/);
  }, 120_000);

  it('seals, lists, shows, compares and withdraws', async () => {
    const sealing = ['edition', 'seal', '--audience', 'board', '--meeting', meeting, '--data', county.data];
    expect((await tracker(...sealing, '--because', 'x')).complained).toContain('waiver_incomplete');
    const sealed = await tracker(...sealing);
    expect(sealed.exitCode).toBe(0);
    expect(sealed.said).toContain('Next: ');
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
    expect((await tracker('edition', 'seal', '--help')).said).toContain('--waive T3/main');
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

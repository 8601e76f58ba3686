import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentaryFingerprint, readCommentaries } from '../../../sources/commentary/commentary.ts';
import { comparable, identifiersIn } from '../../../sources/commentary/identifier.ts';
import { loadRules } from '../../../sources/rules/rules.ts';

const rules = loadRules('sources/rules', { authority: 'smalltown', procedure: 'hertfordshire', rules: null });
const caseNumbers = ['person1003', 'person1004', '7', '2026'];
const golden = join(import.meta.dirname, 'golden');

/** The one complete file, with some lines exchanged, read on its own. */
function readWith(changes: Record<string, string>, body = '') {
  const folder = mkdtempSync(join(tmpdir(), 'commentary-'));
  let text = readFileSync(join(golden, 'folder', 'good.md'), 'utf8').replace(/---\nFurther[\s\S]*$/, '---\n');
  for (const [key, value] of Object.entries(changes))
    text = text.replace(new RegExp(`^${key}:.*$`, 'm'), `${key}: ${value}`);
  writeFileSync(join(folder, 't3.md'), text + body);
  return readCommentaries(folder, { rules, caseNumbers });
}

describe('a folder of commentaries', async () => {
  const read = await readCommentaries(join(golden, 'folder'), { rules, caseNumbers });

  it('gives what can be used and names every fault at once', () => {
    const expected = join(golden, 'expected.json');
    const found = `${JSON.stringify(read, null, 2)}\n`;
    if (process.env['REGENERATE'] === '1') writeFileSync(expected, found);
    expect(found).toBe(readFileSync(expected, 'utf8'));
  });

  it('uses nothing of a faulty file', () => {
    const faulty = new Set(read.faults.map(({ file }) => file));
    expect(read.commentaries.filter(({ file }) => faulty.has(file))).toEqual([]);
    expect(read.commentaries.map(({ file }) => file)).toEqual([
      'no-plan.md',
      '2026-q1/expired.md',
      'good.md',
      'draft.md',
    ]);
  });

  it('names each kind of identifier with its line and never repeats it', () => {
    const told = read.faults.filter(({ file }) => file === 'identifiers.md');
    expect(told.map(({ line, what }) => `${line} ${what.replace(' seems to stand here', '')}`)).toEqual([
      '18 a case number of a child',
      '19 an NHS number',
      '20 a unique pupil number',
      '21 a postcode',
      '22 a date of birth',
      '23 an e-mail address',
      '24 a telephone number',
    ]);
    const said = JSON.stringify(read.faults);
    for (const value of [
      'person1003',
      'person1004',
      '943',
      'A8012',
      'AL1',
      '2014',
      'example.org',
      '01992',
      'whyy',
      'T99',
      'nowhere',
    ])
      expect(said).not.toContain(value);
  });

  it('is missing, or not configured', async () => {
    expect(await readCommentaries(null, { rules, caseNumbers })).toEqual({
      commentaries: [],
      faults: [],
      unsaid: [],
    });
    expect(
      (await readCommentaries('/nowhere', { rules, caseNumbers })).faults.map(({ code }) => code),
    ).toEqual(['commentary_folder_missing']);
  });

  it('has a fingerprint of every byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'commentary-'));
    const empty = commentaryFingerprint(folder);
    writeFileSync(join(folder, 'a.md'), 'one');
    const one = commentaryFingerprint(folder);
    writeFileSync(join(folder, 'a.md'), 'two');
    expect(new Set([empty, one, commentaryFingerprint(folder)]).size).toBe(3);
    expect(commentaryFingerprint(null)).toBe(empty);
  });
});

describe('one commentary', () => {
  it('takes the rated line when none is named', async () => {
    const { commentaries } = await readWith({ measure: 'T5', line: '' });
    expect(commentaries[0]?.line).toBe(
      rules.measures.find(({ measure_id }) => measure_id === 'T5')?.rated_line,
    );
  });

  it('needs four keys; what is left out of the rest is what the contract says', async () => {
    const left = { what_happened: '', effect_on_children: '', status: '', expires_on: '', author_role: '' };
    const { commentaries, faults } = await readWith(left);
    expect(faults).toEqual([]);
    expect(commentaries[0]).toMatchObject({
      what_happened: '',
      effect_on_children: '',
      status: 'planned',
      expires_on: '2026-09-30',
      author_role: 'Head of adoption',
    });
    for (const key of ['why', 'owner_role', 'by_when'])
      expect((await readWith({ [key]: '' })).faults.map(({ what }) => what)).toEqual([`${key} is empty`]);
  });

  it.each([
    [{ expires_on: '2026-06-30', approved_on: '2026-06-30' }, []],
    [{ expires_on: '2026-06-29', approved_on: '' }, ['expires_on lies before as_at']],
    [{ approved_on: '2026-06-29' }, ['approved_on lies before as_at']],
    [{ approved_on: '2026-10-01' }, ['expires_on lies before approved_on']],
    [{ by_when: '2025-02-29' }, ['by_when is not a day written as yyyy-mm-dd']],
    [{ by_when: '2024-02-29' }, []],
    [{ approved_on: 'soon' }, ['approved_on is not a day written as yyyy-mm-dd']],
  ])('with the days %j', async (changes, expected) => {
    expect((await readWith(changes)).faults.map(({ what }) => what)).toEqual(expected);
  });

  it.each(['TBC', 'tbd', 'To do', 'n/a', '"?"', '"-"', '...', 'xxx', '<who>', '"[who]"'])(
    'refuses the placeholder %s',
    async (text) => {
      expect((await readWith({ owner_role: text })).faults.map(({ code }) => code)).toEqual([
        'field_placeholder',
      ]);
    },
  );

  it('may have the line ends and the mark of a Windows editor', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'commentary-'));
    const text = readFileSync(join(golden, 'folder', 'good.md'), 'utf8');
    writeFileSync(join(folder, 't3.md'), `\ufeff${text.replaceAll('\n', '\r\n')}`);
    const { commentaries, faults } = await readCommentaries(folder, { rules, caseNumbers });
    expect(faults).toEqual([]);
    expect(commentaries[0]?.body).toEqual(['Further words over two lines.', 'A second paragraph.']);
    expect(commentaries[0]?.action).toBe('Joint family finding with two neighbouring agencies.');
  });

  it('finds an identifier that is broken over lines', async () => {
    const { faults } = await readWith({ why: '>-\n  They moved to AL1\n  3JE in May.' });
    expect(faults.map(({ code, line }) => [code, line])).toEqual([['identifier', 6]]);
  });
});

describe('the file of a sitting', () => {
  const part = (name: string, words: string) => `\n## ${name} A name\n\n> 12 children.\n\n${words}\n`;
  const said =
    'why: Two families withdrew:\nboth after panel.\naction: Joint family finding.\nowner_role: Head of adoption\nby_when: 2026-09-30';
  const read = (parts: string, shared = 'approved_on: 2026-07-06') => {
    const folder = mkdtempSync(join(tmpdir(), 'commentary-'));
    writeFileSync(join(folder, 'due.md'), `---\nas_at: 2026-06-30\n${shared}\n---\n${parts}`);
    return readCommentaries(folder, { rules, caseNumbers });
  };

  it('speaks of several lines, and of those that nobody has begun not at all', async () => {
    const { commentaries, faults, unsaid } = await read(
      part('T3/main', said) +
        part('T3/not_placed', 'why:\nowner_role: Head of service') +
        part('T5/main', `${said}\nas_at: 2026-05-31`),
    );
    expect(faults).toEqual([]);
    expect(unsaid).toEqual([{ file: 'due.md', name: 'T3/not_placed' }]);
    expect(
      commentaries.map((each) => [each.measure_id, each.line, each.as_at_date, each.approved_on]),
    ).toEqual([
      ['T3', 'main', '2026-06-30', '2026-07-06'],
      ['T5', 'main', '2026-05-31', '2026-07-06'],
    ]);
    expect(commentaries[0]?.why).toBe('Two families withdrew: both after panel.');
  });

  it('loses a faulty part alone, and names each fault by its line', async () => {
    const { commentaries, faults } = await read(
      part('T3/main', said) +
        part('T99/main', said) +
        part('T5/nowhere', said) +
        part('T5/main', 'why: person1003 waits.\nwhyy: more') +
        part('T3/main', `${said}\nstatus: soon`),
    );
    expect(commentaries.map(({ measure_id, line }) => `${measure_id}/${line}`)).toEqual(['T3/main']);
    expect(faults.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '16 measure names no measure of the rules',
      '26 line names no line of T5',
      '36 action is empty',
      '36 by_when is empty',
      '36 owner_role is empty',
      '40 a case number of a child seems to stand here',
      '41 a key that is not known',
      '52 status must be one of: planned, under way, done, stopped',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/person1003|whyy/);
  });

  it('tells a fault above the lines once, and two parts on one line as repeats', async () => {
    const both = part('T3/main', said) + part('T5/main', said);
    const { faults } = await read(both, 'approved_on: soon');
    expect(faults.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '3 approved_on is not a day written as yyyy-mm-dd',
    ]);
    const twice = await read(part('T3/main', said) + part('T3/main', said));
    expect(twice.commentaries).toEqual([]);
    expect(twice.faults.map(({ code }) => code)).toEqual(['commentary_twice', 'commentary_twice']);
  });
});

describe('identifiers', () => {
  const numbers = comparable(caseNumbers);
  it.each([
    'In 2026, T3 rose to 12.5% (3,400 of 27,200) by 30/06/2026, 06-07-2026 and 2026-06-30.',
    'The 3rd quarter: T3 2nd, B7 3rd.',
    '943 476 5918 has a wrong check digit.',
    'Children born abroad wait longer; the panel met on 5 May 2026.',
    'person10034 is another word.',
    'Ask the Head of adoption @ the county.',
    'From 0.25 to 01 of 12 and 2026-06-30 2026-07-31.',
  ])('are not seen in: %s', (text) => {
    expect(identifiersIn(text, numbers)).toEqual([]);
  });

  it.each([
    ['9434765919', 'an NHS number'],
    ['al13je', 'a postcode'],
    ['W1A 1AA', 'a postcode'],
    ['DOB: 05/05/2014', 'a date of birth'],
    ['2014-05-05 (date of birth)', 'a date of birth'],
    ['born May 5th, 2014', 'a date of birth'],
    ['+44 (0)1992 555555', 'a telephone number'],
    ['(01992) 555 555', 'a telephone number'],
    ['07700 900 123', 'a telephone number'],
    ['see PERSON1003.', 'a case number of a child'],
    ['x-person1003-y', 'a case number of a child'],
    ['A80120000100A', 'a unique pupil number'],
  ])('are seen in %s', (text, kind) => {
    expect(identifiersIn(text, numbers)).toContain(kind);
  });

  it('are found for every NHS number with its check digit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }), (digits) => {
        const sum = digits.reduce((total, digit, index) => total + digit * (10 - index), 0);
        const check = (11 - (sum % 11)) % 11;
        fc.pre(check !== 10);
        const text = digits.join('');
        expect(identifiersIn(`x ${text}${check} y`, new Set())).toContain('an NHS number');
        expect(identifiersIn(`x ${text}${(check + 1) % 10} y`, new Set())).not.toContain('an NHS number');
      }),
    );
  });
});

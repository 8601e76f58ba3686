import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPanelWords, withoutTellingWords } from '../../../sources/commentary/panel-words.ts';
import { panelWordFiles, quarterEndOf } from '../../../sources/demo/panel-words.ts';
import { panelQuestions } from '../../../sources/rules/panel-contract.ts';

const quarter = '2026-06-30';
const front = {
  audience: 'panel',
  question: 'P4',
  quarter_end: quarter,
  kind: 'what_next',
  author_role: 'Head of permanence',
  author_on: '2026-07-02',
  sign_off_role: 'Director of children and families',
  sign_off_on: '2026-07-06',
};

function sheet(changes: Record<string, string | null> = {}, body = 'We check plans each month.\n'): string {
  const fields = Object.entries({ ...front, ...changes }).filter(([, value]) => value !== null);
  return ['---', ...fields.map(([key, value]) => `${key}: ${value}`), '---', '', body].join('\n');
}

function folderOf(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const read = (text: string) =>
  readPanelWords(folderOf({ 'p4.md': text }), quarter, { caseNumbers: ['person1003'] });

describe('texts for the Panel', () => {
  it('are read by question and kind, with who signed them off and when', () => {
    const folder = folderOf({
      'p4-next.md': sheet(),
      'p4/say.md': sheet({ kind: 'children_say' }, '\n"Tell us.\n\nEarly."\n\n'),
      'README.md': 'not a text',
    });
    const { words, faults } = readPanelWords(folder, quarter);
    expect(faults).toEqual([]);
    expect([...words]).toEqual([
      [
        'P4',
        {
          what_next: {
            text: 'We check plans each month.',
            sign_off_role: front.sign_off_role,
            sign_off_on: front.sign_off_on,
            kept: [],
            file: 'p4-next.md',
            line: 12,
          },
          children_say: {
            text: '"Tell us.\n\nEarly."',
            sign_off_role: front.sign_off_role,
            sign_off_on: front.sign_off_on,
            kept: [],
            file: 'p4/say.md',
            line: 13,
          },
        },
      ],
    ]);
  });

  it('of another quarter are left alone', () => {
    const { words, faults } = read(sheet({ quarter_end: '2026-03-31' }));
    expect([words.size, faults]).toEqual([0, []]);
  });

  it('need no folder, but the one that is named must be there', () => {
    expect(readPanelWords(null, quarter)).toEqual({ words: new Map(), faults: [], again: [] });
    expect(readPanelWords('/nowhere', quarter).faults).toEqual([
      expect.stringContaining('authority.yaml:1:'),
    ]);
  });

  it.each<[Record<string, string | null>, string]>([
    [{ audience: 'board' }, 'p4.md:2: audience must be panel'],
    [{ audience: null }, 'p4.md:1: the key audience is missing'],
    [
      { sign_off_role: null },
      'p4.md:1: the key sign_off_role is missing. Nothing is printed that nobody has signed off',
    ],
    [{ sign_off_role: '' }, 'p4.md:8: sign_off_role is empty'],
    [{ sign_off_role: 'TBC' }, 'p4.md:8: sign_off_role holds a placeholder'],
    [{ sign_off_on: null }, 'p4.md:1: the key sign_off_on is missing'],
    [{ sign_off_on: '2026-06-31' }, 'p4.md:9: sign_off_on is not a day'],
    [{ sign_off_on: '2026-06-29' }, 'p4.md:9: sign_off_on lies before quarter_end'],
    [{ author_role: null }, 'p4.md:1: the key author_role is missing'],
    [{ author_on: '2026-07-07' }, 'p4.md:7: author_on lies after sign_off_on'],
    [
      { author_role: 'director of children and families' },
      'p4.md:8: sign_off_role is the role that wrote the text',
    ],
    [{ quarter_end: '2026-05-31' }, 'p4.md:4: quarter_end is not the last day of a quarter'],
    [{ kind: 'so_what' }, 'p4.md:5: kind must be one of'],
    [{ question: 'P 4' }, 'p4.md:3: question names no question'],
    [{ colour: 'red' }, 'p4.md:10: a key that is not known'],
  ])('are refused with file and line: %j', (changes, message) => {
    const { words, faults } = read(sheet(changes));
    expect(words.size).toBe(0);
    expect(faults.join('\n')).toContain(message);
  });

  it('are refused when empty, doubled, unreadable, or of no question of the audience', () => {
    expect(read(sheet({}, '  \n')).faults.join()).toContain('has no text');
    const doubled = readPanelWords(folderOf({ 'a.md': sheet(), 'b.md': sheet() }), quarter);
    expect([doubled.words.size, doubled.faults.length]).toEqual([0, 2]);
    expect(readPanelWords(folderOf({ 'a.docx': 'x' }), quarter).faults.join()).toContain(
      'is not a Markdown file',
    );
    expect(readPanelWords(folderOf({ 'a.md': Buffer.from([0xff, 0xfe]) }), quarter).faults.join()).toContain(
      'UTF-8',
    );
    expect(read('no front matter').faults.join()).toContain('p4.md:1: does not begin with front matter');
    const other = readPanelWords(folderOf({ 'a.md': sheet({ question: 'P6' }) }), quarter, {
      questions: ['P4'],
    });
    expect(other.faults).toEqual(['a.md:3: question is none of this audience. They are P4.']);
  });

  it('are refused with an identifier, in the text, over two lines or in the file name, and it is not repeated', () => {
    const { words, faults } = read(sheet({}, 'Ring 07700 900123\nor person1003.\n'));
    expect(words.size).toBe(0);
    expect(faults.map((each) => each.split('. ')[0])).toEqual([
      'p4.md:12: a telephone number seems to stand here',
      'p4.md:13: a case number of a child seems to stand here',
    ]);
    expect(read(sheet({}, 'Ring 07700\n900123 now.\n')).faults.join()).toContain('a telephone number');
    const named = readPanelWords(folderOf({ 'person1003.md': sheet() }), quarter, {
      caseNumbers: ['person1003'],
    });
    expect([named.words.size, named.faults.join()]).toEqual([
      0,
      expect.stringContaining('file 1 of 1 by name:1:'),
    ]);
    expect(JSON.stringify([faults, named.faults])).not.toMatch(/person1003|07700/);
  });

  it('that tell too much are left out with file and line, the others stay', () => {
    const folder = folderOf({
      'a.md': sheet({}, 'All is well.\nWe moved two children.\n'),
      'b.md': sheet({ question: 'P5' }, 'We moved 14 children.\n'),
      'c.md': sheet({ question: 'P5', kind: 'children_say' }),
    });
    const policyOf = (question: string) => ({
      leastCount: 6,
      figures: [{ unit: 'count' as const, value: question === 'P5' ? null : 14 }],
    });
    const { words, faults } = withoutTellingWords(readPanelWords(folder, quarter), policyOf);
    expect(faults).toEqual([
      'a.md:13: a number below the least count stands beside a word for children. Say it in other words, and have it signed off again.',
      'a.md:13: says a number of children that the tables do not print. Say it in other words, and have it signed off again.',
      'b.md:12: says a number of children that the tables do not print. Say it in other words, and have it signed off again.',
    ]);
    expect([...words.keys()]).toEqual(['P5']);
    expect(words.get('P5')?.what_next).toBeNull();
    expect(words.get('P5')?.children_say?.file).toBe('c.md');
  });
});

describe('names in the texts', () => {
  it('are refused until the reader for identity keeps them, and lines to read again are listed', () => {
    const text = 'My nan lives in Baldock.\nShe was in hospital.\n';
    const policyOf = () => ({ leastCount: 6 });
    const refused = withoutTellingWords(read(sheet({}, text)), policyOf);
    expect(refused.faults).toEqual([
      'p4.md:12: the name of a person or place seems to stand here. Say it in other words, and have it signed off again.',
    ]);
    const kept = withoutTellingWords(read(sheet({ kept: 'Baldock' }, text)), policyOf);
    expect([kept.words.size, kept.faults]).toEqual([1, []]);
    expect(kept.again).toEqual(['p4.md:14: may tell of an illness or disability; read it again']);
  });
});

describe('the texts of the demo', () => {
  it.each([
    ['2026-06-30', '2026-06-30'],
    ['2026-06-29', '2026-03-31'],
    ['2026-01-15', '2025-12-31'],
    ['2024-02-29', '2023-12-31'],
  ])('are for the newest quarter-end: on %s it is %s', (asAt, quarterEnd) => {
    expect(quarterEndOf(asAt)).toBe(quarterEnd);
  });

  it('are all signed off, answer questions that exist, and may stand beside any hidden figure', () => {
    const files = Object.fromEntries(
      [...panelWordFiles(quarter)].map(([path, text]) => [path.split('/')[1] ?? '', text]),
    );
    const figures = (['count', 'percent', 'days'] as const).map((unit) => ({ unit, value: null }));
    const found = withoutTellingWords(
      readPanelWords(folderOf(files), quarter, { questions: panelQuestions }),
      () => ({ leastCount: 6, figures }),
    );
    expect(found.faults).toEqual([]);
    expect(
      [...found.words.values()].flatMap((each) => Object.values(each)).filter((text) => text !== null),
    ).toHaveLength(Object.keys(files).length);
  });
});

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../dashboards/build.ts';
import {
  elementsNamed,
  elementsOf,
  type PageElement,
  parsePage,
  textOf,
} from '../../dashboards/page-tree.ts';
import { readPanelEdition } from '../../dashboards/panel-edition.ts';
import { readingAge, sentencesOf } from '../../dashboards/reading-age.ts';
import { panelFile } from '../../pipeline/edition/panel-format.ts';
import { prepared } from '../support/prepared.ts';
import { boardWords, buildPanel, filesOf, hashesOf } from './build-fixture.ts';
import { fixturePanel, writePanelFixture } from './fixture-panel.ts';

const root = mkdtempSync(join(tmpdir(), 'panel-site-'));
const csv = 'downloads/public-figures-2026-06-30.csv';

let site = '';
let boardFolder = '';

beforeAll(async () => {
  cpSync(await prepared('panel'), join(root, 'panel'), { recursive: true });
  site = join(root, 'panel', 'site');
  boardFolder = await prepared('board');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const page = (path: string, folder = site) => parsePage(readFileSync(join(folder, path), 'utf8'));
const htmlPages = (folder = site) => [...filesOf(folder).keys()].filter((path) => path.endsWith('.html'));
/** The words of an element, with a space wherever another element begins, less those of some elements in it. */
const wordsOf = (element: PageElement, isLeftOut: (inner: PageElement) => boolean = () => false): string =>
  element.childNodes
    .flatMap((node) => {
      if ('tagName' in node) return isLeftOut(node) ? [] : [wordsOf(node, isLeftOut)];
      return 'value' in node ? [node.value] : [];
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
const hasClass = (name: string) => (element: PageElement) =>
  element.attrs.some((attr) => attr.name === 'class' && attr.value === name);
/** Headings, row names and links say dates, ages and the numbers of questions. */
const isHeading = (element: PageElement) =>
  ['th', 'h1', 'h3', 'a'].includes(element.tagName) || hasClass('answer-number')(element);
const mainOf = (path: string, folder = site): PageElement => {
  const [main] = elementsNamed(page(path, folder), 'main');
  if (main === undefined) throw new Error(`${path} has no main`);
  return main;
};

describe('the Panel’s site', () => {
  it('is a page for each question and pack, the opening page, words, about, and the figures as a file', () => {
    expect([...filesOf(site).keys()]).toEqual([
      '_headers',
      expect.stringMatching(/^_import\/theme\.[0-9a-f]{8}\.css$/),
      'about.html',
      csv,
      'glossary.html',
      'index.html',
      'nginx-headers.conf',
      'packs/adoption.html',
      'questions/p1.html',
      'questions/p10.html',
      'questions/p14.html',
      'questions/p5.html',
      'questions/p9.html',
      'web.config',
      'young-people.html',
    ]);
  });

  it('gives away the very bytes of figures.csv, under a name that carries the marking', () => {
    expect(readFileSync(join(site, csv))).toEqual(
      readFileSync(join(root, 'panel', 'edition', 'data', 'figures.csv')),
    );
  });

  it('marks every page, and says on each which edition and quarter-end it is of', () => {
    for (const path of htmlPages()) {
      const text = readFileSync(join(site, path), 'utf8');
      for (const words of [
        'PUBLIC',
        'Draft, not published',
        '30 June 2026',
        'panel-public-2026-06-30-0a1b2c3d',
      ])
        expect(text, path).toContain(words);
      expect(text, path).not.toMatch(/<script|<style|\son\w+=|\sstyle=|<!--block|\{\{/);
    }
    const css = [...filesOf(site)].find(([path]) => path.endsWith('.css'))?.[1].toString('utf8');
    expect(css).toContain('@top-center{content:"DRAFT. Once sealed: PUBLIC"}');
  });

  const listed = (name: string, tag: 'ul' | 'ol'): PageElement[] => {
    const [list] = elementsNamed(page('index.html'), tag).filter(hasClass(name));
    return (list?.childNodes ?? []).flatMap((node) => ('tagName' in node ? [node] : []));
  };
  const pictures = (item: PageElement) => [...elementsOf(item)].filter(hasClass('quarter-chart')).length;

  it('shows what needs attention first: Red, Amber, then what has grown much worse, each with picture and comparison', () => {
    const cards = listed('first', 'ul');
    expect(cards.map((card) => wordsOf(card, hasClass('quarter-chart')))).toEqual([
      'Who has been waiting too long? Red – far from our aim 28% of the children in our care (337) have waited too long for at least one step.',
      'Are reviews on time? Amber – short of our aim Most were.',
      'How many children do we care for, and is that changing? Worse than a year ago We care for 1,204 children. The figure is higher than a year earlier: 1,204 on 30 June 2026. Compared with: 1,190 a year earlier',
    ]);
    expect(cards.map(pictures)).toEqual([1, 0, 1]);
  });

  it('names every question in its order below, rated in words and shape, and tells none of them twice', () => {
    const items = listed('answers', 'ol');
    expect(items.map((item) => wordsOf(item))).toEqual([
      'How many children do we care for, and is that changing? Its answer stands above.',
      'Who has been waiting too long? Red – far from our aim Its answer stands above.',
      'Do children go home safely? Green – our aim is met This number is hidden to protect children.',
      'Are reviews on time? Amber – short of our aim Its answer stands above.',
      'Any child in a home that is not registered? Not available yet. The records hold no such mark.',
    ]);
    expect(
      items.map((item) => [...elementsOf(item)].filter(({ tagName }) => tagName === 'svg').length),
    ).toEqual([0, 1, 1, 1, 0]);
  });

  it('says no sentence twice on the page of a question, and has no heading without content', () => {
    for (const path of htmlPages().filter((each) => /questions|packs/.test(each))) {
      const said = [...elementsOf(mainOf(path))]
        .filter(({ tagName }) => tagName === 'p')
        .map((each) => wordsOf(each));
      expect(new Set(said).size, path).toBe(said.length);
      const inside = [...elementsOf(mainOf(path))].filter(({ tagName }) =>
        /^(?:h2|p|section|div|figure|blockquote|table)$/.test(tagName),
      );
      for (const [at, { tagName }] of inside.entries())
        if (tagName === 'h2') expect(inside[at + 1]?.tagName ?? 'h2', path).not.toBe('h2');
    }
    expect(wordsOf(mainOf('questions/p14.html'))).not.toMatch(/Is it changing|The figures|What else/);
  });

  it('has tables of at most five columns, a share and its count in one', () => {
    for (const path of htmlPages())
      for (const row of elementsNamed(page(path), 'tr'))
        expect(row.childNodes.filter((node) => 'tagName' in node).length, path).toBeLessThanOrEqual(5);
    const text = wordsOf(mainOf('questions/p5.html'));
    expect(text).toMatch(/Date Waiting too long 2026-06-30 \[p\] 28% \( 337 \)/);
  });

  it('has a page for young people in words that a reader of 11 knows', () => {
    expect(readingAge(sentencesOf([page('young-people.html')]))).toBeLessThanOrEqual(11);
    expect(wordsOf(mainOf('young-people.html'))).toContain(
      'How many children are in care? We look after 1,204 children. Who has waited too long? Too many of you have had to wait. Red – far from our aim',
    );
  });

  it('prints children’s words with who signed them off, and no heading where there are none', () => {
    expect(wordsOf(mainOf('questions/p5.html'))).toContain(
      'Nobody tells me why it takes so long. Signed off by: Head of Participation, 6 July 2026.',
    );
    expect(wordsOf(mainOf('questions/p5.html'))).toContain('What children say');
    expect(wordsOf(mainOf('questions/p1.html'))).not.toContain('What children say');
  });

  it('says why a table is withheld, and prints none of it', () => {
    const text = wordsOf(mainOf('questions/p1.html'));
    expect(text).toContain('Not printed: By ethnic group, 30 June 2026. So many numbers');
    expect(elementsNamed(page('questions/p1.html'), 'table')).toHaveLength(2);
  });

  it('shows how many figures are hidden, and the policy with its numbers, an unknown rule by its name', () => {
    const text = wordsOf(mainOf('about.html'));
    expect(text).toContain(
      'Of 38 figures that could be printed, 9 are hidden (24%). Another 1 are told in words',
    );
    expect(text).toContain(
      'A number of children below 6 is never printed as it is, unless there are none. proposed, not agreed',
    );
    expect(text).toContain('Numbers in tables by group are rounded to the nearest 5. agreed');
    expect(text).toContain('a rule of tomorrow: 3.');
    expect(text).toMatch(/Children in our care: by age, 30 June 2026 4 1 0 groups put together/);
    expect(text).toMatch(/Children in our care: by ethnic group, 30 June 2026 6 6 0 not printed/);
  });
});

describe('the tables', () => {
  /** The text of a page up to each of its tables, and the table. */
  const tablesOf = (path: string) => {
    const main = mainOf(path);
    const sections = [...elementsOf(main)].filter(({ attrs }) =>
      attrs.some(({ value }) => value === 'panel-table'),
    );
    return sections.flatMap((section) =>
      [...elementsOf(section)]
        .filter(({ tagName }) => tagName === 'table')
        .map((table) => ({ table, before: textOf(section).split(textOf(table))[0] ?? '' })),
    );
  };

  it('explain each of their marks above themselves, and [c] never as a size', () => {
    let marks = 0;
    for (const path of htmlPages().filter((each) => /questions|packs/.test(each)))
      for (const { table, before } of tablesOf(path)) {
        for (const [mark] of textOf(table).matchAll(/\[[a-z]+\]/g)) {
          expect(before, `${path} ${mark}`).toContain(`${mark} `);
          marks += 1;
        }
        expect(before, path).not.toMatch(/or fewer|or less|fewer than|small number/i);
      }
    expect(marks).toBeGreaterThan(12);
    for (const words of ['[c] hidden to protect children', '[z] there is nothing', '[x] not available'])
      expect(tablesOf('questions/p1.html')[0]?.before).toContain(words);
  });

  it('have a caption, scoped headings and numbers on the right', () => {
    for (const { table } of tablesOf('questions/p1.html')) {
      const inside = [...elementsOf(table)];
      expect(inside.filter(({ tagName }) => tagName === 'caption')).toHaveLength(1);
      for (const cell of inside.filter(({ tagName }) => tagName === 'th'))
        expect(cell.attrs.map(({ name }) => name)).toContain('scope');
      for (const cell of inside.filter(({ tagName }) => tagName === 'td'))
        expect(cell.attrs.find(({ name }) => name === 'class')?.value).toBe('number');
    }
  });

  it('keep the order of rows that the edition gives, whatever the values', () => {
    const labels = tablesOf('questions/p1.html').map(({ table }) =>
      [...elementsOf(table)]
        .filter(({ tagName, attrs }) => tagName === 'th' && attrs.some(({ value }) => value === 'row'))
        .map((cell) => wordsOf(cell).replace(' [p]', '')),
    );
    const printed = fixturePanel().tables.filter(
      ({ question, withheld }) => question === 'P1' && withheld === null,
    );
    expect(labels).toEqual(printed.map(({ rows }) => rows.map(({ label }) => label)));
    const other = printed.map(({ rows }) => [...rows].reverse().map(({ label }) => label));
    expect(other).not.toEqual(labels);
  });
});

describe('the pictures', () => {
  const charts = () =>
    elementsNamed(page('questions/p1.html'), 'svg').filter(({ attrs }) =>
      attrs.some(({ value }) => value === 'quarters'),
    );
  const pathOf = (chart: PageElement | undefined) =>
    [...elementsOf(chart as PageElement)]
      .find(({ attrs }) => attrs.some(({ value }) => value === 'quarter-line'))
      ?.attrs.find(({ name }) => name === 'd')?.value ?? '';

  it('break off where a number is hidden, and show its mark', () => {
    // 1,190 and 1,187, a hidden one, 1,198 and 1,204: two strokes
    expect(pathOf(charts()[0]).match(/M/g)).toHaveLength(2);
    expect(pathOf(charts()[0]).match(/L/g)).toHaveLength(2);
    // every second one hidden: three dots and no stroke at all
    expect(pathOf(charts()[1])).not.toContain('L');
    expect(wordsOf(charts()[1] as PageElement)).toContain('[c]');
  });

  it('are not drawn of fewer than three printed numbers', () => {
    expect(charts()).toHaveLength(2);
    expect(
      elementsNamed(page('questions/p9.html'), 'svg').filter(({ attrs }) =>
        attrs.some(({ value }) => value === 'quarters'),
      ),
    ).toHaveLength(0);
  });

  it('have their text and their figures on the page', () => {
    const label = charts()[0]?.attrs.find(({ name }) => name === 'aria-label')?.value;
    expect(label).toBe(
      'Children in our care, over time. The line breaks off where a number is not printed. Every figure is in the tables below.',
    );
  });
});

describe('every number of the question pages', () => {
  const printedNumbers = () => {
    const rows = parse<{ shown: string }>(readFileSync(join(site, csv)), { columns: true });
    return new Set(rows.map(({ shown }) => shown.replace(/^just (under|over) |^fewer than /, '')));
  };

  it('stands in figures.csv, or is a date, an age or the number of a question', () => {
    const known = printedNumbers();
    let checked = 0;
    for (const path of htmlPages().filter((each) => /questions|packs|index/.test(each))) {
      const text = wordsOf(mainOf(path), isHeading)
        .replace(/\d{1,2} (January|March|June|July|September|December) \d{4}/g, ' ')
        .replace(/(Mar|Jun|Sep|Dec) \d{4}/g, ' ')
        .replace('nearest 5', ' ');
      for (const [number] of text.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?%?/g)) {
        expect(known.has(number), `${path}: ${number}`).toBe(true);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(45);
  });
});

describe('Panel and Board', () => {
  it('share no data: the Panel’s site is the same with and without a Board edition in the neighbourhood', async () => {
    const folder = join(root, 'beside');
    cpSync(join(boardFolder, 'edition'), join(folder, 'board-edition'), { recursive: true });
    expect(hashesOf((await buildPanel(folder)).site)).toEqual(hashesOf(site));
  });

  it('have not one data file or page in common, and no word of the Board’s edition in the Panel’s', async () => {
    const [edition, boardSite] = ['edition', 'site'].map((name) => join(boardFolder, name)) as [
      string,
      string,
    ];
    const board = new Set([...Object.values(hashesOf(edition)), ...Object.values(hashesOf(boardSite))]);
    const boardText = [...filesOf(boardSite).values()].join('\n');
    for (const word of boardWords) expect(boardText, word).toContain(word);
    for (const [path, bytes] of filesOf(site)) {
      for (const word of boardWords) expect(bytes.includes(word), `${path}: ${word}`).toBe(false);
      expect(bytes.includes('board-2026-06-30'), path).toBe(false);
      if (!path.endsWith('.css')) expect(board.has(hashesOf(site)[path] ?? ''), path).toBe(false);
    }
  });
});

describe('another audience', () => {
  it('has its own marking, questions and file name, and no menu entry for packs that it lacks', async () => {
    const file = fixturePanel();
    const { site: folder } = await buildPanel(join(root, 'part2'), {
      file: panelFile.parse({
        ...file,
        audience: 'panel_part2',
        packs: [],
        questions: file.questions.slice(0, 2).map((each) => ({ ...each, young: null })),
      }),
      manifest: {
        policy_audience: 'panel_part2',
        kind: 'sealed',
        marking: 'EXEMPT: Part 2, not for publication (Schedule 12A, paragraphs 1 and 2)',
      },
    });
    expect(htmlPages(folder)).toEqual([
      'about.html',
      'glossary.html',
      'index.html',
      'questions/p1.html',
      'questions/p5.html',
      'young-people.html',
    ]);
    expect(
      existsSync(join(folder, 'downloads', 'exempt-part-2-not-for-publication-figures-2026-06-30.csv')),
    ).toBe(true);
    expect(wordsOf(mainOf('young-people.html', folder))).toContain('has no page for young people.');
    for (const path of htmlPages(folder)) {
      const text = readFileSync(join(folder, path), 'utf8');
      expect(text, path).toContain('EXEMPT: Part 2, not for publication');
      expect(text, path).not.toContain('PUBLIC</p>');
      expect(text, path).not.toContain('young-people"');
      expect(text, path).not.toContain('Draft, not published');
    }
  });
});

describe('a Panel edition that is not whole', () => {
  const broken = (name: string, spoil: (folder: string) => void) => {
    const folder = writePanelFixture(join(root, 'broken', name));
    spoil(folder);
    return () => readPanelEdition(folder);
  };

  it('is refused when a file is not the one that its manifest names', () => {
    expect(
      broken('changed', (folder) => writeFileSync(join(folder, 'data', 'figures.csv'), 'key\n')),
    ).toThrow(/figures\.csv.*not the file that the manifest names/);
  });

  it.each([
    ['a figure', { figures: [] }, /has no figure P1/],
    ['a table', { tables: [] }, /has no table P1\.time/],
  ])('is refused when %s is missing', (name, more, words) => {
    const folder = writePanelFixture(join(root, 'broken', name), { file: fixturePanel(more) });
    expect(() => readPanelEdition(folder)).toThrow(words);
  });

  it('is refused when a mark has its number beside it', () => {
    const figures = fixturePanel().figures.map((each) =>
      each.shown === '[c]' ? { ...each, value: 3 } : each,
    );
    const folder = writePanelFixture(join(root, 'broken', 'mark'), { file: fixturePanel({ figures }) });
    expect(() => readPanelEdition(folder)).toThrow(/has a number behind its mark/);
  });

  it('leaves the site that lies there alone', async () => {
    const before = hashesOf(site);
    const editionFolder = join(root, 'broken', 'empty');
    mkdirSync(editionFolder, { recursive: true });
    await expect(
      buildSite({ editionFolder, outputFolder: site, cacheFolder: join(root, 'broken', 'work') }),
    ).rejects.toThrow(/manifest\.json/);
    expect(hashesOf(site)).toEqual(before);
  });
});

describe('the reading age', () => {
  const sentences = () => sentencesOf(htmlPages().map((path) => page(path)));

  it('is at most 12 over every sentence of the site, and stated as it is measured', () => {
    const age = readingAge(sentences());
    expect(age).toBeGreaterThan(6);
    expect(age).toBeLessThanOrEqual(12);
    const stated = /reading age is ([\d.]+) years/.exec(wordsOf(mainOf('about.html')))?.[1];
    expect(Number(stated)).toBe(
      Math.ceil(
        readingAge(sentences().filter((each) => !/Flesch|reading age is|our aim is at most/.test(each))) * 10,
      ) / 10,
    );
  });

  it('rises with the length of words and sentences', () => {
    // 6 words, 6 syllables, one sentence: 0.39 x 6 + 11.8 x 1 - 15.59 + 5
    expect(readingAge(['The cat sat on the mat.'])).toBeCloseTo(0.39 * 6 + 11.8 - 15.59 + 5, 6);
    expect(
      readingAge([
        'Notwithstanding considerable organisational complexity, accountability arrangements deteriorated.',
      ]),
    ).toBeGreaterThan(20);
  });

  it('takes sentences of paragraphs, list items and definitions, each once, and no labels', () => {
    const text = parsePage(
      '<main><p>One two. Three 1.5 four!</p><ul><li>One two.</li><li>label</li><li><p>Inside.</p></li></ul><dl><dd>Five?</dd></dl></main><p>Outside.</p>',
    );
    expect(sentencesOf([text])).toEqual(['One two.', 'Three 1.5 four!', 'Inside.', 'Five?']);
  });
});

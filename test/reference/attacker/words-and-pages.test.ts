import { afterAll, describe, expect, it } from 'vitest';
import { attack, restsOnAssumption } from './attack.ts';
import { figures, type HandPaper, publish, withdraw } from './hand-made.ts';

afterAll(withdraw);

const policy = { leastCount: 6, leastIntervalWidth: 5 };
const key = 'P7.B28.main.count.r12m.2026-06-30.all.all';
const dates = ['2025-12-31', '2026-03-31', '2026-06-30'];
const series = figures(`P7.B28.main.count.r12m.2025-12-31.all.all 12
  P7.B28.main.count.r12m.2026-03-31.all.all 8
  ${key} [c]`);
const names = ['31 December 2025', '31 March 2026', '30 June 2026'];
const table = {
  table: 'P7.time',
  question: 'P7',
  columns: ['Adopted'],
  rows: dates.map((date, index) => ({
    label: names[index],
    figures: [`P7.B28.main.count.r12m.${date}.all.all`],
  })),
};

function page(cell: string, picture = ''): Record<string, string> {
  const rows = [`<td>12</td>`, `<td>8</td>`, cell].map(
    (one, index) => `<tr><th>${names[index]}</th>${one}</tr>`,
  );
  const html = `${picture}<table><tr><th>Date</th><th>Adopted</th></tr>${rows.join('')}</table>`;
  return { 'questions/p7.html': html };
}

const marked = '<td data-label="Adopted">[c]</td>';

async function expectKnown(paper: Partial<HandPaper>, value: number, assumed = false): Promise<void> {
  const findings = await attack([publish({ figures: series, tables: [table], ...paper })], policy);
  expect(findings).toMatchObject([{ key, lower: value, upper: value }]);
  expect(findings.some(restsOnAssumption)).toBe(assumed);
}

function svg(inner: string): string {
  const dots = '<circle cx="26" cy="20" r="3"></circle><circle cx="156" cy="50" r="3"></circle>';
  return `<figure><figcaption>Adopted</figcaption><svg role="img" aria-label="Adopted: 12 on 31 December 2025."><path class="quarter-base" d="M0,110H320"></path>${dots}${inner}</svg></figure>`;
}

describe('words', () => {
  it('a sentence with the number in it', () =>
    expectKnown(
      { questions: [{ question: 'P7', how_many: '3 children were adopted in the last twelve months.' }] },
      3,
    ));

  it('a sentence with the number as a word, on a page', () =>
    expectKnown(
      { pages: { 'index.html': '<p>Three children were adopted in the last twelve months.</p>' } },
      3,
    ));

  it('commentary beside the name of the line is a guess', () =>
    expectKnown({ questions: [{ question: 'P7', what_next: 'Adopted this year: two.' }] }, 2, true));

  it('how it changed', async () => {
    const home = 'P1.B7.main.count.as_at.2026-06-30.all.all';
    const paper = {
      figures: figures(`${home} [c]`),
      questions: [
        { question: 'P1', changing: 'The figure is lower than a year earlier: 4 now, 9 on 30 June 2025.' },
      ],
    };
    expect(await attack([publish(paper)], policy)).toMatchObject([{ key: home, lower: 4, upper: 4 }]);
  });

  it('a status beside a target', async () => {
    const reviewed = 'P11.B51.main.count.as_at.2026-06-30.all.all';
    const paper = {
      figures: figures(`P1.B7.main.count.as_at.2026-06-30.all.all 60
        ${reviewed} [c]
        P11.B51.main.percentage.as_at.2026-06-30.all.all [c]
        P11.B51.main.percentage.as_at.2026-06-30.target.target 98%`),
      questions: [{ question: 'P11', status: 'Green - on target' }],
    };
    const findings = await attack([publish(paper)], policy);
    expect(findings.find((one) => one.key === reviewed)).toMatchObject({ lower: 59, upper: 60 });
  });
});

describe('bytes', () => {
  it('the download forgot the mark', () => expectKnown({ download: { [key]: '4' } }, 4));
  it('a title', () => expectKnown({ pages: page('<td title="4 children">[c]</td>') }, 4));
  it('a label for those who listen', () => expectKnown({ pages: page('<td aria-label="4">[c]</td>') }, 4));
  it('a data attribute', () => expectKnown({ pages: page('<td data-sort="4">[c]</td>') }, 4));
  it('a number kept in a hidden element', () =>
    expectKnown({ pages: page('<td>[c]<span hidden>4</span></td>') }, 4));
  it('a key in a script', () =>
    expectKnown({ pages: { 'p7.js': `const rows = [{"key":"${key}","shown":"[c]","value":4}];` } }, 4));
  it('a key in a file', () => expectKnown({ pages: { 'downloads/a.csv': `key,value\n${key},4\n` } }, 4));
  it('a date in the words of a picture', () =>
    expectKnown({ pages: page(marked, svg('<title>30 June 2026: 4</title>')) }, 4));
  it('a dot at the height of the hidden number', () =>
    expectKnown({ pages: page(marked, svg('<circle cx="286" cy="80" r="3"></circle>')) }, 4));
  it('a line drawn through the hidden number', () =>
    expectKnown({ pages: page(marked, svg('<path class="line" d="M26,20L156,50L286,80"></path>')) }, 4));

  it('a page that only shows marks says nothing', async () => {
    const picture = svg('<text x="286" y="105">[c]</text><text x="2" y="127">Dec 2025</text>');
    const folder = publish({ figures: series, tables: [table], pages: page(marked, picture) });
    expect(await attack([folder], policy)).toEqual([]);
  });
});

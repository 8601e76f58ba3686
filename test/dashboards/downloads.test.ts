import { join } from 'node:path';
import { a11y } from 'hucre';
import { readXlsx } from 'hucre/xlsx';
import { SAXParser } from 'sax';
import { beforeAll, describe, expect, it } from 'vitest';
import { boardPack } from '../../dashboards/downloads/board-pack.ts';
import { slideOf, tableCsv, wrapped } from '../../dashboards/downloads/page-downloads.ts';
import { plotOf } from '../../dashboards/downloads/plot.ts';
import { measuresWorkbook } from '../../dashboards/downloads/workbook.ts';
import { type PublishedEdition, readEdition } from '../../dashboards/edition.ts';
import { prepared } from '../support/prepared.ts';
import { filesOf } from './build-fixture.ts';

let files: ReadonlyMap<string, Buffer>;
let edition: PublishedEdition;
beforeAll(async () => {
  const folder = await prepared('board');
  files = filesOf(join(folder, 'site'));
  edition = await readEdition(join(folder, 'edition'));
});

const textOf = (path: string): string => files.get(path)?.toString('utf8') ?? '';
const records = (csv: string): string[] => csv.trimEnd().split('\r\n');

/** Whether a text is XML whose elements close. */
function isXml(text: string): boolean {
  const parser = new SAXParser(true, {});
  let fault = false;
  parser.onerror = () => {
    fault = true;
  };
  try {
    parser.write(text).close();
  } catch {
    return false;
  }
  return !fault;
}

describe('what is taken away from a page', () => {
  it('is each table as CSV, with as many rows as the page shows', () => {
    let tables = 0;
    for (const [path, bytes] of files) {
      if (!path.endsWith('.html')) continue;
      const page = bytes.toString('utf8');
      const links = [...page.matchAll(/href="((?:\.\.\/)*tables\/[^"]+\.csv)"/g)].map(
        ([, link = '']) => link,
      );
      expect(links.length, path).toBe((page.match(/<table/g) ?? []).length);
      expect(new Set(links).size, path).toBe(links.length);
      tables += links.length;
    }
    expect(tables).toBeGreaterThan(100);
    const table = /<table[\s\S]*?<\/table>/.exec(textOf('weekly.html'))?.[0] ?? '';
    const link = /tables\/[^"]+\.csv/.exec(table)?.[0] ?? '';
    const csv = textOf(link);
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(records(csv)).toHaveLength((table.match(/<tr/g) ?? []).length);
  });

  it('has plain numbers and no formula, and leaves pictures out', () => {
    const table = (cells: string) =>
      `<table><caption>C</caption><thead><tr><th scope="col">Name</th><th scope="col" class="number">Of</th><th scope="col" class="picture">Trend</th></tr></thead><tbody><tr>${cells}</tr></tbody></table>`;
    const row = (name: string, value: string) =>
      records(
        tableCsv(
          table(
            `<th scope="row">${name}</th><td class="number">${value}</td><td class="picture"><svg><title>x</title></svg></td>`,
          ),
        ),
      )[1];
    expect(row('A &amp; B', '1,234,567')).toBe('A & B,1234567');
    expect(row('=1+1', '-3')).toBe("'=1+1,-3");
    expect(row('Smith, &quot;J&quot;', '12 <span>[p]</span>')).toBe('"Smith, ""J""",12 [p]');
    expect(row('@home', '+4 children')).toBe("'@home,'+4 children");
  });

  it('is each chart as a picture for a slide that stands by itself', () => {
    const charts = [...files].filter(([path]) => path.startsWith('charts/'));
    expect(charts.length).toBeGreaterThan(20);
    for (const [path, bytes] of charts) {
      const svg = bytes.toString('utf8');
      expect(isXml(svg), path).toBe(true);
      expect(svg, path).toContain('width="1280" height="720"');
      expect(svg, path).toContain(edition.manifest.edition_id);
      expect(svg, path).toContain('OFFICIAL-SENSITIVE');
      expect(svg.replace('http://www.w3.org/2000/svg', ''), path).not.toMatch(
        /https?:|var\(--|<script|\son\w+=/,
      );
    }
    const linked = [...files.values()].flatMap(
      (bytes) => bytes.toString('utf8').match(/charts\/[a-z0-9-]+\.svg/g) ?? [],
    );
    expect(new Set(linked)).toEqual(new Set(charts.map(([path]) => path)));
    expect(
      slideOf('<figure class="chart">no picture</figure>', { editionId: '', asAt: '', marking: '' }),
    ).toBe(null);
  });

  it('wraps a name of 120 letters', () => {
    const name =
      'Children who have waited longer than anybody would have thought right when the plan was made for them by everybody else';
    for (const line of wrapped(name, 40)) expect(line.length).toBeLessThanOrEqual(40);
    expect(wrapped(name, 40).join(' ')).toBe(name);
  });

  it('is named on a page of its own, and every address on it leads somewhere', () => {
    const page = textOf('take-away.html');
    for (const path of ['board-pack.pdf', 'measures.xlsx']) {
      expect(page).toMatch(new RegExp(`href="(?:\\./)?${path.replace('.', '\\.')}"`));
      expect(files.get(path)?.length).toBeGreaterThan(10_000);
    }
  });
});

describe('measures.xlsx', () => {
  it('is accessible: cover and notes, one unique header row, real tables, nothing merged, no row or column empty', async () => {
    const book = await readXlsx(files.get('measures.xlsx') ?? new Uint8Array());
    expect(book.sheets[0]?.name).toBe('Cover');
    expect(book.sheets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Notes', 'Months', 'Groups', 'Countywide tracker']),
    );
    expect(a11y.audit(book).filter(({ type }) => type !== 'info')).toEqual([]);
    const names = book.sheets.flatMap(({ tables = [] }) => tables.map(({ name }) => name));
    expect(new Set(names).size).toBe(book.sheets.length);
    for (const { name, rows, merges = [] } of book.sheets) {
      const [header = [], ...body] = rows;
      expect(merges, name).toEqual([]);
      expect(new Set(header).size, name).toBe(header.length);
      for (const row of body)
        expect(
          row.length === header.length && row.every((cell) => cell !== null && cell !== ''),
          `${name}: ${row}`,
        ).toBe(true);
    }
  });

  it('says what the edition says, and with a mark where it says nothing', async () => {
    const book = await readXlsx(files.get('measures.xlsx') ?? new Uint8Array());
    const sheet = book.sheets.find(({ name }) => name === 'Countywide tracker');
    const [header = [], ...rows] = sheet?.rows ?? [];
    const cell = (measure: string, column: string) => {
      const row = rows.find((each) => each[header.indexOf('Measure')] === measure);
      return row?.[header.indexOf(column)];
    };
    const amountOf = (statistic: 'count' | 'percentage') =>
      edition.values.at(
        {
          ...{ authority: 'hertfordshire', measure_id: 'T3', line: 'main', period: 'as_at' },
          ...{ statistic, breakdown: 'all', group: 'all' },
        } as const,
        edition.manifest.as_at_date,
      );
    expect(amountOf('count')?.value).toBeGreaterThan(0);
    expect(cell('T3', 'Count')).toBe(amountOf('count')?.value);
    expect(cell('T3', 'Percent')).toBeCloseTo(amountOf('percentage')?.value ?? -1, 5);
    expect(cell('T3', 'Rating')).toBe(amountOf('percentage')?.status);
    expect(cell('T3', 'Per 10,000 under-18s')).toBe('[z]');
    expect(cell('T4', 'Count')).toBe('[x]');
    const notes = book.sheets.find(({ name }) => name === 'Notes')?.rows.map(([mark]) => mark);
    expect(notes).toEqual(expect.arrayContaining(['[c]', '[x]', '[z]', '[p]']));
  });

  it('has the same bytes twice', async () => {
    expect(
      Buffer.from(await measuresWorkbook(edition)).equals(files.get('measures.xlsx') ?? Buffer.alloc(0)),
    ).toBe(true);
  });
});

describe('board-pack.pdf', () => {
  it('is tagged, in English, with bookmarks, embedded fonts and a day that no clock gave', async () => {
    const text = files.get('board-pack.pdf')?.toString('latin1') ?? '';
    for (const words of [
      '/StructTreeRoot',
      '/Marked true',
      '/Lang (en-GB)',
      '/DisplayDocTitle true',
      '/Outlines',
      '/S /H1',
      '/S /Table',
      '/S /TH',
      '/S /Figure',
      '(D:20260630000000Z)',
    ])
      expect(text, words).toContain(words);
    expect(text.match(/\/S \/Figure/g)?.length).toBeGreaterThan(0);
    expect(text.match(/\/Alt \(/g)?.length).toBe(text.match(/\/S \/Figure/g)?.length);
    expect(text).toMatch(/\/FontFile2/);
    expect(text).not.toMatch(/\/BaseFont \/Helvetica/);
    expect((text.match(/\/Type \/Page\b/g) ?? []).length).toBeGreaterThan(4);
  });

  it('has the scorecard on sheets laid across, and everything else upright', () => {
    const text = files.get('board-pack.pdf')?.toString('latin1') ?? '';
    const boxes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
      Number(width) > Number(height) ? 'across' : 'upright',
    );
    expect(boxes.filter((box) => box === 'across').length).toBeLessThan(3);
    expect(boxes.join()).toMatch(/^(upright,)+(across,)+upright/);
  });

  it('has the same bytes twice', async () => {
    expect(Buffer.from(await boardPack(edition)).equals(files.get('board-pack.pdf') ?? Buffer.alloc(0))).toBe(
      true,
    );
  });
});

describe('a plot', () => {
  const box = { left: 0, right: 100, top: 0, bottom: 50 };
  it('begins at nought, keeps to its box, and stands in the middle with one day', () => {
    const points = [1, 2, 3].map((month) => ({ day: `2026-0${month}-01`, value: month * 10 }));
    const plot = plotOf([{ name: 'a', points }], box, [45]);
    expect(plot.y(0)).toBe(50);
    expect(plot.y(45)).toBeGreaterThanOrEqual(0);
    expect(plot.lines[0]?.points.map(({ x }) => Math.round(x))).toEqual([0, 53, 100]);
    expect(plotOf([{ name: 'a', points: points.slice(0, 1) }], box).lines[0]?.points[0]?.x).toBe(50);
    expect(plotOf([{ name: 'a', points: [] }], box).lines[0]?.path).toBe('');
  });
});

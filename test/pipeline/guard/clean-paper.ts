/** Clean Panel papers of several sizes, made by the agreed form of a paper and by nothing of the program that makes them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { csvText } from '../../../pipeline/csv.ts';
import type { GuardPolicy } from '../../../pipeline/guard/guard.ts';

export const policy: GuardPolicy = {
  leastCount: { child: 6, family: 6, household: 6, event: 6, place: 6 },
  leastDifference: 6,
  leastIntervalWidth: 5,
  leastDenominator: 20,
  leastNumerator: 6,
  leastAverage: 8,
  averageStepDays: 5,
  roundTo: 5,
};

/** A printed cell; `measure` may name a line after a point. */
export interface Cell {
  readonly question: string;
  readonly measure: string;
  readonly statistic: string;
  readonly period: string;
  readonly breakdown: string;
  readonly group: string;
  readonly label: string;
  readonly kind: string;
  readonly shown: string;
  readonly value: number | null;
  readonly unit: string;
}

/** What is published, before it is written: cells, and files by path. */
export interface Paper {
  readonly cells: Cell[];
  readonly files: Map<string, string | Uint8Array>;
}

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const texts: Readonly<Record<string, (value: number) => string>> = {
  count: number,
  percentage: (value) => `${value}%`,
  mean_days: (value) => `${value} days`,
};

/** A cell as it is printed: a small count in a band, `null` hidden. */
export function cell(
  [question, measure, statistic, period]: readonly [string, string, string, string],
  label: string,
  value: number | null,
  over: Partial<Cell> = {},
): Cell {
  const base = { question, measure, statistic, period, breakdown: 'all', group: 'all', label, unit: 'child' };
  if (value === null) return { ...base, kind: 'hidden', shown: '[c]', value, ...over };
  if (statistic === 'count' && value > 0 && value < 6)
    return { ...base, kind: 'band', shown: 'fewer than 10', value: null, ...over };
  return { ...base, kind: 'exact', shown: texts[statistic]?.(value) ?? String(value), value, ...over };
}

const stockDays = ['2025-06-30', '2025-09-30', '2025-12-31', '2026-03-31', '2026-06-30'];
export const threeYears = '2023-24-to-2025-26';

/** Cells of an authority `times` as large as one of about 120 children. */
function cleanCells(times: number): Cell[] {
  const n = (value: number): number => Math.round(value * times);
  const counts = (
    question: string,
    measure: string,
    label: string,
    values: readonly (number | null)[],
  ): Cell[] =>
    stockDays.flatMap((day, at) => {
      const value = values[at] ?? null;
      return value === null ? [] : [cell([question, measure, 'count', day], label, n(value))];
    });
  const shares = (
    question: string,
    measure: string,
    label: string,
    values: readonly number[],
    of: readonly number[],
  ) =>
    stockDays.map((day, at) =>
      share([question, measure, 'percentage', day], label, n(values[at] ?? 0), n(of[at] ?? 1)),
    );
  const inCare = [128, 131, 119, 126, 120];
  const far = [31, 32, 32, 30, 28];
  const group = (breakdown: string, code: string, label: string, value: number | null): Cell => {
    const rounded = value === null ? null : 5 * Math.round(n(value) / 5);
    const kind = rounded === null ? {} : { kind: 'rounded', value: rounded, shown: number(rounded) };
    return cell(['P1', 'B7', 'count', '2026-06-30'], label, rounded, { breakdown, group: code, ...kind });
  };
  const route = (measure: string, label: string, value: number): Cell[] => [
    cell(['P7', measure, 'count', threeYears], label, n(value)),
  ];
  return [
    ...counts('P1', 'B7', 'Children in our care', inCare),
    group('age_band', '<1', 'Under 1', null),
    group('age_band', '1-4', '1 to 4', 15),
    group('age_band', '5-9', '5 to 9', 25),
    group('age_band', '10-15', '10 to 15', 55),
    group('age_band', '16-17', '16 and 17', 20),
    group('sex', 'F', 'Girls', 55),
    group('sex', 'M', 'Boys', 65),
    ...['2023-24', '2024-25', '2025-26'].map((year, at) =>
      cell(['P1', 'B9', 'count', year], 'Came into our care', n([41, 44, 46][at] ?? 0)),
    ),
    ...counts('P2', 'B17', 'Living far away', far),
    ...shares('P2', 'B17', 'Living far away', far, inCare),
    ...counts('P5', 'T1', 'No plan on record', [11, 12, 10, null, null]),
    ...shares('P5', 'T1', 'No plan on record', [11, 12, 10, 0, 0], inCare),
    cell(['P5', 'T1', 'count', '2026-03-31'], 'No plan on record', null),
    cell(['P5', 'T1', 'count', '2026-06-30'], 'No plan on record', null),
    ...route('B10', 'Left our care', 125),
    ...route('B25', 'Left for a permanent family in law', 45),
    share(['P7', 'B25', 'percentage', threeYears], 'Left for a permanent family in law', n(45), n(125)),
    ...route('B28', 'Adopted', 22),
    ...route('B40', 'Left to live with special guardians', 14),
    ...route('B44', 'Went home to their parents', 38),
    cell(['P8', 'B30', 'count', threeYears], 'From coming into care to moving in', n(22)),
    cell(
      ['P8', 'B30', 'mean_days', threeYears],
      'From coming into care to moving in',
      n(22) < 8 ? null : 430,
    ),
    cell(['P14', 'B18', 'count', '2026-06-30'], 'Living in a home that is not registered', 4),
    cell(['adoption', 'B28', 'count', threeYears], 'Adopted', n(22)),
  ];
}

function share(
  place: readonly [string, string, string, string],
  label: string,
  part: number,
  whole: number,
): Cell {
  const isOpen = whole >= 20 && part >= 6 && whole - part >= 6;
  return cell(place, label, isOpen ? Math.round((100 * part) / whole) : null);
}

/** `measure.line` as the list has it. */
const lineOf = (measure: string): readonly [string, string] => {
  const [id = '', line = 'main'] = measure.split('.');
  return [id, line];
};
const keyOf = ({ question, measure, statistic, period, breakdown, group }: Cell): string =>
  [question, ...lineOf(measure), statistic, period, breakdown, group].join('.');

const lastDays: Readonly<Record<string, string>> = {
  q1: '06-30',
  q2: '09-30',
  q3: '12-31',
  q4: '03-31',
  h1: '09-30',
  h2: '03-31',
};
const firstDays: Readonly<Record<string, string>> = {
  q1: '04-01',
  q2: '07-01',
  q3: '10-01',
  q4: '01-01',
  h1: '04-01',
  h2: '10-01',
};

/** Step, first day and last day of a period as its name has it. */
function daysOf(period: string): readonly [step: string, from: string, to: string] {
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return ['quarter_end', '', period];
  const year = Number(period.slice(0, 4));
  if (period.includes('-to-')) return ['three_years', `${year}-04-01`, `${year + 3}-03-31`];
  const part = period.slice(8);
  if (part === '') return ['year', `${year}-04-01`, `${year + 1}-03-31`];
  const late = (day: string): string => `${year + (day < '04-01' ? 1 : 0)}-${day}`;
  return [
    part.startsWith('q') ? 'quarter' : 'half_year',
    late(firstDays[part] ?? ''),
    late(lastDays[part] ?? ''),
  ];
}

const header =
  'key,question,measure_id,line,statistic,step,from_date,to_date,period,breakdown,group,label,unit_kind,shown,kind,value,lower,upper,provisional';

/** The download. */
export const figuresCsv = (cells: readonly Cell[]): string =>
  csvText(
    header.split(','),
    cells.map((each) => {
      const { question, measure, statistic, period, breakdown, group, label, unit, shown, kind, value } =
        each;
      const [lower, upper] =
        kind === 'exact'
          ? [value, value]
          : kind === 'rounded'
            ? [(value ?? 0) - 2, (value ?? 0) + 2]
            : kind === 'band'
              ? [0, 9]
              : [null, null];
      return [
        keyOf(each),
        question,
        ...lineOf(measure),
        statistic,
        ...daysOf(period),
        period,
        breakdown,
        group,
        label,
        unit,
        shown,
        kind,
        value,
        lower,
        upper,
        false,
      ];
    }),
  );

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** A printed figure in a page. */
const data = (each: Cell): string => `<data value="${escaped(keyOf(each))}">${each.shown}</data>`;

const page = (title: string, body: string): string =>
  `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>` +
  '<meta name="description" content="A paper for the Corporate Parenting Panel, up to 30 June 2026">' +
  `<style>.marks{color:#123456}@page{@top-center{content:"PUBLIC. Edition panel-public-2026-06-30-12345678"}}</style></head><body><main>${body}</main></body></html>`;

/** A table of a question: rows are groups, or days with the newest first. */
function table(cells: readonly Cell[], name: string): string {
  const rows = [
    ...new Set(cells.map(({ breakdown, label, period }) => (breakdown === 'all' ? period : label))),
  ];
  if (cells[0]?.breakdown === 'all') rows.sort().reverse();
  const body = rows.map((row) => {
    const own = cells.filter(
      ({ breakdown, label, period }) => (breakdown === 'all' ? period : label) === row,
    );
    const title = /^\d{4}-\d{2}-\d{2}$|-to-/.test(row)
      ? `<time>${row.replaceAll('-to-', ' to ')}</time>`
      : row;
    return `<tr><th scope="row">${title}</th>${own.map((each) => `<td data-label="${each.label}">${data(each)}</td>`).join('')}</tr>`;
  });
  return `<table data-table="${name}"><thead><tr><th>Date</th></tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** Points of a line over time, and bars of a table. */
function charts(cells: readonly Cell[]): string {
  const line = cells.filter(({ measure, breakdown }) => measure === 'B7' && breakdown === 'all');
  const most = Math.max(...line.map(({ value }) => value ?? 0));
  const y = (value: number | null): string => (110 - (80 * (value ?? 0)) / most).toFixed(1);
  const points = line.map((each, at) => [26 + 64 * at, y(each.value), each] as const);
  const marks = points.map(
    ([x, top, each]) => `<circle cx="${x}" cy="${top}" r="3" data-figure="${escaped(keyOf(each))}"></circle>`,
  );
  const ages = cells.filter(({ breakdown, value }) => breakdown === 'age_band' && value !== null);
  const bars = ages.map(
    (each, at) =>
      `<rect x="${40 * at}" width="10" height="${(each.value ?? 0) / 2}" data-figure="${escaped(keyOf(each))}"></rect>`,
  );
  const said =
    line.length === 0
      ? ''
      : `Children in our care: ${line[0]?.shown} on 30 June 2025, ${line.at(-1)?.shown} on 30 June 2026`;
  return `<svg viewBox="0 0 320 132" role="img" aria-label="${said}"><path class="line" d="M${points.map(([x, top]) => `${x},${top}`).join('L')}"></path>
${marks.join('')}<text x="26" y="17" data-figure="${line[0] === undefined ? '' : keyOf(line[0])}">${line[0]?.shown}</text><text data-axis="0">0</text><text data-axis="50">50</text></svg>
<svg class="ages" viewBox="0 0 320 132"><g>${bars.join('')}</g></svg>`;
}

const titles: Readonly<Record<string, string>> = {
  P1: '1. How many children do we care for, and is that changing?',
  P2: '2. Are children near home?',
  P5: '5. Who has been waiting too long?',
  P7: '7. How many children found a permanent legal family?',
  P8: '8. How long do children wait for adoption?',
  P14: '14. Any child in a home that is not registered?',
  adoption: 'Adoption: the year',
};
export const pathOf = (question: string): string =>
  `site/${question.startsWith('P') ? 'questions' : 'packs'}/${question.toLowerCase()}.html`;

function questionPage(question: string, cells: readonly Cell[]): string {
  const own = cells.filter((each) => each.question === question);
  const tables = [...new Set(own.map(({ breakdown }) => breakdown))].map((breakdown) =>
    table(
      own.filter((each) => each.breakdown === breakdown),
      `${question}.${breakdown}`,
    ),
  );
  const first = own.find(({ value }) => value !== null);
  const words = `<blockquote data-words>"We meet every six weeks. ${first === undefined ? '' : `${first.shown.replace('%', '')} of us`} said so in June 2026."</blockquote>`;
  const sentence = `<p>${first === undefined ? 'A band is all that can be said.' : data(first)}: ${own[0]?.label}, for those aged four and over, under 16, in the last twelve months.</p>`;
  return page(
    titles[question] ?? question,
    `<h1>${titles[question]}</h1>${sentence}${question === 'P1' ? charts(own) : ''}${words}${tables.join('')}`,
  );
}

const about = `<h1>About this paper</h1><p>A number below <data value="policy.least_count">6</data> is hidden. A share is printed where it is of at least 20 children.
Of <data value="hidden.all.cells">61</data> figures 4 are hidden (<data value="hidden.all.share">6.6%</data>). The Children Act 1989, section 22, makes the council a parent until a child is 18 years old.
Edition panel-public-2026-06-30-12345678.</p>`;

/** The clean paper of an authority `times` as large as one of about 120 children, its pages still to be changed. */
export function cleanPaper(times = 1): Paper {
  const cells = cleanCells(times);
  const list = Object.keys(titles).map((question) => {
    const first = cells.find((each) => each.question === question && each.value !== null);
    return `<li data-question="${question}"><a href="${question}.html">${titles[question]}</a> ${first === undefined ? '' : data(first)}</li>`;
  });
  return {
    cells,
    files: new Map<string, string | Uint8Array>([
      [
        'manifest.json',
        JSON.stringify({
          edition_id: 'panel-public-2026-06-30-12345678',
          policy: [{ rule: 'least_count', value: 6 }],
        }),
      ],
      ['site/index.html', page('The questions', `<ol>${list.join('')}</ol>`)],
      ...Object.keys(titles).map((question) => [pathOf(question), questionPage(question, cells)] as const),
      ['site/about.html', page('About this paper', about)],
      ['site/theme.a1b2c3d4.css', '.marks::before{content:"[c]"}'],
    ]),
  };
}

/** Prints the pages of a paper anew after its cells have changed; what was changed in a page is lost. */
export function repaged(paper: Paper): Paper {
  for (const question of Object.keys(titles))
    paper.files.set(pathOf(question), questionPage(question, paper.cells));
  return paper;
}

/** Writes a paper to a folder of its own. */
export function published(paper: Paper): string {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  const files = new Map(paper.files);
  for (const path of ['data/figures.csv', 'site/downloads/figures.csv'])
    if (!files.has(path)) files.set(path, figuresCsv(paper.cells));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

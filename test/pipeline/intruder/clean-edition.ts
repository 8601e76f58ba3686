/** A small clean Panel paper, written by hand in the form that is published: a download and a few pages. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { csvText } from '../../../pipeline/csv.ts';
import type { IntruderPolicy } from '../../../pipeline/intruder/intruder.ts';

export const policy: IntruderPolicy = {
  leastCount: 6,
  leastIntervalWidth: 5,
  leastDenominator: 20,
  leastNumerator: 6,
  leastAverage: 8,
  averageStepDays: 5,
  roundCrossBreaksTo: 5,
};

/** A row of figures.csv as it is printed. */
export interface PrintedRow {
  readonly question: string;
  readonly measure: string;
  readonly statistic: string;
  readonly period: string;
  readonly date: string;
  readonly breakdown: string;
  readonly group: string;
  readonly label: string;
  readonly shown: string;
}

/** What is published, before it is written: rows of figures and other files by path. */
export interface Paper {
  readonly rows: PrintedRow[];
  readonly files: Map<string, string | Uint8Array>;
}

const total = (
  [question, measure, statistic, period]: readonly [string, string, string, string],
  label: string,
  byDate: Readonly<Record<string, string>>,
): PrintedRow[] =>
  Object.entries(byDate).map(([date, shown]) => ({
    question,
    measure,
    statistic,
    period,
    date,
    breakdown: 'all',
    group: 'all',
    label,
    shown,
  }));

/** Groups of one breakdown on the paper's own day: code, label, as printed. */
export const groups = (
  [question, measure, period, breakdown]: readonly [string, string, string, string],
  list: readonly (readonly [group: string, label: string, shown: string])[],
): PrintedRow[] =>
  list.map(([group, label, shown]) => ({
    question,
    measure,
    statistic: 'count',
    period,
    date: '2026-06-30',
    breakdown,
    group,
    label,
    shown,
  }));

const ages = (first: string): PrintedRow[] =>
  groups(
    ['P1', 'B7', 'as_at', 'age_band'],
    [
      ['<1', 'Under 1', first],
      ['1-4', '1 to 4', '15'],
      ['5-9', '5 to 9', '25'],
      ['10-15', '10 to 15', '55'],
      ['16-17', '16 and 17', '20'],
    ],
  );

function cleanRows(): PrintedRow[] {
  const inCare = {
    '2025-06-30': '128',
    '2025-09-30': '131',
    '2025-12-31': '119',
    '2026-03-31': '126',
    '2026-06-30': '120',
  };
  const quarters = (texts: readonly string[]): Record<string, string> =>
    Object.fromEntries(Object.keys(inCare).map((date, at) => [date, texts[at] ?? '']));
  return [
    ...total(['P1', 'B7', 'count', 'as_at'], 'Children in our care', inCare),
    ...ages('[c]'),
    ...groups(
      ['P1', 'B7', 'as_at', 'sex'],
      [
        ['F', 'Girls', '55'],
        ['M', 'Boys', '65'],
      ],
    ),
    ...total(
      ['P1', 'B9', 'count', 'r12m'],
      'Came into our care in the year',
      quarters(['46', '44', '[c]', '[c]', '[c]']),
    ),
    ...total(
      ['P1', 'B9', 'count', 'quarter'],
      'Came into our care in the quarter',
      quarters(['11', '9', '[c]', '14', '[c]']),
    ),
    ...total(['P2', 'B17', 'count', 'as_at'], 'Living far away', quarters(['31', '32', '32', '30', '28'])),
    ...total(
      ['P2', 'B17', 'percentage', 'as_at'],
      'Living far away',
      quarters(['24%', '24%', '27%', '24%', '23%']),
    ),
    ...total(['P5', 'T1', 'count', 'as_at'], 'No plan on record', quarters(['9', '7', '8', '[c]', '[c]'])),
    ...total(
      ['P5', 'T1', 'percentage', 'as_at'],
      'No plan on record',
      quarters(['7%', '5%', '7%', '[c]', '[c]']),
    ),
    ...total(['P7', 'B28', 'count', 'r12m'], 'Adopted', quarters(['8', '9', '7', '[c]', '[c]'])),
    ...total(['P8', 'B30', 'count', 'r36m'], 'From coming into care to moving in', { '2026-06-30': '22' }),
    ...total(['P8', 'B30', 'mean_days', 'r36m'], 'From coming into care to moving in', {
      '2026-06-30': '430',
    }),
  ];
}

const keyOf = (row: PrintedRow): string =>
  [row.question, row.measure, 'main', row.statistic, row.period, row.date, row.breakdown, row.group].join(
    '.',
  );

const units: Readonly<Record<string, string>> = { count: 'count', percentage: 'percent', mean_days: 'days' };
const header =
  'key,question,measure_id,line,statistic,period,as_at_date,breakdown,group,label,shown,value,unit,provisional';

/** The download. */
export const figuresCsv = (rows: readonly PrintedRow[]): string =>
  csvText(
    header.split(','),
    rows.map((row) => [
      keyOf(row),
      row.question,
      row.measure,
      'main',
      row.statistic,
      row.period,
      row.date,
      row.breakdown,
      row.group,
      row.label,
      row.shown,
      row.shown.startsWith('[') ? null : Number(row.shown.replace(/[%,]/g, '')),
      units[row.statistic] ?? 'count',
      false,
    ]),
  );

const page = (title: string, body: string): string =>
  `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>` +
  '<meta name="description" content="A paper for the Corporate Parenting Panel, up to 30 June 2026">' +
  `<style>.marks{color:#123456}@page{@top-center{content:"PUBLIC"}}</style></head><body><main>${body}</main></body></html>`;

const cell = (shown: string): string => `<td class="number" data-label="Children in our care">${shown}</td>`;

const p1 = `<h1>1. How many children do we care for, and is that changing?</h1>
<p>We care for 120 children. The figure is lower than a year earlier: 120 now, 128 on 30 June 2025.</p>
<p>Numbers are rounded to the nearest 5, so they may not add up.</p>
<svg viewBox="0 0 320 132" role="img" aria-label="Children in our care: 128 on 30 June 2025, 120 on 30 June 2026">
<path class="quarter-line" d="M26,26.0L90,24.5L154,30.5L218,27.0L282,30.0"></path><text x="26" y="17">128</text></svg>
<table><caption>By age, 30 June 2026</caption><thead><tr><th scope="col">Age</th><th scope="col">Children in our care</th></tr></thead>
<tbody>
<tr><th scope="row">Under 1</th>${cell('[c]')}</tr>
<tr><th scope="row">1 to 4</th>${cell('15')}</tr>
<tr><th scope="row">5 to 9</th>${cell('25')}</tr>
<tr><th scope="row">10 to 15</th>${cell('55')}</tr>
<tr><th scope="row">16 and 17</th>${cell('20')}</tr>
</tbody></table>
<svg class="ages" viewBox="0 0 320 132"><g><rect x="40" width="10" height="15"></rect><rect x="80" width="10" height="25"></rect><rect x="120" width="10" height="55"></rect><rect x="160" width="10" height="20"></rect></g></svg>`;

const p5 = `<h1>5. Who has been waiting too long?</h1><p>This number is hidden to protect children.</p>
<table><caption>Waiting too long: quarter by quarter</caption><thead><tr><th>Date</th><th>No plan on record</th><th>No plan on record (share)</th></tr></thead>
<tbody><tr><th scope="row">30 June 2026 <span>[p]</span></th><td>[c]</td><td>[c]</td></tr>
<tr><th scope="row">31 March 2026</th><td>[c]</td><td>[c]</td></tr>
<tr><th scope="row">31 December 2025</th><td>8</td><td>7%</td></tr></tbody></table>`;

const about = `<h1>About this paper</h1><p>A number below 6 is hidden. A share is printed where it is of at least 20 and its
children are at least 6. The Children Act 1989, section 22, makes the council a parent until a child is 18.</p>`;

/** The clean paper. */
export function cleanPaper(): Paper {
  return {
    rows: cleanRows(),
    files: new Map<string, string | Uint8Array>([
      [
        'site/index.html',
        page('The questions', '<ol><li><a href="questions/p1.html">We care for 120 children.</a></li></ol>'),
      ],
      ['site/questions/p1.html', page('1. How many children do we care for, and is that changing?', p1)],
      ['site/questions/p5.html', page('5. Who has been waiting too long?', p5)],
      ['site/about.html', page('About this paper', about)],
      ['site/theme.a1b2c3d4.css', '.marks::before{content:"[c]"}'],
    ]),
  };
}

/** Writes a paper to a folder of its own. */
export function published(paper: Paper): string {
  const folder = mkdtempSync(join(tmpdir(), 'intruder-'));
  const files = new Map(paper.files);
  if (!files.has('site/downloads/figures.csv'))
    files.set('site/downloads/figures.csv', figuresCsv(paper.rows));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

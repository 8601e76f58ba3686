import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type PanelFigure,
  type PanelFile,
  type PanelManifest,
  type PanelQuestion,
  type PanelTable,
  panelFigure,
} from '../../pipeline/edition/panel-format.ts';

const newest = '2026-06-30';
const quarterEnds = ['2026-06-30', '2026-03-31', '2025-12-31', '2025-09-30', '2025-06-30'] as const;

const figures: PanelFigure[] = [];
const kinds: Readonly<Record<string, PanelFigure['kind']>> = {
  '[c]': 'hidden',
  '[z]': 'nothing',
  '[x]': 'unknown',
};

/** Keeps a figure and returns its key. */
function put(question: string, measure: string, shown: string, more: Partial<PanelFigure> = {}): string {
  const { statistic = 'count', to_date = newest, breakdown = 'all', group = 'all' } = more;
  const key = [question, measure, 'main', statistic, to_date, breakdown, group].join('.');
  const number = Number(shown.replace(/,|%|^just (under|over) /g, ''));
  figures.push({
    key,
    question,
    measure_id: measure,
    line: 'main',
    statistic,
    step: 'quarter_end',
    from_date: null,
    to_date,
    period: to_date,
    breakdown,
    group,
    label: `${measure} ${group}`,
    shown,
    unit_kind: 'child',
    kind: kinds[shown] ?? (shown.startsWith('fewer') ? 'band' : breakdown === 'all' ? 'exact' : 'rounded'),
    value: Number.isNaN(number) ? null : number,
    lower: null,
    upper: null,
    provisional: to_date > '2026-03-31',
    ...more,
  });
  return key;
}

type Column = readonly [
  heading: string,
  measure: string,
  statistic: PanelFigure['statistic'],
  shown: readonly string[],
];

/** A table with a row for each quarter-end, newest first. */
function timeTable(question: string, title: string, columns: readonly Column[]): PanelTable {
  return {
    table: `${question}.time`,
    question,
    title: `${title}: quarter by quarter`,
    row_heading: 'Date',
    columns: columns.map(([heading]) => heading),
    rows: quarterEnds.map((day, row) => ({
      label: day,
      figures: columns.map(([heading, measure, statistic, shown]) =>
        put(question, measure, shown[row] ?? '[x]', { statistic, to_date: day, label: heading }),
      ),
    })),
    note: null,
    withheld: null,
  };
}

const tables: PanelTable[] = [
  timeTable('P1', 'Children in our care', [
    ['Children in our care', 'B7', 'count', ['1,204', '1,198', '[c]', '1,187', '1,190']],
    ['Came into our care in the year', 'B9', 'count', ['312', '[c]', '305', '[c]', '297']],
    ['Came to this country alone (share)', 'B11', 'percentage', ['fewer than 10', '[z]', '[x]', '[c]', '8%']],
  ]),
  {
    table: 'P1.age_band',
    question: 'P1',
    title: 'By age, 30 June 2026',
    row_heading: 'Age',
    columns: ['Children in our care'],
    rows: [
      ['Under 1', '35'],
      ['1 to 4', '[c]'],
      ['5 to 9', '210'],
      ['10 and over', '820'],
    ].map(([label = '', shown = '']) => ({
      label,
      figures: [put('P1', 'B7', shown, { breakdown: 'age_band', group: label })],
    })),
    note: 'Numbers are rounded, so they may not add up.',
    withheld: null,
  },
  {
    table: 'P1.ethnicity',
    question: 'P1',
    title: 'By ethnic group, 30 June 2026',
    row_heading: 'Ethnic group',
    columns: [],
    rows: [],
    note: null,
    withheld: 'So many numbers would have to be hidden that the table would say too little.',
  },
  timeTable('P5', 'Waiting too long', [
    ['Waiting too long (share)', 'B27', 'percentage', ['28%', '29%', '30%', '31%', 'just under 33%']],
    ['Waiting too long', 'B27', 'count', ['337', '347', '356', '368', '389']],
  ]),
  timeTable('P9', 'Going home', [
    ['Came back within a year', 'B46', 'count', ['[c]', '[c]', '[c]', '7', '[c]']],
  ]),
  timeTable('adoption', 'Adoption', [
    ['Days from care to a new family', 'B30', 'mean_days', ['435', '430', '440', '425', '425']],
  ]),
];

const question = (more: Partial<PanelQuestion> & Pick<PanelQuestion, 'question'>): PanelQuestion => ({
  position: Number(more.question.replace(/\D/g, '')) || 17,
  title: `Question ${more.question}?`,
  short_title: `About ${more.question}`,
  answer: 'This number is hidden to protect children.',
  status: null,
  rated: null,
  how_many: [],
  changing: [],
  grown_worse: false,
  compared: [],
  beside: [],
  young: null,
  so_what: 'The council stands in for these children’s parents.',
  what_next: null,
  children_say: null,
  tables: tables.filter((table) => table.question === more.question).map(({ table }) => table),
  ...more,
});

const questions: readonly PanelQuestion[] = [
  question({
    question: 'P1',
    title: 'How many children do we care for, and is that changing?',
    short_title: 'Children in our care',
    answer: 'We care for [[P1.B7.main.count.2026-06-30.all.all|1,204]] children.',
    how_many: ['[[P1.B9.main.count.2026-06-30.all.all|312]] children came into our care.'],
    changing: [
      'The figure is higher than a year earlier: [[P1.B7.main.count.2026-06-30.all.all|1,204]] on 30 June 2026.',
    ],
    grown_worse: true,
    beside: ['[[P1.B7.main.count.2025-06-30.all.all|1,190]] a year earlier'],
    young: {
      title: 'How many children are in care?',
      answer: 'We look after [[P1.B7.main.count.2026-06-30.all.all|1,204]] children.',
    },
  }),
  question({
    question: 'P5',
    title: 'Who has been waiting too long?',
    answer:
      '[[P5.B27.main.percentage.2026-06-30.all.all|28%]] of the children in our care (337) have waited too long for at least one step.',
    status: 'Red - worse than floor',
    rated: 'P5.B27.main.percentage.2026-06-30.all.all',
    young: { title: 'Who has waited too long?', answer: 'Too many of you have had to wait.' },
    what_next: 'We will look for more foster families.\n\nWe will tell this panel how it went.',
    children_say: {
      text: 'I want to know when I will move. Nobody tells me why it takes so long.',
      sign_off_role: 'Head of Participation',
      sign_off_on: '2026-07-06',
    },
  }),
  question({ question: 'P9', title: 'Do children go home safely?', status: 'Green - on target' }),
  question({
    question: 'P10',
    title: 'Are reviews on time?',
    status: 'Amber - short of target',
    answer: 'Most were.',
  }),
  question({
    question: 'P14',
    title: 'Any child in a home that is not registered?',
    answer: 'Not available yet. The records hold no such mark.',
  }),
];

const packs: readonly PanelQuestion[] = [
  question({
    question: 'adoption',
    title: 'Adoption: the year',
    short_title: 'Adoption',
    answer: 'It took 435 days on average from coming into care to moving in.',
  }),
];

/** A Panel edition written by hand: every mark, a table that is withheld, words of children, a draft or not. */
export function fixturePanel(more: Partial<PanelFile> = {}): PanelFile {
  return {
    audience: 'panel_public',
    as_at_date: newest,
    figures: [...figures].sort((a, b) => (a.key < b.key ? -1 : 1)),
    tables: [...tables],
    questions: [...questions],
    packs: [...packs],
    three_years_end: 2026,
    steps: [],
    left_out: [],
    hidden: {
      cells: 38,
      hidden: 9,
      bands: 1,
      share_percent: 24,
      by_table: [
        { table: 'P1.time', cells: 34, hidden: 8, bands: 1, fallback: null },
        { table: 'P1.age_band', cells: 4, hidden: 1, bands: 0, fallback: 'coarse' },
        { table: 'P1.ethnicity', cells: 6, hidden: 6, bands: 0, fallback: 'withheld' },
      ],
    },
    ...more,
  };
}

const columns = Object.keys(panelFigure.shape) as (keyof PanelFigure)[];

function csvOf({ figures: rows }: PanelFile): string {
  const cell = (value: unknown) => {
    const text = value === null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))].join('\n')}\n`;
}

/** Writes a Panel edition as a folder, with the hashes of its files. */
export function writePanelFixture(
  folder: string,
  more: { readonly file?: PanelFile; readonly manifest?: Partial<PanelManifest> } = {},
): string {
  const file = more.file ?? fixturePanel();
  mkdirSync(join(folder, 'data'), { recursive: true });
  const files = { 'data/figures.csv': csvOf(file), 'data/panel.json': JSON.stringify(file) };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  const manifest: PanelManifest = {
    edition_id: 'panel-public-2026-06-30-0a1b2c3d',
    audience: 'panel',
    policy_audience: 'panel_public',
    kind: 'working',
    title: 'Corporate Parenting Panel: Hertfordshire',
    marking: 'PUBLIC',
    as_at_date: newest,
    authority: { authority: 'hertfordshire', name: 'Hertfordshire' },
    code_version: '0.3.0',
    rules_version: '3b1f0c22',
    contract_version: '1',
    policy: [
      { rule: 'least_count', value: 6, source: 'Measures catalogue 4.3', agreed: false },
      { rule: 'round_cross_breaks_to', value: 5, source: 'Measures catalogue 4.3', agreed: true },
      { rule: 'a_rule_of_tomorrow', value: 3, source: 'Nobody yet', agreed: false },
    ],
    checks: [],
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')]),
    ),
    ...more.manifest,
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

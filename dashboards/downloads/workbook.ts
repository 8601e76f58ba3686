/**
 * `measures.xlsx`: every figure of the as-at date, a sheet for each page, with the months before and the groups. Made so
 * that everybody can read it: cover and notes, one header row, real tables, nothing merged, shorthand explained.
 */
import { group } from 'd3-array';
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { dataSheet } from '../../pipeline/spreadsheet.ts';
import { benchmarkOf, latestYear } from '../components/benchmark-badge.ts';
import { breakdownNames, breakdownOrder } from '../components/breakdown-name.ts';
import { isMonthEnd, longDay } from '../components/day.ts';
import { strategicPages } from '../components/domain-list.ts';
import { type Figure, figureOf, figureSeries, headlinePeriod, headlineValue } from '../components/figure.ts';
import { ruleSentence } from '../components/sentence.ts';
import { travelOf } from '../components/travel.ts';
import { type Authority, groupsOf, type PublishedEdition } from '../edition.ts';

/** A page's name as the name of a sheet: 31 letters, none of which a workbook refuses. */
const pageNames: Readonly<Record<string, string>> = {
  countywide: 'Countywide tracker',
  weekly: 'Weekly tool',
  ...Object.fromEntries(strategicPages.map(({ page, caption }) => [page, caption])),
};
const sheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\]/g, ' ')
    .slice(0, 31)
    .trim();

const shorthand: readonly (readonly [mark: string, meaning: string])[] = [
  ['[c]', 'confidential: hidden, because it could point to a child'],
  ['[x]', 'not available: the files do not hold what the figure needs. Never nought'],
  ['[z]', 'not applicable: the line has no figure of this kind'],
  ['[p]', 'provisional: late recording may still change it (column Provisional)'],
];

type Get = (figure: Figure) => number | null;

/** A number, or the mark that says why there is none. */
function cell(figure: Figure, value: number | null): CellValue {
  if (value !== null) return Math.round(value * 1e6) / 1e6;
  if (figure.status === 'Suppressed') return '[c]';
  return figure.status === 'Not available' ? '[x]' : '[z]';
}

const numbers: readonly (readonly [header: string, get: Get])[] = [
  ['Count', ({ count }) => count],
  ['Out of', ({ denominator }) => denominator],
  ['Percent', ({ percent }) => percent],
  ['Per 10,000 under-18s', ({ rate }) => rate],
  ['Mean days', ({ meanDays }) => meanDays],
  ['Median days', ({ medianDays }) => medianDays],
  ['Longest days', ({ longestDays }) => longestDays],
];

const lineHeader = ['Authority', 'Measure', 'Name', 'Line'];
const lineWidths = [16, 10, 38, 34];
const lineKey = (authority: Authority, { measure, line }: Pick<Figure, 'measure' | 'line'>): CellValue[] => [
  authority.name,
  measure.measure_id,
  measure.plain_name,
  line.name,
];

interface LineFigure {
  readonly authority: Authority;
  readonly figure: Figure;
}

/** Every line of every measure in its headline period, in the order of the pages. */
const linesOf = (edition: PublishedEdition): readonly LineFigure[] =>
  edition.manifest.authorities.flatMap((authority) =>
    edition.measures.flatMap((measure) =>
      measure.lines.map(({ line }) => ({
        authority,
        figure: figureOf(edition, authority.authority, measure, { line }),
      })),
    ),
  );

function pageSheet(edition: PublishedEdition, page: string, lines: readonly LineFigure[]): WriteSheet {
  const name = sheetName(pageNames[page] ?? page);
  const own = [
    ...numbers.map(([header]) => header),
    ...['Period', 'Rating', 'Rule', 'Rule agreed', 'Provisional'],
    ...[
      'Direction of travel',
      'England',
      'Neighbours, median',
      'Published year',
      'Why not, or what stands in',
    ],
  ];
  return dataSheet({
    name,
    tableName: `page_${page}`,
    header: [...lineHeader, ...own],
    rows: lines.map((line) => [...lineKey(line.authority, line.figure), ...lineCells(edition, line)]),
    widths: [...lineWidths, ...own.map((header) => (/^(?:Rule|Why not)/.test(header) ? 44 : 16))],
    marking: edition.manifest.marking,
    summary: `${name}: a row for each line, as at ${longDay(edition.manifest.as_at_date)}.`,
  });
}

function lineCells(edition: PublishedEdition, { authority, figure }: LineFigure): CellValue[] {
  const { measure, line, target, availability } = figure;
  const travel = travelOf(edition, authority.authority, measure, line.line);
  const year = latestYear(benchmarkOf(edition, authority.authority, measure, line.line));
  const isRated = target !== undefined && target.family !== 'X';
  return [
    ...numbers.map(([, get]) => cell(figure, get(figure))),
    headlinePeriod(measure),
    figure.status,
    isRated ? ruleSentence(target).replace(/ †/, '') : '[z]',
    isRated ? (target.agreed ? 'agreed' : 'proposed, not agreed') : '[z]',
    figure.provisional ? '[p]' : 'no',
    travel?.word ?? '[z]',
    year?.england.value ?? '[x]',
    year?.neighbours_median ?? '[x]',
    year === undefined ? '[x]' : `to ${year.period_end}`,
    availability?.reason || '[z]',
  ];
}

/** Every month-end of every line: its headline number, and the count and what it is out of. */
function monthsSheet(edition: PublishedEdition, lines: readonly LineFigure[]): WriteSheet {
  const rows = lines.flatMap(({ authority, figure: { measure, line } }) =>
    figureSeries(edition, authority.authority, measure, { line: line.line })
      .filter(({ day }) => isMonthEnd(day) || day === edition.manifest.as_at_date)
      .map((figure) => [
        ...lineKey(authority, figure),
        figure.day,
        measure.headline_statistic,
        cell(figure, headlineValue(figure)),
        cell(figure, figure.count),
        cell(figure, figure.denominator),
        figure.status,
        figure.provisional ? '[p]' : 'no',
      ]),
  );
  return dataSheet({
    name: 'Months',
    header: [...lineHeader, 'Day', 'Statistic', 'Value', 'Count', 'Out of', 'Rating', 'Provisional'],
    rows,
    widths: [...lineWidths, 12, 14, 12, 10, 10, 26, 12],
    marking: edition.manifest.marking,
    summary: 'A row for each line and month-end.',
  });
}

/** Every group of every line on the as-at date. */
function groupsSheet(edition: PublishedEdition, lines: readonly LineFigure[]): WriteSheet {
  const rows = edition.manifest.authorities.flatMap((authority) =>
    breakdownOrder.flatMap((breakdown) => {
      const groups = groupsOf(edition, authority.authority, breakdown);
      return lines
        .filter((line) => line.authority === authority)
        .flatMap(({ figure: { measure, line } }) =>
          groups.flatMap(({ group, label }) => {
            const choice = { line: line.line, breakdown, group };
            const figure = figureOf(edition, authority.authority, measure, choice);
            if (figure.count === null && figure.status === 'Not available') return [];
            return [
              [
                ...lineKey(authority, figure),
                breakdownNames[breakdown],
                label,
                ...numbers.slice(0, 3).map(([, get]) => cell(figure, get(figure))),
                figure.status,
              ],
            ];
          }),
        );
    }),
  );
  return dataSheet({
    name: 'Groups',
    header: [...lineHeader, 'Breakdown', 'Group', 'Count', 'Out of', 'Percent', 'Rating'],
    rows,
    widths: [...lineWidths, 20, 28, 10, 10, 10, 26],
    marking: edition.manifest.marking,
    summary: 'A row for each line and group on the as-at date.',
  });
}

function cover({ manifest }: PublishedEdition, sheets: readonly WriteSheet[]): WriteSheet {
  return dataSheet({
    name: 'Cover',
    header: ['Subject', 'What it says'],
    rows: [
      ['Title', manifest.title],
      ['Marking', manifest.marking],
      ['As at', longDay(manifest.as_at_date)],
      [
        'Edition',
        `${manifest.edition_id} (${manifest.kind}${manifest.kind === 'working' ? ', provisional' : ''})`,
      ],
      ['Authority', manifest.authorities.map(({ name }) => name).join(', ')],
      [
        'Source',
        'The authority’s own case records; figures of others as published by the Department for Education.',
      ],
      [
        'Rating rules',
        `${manifest.rules_agreed} agreed, ${manifest.rules_proposed} proposed and not agreed.`,
      ],
      ...sheets.map(({ name, a11y }): CellValue[] => [`Sheet ${name}`, a11y?.summary ?? '']),
    ],
    widths: [28, 100],
    marking: manifest.marking,
    summary: 'What this workbook is, and what each sheet holds.',
  });
}

const notes = ({ manifest, measures }: PublishedEdition): WriteSheet =>
  dataSheet({
    name: 'Notes',
    header: ['Note', 'Meaning'],
    rows: [
      ...shorthand,
      ['Small groups', `Fewer than ${manifest.few_denominator} are not rated: “Too few to rate”.`],
      ...measures.map((measure): CellValue[] => [
        `${measure.measure_id} ${measure.plain_name}`,
        `${measure.plain_definition} ${measure.exact_definition}`,
      ]),
    ],
    widths: [40, 110],
    marking: manifest.marking,
    summary: 'Shorthand, and the definition of each measure.',
  });

/** The bytes of the workbook; the same edition gives the same bytes. */
export function measuresWorkbook(edition: PublishedEdition): Promise<Uint8Array> {
  const { manifest } = edition;
  const lines = linesOf(edition);
  const byPage = group(lines, ({ figure }) => figure.measure.page);
  const sheets = [
    ...[...byPage].map(([page, own]) => pageSheet(edition, page, own)),
    monthsSheet(edition, lines),
    groupsSheet(edition, lines),
    notes(edition),
  ];
  const made = new Date(`${manifest.as_at_date}T00:00:00Z`);
  return writeXlsx({
    sheets: [cover(edition, sheets), ...sheets],
    activeSheet: 0,
    defaultFont: { name: 'Arial', size: 11 },
    properties: {
      title: `${manifest.title}: measures, as at ${longDay(manifest.as_at_date)}`,
      description: manifest.marking,
      creator: 'Permanence Tracker',
      created: made,
      modified: made,
    },
  });
}

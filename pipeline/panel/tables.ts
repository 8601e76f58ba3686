/** The tables of a Panel paper. Rows stand by date, or by the position of their label; never by value. */
import { type PanelFigure, type PanelMark, type PanelTable, panelMarks } from '../edition/panel-format.ts';
import { type Shown, timeTableName } from './decide.ts';
import type { Figures } from './figures.ts';
import type { GroupTable, PanelLine, Printed } from './printed.ts';
import { dayInWords } from './words.ts';

const meanings: Readonly<Record<PanelMark, string>> = {
  '[c]': '[c] means hidden to protect children.',
  '[z]': '[z] means that there is nothing to work out a figure from.',
  '[x]': '[x] means not available.',
  '[low]': '[low] means more than none, but it rounds to nothing.',
};
const knownElsewhere =
  'A number in this table could be worked out from what has been published elsewhere, so the table is not printed.';
const statisticNames = {
  count: '',
  percentage: ' (share)',
  rate: '',
  mean_days: ' (average days)',
  median_days: ' (days, the middle child)',
} as const;

/** Every table of a question: over time first, then by groups. */
export function tablesOf(
  question: string,
  printed: Printed,
  shown: Shown,
  figures: Figures,
  title: string,
): PanelTable[] {
  const lines = printed.lines.filter((line) => line.question === question && printed.isAvailable(line));
  if (lines.length === 0) return [];
  const groups = printed.groupTables.filter((table) => table.question === question);
  return [
    timeTable(question, lines, printed, shown, figures, title),
    ...groups.map((table) => groupTable(table, printed, shown, figures)),
  ];
}

function timeTable(
  question: string,
  lines: readonly PanelLine[],
  printed: Printed,
  shown: Shown,
  figures: Figures,
  title: string,
): PanelTable {
  const table = timeTableName(question);
  const isKnown = shown.knownElsewhere.has(table);
  const columns = lines.flatMap((line) => line.statistics.map((statistic) => ({ line, statistic })));
  const dates = isKnown ? [] : [...printed.candidates.quarterEnds].reverse();
  const rows = dates.map((date) => ({
    label: dayInWords(date),
    found: columns.map(({ line, statistic }) => figures.total(line, statistic, date)),
  }));
  const names = columns.map(({ line, statistic }) => `${line.column}${statisticNames[statistic]}`);
  const made = tableOf({
    table,
    question,
    title: `${title}: quarter by quarter`,
    row_heading: 'Date',
    columns: names,
    rows,
  });
  return isKnown ? { ...made, columns: [], withheld: knownElsewhere } : made;
}

function groupTable(table: GroupTable, printed: Printed, shown: Shown, figures: Figures): PanelTable {
  const { question, breakdown, lines } = table;
  const grouping = shown.groupings.get(table.table) ?? 'fine';
  const name = breakdownNames[breakdown] ?? printed.breakdownName(breakdown);
  const isKnown = shown.knownElsewhere.has(table.table);
  const rows = (isKnown ? [] : printed.groups(breakdown, grouping)).map((group) => ({
    label: group.label,
    found: lines.map((line) => figures.group(line, breakdown, group, grouping)),
  }));
  const made = tableOf({
    table: table.table,
    question,
    title: `By ${name.toLowerCase()}, ${dayInWords(printed.candidates.newest)}`,
    row_heading: name,
    columns: lines.map((line) => line.column),
    rows,
  });
  if (isKnown) return { ...made, columns: [], withheld: knownElsewhere };
  if (grouping === 'withheld')
    return {
      ...made,
      columns: [],
      withheld:
        'So many numbers would have to be hidden to protect children that the table would say too little.',
    };
  const coarse =
    grouping === 'coarse' ? ' Groups are put together so that fewer numbers have to be hidden.' : '';
  return {
    ...made,
    note: `${made.note ?? ''}${roundingNote(figures.policy.round_cross_breaks_to)}${coarse}`.trim(),
  };
}

/** What a reader must know of numbers rounded to a base; of unrounded ones, nothing. */
const roundingNote = (base: number): string =>
  base > 1 ? ` Numbers are rounded to the nearest ${base}, so they may not add up.` : '';

const breakdownNames: Readonly<Record<string, string>> = {
  age_band: 'Age',
  sex: 'Sex',
  ethnicity: 'Ethnic group',
  placement_type: 'Kind of home',
  legal_status: 'Legal basis',
  unaccompanied: 'Whether the child came to this country alone',
};

interface Draft {
  readonly table: string;
  readonly question: string;
  readonly title: string;
  readonly row_heading: string;
  readonly columns: string[];
  readonly rows: readonly { readonly label: string; readonly found: readonly PanelFigure[] }[];
}

function tableOf({ rows, ...said }: Draft): PanelTable {
  const texts = new Set(rows.flatMap((row) => row.found.map(({ shown }) => shown)));
  const marks = panelMarks.filter((mark) => texts.has(mark));
  const note = marks.map((mark) => meanings[mark]).join(' ');
  return {
    ...said,
    rows: rows.map(({ label, found }) => ({ label, figures: found.map(({ key }) => key) })),
    marks,
    note: note === '' ? null : note,
    withheld: null,
  };
}

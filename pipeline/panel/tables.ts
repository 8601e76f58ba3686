/** The tables of a paper. Rows stand by time, or by the position of their label; never by size. */
import type { PanelFigure, PanelTable } from '../edition/panel-format.ts';
import { type Period, periodWords } from './calendar.ts';
import type { Figures } from './figures.ts';
import type { GroupTable } from './groups.ts';
import type { Paper } from './paper.ts';
import type { PanelLine } from './sets.ts';

const statisticNames = {
  count: '',
  percentage: ' (share)',
  rate: '',
  mean_days: ' (average days)',
  median_days: ' (days, the middle child)',
} as const;

const titles = {
  quarter_end: 'at each quarter-end',
  quarter: 'in each quarter',
  half_year: 'in each half-year',
  year: 'in each year',
  three_years: 'in three years',
} as const;

/** Every table of a question: over time, one for each step of the calendar; then by groups. */
export function tablesOf(question: string, paper: Paper, figures: Figures, title: string): PanelTable[] {
  const lines = paper.making.lines.filter((line) => line.question === question);
  const series = lines.map((line) => ({ line, periods: paper.periods(line) }));
  const steps = Object.keys(titles) as (keyof typeof titles)[];
  const times = steps.flatMap((step) => {
    const here = series.filter(({ periods }) => periods.some((period) => period.step === step));
    return [...calendarsOf(step, here, paper).values()].map((each, index) =>
      timeTable(`${question}.time.${step}${index === 0 ? '' : `.${index + 1}`}`, step, each, figures, {
        question,
        title: index === 0 ? title : (each[0]?.line.column ?? title),
      }),
    );
  });
  const groups = paper.groups.tables.filter((table) => table.question === question);
  return [...times, ...groups.map((table) => groupTable(table, paper, figures))];
}

interface Series {
  readonly line: PanelLine;
  readonly periods: readonly Period[];
}

/** Lines that count in the same stretches of time: a table with others would ask for cells that no calendar has. */
function calendarsOf(
  step: keyof typeof titles,
  series: readonly Series[],
  paper: Paper,
): Map<string, Series[]> {
  const found = new Map<string, Series[]>();
  for (const each of series) {
    const periods = paper.making.steps.periods(each.line, paper.making.oldest);
    const name = periods.flatMap((period) => (period.step === step ? [period.to] : [])).join(' ');
    found.set(name, [...(found.get(name) ?? []), each]);
  }
  return found;
}

function timeTable(
  table: string,
  step: keyof typeof titles,
  series: readonly Series[],
  figures: Figures,
  { question, title }: { readonly question: string; readonly title: string },
): PanelTable {
  const columns = series.flatMap(({ line }) => line.statistics.map((statistic) => ({ line, statistic })));
  const periods = new Map(
    series.flatMap((each) =>
      each.periods.filter((period) => period.step === step).map((period) => [period.to, period] as const),
    ),
  );
  const rows = [...periods.values()]
    .sort((a, b) => (a.to > b.to ? -1 : 1))
    .map((period) => ({
      label: step === 'quarter_end' ? periodWords(period) : capital(periodWords(period)),
      found: columns.map(({ line, statistic }) => figures.total(line, statistic, period)),
    }));
  return tableOf({
    table,
    question,
    title: `${title}: ${titles[step]}`,
    row_heading: step === 'quarter_end' ? 'Date' : 'Time',
    columns: columns.map(({ line, statistic }) => `${line.column}${statisticNames[statistic]}`),
    rows,
  });
}

const capital = (text: string): string =>
  text.replace(/^the /, '').replace(/^./, (letter) => letter.toUpperCase());

function groupTable(table: GroupTable, paper: Paper, figures: Figures): PanelTable {
  const { question, breakdown, columns } = table;
  const { rules, policy } = paper.making;
  const grouping = paper.groups.groupingOf(table);
  const name =
    breakdownNames[breakdown] ??
    rules.breakdowns.find((row) => row.breakdown === breakdown)?.name ??
    breakdown;
  const [first] = columns;
  const byColumn = columns.map((column) => ({
    column,
    groups: paper.groups.columnGroups(table, column, grouping),
  }));
  const rows = (byColumn[0]?.groups ?? []).map((group, index) => ({
    label: group.label,
    found: byColumn.flatMap(({ column, groups }) => {
      const own = groups[index];
      return own === undefined ? [] : [figures.group(table, column, own)];
    }),
  }));
  const made = tableOf({
    table: table.table,
    question,
    title: `By ${name.toLowerCase()}, ${first === undefined ? '' : periodWords(first.period)}`,
    row_heading: name,
    columns: columns.map(({ line }) => line.column),
    rows,
  });
  if (grouping === 'withheld')
    return {
      ...made,
      columns: [],
      rows: [],
      withheld:
        'So few numbers could be told without pointing to a child that the table would say too little.',
    };
  const notes = [
    policy.round_cross_breaks_to > 1 ? 'Numbers are rounded, so they may not add up.' : '',
    grouping === 'coarse' ? 'Groups are put together so that more can be told.' : '',
  ].filter((note) => note !== '');
  return { ...made, note: notes.length === 0 ? null : notes.join(' ') };
}

const breakdownNames: Readonly<Record<string, string>> = {
  age_band: 'Age',
  sex: 'Sex',
  ethnicity: 'Ethnic group',
  placement_type: 'Kind of home',
  legal_status: 'Legal basis',
  unaccompanied: 'Whether the child came to this country alone',
};

interface Draft extends Pick<PanelTable, 'table' | 'question' | 'title' | 'row_heading' | 'columns'> {
  readonly rows: readonly { readonly label: string; readonly found: readonly PanelFigure[] }[];
}

const tableOf = ({ rows, ...said }: Draft): PanelTable => ({
  ...said,
  rows: rows.map(({ label, found }) => ({ label, figures: found.map(({ key }) => key) })),
  note: rows.some(({ found }) => found.some(({ kind }) => kind === 'rounded'))
    ? 'Some of these numbers are rounded, to protect children.'
    : null,
  withheld: null,
});

/** The printed figures of one published folder, as its own files give them. */
import { parse } from 'csv-parse/sync';
import { TrackerError } from '../../sources/error.ts';
import type { PublishedFile } from './published.ts';
import { readShown, type Shown } from './shown.ts';

/** One printed figure, with what can be read out of it. */
export interface Figure {
  readonly key: string;
  readonly question: string;
  readonly measure: string;
  readonly line: string;
  readonly statistic: string;
  readonly period: string;
  readonly date: string;
  readonly breakdown: string;
  readonly group: string;
  readonly label: string;
  readonly text: string;
  readonly shown: Shown;
  /** The heading of its column: the label of the total of its line. */
  readonly heading: string;
  readonly file: string;
}

/** All figures of a folder, and the numbers that its other files may rightly hold. */
export interface FigureBook {
  readonly figures: readonly Figure[];
  readonly byKey: ReadonlyMap<string, Figure>;
  /** Numbers that are no figures of children: thresholds and shares of hidden cells. */
  readonly plain: ReadonlySet<string>;
}

/** Names of the columns of `figures.csv`; any other column is no business of a published file. */
export const figureColumns = [
  'key',
  'question',
  'measure_id',
  'line',
  'statistic',
  'period',
  'as_at_date',
  'breakdown',
  'group',
  'label',
  'shown',
  'value',
  'unit',
  'provisional',
] as const;

/** The list of printed figures, whatever the site calls its download. */
export const isFiguresFile = ({ path, bytes }: PublishedFile): boolean =>
  path.endsWith('.csv') && /^\uFEFF?key,[^\n]*\bshown\b/.test(bytes.toString('utf8'));
export const isPanelFile = (path: string): boolean => /(^|\/)panel\.json$/.test(path);
export const isManifest = (path: string): boolean => /(^|\/)manifest\.json$/.test(path);

/** Reads every `figures.csv` of a folder; two copies of one file count once. */
export function figureBook(id: string, files: readonly PublishedFile[]): FigureBook {
  const lists = files.filter(isFiguresFile);
  if (lists.length === 0) throw noFigures(id);
  const byKey = new Map<string, Figure>();
  const found: Figure[] = [];
  for (const { path, bytes } of lists)
    for (const row of csvRows(bytes.toString('utf8'))) {
      const figure = figureOf(row, path);
      if (byKey.get(figure.key)?.text === figure.text) continue;
      byKey.set(figure.key, figure);
      found.push(figure);
    }
  const headings = new Map(
    found.filter(({ breakdown }) => breakdown === 'all').map((each) => [lineOf(each), each.label]),
  );
  const figures = found.map((each) => ({ ...each, heading: headings.get(lineOf(each)) ?? each.label }));
  return {
    figures,
    byKey: new Map(figures.map((each) => [each.key, each])),
    plain: plainNumbers(files),
  };
}

const lineOf = ({ question, measure, line }: Figure): string => `${question}.${measure}.${line}`;

/** Rows of a CSV by the names in its first line; text that is no CSV has no rows. */
export function csvRows(text: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return [];
  }
}

function figureOf(row: Record<string, string>, file: string): Figure {
  const of = (column: (typeof figureColumns)[number]): string => row[column] ?? '';
  return {
    key: of('key'),
    question: of('question'),
    measure: of('measure_id'),
    line: of('line'),
    statistic: of('statistic'),
    period: of('period'),
    date: of('as_at_date'),
    breakdown: of('breakdown'),
    group: of('group'),
    label: of('label'),
    text: of('shown'),
    shown: readShown(of('shown')),
    heading: '',
    file,
  };
}

const noFigures = (id: string): TrackerError =>
  new TrackerError(
    'check_stopped',
    'intruder_no_figures',
    `what was published as ${id} holds no figures.csv, so its pages cannot be set against their figures`,
    'Search the folder as it was published: the site with its download, or the data folder beside it.',
  );

/** Thresholds of the policy, counts of cells and shares hidden. */
function plainNumbers(files: readonly PublishedFile[]): Set<string> {
  const numbers = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'number') numbers.add(String(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  for (const { path, bytes } of files) {
    if (isManifest(path)) collect(jsonOf(bytes.toString('utf8'))?.['policy']);
    if (isPanelFile(path)) collect(jsonOf(bytes.toString('utf8'))?.['hidden']);
  }
  return numbers;
}

/** An object out of JSON, or nothing. */
export function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Printed text is hidden to protect children. */
export const isHidden = ({ shown }: Figure): boolean => shown.mark === '[c]';

/** A line of a table, as said in a finding: question and breakdown, no value. */
export const tableOf = ({ question, breakdown }: Figure): string =>
  `${question}.${breakdown === 'all' ? 'time' : breakdown}`;

/** The count behind a figure, whichever question prints it. */
export const cellOf = ({ measure, line, period, date, breakdown, group }: Figure): string =>
  [measure, line, period, date, breakdown, group].join('|');

/** A figure in words without its value. */
export const nameOf = (figure: Figure): string =>
  `${figure.heading}${figure.breakdown === 'all' ? '' : ` (${figure.label})`}, ${figure.date}`;

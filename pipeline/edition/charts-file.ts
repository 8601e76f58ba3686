/** `charts.json`: the control charts and directions of travel that the models worked out, with the reasons of the rules. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type Database, quoted, type Record_ } from '../warehouse/database.ts';
import { type ChartsFile, type ControlChart, chartsFile } from './chart-format.ts';
import { limitInWords, targetInWords } from './rule-words.ts';
import { harmlessGroup } from './values.ts';

/** Key of a chart in the warehouse, or of a line, which has no statistic. */
const keyOf = (row: Record_): string =>
  JSON.stringify([row['authority'], row['measure_id'], row['line'], row['statistic'] ?? '']);

/**
 * Takes charts and travel of the authorities of `books` out of the warehouse, sorted.
 *
 * @example const { charts, travel } = await chartsOf(database, books)
 */
export async function chartsOf(database: Database, books: readonly RuleBook[]): Promise<ChartsFile> {
  const isOfThem = `authority IN (${books.map(({ authority }) => quoted(authority)).join(', ')})`;
  const charts = await database.rows(`
    SELECT authority, measure_id, line, kind, statistic, period, unit, polarity, screened, trial, limits_fit,
      variation, assurance, target
    FROM warehouse.published.chart WHERE ${isOfThem} ORDER BY authority, measure_id, line, statistic`);
  const points = byKey(
    await database.rows(`
      SELECT authority, measure_id, line, statistic, CAST(as_at_date AS VARCHAR) AS as_at_date, sequence, value, numerator,
        denominator, mean, lower, upper, special_cause AS kind, sense, provisional
      FROM warehouse.published.chart_point WHERE ${isOfThem}
      ORDER BY authority, measure_id, line, statistic, sequence`),
  );
  const travel = await database.rows(`
    SELECT authority, measure_id, line, statistic, period, method, word, movement, reason, points,
      from_value AS "from", to_value AS "to",
      CAST(year_end AS VARCHAR) AS year_end, joined, departed, no_longer_counted, left_care, listed, remained,
      denominator, denominator_before
    FROM warehouse.published.travel WHERE ${isOfThem} ORDER BY authority, measure_id, line`);
  return chartsFile.parse({
    charts: charts.map((chart) => withRules(chart, points.get(keyOf(chart)) ?? [], books)),
    travel: travel.map((row) => ({ ...row, movements: row['year_end'] === null ? null : row })),
    movement: await movementOf(database, isOfThem),
    outliers: await database.rows(`
      SELECT authority, measure_id, line, period, breakdown, ${harmlessGroup} AS "group", side, beyond
      FROM warehouse.published.group_outlier WHERE ${isOfThem} ORDER BY ALL`),
  });
}

/** Who joined and who left each line, by month. */
async function movementOf(database: Database, isOfThem: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await database.rows(`
    SELECT authority, measure_id, line, CAST(as_at_date AS VARCHAR) AS as_at_date, joined, departed,
      no_longer_counted, left_care, otherwise, provisional
    FROM warehouse.published.movement WHERE ${isOfThem} ORDER BY authority, measure_id, line, as_at_date`);
  return [...byKey(rows)].map(([key, months]) => {
    const [authority, measure_id, line] = JSON.parse(key) as string[];
    return { authority, measure_id, line, months };
  });
}

type Part = Omit<Record_, 'authority' | 'measure_id' | 'line' | 'statistic'>;

/** Points of charts, or months of lines, in their order. */
function byKey(rows: readonly Record_[]): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const row of rows) {
    const { authority: _, measure_id: __, line: ___, statistic: ____, ...part } = row;
    const before = found.get(keyOf(row));
    if (before === undefined) found.set(keyOf(row), [part]);
    else before.push(part);
  }
  return found;
}

/** The chart with what its rules say of the span it shows. */
function withRules(
  chart: Record_,
  points: readonly Part[],
  books: readonly RuleBook[],
): Record<keyof ControlChart, unknown> {
  const [measure, line] = [String(chart['measure_id']), String(chart['line'])];
  const book = books.find((each) => each.authority === chart['authority']);
  const span = { first: String(points[0]?.['as_at_date']), last: String(points.at(-1)?.['as_at_date']) };
  return {
    ...(chart as Record<keyof ControlChart, unknown>),
    // what is told of a day has no limits that could begin anew
    rebased: book === undefined || chart['kind'] === 'stock' ? [] : processChanges(book, measure, line, span),
    definition_changes: book === undefined ? [] : definitionChanges(book, measure, line, span),
    points,
  };
}

/** Declared changes of process at which the limits of the chart begin anew, oldest first. */
function processChanges(book: RuleBook, measure: string, line: string, span: Span): ControlChart['rebased'] {
  return book.process_changes
    .filter((row) => row.measure_id === measure && row.line === line && liesWithin(row.changed_on, span))
    .map((row) => ({ from: row.changed_on, reason: row.reason, source: row.source }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** First and last day that a chart shows. */
interface Span {
  readonly first: string;
  readonly last: string;
}

interface DefinitionChange {
  readonly on: string;
  readonly meaning: string;
}

/** A rule from the day after the first point on parts the points before it from those at or after it. */
const liesWithin = (day: string, span: Span): boolean => day > span.first && day <= span.last;

/**
 * Changes of the limits of the measure and of the rating rule of the line within the span, oldest first. The
 * first rule of all is no change, nor is a new row that says the same as the one before.
 *
 * @example definitionChanges(book, 'T1', 'overdue', { first: '2023-06-30', last: '2026-06-30' })
 */
export function definitionChanges(
  book: RuleBook,
  measure: string,
  line: string,
  span: Span,
): DefinitionChange[] {
  const limits = book.limits.filter((row) => row.measure_id === measure);
  const keys = [...new Set(limits.map((row) => row.limit_key))];
  const targets = book.targets.filter((row) => row.measure_id === measure && row.line === line);
  const changes = [
    ...keys.flatMap((key) =>
      changesOf(
        limits.filter((row) => row.limit_key === key),
        limitInWords,
      ),
    ),
    ...changesOf(targets, (row) => `Rating rule: ${targetInWords(row, redLineName(book, row))}`),
  ];
  return changes
    .filter((change) => liesWithin(change.on, span))
    .sort((a, b) => (`${a.on} ${a.meaning}` < `${b.on} ${b.meaning}` ? -1 : 1));
}

function changesOf<R extends { readonly effective_from: string }>(
  rows: readonly R[],
  wordsOf: (row: R) => string,
): DefinitionChange[] {
  const sorted = [...rows].sort((a, b) => (a.effective_from < b.effective_from ? -1 : 1));
  return sorted.flatMap((row, index) => {
    const before = sorted[index - 1];
    if (before === undefined || wordsOf(before) === wordsOf(row)) return [];
    return [{ on: row.effective_from, meaning: wordsOf(row) }];
  });
}

const redLineName = (book: RuleBook, target: RuleRow<'targets'>): string | null =>
  book.lines.find((row) => row.measure_id === target.measure_id && row.line === target.red_if_line)?.name ??
  target.red_if_line;

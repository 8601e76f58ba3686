/** Days on which a rule behind a chart changed: figures before and after such a day are not alike. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { limitInWords, targetInWords } from './rule-words.ts';

/** First and last day that a chart shows. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

export interface DefinitionChange {
  readonly on: string;
  readonly meaning: string;
}

/** A rule from the day after the first point on parts the points before it from those at or after it. */
export const liesWithin = (day: string, span: Span): boolean => day > span.first && day <= span.last;

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

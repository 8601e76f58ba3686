/** `outlook.json`: children drifting, alarms not on file and time limits that fall due next. */

import { addDays } from '../../sources/days.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Database, Record_ } from '../warehouse/database.ts';
import type { LineAvailability } from './measures-file.ts';
import type { OutlookFile } from './outlook-format.ts';

/** Takes the outlook of every authority out of the warehouse, in order. */
export async function outlookFile(
  database: Database,
  books: readonly RuleBook[],
  available: readonly LineAvailability[],
  asAt: string,
): Promise<OutlookFile> {
  const [drift, deadlines, escalations] = await Promise.all(
    ['drift', 'deadline', 'escalation'].map((table) =>
      database.rows(`SELECT * FROM warehouse.published.${table} ORDER BY ALL`),
    ),
  );
  return {
    drift: (drift ?? []).map((row) => driftOf(row, books, available)),
    deadlines: (deadlines ?? []).flatMap((row) => deadlineOf(row, books, asAt)),
    deadlines_missing: books.flatMap((book) => deadlinesMissing(book, available)),
    escalations: books.flatMap((book) => escalationsOf(book, escalations ?? [], available)),
  };
}

const text = (row: Record_, column: string): string => String(row[column]);
const textOrNull = (row: Record_, column: string): string | null =>
  row[column] === null ? null : text(row, column);
const numberOrNull = (row: Record_, column: string): number | null =>
  row[column] === null ? null : Number(row[column]);
const bookOf = (books: readonly RuleBook[], authority: string): RuleBook | undefined =>
  books.find((book) => book.authority === authority);

/** The source of the authority cannot give the line. */
const isMissing = (
  authority: string,
  { measure_id, line }: { readonly measure_id: string; readonly line: string },
  available: readonly LineAvailability[],
): boolean =>
  available.some(
    (entry) =>
      entry.authority === authority &&
      entry.measure_id === measure_id &&
      entry.line === line &&
      entry.state === 'not available',
  );

function driftOf(
  row: Record_,
  books: readonly RuleBook[],
  available: readonly LineAvailability[],
): OutlookFile['drift'][number] {
  const authority = text(row, 'authority');
  const lines = bookOf(books, authority)?.lines.filter((line) => line.drift) ?? [];
  const missing = lines.filter((line) => isMissing(authority, line, available));
  return {
    authority,
    children: Number(row['children']),
    looked_after: Number(row['looked_after']),
    since: text(row, 'since').slice(0, 10),
    new_children: Number(row['new_children']),
    resolved_children: Number(row['resolved_children']),
    left_children: Number(row['left_children']),
    longest_days: numberOrNull(row, 'longest_days'),
    longest_measure_id: textOrNull(row, 'longest_measure_id'),
    longest_line: textOrNull(row, 'longest_line'),
    lines_missing: missing.map((line) => line.measure_id),
  };
}

function deadlineOf(
  row: Record_,
  books: readonly RuleBook[],
  asAt: string,
): OutlookFile['deadlines'][number][] {
  const authority = text(row, 'authority');
  const rule = bookOf(books, authority)?.deadlines.find((each) => each.deadline === row['deadline']);
  if (rule === undefined) return [];
  const week = Number(row['week']);
  const { measure_id, line, what, role } = rule;
  const children = Number(row['children']);
  return [{ authority, measure_id, line, what, role, week, week_ends_on: addDays(asAt, 7 * week), children }];
}

const deadlinesMissing = (
  book: RuleBook,
  available: readonly LineAvailability[],
): OutlookFile['deadlines_missing'] =>
  book.deadlines
    .filter((rule) => isMissing(book.authority, rule, available))
    .map(({ measure_id, what }) => ({ authority: book.authority, measure_id, what }));

/** One entry per rule, also when nothing is lacking and when the source cannot say. */
function escalationsOf(
  book: RuleBook,
  rows: readonly Record_[],
  available: readonly LineAvailability[],
): OutlookFile['escalations'] {
  const { authority } = book;
  return book.escalations.map((rule) => {
    const { measure_id, line, what, role } = rule;
    const found = rows.find(
      (row) => row['authority'] === authority && row['measure_id'] === measure_id && row['line'] === line,
    );
    const none = isMissing(authority, rule, available) ? null : 0;
    return {
      authority,
      measure_id,
      line,
      what,
      role,
      children: found === undefined ? none : Number(found['children']),
      longest_days: found === undefined ? null : numberOrNull(found, 'longest_days'),
    };
  });
}

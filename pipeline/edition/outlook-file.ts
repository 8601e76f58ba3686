/** `outlook.json`: children drifting, alarms not on file and time limits that fall due next. */

import { addDays } from '../../sources/days.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Database, Record_ } from '../warehouse/database.ts';
import type { LineAvailability } from './measures-file.ts';
import { type OutlookFile, outlookFile } from './outlook-format.ts';

/** Takes the outlook of every authority out of the warehouse, in order. */
export async function outlookOf(
  database: Database,
  books: readonly RuleBook[],
  available: readonly LineAvailability[],
  asAt: string,
): Promise<OutlookFile> {
  const [drift = [], deadlines = [], escalations = []] = await Promise.all(
    ['drift', 'deadline', 'escalation'].map((table) =>
      database.rows(`SELECT * FROM warehouse.published.${table} ORDER BY ALL`),
    ),
  );
  const bookOf = (row: Record_) => books.find(({ authority }) => authority === row['authority']);
  const lacking = available.filter(({ state }) => state === 'not available');
  /** The source of the authority cannot give the line. */
  const isMissing = (authority: unknown, rule: Pick<LineAvailability, 'measure_id' | 'line'>): boolean =>
    lacking.some((each) => each.authority === authority && sameLine(each, rule));
  // Parsing leaves out what of a rule or a row is no part of the format.
  return outlookFile.parse({
    drift: drift.map((row) => ({
      ...row,
      lines_missing: (bookOf(row)?.lines ?? [])
        .filter((line) => line.drift && isMissing(row['authority'], line))
        .map(({ measure_id }) => measure_id),
    })),
    deadlines: deadlines.flatMap((row) => {
      const rule = bookOf(row)?.deadlines.find(({ deadline }) => deadline === row['deadline']);
      if (rule === undefined) return [];
      return [{ ...row, ...rule, week_ends_on: addDays(asAt, 7 * Number(row['week'])) }];
    }),
    deadlines_missing: books.flatMap(({ authority, deadlines: rules }) =>
      rules.filter((rule) => isMissing(authority, rule)).map((rule) => ({ ...rule, authority })),
    ),
    escalations: books.flatMap(({ authority, escalations: rules }) =>
      // One entry per rule, also when nothing is lacking and when the source cannot say.
      rules.map((rule) => {
        const found = escalations.find((row) => row['authority'] === authority && sameLine(row, rule));
        const none = isMissing(authority, rule) ? null : 0;
        return {
          ...rule,
          authority,
          children: found?.['children'] ?? none,
          longest_days: found?.['longest_days'] ?? null,
        };
      }),
    ),
  });
}

const sameLine = (a: Record_ | LineAvailability, b: { readonly measure_id: string; readonly line: string }) =>
  a['measure_id'] === b.measure_id && a['line'] === b.line;

/** The lines of each authority's procedure: which page they stand on, and what they say on the day. */
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Database, Record_ } from '../warehouse/database.ts';
import { type TrackingFile, type TrackingPages, trackingFile } from './tracking-format.ts';

/** The pages of every authority, as its rules have them. */
export const pagesOf = (books: readonly RuleBook[]): TrackingPages =>
  books.flatMap(({ authority, tracking_pages: pages, tracking_page_lines: lines }) =>
    [...pages]
      .sort((a, b) => a.position - b.position)
      .map(({ page, title, introduction }) => ({
        ...{ authority, page: page.replaceAll('_', '-'), title, introduction },
        lines: lines
          .filter((line) => line.page === page)
          .sort((a, b) => a.position - b.position)
          .map(({ line_id, part, section }) => ({ line_id, part, section })),
      })),
  );

/** Every line with its figures on the day, in the order of its document, and the cases by colour. */
export async function trackingOf(
  database: Database,
  books: readonly RuleBook[],
  asAt: string,
): Promise<TrackingFile> {
  const rows = (sql: string) => database.rows(sql);
  const lines = await rows(
    'SELECT * FROM warehouse.published.tracking_line ORDER BY authority, position, line_id, part',
  );
  const values = await rows(
    `SELECT * FROM warehouse.published.tracking_value WHERE breakdown = 'all' AND as_at_date = DATE '${asAt}'`,
  );
  const cases = await rows(
    `SELECT * FROM warehouse.published.case_rating WHERE as_at_date = DATE '${asAt}' ORDER BY ALL`,
  );
  const figures = new Map(values.map((row) => [keyOf(row), row]));
  // Parsing leaves out what of a row is no part of the format.
  return trackingFile.parse({
    cases,
    lines: lines.map((row) => ({
      ...row,
      ...inWords(
        row,
        books.find(({ authority }) => authority === row['authority']),
      ),
      figure: row['state'] === 'available' ? (figures.get(keyOf(row)) ?? null) : null,
    })),
  });
}

const keyOf = (row: Record_): string => JSON.stringify([row['authority'], row['line_id'], row['part']]);

/** What a row names by a code, as the rules of its authority say it. */
function inWords(row: Record_, book: RuleBook | undefined) {
  const code = (wanted: unknown): string =>
    book?.codes.find(({ code_set, code }) => code_set === 'manager_role' && code === wanted)?.name ??
    String(wanted);
  const recipients = String(row['goes_to'] ?? '').split(' ');
  const named = book?.recipients.filter(({ recipient }) => recipients.includes(recipient)) ?? [];
  const reason = book?.reasons.find(({ reason_code }) => reason_code === row['reason_code'])?.text;
  return {
    role: code(row['role']),
    goes_to: named.map(({ name }) => name).join(', '),
    event: eventOf(row, book),
    direction: book?.generics.find(({ generic }) => generic === row['generic'])?.direction ?? 'list',
    reason: row['reason'] ?? reason ?? null,
  };
}

const ordinals: Readonly<Record<string, string>> = { 1: 'first ', 2: 'second ', 3: 'third ' };

/** What a line whose limit is a day itself runs from, in words; null where that is a code, or one of several events. */
function eventOf(row: Record_, book: RuleBook | undefined): string | null {
  const isOf = (each: RuleBook['tracking_lines'][number]): boolean =>
    each.line_id === row['line_id'] && each.part === row['part'];
  const [event = '', n = ''] = (book?.tracking_lines.find(isOf)?.anchor ?? '').split('#');
  if (row['limit_n'] !== 0) return null;
  if (/^review(_planned)?$/.test(event)) return `the ${ordinals[n] ?? ''}review`;
  const name = book?.events.find((each) => each.event === event)?.name;
  return name === undefined ? null : name.charAt(0).toLowerCase() + name.slice(1);
}

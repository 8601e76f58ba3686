/** `outlook.json`: children drifting, alarms not on file and time limits that fall due next. */

import { addDays } from '../../sources/days.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type Database, quoted, type Record_ } from '../warehouse/database.ts';
import type { LineAvailability } from './measures-file.ts';
import { type OutlookFile, outlookFile } from './outlook-format.ts';

/** Takes the outlook of every authority out of the warehouse, in order. */
export async function outlookOf(
  database: Database,
  books: readonly RuleBook[],
  available: readonly LineAvailability[],
  asAt: string,
): Promise<OutlookFile> {
  const [drift = [], deadlines = [], escalations = [], lines = [], values = []] = await Promise.all(
    [
      ...['drift', 'deadline', 'escalation', 'tracking_line'],
      `tracking_value WHERE breakdown = 'all' AND as_at_date = DATE ${quoted(asAt)}`,
    ].map((table) => database.rows(`SELECT * FROM warehouse.published.${table} ORDER BY ALL`)),
  );
  const procedures = new Map(
    books.map((book) => [book.authority, new Procedure(book, lines, values)] as const),
  );
  const bookOf = (row: Record_) => books.find(({ authority }) => authority === row['authority']);
  const lacking = available.filter(({ state }) => state === 'not available');
  /** The source of the authority cannot give the line. */
  const isMissing = (authority: unknown, rule: Pick<LineAvailability, 'measure_id' | 'line'>): boolean =>
    lacking.some((each) => each.authority === authority && sameLine(each, rule));
  // Parsing leaves out what of a rule or a row is no part of the format.
  return outlookFile.parse({
    drift: drift.flatMap((row) => {
      const procedure = procedures.get(String(row['authority']));
      return procedure === undefined ? [] : [{ ...row, ...procedure.drift(row) }];
    }),
    deadlines: deadlines.flatMap((row) => {
      const rule =
        bookOf(row)?.deadlines.find(({ deadline }) => deadline === row['deadline']) ??
        procedures.get(String(row['authority']))?.announced(row);
      if (rule === undefined) return [];
      return [{ ...row, ...rule, week_ends_on: addDays(asAt, 7 * Number(row['week'])) }];
    }),
    deadlines_missing: books.flatMap(({ authority, deadlines: rules }) => [
      ...rules
        .filter((rule) => procedures.get(authority)?.has(rule) && isMissing(authority, rule))
        .map((rule) => ({ ...rule, authority })),
      ...(procedures.get(authority)?.announcedMissing() ?? []),
    ]),
    escalations: books.flatMap(({ authority, escalations: rules }) => {
      const procedure = procedures.get(authority);
      if (procedure?.isOwn === true) return procedure.escalations();
      // One entry per rule, also when nothing is lacking and when the source cannot say.
      return rules.map((rule) => {
        const found = escalations.find((row) => row['authority'] === authority && sameLine(row, rule));
        const none = isMissing(authority, rule) ? null : 0;
        return {
          ...rule,
          authority,
          children: found?.['children'] ?? none,
          longest_days: found?.['longest_days'] ?? null,
        };
      });
    }),
  });
}

/** What an authority's own procedure says of drift, of escalations and of what falls due. */
class Procedure {
  /** No alarm of escalations.csv is about a line of the procedure: its own are asked for. */
  readonly isOwn: boolean;
  readonly #lines: readonly Record_[];
  readonly #values: readonly Record_[];
  readonly #lists: readonly Record_[];
  readonly #roles: ReadonlyMap<unknown, string>;

  constructor(book: RuleBook, lines: readonly Record_[], values: readonly Record_[]) {
    const isOf = (row: Record_): boolean => row['authority'] === book.authority;
    this.#lines = lines
      .filter((row) => isOf(row) && row['state'] !== 'not measurable' && row['is_proposed'] !== true)
      .sort((a, b) => Number(a['position']) - Number(b['position']));
    this.#roles = new Map(
      book.codes.flatMap(({ code_set, code, name }) => (code_set === 'manager_role' ? [[code, name]] : [])),
    );
    this.#values = values.filter(isOf);
    this.#lists = this.#lines.filter(({ is_drift }) => is_drift === true);
    this.isOwn = !book.escalations.some((rule) => this.has(rule));
  }

  /** A line of the procedure is given by that line of a measure. */
  has({ measure_id, line }: { readonly measure_id: string; readonly line: string }): boolean {
    return this.#lines.some((row) => row['measure_id'] === measure_id && row['measure_line'] === line);
  }

  /** In words, and for whom, what falls due on a line of the procedure. */
  announced(row: Record_) {
    const line = this.#lines.find(
      (each) => each['line_id'] === row['measure_id'] && each['part'] === row['line'],
    );
    return line === undefined ? undefined : this.#named(line);
  }

  /** Lines announced that the source cannot give. */
  announcedMissing() {
    return this.#lines
      .filter(({ is_announced, state }) => is_announced === true && state !== 'available')
      .map((row) => this.#named(row));
  }

  #named(row: Record_) {
    return {
      authority: row['authority'],
      measure_id: row['line_id'],
      line: row['part'],
      role: this.#roles.get(row['role']) ?? null,
      what: inWords(row),
    };
  }

  drift({ longest_line_id, longest_part }: Record_) {
    const longest = this.#lists.find(
      (row) => row['line_id'] === longest_line_id && row['part'] === longest_part,
    );
    const ids = (rows: readonly Record_[]) => [...new Set(rows.map((row) => String(row['line_id'])))];
    return {
      longest_measure_id: longest?.['measure_id'] ?? null,
      longest_line: longest?.['measure_line'] ?? null,
      longest_name: longest === undefined ? null : `${longest['line_id']} ${inWords(longest)}`,
      lines: ids(this.#lists),
      lines_missing: ids(this.#lists.filter(({ state }) => state !== 'available')),
    };
  }

  /** The lines that ask for an escalation, with the children for whom it is overdue. */
  escalations() {
    return this.#lines
      .filter(({ generic }) => generic === 'escalated')
      .map((row) => {
        const value = this.#values.find(
          (each) => each['line_id'] === row['line_id'] && each['part'] === row['part'],
        );
        const isThere = row['state'] === 'available';
        return {
          ...this.#named(row),
          children: isThere ? (value?.['overdue'] ?? 0) : null,
          longest_days: isThere && Number(value?.['overdue'] ?? 0) > 0 ? value?.['longest_days'] : null,
        };
      });
  }
}

const inWords = ({ name, part_name }: Record_): string =>
  `${name}${part_name === null ? '' : `: ${part_name}`}`;

const sameLine = (a: Record_ | LineAvailability, b: { readonly measure_id: string; readonly line: string }) =>
  a['measure_id'] === b.measure_id && a['line'] === b.line;

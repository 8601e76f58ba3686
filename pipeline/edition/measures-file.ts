/** `measures.json`: everything a page says of a measure besides its figures. */

import { adapters } from '../../sources/adapters.ts';
import { longDay, monthEndBefore } from '../../sources/days.ts';
import { backingOfLimit, backingOfTarget, type RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn, type Validity } from '../../sources/rules/validity.ts';
import { measurePages } from '../../sources/rules/vocabulary.ts';
import type { Database } from '../warehouse/database.ts';
import { type MeasureMeta, measureMeta } from './format.ts';
import { targetInWords } from './rule-words.ts';

/** Can an authority's files feed a line, at the as-at date? */
export interface LineAvailability {
  readonly authority: string;
  readonly measure_id: string;
  readonly line: string;
  readonly state: 'available' | 'proxy' | 'not available';
  readonly reason_code: string | null;
  /** First day that the line needs whole for its headline period. */
  readonly needed_from: string | null;
  /** Days between which its files are whole; null where nothing is known of it. */
  readonly covered_from: string | null;
  readonly covered_to: string | null;
  /** Kind of file that decides, such as `ssda903.reviews`. */
  readonly covered_by: string | null;
  /** Of how many the line is at the as-at date; of them, whose entry lies before the files, and whose records contradict each other. */
  readonly population: number;
  readonly start_unknown: number;
  readonly contradicted: number;
  /** Not available for want of coverage at some earlier day that is shown. */
  readonly lost_before: boolean;
}

/** What the warehouse says of availability. */
export async function takeAvailability(database: Database): Promise<LineAvailability[]> {
  const rows = await database.rows(
    'SELECT CAST(COLUMNS(*) AS VARCHAR) FROM warehouse.published.availability ORDER BY ALL',
  );
  return rows.map((row) => ({
    ...(row as unknown as LineAvailability),
    population: Number(row['population'] ?? 0),
    start_unknown: Number(row['start_unknown'] ?? 0),
    contradicted: Number(row['contradicted'] ?? 0),
    lost_before: row['lost_before'] === 'true',
  }));
}

/** Why a line is not available for want of files that cover the day. */
const uncovered = new Set<string | null>(['before_coverage', 'after_coverage']);

/** Lines that are not available for want of coverage, of those on which a kind of file decides. */
export function linesLost(
  found: readonly LineAvailability[],
  authority: string,
  source: string,
): { readonly lost_today: number; readonly lost_before: number } {
  const decided = found.filter((line) => line.authority === authority && line.covered_by === source);
  return {
    lost_today: decided.filter(({ reason_code }) => uncovered.has(reason_code)).length,
    lost_before: decided.filter(({ lost_before }) => lost_before).length,
  };
}

/** One entry per measure, in the order of their pages. Names come from the first authority's rules. */
export function measuresFile(
  books: readonly RuleBook[],
  found: readonly LineAvailability[],
  asAt: string,
): MeasureMeta[] {
  const names = new Map<string, { readonly book: RuleBook; readonly position: number }>();
  for (const book of books)
    for (const row of book.measures)
      if (!names.has(row.measure_id)) names.set(row.measure_id, { book, position: row.position });
  // Parsing leaves out what of a rule is no part of the format.
  const metas = [...names].map(([id, { book }]) => measureMeta.parse(metaOf(id, book, books, found, asAt)));
  return metas.sort(
    (a, b) => measurePages.indexOf(a.page) - measurePages.indexOf(b.page) || a.position - b.position,
  );
}

function metaOf(
  id: string,
  book: RuleBook,
  books: readonly RuleBook[],
  found: readonly LineAvailability[],
  asAt: string,
): MeasureMeta {
  const row = book.measures.find((measure) => measure.measure_id === id);
  if (row === undefined) throw new Error(`measure ${id} is not in its own rule book`);
  const { reference_value, reference_unit, reference_source, ...said } = row;
  const reference =
    reference_value === null
      ? null
      : { value: reference_value, unit: reference_unit ?? '', source: reference_source ?? '' };
  const availability = found
    .filter((line) => line.measure_id === id)
    .map((line) => explained(line, books, asAt));
  return {
    ...said,
    exact_definition: saidByAll(id, books, 'exact_definition'),
    source: saidByAll(id, books, 'source'),
    reference,
    lines: linesOf(id, book),
    availability,
    limits: books.flatMap((each) => limitsOf(id, each, asAt)),
    targets: books.flatMap((each) => targetsOf(id, each, asAt)),
    accountable: books.flatMap(({ authority, roles }) =>
      roles.filter(({ page }) => page === row.page).map(({ role }) => ({ authority, role })),
    ),
    notes: cautions(availability),
  };
}

/** A text that depends on whose rules they are: once, or once for each authority where they differ. */
function saidByAll(id: string, books: readonly RuleBook[], column: 'exact_definition' | 'source'): string {
  const texts = books.flatMap(({ authority, measures }) => {
    const row = measures.find((measure) => measure.measure_id === id);
    return row === undefined ? [] : [{ authority, text: row[column] }];
  });
  return new Set(texts.map(({ text }) => text)).size === 1
    ? (texts[0]?.text ?? '')
    : texts.map(({ authority, text }) => `${authority}: ${text}`).join(' ');
}

function linesOf(id: string, book: RuleBook): MeasureMeta['lines'] {
  const rated = new Set(
    book.targets.filter((row) => row.measure_id === id && row.family !== 'X').map((row) => row.line),
  );
  return book.lines
    .filter((row) => row.measure_id === id)
    .sort((a, b) => a.position - b.position)
    .map((row) => ({ ...row, rated: rated.has(row.line), has_longest_wait: row.longest_wait }));
}

function explained(
  line: LineAvailability,
  books: readonly RuleBook[],
  asAt: string,
): MeasureMeta['availability'][number] {
  const reasons = books.find((book) => book.authority === line.authority)?.reasons ?? [];
  const reason = reasons.find((row) => row.reason_code === line.reason_code)?.text ?? '';
  const said: Readonly<Record<string, string>> = {
    files: adapters.find(({ name }) => name === line.covered_by?.split('.')[0])?.called ?? 'files',
    covered_from: longDay(line.covered_from ?? asAt),
    covered_to: longDay(line.covered_to ?? asAt),
    needed_from: longDay(line.needed_from ?? asAt),
    as_at: longDay(asAt),
  };
  return { ...line, reason: reason.replace(/\{(\w+)\}/g, (_, name: string) => said[name] ?? '') };
}

/** A rule that held at any date the edition shows, or will hold: an old period keeps the rule of its day. */
function isShown(rule: Validity, book: RuleBook, asAt: string): boolean {
  return rule.effective_to === null || rule.effective_to > monthEndBefore(asAt, book.settings.month_ends);
}

function limitsOf(id: string, book: RuleBook, asAt: string): MeasureMeta['limits'] {
  return book.limits
    .filter((row) => row.measure_id === id && isShown(row, book, asAt))
    .map((row) => {
      const backing = backingOfLimit(row, book.procedure);
      return { ...row, authority: book.authority, agreed: backing !== 'proposed', backing };
    });
}

function targetsOf(id: string, book: RuleBook, asAt: string): MeasureMeta['targets'] {
  return book.targets
    .filter((row) => row.measure_id === id && isShown(row, book, asAt))
    .map((row) => {
      const backing = backingOfTarget(row);
      return {
        ...row,
        authority: book.authority,
        in_words: targetInWords(row, lineName(book, id, row.red_if_line)),
        agreed: backing !== 'proposed',
        backing,
      };
    });
}

const lineName = (book: RuleBook, id: string, line: string | null): string | null =>
  line === null ? null : (book.lines.find((row) => row.measure_id === id && row.line === line)?.name ?? line);

/** Why a figure is a stand-in, said once per authority. */
function cautions(availability: MeasureMeta['availability']): MeasureMeta['notes'] {
  const proxies = availability.filter((line) => line.state === 'proxy' && line.reason !== '');
  const notes = proxies.map((line) => ({ authority: line.authority, note: line.reason }));
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

/** How many rating rules in force on the day somebody stands behind, and how many are only proposed. */
export function ratingRules(
  measures: readonly MeasureMeta[],
  asAt: string,
): { readonly proposed: number; readonly agreed: number } {
  const rating = measures
    .flatMap((measure) => measure.targets)
    .filter((target) => target.family !== 'X' && holdsOn(target, asAt));
  const agreed = rating.filter((target) => target.agreed).length;
  return { proposed: rating.length - agreed, agreed };
}

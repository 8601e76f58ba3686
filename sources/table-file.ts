/** Reads the product's own CSV tables and an authority's in the same form; every fault is told with file, line and column. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { TrackerError } from './error.ts';

/** Where in a file something is wrong. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A row together with the place to blame. */
export interface Placed<R> {
  readonly row: R;
  readonly at: Place;
}

const shown = 20;

/** Collects what is wrong with some tables, so that one run names every fault and not only the first. */
export class Complaints {
  /** Beginning of the codes of faults of form: `rule` gives `rule_column_missing`. */
  readonly kind: string;
  readonly #heading: string;
  readonly #advice: string;
  readonly #found: { readonly code: string; readonly text: string }[] = [];

  constructor(kind: string, heading: string, advice: string) {
    this.kind = kind;
    this.#heading = heading;
    this.#advice = advice;
  }

  add(code: string, at: Place, text: string): void {
    this.#found.push({ code, text: `${at.file}:${at.line}: ${text}` });
  }

  get count(): number {
    return this.#found.length;
  }

  /** Throws when anything was found; the error's code is that of the first complaint. */
  throwIfAny(): void {
    const [first] = this.#found;
    if (first === undefined) return;
    const lines = this.#found.slice(0, shown).map((complaint) => complaint.text);
    const rest = this.#found.length - lines.length;
    if (rest > 0) lines.push(`... and ${rest} more`);
    throw new TrackerError('usage', first.code, `${this.#heading}:\n${lines.join('\n')}`, this.#advice);
  }
}

interface Options {
  /** Columns that may stand beside those of the schema; none when left out. */
  readonly more?: RegExp;
  /** An absent file has no rows and is no fault. */
  readonly optional?: boolean;
}

/** Rows of a CSV file by their schema, whose every field is read as text; what does not fit goes to the complaints. */
export function readTableFile<S extends z.ZodObject>(
  file: string,
  schema: S,
  complaints: Complaints,
  options: Options = {},
): Placed<z.infer<S>>[] {
  const [header, ...records] = recordsOf(file, complaints, options.optional ?? false);
  if (header === undefined) return [];
  const columns = header.cells.map((column) => column.toLowerCase());
  if (!hasColumns(columns, Object.keys(schema.shape), header.at, complaints, options.more)) return [];
  return records.flatMap(({ cells, at }) => {
    if (cells.length !== columns.length) {
      const text = `has ${cells.length} fields where the header has ${columns.length}`;
      complaints.add(`${complaints.kind}_row_ragged`, at, text);
      return [];
    }
    const parsed = schema.safeParse(
      Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
    );
    if (parsed.success) return [{ row: parsed.data, at }];
    for (const issue of parsed.error.issues) complainOf(issue, at, complaints);
    return [];
  });
}

const unchanged = new Map<string, { readonly bytes: Uint8Array; readonly rows: readonly unknown[] }>();

/** The same for a table of the product, which every authority of a nation asks for: parsed anew only where its bytes are others. */
export function readOwnTable<S extends z.ZodObject>(
  file: string,
  schema: S,
  complaints: Complaints,
): readonly Placed<z.infer<S>>[] {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const known = unchanged.get(file);
  if (known !== undefined && bytes.equals(known.bytes)) return known.rows as Placed<z.infer<S>>[];
  const before = complaints.count;
  const rows = readTableFile(file, schema, complaints);
  if (complaints.count === before) unchanged.set(file, { bytes, rows });
  return rows;
}

interface Line {
  readonly cells: readonly string[];
  readonly at: Place;
}

function recordsOf(file: string, complaints: Complaints, optional: boolean): Line[] {
  if (!existsSync(file)) {
    if (!optional)
      complaints.add(`${complaints.kind}_file_missing`, { file, line: 1 }, 'the file is missing');
    return [];
  }
  const options = { info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
  try {
    const records = parse(textOf(readFileSync(file)), options) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => {
      // The parser counts to the end of a record; a complaint names the line on which it begins.
      const breaks = record.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
      return { cells: record, at: { file, line: info.lines - breaks } };
    });
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number };
    const text =
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'the file ends within a quoted cell: close the quote'
        : 'the line is not valid CSV, or the file cannot be read';
    complaints.add(`${complaints.kind}_file_unreadable`, { file, line: lines ?? 1 }, text);
    return [];
  }
}

/** Spreadsheets of older Windows clients save in Windows-1252, which is what is left when the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function hasColumns(
  header: readonly string[],
  columns: readonly string[],
  at: Place,
  complaints: Complaints,
  more: RegExp | undefined,
): boolean {
  const missing = columns.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !columns.includes(column) && more?.test(column) !== true);
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  const add = (what: string, text: string) => complaints.add(`${complaints.kind}_column_${what}`, at, text);
  for (const column of missing) add('missing', `column ${column} is missing`);
  for (const column of unknown) add('unknown', `column "${column}" is not known`);
  for (const column of twice) add('twice', `column ${column} stands twice`);
  return missing.length + unknown.length + twice.length === 0;
}

function complainOf(issue: z.core.$ZodIssue, at: Place, complaints: Complaints): void {
  const column = String(issue.path[0] ?? '');
  const code = column === 'source' ? 'without_source' : 'field_invalid';
  complaints.add(`${complaints.kind}_${code}`, at, `column ${column}: ${issue.message}`);
}

/** Complains of every row whose key an earlier row has; `says` names the key for a reader. */
export function checkUnique<P extends Placed<unknown>>(
  rows: readonly P[],
  keyOf: (placed: P) => string,
  complaints: Complaints,
  says: (placed: P) => string = keyOf,
): void {
  const seen = new Map<string, number>();
  for (const placed of rows) {
    const key = keyOf(placed);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, placed.at.line);
    else
      complaints.add(
        `${complaints.kind}_twice`,
        placed.at,
        `${says(placed)} already stands in line ${before}`,
      );
  }
}

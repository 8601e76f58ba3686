import { TrackerError } from '../error.ts';
import { Column } from './column.ts';
import type { Order } from './date-notation.ts';
import { columnKey, type FileContract, keptColumns, type Recognition, spellingsOf } from './file-contract.ts';
import { FileLedger } from './ledger.ts';
import { saysNothing } from './nothing.ts';
import type { QuarantineReason } from './reasons.ts';
import type { Sheet, SheetRecord } from './sheet.ts';

/** What a table needs to know of the extract it is part of. */
export interface TableLimits {
  /** Rows after which the extract is refused, counted over all its files. */
  readonly most_rows: number;
}

/** Records of one sheet that are whole and no repeat; every other record is already quarantined. */
export interface SourceTable {
  readonly contract: FileContract;
  readonly sheet: Sheet;
  /** Kept columns that the sheet has, as the contract spells them. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Rows from 0. */
  readonly rows: number;
  /** Line of each row. */
  readonly lines: Uint32Array;
  /** Rows with which a part begins: 0, and the first row under a header that stands in the file once more. */
  readonly parts: readonly number[];
  readonly ledger: FileLedger;
  /** The file holds records, but placeholders only. */
  readonly placeholderOnly: boolean;
}

/** Refuses a file that lacks a required column. */
function requireColumns(sheet: Sheet, recognition: Recognition): void {
  const [column] = recognition.missing;
  if (column === undefined) return;
  const near = recognition.near.get(column);
  throw new TrackerError(
    'input_refused',
    'column_missing',
    `${sheet.file}, line ${sheet.headerLine}: the column ${column} is missing (recognised as ${recognition.contract.name}${near === undefined ? '' : `; nearest is ${near}`})`,
    'Add the column to the extract, or take the file out of the folder if it should not be read.',
  );
}

/** Reads a recognised sheet. Only the contract's columns outlive the record: identifying cells are dropped here. */
export async function readTable(
  sheet: Sheet,
  recognition: Recognition,
  budget: RowBudget,
): Promise<SourceTable> {
  requireColumns(sheet, recognition);
  const { contract } = recognition;
  const ledger = new FileLedger(sheet, contract.name);
  const reader = new RecordReader(sheet, ledger, positions(sheet, contract), budget);
  for await (const block of sheet.blocks()) for (const record of block) reader.take(record);
  return { contract, sheet, ledger, ...reader.table() };
}

/** Counts rows down over all files of an extract, so that no extract takes more memory than there is. */
export class RowBudget {
  #left: number;
  readonly #limits: TableLimits;

  constructor(limits: TableLimits) {
    this.#limits = limits;
    this.#left = limits.most_rows;
  }

  take(file: string, line: number): void {
    this.#left -= 1;
    if (this.#left >= 0) return;
    throw new TrackerError(
      'input_refused',
      'too_many_rows',
      `${file}, line ${line}: the files hold more than ${this.#limits.most_rows} rows in all, which is more than an authority's children make`,
      'Leave out years or tables that are not needed, or raise most_rows in the settings.csv of your own rules.',
    );
  }
}

/** Kept column -> position in the sheet, for the columns that the sheet has; another spelling only where the column is absent. */
function positions(sheet: Sheet, contract: FileContract): Map<string, number> {
  const kept = new Map(keptColumns(contract).map((column) => [columnKey(column), column]));
  const found = new Map<string, number>();
  const spelling = spellingsOf(contract);
  const take = (name: string, at: number, column: string | undefined): void => {
    if (column === undefined) return;
    if (found.has(column)) throw repeatedColumn(sheet, name);
    found.set(column, at);
  };
  sheet.header.forEach((name, at) => {
    take(name, at, kept.get(columnKey(name)));
  });
  const direct = new Set(found.keys());
  sheet.header.forEach((name, at) => {
    const column = kept.get(spelling.get(columnKey(name)) ?? '');
    if (column === undefined || !direct.has(column)) take(name, at, column);
  });
  return found;
}

function repeatedColumn(sheet: Sheet, column: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'column_repeated',
    `${sheet.file}, line ${sheet.headerLine}: the column ${column} occurs twice`,
    'Leave one of them out of the extract.',
  );
}

/** `(80 rows affected)` and its like, which query tools write under the rows. */
const rowCount = /^\(?\d[\d,]* (rows?|records?)( affected| selected| returned)?\)?\.?$/i;
const dashes = /^[-=\s+|]+$/;
const plainStart = /^[\p{L}\p{N}]/u;

class RecordReader {
  readonly #columns: Map<string, Column>;
  readonly #targets: readonly { readonly at: number; readonly column: Column }[];
  readonly #width: number;
  readonly #seen = new Set<number>();
  #lines = new Uint32Array(256);
  #rows = 0;
  #placeholders = 0;
  readonly #parts = [0];
  readonly #header: string;
  readonly #first: string;

  constructor(
    sheet: Sheet,
    readonly ledger: FileLedger,
    found: ReadonlyMap<string, number>,
    readonly budget: RowBudget,
  ) {
    this.#width = sheet.header.findLastIndex((name) => name !== '') + 1;
    this.#header = sheet.header.map(columnKey).join('|');
    this.#first = (sheet.header[0] ?? '').toLowerCase();
    this.#columns = new Map([...found.keys()].map((column) => [column, new Column()]));
    this.#targets = [...found].map(([name, at]) => ({ at, column: this.#columns.get(name) ?? new Column() }));
  }

  take({ line, cells }: SheetRecord): void {
    this.budget.take(this.ledger.file, line);
    this.ledger.countRead();
    const reason = this.#faultOf(cells);
    if (reason !== null) {
      this.ledger.quarantine(line, reason, null);
      if (reason === 'header_again' && this.#rows > (this.#parts.at(-1) ?? 0)) this.#parts.push(this.#rows);
      return;
    }
    if (this.#rows === this.#lines.length) {
      const lines = new Uint32Array(this.#rows * 2);
      lines.set(this.#lines);
      this.#lines = lines;
    }
    this.#lines[this.#rows] = line;
    this.#rows += 1;
    for (const { at, column } of this.#targets) column.push(cells[at] ?? '');
  }

  #faultOf(cells: readonly string[]): QuarantineReason | null {
    // Most rows say something in their first cell, and are none of what follows.
    const [first = ''] = cells;
    if (
      cells.length === 1 ||
      !plainStart.test(first) ||
      first.toLowerCase() === this.#first ||
      saysNothing(first)
    ) {
      if (cells.every((cell) => saysNothing(cell.trim()))) {
        this.#placeholders += 1;
        return 'placeholder_row';
      }
      if (isToolLine(cells)) return 'query_tool_line';
      if (cells.map(columnKey).join('|') === this.#header) return 'header_again';
    }
    if (cells.length !== this.#width && !this.#padded(cells)) return 'ragged_row';
    return this.#repeats(cells) ? 'duplicate_row' : null;
  }

  /** Some exports end every line with a separator: empty cells beyond the header are none. */
  #padded(cells: readonly string[]): boolean {
    return cells.length > this.#width && cells.slice(this.#width).every((cell) => cell.trim() === '');
  }

  /** Compares whole records by digest, so that dropped columns take part without being kept. */
  #repeats(cells: readonly string[]): boolean {
    const digest = fingerprint(cells);
    if (this.#seen.has(digest)) return true;
    this.#seen.add(digest);
    return false;
  }

  table(): Pick<SourceTable, 'columns' | 'rows' | 'lines' | 'parts' | 'placeholderOnly'> {
    for (const column of this.#columns.values()) column.close();
    const placeholderOnly = this.#placeholders > 0 && this.#placeholders === this.ledger.read;
    const parts = this.#parts.filter((row) => row === 0 || row < this.#rows);
    return { columns: this.#columns, rows: this.#rows, lines: this.#lines, parts, placeholderOnly };
  }
}

function isToolLine(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return filled.every((cell) => dashes.test(cell)) || (filled.length === 1 && rowCount.test(filled[0] ?? ''));
}

/** A digest of 53 bits from two multiplicative hashes: among 100,000 rows, a chance repeat is one in two million. */
function fingerprint(cells: readonly string[]): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const cell of cells) {
    for (let at = 0; at < cell.length; at += 1) {
      const char = cell.charCodeAt(at);
      a = Math.imul(a ^ char, 2654435761);
      b = Math.imul(b ^ char, 1597334677);
    }
    a = Math.imul(a ^ 0x1f, 2246822507);
    b = Math.imul(b ^ 0x1f, 3266489909);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** Columns of a table that hold dates: those whose name says so, and those named as evidence. */
export function dateColumns(table: SourceTable): [string, Column][] {
  const dates = new Set(table.contract.dates ?? []);
  return [...table.columns].filter(([name]) => dates.has(name) || /_(date|dob)$/i.test(name));
}

/** The order of day and month that most columns of these tables tell; undefined where none does or they differ. */
export function commonOrder(orders: readonly (Order | null | undefined)[]): Order | undefined {
  const told = new Set(orders.filter((order) => order !== undefined && order !== null));
  return told.size === 1 ? [...told][0] : undefined;
}

/** Newest past-facing day of each row that has one: evidence of when the extract was made. */
export function pastDaysOf(table: SourceTable): string[] {
  const columns = (table.contract.evidence ?? []).flatMap((name) => table.columns.get(name) ?? []);
  const days: string[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    let newest = '';
    for (const column of columns) {
      const day = column.day(row);
      if (day !== null && day !== 'impossible' && day > newest) newest = day;
    }
    if (newest !== '') days.push(newest);
  }
  return days;
}

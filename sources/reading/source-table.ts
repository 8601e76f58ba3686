import { TrackerError } from '../error.ts';
import { type CsvRecord, csvRecords } from './csv.ts';
import { readDay } from './days.ts';
import { columnKey, type FileContract, keptColumns, type Recognition, spellingsOf } from './file-contract.ts';
import { FileLedger } from './ledger.ts';
import type { SourceFile } from './source-files.ts';

/** Kept cells of one record, trimmed; null for an empty cell or the word NULL. */
export interface SourceRow {
  readonly ledger: FileLedger;
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

/** Records of all files of one kind that are whole and no repeat; every other record is already quarantined. */
export interface SourceTable {
  readonly contract: FileContract;
  /** Position in `cells` of each column that the file has, as the contract spells it. */
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: readonly SourceRow[];
  readonly ledger: FileLedger;
  /** The file holds records, but placeholders only. */
  readonly placeholderOnly: boolean;
}

/** Refuses a file that lacks a required column. */
export function requireColumns(file: string, recognition: Recognition): void {
  const [column] = recognition.missing;
  if (column === undefined) return;
  throw new TrackerError(
    'input_refused',
    'column_missing',
    `${file}, line 1: the column ${column} is missing (recognised as ${recognition.contract.name})`,
    'Add the column to the extract, or take the file out of the folder if it should not be read.',
  );
}

/** Reads a recognised file. Only the contract's columns outlive the record: identifying cells are dropped here. */
export function readTable(source: SourceFile, recognition: Recognition): SourceTable {
  requireColumns(source.file, recognition);
  const { contract } = recognition;
  const ledger = new FileLedger(source.file, {
    recognised_as: contract.name,
    sha256: source.sha256,
    encoding: source.encoding,
  });
  const columns = positions(source, contract);
  const reader = new RecordReader(ledger, source.header.length, [...columns.values()]);
  const rows = reader.read(source.text);
  const kept = new Map([...columns.keys()].map((column, at) => [column, at]));
  return {
    contract,
    columns: kept,
    rows,
    ledger,
    placeholderOnly: reader.placeholders > 0 && rows.length === 0,
  };
}

/** Kept column -> position in the file, for the columns that the file has. */
function positions(source: SourceFile, contract: FileContract): Map<string, number> {
  const spelling = spellingsOf(contract);
  const kept = new Map(keptColumns(contract).map((column) => [columnKey(column), column]));
  const found = new Map<string, number>();
  source.header.forEach((name, at) => {
    const column = kept.get(spelling.get(columnKey(name)) ?? columnKey(name));
    if (column === undefined) return;
    if (found.has(column)) throw repeatedColumn(source.file, name);
    found.set(column, at);
  });
  return found;
}

function repeatedColumn(file: string, column: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'column_repeated',
    `${file}, line 1: the column ${column} occurs twice`,
    'Leave one of them out of the extract.',
  );
}

class RecordReader {
  placeholders = 0;
  readonly #seen = new Set<number>();

  constructor(
    readonly ledger: FileLedger,
    readonly width: number,
    readonly positions: readonly number[],
  ) {}

  read(text: string): SourceRow[] {
    const rows: SourceRow[] = [];
    let header = true;
    for (const record of csvRecords(text)) {
      if (header) {
        header = false;
        continue;
      }
      this.ledger.countRead();
      const row = this.#row(record);
      if (row !== null) rows.push(row);
    }
    return rows;
  }

  #row({ line, cells, unclosed }: CsvRecord): SourceRow | null {
    if (cells.every(isEmpty)) {
      this.placeholders += 1;
      return this.#refuse(line, 'placeholder_row');
    }
    if (unclosed) throw unclosedQuote(this.ledger.file, line);
    if (cells.length !== this.width) return this.#refuse(line, 'ragged_row');
    if (this.#repeats(cells)) return this.#refuse(line, 'duplicate_row');
    return { ledger: this.ledger, line, cells: this.positions.map((at) => clean(cells[at] ?? '')) };
  }

  /** Compares whole records by digest, so that dropped columns take part without being kept. */
  #repeats(cells: readonly string[]): boolean {
    const digest = fingerprint(cells);
    if (this.#seen.has(digest)) return true;
    this.#seen.add(digest);
    return false;
  }

  #refuse(line: number, reason: 'placeholder_row' | 'ragged_row' | 'duplicate_row'): null {
    this.ledger.quarantine(line, reason, null);
    return null;
  }
}

const isNull = (text: string): boolean => text.length === 4 && text.toUpperCase() === 'NULL';
const isEmpty = (cell: string): boolean => cell === '' || clean(cell) === null;

function clean(cell: string): string | null {
  const text = cell.trim();
  return text === '' || isNull(text) ? null : text;
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

/** Newest past-facing day of each row that has one: evidence of when the extract was made. */
export function pastDaysOf(table: SourceTable): string[] {
  const at = (table.contract.evidence ?? []).flatMap((column) => table.columns.get(column) ?? []);
  return table.rows.flatMap((row) => {
    let newest = '';
    for (const position of at) {
      const day = readDay(row.cells[position] ?? '');
      if (day !== null && day !== 'impossible' && day > newest) newest = day;
    }
    return newest === '' ? [] : [newest];
  });
}

/** A quote that never closes swallows every row after it, so the file as a whole cannot be trusted. */
function unclosedQuote(file: string, line: number): TrackerError {
  return new TrackerError(
    'input_refused',
    'unclosed_quote',
    `${file}, line ${line}: a quoted cell begins here and never ends, so the rest of the file cannot be read`,
    'Export the file again, or close the quote (a quote inside a quoted cell is written twice).',
  );
}

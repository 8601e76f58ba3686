import { type ContractRows, type Row, type TableName, tableNames } from '../contract/tables.ts';
import { TrackerError } from '../error.ts';
import { entryOf } from './entry.ts';
import { compare } from './ledger.ts';
import { contractFault, type RowReader } from './row-reader.ts';

/** Gathers contract rows; every source row passes through it once and is either accepted or quarantined. */
export class Collector {
  readonly rows = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as ContractRows;
  /** File that first had each key, by table. */
  readonly #keys = new Map<string, Map<string, string>>();

  /** True when the key was not claimed before in this table. */
  claim(table: string, key: string, file = ''): boolean {
    const keys = entryOf(this.#keys, table, () => new Map<string, string>());
    const first = keys.get(key);
    if (first === undefined) {
      keys.set(key, file);
      return true;
    }
    if (first !== file) throw inTwoFiles(table, first, file);
    return false;
  }

  /** Accepts the row with what it adds to a table (nothing, one row or several), unless something is at fault. */
  settle<T extends TableName>(reader: RowReader, table: T, rows: readonly Row<T>[]): boolean {
    if (!this.#passes(reader, table, rows)) return false;
    for (const row of rows) (this.rows[table] as Row<T>[]).push(row);
    reader.accept();
    return true;
  }

  /** Whether a row of this key is in the table already. */
  has(table: TableName, key: string): boolean {
    return this.#keys.get(table)?.has(key) ?? false;
  }

  /** Takes a row back out of a table, for a better source of the same record. */
  withdraw<T extends TableName>(table: T, key: string): void {
    const rows = this.rows[table] as { row_key: string }[];
    const at = rows.findIndex((row) => row.row_key === key);
    if (at === -1) return;
    rows.splice(at, 1);
    this.#keys.get(table)?.delete(key);
  }

  /** Accepts the row as valid without adding it: it is completed from others and added later. */
  admit<T extends TableName>(reader: RowReader, table: T, row: Row<T>): boolean {
    if (!this.#passes(reader, table, [row])) return false;
    reader.accept();
    return true;
  }

  #passes<T extends TableName>(reader: RowReader, table: T, rows: readonly Row<T>[]): boolean {
    if (reader.refuseIfFaulty()) return false;
    const fault = rows.map((row) => contractFault(table, row)).find((column) => column !== null);
    if (fault !== undefined) {
      reader.refuse('invalid_value', fault);
      return false;
    }
    if (!rows.every((row) => this.claim(table, row.row_key, reader.ledger.file))) {
      reader.refuse('duplicate_key', null);
      return false;
    }
    return true;
  }

  /** Every table by child, start and key, so that the same input gives the same order. */
  sorted(): ContractRows {
    for (const name of tableNames) (this.rows[name] as Sortable[]).sort(inOrder);
    return this.rows;
  }
}

/** Two extracts of one kind lie in the folder: which of them is the newer is not for the program to guess. */
function inTwoFiles(table: string, first: string, second: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'record_in_two_files',
    `${first} and ${second} hold the same ${table} record`,
    'Keep one extract in the folder that authority.yaml names, each week in a folder of its own.',
  );
}

interface Sortable {
  readonly row_key: string;
  readonly child_id?: string;
  readonly start_date?: string | null;
}

function inOrder(a: Sortable, b: Sortable): number {
  return (
    compare(a.child_id ?? '', b.child_id ?? '') ||
    compare(a.start_date ?? '', b.start_date ?? '') ||
    compare(a.row_key, b.row_key)
  );
}

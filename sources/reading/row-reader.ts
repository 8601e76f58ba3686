import type { z } from 'zod';
import type { CodeSet } from '../contract/codes.ts';
import { contractTables, type Row, type TableName } from '../contract/tables.ts';
import { addDays } from '../days.ts';
import { type Aliases, leaveOut } from './aliases.ts';
import { readDay } from './days.ts';
import type { QuarantineReason } from './reasons.ts';
import type { SourceRow, SourceTable } from './source-table.ts';

/** What every adapter needs to read a row: the aliases, and the day after which nothing can have happened. */
export interface ReadingContext {
  readonly aliases: Aliases;
  readonly snapshotDate: string;
}

/**
 * Reads the cells of one row strictly. The first thing at fault is kept as `fault`, reading goes on with
 * nulls, and the caller settles the row once at the end: `accept` or `refuse`.
 */
export class RowReader {
  readonly row: SourceRow;
  readonly #table: SourceTable;
  readonly #context: ReadingContext;
  fault: { reason: QuarantineReason; column: string | null } | null = null;

  constructor(table: SourceTable, row: SourceRow, context: ReadingContext) {
    this.#table = table;
    this.row = row;
    this.#context = context;
  }

  blame(reason: QuarantineReason, column: string | null): null {
    this.fault ??= { reason, column };
    return null;
  }

  text(column: string): string | null {
    const at = this.#table.columns.get(column);
    return at === undefined ? null : (this.row.cells[at] ?? null);
  }

  /** Key or foreign key; some systems write -1 for none. */
  key(column: string): string | null {
    const text = this.text(column);
    return text === '-1' ? null : text;
  }

  requiredKey(column: string): string {
    return this.key(column) ?? this.#missing(column);
  }

  /** A day that may lie in the future: a booking, a due date, a planned end. */
  anyDay(column: string): string | null {
    const text = this.text(column);
    if (text === null) return null;
    const day = readDay(text);
    return day === 'impossible' ? this.blame('impossible_date', column) : day;
  }

  /** A day on which something happened. */
  pastDay(column: string): string | null {
    const day = this.anyDay(column);
    return day !== null && day > this.#context.snapshotDate ? this.blame('future_date', column) : day;
  }

  /** An exclusive end of what has ended: at most the day after the extract, which says nothing of the days to come. */
  pastEnd(column: string): string | null {
    const day = this.anyDay(column);
    return day !== null && day > addDays(this.#context.snapshotDate, 1)
      ? this.blame('future_date', column)
      : day;
  }

  requiredDay(column: string): string {
    return this.pastDay(column) ?? this.#missing(column);
  }

  #missing(column: string): string {
    this.blame('missing_value', column);
    return '';
  }

  /** Blames `column` when the row ends before it starts. */
  checkOrder(start: string | null, end: string | null, column: string): void {
    if (start !== null && end !== null && end < start) this.blame('end_before_start', column);
  }

  /** Code, through the aliases; null when blank or when the aliases say to leave the value out. */
  code<const C extends readonly [string, ...string[]]>(column: string, codes: CodeSet<C>): C[number] | null {
    const code = this.codeOrLeaveOut(column, codes);
    return code === leaveOut ? null : code;
  }

  codeOrLeaveOut<const C extends readonly [string, ...string[]]>(
    column: string,
    codes: CodeSet<C>,
  ): C[number] | typeof leaveOut | null {
    const text = this.text(column);
    if (text === null) return null;
    return this.#context.aliases.resolve(codes, text) ?? this.blame('unknown_code', column);
  }

  requiredCode<const C extends readonly [string, ...string[]]>(column: string, codes: CodeSet<C>): C[number] {
    const code = this.code(column, codes);
    if (code === null) this.blame('missing_value', column);
    return code ?? codes.values[0];
  }

  flag(column: string): boolean | null {
    const text = this.text(column)?.toLowerCase() ?? null;
    if (text === null) return null;
    if (['y', 'yes', 'true', '1', '1.0'].includes(text)) return true;
    if (['n', 'no', 'false', '0', '0.0'].includes(text)) return false;
    return this.blame('unknown_code', column);
  }

  decimal(column: string): number | null {
    const text = this.text(column);
    if (text === null) return null;
    return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : this.blame('invalid_number', column);
  }

  /** Whole number, which some systems write with a decimal point, and -1 for none. */
  count(column: string): number | null {
    if (this.key(column) === null) return null;
    const number = this.decimal(column);
    return number === null || Number.isInteger(number) ? number : this.blame('invalid_number', column);
  }

  get trace(): { source_file: string; source_line: number } {
    return { source_file: this.row.ledger.file, source_line: this.row.line };
  }

  /** Key of the source, or file and line where it has none. */
  rowKey(column: string): string {
    return this.key(column) ?? `${this.row.ledger.file}:${this.row.line}`;
  }

  refuse(reason: QuarantineReason, column: string | null): void {
    this.row.ledger.quarantine(this.row.line, reason, column);
  }

  accept(): void {
    this.row.ledger.accept();
  }

  /** Quarantines the row when something was at fault; true when it did. */
  refuseIfFaulty(): boolean {
    if (this.fault === null) return false;
    this.refuse(this.fault.reason, this.fault.column);
    return true;
  }
}

/** The contract's own check of a row, once, at the boundary; the column at fault, or null when it holds. */
export function contractFault<T extends TableName>(table: T, row: Row<T>): string | null {
  const schema: z.ZodType = contractTables[table];
  const result = schema.safeParse(row);
  return result.success ? null : String(result.error.issues[0]?.path[0] ?? table);
}

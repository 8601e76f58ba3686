import type { z } from 'zod';
import type { CodeSet } from '../contract/codes.ts';
import { contractTables, type Row, type TableName } from '../contract/tables.ts';
import type { OpenCodes } from '../rules/open-codes.ts';
import { type Aliases, leaveOut, withoutLetter } from './aliases.ts';
import { holdsChild } from './file-contract.ts';
import { cleanId, type Ids } from './ids.ts';
import type { FileLedger } from './ledger.ts';
import type { CellReason, QuarantineReason } from './reasons.ts';
import type { SourceTable } from './source-table.ts';

/** What every adapter needs to read a row: the aliases, the ids, and the day after which nothing can have happened. */
export interface ReadingContext {
  readonly aliases: Aliases;
  readonly codes: OpenCodes;
  readonly ids: Ids;
  /** Of `ids`: the id of a child, and any other key. */
  readonly childOf: (text: string) => string | null;
  readonly keyOf: (text: string) => string | null;
  readonly snapshotDate: string;
  /** The day after: the latest end of what has ended. */
  readonly dayAfter: string;
}

/**
 * Reads the cells of one row. A cell that places the row (a key, a `required` or `placing` one) costs the row: the
 * first thing at fault is kept as `fault`, reading goes on with nulls, and the caller settles the row once at the
 * end. Any other cell that cannot be read is not recorded, and is listed when the row is accepted.
 */
export class RowReader {
  readonly row: number;
  readonly #table: SourceTable;
  readonly #context: ReadingContext;
  #cells: { reason: CellReason; column: string }[] | null = null;
  fault: { reason: QuarantineReason; column: string | null } | null = null;

  constructor(table: SourceTable, row: number, context: ReadingContext) {
    this.#table = table;
    this.row = row;
    this.#context = context;
  }

  get ledger(): FileLedger {
    return this.#table.ledger;
  }

  get line(): number {
    return this.#table.lines[this.row] ?? 0;
  }

  /** The row cannot be kept. */
  blame(reason: QuarantineReason, column: string | null): null {
    this.fault ??= { reason, column };
    return null;
  }

  /** The cell cannot be kept. */
  leave(reason: CellReason, column: string): null {
    this.#cells ??= [];
    this.#cells.push({ reason, column });
    return null;
  }

  text(column: string): string | null {
    return this.#table.columns.get(column)?.text(this.row) ?? null;
  }

  /** Key or foreign key; some systems write -1 for none. */
  key(column: string): string | null {
    return this.#id(column, holdsChild(column) ? this.#context.childOf : this.#context.keyOf);
  }

  #id(column: string, idOf: (text: string) => string | null): string | null {
    const cells = this.#table.columns.get(column);
    const text = cells?.text(this.row) ?? null;
    if (cells === undefined || text === null || text === '-1') return null;
    return cells.id(this.row, idOf) ?? this.blame('unreadable_id', column);
  }

  requiredKey(column: string): string {
    return this.key(column) ?? this.#missing(column);
  }

  /** True where the authority says that the id in the column is another child's. */
  isSettled(column: string): boolean {
    const text = this.text(column);
    return text !== null && this.#context.ids.isSettled(text);
  }

  /** A day that may lie in the future: a booking, a due date, a planned end. */
  anyDay(column: string): string | null {
    const day = this.#day(column);
    return day === 'impossible' ? this.leave('impossible_date', column) : day;
  }

  /** A day on which something happened. */
  pastDay(column: string): string | null {
    const day = this.anyDay(column);
    return day !== null && day > this.#context.snapshotDate ? this.leave('future_date', column) : day;
  }

  /** A day without which the row cannot be placed, where it says one: an end, a day on which it was held. */
  placingDay(column: string): string | null {
    const day = this.placingAnyDay(column);
    return day !== null && day > this.#context.snapshotDate ? this.blame('future_date', column) : day;
  }

  /** The same, where it may lie in the future. */
  placingAnyDay(column: string): string | null {
    const day = this.#day(column);
    return day === 'impossible' ? this.blame('impossible_date', column) : day;
  }

  /** An exclusive end of what has ended: at most the day after the extract, which says nothing of the days to come. */
  placingEnd(column: string): string | null {
    const day = this.placingAnyDay(column);
    return day !== null && day > this.#context.dayAfter ? this.blame('future_date', column) : day;
  }

  #day(column: string): string | null {
    return this.#table.columns.get(column)?.day(this.row) ?? null;
  }

  requiredDay(column: string): string {
    return this.placingDay(column) ?? this.#missing(column);
  }

  #missing(column: string): string {
    this.blame('missing_value', column);
    return '';
  }

  /** Blames `column` when the row ends before it starts. */
  checkOrder(start: string | null, end: string | null, column: string): void {
    if (start !== null && end !== null && end < start) this.blame('end_before_start', column);
  }

  /** Code, through the aliases; null when blank, not known, or when the aliases say to leave the value out. */
  code<const C extends readonly [string, ...string[]]>(column: string, codes: CodeSet<C>): C[number] | null {
    const code = this.#resolved(column, codes);
    if (code === undefined) return this.leave('unknown_code', column);
    return code === leaveOut ? null : code;
  }

  /** Code without which the row says nothing. */
  codeOrLeaveOut<const C extends readonly [string, ...string[]]>(
    column: string,
    codes: CodeSet<C>,
  ): C[number] | typeof leaveOut | null {
    const code = this.#resolved(column, codes);
    return code === undefined ? this.blame('unknown_code', column) : code;
  }

  requiredCode<const C extends readonly [string, ...string[]]>(column: string, codes: CodeSet<C>): C[number] {
    const code = this.codeOrLeaveOut(column, codes);
    if (code !== null && code !== leaveOut) return code;
    this.blame('missing_value', column);
    return codes.values[0];
  }

  /** Undefined when nothing fits. */
  #resolved<const C extends readonly [string, ...string[]]>(
    column: string,
    codes: CodeSet<C>,
  ): C[number] | typeof leaveOut | null | undefined {
    const text = this.text(column);
    return text === null ? null : (this.#context.aliases.resolve(codes, text) ?? undefined);
  }

  flag(column: string): boolean | null {
    const written = this.text(column);
    if (written === null) return null;
    const text = withoutLetter(written).toLowerCase();
    if (['y', 'yes', 'true', 't', '1', '1.0'].includes(text)) return true;
    if (['n', 'no', 'false', 'f', '0', '0.0'].includes(text)) return false;
    return this.leave('unknown_code', column);
  }

  decimal(column: string): number | null {
    const text = this.text(column);
    if (text === null) return null;
    return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : this.leave('invalid_number', column);
  }

  /** Whole number, which some systems write with a decimal point, and -1 for none. */
  count(column: string): number | null {
    if (this.text(column) === '-1') return null;
    const number = this.decimal(column);
    return number === null || Number.isInteger(number) ? number : this.leave('invalid_number', column);
  }

  get trace(): { source_file: string; source_line: number } {
    return { source_file: this.ledger.file, source_line: this.line };
  }

  /** Key of the source, or file and line where it has none. */
  rowKey(column: string): string {
    return this.#id(column, cleanId) ?? `${this.ledger.file}:${this.line}`;
  }

  refuse(reason: QuarantineReason, column: string | null): void {
    this.ledger.quarantine(this.line, reason, column);
  }

  accept(): void {
    this.ledger.accept();
    for (const { reason, column } of this.#cells ?? []) this.ledger.cell(this.line, reason, column);
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

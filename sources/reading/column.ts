import {
  type ColumnNotation,
  type DateRules,
  type DayReading,
  type Evidence,
  evidenceOf,
  notationOf,
  type Order,
  readDay,
} from './date-notation.ts';
import { saysNothing } from './nothing.ts';

/**
 * The cells of one column, each distinct text held once: case files repeat their codes, dates and children, so a
 * column of half a million rows is a list of small numbers, and each text is trimmed, dated and coded once.
 */
export class Column {
  /** Distinct texts; the first stands for nothing. */
  readonly #texts: (string | null)[] = [null];
  #codes = new Uint32Array(256);
  #length = 0;
  #known: Map<string, number> | null = new Map();
  #evidence: Evidence | null = null;
  #notation: ColumnNotation | null = null;
  #days: (DayReading | undefined)[] = [];
  #ids: (string | null | undefined)[] | null = null;

  push(cell: string): void {
    if (this.#length === this.#codes.length) this.#grow();
    this.#codes[this.#length] = this.#codeOf(cell);
    this.#length += 1;
  }

  #grow(): void {
    const codes = new Uint32Array(this.#codes.length * 2);
    codes.set(this.#codes);
    this.#codes = codes;
  }

  #codeOf(cell: string): number {
    const known = this.#known?.get(cell);
    if (known !== undefined) return known;
    const text = cell.trim();
    const code = saysNothing(text) ? 0 : this.#inserted(text, cell);
    this.#known?.set(cell, code);
    return code;
  }

  #inserted(text: string, cell: string): number {
    const same = text === cell ? undefined : this.#known?.get(text);
    if (same !== undefined) return same;
    const code = this.#texts.push(text) - 1;
    if (text !== cell) this.#known?.set(text, code);
    return code;
  }

  /** No cell will come after this one: what only pushing needs is given back. */
  close(): void {
    this.#known = null;
  }

  /** Position of the row's text among the distinct ones. */
  code(row: number): number {
    return this.#codes[row] ?? 0;
  }

  /** Trimmed; null where the cell says nothing. */
  text(row: number): string | null {
    return this.#texts[this.code(row)] ?? null;
  }

  /** The row's text as an id, each distinct one made once; the reading must be the same throughout an extract. */
  id(row: number, idOf: (text: string) => string | null): string | null {
    const code = this.code(row);
    this.#ids ??= this.#texts.map(() => undefined);
    const known = this.#ids[code];
    if (known !== undefined) return known;
    const text = this.#texts[code] ?? null;
    const id = text === null ? null : idOf(text);
    this.#ids[code] = id;
    return id;
  }

  /** The distinct texts. */
  texts(): string[] {
    return this.#texts.filter((text) => text !== null);
  }

  get filled(): boolean {
    return this.#texts.length > 1;
  }

  evidence(rules: DateRules): Evidence {
    this.#evidence ??= evidenceOf(this.texts(), rules);
    return this.#evidence;
  }

  /** Decides how the dates of the column are read; `others`: the order that the rest of the extract tells. */
  decide(rules: DateRules, others: Order | undefined): void {
    this.#notation = notationOf(this.evidence(rules), others, rules);
    this.#days = this.#texts.map(() => undefined);
    this.#rules = rules;
  }
  #rules: DateRules | null = null;

  get notation(): ColumnNotation | null {
    return this.#notation;
  }

  /** What the row's cell says as a date; `decide` comes first. */
  day(row: number): DayReading {
    const code = this.code(row);
    const known = this.#days[code];
    if (known !== undefined) return known;
    const text = this.#texts[code] ?? null;
    if (this.#rules === null)
      throw new Error('a date was read before the notation of its column was decided');
    const day = text === null ? null : readDay(text, this.#notation?.order ?? null, this.#rules);
    this.#days[code] = day;
    return day;
  }
}

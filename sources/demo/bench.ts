import type { Random } from './prng.ts';
import type { Cell, Table, World } from './tables/table.ts';

/** What the adapters should do with a soiled row. */
export type Fate = 'quarantined' | 'accepted';

/** One kind of dirt: where it lies, how many rows have it among 1,000 children, and what becomes of them. */
export interface Dirt {
  readonly key: string;
  readonly file: string;
  readonly rows: number;
  readonly fate: Fate;
  readonly what: string;
  readonly soil: (bench: Bench, number: number) => number;
}

/** Tools to soil one table: rows are looked up by column name and drawn without repetition. */
export class Bench {
  readonly table: Table;
  readonly world: World;
  readonly random: Random;
  #added = 0;
  readonly #key: string;

  constructor(table: Table, world: World, key: string, random: Random) {
    this.table = table;
    this.world = world;
    this.random = random;
    this.#key = key;
  }

  at(column: string): number {
    const index = this.table.columns.indexOf(column);
    if (index < 0) throw new Error(`no column ${column} in ${this.table.file}`);
    return index;
  }

  get(row: readonly Cell[], column: string): Cell {
    return row[this.at(column)] ?? null;
  }

  /** A cell that is known to be filled. */
  filled(row: readonly Cell[], column: string): string {
    const value = this.get(row, column);
    if (value === null) throw new Error(`${column} is empty in ${this.table.file}`);
    return value;
  }

  set(row: Cell[], column: string, value: Cell): void {
    row[this.at(column)] = value;
  }

  /** Up to `number` different rows that satisfy the condition. */
  draw(number: number, condition: (row: Cell[]) => boolean = () => true): Cell[][] {
    const fit = this.table.rows.filter(
      (row) => row[0] !== null && row.length === this.table.columns.length && condition(row),
    );
    const drawn: Cell[][] = [];
    while (drawn.length < number && fit.length > 0)
      drawn.push(...fit.splice(this.random.int(0, fit.length - 1), 1));
    return drawn;
  }

  /** Changes cells of rows that are there. */
  change(
    number: number,
    condition: (row: Cell[]) => boolean,
    alter: (row: Cell[], index: number) => void,
  ): number {
    const rows = this.draw(number, condition);
    rows.forEach(alter);
    return rows.length;
  }

  /** Adds a copy of a row under a key of its own, with some cells changed: the true rows stay as they are. */
  add(number: number, alter: (row: Cell[], index: number) => void): number {
    const copies = this.draw(number).map((row) => [...row]);
    copies.forEach((row, index) => {
      row[0] = `X-${this.#key}-${++this.#added}`;
      alter(row, index);
      this.table.rows.splice(this.random.int(0, this.table.rows.length), 0, row);
    });
    return copies.length;
  }

  /** Adds an exact copy further down. */
  repeat(number: number): number {
    const rows = this.draw(number);
    for (const row of rows) this.table.rows.push([...row]);
    return rows.length;
  }
}

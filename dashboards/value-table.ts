import { DataType, type Table, tableFromIPC, type Vector } from 'apache-arrow';
import { z } from 'zod';
import { type MeasureValue, measureValue } from '../pipeline/edition/format.ts';
import { TrackerError } from '../sources/error.ts';

/** Which figure is wanted; every part of a value's key but its day. */
export interface ValueKey {
  readonly authority: string;
  readonly measure_id: string;
  readonly line: string;
  readonly statistic: MeasureValue['statistic'];
  readonly period: MeasureValue['period'];
  readonly breakdown: MeasureValue['breakdown'];
  readonly group: string;
}

type ColumnName = keyof MeasureValue;
interface WordColumn {
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

const keyColumns = ['authority', 'measure_id', 'line', 'statistic', 'period', 'breakdown', 'group'] as const;
const wordColumns = ['edition_id', ...keyColumns, 'as_at_date', 'snapshot_date', 'unit', 'status'] as const;
const numberColumns = ['numerator', 'denominator', 'value'] as const;
type WordColumnName = (typeof wordColumns)[number];

function refuse(message: string): never {
  throw new TrackerError(
    'derivation_failed',
    'edition_unreadable',
    message,
    'Make the edition again with `tracker run`.',
  );
}

function columnOf(table: Table, name: ColumnName): Vector {
  return table.getChild(name) ?? refuse(`measure-values.arrow has no column ${name}`);
}

/** The distinct words of a column and each row's place among them. */
function readWords(table: Table, name: WordColumnName): WordColumn {
  const vector = columnOf(table, name);
  const codes = new Int32Array(vector.length);
  const places = new Map<string, number>();
  const placeOf = (word: unknown): number => {
    if (typeof word !== 'string') return refuse(`measure-values.arrow has an empty ${name}`);
    const known = places.get(word);
    if (known !== undefined) return known;
    places.set(word, places.size);
    return places.size - 1;
  };
  let row = 0;
  for (const chunk of vector.data) {
    const dictionary = DataType.isDictionary(chunk.type) ? chunk.dictionary : undefined;
    if (dictionary === undefined || chunk.nullCount > 0) {
      for (let index = 0; index < chunk.length; index += 1)
        codes[row + index] = placeOf(vector.get(row + index));
    } else {
      const translated = Array.from(dictionary, placeOf);
      for (let index = 0; index < chunk.length; index += 1)
        codes[row + index] = translated[chunk.values[index]] ?? -1;
    }
    row += chunk.length;
  }
  const column = { codes, words: [...places.keys()] };
  const known = z.array(measureValue.shape[name]).safeParse(column.words);
  return known.success
    ? column
    : refuse(`measure-values.arrow, column ${name}: ${z.prettifyError(known.error)}`);
}

/** The values of an edition, kept by column and found by key. */
export class ValueTable {
  readonly length: number;
  readonly #words = {} as Record<WordColumnName, WordColumn>;
  readonly #numbers = {} as Record<(typeof numberColumns)[number], Vector>;
  readonly #provisional: Vector;
  readonly #places = {} as Record<WordColumnName, Map<string, number>>;
  readonly #rows = new Map<number, number[]>();
  readonly #groups = new Map<string, Set<string>>();

  private constructor(table: Table) {
    this.length = table.numRows;
    for (const name of wordColumns) {
      this.#words[name] = readWords(table, name);
      this.#places[name] = new Map(this.#words[name].words.map((word, place) => [word, place]));
    }
    for (const name of numberColumns) this.#numbers[name] = columnOf(table, name);
    this.#provisional = columnOf(table, 'provisional');
    this.#indexRows();
  }

  /** Reads the Arrow file of an edition, checking each column's words against the edition format. */
  static fromArrow(bytes: Uint8Array): ValueTable {
    return new ValueTable(tableFromIPC(bytes));
  }

  /** Ids of the editions named in the rows: one, unless something went wrong. */
  get editionIds(): readonly string[] {
    return this.#words.edition_id.words;
  }

  /** Every value of a key, in order of day. */
  series(key: ValueKey): readonly MeasureValue[] {
    return this.#rowsOf(key).map((row) => this.#valueAt(row));
  }

  /** The value of a key on one day. */
  at(key: ValueKey, day: string): MeasureValue | undefined {
    const place = this.#places.as_at_date.get(day);
    const row = this.#rowsOf(key).find((candidate) => this.#words.as_at_date.codes[candidate] === place);
    return row === undefined ? undefined : this.#valueAt(row);
  }

  /** Keys of the groups that an authority has in a breakdown, in no particular order. */
  groups(authority: string, breakdown: MeasureValue['breakdown']): readonly string[] {
    return [...(this.#groups.get(`${authority}\n${breakdown}`) ?? [])];
  }

  #rowsOf(key: ValueKey): readonly number[] {
    let code = 0;
    for (const name of keyColumns) {
      const place = this.#places[name].get(key[name]);
      if (place === undefined) return [];
      code = code * this.#words[name].words.length + place;
    }
    return this.#rows.get(code) ?? [];
  }

  #indexRows(): void {
    const columns = keyColumns.map((name) => this.#words[name]);
    for (let row = 0; row < this.length; row += 1) {
      let code = 0;
      for (const { codes, words } of columns) code = code * words.length + (codes[row] ?? 0);
      const rows = this.#rows.get(code);
      if (rows === undefined) this.#startKey(code, row);
      else rows.push(row);
    }
    const day = (row: number) => this.#word('as_at_date', row);
    for (const rows of this.#rows.values()) rows.sort((a, b) => (day(a) < day(b) ? -1 : 1));
  }

  #startKey(code: number, row: number): void {
    this.#rows.set(code, [row]);
    const place = `${this.#word('authority', row)}\n${this.#word('breakdown', row)}`;
    const groups = this.#groups.get(place) ?? new Set();
    this.#groups.set(place, groups.add(this.#word('group', row)));
  }

  #word(name: WordColumnName, row: number): string {
    const { codes, words } = this.#words[name];
    return words[codes[row] ?? -1] ?? '';
  }

  #valueAt(row: number): MeasureValue {
    const words = Object.fromEntries(wordColumns.map((name) => [name, this.#word(name, row)]));
    const numbers = Object.fromEntries(numberColumns.map((name) => [name, this.#numbers[name].get(row)]));
    return measureValue.parse({ ...words, ...numbers, provisional: this.#provisional.get(row) });
  }
}

import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { type MeasureValue, measureValue } from '../pipeline/edition/format.ts';

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

const keyColumns = ['authority', 'measure_id', 'line', 'statistic', 'period', 'breakdown', 'group'] as const;
const wordColumns = [...keyColumns, 'as_at_date', 'snapshot_date', 'unit', 'status'] as const;
const numberColumns = ['numerator', 'denominator', 'value', 'provisional'] as const;
type WordColumn = (typeof wordColumns)[number];
type NumberColumn = (typeof numberColumns)[number];

/** Rows in order of key and day: each word as its place in the list of its column's words, an unknown number as NaN. */
interface Rows {
  readonly length: number;
  readonly words: Readonly<Record<WordColumn, readonly string[]>>;
  readonly codes: Readonly<Record<WordColumn, Int32Array>>;
  readonly numbers: Readonly<Record<NumberColumn, Float64Array>>;
}

/** The values of one measure as columns. */
export interface MeasureColumns {
  readonly length: number;
  readonly words: Readonly<
    Record<WordColumn, { readonly list: readonly string[]; readonly places: Int32Array }>
  >;
  readonly numbers: Readonly<Record<NumberColumn, Float64Array>>;
}

const record = <K extends string, T>(names: readonly K[], of: (name: K) => T) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, T>;

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Names the words of a column as a type, so that rows can be read as places in it; checked against the edition format. */
async function readWords(connection: DuckDBConnection, name: WordColumn): Promise<readonly string[]> {
  const words = `SELECT DISTINCT CAST("${name}" AS VARCHAR) FROM figure ORDER BY 1`;
  const [found] = (await connection.runAndReadAll(words)).getColumnsJS();
  const known = z.array(measureValue.shape[name]).safeParse(found);
  if (!known.success) throw new Error(`column ${name}: ${z.prettifyError(known.error)}`);
  await connection.run(`CREATE TYPE "word ${name}" AS ENUM (${words})`);
  return known.data;
}

async function readRows(connection: DuckDBConnection): Promise<Rows> {
  const words = {} as Record<WordColumn, readonly string[]>;
  for (const name of wordColumns) words[name] = await readWords(connection, name);
  const [[count]] = (await connection.runAndReadAll('SELECT COUNT(*) FROM figure')).getRows() as [[bigint]];
  const length = Number(count);
  const codes = record(wordColumns, () => new Int32Array(length));
  const numbers = record(numberColumns, () => new Float64Array(length));
  const columns = [...Object.values(codes), ...Object.values(numbers)];
  const shown = [
    ...wordColumns.map(
      (name) => `CAST(ENUM_CODE(CAST(CAST("${name}" AS VARCHAR) AS "word ${name}")) AS INTEGER)`,
    ),
    ...numberColumns.map((name) => `COALESCE(CAST(${name} AS DOUBLE), CAST('NaN' AS DOUBLE))`),
  ];
  let row = 0;
  for await (const chunk of await connection.stream(
    `SELECT ${shown.join(', ')} FROM figure ORDER BY ${list([...keyColumns, 'as_at_date'])}`,
  )) {
    columns.forEach((column, index) => {
      const vector = chunk.getColumnVector(index);
      for (let item = 0; item < vector.itemCount; item += 1)
        column[row + item] = Number(vector.getItem(item));
    });
    row += chunk.rowCount;
  }
  return { length, words, codes, numbers };
}

/** The values of an edition, kept by column and found by key. */
export class ValueTable {
  readonly length: number;
  readonly #rows: Rows;
  /** First and last row of each key. */
  readonly #places = new Map<string, [first: number, last: number]>();
  readonly #groups = new Map<string, Set<string>>();
  readonly #days: ReadonlyMap<string, number>;

  private constructor(rows: Rows) {
    this.#rows = rows;
    this.length = rows.length;
    this.#days = new Map(rows.words.as_at_date.map((day, code) => [day, code]));
    let place: [number, number] = [0, 0];
    for (let row = 0; row < rows.length; row += 1)
      if (row > 0 && this.#hasKeyOf(row - 1, row)) place[1] = row;
      else {
        place = [row, row];
        this.#startKey(place);
      }
  }

  /** Reads `measure-values.parquet` of an edition; an error names the column whose words are not those of the format. */
  static async fromFile(file: string): Promise<ValueTable> {
    // Loaded here, for the process that builds the pages around the figures reads none.
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      await connection.run(
        `CREATE VIEW figure AS SELECT * FROM read_parquet('${file.replaceAll('\\', '/').replaceAll("'", "''")}')`,
      );
      return new ValueTable(await readRows(connection));
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  /** Every value of a key, in order of day. */
  series(key: ValueKey): readonly MeasureValue[] {
    const [first, last] = this.#places.get(keyOf(key)) ?? [0, -1];
    return Array.from({ length: last - first + 1 }, (_, index) => this.#valueAt(first + index));
  }

  /** The value of a key on one day. */
  at(key: ValueKey, day: string): MeasureValue | undefined {
    const [first, last] = this.#places.get(keyOf(key)) ?? [0, -1];
    const code = this.#days.get(day);
    const { as_at_date: days } = this.#rows.codes;
    for (let row = first; row <= last; row += 1) if (days[row] === code) return this.#valueAt(row);
    return undefined;
  }

  /** Every value of a measure as columns: words as places in a list, numbers as they are, an unknown one as NaN. */
  measureColumns(measureId: string): MeasureColumns {
    const { words, codes, numbers } = this.#rows;
    const code = words.measure_id.indexOf(measureId);
    // The rows lie in order of authority and measure: those of one measure are one run for each authority.
    const runs: [first: number, end: number][] = [];
    for (let row = codes.measure_id.indexOf(code); row !== -1; row = codes.measure_id.indexOf(code, row)) {
      const first = row;
      while (codes.measure_id[row] === code) row += 1;
      runs.push([first, row]);
    }
    const length = runs.reduce((sum, [first, end]) => sum + end - first, 0);
    const gather = <T extends Int32Array | Float64Array>(from: T, into: T): T => {
      let place = 0;
      for (const [first, end] of runs) {
        into.set(from.subarray(first, end), place);
        place += end - first;
      }
      return into;
    };
    return {
      length,
      words: record(wordColumns, (name) => ({
        list: words[name],
        places: gather(codes[name], new Int32Array(length)),
      })),
      numbers: record(numberColumns, (name) => gather(numbers[name], new Float64Array(length))),
    };
  }

  /** Keys of the groups that an authority has in a breakdown, in no particular order. */
  groups(authority: string, breakdown: MeasureValue['breakdown']): readonly string[] {
    return [...(this.#groups.get(`${authority}\n${breakdown}`) ?? [])];
  }

  #hasKeyOf(before: number, row: number): boolean {
    const { codes } = this.#rows;
    return keyColumns.every((name) => codes[name][row] === codes[name][before]);
  }

  #startKey(place: [first: number, last: number]): void {
    const key = record(keyColumns, (name) => this.#word(name, place[0]));
    this.#places.set(keyOf(key), place);
    const where = `${key.authority}\n${key.breakdown}`;
    this.#groups.set(where, (this.#groups.get(where) ?? new Set()).add(key.group));
  }

  #word(name: WordColumn, row: number): string {
    return this.#rows.words[name][this.#rows.codes[name][row] ?? -1] ?? '';
  }

  #valueAt(row: number): MeasureValue {
    const { words, codes, numbers } = this.#rows;
    const number = (name: NumberColumn): number | null => {
      const value = numbers[name][row] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
    const value: Partial<Record<WordColumn, string>> & Omit<MeasureValue, WordColumn> = {
      numerator: number('numerator'),
      denominator: number('denominator'),
      value: number('value'),
      provisional: number('provisional') === 1,
    };
    for (const name of wordColumns) value[name] = words[name][codes[name][row] ?? -1] ?? '';
    // Every word of every column was checked against the format once, when it was read.
    return value as MeasureValue;
  }
}

const keyOf = (key: Readonly<Record<(typeof keyColumns)[number], string>>): string =>
  keyColumns.map((name) => key[name]).join('\n');

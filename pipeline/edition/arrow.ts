/** Builds the Arrow file of an edition: texts as dictionaries, numbers as doubles, and no trace of the machine. */

import type { Data } from 'apache-arrow';
import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';

/** The bytes of a file with one batch. Columns with a dictionary hold its codes. */
export function arrowFile(
  columns: readonly string[],
  data: Readonly<Record<string, readonly unknown[]>>,
  dictionaries: ReadonlyMap<string, readonly string[]>,
): Uint8Array {
  const length = data[columns[0] ?? '']?.length ?? 0;
  const children = columns.map((column, index) => {
    const values = data[column] ?? [];
    const dictionary = dictionaries.get(column);
    // The dictionary's number is fixed here, for the library counts them per process.
    if (dictionary !== undefined) return dictionaryData(values as number[], dictionary, index);
    return typeof firstKnown(values) === 'boolean'
      ? booleanData(values as boolean[])
      : numberData(values as (number | null)[]);
  });
  const fields = columns.map(
    (column, index) => new Field(column, (children[index] as Data).type, !dictionaries.has(column)),
  );
  const schema = new Schema(fields);
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'file');
}

const firstKnown = (values: readonly unknown[]): unknown => values.find((value) => value !== null);

function dictionaryData(codes: readonly number[], dictionary: readonly string[], id: number): Data {
  const type = new Dictionary(new Utf8(), new Int32(), id);
  return makeData({
    type,
    length: codes.length,
    data: Int32Array.from(codes),
    dictionary: vectorFromArray(dictionary, new Utf8()),
  });
}

function numberData(values: readonly (number | null)[]): Data {
  const numbers = new Float64Array(values.length);
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nulls = 0;
  values.forEach((value, index) => {
    if (value === null) nulls += 1;
    else {
      numbers[index] = value;
      bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    }
  });
  return makeData({
    type: new Float64(),
    length: values.length,
    nullCount: nulls,
    nullBitmap: nulls > 0 ? bits : null,
    data: numbers,
  });
}

function booleanData(values: readonly boolean[]): Data {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  values.forEach((value, index) => {
    if (value) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return makeData({ type: new Bool(), length: values.length, nullCount: 0, data: bits });
}

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

type Row = Readonly<Record<string, string>>;

const wanted = 'B7 B9 B10 B11 B12 B13 B19 B20 B21 B25 B26 B28 B29 B30 B31 B32 B33 B36 B40 B41 B43 B44 B46';
const measures = new Set(wanted.split(' '));

/** Totals of an edition's figures as CSV in the form of a figure book; what is not available is left out. */
export function editionFigures(file: string, authority: string): Map<string, string> {
  const rows = parse(readFileSync(file, 'utf8'), { columns: true }) as Row[];
  const totals = rows.filter(
    (row) =>
      row.authority === authority &&
      row.breakdown === 'all' &&
      measures.has(row.measure_id ?? '') &&
      !(row.status ?? '').startsWith('Not available'),
  );
  const key = (row: Row): string =>
    [row.measure_id, row.line, row.statistic, row.period, row.as_at_date].join(' ');
  return new Map(totals.map((row) => [key(row), `${row.numerator}/${row.denominator}=${row.value}`]));
}

/** `key: expected, got` of every figure that differs or that only one side has. */
export function differences(
  expected: ReadonlyMap<string, string>,
  got: ReadonlyMap<string, string>,
): string[] {
  const keys = [...new Set([...expected.keys(), ...got.keys()])].sort();
  return keys
    .filter((key) => expected.get(key) !== got.get(key))
    .map((key) => `${key}: expected ${expected.get(key) ?? 'nothing'}, got ${got.get(key) ?? 'nothing'}`);
}

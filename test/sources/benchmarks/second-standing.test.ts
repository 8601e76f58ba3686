/** Bands, ranks and neighbours beside a second implementation with its own reading of the tables. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import { neighbourFigure, standings } from '../../../sources/benchmarks/standing.ts';
import {
  type Cell,
  decimalOf,
  type MeasureRules,
  neighboursOf,
  placingsOf,
} from '../../reference/benchmark.ts';
import type { Fraction } from '../../reference/fraction.ts';
import { repository } from '../../support/source-folder.ts';

type Row = Readonly<Record<string, string>>;
/** Every column of every row as the text that stands there. */
const rowsOf = (file: string): Row[] =>
  parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as Row[];
const cell = (row: Row, column: string): string => row[column] ?? '';

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** What a set of files says, in one form for both. */
interface Tables {
  readonly measures: ReadonlyMap<string, MeasureRules>;
  readonly neighbours: ReadonlyMap<number, readonly number[]>;
  /** By `measure year`. */
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
}

const ships = repositoryFile('sources/benchmarks/data');
const shared = resolve(repository, '../shared/benchmarks');
const book = loadBenchmarks(ships);
const years = [2019, 2020, 2021, 2022, 2023, 2024, 2025];

function shippedTables(): Tables {
  const values = rowsOf(join(ships, 'values.csv')).flatMap((row) =>
    years.map((year) => ({
      key: `${cell(row, 'dfe_measure')} ${year}`,
      area: Number(cell(row, 'area')),
      text: cell(row, String(year)),
    })),
  );
  return {
    measures: rules(rowsOf(join(ships, 'measures.csv')), 'dfe_measure', ''),
    neighbours: new Map(
      rowsOf(join(ships, 'neighbours.csv')).map((row) => [
        Number(cell(row, 'number')),
        Array.from({ length: 10 }, (_, index) => Number(cell(row, `n${index + 1}`))),
      ]),
    ),
    cells: groupBy(
      values.filter(({ text }) => text !== ''),
      ({ key }) => key,
    ),
  };
}

function publishedTables(): Tables {
  const values = rowsOf(join(shared, 'dfe_lait_values.csv')).map((row) => ({
    key: `${cell(row, 'measure_code')} ${cell(row, 'year')}`,
    area: Number(cell(row, 'la_number')),
    text: cell(row, 'value'),
  }));
  const pairs = rowsOf(join(shared, 'statistical_neighbours_2025.csv'));
  const byArea = groupBy(pairs, (row) => Number(cell(row, 'la_number')));
  const ranked = (rows: readonly Row[]): number[] =>
    rows
      .toSorted((first, second) => Number(cell(first, 'rank')) - Number(cell(second, 'rank')))
      .map((row) => Number(cell(row, 'neighbour')));
  return {
    measures: rules(rowsOf(join(shared, 'dfe_lait_measures.csv')), 'measure_code', 'NA'),
    neighbours: new Map([...byArea].map(([area, rows]) => [area, ranked(rows)])),
    cells: groupBy(values, ({ key }) => key),
  };
}

const rules = (rows: readonly Row[], code: string, unset: string): Map<string, MeasureRules> =>
  new Map(
    rows.map((row) => [
      cell(row, code),
      { polarity: cell(row, 'polarity'), unbanded: cell(row, 'no_quartile') !== unset },
    ]),
  );

const close = (is: number | null, should: Fraction | null): boolean =>
  is === null || should === null ? is === should : Math.abs(is - should.toNumber()) <= 1e-9;

/** A neighbours' mean is given with six decimals. */
const rounded = (is: number | null, should: Fraction | null): boolean =>
  close(is, should?.toSixDecimals() ?? null);

/** Every difference in one measure and year, and how many authorities were compared. */
function compare(tables: Tables, measure: string, year: number): { found: string[]; compared: number } {
  const cells = tables.cells.get(`${measure} ${year}`) ?? [];
  const theirs = standings(book, measure, year);
  const ours = placingsOf(cells, tables.measures.get(measure) as MeasureRules);
  const found: string[] = [];
  const note = (same: boolean, what: string): void => {
    if (!same) found.push(`${measure} ${year}: ${what}`);
  };
  const quarters = [theirs.quarters?.lower, theirs.quarters?.middle, theirs.quarters?.upper];
  quarters.forEach((point, index) => {
    note(close(point ?? null, ours.quarters?.[index] ?? null), `quarter point ${index + 1} ${point}`);
  });
  const ranks = [...ours.byArea.values()].filter(({ rank }) => rank !== null).length;
  note((theirs.ranked ?? 0) === ranks, `${theirs.ranked} ranked, not ${ranks}`);
  for (const { area, value, band, rank } of theirs.authorities) {
    const placing = ours.byArea.get(area) ?? { value: null, band: null, rank: null };
    note(close(value, placing.value), `${area} has ${value}`);
    note(band === placing.band, `${area} in band ${band}, not ${placing.band}`);
    note(rank === placing.rank, `${area} ranks ${rank}, not ${placing.rank}`);
  }
  const missing = [...ours.byArea.keys()].filter(
    (area) => !theirs.authorities.some((one) => one.area === area),
  );
  note(missing.length === 0, `without ${missing.join(' ')}`);
  found.push(...compareNeighbours(tables, cells, measure, year));
  return { found, compared: theirs.authorities.length };
}

function compareNeighbours(tables: Tables, cells: readonly Cell[], measure: string, year: number): string[] {
  return [...tables.neighbours].flatMap(([area, neighbours]) => {
    const is = neighbourFigure(book, measure, area, year);
    const should = neighboursOf(cells, neighbours);
    const same =
      rounded(is.mean, should.mean) && rounded(is.median, should.median) && is.counted === should.counted;
    return same ? [] : [`${measure} ${year}: neighbours of ${area}: ${is.mean}, ${is.median}, ${is.counted}`];
  });
}

function compareAll(tables: Tables): { found: string[]; compared: number; tables: number } {
  const each = [...tables.measures.keys()].flatMap((measure) =>
    years.map((year) => compare(tables, measure, year)),
  );
  const compared = each.reduce((sum, one) => sum + one.compared, 0);
  return { found: each.flatMap((one) => one.found), compared, tables: each.length };
}

describe('the shipped tables, read a second time', () => {
  const tables = shippedTables();

  it('give all authorities the same quarter points, bands, ranks and neighbours in 34 measures and 7 years', () => {
    const result = compareAll(tables);
    expect(result.found).toEqual([]);
    expect(result.tables).toBe(34 * 7);
    expect(result.compared).toBeGreaterThan(153 * 34 * 7);
    expect(tables.neighbours.size).toBe(153);
  }, 120_000);

  it.each([
    ['LACDistance', 105, 151, 'C'],
    ['LACStable_2016on', 78, 151, 'C'],
    ['LAC_LongStable%', 30, 150, 'A'],
  ])('Hertfordshire 2025: %s ranks %i of %i, band %s', (measure, rank, of, band) => {
    const cells = tables.cells.get(`${measure} 2025`) ?? [];
    const placings = placingsOf(cells, tables.measures.get(measure) as MeasureRules);
    expect(placings.byArea.get(919)).toMatchObject({ rank, band });
    expect(placings.counted).toBe(of);
  });
});

describe('the second implementation by hand', () => {
  const cells = ['4', '1', '2', '2', '3', 'c'].map((text, index) => ({ area: 201 + index, text }));
  const bandsOf = (polarity: string, unbanded = false): string =>
    [...placingsOf([...cells, { area: 970, text: '9' }], { polarity, unbanded }).byArea.values()]
      .map(({ band, rank }) => `${band ?? '-'}${rank ?? '-'}`)
      .join(' ');

  // 1 2 2 3 4: quarter points 2, 2 and 3. England (970) does not count.
  it.each([
    ['Low', false, 'D5 A1 A2 A2 C4 --'],
    ['High', false, 'A1 D5 D3 D3 B2 --'],
    ['Low', true, '-5 -1 -2 -2 -4 --'],
    ['-', false, '-- -- -- -- -- --'],
  ])('polarity %s, unbanded %s: %s', (polarity, unbanded, expected) => {
    expect(bandsOf(polarity, unbanded)).toBe(expected);
  });

  it('reads a number with binary dust as the number', () => {
    expect(decimalOf('9.3000000000000007')?.toNumber()).toBe(9.3);
    expect(decimalOf('-1.50')?.toNumber()).toBe(-1.5);
    expect(['-', 'c', 'k', '', 'NA'].map(decimalOf)).toEqual([null, null, null, null, null]);
  });
});

describe.skipIf(!existsSync(shared))('the tables as the Department published them', () => {
  it('give the same as the product gives from those it ships', () => {
    const tables = publishedTables();
    const result = compareAll(tables);
    expect(result.found).toEqual([]);
    expect(result.tables).toBe(34 * 7);
  }, 120_000);
});

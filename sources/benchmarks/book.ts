/** The national tables in memory: measures, areas, neighbours, releases and every published figure. */

import { join } from 'node:path';
import { Complaints, type Placed, readTableFile } from '../table-file.ts';
import { checkTables } from './checks.ts';
import {
  type BenchmarkFileName,
  type BenchmarkRow,
  benchmarkContracts,
  noFigure,
  type Published,
  publishedCell,
  symbols,
  valueRow,
} from './contract.ts';

export type DfeMeasure = BenchmarkRow<'measures'>;
export type Area = BenchmarkRow<'areas'>;
export type Release = BenchmarkRow<'releases'>;
type Succession = BenchmarkRow<'successors'>;

export interface BenchmarkBook {
  readonly source: BenchmarkRow<'source'>;
  readonly measures: readonly DfeMeasure[];
  /** By number. */
  readonly areas: ReadonlyMap<number, Area>;
  /** Number of England. */
  readonly england: number;
  /** Numbers of the statistical neighbours of an authority, nearest first. */
  readonly neighbours: ReadonlyMap<number, readonly number[]>;
  readonly releases: readonly Release[];
  readonly successions: readonly Succession[];
  /** Years of a measure in the table, oldest first. */
  yearsOf(measure: string): readonly number[];
  /** The figure of an area; without number and symbol where the table has none. */
  figure(measure: string, area: number, year: number): Published;
}

/** A row of `values.csv`. */
interface ValueRow {
  readonly measure: string;
  readonly area: number;
  readonly figures: ReadonlyMap<number, Published>;
}

/**
 * Reads the tables of a folder. Anything unknown, doubled or unreadable stops with file and line.
 *
 * @example loadBenchmarks('sources/benchmarks/data').figure('LACDistance', 919, 2025) // { value: 22, symbol: null }
 */
export function loadBenchmarks(folder: string): BenchmarkBook {
  const faults = new Complaints(
    'benchmark',
    'The national tables contradict themselves or are incomplete',
    'Correct the named lines; sources/benchmarks/README.md describes every column.',
  );
  const read = <F extends BenchmarkFileName>(name: F) =>
    readTableFile(join(folder, `${name}.csv`), benchmarkContracts[name], faults) as Placed<BenchmarkRow<F>>[];
  const tables = {
    source: read('source'),
    measures: read('measures'),
    areas: read('areas'),
    neighbours: read('neighbours'),
    releases: read('releases'),
    successors: read('successors'),
    values: readValues(folder, faults),
  };
  faults.throwIfAny();
  checkTables(tables, folder, faults);
  faults.throwIfAny();
  return assemble(tables);
}

/** Every row of every table with its place. */
export type BenchmarkTables = {
  readonly [F in BenchmarkFileName]: readonly Placed<BenchmarkRow<F>>[];
} & { readonly values: readonly Placed<ValueRow>[] };

const yearColumn = /^20\d{2}$/;

function readValues(folder: string, faults: Complaints): Placed<ValueRow>[] {
  const file = join(folder, 'values.csv');
  return readTableFile(file, valueRow, faults, { more: yearColumn }).map(({ row, at }) => {
    const { dfe_measure: measure, area, ...years } = row;
    const figures = new Map<number, Published>();
    for (const [column, cell] of Object.entries(years)) {
      if (cell === '') continue;
      const found = publishedCell(String(cell));
      if (found !== null) figures.set(Number(column), found);
      else
        faults.add(
          'benchmark_field_invalid',
          at,
          `column ${column}: must be a number or one of ${symbols.join(' ')}`,
        );
    }
    return { row: { measure, area, figures }, at };
  });
}

/** A book of these tables, which have been checked. */
function assemble(tables: BenchmarkTables): BenchmarkBook {
  const [source] = tables.source;
  if (source === undefined) throw new Error('the tables name their source');
  const figures = new Map(tables.values.map(({ row }) => [`${row.measure} ${row.area}`, row.figures]));
  const years = new Map<string, Set<number>>();
  for (const { row } of tables.values) {
    const known = years.get(row.measure) ?? new Set();
    for (const year of row.figures.keys()) known.add(year);
    years.set(row.measure, known);
  }
  return {
    source: source.row,
    measures: tables.measures.map(({ row }) => row),
    areas: new Map(tables.areas.map(({ row }) => [row.number, row])),
    england: tables.areas.find(({ row }) => row.kind === 'nation')?.row.number ?? 0,
    neighbours: new Map(tables.neighbours.map(({ row }) => [row.number, ranked(row)])),
    releases: tables.releases.map(({ row }) => row),
    successions: tables.successors.map(({ row }) => row),
    yearsOf: (measure) => [...(years.get(measure) ?? [])].sort((a, b) => a - b),
    figure: (measure, area, year) => figures.get(`${measure} ${area}`)?.get(year) ?? noFigure,
  };
}

/** Columns n1 to n10 in their order. */
const ranked = ({ number: _, ...nearest }: BenchmarkRow<'neighbours'>): number[] => Object.values(nearest);

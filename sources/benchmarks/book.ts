/** The national tables in memory: measures, areas, neighbours, releases and every published figure. */
import { checkTables } from './checks.ts';
import { type BenchmarkRow, noFigure, type Published, publishedCell, symbols, valueKey } from './contract.ts';
import { Faults, type PlacedRow, parseAt, readRecords, readTable } from './table-file.ts';

export type DfeMeasure = BenchmarkRow<'measures'>;
export type Area = BenchmarkRow<'areas'>;
export type Release = BenchmarkRow<'releases'>;
export type Succession = BenchmarkRow<'successors'>;

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
export interface ValueRow {
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
  const faults = new Faults();
  const tables = {
    source: readTable(folder, 'source', faults),
    measures: readTable(folder, 'measures', faults),
    areas: readTable(folder, 'areas', faults),
    neighbours: readTable(folder, 'neighbours', faults),
    releases: readTable(folder, 'releases', faults),
    successors: readTable(folder, 'successors', faults),
    values: readValues(folder, faults),
  };
  faults.throwIfAny();
  checkTables(tables, folder, faults);
  faults.throwIfAny();
  return assemble(tables);
}

/** Every row of every table with its place. */
export interface BenchmarkTables {
  readonly source: readonly PlacedRow<BenchmarkRow<'source'>>[];
  readonly measures: readonly PlacedRow<DfeMeasure>[];
  readonly areas: readonly PlacedRow<Area>[];
  readonly neighbours: readonly PlacedRow<BenchmarkRow<'neighbours'>>[];
  readonly releases: readonly PlacedRow<Release>[];
  readonly successors: readonly PlacedRow<Succession>[];
  readonly values: readonly PlacedRow<ValueRow>[];
}

const yearColumn = /^20\d{2}$/;

function readValues(folder: string, faults: Faults): PlacedRow<ValueRow>[] {
  const records = readRecords(folder, 'values', Object.keys(valueKey.shape), faults, yearColumn);
  return records.flatMap(({ row, at }) => {
    const key = parseAt(valueKey, row, at, faults);
    if (key === null) return [];
    const figures = new Map<number, Published>();
    for (const [column, cell] of Object.entries(row)) {
      if (!yearColumn.test(column) || cell === '') continue;
      const found = publishedCell(cell);
      if (found === null) faults.add(at, `column ${column}: must be a number or one of ${symbols.join(' ')}`);
      else figures.set(Number(column), found);
    }
    return [{ row: { measure: key.dfe_measure, area: key.area, figures }, at }];
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

const ranked = (row: BenchmarkRow<'neighbours'>): number[] => [
  row.n1,
  row.n2,
  row.n3,
  row.n4,
  row.n5,
  row.n6,
  row.n7,
  row.n8,
  row.n9,
  row.n10,
];

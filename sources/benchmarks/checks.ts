/** Contradictions between the national tables. Each fault names file and line. */
import { join } from 'node:path';
import { type Complaints, checkUnique, type Place } from '../table-file.ts';
import type { BenchmarkTables } from './book.ts';

/** Runs every check; nothing is thrown here. */
export function checkTables(tables: BenchmarkTables, folder: string, faults: Complaints): void {
  const measures = new Set(tables.measures.map(({ row }) => row.dfe_measure));
  const areas = new Map(tables.areas.map(({ row }) => [row.number, row.kind]));
  if (tables.source.length !== 1)
    faults.add(
      'benchmark_contradicts',
      { file: join(folder, 'source.csv'), line: 1 },
      'must hold exactly one row',
    );
  if (tables.areas.filter(({ row }) => row.kind === 'nation').length !== 1)
    faults.add(
      'benchmark_contradicts',
      { file: join(folder, 'areas.csv'), line: 1 },
      'must hold exactly one nation',
    );
  checkKeys(tables, faults);
  checkAreas(tables, areas, faults);
  for (const { row, at } of tables.values) {
    if (!measures.has(row.measure))
      faults.add('benchmark_contradicts', at, `measure ${row.measure} is not in measures.csv`);
    if (!areas.has(row.area)) faults.add('benchmark_contradicts', at, `area ${row.area} is not in areas.csv`);
  }
  for (const { row, at } of tables.releases) checkRelease(row, at, faults);
}

function checkKeys(tables: BenchmarkTables, faults: Complaints): void {
  checkUnique(tables.measures, ({ row }) => row.dfe_measure, faults);
  checkUnique(tables.areas, ({ row }) => String(row.number), faults);
  checkUnique(tables.neighbours, ({ row }) => String(row.number), faults);
  checkUnique(tables.releases, ({ row }) => `${row.publication} ${row.year}`, faults);
  checkUnique(tables.successors, ({ row }) => `${row.number} ${row.successor}`, faults);
  checkUnique(tables.values, ({ row }) => `${row.measure} ${row.area}`, faults);
}

function checkAreas(tables: BenchmarkTables, kinds: ReadonlyMap<number, string>, faults: Complaints): void {
  for (const { row, at } of tables.areas) {
    const needsRegion = row.kind === 'authority' || row.kind === 'retired';
    if (needsRegion && (row.region === null || kinds.get(row.region) !== 'region'))
      faults.add('benchmark_contradicts', at, 'column region: must be the number of a region');
    if (row.kind === 'retired' && !tables.successors.some((other) => other.row.number === row.number))
      faults.add('benchmark_contradicts', at, `what became of ${row.number} is not in successors.csv`);
  }
  for (const { row, at } of tables.neighbours)
    for (const number of Object.values(row))
      if (kinds.get(number) !== 'authority')
        faults.add('benchmark_contradicts', at, `${number} is no authority of areas.csv`);
  for (const { row, at } of tables.successors) {
    if (kinds.get(row.number) !== 'retired')
      faults.add('benchmark_contradicts', at, `${row.number} is no retired authority`);
    if (!kinds.has(row.successor))
      faults.add('benchmark_contradicts', at, `${row.successor} is not in areas.csv`);
  }
}

function checkRelease(row: BenchmarkTables['releases'][number]['row'], at: Place, faults: Complaints): void {
  const { period_end: end, released_on: released, known_by: known } = row;
  if (released !== null && released <= end)
    faults.add('benchmark_contradicts', at, `released_on ${released} is not after the period's end ${end}`);
  if (released !== null && known === null)
    faults.add('benchmark_contradicts', at, 'known_by is empty though the day of release is known');
  if (known !== null && (known <= end || (released !== null && known < released)))
    faults.add('benchmark_contradicts', at, `known_by ${known} lies before the release or the period's end`);
}

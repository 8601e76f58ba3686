import type { AdapterRun } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** The child of a row that names a person, a period of care or both; Mosaic and Eclipse leave the person out. */
export function childOf(
  population: Population,
  reader: RowReader,
  person: string,
  viaColumn: string,
  via: (id: string | null) => string | null,
): string {
  const named = reader.key(person);
  const child = named === null ? via(reader.key(viaColumn)) : population.has(named) ? named : null;
  return child ?? reader.blame('orphan_row', named === null ? viaColumn : person) ?? '';
}

/** The period of care that a row names, if it is one of the child's. */
export function periodOf(
  run: AdapterRun,
  population: Population,
  reader: RowReader,
  child: string,
  column: string,
  table: string,
): string | null {
  const named = reader.key(column);
  const period = population.period(child, named);
  if (named !== null && period === null && reader.fault === null)
    run.quality.note('unknown_care_period', table);
  return period;
}

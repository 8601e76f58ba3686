import type { AdapterRun } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** The child and period that a row names; a period that no episode has leaves the row to be placed by its date (boundaries 7). */
export function placeRow(
  run: AdapterRun,
  population: Population,
  reader: RowReader,
  prefix: string,
  table: string,
) {
  const child_id = reader.requiredKey(`${prefix}_person_id`);
  if (!population.has(child_id)) reader.blame('orphan_row', `${prefix}_person_id`);
  const named = reader.key(`${prefix}_cla_id`);
  const care_period_id = population.period(child_id, named);
  if (named !== null && care_period_id === null && reader.fault === null)
    run.quality.note('unknown_care_period', table);
  return { child_id, care_period_id };
}

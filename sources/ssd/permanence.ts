import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** Reads ssd_permanence. */
export function readPermanence(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'permanence')) readRecord(run, population, reader);
}

type Match = Pick<Row<'adoption'>, 'child_id' | 'care_period_id' | 'matched_by'>;

/**
 * A period of care that is known joins alone; then the person, then the legacy number, which SystemC
 * writes in the place of the person (trap 2, boundaries 26 and 37).
 */
function match(population: Population, reader: RowReader): Match | null {
  const period = reader.key('perm_cla_id');
  const person = reader.key('perm_person_id');
  const owner = population.childOfPeriod(period);
  if (owner !== null)
    return { child_id: owner, care_period_id: population.period(owner, period), matched_by: 'care_period' };
  if (person !== null && population.has(person)) {
    return { child_id: person, care_period_id: population.period(person, period), matched_by: 'person' };
  }
  const child = population.childOfLegacy(person);
  return child === null
    ? null
    : { child_id: child, care_period_id: population.period(child, period), matched_by: 'legacy_id' };
}

function readRecord(run: AdapterRun, population: Population, reader: RowReader): void {
  const matched = match(population, reader);
  if (matched === null)
    reader.blame('orphan_row', reader.key('perm_cla_id') === null ? 'perm_person_id' : 'perm_cla_id');
  if (matched?.care_period_id === null && reader.key('perm_cla_id') !== null)
    run.quality.note('unknown_care_period', 'adoption');
  const sibling_group = reader.flag('perm_part_of_sibling_group');
  // The count includes the child itself, so 0 is no answer: it is as if nothing were written.
  const siblings_together = reader.count('perm_siblings_placed_together') || null;
  const accepted = run.collector.settle(reader, 'adoption', [
    {
      row_key: reader.rowKey('perm_table_id'),
      ...reader.trace,
      ...(matched ?? { child_id: '', care_period_id: null, matched_by: 'person' }),
      decision_date: reader.pastDay('perm_adm_decision_date'),
      decision_reversed_date: reader.pastDay('perm_decision_reversed_date'),
      decision_reversed_reason: reader.code('perm_decision_reversed_reason', codes.reversalReason),
      placement_order_date: reader.pastDay('perm_placement_order_date'),
      link_date: null,
      matched_date: reader.pastDay('perm_matched_date'),
      early_permanence_decision_date: reader.pastDay('perm_ffa_cp_decision_date'),
      early_permanence_placed_date: reader.pastDay('perm_placed_ffa_cp_date'),
      placed_date: reader.pastDay('perm_placed_for_adoption_date'),
      order_date: reader.pastDay('perm_permanence_order_date'),
      order_type: reader.code('perm_permanence_order_type', codes.orderType),
      adopted_by_carer: reader.flag('perm_adopted_by_carer_flag'),
      carer_placed_date: reader.pastDay('perm_placed_foster_carer_date'),
      sibling_group,
      siblings_together,
    },
  ]);
  if (accepted && sibling_group === true && siblings_together === null)
    run.quality.note('siblings_together_not_recorded', 'adoption');
}

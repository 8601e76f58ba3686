import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import { childOf, periodOf } from './owner.ts';

/** Reads ssd_cla_visits: statutory visits that have taken place. */
export function readVisits(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'cla_visits')) {
    const child_id = childOf(population, reader, 'clav_person_id', 'clav_cla_id', (id) =>
      population.childOfPeriod(id),
    );
    run.collector.settle(reader, 'visit', [
      {
        row_key: reader.rowKey('clav_cla_visit_id'),
        ...reader.trace,
        child_id,
        care_period_id: periodOf(run, population, reader, child_id, 'clav_cla_id', 'visit'),
        visit_date: reader.requiredDay('clav_cla_visit_date'),
        seen: reader.flag('clav_cla_visit_seen'),
        seen_alone: reader.flag('clav_cla_visit_seen_alone'),
      },
    ]);
  }
}

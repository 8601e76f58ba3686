import * as codes from '../contract/codes.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { declaredCells } from '../reading/declared.ts';
import { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';

/**
 * Reads ssd_pre_proceedings where it carries dates. Most systems write a shell (data-standards, trap 10): a row
 * without the day of the decision is accepted and gives nothing.
 */
export function readPreProceedings(run: AdapterRun, population: Population): void {
  const families = new Numbering('recorded-family');
  for (const reader of readersOf(run, 'pre_proceedings')) {
    const child_id = reader.requiredKey('prep_person_id');
    if (!population.has(child_id)) reader.blame('orphan_row', 'prep_person_id');
    const family = reader.key('prep_plo_family_id');
    const start_date = reader.pastDay('prep_pre_pro_decision_date');
    const end_date = reader.placingDay('prep_agree_stepdown_issue_date');
    reader.checkOrder(start_date, end_date, 'prep_agree_stepdown_issue_date');
    const row = {
      row_key: reader.rowKey('prep_table_id'),
      ...reader.trace,
      child_id,
      family_key: family === null ? null : families.keyOf(family),
      end_date,
      outcome: reader.code('prep_pre_pro_outcome', codes.preProceedingsOutcome),
      ...declaredCells(run, reader, tracked.pre_proceedings),
    };
    const rows = start_date === null ? [] : [{ ...row, start_date }];
    const accepted = run.collector.settle(reader, 'pre_proceedings', rows);
    if (accepted && start_date === null) run.quality.note('pre_proceedings_without_date', 'pre_proceedings');
  }
}

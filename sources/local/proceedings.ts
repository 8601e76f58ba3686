import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { leaveOut } from '../reading/aliases.ts';
import { declaredCells } from '../reading/declared.ts';
import { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { noteUnknownChild } from './any-child.ts';
import { ownColumns } from './trackers.ts';

const columns = ownColumns('court_application');

/** Reads local_proceedings; the court's reference becomes a number of this extract and is not kept. */
export function readProceedings(run: AdapterRun, population: Population): void {
  const cases = new Numbering('case');
  for (const reader of readersOf(run, 'local_proceedings')) {
    const child_id = reader.requiredKey('proc_person_id');
    // Of an application whose kind cannot be told nobody knows whether it counts: the row is refused.
    if (![null, leaveOut, 'S31'].includes(reader.codeOrLeaveOut('proc_type', codes.applicationType))) {
      readOther(run, population, reader, child_id);
      continue;
    }
    const reference = reader.key('proc_court_reference');
    const issue_date = reader.requiredDay('proc_issue_date');
    const end_date = reader.placingDay('proc_end_date');
    reader.checkOrder(issue_date, end_date, 'proc_end_date');
    const final_order = reader.code('proc_final_order', codes.finalOrder);
    const accepted = run.collector.settle(reader, 'proceedings', [
      {
        row_key: reader.rowKey('proc_table_id'),
        ...reader.trace,
        child_id,
        case_key: reference === null ? cases.next() : cases.keyOf(reference),
        issue_date,
        // A hearing may be listed ahead.
        final_hearing_date: reader.anyDay('proc_final_hearing_date'),
        end_date,
        final_order,
        ...declaredCells(run, reader, tracked.proceedings),
      },
    ]);
    if (!accepted) continue;
    noteUnknownChild(run, population, 'proceedings', child_id);
    if (reference === null) run.quality.note('proceedings_without_reference', 'proceedings');
    if (final_order !== null && end_date === null) run.quality.note('order_without_end', 'proceedings');
    if (final_order === null && end_date !== null) run.quality.note('end_without_order', 'proceedings');
  }
}

/** Reports under s37, discharges and deprivations of liberty are no care proceedings: they lie in a table of their own. */
function readOther(run: AdapterRun, population: Population, reader: RowReader, child_id: string): void {
  const row = {
    row_key: reader.rowKey('proc_table_id'),
    ...reader.trace,
    ...{ child_id, care_period_id: null },
    ...declaredCells(run, reader, columns),
  } as Row<'court_application'>;
  if (run.collector.settle(reader, 'court_application', [row])) {
    run.inputs.add('court_application');
    noteUnknownChild(run, population, 'court_application', child_id);
  }
}

import * as codes from '../contract/carer-codes.ts';
import type { Row } from '../contract/tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { entryOf } from '../reading/entry.ts';
import { Numbering } from '../reading/numbering.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** What a list calls a column of local_adopters. */
type Named = (column: string) => string;

/**
 * Reads local_adopters, or list 11 of Annex A under its own headings. The numbers of adopters and families are not
 * kept: a row is known by its place in the file, a household by a number of this extract.
 */
export function readAdopters(
  run: AdapterRun,
  table = 'local_adopters',
  named: Named = (column) => column,
): void {
  const households = new Numbering('household');
  const accepted = new Map<string, Row<'adopter_household'>[]>();
  for (const reader of readersOf(run, table)) {
    const family = reader.key(named('adop_family_id'));
    const steps = stepsOf(reader, named);
    if (startOf(steps) === null) reader.blame('missing_value', named('adop_stage1_start_date'));
    checkSteps(reader, steps, named);
    const rest = {
      early_permanence: reader.flag(named('adop_ffa_flag')),
      children_placed: reader.count(named('adop_children_placed')),
      left_reason: reader.code(named('adop_left_reason'), codes.adopterLeaving),
    };
    claimAdopter(run, reader, named);
    const listed_date = reader.pastDay(named('adop_listed_date'));
    const household_key = family === null ? households.next() : households.keyOf(family);
    const row = {
      row_key: `${reader.trace.source_file}:${reader.trace.source_line}`,
      ...reader.trace,
      household_key,
      ...steps,
      ...rest,
      listed_date,
    };
    if (!run.collector.settle(reader, 'adopter_household', [row])) continue;
    if (family === null) run.quality.note('adopters_without_family', 'adopter_household');
    entryOf(accepted, household_key, () => []).push(row);
  }
  for (const rows of accepted.values())
    if (datesDiffer(rows)) run.quality.note('adopters_dates_differ', 'adopter_household');
}

function stepsOf(reader: RowReader, named: Named) {
  return {
    enquiry_date: reader.pastDay(named('adop_enquiry_date')),
    stage1_start_date: reader.placingDay(named('adop_stage1_start_date')),
    stage1_end_date: reader.pastDay(named('adop_stage1_end_date')),
    stage2_start_date: reader.pastDay(named('adop_stage2_start_date')),
    stage2_end_date: reader.pastDay(named('adop_stage2_end_date')),
    application_date: reader.pastDay(named('adop_application_date')),
    approved_date: reader.pastDay(named('adop_approved_date')),
    matched_date: reader.pastDay(named('adop_matched_date')),
    placed_date: reader.pastDay(named('adop_placed_date')),
    order_date: reader.pastDay(named('adop_order_date')),
    left_date: reader.placingDay(named('adop_left_date')),
  };
}
type Steps = ReturnType<typeof stepsOf>;

/** The first day on which the household is known to the agency; null where none is recorded. */
const startOf = (steps: Steps): string | null =>
  steps.enquiry_date ??
  steps.stage1_start_date ??
  steps.stage2_start_date ??
  steps.application_date ??
  steps.approved_date;

function checkSteps(reader: RowReader, steps: Steps, named: Named): void {
  reader.checkOrder(steps.stage1_start_date, steps.stage1_end_date, named('adop_stage1_end_date'));
  reader.checkOrder(steps.stage1_start_date, steps.stage2_start_date, named('adop_stage2_start_date'));
  reader.checkOrder(steps.stage2_start_date, steps.stage2_end_date, named('adop_stage2_end_date'));
  reader.checkOrder(
    steps.stage1_start_date ?? steps.stage2_start_date,
    steps.approved_date,
    named('adop_approved_date'),
  );
  reader.checkOrder(steps.approved_date, steps.matched_date, named('adop_matched_date'));
  reader.checkOrder(steps.placed_date, steps.order_date, named('adop_order_date'));
  reader.checkOrder(startOf(steps), steps.left_date, named('adop_left_date'));
}

/** A second row with the same number is refused, without its number being kept. */
function claimAdopter(run: AdapterRun, reader: RowReader, named: Named): void {
  const id = reader.key(named('adop_table_id'));
  if (id === null || reader.fault !== null) return;
  if (!run.collector.claim('local_adopters', id, reader.trace.source_file))
    reader.blame('duplicate_key', null);
}

/** Rows of one household that begin on one day tell of one application, and should agree. */
function datesDiffer(rows: readonly Row<'adopter_household'>[]): boolean {
  const first = rows[0];
  return rows.some(
    (row) =>
      first !== undefined &&
      startOf(row) === startOf(first) &&
      (row.approved_date !== first.approved_date ||
        row.matched_date !== first.matched_date ||
        row.left_date !== first.left_date),
  );
}

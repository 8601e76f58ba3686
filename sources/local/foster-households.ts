import * as codes from '../contract/carer-codes.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { Numbering } from '../reading/numbering.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** Reads local_foster_households; the number of a household at the source becomes a number of this extract. */
export function readFosterHouseholds(run: AdapterRun): void {
  const households = new Numbering('household');
  for (const reader of readersOf(run, 'local_foster_households')) {
    const id = reader.requiredKey('fost_household_id');
    const approved_date = reader.requiredDay('fost_approved_date');
    const ended_date = reader.placingDay('fost_ended_date');
    reader.checkOrder(approved_date, ended_date, 'fost_ended_date');
    const approved_places = reader.count('fost_approved_places');
    const filled_places = reader.count('fost_filled_places');
    const ended_reason = reader.code('fost_ended_reason', codes.fosterLeaving);
    const kind = reader.code('fost_kind', codes.fosterKind);
    claimApproval(run, reader, `${id}|${approved_date}`);
    const accepted = run.collector.settle(reader, 'foster_household', [
      {
        row_key: `${reader.trace.source_file}:${reader.trace.source_line}`,
        ...reader.trace,
        household_key: households.keyOf(id),
        approved_date,
        ended_date,
        ended_reason,
        approved_places,
        filled_places,
        kind,
      },
    ]);
    if (!accepted || ended_date !== null) continue;
    if (approved_places === null || filled_places === null)
      run.quality.note('places_not_recorded', 'foster_household');
    else if (filled_places > approved_places)
      run.quality.note('more_filled_than_approved', 'foster_household');
  }
}

/** One household is approved once a day: a second row of that day is refused. */
function claimApproval(run: AdapterRun, reader: RowReader, approval: string): void {
  if (reader.fault !== null) return;
  if (!run.collector.claim('local_foster_households', approval, reader.trace.source_file))
    reader.blame('duplicate_key', null);
}

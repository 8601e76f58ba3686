import * as codes from '../contract/codes.ts';
import { addMonths } from '../days.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { conflictingBirthDates } from '../reading/birth-dates.ts';
import type { RowReader } from '../reading/row-reader.ts';

/** Reads ssd_person into the children of the extract; names, UPN and NHS number are not among its columns. */
export function readPersons(run: AdapterRun): void {
  const conflicting = conflictingBirthDates(readersOf(run, 'person'), 'pers_person_id', (reader) =>
    reader.pastDay('pers_dob'),
  );
  for (const reader of readersOf(run, 'person')) readPerson(run, reader, conflicting);
}

function readPerson(run: AdapterRun, reader: RowReader, conflicting: ReadonlySet<string>): void {
  const child_id = reader.requiredKey('pers_person_id');
  if (reader.isSettled('pers_person_id') && run.collector.has('child', child_id)) {
    reader.accept();
    return;
  }
  const birth = conflicting.has(child_id)
    ? { birth_date: reader.leave('conflicting_birth_date', 'pers_dob'), birth_date_estimated: false }
    : birthDate(reader, run.context.snapshotDate);
  const accepted = run.collector.settle(reader, 'child', [
    {
      row_key: child_id,
      ...reader.trace,
      child_id,
      legacy_id: reader.key('pers_legacy_id'),
      ...birth,
      sex: reader.code('pers_sex', codes.sex) ?? 'U',
      ethnicity: reader.code('pers_ethnicity', codes.ethnicity),
      death_date: reader.pastDay('pers_death_date'),
    },
  ]);
  if (!accepted) return;
  const { birth_date: born } = birth;
  if (birth.birth_date_estimated && born !== null && born <= run.context.snapshotDate)
    run.quality.note('estimated_birth_date', 'child');
  if (born === null) run.quality.note('no_birth_date', 'child');
}

/** SystemC writes an estimated date of birth as the expected one (trap 5); a date still to come is an unborn child's, who is in no care yet. */
function birthDate(
  reader: RowReader,
  snapshotDate: string,
): { birth_date: string | null; birth_date_estimated: boolean } {
  const known = reader.pastDay('pers_dob');
  if (known !== null) return { birth_date: known, birth_date_estimated: false };
  const expected = reader.anyDay('pers_expected_dob');
  // nobody is expected more than a year ahead
  const isOne = expected === null || expected <= addMonths(snapshotDate, 12);
  const birth_date = isOne ? expected : reader.leave('future_date', 'pers_expected_dob');
  return { birth_date, birth_date_estimated: birth_date !== null };
}

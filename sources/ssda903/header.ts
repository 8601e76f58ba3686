import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import type { AdapterRun } from '../reading/adapter.ts';
import { conflictingBirthDates } from '../reading/birth-dates.ts';
import { RowReader } from '../reading/row-reader.ts';
import { type Candidate, mergeYears } from './years.ts';

/** Reads the header files into the children of the extract. */
export function readHeaders(run: AdapterRun): void {
  const conflicting = conflictsPerFile(run);
  const births = new Map<string, string>();
  const merged = mergeYears(run, 'header', (reader) => {
    const candidate = readHeader(reader, conflicting);
    if (candidate !== null) noteCorrection(run, births, candidate.row);
    return candidate;
  });
  for (const { row, reader } of merged) {
    if (run.collector.settle(reader, 'child', [row]) && row.birth_date === null)
      run.quality.note('no_birth_date', 'child');
  }
}

/** Within one file rows that disagree are an error; from one year to the next, a correction. */
function conflictsPerFile(run: AdapterRun): Set<string> {
  return new Set(
    (run.tables.get('header') ?? []).flatMap((table) => {
      const readers = table.rows.map((row) => new RowReader(table, row, run.context));
      return [...conflictingBirthDates(readers, 'CHILD', 'DOB')].map(
        (child) => `${table.ledger.file}|${child}`,
      );
    }),
  );
}

function noteCorrection(run: AdapterRun, births: Map<string, string>, row: Row<'child'>): void {
  if (row.birth_date === null) return;
  if ((births.get(row.child_id) ?? row.birth_date) !== row.birth_date)
    run.quality.note('birth_date_corrected', 'child');
  births.set(row.child_id, row.birth_date);
}

function readHeader(reader: RowReader, conflicting: ReadonlySet<string>): Candidate<Row<'child'>> | null {
  const child_id = reader.requiredKey('CHILD');
  if (conflicting.has(`${reader.row.ledger.file}|${child_id}`)) reader.blame('conflicting_birth_date', 'DOB');
  const row: Row<'child'> = {
    row_key: child_id,
    ...reader.trace,
    child_id,
    legacy_id: null,
    birth_date: reader.pastDay('DOB'),
    birth_date_estimated: false,
    sex: reader.code('SEX', codes.sex) ?? 'U',
    ethnicity: reader.code('ETHNIC', codes.ethnicity),
    death_date: null,
  };
  return reader.refuseIfFaulty() ? null : { key: child_id, row, reader };
}

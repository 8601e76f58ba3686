import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import type { AdapterRun } from '../reading/adapter.ts';
import { conflictingBirthDates } from '../reading/birth-dates.ts';
import { RowReader } from '../reading/row-reader.ts';
import { byYear, type Candidate, mergeYears, type ReturnPart } from './years.ts';

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

/** Within one return rows that disagree are an error; from one year to the next, a correction. */
function conflictsPerFile(run: AdapterRun): Set<string> {
  return new Set(
    byYear(run, 'header').flatMap((part) => {
      const found = conflictingBirthDates(readersIn(run, part), 'CHILD', (reader) => reader.pastDay('DOB'));
      return [...found].map((child) => `${part.table.ledger.file}|${child}`);
    }),
  );
}

function* readersIn(run: AdapterRun, { table, from, to }: ReturnPart): Generator<RowReader> {
  for (let row = from; row < to; row += 1) yield new RowReader(table, row, run.context);
}

function noteCorrection(run: AdapterRun, births: Map<string, string>, row: Row<'child'>): void {
  if (row.birth_date === null) return;
  if ((births.get(row.child_id) ?? row.birth_date) !== row.birth_date)
    run.quality.note('birth_date_corrected', 'child');
  births.set(row.child_id, row.birth_date);
}

function readHeader(reader: RowReader, conflicting: ReadonlySet<string>): Candidate<Row<'child'>> | null {
  const child_id = reader.requiredKey('CHILD');
  const conflicts = conflicting.has(`${reader.ledger.file}|${child_id}`);
  const row: Row<'child'> = {
    row_key: child_id,
    ...reader.trace,
    child_id,
    legacy_id: null,
    birth_date: conflicts ? reader.leave('conflicting_birth_date', 'DOB') : reader.pastDay('DOB'),
    birth_date_estimated: false,
    sex: reader.code('SEX', codes.sex) ?? 'U',
    ethnicity: reader.code('ETHNIC', codes.ethnicity),
    death_date: null,
  };
  return reader.refuseIfFaulty() ? null : { key: child_id, row, reader };
}

import type { AdapterRun } from '../reading/adapter.ts';
import { readDay } from '../reading/days.ts';
import { compare } from '../reading/ledger.ts';
import { RowReader } from '../reading/row-reader.ts';
import type { SourceTable } from '../reading/source-table.ts';

/**
 * Files of one kind, oldest collection year first: by the year in their path where all have one, else by their
 * newest start date. Later years win where they speak of the same record (data-standards 2.1).
 */
export function byYear(run: AdapterRun, table: string): SourceTable[] {
  const files = run.tables.get(table) ?? [];
  // a file without a year cannot be placed among years: then only the dates inside tell
  const haveYears = files.every((file) => yearOf(file) !== '');
  return [...files].sort(
    (a, b) =>
      (haveYears ? compare(yearOf(a), yearOf(b)) : 0) ||
      compare(newestDay(a, run), newestDay(b, run)) ||
      compare(a.ledger.file, b.ledger.file),
  );
}

/** The last year named in the path, such as `2017/` or `SSDA903_2020_episodes.csv`. */
function yearOf(table: SourceTable): string {
  return table.ledger.file.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g)?.at(-1) ?? '';
}

function newestDay(table: SourceTable, run: AdapterRun): string {
  const at = (table.contract.evidence ?? []).map((column) => table.columns.get(column) ?? -1);
  let newest = '';
  for (const row of table.rows) {
    for (const position of at) {
      const day = readDay(row.cells[position] ?? '');
      if (day !== null && day !== 'impossible' && day > newest && day <= run.context.snapshotDate)
        newest = day;
    }
  }
  return newest;
}

/** A row that passed its checks, with the reader that settles it. */
export interface Candidate<R> {
  readonly key: string;
  readonly row: R;
  readonly reader: RowReader;
}

/**
 * Rows of all years: within a file the first of a key stays and later ones are quarantined, across files
 * the later year wins and the earlier row counts as accepted.
 */
export function mergeYears<R>(
  run: AdapterRun,
  table: string,
  read: (reader: RowReader) => Candidate<R> | null,
): Candidate<R>[] {
  const merged = new Map<string, Candidate<R>>();
  for (const source of byYear(run, table)) {
    const inFile = new Set<string>();
    for (const sourceRow of source.rows) {
      const candidate = read(new RowReader(source, sourceRow, run.context));
      if (candidate === null) continue;
      if (inFile.has(candidate.key)) {
        candidate.reader.refuse('duplicate_key', null);
        continue;
      }
      inFile.add(candidate.key);
      supersede(run, table, merged, candidate);
    }
  }
  return [...merged.values()];
}

function supersede<R>(
  run: AdapterRun,
  table: string,
  merged: Map<string, Candidate<R>>,
  candidate: Candidate<R>,
): void {
  const earlier = merged.get(candidate.key);
  if (earlier !== undefined) {
    earlier.reader.accept();
    run.quality.note('superseded_row', `ssda903.${table}`);
  }
  merged.set(candidate.key, candidate);
}

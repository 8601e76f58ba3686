/** `assurance.json`: how far the data of each authority can be trusted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import type { Database } from '../warehouse/database.ts';
import { type AssuranceFile, assurance } from './format.ts';
import { linesLost, takeAvailability } from './measures-file.ts';

type Assurance = AssuranceFile['authorities'][number];

/** One entry per authority, in the order of the snapshots. */
export async function assuranceOf(
  database: Database,
  snapshots: readonly StoredSnapshot[],
  asAt: string,
): Promise<Assurance[]> {
  const derived = await database.rows(
    'SELECT authority, code, table_name AS "table", row_count AS "rows", meaning FROM warehouse.published.data_quality ORDER BY ALL',
  );
  const lines = await takeAvailability(database);
  return snapshots.map((snapshot) => {
    const { manifest } = snapshot;
    const called = kinds(manifest.files);
    const found = derived.filter((row) => row['authority'] === manifest.authority);
    // Parsing leaves out what of a row is no part of the format.
    return assurance.parse({
      authority: manifest.authority,
      snapshot_date: manifest.snapshot_date,
      as_at_date: asAt,
      newest_record_date: manifest.newest_record_date,
      ...tally(manifest.files),
      files: manifest.files.map((file) => ({
        ...file,
        file: called.get(file.file) ?? unnamed,
      })),
      quarantine: quarantineOf(snapshot).map((row) => ({ ...row, file: called.get(row.file) ?? unnamed })),
      quality: [...manifest.quality, ...found],
      coverage: manifest.coverage?.map((window) => ({
        ...window,
        ...linesLost(lines, manifest.authority, window.source),
      })),
    });
  });
}

const unnamed = 'file';

/** What readers call each file: by its kind, for names of files and folders may hold the name of a child. */
function kinds(files: StoredSnapshot['manifest']['files']): Map<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    files.map(({ file, recognised_as }) => {
      const kind = recognised_as ?? unnamed;
      const times = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, times);
      return [file, times === 1 ? kind : `${kind} (${times})`];
    }),
  );
}

/** Sums over files. */
function tally(
  files: StoredSnapshot['manifest']['files'],
): Pick<Assurance, 'rows_read' | 'rows_accepted' | 'rows_quarantined'> {
  const sum = (column: 'rows_read' | 'rows_accepted' | 'rows_quarantined'): number =>
    files.reduce((total, file) => total + file[column], 0);
  return {
    rows_read: sum('rows_read'),
    rows_accepted: sum('rows_accepted'),
    rows_quarantined: sum('rows_quarantined'),
  };
}

interface QuarantineLine {
  readonly file: string;
  readonly column: string;
  readonly reason: string;
  readonly advice: string;
}

/** Quarantined rows of a snapshot, counted by file, column and reason, most frequent first. */
export function quarantineOf(snapshot: StoredSnapshot): Assurance['quarantine'] {
  const text = readFileSync(join(snapshot.folder, snapshot.manifest.quarantine.file), 'utf8');
  const counted = new Map<string, Assurance['quarantine'][number]>();
  for (const { file, column, reason, advice } of parse(text, { columns: true }) as QuarantineLine[]) {
    const key = JSON.stringify([file, column, reason, advice]);
    const before = counted.get(key)?.rows ?? 0;
    counted.set(key, { file, column: column === '' ? null : column, reason, advice, rows: before + 1 });
  }
  const name = (row: Assurance['quarantine'][number]): string =>
    `${row.file} ${row.column ?? ''} ${row.reason} ${row.advice}`;
  return [...counted.values()].sort((a, b) => b.rows - a.rows || (name(a) < name(b) ? -1 : 1));
}

/** The snapshot store: one immutable folder per extract, `snapshots/<authority>/<snapshot date>.<revision>/`. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { columnMeta } from '../../sources/contract/column.ts';
import type { Extract } from '../../sources/contract/extract.ts';
import {
  type ContractRows,
  contractTables,
  contractVersion,
  type TableName,
  tableNames,
} from '../../sources/contract/tables.ts';
import { csvText } from '../csv.ts';
import { emptyFolder, makePrivateFolder } from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { type SnapshotManifest, type StoredSnapshot, snapshotManifest } from './manifest.ts';
import { writeTableFiles } from './table-file.ts';

/** Part of an authority's configuration that a snapshot remembers. */
export type SnapshotOwner = Pick<
  AuthorityConfig,
  'authority' | 'name' | 'procedure' | 'plan_history_from'
> & {
  readonly sources: readonly { readonly adapter: string }[];
};

/** The stored snapshot, and whether this call made it. */
export interface Stored {
  readonly snapshot: StoredSnapshot;
  readonly isNew: boolean;
}

/** All snapshots of an authority, oldest first. */
export function listSnapshots(store: string, authority: string): StoredSnapshot[] {
  const folder = join(store, authority);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.\d+$/.test(name))
    .map((name) => readSnapshot(join(folder, name)))
    .sort(byAge);
}

/** Reads one snapshot's manifest. */
export function readSnapshot(folder: string): StoredSnapshot {
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  return { folder, manifest: snapshotManifest.parse(JSON.parse(text)) };
}

/** The newest revision of every snapshot date up to and including that of `live`; `live` speaks for its own. */
export function snapshotsUpTo(live: StoredSnapshot, all: readonly StoredSnapshot[]): StoredSnapshot[] {
  const newest = new Map<string, StoredSnapshot>();
  for (const snapshot of all)
    if (snapshot.manifest.snapshot_date < live.manifest.snapshot_date)
      newest.set(snapshot.manifest.snapshot_date, snapshot);
  return [...newest.values(), live];
}

/**
 * Stores an extract, unless the newest one of its date says exactly the same. It is written aside and
 * renamed into place, so a snapshot is there whole or not at all.
 */
export async function storeSnapshot(
  store: string,
  owner: SnapshotOwner,
  extract: Extract,
  inputFingerprint: string,
): Promise<Stored> {
  const folder = makePrivateFolder(join(store, owner.authority));
  const aside = emptyFolder(join(folder, '.aside'));
  const content = await writeContent(aside, owner, extract);
  const contentSha256 = sha256(canonicalJson(content));
  const sameDate = listSnapshots(store, owner.authority).filter(
    ({ manifest }) => manifest.snapshot_date === extract.snapshot_date,
  );
  const newest = sameDate.at(-1);
  if (newest !== undefined && newest.manifest.content_sha256 === contentSha256) {
    rmSync(aside, { recursive: true });
    return { snapshot: newest, isNew: false };
  }
  const revision = (newest?.manifest.revision ?? 0) + 1;
  const name = `${extract.snapshot_date}.${revision}`;
  const manifest: SnapshotManifest = {
    snapshot_id: `${owner.authority}/${name}`,
    revision,
    content_sha256: contentSha256,
    input_fingerprint: inputFingerprint,
    ...content,
  };
  writeFileSync(join(aside, 'manifest.json'), canonicalJson(manifest));
  renameSync(aside, join(folder, name));
  return { snapshot: readSnapshot(join(folder, name)), isNew: true };
}

type Content = Omit<SnapshotManifest, 'snapshot_id' | 'revision' | 'content_sha256' | 'input_fingerprint'>;

async function writeContent(folder: string, owner: SnapshotOwner, extract: Extract): Promise<Content> {
  const files = await writeTableFiles(folder, extract.rows);
  const tables = files.map((file) => {
    const name = file.replace('.parquet', '') as TableName;
    return [name, { file, rows: extract.rows[name].length, sha256: fileSha256(join(folder, file)) }] as const;
  });
  return {
    authority: owner.authority,
    name: owner.name,
    procedure: owner.procedure,
    snapshot_date: extract.snapshot_date,
    contract_version: contractVersion,
    plan_history_from: owner.plan_history_from,
    newest_record_date: newestRecord(extract.rows, extract.snapshot_date),
    inputs: [...extract.inputs].sort(),
    sources: [...new Set(owner.sources.map((source) => source.adapter))].sort(),
    files: [...extract.files].sort((a, b) => (a.file < b.file ? -1 : 1)),
    tables: Object.fromEntries(tables),
    quality: [...extract.quality].sort((a, b) => (`${a.code} ${a.table}` < `${b.code} ${b.table}` ? -1 : 1)),
    quarantine: writeList(folder, 'quarantine.csv', extract.quarantine),
    cells: writeList(folder, 'cells.csv', extract.cells),
  };
}

/** The newest day up to the snapshot's own on which anything is recorded: how fresh the files are. */
function newestRecord(rows: ContractRows, snapshotDate: string): string | null {
  let newest: string | null = null;
  for (const name of tableNames) {
    const days = Object.entries(contractTables[name].shape).filter(
      ([, schema]) => columnMeta(schema).sql === 'date',
    );
    for (const row of rows[name] as Record<string, unknown>[]) {
      for (const [column] of days) {
        const day = row[column] as string | null;
        if (day !== null && day <= snapshotDate && (newest === null || day > newest)) newest = day;
      }
    }
  }
  return newest;
}

/** Rows that were refused, or cells that were taken as not recorded: where each stands, and why. */
function writeList(
  folder: string,
  file: string,
  list: Extract['quarantine'],
): SnapshotManifest['quarantine'] {
  const rows = list.map((row) => [row.file, row.line, row.column, row.reason, row.advice] as const);
  rows.sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1));
  const text = csvText(['file', 'line', 'column', 'reason', 'advice'], rows);
  writeFileSync(join(folder, file), text);
  return { file, rows: rows.length, sha256: sha256(text) };
}

function byAge(a: StoredSnapshot, b: StoredSnapshot): number {
  if (a.manifest.snapshot_date !== b.manifest.snapshot_date)
    return a.manifest.snapshot_date < b.manifest.snapshot_date ? -1 : 1;
  return a.manifest.revision - b.manifest.revision;
}

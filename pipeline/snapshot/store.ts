/** The snapshot store: one immutable folder per extract, `snapshots/<authority>/<snapshot date>.<revision>/`. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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
import { TrackerError } from '../../sources/error.ts';
import { trackingInputs } from '../../sources/reading/recorded-inputs.ts';
import { csvText } from '../csv.ts';
import { moveInto } from '../durable.ts';
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

/** Is told of a snapshot that is not as it was stored; what it leaves in place is left out. */
export type Damaged = (folder: string, what: string) => void;

/** Tables that are read of every snapshot, however old: plans as they were known then, and the keys of children. */
const readOfAll: readonly TableName[] = ['child', 'care_period', 'care_plan'];

/**
 * All snapshots of an authority that are as they were stored, oldest first. The checksums of the manifest and of the tables
 * that are read of every snapshot are compared; `snapshotFaults` compares all. A damaged one is an error that names it,
 * unless the caller says what becomes of it.
 */
export function listSnapshots(store: string, authority: string, damaged: Damaged = refuse): StoredSnapshot[] {
  return snapshotFolders(store, authority)
    .map((folder) => whole(folder, damaged))
    .filter((snapshot) => snapshot !== null)
    .sort(byAge);
}

/** The newest of them up to a day, itself included; only those that are newer than it are read beside it. */
export function newestSnapshot(
  store: string,
  authority: string,
  day: string,
  damaged: Damaged,
): StoredSnapshot | null {
  const age = (folder: string): [day: string, revision: number] => {
    const [date = '', revision = ''] = basename(folder).split('.');
    return [date, Number(revision)];
  };
  const newestFirst = snapshotFolders(store, authority)
    .map((folder) => ({ folder, age: age(folder) }))
    .filter((each) => each.age[0] <= day)
    .sort((a, b) => (a.age[0] === b.age[0] ? b.age[1] - a.age[1] : a.age[0] < b.age[0] ? 1 : -1));
  for (const { folder } of newestFirst) {
    const snapshot = whole(folder, damaged);
    if (snapshot !== null) return snapshot;
  }
  return null;
}

function snapshotFolders(store: string, authority: string): string[] {
  const folder = join(store, authority);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.\d+$/.test(name))
    .map((name) => join(folder, name));
}

/** A snapshot that is as it was stored; null, and told of, where it is not. */
function whole(folder: string, damaged: Damaged): StoredSnapshot | null {
  const found = readSnapshot(folder);
  const fault = typeof found === 'string' ? found : snapshotFaults(found, readOfAll)[0];
  if (fault === undefined && typeof found !== 'string') return found;
  damaged(folder, fault ?? '');
  return null;
}

function refuse(folder: string, what: string): never {
  throw new TrackerError(
    'check_stopped',
    'snapshot_damaged',
    `The snapshot ${folder.split(/[\\/]/).slice(-3).join('/')} is not as it was stored: ${what}.`,
    'Run `tracker run`, which sets it aside and goes on without it, or put it back from a backup.',
  );
}

/** One snapshot, or what is wrong with its manifest. */
export function readSnapshot(folder: string): StoredSnapshot | string {
  try {
    const raw = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const { snapshot_id: _, revision: __, content_sha256, input_fingerprint: ___, ...content } = raw;
    if (sha256(canonicalJson(content)) !== content_sha256) return 'manifest.json is not as it was written';
    return { folder, manifest: snapshotManifest.parse(raw) };
  } catch {
    return 'manifest.json cannot be read';
  }
}

/** Files of a snapshot that are missing or not those of its manifest: of the named tables, else of all. */
export function snapshotFaults({ folder, manifest }: StoredSnapshot, tables?: readonly string[]): string[] {
  const lists = [manifest.quarantine, ...(manifest.cells === undefined ? [] : [manifest.cells])];
  const files = [
    ...Object.entries(manifest.tables)
      .filter(([name]) => tables?.includes(name) ?? true)
      .map(([, { file, sha256: hash }]) => [file, hash] as const),
    ...(tables === undefined ? lists.map(({ file, sha256: hash }) => [file, hash] as const) : []),
  ];
  return files
    .filter(([file, hash]) => !existsSync(join(folder, file)) || fileSha256(join(folder, file)) !== hash)
    .map(([file]) => `${file} is missing or changed`);
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
  damaged: Damaged = refuse,
): Promise<Stored> {
  const folder = makePrivateFolder(join(store, owner.authority));
  const aside = emptyFolder(join(folder, '.aside'));
  try {
    const content = await writeContent(aside, owner, extract);
    const contentSha256 = sha256(canonicalJson(content));
    const newest = newestOf(store, owner.authority, extract.snapshot_date, damaged);
    if (newest?.manifest.content_sha256 === contentSha256) return { snapshot: newest, isNew: false };
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
    moveInto(aside, join(folder, name));
    return { snapshot: { folder: join(folder, name), manifest }, isNew: true };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The newest snapshot of that date that is whole; damaged ones are told of. */
function newestOf(
  store: string,
  authority: string,
  date: string,
  damaged: Damaged,
): StoredSnapshot | undefined {
  return listSnapshots(store, authority, damaged)
    .filter(({ manifest }) => manifest.snapshot_date === date)
    .filter((snapshot) => {
      const [fault] = snapshotFaults(snapshot);
      if (fault !== undefined) damaged(snapshot.folder, fault);
      return fault === undefined;
    })
    .at(-1);
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
    inputs: [...extract.inputs, ...trackingInputs(extract.rows)].sort(),
    coverage: extract.coverage.map((window) => ({ ...window, inputs: [...window.inputs] })),
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

/** A child's rows in stored snapshots: counted, and removed without leaving a snapshot half written. */
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { syncTree } from '../durable.ts';
import { makePrivateFolder } from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import type { SnapshotManifest, StoredSnapshot } from '../snapshot/manifest.ts';
import { readSnapshot, snapshotFaults } from '../snapshot/store.ts';
import { copyInOrder } from '../snapshot/table-file.ts';
import { type Database, quotedPath, withDatabase } from '../warehouse/database.ts';
import { asideOf, swapIn } from './swap.ts';

/** A table file of a snapshot that holds rows of the child. */
export interface FoundRows {
  readonly file: string;
  readonly columns: readonly string[];
  /** Rows of the child, and of everybody else. */
  readonly rows: number;
  readonly others: number;
}

/** The child is a row of a table and never part of a statement, which an error of the database would quote. */
export async function withChild<T>(childId: string, work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(
    ':memory:',
    async (database) => {
      await database.run('CREATE TABLE forgotten (child_id TEXT)');
      await database.appendText('forgotten', 1, [[childId]]);
      return work(database);
    },
    { threads: 1 },
  );
}

const isChild = 'child_id IS NOT DISTINCT FROM (SELECT child_id FROM forgotten)';

/** The tables of a snapshot in which the child has rows. */
export async function findRows(
  database: Database,
  { folder, manifest }: StoredSnapshot,
): Promise<FoundRows[]> {
  const found: FoundRows[] = [];
  for (const { file } of Object.values(manifest.tables)) {
    const from = `FROM read_parquet(${quotedPath(join(folder, file))})`;
    const names = await database.rows(`DESCRIBE SELECT * ${from}`);
    const columns = names.map((row) => String(row['column_name']));
    if (!columns.includes('child_id')) continue;
    const [count] = await database.rows(
      `SELECT COUNT(*) FILTER (${isChild}) AS rows, COUNT(*) FILTER (NOT (${isChild})) AS others ${from}`,
    );
    const [rows, others] = [Number(count?.['rows']), Number(count?.['others'])];
    if (rows > 0) found.push({ file, columns, rows, others });
  }
  return found;
}

/** Puts a snapshot without the child's rows in the place of the one with them; its manifest says that rows are gone. */
export async function removeRows(
  database: Database,
  { folder, manifest }: StoredSnapshot,
  found: readonly FoundRows[],
  on: string,
  step: (name: string) => void,
): Promise<void> {
  const [parent, name] = [dirname(folder), basename(folder)];
  const aside = asideOf(parent, name);
  rmSync(aside, { recursive: true, force: true });
  makePrivateFolder(aside);
  for (const file of readdirSync(folder).filter((each) => each !== 'manifest.json')) {
    const [from, to] = [join(folder, file), join(aside, file)];
    const table = found.find((each) => each.file === file);
    if (table === undefined) copyFileSync(from, to);
    else {
      const query = `SELECT * FROM read_parquet(${quotedPath(from)}) WHERE NOT (${isChild})`;
      await copyInOrder(database, query, table.columns, to);
    }
  }
  writeFileSync(join(aside, 'manifest.json'), canonicalJson(withoutRows(manifest, found, on, aside)));
  syncTree(aside);
  swapIn(parent, name, step);
}

function withoutRows(
  manifest: SnapshotManifest,
  found: readonly FoundRows[],
  on: string,
  folder: string,
): SnapshotManifest {
  const { snapshot_id, revision, content_sha256: _, input_fingerprint, ...before } = manifest;
  const tables = Object.entries(before.tables).map(([name, table]) => {
    const rows = found.find((each) => each.file === table.file)?.others;
    return [
      name,
      rows === undefined ? table : { ...table, rows, sha256: fileSha256(join(folder, table.file)) },
    ];
  });
  const removed = found.reduce((sum, each) => sum + each.rows, 0);
  const content = {
    ...before,
    tables: Object.fromEntries(tables) as SnapshotManifest['tables'],
    forgotten: [...(before.forgotten ?? []), { on, rows: removed }],
  };
  return {
    snapshot_id,
    revision,
    content_sha256: sha256(canonicalJson(content)),
    input_fingerprint,
    ...content,
  };
}

/** Reads a snapshot that is whole. A damaged one is not written anew: its new checksums would make it look whole. */
export function readWhole(folder: string): StoredSnapshot {
  const found = readSnapshot(folder);
  if (typeof found !== 'string' && snapshotFaults(found).length === 0) return found;
  const name = `${basename(dirname(folder))}/${basename(folder)}`;
  throw new TrackerError(
    'check_stopped',
    'snapshot_damaged',
    `The snapshot ${name} is damaged or cannot be read, so nobody can tell whether the child is in it; it was left as it is.`,
    'Put it back with `tracker restore --missing`, or delete its folder, and run the command again.',
  );
}

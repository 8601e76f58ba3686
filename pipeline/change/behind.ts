/** The data behind an edition before: each authority's snapshot, if it is still stored and can still be read. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractVersion } from '../../sources/contract/tables.ts';
import { type StoredSnapshot, snapshotManifest } from '../snapshot/manifest.ts';

/** What is asked of an edition: which snapshot of which authority it was made from. */
interface MadeFrom {
  readonly authorities: readonly {
    readonly authority: string;
    readonly snapshot_id: string;
    readonly snapshot_sha256: string;
  }[];
}

/** One authority's snapshot behind the edition, or the reason, in a sentence, why there is none. */
export type BehindAuthority =
  | { readonly authority: string; readonly snapshot: StoredSnapshot; readonly reason: null }
  | { readonly authority: string; readonly snapshot: null; readonly reason: string };

const snapshotId = /^[a-z0-9-]+\/\d{4}-\d{2}-\d{2}\.\d+$/;

/** Reads it; nothing that is wrong with old data stops a run. */
export function readBehind(store: string, edition: MadeFrom, authority: string): BehindAuthority {
  const without = (reason: string): BehindAuthority => ({ authority, snapshot: null, reason });
  const entry = edition.authorities.find((own) => own.authority === authority);
  if (entry === undefined) return without('The edition before did not hold this authority.');
  const snapshot = readStored(store, entry.snapshot_id);
  if (snapshot === null || snapshot.manifest.content_sha256 !== entry.snapshot_sha256)
    return without('The data behind the edition before is no longer stored.');
  if (!canRead(snapshot.manifest.contract_version))
    return without(
      `The data behind the edition before follows version ${snapshot.manifest.contract_version} of the input contract, which this version of the program cannot read.`,
    );
  return { authority, snapshot, reason: null };
}

function readStored(store: string, id: string): StoredSnapshot | null {
  if (!snapshotId.test(id)) return null;
  const folder = join(store, id);
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) return null;
  try {
    const manifest = snapshotManifest.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
    const isWhole = Object.values(manifest?.tables ?? {}).every((table) =>
      existsSync(join(folder, table.file)),
    );
    return manifest !== undefined && isWhole ? { folder, manifest } : null;
  } catch {
    return null;
  }
}

/** A snapshot of an earlier contract lacks later columns, which stay empty; one of a later or another contract cannot be read. */
export function canRead(version: string, own = contractVersion): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [ownMajor, ownMinor] = own.split('.').map(Number);
  return major === ownMajor && minor !== undefined && minor <= (ownMinor ?? 0);
}

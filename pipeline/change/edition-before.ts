/**
 * Which earlier edition this one is compared with. Decided by what lies in the data folder and by the as-at date
 * alone, so that a rerun for the same date chooses the same one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractVersion } from '../../sources/contract/tables.ts';
import { manifest as editionManifest } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { fileSha256 } from '../hash.ts';
import { readReport, runNames } from '../run/report.ts';
import { readLedger, withdrawalOf } from '../shelf/ledger.ts';
import { boardPlace } from '../shelf/place.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { readSnapshot, snapshotFaults } from '../snapshot/store.ts';

const pastManifest = editionManifest.pick({
  edition_id: true,
  kind: true,
  as_at_date: true,
  authorities: true,
  rules_version: true,
  files: true,
});

/** An edition that readers have seen, with its folder. */
export interface PastEdition {
  readonly folder: string;
  readonly edition_id: string;
  readonly kind: 'working' | 'sealed';
  readonly as_at_date: string;
  readonly rules_version: string;
  readonly authorities: readonly {
    readonly authority: string;
    readonly snapshot_id: string;
    readonly snapshot_sha256: string;
  }[];
  readonly files: Readonly<Record<string, string>>;
}

/** What an edition is compared with; nothing in a first edition. */
export interface History {
  /** The newest sealed edition of an earlier date, else the newest working one: figures are compared with it. */
  readonly before: PastEdition | null;
  /** The newest edition of an earlier date, whatever its kind: earlier figures are told on from it. */
  readonly previous: PastEdition | null;
  /** What lies behind `before` for each authority of the run. */
  readonly behind: readonly BehindAuthority[];
  /** Changes whenever something else would be compared with. */
  readonly fingerprint: string;
}

/** Nothing lies behind a first edition. */
export const firstEdition: History = { before: null, previous: null, behind: [], fingerprint: '' };

/**
 * Looks for the edition before among those that readers have seen, leaving out withdrawn ones.
 *
 * @example readHistory(dataFolders('var'), '2026-06-30', ['hertfordshire'])
 */
export function readHistory(folders: DataFolders, asAt: string, authorities: readonly string[]): History {
  const past = pastEditions(folders, authorities).filter((edition) => edition.as_at_date < asAt);
  const previous = newest(past, folders);
  const before = chooseBefore(past, folders, authorities);
  const behind =
    before === null ? [] : authorities.map((each) => readBehind(folders.snapshots, before, each));
  const fingerprint = JSON.stringify([
    before?.edition_id ?? null,
    previous?.edition_id ?? null,
    ...behind.map((each) => [each.authority, each.snapshot?.manifest.content_sha256 ?? each.reason]),
  ]);
  return { before, previous, behind, fingerprint };
}

/** A sealed one has been before a meeting, so it is compared with even when its data is gone; of the others, one whose data is there. */
function chooseBefore(
  past: readonly PastEdition[],
  folders: DataFolders,
  authorities: readonly string[],
): PastEdition | null {
  const sealed = past.filter((edition) => edition.kind === 'sealed');
  if (sealed.length > 0) return newest(sealed, folders);
  const isStored = (edition: PastEdition): boolean =>
    authorities
      .filter((each) => edition.authorities.some((own) => own.authority === each))
      .every((each) => readBehind(folders.snapshots, edition, each).snapshot !== null);
  return newest(past.filter(isStored), folders) ?? newest(past, folders);
}

/** Of the latest date: the working edition that the last run for it published, else the last by name. */
function newest(past: readonly PastEdition[], folders: DataFolders): PastEdition | null {
  const date = past
    .map((edition) => edition.as_at_date)
    .sort()
    .at(-1);
  const ofDate = past.filter((edition) => edition.as_at_date === date);
  if (date === undefined || ofDate.length < 2) return ofDate[0] ?? null;
  const inOrder = publishedInOrder(folders, date);
  const place = (edition: PastEdition): string =>
    `${String(inOrder.lastIndexOf(edition.edition_id) + 1).padStart(6, '0')} ${edition.edition_id}`;
  return [...ofDate].sort((a, b) => (place(a) < place(b) ? -1 : 1)).at(-1) ?? null;
}

/** Editions in the order in which the runs for a date published them or found them live. */
function publishedInOrder(folders: DataFolders, date: string): string[] {
  const names = runNames(folders.runs).filter((name) => name.startsWith(`${date}-`));
  return names
    .sort((a, b) => Number(a.slice(11)) - Number(b.slice(11)))
    .flatMap((name) => {
      const report = readReport(folders.runs, name);
      return report !== null && ['published', 'nothing_new'].includes(report.outcome)
        ? [report.edition_id ?? '']
        : [];
    });
}

/** Editions of these authorities that were published and stand, as their manifests describe them. */
function pastEditions(folders: DataFolders, authorities: readonly string[]): PastEdition[] {
  if (!existsSync(folders.editions)) return [];
  const book = readLedger(boardPlace(folders));
  const isSealed = (id: string): boolean => book.sealed.some((entry) => entry.edition_id === id);
  return readdirSync(folders.editions)
    .filter((name) => name.startsWith('board-'))
    .sort()
    .flatMap((name) => readPast(join(folders.editions, name)) ?? [])
    .filter((edition) => existsSync(join(folders.published, edition.edition_id, 'index.html')))
    .filter((edition) => edition.kind === 'working' || isSealed(edition.edition_id))
    .filter((edition) => withdrawalOf(book, edition.edition_id) === null)
    .filter((edition) => edition.authorities.some((own) => authorities.includes(own.authority)));
}

/** Null for a folder whose manifest is missing or of a form that this version does not know. */
function readPast(folder: string): PastEdition | null {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) return null;
  try {
    const read = pastManifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? { folder, ...read.data } : null;
  } catch {
    return null;
  }
}

/** Path of a data file of the edition; null when its bytes are not those that its manifest names. */
export function soundFile(edition: PastEdition, name: string): string | null {
  const path = join(edition.folder, 'data', name);
  if (!existsSync(path)) return null;
  return fileSha256(path) === edition.files[`data/${name}`] ? path : null;
}

/** One authority's snapshot behind the edition, or the reason, in a sentence, why there is none. */
type BehindAuthority =
  | { readonly authority: string; readonly snapshot: StoredSnapshot; readonly reason: null }
  | { readonly authority: string; readonly snapshot: null; readonly reason: string };

const snapshotId = /^[a-z0-9-]+\/\d{4}-\d{2}-\d{2}\.\d+$/;

/** Reads it; nothing that is wrong with old data stops a run. */
export function readBehind(
  store: string,
  edition: Pick<PastEdition, 'authorities'>,
  authority: string,
): BehindAuthority {
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

/** Null where it is gone, or not as it was stored. */
function readStored(store: string, id: string): StoredSnapshot | null {
  if (!snapshotId.test(id)) return null;
  const found = readSnapshot(join(store, id));
  return typeof found === 'string' || snapshotFaults(found).length > 0 ? null : found;
}

/** A snapshot of an earlier contract lacks later columns, which stay empty; one of a later or another contract cannot be read. */
export function canRead(version: string, own = contractVersion): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [ownMajor, ownMinor] = own.split('.').map(Number);
  return major === ownMajor && minor !== undefined && minor <= (ownMinor ?? 0);
}

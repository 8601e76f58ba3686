/** The shelf of editions: what there is, what became of it, whether its bytes are still those that were sealed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { type Manifest, type MeasureMeta, manifest, measureMeta } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { fileSha256 } from '../hash.ts';
import { isSealedId, isWorkingId, liveEdition } from '../publish/live.ts';
import { type Ledger, readLedger, type Withdrawal, withdrawalOf } from './ledger.ts';

/** One edition on the shelf. */
export interface ShelvedEdition {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly live: boolean;
  /** Null while it stands. */
  readonly withdrawn: Withdrawal | null;
  /** A sealed edition whose sealing was cut short before it counted. */
  readonly unfinished: boolean;
}

/** Every edition in the data folder, by id: working ones and sealed ones of a date stand together. */
export function shelf(folders: DataFolders): ShelvedEdition[] {
  if (!existsSync(folders.editions)) return [];
  const book = readLedger(folders);
  const live = liveEdition(folders);
  return readdirSync(folders.editions)
    .filter((name) => isWorkingId(name) || isSealedId(name))
    .filter((name) => existsSync(join(folders.editions, name, 'manifest.json')))
    .sort()
    .map((name) => shelved(folders, book, name, live));
}

function shelved(folders: DataFolders, book: Ledger, id: string, live: string | null): ShelvedEdition {
  const folder = join(folders.editions, id);
  return {
    manifest: readPart(folder, 'manifest.json', manifest),
    folder,
    live: id === live,
    withdrawn: withdrawalOf(book, id),
    unfinished: isSealedId(id) && !book.sealed.some((each) => each.edition_id === id),
  };
}

/** Finds one edition or says that there is none. */
export function fromShelf(folders: DataFolders, id: string): ShelvedEdition {
  const found = shelf(folders).find((each) => each.manifest.edition_id === id);
  if (found !== undefined) return found;
  throw new TrackerError(
    'usage',
    'edition_unknown',
    'There is no edition of that name.',
    '`tracker edition list` names them.',
  );
}

/** What an edition says of its measures. */
export const measuresOf = (edition: ShelvedEdition): MeasureMeta[] =>
  readPart(edition.folder, join('data', 'measures.json'), z.array(measureMeta));

function readPart<T>(folder: string, path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, path), 'utf8')));
  } catch (cause) {
    throw new TrackerError(
      'usage',
      'edition_unreadable',
      `${path} of an edition cannot be read, or is of an earlier format.`,
      'Put the edition back from a backup, or look at it with the program that made it.',
      cause,
    );
  }
}

/** Files that are not as the manifest says, and the manifest itself if it is not the one that was sealed. */
export function changedFiles(folders: DataFolders, edition: ShelvedEdition): string[] {
  const changed = Object.entries(edition.manifest.files)
    .filter(([file, hash]) => {
      const path = join(edition.folder, file);
      return !existsSync(path) || fileSha256(path) !== hash;
    })
    .map(([file]) => file);
  const sealed = readLedger(folders).sealed.find((each) => each.edition_id === edition.manifest.edition_id);
  const own = fileSha256(join(edition.folder, 'manifest.json'));
  return sealed !== undefined && sealed.manifest_sha256 !== own ? ['manifest.json', ...changed] : changed;
}

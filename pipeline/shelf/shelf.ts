/** What lies on a shelf, what became of it, and whether its bytes are still those that were made. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { type Manifest, type MeasureMeta, manifest, measureMeta } from '../edition/format.ts';
import { type PanelManifest, panelManifest } from '../edition/panel-format.ts';
import type { DataFolders } from '../folders.ts';
import { fileSha256 } from '../hash.ts';
import { changedFiles, readJson, treeSha256 } from './bytes.ts';
import {
  type Ledger,
  readLedger,
  requireLedger,
  type Sealing,
  type Withdrawal,
  withdrawalOf,
} from './ledger.ts';
import { liveEdition } from './live.ts';
import { boardPlace, foldersIn, isWorkingId, type Place } from './place.ts';

/** One edition on a shelf. */
export interface ShelvedEdition<M = Manifest | PanelManifest> {
  readonly id: string;
  readonly folder: string;
  /** Null where it cannot be read: damaged, or of an earlier format. */
  readonly manifest: M | null;
  readonly live: boolean;
  /** Null while it stands. */
  readonly withdrawn: Withdrawal | null;
  /** Null for a working edition, and for one whose sealing was cut short before it counted. */
  readonly sealing: Sealing | null;
}

const anyManifest = z.union([manifest, panelManifest]);

/** Every edition on the shelf, by id: working ones and sealed ones of a date stand together. */
export function shelf(place: Place): ShelvedEdition[] {
  const book = readLedger(place);
  const live = place.authority === null ? liveEdition(place) : null;
  const names = new Set([...foldersIn(place.editions), ...book.sealed.map(({ edition_id }) => edition_id)]);
  return [...names].sort().map((id) => shelved(place, book, id, live));
}

const shelved = (place: Place, book: Ledger, id: string, live: string | null): ShelvedEdition => ({
  id,
  folder: join(place.editions, id),
  manifest: readJson(join(place.editions, id, 'manifest.json'), anyManifest),
  live: id === live,
  withdrawn: withdrawalOf(book, id),
  sealing: book.sealed.find((each) => each.edition_id === id) ?? null,
});

/** Finds one edition or says that there is none. */
export function fromShelf(place: Place, id: string): ShelvedEdition {
  const found = shelf(place).find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new TrackerError(
    'usage',
    'edition_unknown',
    'There is no edition of that name.',
    '`tracker edition list` and `tracker panel list` name them.',
  );
}

/** One edition of the Board with a manifest that can be read. */
export function boardEdition(
  folders: DataFolders,
  id: string,
): ShelvedEdition<Manifest> & { manifest: Manifest } {
  const found = fromShelf(boardPlace(folders), id);
  return { ...found, manifest: readPart(found.folder, 'manifest.json', manifest) };
}

/** What an edition of the Board says of its measures. */
export const measuresOf = ({ folder }: Pick<ShelvedEdition, 'folder'>): MeasureMeta[] =>
  readPart(folder, join('data', 'measures.json'), z.array(measureMeta));

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

/** What of a sealed edition is missing or not as it was sealed: paths below its folder; `site` stands for all its pages. */
export function sealedFaults(place: Place, sealing: Sealing): string[] {
  const folder = join(place.editions, sealing.edition_id);
  const file = join(folder, 'manifest.json');
  if (!existsSync(file) || fileSha256(file) !== sealing.manifest_sha256) return ['manifest.json'];
  const own = readJson(file, z.object({ files: z.record(z.string(), z.string()) }));
  const site = sealing.site_sha256 === undefined || treeSha256(join(folder, 'site')) === sealing.site_sha256;
  return [...changedFiles(folder, own?.files ?? {}), ...(site ? [] : ['site'])];
}

/** Every sealing in the ledger, in order. Throws where the ledger is not whole or an edition is not as it was sealed. */
export function sealedEditions(place: Place): Sealing[] {
  const { sealed } = requireLedger(place);
  for (const sealing of sealed) {
    const [fault] = sealedFaults(place, sealing);
    if (fault !== undefined)
      throw new TrackerError(
        'check_stopped',
        'earlier_edition_lost',
        `The earlier edition ${sealing.edition_id} is not as it was sealed (${fault}).`,
        'Put its folder back from a backup; `tracker verify` names everything that differs. A withdrawn edition is needed too: it was published.',
      );
  }
  return sealed;
}

/** Kind of an edition in a word. */
export const kindOf = ({ id, sealing, manifest: own }: ShelvedEdition): string =>
  own === null ? 'damaged' : sealing !== null ? 'sealed' : isWorkingId(id) ? 'working' : 'unfinished';

/**
 * Papers of an audience that were ever published: what a later one is held against. Withdrawn ones too, for what was
 * read cannot be unread.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { type PanelFile, type PanelManifest, panelFile, panelManifest } from '../edition/panel-format.ts';
import type { PaperFolders } from '../folders.ts';
import { fileSha256, sha256 } from '../hash.ts';
import { readLedger, type Sealing, withdrawalOf } from './ledger.ts';

/** A paper that was published, with the very bytes. */
export interface EarlierPaper {
  readonly id: string;
  /** Holds `manifest.json`, `data/` and `site/`. */
  readonly folder: string;
  readonly sealing: Sealing;
  readonly manifest: PanelManifest;
  readonly paper: PanelFile;
  readonly withdrawn: boolean;
}

/** Every paper in the ledger, in the order of sealing. Throws where one is missing or is not as it was published. */
export function earlierPapers(place: PaperFolders): EarlierPaper[] {
  const book = readLedger(place);
  return book.sealed.map((sealing) => {
    const folder = join(place.editions, sealing.edition_id);
    refuseChanged(folder, sealing);
    return {
      id: sealing.edition_id,
      folder,
      sealing,
      manifest: panelManifest.parse(read(folder, 'manifest.json')),
      paper: panelFile.parse(read(folder, 'data/panel.json')),
      withdrawn: withdrawalOf(book, sealing.edition_id) !== null,
    };
  });
}

const read = (folder: string, path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));

function refuseChanged(folder: string, sealing: Sealing): void {
  const manifestFile = join(folder, 'manifest.json');
  const site = join(folder, 'site');
  if (!existsSync(manifestFile) || !existsSync(site)) throw lost(sealing.edition_id, 'is missing');
  if (fileSha256(manifestFile) !== sealing.manifest_sha256)
    throw lost(sealing.edition_id, 'is not as it was sealed (manifest.json)');
  const { files } = panelManifest.parse(read(folder, 'manifest.json'));
  const [file] = changedPaperFiles(folder, files);
  if (file !== undefined) throw lost(sealing.edition_id, `is not as it was sealed (${file})`);
  if (sealing.site_sha256 !== treeSha256(site))
    throw lost(sealing.edition_id, 'is not as it was published (site)');
}

const lost = (id: string, how: string): TrackerError =>
  new TrackerError(
    'check_stopped',
    'earlier_edition_lost',
    `The earlier edition ${id} ${how}, so nobody can tell what a new one would give away beside it.`,
    'Put its folder below audiences/ back from a backup. A withdrawn edition is needed too: it was published.',
  );

/** Data files that are not those of the manifest. */
export const changedPaperFiles = (folder: string, files: PanelManifest['files']): string[] =>
  Object.entries(files)
    .filter(([file, hash]) => !existsSync(join(folder, file)) || fileSha256(join(folder, file)) !== hash)
    .map(([file]) => file);

/** sha256 over every file below the folder with its path. */
export function treeSha256(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path.replaceAll('\\', '/'), fileSha256(join(folder, path))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(files));
}

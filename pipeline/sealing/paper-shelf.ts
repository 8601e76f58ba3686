/**
 * Papers of an audience that were ever published: what a later one is held against. Withdrawn ones too, for what was
 * read cannot be unread.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { type PanelFile, type PanelManifest, panelFile, panelManifest } from '../edition/panel-format.ts';
import type { DataFolders, PaperFolders } from '../folders.ts';
import { fileSha256, sha256 } from '../hash.ts';
import { readLedger, type Sealing, withdrawalOf } from './ledger.ts';
import { begunPaper } from './paper-begun.ts';
import { placesBeside } from './paper-places.ts';

/** A paper that was published, with the very bytes. */
export interface EarlierPaper {
  readonly audience: string;
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
  refuseLostLedger(place);
  const book = readLedger(place);
  return book.sealed.map((sealing) => {
    const folder = join(place.editions, sealing.edition_id);
    refuseChanged(folder, sealing);
    return {
      audience: place.audience,
      id: sealing.edition_id,
      folder,
      sealing,
      manifest: panelManifest.parse(read(folder, 'manifest.json')),
      paper: panelFile.parse(read(folder, 'data/panel.json')),
      withdrawn: withdrawalOf(book, sealing.edition_id) !== null,
    };
  });
}

/**
 * The same with the papers of every other audience that anybody may read beside them: all that a new paper is held against.
 */
export const earlierReadable = (
  folders: Pick<DataFolders, 'audiences'>,
  place: PaperFolders,
  audiences: Parameters<typeof placesBeside>[2],
): EarlierPaper[] =>
  [place, ...placesBeside(folders, place, audiences)]
    .flatMap(earlierPapers)
    .sort((a, b) => (a.sealing.sealed_before ?? 0) - (b.sealing.sealed_before ?? 0));

/**
 * Throws where papers are on file and the ledger is missing or does not name one of them: what they published would be
 * forgotten. The paper of a sealing that was cut short is no such paper.
 */
export function refuseLostLedger(place: PaperFolders): void {
  const where = `audiences/${place.audience}/${place.authority}`;
  const published = namesIn(place.published);
  const begun = begunPaper(place);
  const sealed = namesIn(place.editions).filter((name) => name !== begun);
  if (!existsSync(place.ledger)) {
    if (sealed.length + published.length > 0) throw forgotten(`The ledger of ${where} is missing`);
    return;
  }
  const named = new Set(readLedger(place).sealed.map((each) => each.edition_id));
  const [stray] = [...sealed, ...published.filter((name) => !name.startsWith('index.html'))].filter(
    (name) => !named.has(name),
  );
  if (stray !== undefined) throw forgotten(`The ledger of ${where} does not name ${stray}`);
}

/** A name that begins with a dot is a copy that was cut short. */
const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];

const forgotten = (what: string): TrackerError =>
  new TrackerError(
    'check_stopped',
    'earlier_edition_lost',
    `${what}, although papers lie there, so nobody can tell what was published or withdrawn.`,
    'Put the newest ledger.json of that folder back from a backup. Nothing there was changed or removed.',
  );

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

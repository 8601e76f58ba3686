/** Which edition readers see: the one that `index.html` names. That small file is the only commit point. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolders, replaceFile } from '../folders.ts';
import { readLedger, withdrawalOf } from '../sealing/ledger.ts';
import { pointerPage } from './page.ts';

const editionName = /^board-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/;
const sealedName = /^board-\d{4}-\d{2}-\d{2}-sealed-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/;

/** True for the id of a working edition. */
export const isWorkingId = (name: string): boolean => editionName.test(name);

/** True for the id of a sealed edition. */
export const isSealedId = (name: string): boolean => sealedName.test(name);

/** Id of the live edition; null before the first publication. */
export function liveEdition(folders: DataFolders): string | null {
  const file = join(folders.published, 'index.html');
  if (!existsSync(file)) return null;
  const found = /<meta name="edition" content="([^"]+)">/.exec(readFileSync(file, 'utf8'))?.[1];
  return found !== undefined && editionName.test(found) ? found : null;
}

/** Working editions with a site at their permanent address and not withdrawn, by date. */
export function publishedEditions(folders: DataFolders): string[] {
  if (!existsSync(folders.published)) return [];
  const book = readLedger(folders);
  return readdirSync(folders.published)
    .filter((name) => editionName.test(name) && withdrawalOf(book, name) === null)
    .sort();
}

/** Makes the edition the live one, in one step. */
export function makeLive(folders: DataFolders, editionId: string): void {
  replaceFile(
    join(folders.published, 'index.html'),
    pointerPage(editionId, 'Permanence Tracker', 'Open the current edition'),
  );
}

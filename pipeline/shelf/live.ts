/** Which working edition of the Board readers see: the one that `index.html` names. That small file is the only commit point. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../durable.ts';
import type { DataFolders } from '../folders.ts';
import { readLedger, withdrawalOf } from './ledger.ts';
import { emptyPage, pointedTo, pointerPage } from './pages.ts';
import { boardPlace, foldersIn, isWorkingId } from './place.ts';

/** Id of the live edition; null before the first publication. */
export function liveEdition({ published }: Pick<DataFolders, 'published'>): string | null {
  const found = pointedTo(join(published, 'index.html'));
  return found !== null && isWorkingId(found) ? found : null;
}

/** Working editions with a site at their permanent address and not withdrawn, by date. */
export function publishedEditions(folders: DataFolders): string[] {
  const book = readLedger(boardPlace(folders));
  return foldersIn(folders.published).filter(
    (name) =>
      isWorkingId(name) &&
      existsSync(join(folders.published, name, 'index.html')) &&
      withdrawalOf(book, name) === null,
  );
}

/** Makes the edition the live one, in one step. */
export const makeLive = ({ published }: Pick<DataFolders, 'published'>, editionId: string): void =>
  replaceFile(join(published, 'index.html'), livePage(editionId));

/** The page that leads to the live edition; to none, a page that says so. */
export const livePage = (editionId: string | null): string =>
  editionId === null
    ? emptyPage('Permanence Tracker', 'No edition is published at present.')
    : pointerPage(editionId, 'Permanence Tracker', 'Open the current edition');

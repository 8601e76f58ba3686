/** Going back to an edition of the Board that was published before. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import type { Effects } from '../effects.ts';
import type { DataFolders } from '../folders.ts';
import { takeLock } from '../lock.ts';
import { readReports } from '../run/report.ts';
import { madeOf } from './bytes.ts';
import { refuseWithdrawn } from './ledger.ts';
import { liveEdition, makeLive, publishedEditions } from './live.ts';
import { boardPlace, isWorkingId } from './place.ts';
import { editionFaults } from './publish.ts';
import { settle } from './settle.ts';

/** Makes the edition live; null means the one that was live before. Waits for nobody: a run at work is an error. */
export async function rollback(
  folders: DataFolders,
  wanted: string | null,
  effects: Effects,
): Promise<{ from: string | null; to: string }> {
  if (publishedEditions(folders).length === 0)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const since = effects.now().toISOString();
  const giveBack = await takeLock({ file: folders.lock, run: 'a rollback', since, log: effects.log });
  try {
    settle(folders, boardPlace(folders), { say: effects.log });
    const from = liveEdition(folders);
    const to = wanted ?? editionBefore(folders, from);
    refuseUnfit(folders, to);
    makeLive(folders, to);
    return { from, to };
  } finally {
    giveBack();
  }
}

function refuseUnfit(folders: DataFolders, to: string): void {
  refuseWithdrawn(boardPlace(folders), to);
  if (!isWorkingId(to) && existsSync(join(folders.editions, to)))
    throw new TrackerError(
      'usage',
      'edition_sealed',
      `${to} was sealed for a meeting; the live edition is always a working one.`,
      'A sealed edition keeps its own address; `tracker edition list` names them.',
    );
  if (!publishedEditions(folders).includes(to))
    throw new TrackerError(
      'usage',
      'edition_unknown',
      `There is no published edition ${to}.`,
      '`tracker status` lists the editions that can be made live.',
    );
  // Before version 0.4.0 no checksum of the site was noted.
  const parts = madeOf(join(folders.editions, to)) === null ? ['edition'] : ['edition', 'site'];
  const [fault] = editionFaults(folders, to, parts as ('edition' | 'site')[]);
  if (fault !== undefined)
    throw new TrackerError(
      'check_stopped',
      'edition_damaged',
      `${to} cannot be made live: ${fault.what}.`,
      'Put it back from a backup, or run that as-at date again.',
    );
}

/** The last edition that a run published before the live one. */
function editionBefore(folders: DataFolders, live: string | null): string {
  const published = readReports(folders.runs)
    .filter((report) => report.outcome === 'published')
    .flatMap((report) => report.edition_id ?? []);
  const standing = publishedEditions(folders);
  const before = published
    .slice(published.indexOf(live ?? '') + 1)
    .find((edition) => edition !== live && standing.includes(edition));
  if (before !== undefined) return before;
  throw new TrackerError(
    'usage',
    'no_edition_before',
    'No edition was live before this one.',
    'Name the edition; `tracker status` lists them.',
  );
}

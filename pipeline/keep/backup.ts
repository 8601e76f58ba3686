/** Everything of a data folder that cannot be made again, in one archive. */
import { existsSync, fsyncSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { renameOver } from '../durable.ts';
import type { Effects } from '../effects.ts';
import { dataFolders } from '../folders.ts';
import { takeLock } from '../lock.ts';
import { atPlace } from '../storage-failure.ts';
import { describe, isSafePath, type Part, withFile, writeArchive } from './archive.ts';

export interface BackupRequest {
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Absolute path of the archive, which must not be there yet. */
  readonly out: string;
  /** Warehouses too, although every run can make them again from the snapshots. */
  readonly withWarehouses: boolean;
}

const usage = (code: string, message: string, advice: string): TrackerError =>
  new TrackerError('usage', code, message, advice);

/**
 * Writes the archive and returns its parts. Only its owner may read it: it holds child-level records. The same data folder
 * gives the same bytes; it appears whole or not at all.
 *
 * @example await backup({ data: '/srv/tracker', out: '/backup/2026-06-30.tar', withWarehouses: false }, silentEffects)
 */
export async function backup(request: BackupRequest, effects: Effects): Promise<Part[]> {
  const { data, out } = request;
  refuseFolder(data);
  await atPlace(out, () => refusePlace(data, out));
  const since = effects.now().toISOString();
  const lock = { file: dataFolders(data).lock, run: 'a backup', since, log: effects.log };
  const giveBack = await atPlace(data, () => takeLock(lock));
  try {
    const paths = await atPlace(data, () => keptPaths(data, request.withWarehouses));
    const parts = await atPlace(data, () => paths.map((path) => describe(data, path)));
    await atPlace(out, () => writeAside(data, out, parts));
    return parts;
  } finally {
    giveBack();
  }
}

function writeAside(data: string, out: string, parts: readonly Part[]): void {
  const aside = `${out}.next`;
  rmSync(aside, { force: true });
  try {
    withFile(aside, 'wx', (file) => {
      writeArchive(file, data, parts);
      fsyncSync(file);
    });
    renameOver(aside, out);
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseFolder(data: string): void {
  const { snapshots, runs, editions, audiences } = dataFolders(data);
  if ([snapshots, runs, editions, audiences].some((folder) => existsSync(folder))) return;
  throw usage('no_data_folder', `${data} holds nothing of the tracker.`, 'Name the data folder with --data.');
}

function refusePlace(data: string, out: string): void {
  if (existsSync(out))
    throw usage('backup_exists', `${out} is there already.`, 'Give each backup a name of its own.');
  // the real folders, so that no link leads back into the data folder
  const way = relative(realpathSync(data), join(realpathSync(dirname(out)), basename(out)));
  if (way.split(sep)[0] === '..' || isAbsolute(way)) return;
  throw usage(
    'backup_inside',
    `${out} lies in the data folder itself.`,
    'Name a place outside it, best on another disk.',
  );
}

/** What a run makes again, what runs left behind, and what is no file of the tracker's data. */
const isLeftOut = (path: string, withWarehouses: boolean): boolean =>
  /^(worklists|cache|python|run\.lock[^/]*)$/.test(path) ||
  (path === 'warehouses' && !withWarehouses) ||
  /(^|\/)\.(next|aside|gone|restoring)[^/]*$|\.next$/.test(path) ||
  // of a run the report alone: the rest is scratch, and words of other programs that may quote a cell
  (/^runs\/./.test(path) && !/^runs\/[^/]+(\/report\.json)?$/.test(path));

/** Paths of all files that are kept, in order of their names. */
function keptPaths(data: string, withWarehouses: boolean): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(data, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (isLeftOut(path, withWarehouses)) return [];
      if (entry.isDirectory()) return below(path);
      if (entry.isFile() && isSafePath(path)) return [path];
      throw usage(
        'no_plain_file',
        `${join(data, path)} is a link, or a file whose name does not fit every system: it cannot be kept in a backup.`,
        'Move what it stands for into the data folder, or take it away.',
      );
    });
  return below('').sort();
}

/** Folders and files of the data folder: private where they hold child-level rows, written aside and renamed. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Places below the data folder. */
export const dataFolders = (data: string) =>
  ({
    /** The data folder itself. */
    root: data,
    /** What the owner has set; see `access.ts`. */
    settings: join(data, 'settings.yaml'),
    snapshots: join(data, 'snapshots'),
    warehouses: join(data, 'warehouses'),
    editions: join(data, 'editions', 'board'),
    ledger: join(data, 'editions', 'board', 'ledger.json'),
    published: join(data, 'published', 'board'),
    runs: join(data, 'runs'),
    audiences: join(data, 'audiences'),
    worklists: join(data, 'worklists'),
    /** What people wrote on the lists, whom the lists held, and when they were written and read. */
    packs: join(data, 'packs'),
    cache: join(data, 'cache'),
    lock: join(data, 'run.lock'),
  }) as const;
export type DataFolders = ReturnType<typeof dataFolders>;

/** Makes a folder that only its owner may enter. */
export function makePrivateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  return path;
}

/** Makes a folder, as all of them readable by its owner alone unless the settings say that it is published. */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

/** Makes the folder anew, with nothing in it. */
export function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  return makeFolder(path);
}

/** Writes a file that only its owner may read, in place of any before it. */
export function writePrivateFile(path: string, content: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
}

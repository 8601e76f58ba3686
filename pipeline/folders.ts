/** Folders and files of the data folder: private where they hold child-level rows, written aside and renamed. */
import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Places below the data folder. */
export const dataFolders = (data: string) =>
  ({
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
    cache: join(data, 'cache'),
    lock: join(data, 'run.lock'),
  }) as const;
export type DataFolders = ReturnType<typeof dataFolders>;

/** Places of one audience's papers about one authority: apart from the Board's, and from every other audience's. */
export function paperFolders(
  { audiences }: Pick<DataFolders, 'audiences'>,
  audience: string,
  authority: string,
) {
  const root = join(audiences, audience, authority);
  return {
    audience,
    authority,
    /** Data and site of every sealed edition, for ever: they were published. */
    editions: join(root, 'editions'),
    /** The newest draft, for officers to look at; published nowhere. */
    drafts: join(root, 'drafts'),
    /** What the public address shows. */
    published: join(root, 'published'),
    ledger: join(root, 'ledger.json'),
  } as const;
}
export type PaperFolders = ReturnType<typeof paperFolders>;

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

/** Replaces a file in one step: readers see the old one or the new one, never half of either, and as many as before. */
export function replaceFile(path: string, content: string): void {
  const aside = `${path}.next`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(aside, content);
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined) chmodSync(aside, before.mode & 0o777);
  renameSync(aside, path);
}

/** Replaces a file in one step; only its owner may read either. */
export function replacePrivateFile(path: string, content: string): void {
  const aside = `${path}.next`;
  mkdirSync(dirname(path), { recursive: true });
  writePrivateFile(aside, content);
  renameSync(aside, path);
}

/** Writes a file that only its owner may read, in place of any before it. */
export function writePrivateFile(path: string, content: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
}

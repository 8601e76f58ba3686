/**
 * Files that outlive a power cut. A rename alone may reach the disk before the bytes that it names, so whatever is put in
 * its place is written through first, then renamed, and then the folder that holds its name is written through.
 */
import {
  chmodSync,
  closeSync,
  cpSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const windows = process.platform === 'win32';

/** Writes one file, or the names that a folder holds, through to the disk. */
function syncOne(path: string, folder: boolean): void {
  // Windows can open no folder, and keeps names in a journal of its own; a file is flushed through a handle that may write.
  if (folder && windows) return;
  const handle = openSync(path, !folder && windows ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Writes the names that a folder holds through to the disk. */
export const syncFolder = (path: string): void => syncOne(path, true);

/** Renames what is on the disk already; the new name is there when this returns. */
export function renameOver(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Writes a file, or a folder with all that lies below it, through to the disk. */
export function syncTree(path: string): void {
  if (!statSync(path).isDirectory()) {
    syncOne(path, false);
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) syncTree(join(path, entry.name));
    else if (entry.isFile()) syncOne(join(path, entry.name), false);
  syncFolder(path);
}

/** Makes a folder with those above it; each new name is on the disk before anything is put there. */
function makeDurableFolder(path: string): string {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first !== undefined)
    for (let each = path; each.length >= first.length; each = dirname(each)) syncFolder(dirname(each));
  return path;
}

/**
 * Replaces a file in one step: readers see the old one or the new one, never half of either, also after a power cut, and
 * as many may read the new one as the old one: its owner alone, where there was none.
 */
export function replaceFile(path: string, content: string): void {
  const aside = `${path}.next`;
  makeDurableFolder(dirname(path));
  rmSync(aside, { force: true });
  try {
    writeFileSync(aside, content, { mode: 0o600, flag: 'wx', flush: true });
    const before = statSync(path, { throwIfNoEntry: false });
    if (before !== undefined) chmodSync(aside, before.mode & 0o777);
    renameOver(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** Moves a finished file or folder to a place where nothing lies: whole and on the disk, or not at all. */
export function moveInto(from: string, to: string): void {
  makeDurableFolder(dirname(to));
  syncTree(from);
  try {
    renameOver(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyInto(from, to);
    rmSync(from, { recursive: true, force: true });
  }
}

/** Copies a finished folder or file to a place where nothing lies: it appears there whole and on the disk, or not at all. */
export function copyInto(from: string, to: string): void {
  const aside = join(dirname(to), `.next-${basename(to)}`);
  makeDurableFolder(dirname(to));
  rmSync(aside, { recursive: true, force: true });
  try {
    cpSync(from, aside, { recursive: true });
    syncTree(aside);
    renameOver(aside, to);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

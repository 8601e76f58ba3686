/** Files as a disk really has them: written through, and a refusal of the operating system told with the place's name. */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';

const full = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'];

/**
 * Does work at a place of the disk. A full or failing disk is exit code 5, a place that may not be used exit code 2;
 * both name the place. Every other error passes.
 */
export async function atPlace<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusal(place, error) ?? error;
  }
}

function refusal(place: string, error: unknown): TrackerError | null {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // DuckDB has no code, only the words of the operating system.
  if (full.includes(code ?? '') || /No space left|not enough space/i.test(message ?? ''))
    return new TrackerError(
      'derivation_failed',
      'disk_full',
      `The disk that holds ${place} is full or failing${code === undefined ? '' : ` (${code})`}.`,
      'Free some space there or choose another disk, then run the command again.',
      error,
    );
  if (error instanceof TrackerError || code === undefined || syscall === undefined) return null;
  return new TrackerError(
    'usage',
    'place_refused',
    `${(error as NodeJS.ErrnoException).path ?? place} cannot be used (${code}).`,
    'Check that the path is right, that every folder on the way is a folder, and who may read and write there.',
    error,
  );
}

/** Makes sure that a file, or the names in a folder, outlive a power cut. */
export function writeThrough(path: string): void {
  const isFolder = lstatSync(path).isDirectory();
  // Windows has no such call for folders and keeps their names by itself.
  if (isFolder && process.platform === 'win32') return;
  const file = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The same for a folder with everything below it. */
export function writeTreeThrough(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) writeTreeThrough(join(folder, entry.name));
    else writeThrough(join(folder, entry.name));
  writeThrough(folder);
}

/** Renames, and makes sure that the new name outlives a power cut. */
export function renameThrough(from: string, to: string): void {
  renameSync(from, to);
  writeThrough(dirname(to));
}

/** Replaces a file that only its owner may read: whatever happens, the old one or the new one is there, whole. */
export function replaceThrough(path: string, content: string): void {
  const aside = `${path}.next`;
  rmSync(aside, { force: true });
  writeFileSync(aside, content, { mode: 0o600, flag: 'wx' });
  writeThrough(aside);
  renameThrough(aside, path);
}

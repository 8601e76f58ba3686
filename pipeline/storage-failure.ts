/** Failures of the place where the program writes: a full disk, a folder that may not be written, a file in a folder's place. */
import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { TrackerError } from '../sources/error.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);
const barred: Readonly<Record<string, string>> = {
  EACCES: 'may not be written by this account',
  EPERM: 'may not be written by this account',
  EROFS: 'lies on a disk that is read-only',
  ENOTDIR: 'cannot be made, because a file lies where a folder should be',
  EEXIST: 'cannot be made, because a file lies where a folder should be',
  ELOOP: 'cannot be made, because a link on the way leads in a circle',
  EISDIR: 'cannot be written, because a folder lies where a file should be',
};
const nowhere = 'cannot be made, because a folder or link on the way leads nowhere';
/** How DuckDB, SQLMesh and Python say the same. */
const fullInWords =
  /no space left on device|disk (?:is )?full|not enough space|ENOSPC|EDQUOT|disk quota exceeded/i;

/** What another program said of a full disk, in its own words; null where it said nothing of that. */
export const saidOfFullDisk = (text: string): string | null => fullInWords.exec(text)?.[0] ?? null;

/**
 * The failure as one of storage, with its path and what to do; null when it is something else. The causes of an error are
 * looked at too, and the words of other programs. Nothing of a file's content is in the message.
 */
export function storageFailure(error: unknown, data: string): TrackerError | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code = '' } = each as NodeJS.ErrnoException;
    const path = refusedPath(each);
    if (full.has(code)) return diskFull(data, code, error);
    const why = barred[code];
    if (code === 'ENOENT' && path === data) return unwritable(path, data, nowhere, error);
    if (why !== undefined && path.startsWith(data)) return unwritable(path, data, why, error);
  }
  const said = inspect(error, { depth: 8 });
  return fullInWords.test(said) ? diskFull(data, 'ENOSPC', error) : barredInWords(said, data, error);
}

/** What was refused: of a move the place it was to have, unless it may not be taken from where it lies. */
function refusedPath({ path = '', dest }: NodeJS.ErrnoException & { readonly dest?: string }): string {
  if (dest === undefined) return path;
  try {
    accessSync(dirname(path), constants.W_OK);
    return dest;
  } catch {
    return path;
  }
}

/** What another program says it was refused below the data folder: DuckDB names the file in quotation marks. */
function barredInWords(said: string, data: string, error: unknown): TrackerError | null {
  for (const [, path = '', words = ''] of said.matchAll(
    /"([^"\n]+)": (permission denied|read-only file system)/gi,
  )) {
    const code = words.toLowerCase() === 'permission denied' ? 'EACCES' : 'EROFS';
    if (path.startsWith(data)) return unwritable(path, data, barred[code] ?? '', error);
  }
  return null;
}

function diskFull(place: string, code: string, cause: unknown): TrackerError {
  return new TrackerError(
    'derivation_failed',
    'disk_full',
    `The disk that holds ${place} is full or failing (${code}${free(place)}).`,
    'The published site is as it was. Free disk space and run again; nothing needs to be deleted below the data folder.',
    cause,
  );
}

/** How much is free; nothing where the system does not say. */
function free(data: string): string {
  try {
    const { bavail, bsize } = statfsSync(data);
    return `, ${Math.floor((bavail * bsize) / 1_000_000)} MB free`;
  } catch {
    return '';
  }
}

const unwritable = (path: string, data: string, why: string, cause: unknown): TrackerError =>
  new TrackerError(
    path === data ? 'usage' : 'derivation_failed',
    'not_writable',
    `${path} ${why}.`,
    'The published site is as it was. Mend that, or name another folder with --data, and run again.',
    cause,
  );

/** Does work at a place of the disk; what the operating system refuses there is told with the place's name. */
export async function atPlace<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof TrackerError
      ? error
      : (storageFailure(error, place) ?? refused(error, place) ?? error);
  }
}

/** Any other refusal of the operating system: a path that is wrong, a folder that is not there. */
function refused(error: unknown, place: string): TrackerError | null {
  const { code, syscall, path = place } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  return new TrackerError(
    'usage',
    'place_refused',
    `${path} cannot be used (${code}).`,
    'Check that the path is right, that every folder on the way is a folder, and who may read and write there.',
    error,
  );
}

import { createReadStream, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../error.ts';
import { compare } from './ledger.ts';
import type { InputFile } from './sheet.ts';

/** Sub-folders deeper than this hold no extract but a whole archive. */
const deepest = 12;

/** Left by file managers and open programs: no one's extract. */
const clutter = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;

/** A file that a program saves records in, by its name; anything else that cannot be read is listed and passed over. */
const readable = /\.(csv|tsv|tab|txt|xml|xlsx|xlsm|xls|ods|zip|parquet)$/i;

/** A file below a folder: relative path with forward slashes. */
export interface FoundPath {
  readonly path: string;
  /** Why it cannot be opened at all, for a file that no program saves records in; null for every other. */
  readonly why: string | null;
}

/**
 * Every file under a folder, sub-folders too, in one order on every machine.
 *
 * @throws TrackerError `folder_missing`, or `file_unreadable` for what looks like an extract and is none that can be
 *   read: a pipe, a link that leads nowhere or in a circle, a folder named like a file, no permission
 */
export function filesBelow(folder: string): FoundPath[] {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there === undefined || !there.isDirectory()) {
    throw new TrackerError(
      'input_refused',
      'folder_missing',
      `the folder ${folder} does not exist`,
      'Check the path in authority.yaml; a relative path starts from the folder of that file.',
    );
  }
  return walk(folder, '', [there]).sort((a, b) => compare(a.path, b.path));
}

/** `above`: the folders on the way here, so that a link back to one of them is seen. */
function walk(root: string, prefix: string, above: readonly Stats[]): FoundPath[] {
  return namesIn(root, prefix)
    .filter((name) => !clutter.test(name))
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const stats = statOf(join(root, path));
      if (stats === null)
        return unopened(path, 'a link that leads nowhere, or that this account may not follow');
      if (stats.isFile()) return [{ path, why: null }];
      if (!stats.isDirectory()) return unopened(path, 'a pipe or a device, not a file');
      if (readable.test(name)) return unopened(path, 'a folder, though it is named like a file');
      const circle = above.some(({ dev, ino }) => ino !== 0 && dev === stats.dev && ino === stats.ino);
      if (circle) return [{ path, why: 'a link back to a folder above it' }];
      if (above.length > deepest)
        return [{ path, why: `folders more than ${deepest} deep are not looked at` }];
      return walk(root, path, [...above, stats]);
    });
}

function namesIn(root: string, prefix: string): string[] {
  try {
    return readdirSync(join(root, prefix));
  } catch (cause) {
    throw unreadable(prefix === '' ? root : `${prefix}/`, 'a folder that cannot be opened', cause);
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function unopened(path: string, why: string): FoundPath[] {
  if (readable.test(path)) throw unreadable(path, why);
  return [{ path, why }];
}

const partSize = 1 << 20;

/** A file on disk. */
export function inputFile(folder: string, path: string, file: string): InputFile {
  const whole = join(folder, path);
  const stats = statOf(whole);
  if (stats === null || !stats.isFile()) throw unreadable(file, 'no file that can be opened');
  return { file, path: whole, size: stats.size, bytes: () => partsOf(whole, file) };
}

async function* partsOf(path: string, file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of createReadStream(path, { highWaterMark: partSize })) yield part as Buffer;
  } catch (cause) {
    if (cause instanceof TrackerError) throw cause;
    throw unreadable(file, 'not readable', cause);
  }
}

function unreadable(file: string, what: string, cause?: unknown): TrackerError {
  return new TrackerError(
    'input_refused',
    'file_unreadable',
    `${file} cannot be read: it is ${what}`,
    'Close it in other programs, check that this account may read it, or take it out of the folder.',
    cause,
  );
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../error.ts';
import { csvRecords } from './csv.ts';
import { decode, type Encoding } from './encoding.ts';
import { compare } from './ledger.ts';

const deepest = 3;

/** Every CSV file under a folder (three levels of sub-folders at most), as sorted relative paths with forward slashes. */
export function csvFiles(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new TrackerError(
      'input_refused',
      'folder_missing',
      `the folder ${folder} does not exist`,
      'Check the path in authority.yaml; a relative path starts from the folder of that file.',
    );
  }
  return walk(folder, '', 0).sort(compare);
}

function walk(folder: string, prefix: string, depth: number): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (/\.csv$/i.test(entry.name)) return [path];
    if (isFolder(folder, path, entry.isSymbolicLink(), entry.isDirectory())) {
      return depth < deepest ? walk(folder, path, depth + 1) : [];
    }
    return [];
  });
}

function isFolder(folder: string, path: string, link: boolean, directory: boolean): boolean {
  return link ? (kindOf(join(folder, path))?.isDirectory() ?? false) : directory;
}

/** A CSV file, read and decoded, with its header split. */
export interface SourceFile {
  /** Name in reports: relative to its folder, forward slashes. */
  readonly file: string;
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly header: readonly string[];
  readonly text: string;
}

export function readSourceFile(folder: string, path: string, file: string = path): SourceFile {
  const bytes = readBytes(join(folder, path), file);
  const { text, encoding } = decode(bytes);
  const [first] = csvRecords(text);
  const header = (first?.cells ?? []).map((cell) => cell.replace(/^\ufeff/, '').trim());
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), encoding, header, text };
}

/** What lies at a path; undefined for nothing, and for a link that leads nowhere or in a circle. */
function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** More than this no text of one piece can hold in Node. */
const largest = 500_000_000;

/** The bytes of an input file. What is no plain file is refused before it is opened: a pipe would be waited for. */
export function readBytes(path: string, file: string): Buffer {
  const found = kindOf(path);
  if (found?.isFile() !== true)
    throw unreadable(file, 'is no file that can be read: a folder, a pipe, or a link that leads nowhere');
  if (found.size > largest)
    throw new TrackerError(
      'input_refused',
      'file_too_large',
      `the file ${file} has ${Math.round(found.size / 1_000_000)} MB, more than can be read in one piece (${largest / 1_000_000} MB)`,
      'Export it in parts, by year for instance, into files of the same columns: they are read together.',
    );
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(file, 'cannot be read', cause);
  }
}

const unreadable = (file: string, why: string, cause?: unknown): TrackerError =>
  new TrackerError(
    'input_refused',
    'file_unreadable',
    `${file} ${why}`,
    'Close it in other programs and check that it is a file and that this account may read it.',
    cause,
  );

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
    if (isFolder(folder, path, entry.isSymbolicLink(), entry.isDirectory())) {
      return depth < deepest ? walk(folder, path, depth + 1) : [];
    }
    return /\.csv$/i.test(entry.name) ? [path] : [];
  });
}

function isFolder(folder: string, path: string, link: boolean, directory: boolean): boolean {
  return link ? (statSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory() ?? false) : directory;
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

function readBytes(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new TrackerError(
      'input_refused',
      'file_unreadable',
      `the file ${file} cannot be read`,
      'Close it in other programs and check that this account may read it.',
      cause,
    );
  }
}

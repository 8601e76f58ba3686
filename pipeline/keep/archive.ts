/**
 * One archive of many files: a tar, which any tool unpacks, and which holds first and last the list of its parts with
 * their checksums. Everything in it but the parts themselves follows from that list: so every byte is checked, and a
 * part is found by counting, whatever was damaged before it. Not compressed: the large parts are compressed already, and
 * its bytes depend on no other library's version.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Header, Pax } from 'tar';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { canonicalJson, sha256 } from '../hash.ts';

const part = z.object({
  /** Below the data folder, with forward slashes. */
  path: z.string(),
  /** In bytes. */
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.infer<typeof part>;

/** A part, and where its bytes begin. */
export type PlacedPart = Part & { readonly at: number };

const list = z.object({ backup: z.literal(1), parts: z.array(part) });

/** An archive that is open for reading. */
export interface Archive {
  readonly file: number;
  readonly parts: readonly PlacedPart[];
  /** False when bytes around the parts are not as they were written. */
  readonly isSound: boolean;
}

/** What became of a part in its archive. */
export type Condition = 'whole' | 'damaged' | 'missing';

const block = 512;
/** In bytes; what claims to hold a longer list is no archive. */
const longestList = 64 * 1024 * 1024;
const chunk = Buffer.alloc(1024 * 1024);
const listName = /^backup-([0-9a-f]{64})\.json$/;

/** Opens a file for some work and closes it, whatever happens; a new one is its owner's only. */
export function withFile<T>(path: string, flags: 'r' | 'wx', work: (file: number) => T): T {
  const file = openSync(path, flags, 0o600);
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

/** Reads bytes of an open file in small pieces; returns how many there were. */
function eachChunk(file: number, at: number, size: number, take: (bytes: Buffer) => void): number {
  let read = 0;
  while (read < size) {
    const got = readSync(file, chunk, 0, Math.min(chunk.length, size - read), at + read);
    if (got === 0) break;
    take(chunk.subarray(0, got));
    read += got;
  }
  return read;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** Size and checksum of a file below a folder. */
export function describe(folder: string, path: string): Part {
  const hash = createHash('sha256');
  const read = (file: number): number =>
    eachChunk(file, 0, Number.MAX_SAFE_INTEGER, (bytes) => hash.update(bytes));
  const size = withFile(join(folder, path), 'r', read);
  return { path, size, sha256: hash.digest('hex') };
}

/** Copies the bytes of a part to another open file, and says whether they were those of the list. */
export function copyPart(from: number, wanted: PlacedPart, to: number): Condition {
  const hash = createHash('sha256');
  const size = eachChunk(from, wanted.at, wanted.size, (bytes) => {
    hash.update(bytes);
    writeAll(to, bytes);
  });
  if (size < wanted.size) return 'missing';
  return hash.digest('hex') === wanted.sha256 ? 'whole' : 'damaged';
}

const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block);

/** What stands before the bytes of a part. */
function head(path: string, size: number): Buffer {
  const fields = { path, size, mode: 0o600, uid: 0, gid: 0, mtime: new Date(0) };
  const bytes = Buffer.alloc(block);
  const isLong = new Header({ ...fields, type: 'File' }).encode(bytes);
  return isLong ? Buffer.concat([new Pax({ path, size, mtime: fields.mtime }).encode(), bytes]) : bytes;
}

/** Every piece of an archive in order: the parts, and the bytes around them, which follow from the list. */
function* pieces(parts: readonly Part[]): Generator<Buffer | Part> {
  const text = Buffer.from(canonicalJson({ backup: 1, parts }));
  const ends = Buffer.concat([head(`backup-${sha256(text)}.json`, text.length), text, padding(text.length)]);
  yield ends;
  for (const each of parts) {
    yield head(each.path, each.size);
    yield each;
    yield padding(each.size);
  }
  yield ends;
  yield Buffer.alloc(2 * block);
}

/** Writes an archive of files below a folder. @throws {TrackerError} when one is no longer as it was described */
export function writeArchive(to: number, folder: string, parts: readonly Part[]): void {
  for (const piece of pieces(parts)) {
    if (Buffer.isBuffer(piece)) writeAll(to, piece);
    else if (
      withFile(join(folder, piece.path), 'r', (from) => copyPart(from, { ...piece, at: 0 }, to)) !== 'whole'
    )
      throw new TrackerError(
        'check_stopped',
        'changed_meanwhile',
        `${piece.path} changed while it was read, so there is no backup.`,
        'Find out what writes to the data folder besides the tracker, then run the command again.',
      );
  }
}

/**
 * Reads the list of an archive and where each part lies.
 *
 * @throws {TrackerError} `backup_unreadable` where no list can be read, `backup_refused` where it names a place outside
 */
export function openArchive(file: number): Archive {
  const { size } = fstatSync(file);
  const found = listOf(file, size);
  refuseUnsafe(found);
  let at = 0;
  let isSound = true;
  const parts: PlacedPart[] = [];
  for (const piece of pieces(found)) {
    if (Buffer.isBuffer(piece)) {
      const there = Buffer.alloc(piece.length);
      isSound = readSync(file, there, 0, piece.length, at) === piece.length && there.equals(piece) && isSound;
      at += piece.length;
    } else {
      parts.push({ ...piece, at });
      at += piece.size;
    }
  }
  return { file, parts, isSound: isSound && at === size };
}

/** The list at the beginning, or where that is damaged the one at the end. */
function listOf(file: number, size: number): Part[] {
  const first = listAt(file, 0);
  if (first !== null) return first;
  const end = Math.floor(size / block) * block;
  for (let at = end - block; at > 0 && end - at <= longestList; at -= block) {
    const last = listAt(file, at);
    if (last !== null) return last;
  }
  throw new TrackerError(
    'check_stopped',
    'backup_unreadable',
    'This file is no backup of the tracker, or the lists at its beginning and its end are both damaged.',
    'Take another copy of it or an older backup. Nothing was restored.',
  );
}

/** Null where no whole list begins. */
function listAt(file: number, at: number): Part[] | null {
  const first = Buffer.alloc(block);
  if (readSync(file, first, 0, block, at) < block) return null;
  const header = headerOf(first);
  if (header === null) return null;
  const sum = listName.exec(header.path ?? '')?.[1];
  if (!header.cksumValid || sum === undefined || (header.size ?? longestList) >= longestList) return null;
  const text = Buffer.alloc(header.size ?? 0);
  readSync(file, text, 0, text.length, at + block);
  try {
    return sha256(text) === sum ? list.parse(JSON.parse(text.toString())).parts : null;
  } catch {
    return null;
  }
}

/** Null where a number in it is none that the library takes: it then throws. */
function headerOf(bytes: Buffer): Header | null {
  try {
    return new Header(bytes, 0);
  } catch {
    return null;
  }
}

/** Text of one part; null where it is not in the archive or not whole. */
export function readPart({ file, parts }: Archive, path: string): string | null {
  const wanted = parts.find((each) => each.path === path);
  if (wanted === undefined) return null;
  const text: Buffer[] = [];
  eachChunk(file, wanted.at, wanted.size, (bytes) => text.push(Buffer.from(bytes)));
  const bytes = Buffer.concat(text);
  return sha256(bytes) === wanted.sha256 ? bytes.toString() : null;
}

/** Names that would leave the folder or stand in each other's way: no backup holds them, so somebody else made this one. */
function refuseUnsafe(parts: readonly Part[]): void {
  const paths = new Set(parts.map(({ path }) => path));
  const folders = new Set(parts.flatMap(({ path }) => foldersOf(path)));
  const isRefused = ({ path }: Part): boolean => !isSafePath(path) || folders.has(path);
  if (paths.size === parts.length && !parts.some(isRefused)) return;
  throw new TrackerError(
    'input_refused',
    'backup_refused',
    'The backup names a file outside the data folder, or two in one place: the tracker never wrote it.',
    'Find out where it comes from. Nothing was restored.',
  );
}

/** Folders above a path, the nearest last. */
export const foldersOf = (path: string): string[] =>
  [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));

/** True for a path that stays below its folder on every system. */
export const isSafePath = (path: string): boolean =>
  path.split('/').every((name) => !['', '.', '..'].includes(name) && !/[\\:\p{Cc}]/u.test(name));

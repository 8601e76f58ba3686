/**
 * Who may read what lies in the data folder: its owner alone, and besides what is published, where the settings say so.
 * New files are their owner's by the process's umask; here older ones are closed, and what is published is opened. On
 * Windows the folder's access list decides, which every file in it inherits; nothing is changed there.
 */
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { TrackerError } from '../sources/error.ts';
import type { DataFolders } from './folders.ts';

const settings = z.strictObject({ published: z.enum(['owner', 'everyone']).default('owner') });

/**
 * Closes the data folder to everybody else, and opens what is published when `settings.yaml` in it says
 * `published: everyone`. A folder that cannot be closed, because another account owns it, is told to `log`.
 * @throws {TrackerError} `settings_unfit` when that file says something else
 */
export function keepToOwner(
  folders: Pick<DataFolders, 'root' | 'settings'>,
  log: (line: string) => void,
): void {
  const { root } = folders;
  if (process.platform === 'win32' || !statSync(root, { throwIfNoEntry: false })?.isDirectory()) return;
  const shared = isShared(folders.settings) ? sharedPlaces(root) : [];
  try {
    change(root, shared.length === 0 ? 0o700 : 0o711);
    for (const name of namesIn(root)) settle(join(root, name), shared);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EROFS') throw error;
    log(`Other accounts may be able to read ${path}: its permissions cannot be changed (${code}).`);
  }
}

/** Gives a file that people are to work with the permissions that its folder has. */
export function handOver(file: string): void {
  if (process.platform !== 'win32') chmodSync(file, statSync(dirname(file)).mode & 0o666);
}

function isShared(file: string): boolean {
  if (!existsSync(file)) return false;
  let text: unknown;
  try {
    text = parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    text = null;
  }
  const read = settings.safeParse(text);
  if (read.success) return read.data.published === 'everyone';
  throw new TrackerError(
    'usage',
    'settings_unfit',
    `${file} cannot be understood.`,
    'Write one line, `published: owner` or `published: everyone`, or remove the file, which is the first of these.',
  );
}

/** The Board's place, and that of every other audience's sealed papers; drafts and data lie elsewhere. */
function sharedPlaces(root: string): string[] {
  const audiences = join(root, 'audiences');
  const papers = namesIn(audiences).flatMap((audience) =>
    namesIn(join(audiences, audience)).map((authority) => join(audiences, audience, authority, 'published')),
  );
  return [join(root, 'published'), ...papers].filter((path) => existsSync(path));
}

/** Others may pass through what leads to a shared place, and see nothing else on the way. */
function settle(path: string, shared: readonly string[]): void {
  if (shared.includes(path)) open(path, 2);
  else if (!shared.some((place) => place.startsWith(`${path}${sep}`))) close(path);
  else {
    change(path, 0o711);
    for (const name of namesIn(path)) settle(join(path, name), shared);
  }
}

/** What is in a folder first: what is found closed is closed to its last file, however an earlier attempt ended. */
function close(path: string): void {
  const { mode } = lstatSync(path);
  if ((mode & 0o077) === 0) return;
  for (const name of namesIn(path)) close(join(path, name));
  change(path, mode & 0o700);
}

/** As `close`; but a folder of editions gets new ones, so it is looked into, `depth` folders deep, though it is open. */
function open(path: string, depth: number): void {
  const found = lstatSync(path);
  const mode = found.mode | (found.isDirectory() ? 0o055 : 0o044);
  if (mode === found.mode && depth <= 0) return;
  for (const name of namesIn(path)) open(join(path, name), depth - 1);
  change(path, mode);
}

/** A link has no permissions of its own, and where it leads is not ours to change. */
function change(path: string, mode: number): void {
  const found = lstatSync(path);
  if (!found.isSymbolicLink() && (found.mode & 0o777) !== (mode & 0o777)) chmodSync(path, mode & 0o777);
}

const namesIn = (path: string): string[] =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [];

/** From an archive back to a data folder: all of it, or what is missing or damaged there. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { renameOver, syncTree } from '../durable.ts';
import type { Effects } from '../effects.ts';
import { dataFolders, makePrivateFolder } from '../folders.ts';
import { takeLock } from '../lock.ts';
import { atPlace } from '../storage-failure.ts';
import { type Archive, type Condition, copyPart, openArchive, readPart, withFile } from './archive.ts';
import { type Forgetting, forgottenIn, parseRecord, recordName, restoreAside } from './forgotten.ts';
import { lacking } from './sound.ts';

export interface RestoreRequest {
  /** Absolute path of the archive. */
  readonly from: string;
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Into a folder in use: what is missing or damaged there, and nothing else. */
  readonly missing: boolean;
  /** What is whole in the archive, although not everything is. */
  readonly partial: boolean;
}

/** A part that could not be restored; its path is empty for the bytes around the parts. */
export interface Fault {
  readonly path: string;
  readonly condition: Exclude<Condition, 'whole'>;
}

export interface Restored {
  readonly paths: readonly string[];
  readonly faults: readonly Fault[];
  /** Snapshots in the backup that were forgotten by age since then, and stay away. */
  readonly leftOut: number;
  /** Forgettings that the backup knows of. */
  readonly known: readonly Forgetting[];
  /** Those recorded in the folder alone. */
  readonly since: readonly Forgetting[];
}

/**
 * Restores. Every checksum is compared before anything appears, and what is whole in the folder is never touched.
 *
 * @throws {TrackerError} `backup_damaged` where a part is missing or damaged, unless `partial` asks for the others
 * @example await restore({ from: '/backup/june.tar', data: '/srv/tracker', missing: false, partial: false }, silentEffects)
 */
export async function restore(request: RestoreRequest, effects: Effects): Promise<Restored> {
  const { from, data, missing } = request;
  await atPlace(data, () => refuse(request));
  const unpack = () =>
    atPlace(data, () => withFile(from, 'r', (file) => unpackInto(openArchive(file), request)));
  if (!missing) return unpack();
  const lock = {
    file: dataFolders(data).lock,
    run: 'a restore',
    since: effects.now().toISOString(),
    log: effects.log,
  };
  const giveBack = await atPlace(data, () => takeLock(lock));
  try {
    return await unpack();
  } finally {
    giveBack();
  }
}

function refuse({ from, data, missing }: RestoreRequest): void {
  if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true)
    throw new TrackerError(
      'input_refused',
      'no_backup',
      `${from} is no file.`,
      'Name the backup with --from.',
    );
  if (missing) mkdirSync(data, { recursive: true, mode: 0o700 });
  else if (existsSync(data) && readdirSync(data).length > 0)
    throw new TrackerError(
      'usage',
      'folder_in_use',
      `${data} is not empty.`,
      'Restore into a folder that is empty or missing, or only what is missing or damaged in this one, with --missing.',
    );
}

const nothing = { forgettings: [] };

function unpackInto(archive: Archive, { data, missing, partial }: RestoreRequest): Restored {
  const known = parseRecord(readPart(archive, recordName) ?? '')?.forgettings ?? [];
  const here = forgottenIn(data) ?? nothing;
  const { wanted, leftOut } = missing
    ? lacking(data, archive.parts, here)
    : { wanted: archive.parts, leftOut: 0 };
  const aside = missing ? join(data, restoreAside) : `${data}${restoreAside}`;
  rmSync(aside, { recursive: true, force: true });
  try {
    makePrivateFolder(aside);
    const faults = extract(archive, wanted, aside);
    const paths = wanted
      .map(({ path }) => path)
      .filter((path) => !faults.some((fault) => fault.path === path));
    if (faults.length > 0 && (!partial || paths.length === 0)) throw damaged(faults);
    syncTree(aside);
    if (missing) moveInto(data, aside);
    else replaceEmpty(data, aside);
    const isNew = (each: Forgetting): boolean =>
      !known.some((old) => JSON.stringify(old) === JSON.stringify(each));
    return { paths, faults, leftOut, known, since: here.forgettings.filter(isNew) };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Unpacks parts, each compared with its checksum, and returns those that were not whole. */
function extract(archive: Archive, parts: Archive['parts'], folder: string): Fault[] {
  const faults: Fault[] = archive.isSound ? [] : [{ path: '', condition: 'damaged' }];
  for (const part of parts) {
    const to = join(folder, part.path);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const condition = withFile(to, 'wx', (file) => copyPart(archive.file, part, file));
    if (condition === 'whole') continue;
    rmSync(to);
    faults.push({ path: part.path, condition });
  }
  return faults;
}

/** In one step: the folder is missing or empty. */
function replaceEmpty(data: string, aside: string): void {
  if (existsSync(data)) rmdirSync(data);
  renameOver(aside, data);
}

/** A folder that is missing appears in one step, a single file as well. */
function moveInto(data: string, aside: string): void {
  for (const entry of readdirSync(aside, { withFileTypes: true })) {
    const [from, to] = [join(aside, entry.name), join(data, entry.name)];
    if (entry.isDirectory() && existsSync(to)) moveInto(to, from);
    else renameOver(from, to);
  }
}

/** So many parts are named in one message. */
const named = 20;

/** A fault in words, with the path below the data folder. */
export const faultWords = ({ path, condition }: Fault): string =>
  `${path === '' ? 'bytes around the parts' : path} (${condition})`;

function damaged(faults: readonly Fault[]): TrackerError {
  const more = faults.length > named ? ` and ${faults.length - named} more` : '';
  return new TrackerError(
    'check_stopped',
    'backup_damaged',
    `The backup is damaged: ${faults.slice(0, named).map(faultWords).join(', ')}${more}.`,
    'Nothing was restored. Take another copy of it or another backup, or restore what is whole with --partial.',
  );
}

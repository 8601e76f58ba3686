/** What of a data folder in use is missing or damaged, held against a backup of it. */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { describe, foldersOf, type PlacedPart } from './archive.ts';
import type { ForgottenRecord } from './forgotten.ts';

/** Folders whose files never change: only forgetting writes a snapshot anew, and only a withdrawal replaces a site. */
const lasting =
  /^(?:snapshots\/[^/]+\/\d{4}-\d{2}-\d{2}\.\d+|editions\/board\/board-[^/]+|published\/board\/board-[^/]+|audiences\/[^/]+\/[^/]+\/(?:editions|drafts|published)\/[^/]+)(?=\/)/;

/** Parts of a backup that a folder lacks, and how many snapshots it lacks because they were forgotten by age. */
export function lacking(
  data: string,
  parts: readonly PlacedPart[],
  { forgettings }: Pick<ForgottenRecord, 'forgettings'>,
): { readonly wanted: PlacedPart[]; readonly leftOut: number } {
  const keptFrom =
    forgettings
      .map(({ older_than }) => older_than ?? '')
      .sort()
      .at(-1) ?? '';
  const isTooOld = (path: string): boolean =>
    (/^snapshots\/[^/]+\/([^/]+)\//.exec(path)?.[1] ?? '~') < keptFrom;
  const sums = new Map(parts.map((part) => [part.path, part.sha256]));
  const whole = new Map<string, boolean>();
  const isWhole = (folder: string): boolean => {
    const known = whole.get(folder) ?? isWholeByItself(data, folder, sums.get(`${folder}/manifest.json`));
    whole.set(folder, known);
    return known;
  };
  const isLacking = (part: PlacedPart): boolean => {
    const folder = lasting.exec(part.path)?.[0];
    if (folder !== undefined && isWhole(folder)) return false;
    refuseLink(data, part.path);
    const here = join(data, part.path);
    if (!existsSync(here)) return true;
    if (describe(data, part.path).sha256 === part.sha256) return false;
    return folder !== undefined || isBroken(here);
  };
  const tooOld = parts.filter(({ path }) => isTooOld(path));
  return {
    wanted: parts.filter((part) => !isTooOld(part.path) && isLacking(part)),
    leftOut: new Set(tooOld.map(({ path }) => lasting.exec(path)?.[0])).size,
  };
}

/** A folder that is no longer that of the backup and yet as it should be: a snapshot without a child, a notice. */
function isWholeByItself(data: string, folder: string, sum: string | undefined): boolean {
  const page = join(data, folder, 'index.html');
  if (existsSync(page) && readFileSync(page, 'utf8').includes('<meta name="withdrawn"')) return true;
  const path = `${folder}/manifest.json`;
  if (!existsSync(join(data, path)) || describe(data, path).sha256 === sum) return false;
  const files = filesOf(readFileSync(join(data, path), 'utf8'));
  const holds = ([file, wanted]: readonly [string, unknown]): boolean =>
    existsSync(join(data, folder, file)) && describe(data, `${folder}/${file}`).sha256 === wanted;
  return files.length > 0 && files.every(holds);
}

interface SomeManifest {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly tables?: Readonly<Record<string, { readonly file: string; readonly sha256: string }>>;
  readonly quarantine?: { readonly file: string; readonly sha256: string };
}

/** The files that a manifest of a snapshot or of an edition names, with their checksums; none when it is unreadable. */
function filesOf(text: string): (readonly [string, unknown])[] {
  try {
    const { files = {}, tables, quarantine } = JSON.parse(text) as SomeManifest;
    if (tables === undefined || quarantine === undefined) return Object.entries(files);
    return [...Object.values(tables), quarantine].map(({ file, sha256 }) => [file, sha256]);
  } catch {
    return [];
  }
}

/** A file that may change, such as a ledger, is damaged when nothing can be read in it. */
function isBroken(path: string): boolean {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.json')) return text === '';
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

/** Nothing is written through a link: it may lead out of the data folder. */
function refuseLink(data: string, path: string): void {
  const link = [...foldersOf(path), path].find(
    (each) => lstatSync(join(data, each), { throwIfNoEntry: false })?.isSymbolicLink() === true,
  );
  if (link === undefined) return;
  throw new TrackerError(
    'usage',
    'link_in_data',
    `${join(data, link)} is a link, and nothing is restored through a link.`,
    'Put a plain file or folder in its place, or restore into another folder.',
  );
}

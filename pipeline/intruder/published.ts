/** The bytes of what is, or was, published: every file of a folder, by its path, in one order everywhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';

/** A folder that holds exactly what is published: `site/**` and/or `data/**`. */
export interface PublishedFolder {
  readonly id: string;
  readonly folder: string;
  /** The site, where it lies outside the folder. */
  readonly site?: string;
}

export interface PublishedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Files of the folder, sorted by path. A folder that is missing or empty stops the search: nothing was searched. */
export function publishedFiles({ id, folder, site }: PublishedFolder): PublishedFile[] {
  const places = site === undefined ? [folder] : [folder, site];
  return places.flatMap((place) => filesOf(id, place));
}

function filesOf(id: string, folder: string): PublishedFile[] {
  const files = existsSync(folder) ? walk(folder) : [];
  if (files.length === 0)
    throw new TrackerError(
      'check_stopped',
      'intruder_folder_missing',
      `what was published as ${id} is not there, so it cannot be set against the rest`,
      `Put the folder ${folder} back from a copy. An edition is searched together with every earlier one.`,
    );
  return files.sort().map((path) => ({ path, bytes: readFileSync(join(folder, path)) }));
}

const walk = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .map((path) => path.replaceAll('\\', '/').replace(/^\/+/, ''));

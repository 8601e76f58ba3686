import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type Manifest,
  type MeasureMeta,
  manifest,
  measureMeta,
  measurePages,
  type TeamPages,
  teamPages,
} from '../pipeline/edition/format.ts';
import { type TrackingPages, trackingPages } from '../pipeline/edition/tracking-format.ts';
import { TrackerError } from '../sources/error.ts';

const pagesFile = 'data/pages.json';
const teamsFile = 'data/teams.json';

/** What an edition says of itself, without its values. */
export interface EditionFace {
  readonly manifest: Manifest;
  /** In the order of the pages that list them. */
  readonly measures: readonly MeasureMeta[];
  /** Pages of the authorities' procedures; none in editions of before there were any. */
  readonly pages: TrackingPages;
  /** Pages of teams and services; none in editions of before 0.7. */
  readonly teams: TeamPages;
}

/** The complaint about an edition that cannot be read. */
export function unreadable(file: string, reason: string, cause?: unknown): TrackerError {
  return new TrackerError(
    'derivation_failed',
    'edition_unreadable',
    `${file} of the edition cannot be read: ${reason}`,
    'Make the edition again with `tracker run`.',
    cause,
  );
}

/** The bytes of one of an edition's files. */
export function readBytes(folder: string, file: string): Uint8Array {
  try {
    return readFileSync(join(folder, file));
  } catch (cause) {
    throw unreadable(file, 'the file is missing or locked', cause);
  }
}

/** One of an edition's JSON files, in its format. */
export function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const text = Buffer.from(readBytes(folder, file)).toString('utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(file, cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON', cause);
  }
}

/** Reads what decides which pages a site has: the manifest and the measures. */
export function readEditionFace(folder: string): EditionFace {
  const measures = readJson(folder, 'data/measures.json', z.array(measureMeta));
  measures.sort(
    (a, b) => measurePages.indexOf(a.page) - measurePages.indexOf(b.page) || a.position - b.position,
  );
  const pages = existsSync(join(folder, pagesFile)) ? readJson(folder, pagesFile, trackingPages) : [];
  const teams = existsSync(join(folder, teamsFile)) ? readJson(folder, teamsFile, teamPages) : [];
  return { manifest: readJson(folder, 'manifest.json', manifest), measures, pages, teams };
}

/** A measure by its id, whatever the case of its letters. */
export function measureById(edition: EditionFace, id: string): MeasureMeta {
  const found = edition.measures.find(({ measure_id }) => measure_id.toLowerCase() === id.toLowerCase());
  if (found === undefined) throw unreadable('data/measures.json', `it has no measure ${id}`);
  return found;
}

/** A setting of the rule book by its key; undefined where the edition does not print it. */
export function settingOf({ manifest }: EditionFace, key: string): number | undefined {
  return manifest.settings.find((setting) => setting.key === key)?.value;
}

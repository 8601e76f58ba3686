import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type AssuranceFile, assuranceFile, type Breakdown, groupLabel, type Manifest, type MeasureMeta, manifest, measureMeta,
} from '../pipeline/edition/format.ts';
import { TrackerError } from '../sources/error.ts';
import { ValueTable } from './value-table.ts';

export type GroupLabel = z.infer<typeof groupLabel>;
export type Authority = Manifest['authorities'][number];

/** An edition as pages read it: what it says of itself, and its values found by key. */
export interface PublishedEdition {
  readonly manifest: Manifest;
  /** In page order: countywide tracker, weekly tool, children in care. */
  readonly measures: readonly MeasureMeta[];
  readonly groups: readonly GroupLabel[];
  readonly assurance: AssuranceFile;
  readonly values: ValueTable;
}

const pageOrder = { countywide: 0, weekly: 1, children: 2 } as const;

function unreadable(file: string, reason: string, cause?: unknown): TrackerError {
  return new TrackerError(
    'derivation_failed', 'edition_unreadable', `${file} of the edition cannot be read: ${reason}`,
    'Make the edition again with `tracker run`.', cause,
  );
}

function readBytes(folder: string, file: string): Uint8Array {
  try {
    return readFileSync(join(folder, file));
  } catch (cause) {
    throw unreadable(file, 'the file is missing or locked', cause);
  }
}

function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const text = Buffer.from(readBytes(folder, file)).toString('utf8');
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(file, cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON', cause);
  }
}

/**
 * Reads an edition folder, refusing anything that is not in the edition format.
 * @example readEdition('/data/editions/board-2026-06-30').manifest.as_at_date
 */
export function readEdition(folder: string): PublishedEdition {
  const edition = {
    manifest: readJson(folder, 'manifest.json', manifest),
    measures: readJson(folder, 'data/measures.json', z.array(measureMeta)),
    groups: readJson(folder, 'data/groups.json', z.array(groupLabel)),
    assurance: readJson(folder, 'data/assurance.json', assuranceFile),
    values: ValueTable.fromArrow(readBytes(folder, 'data/measure-values.arrow')),
  };
  const foreign = edition.values.editionIds.filter((id) => id !== edition.manifest.edition_id);
  if (foreign.length > 0) throw unreadable('data/measure-values.arrow', `it holds rows of edition ${foreign.join(', ')}`);
  edition.measures.sort((a, b) => pageOrder[a.page] - pageOrder[b.page] || a.position - b.position);
  return edition;
}

/** A measure by its id, whatever the case of its letters. */
export function measureById(edition: PublishedEdition, id: string): MeasureMeta {
  const found = edition.measures.find(({ measure_id }) => measure_id.toLowerCase() === id.toLowerCase());
  if (found === undefined) throw unreadable('data/measures.json', `it has no measure ${id}`);
  return found;
}

/** The groups of a breakdown that an authority has values for, labelled and in order. */
export function groupsOf(edition: PublishedEdition, authority: string, breakdown: Breakdown): readonly GroupLabel[] {
  const labels = edition.groups.filter((label) => label.breakdown === breakdown);
  const labelOf = (group: string): GroupLabel =>
    labels.find((label) => label.group === group && label.authority === authority) ??
    labels.find((label) => label.group === group && label.authority === '*') ??
    { authority, breakdown, group, label: group, position: Number.MAX_SAFE_INTEGER };
  return edition.values.groups(authority, breakdown).map(labelOf)
    .sort((a, b) => a.position - b.position || (a.label < b.label ? -1 : 1));
}

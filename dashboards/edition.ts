import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type AssuranceFile,
  assuranceFile,
  type Breakdown,
  groupLabel,
  type Manifest,
  valuesName,
} from '../pipeline/edition/format.ts';
import { type ReconciliationFile, reconciliationFile } from '../pipeline/edition/reconciliation-format.ts';
import { type TrackingFile, trackingFile } from '../pipeline/edition/tracking-format.ts';
import { type EditionFace, readEditionFace, readJson, unreadable } from './edition-face.ts';
import { type EditionLists, readEditionLists } from './edition-lists.ts';
import { ValueTable } from './value-table.ts';

export type GroupLabel = z.infer<typeof groupLabel>;
export type Authority = Manifest['authorities'][number];

/** An edition as pages read it: what it says of itself, and its values found by key. */
export interface PublishedEdition extends EditionFace, EditionLists {
  readonly groups: readonly GroupLabel[];
  readonly assurance: AssuranceFile;
  readonly values: ValueTable;
  /** The Panel's figures beside the Board's; null where no Panel paper was made with the edition. */
  readonly reconciliation: ReconciliationFile | null;
  /** Lines of the authorities' procedures; none in editions of before there were any. */
  readonly tracking: TrackingFile;
}

const reconciliation = 'data/reconciliation.json';
const tracking = 'data/tracking.json';

/**
 * Reads an edition folder, refusing anything that is not in the edition format.
 * @example (await readEdition('/data/editions/board-2026-06-30')).manifest.as_at_date
 */
export async function readEdition(folder: string): Promise<PublishedEdition> {
  return {
    ...readEditionFace(folder),
    ...readEditionLists(folder),
    groups: readJson(folder, 'data/groups.json', z.array(groupLabel)),
    assurance: readJson(folder, 'data/assurance.json', assuranceFile),
    reconciliation: existsSync(join(folder, reconciliation))
      ? readJson(folder, reconciliation, reconciliationFile)
      : null,
    tracking: existsSync(join(folder, tracking))
      ? readJson(folder, tracking, trackingFile)
      : { lines: [], cases: [] },
    values: await readValues(folder),
  };
}

function readValues(folder: string): Promise<ValueTable> {
  return ValueTable.fromFile(join(folder, 'data', valuesName)).catch((cause: unknown) => {
    throw unreadable(`data/${valuesName}`, cause instanceof Error ? cause.message : 'it is damaged', cause);
  });
}

/** The groups of a breakdown that an authority has values for, labelled and in order. */
export function groupsOf(
  edition: PublishedEdition,
  authority: string,
  breakdown: Breakdown,
): readonly GroupLabel[] {
  const labels = edition.groups.filter((label) => label.breakdown === breakdown);
  const labelOf = (group: string): GroupLabel =>
    labels.find((label) => label.group === group && label.authority === authority) ??
    labels.find((label) => label.group === group && label.authority === '*') ?? {
      authority,
      breakdown,
      group,
      label: group,
      position: Number.MAX_SAFE_INTEGER,
    };
  return edition.values
    .groups(authority, breakdown)
    .map(labelOf)
    .sort((a, b) => a.position - b.position || (a.label < b.label ? -1 : 1));
}

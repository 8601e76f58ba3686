/** What a snapshot says of itself. */

import { z } from 'zod';
import { coverageGrounds, type InputName } from '../../sources/contract/extract.ts';
import type { TableName } from '../../sources/contract/tables.ts';
import { isoDay } from '../../sources/days.ts';

const fileTally = z.object({
  file: z.string(),
  recognised_as: z.string().nullable(),
  sha256: z.string(),
  encoding: z.string().nullable(),
  rows_read: z.number(),
  rows_accepted: z.number(),
  rows_quarantined: z.number(),
});

const inputName = z.string().transform((name) => name as InputName);

const coverage = z.object({
  source: z.string(),
  table: z.string().transform((name) => name as TableName),
  inputs: z.array(inputName),
  stock_from: isoDay.nullable(),
  event_from: isoDay.nullable(),
  whole_to: isoDay,
  known_by: z.enum(coverageGrounds),
});

export const snapshotManifest = z.object({
  /** `<authority>/<snapshot date>.<revision>`: also its folder below `snapshots/`. */
  snapshot_id: z.string(),
  authority: z.string(),
  name: z.string(),
  procedure: z.string(),
  snapshot_date: isoDay,
  /** 1 for the first extract of that date, 2 for a corrected one, and so on. */
  revision: z.number(),
  contract_version: z.string(),
  /** sha256 over everything below, and over nothing that depends on where or when it was stored. */
  content_sha256: z.string(),
  input_fingerprint: z.string(),
  plan_history_from: isoDay.nullable(),
  newest_record_date: isoDay.nullable(),
  /** Inputs that the files give, and the codes and columns of trackers that they fill. */
  inputs: z.array(z.string()),
  /** From when to when the files are whole; absent in snapshots of before 0.5. */
  coverage: z.array(coverage).optional(),
  sources: z.array(z.string()),
  files: z.array(fileTally),
  tables: z.record(z.string(), z.object({ file: z.string(), rows: z.number(), sha256: z.string() })),
  quality: z.array(z.object({ code: z.string(), table: z.string(), rows: z.number(), meaning: z.string() })),
  quarantine: z.object({ file: z.string(), rows: z.number(), sha256: z.string() }),
  /** Rows that were removed later, and on which days: a child was forgotten. Whose they were is kept nowhere. */
  forgotten: z.array(z.object({ on: isoDay, rows: z.number() })).optional(),
  /** Cells that were taken as not recorded in rows that were kept; absent in snapshots of before 0.4. */
  cells: z.object({ file: z.string(), rows: z.number(), sha256: z.string() }).optional(),
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;

/** A snapshot in its place in the store. */
export interface StoredSnapshot {
  readonly folder: string;
  readonly manifest: SnapshotManifest;
}

/**
 * The record of what was forgotten, `forgotten.json` in the data folder: when, by which role, under which rule, how much.
 * Of whom, nothing, not even a hash, since case numbers can be guessed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { replaceFile } from '../durable.ts';
import { canonicalJson } from '../hash.ts';

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const forgetting = z.object({
  /** Whose snapshots a child was removed from; null where snapshots of every authority were removed by age. */
  authority: z.string().nullable(),
  /** Snapshots of earlier days were removed; null where a child was. */
  older_than: isoDay.nullable(),
  on: isoDay,
  by_role: z.string(),
  because: z.string(),
  /** Snapshots changed or removed. */
  snapshots: z.number(),
  rows: z.number(),
});
export type Forgetting = z.infer<typeof forgetting>;

const underWay = forgetting.extend({ child_id: z.string().nullable() });
export type UnderWay = z.infer<typeof underWay>;

const record = z.object({
  forgettings: z.array(forgetting),
  /** What was begun and is not finished: only until then does the record hold whom it is about. */
  under_way: underWay.nullable(),
});
export type ForgottenRecord = z.infer<typeof record>;

/** Name of the record below the data folder. */
export const recordName = 'forgotten.json';

/** Where a restore into a folder in use unpacks below it; one that was killed leaves what must be forgotten too. */
export const restoreAside = '.restoring';

/** Reads a record's text; null when it is none. */
export function parseRecord(text: string): ForgottenRecord | null {
  try {
    return record.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The record of a data folder; null where there is none that can be read. */
export function forgottenIn(data: string): ForgottenRecord | null {
  const file = join(data, recordName);
  return existsSync(file) ? parseRecord(readFileSync(file, 'utf8')) : null;
}

/** The record of a data folder; empty where nothing was ever forgotten. */
export function readForgotten(data: string): ForgottenRecord {
  const found = forgottenIn(data);
  if (found !== null) return found;
  if (!existsSync(join(data, recordName))) return { forgettings: [], under_way: null };
  throw new TrackerError(
    'check_stopped',
    'record_unreadable',
    `The record of what was forgotten (${recordName}) cannot be read.`,
    'Put it back with `tracker restore --missing` or from another backup.',
  );
}

/** Replaces the record of a data folder. */
export const writeForgotten = (data: string, content: ForgottenRecord): void =>
  replaceFile(join(data, recordName), canonicalJson(content));

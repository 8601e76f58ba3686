/** Who may stand in no pack: restricted records, and children who were adopted. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { TrackerError } from '../../sources/error.ts';
import type { PackList } from './content.ts';

/** Who of a list may be listed: nobody who is adopted, and nobody whose record is restricted. */
export function mayBeListed(list: PackList, restricted: ReadonlySet<string>) {
  const others = list.children.filter((child) => !child.adopted);
  return {
    listed: others.filter((child) => !restricted.has(child.subject)),
    withheld: others.filter((child) => restricted.has(child.subject)),
  };
}

/** Case numbers of restricted records. */
export function restrictedOf({ restricted_records: file }: AuthorityConfig): Set<string> {
  if (file === null) return new Set();
  try {
    const rows = parse(readFileSync(file), { bom: true, columns: true, trim: true }) as Record<
      string,
      string
    >[];
    const ids = rows.map((row) => row['child_id']);
    if (ids.every((id) => id !== undefined && id !== '')) return new Set(ids as string[]);
  } catch (cause) {
    throw unreadable(cause);
  }
  throw unreadable();
}

const unreadable = (cause?: unknown): TrackerError =>
  new TrackerError(
    'usage',
    'restricted_invalid',
    'The file of restricted records cannot be read: no pack is written, since it would list those children.',
    'Write the column child_id with one case number a line; authority.yaml names the file in restricted_records.',
    cause,
  );

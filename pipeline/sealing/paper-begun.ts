/** The note of a sealing that is under way: only what it names may be cleared away as never published. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { PaperFolders } from '../folders.ts';
import { replacePrivateFile } from '../folders.ts';
import { canonicalJson } from '../hash.ts';

/** A folder's name and never a path: what it names may be removed. */
const begun = z.object({ edition_id: z.string().regex(/^[^./\\][^/\\]*$/) });

const begunFile = ({ ledger }: PaperFolders): string => join(dirname(ledger), 'sealing.json');

/** Written before the paper is moved to its place. */
export const noteBegun = (place: PaperFolders, editionId: string): void =>
  replacePrivateFile(begunFile(place), canonicalJson({ edition_id: editionId }));

/** Removed once the ledger names the paper, or the paper is cleared away. */
export const clearBegun = (place: PaperFolders): void => rmSync(begunFile(place), { force: true });

/** The paper whose sealing was begun and not concluded; null where there is none, or the note cannot be read. */
export function begunPaper(place: PaperFolders): string | null {
  const file = begunFile(place);
  if (!existsSync(file)) return null;
  try {
    return begun.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.edition_id ?? null;
  } catch {
    return null;
  }
}

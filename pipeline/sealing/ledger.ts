/**
 * The ledger of an audience: which editions were sealed for which meeting, and which were withdrawn. It decides; what
 * readers see is brought in line with it afterwards (`settle`). Readable by its owner only, for it holds reasons.
 */

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { replacePrivateFile } from '../folders.ts';
import { canonicalJson } from '../hash.ts';

export const sealing = z.object({
  edition_id: z.string(),
  meeting_date: isoDay,
  as_at_date: isoDay,
  /** The working edition that was sealed. */
  sealed_from: z.string(),
  /** sha256 of the sealed edition's manifest, which holds those of its data files. */
  manifest_sha256: z.string(),
  /** sha256 over the site as it was published; kept for Panel papers, which later ones are held against. */
  site_sha256: z.string().optional(),
  /** Papers about the authority, for whatever audience, that were sealed before: their order, since there is no clock. */
  sealed_before: z.number().int().nonnegative().optional(),
});
export type Sealing = z.infer<typeof sealing>;

export const withdrawal = z.object({
  edition_id: z.string(),
  withdrawn_on: isoDay,
  /** Role of whom to ask. */
  by_role: z.string(),
  /** Kept here alone: no page and no other file repeats it. */
  reason: z.string(),
});
export type Withdrawal = z.infer<typeof withdrawal>;

export const ledger = z.object({ sealed: z.array(sealing), withdrawn: z.array(withdrawal) });
export type Ledger = z.infer<typeof ledger>;

/** Where a ledger lies: that of the Board, or that of another audience. */
export interface LedgerPlace {
  readonly ledger: string;
}

const nothing: Ledger = { sealed: [], withdrawn: [] };

/** Everything sealed and withdrawn, in the order in which it was done. */
export function readLedger(folders: LedgerPlace): Ledger {
  if (!existsSync(folders.ledger)) return nothing;
  try {
    return ledger.parse(JSON.parse(readFileSync(folders.ledger, 'utf8')));
  } catch (cause) {
    throw new TrackerError(
      'usage',
      'ledger_unreadable',
      `The ledger of sealed and withdrawn editions (${folders.ledger.split(/[\\/]/).slice(-3).join('/')}) cannot be read.`,
      'Put it back from a backup; without it nobody can tell which editions were withdrawn.',
      cause,
    );
  }
}

/** Notes a sealing: from this moment the edition is sealed. */
export const recordSealing = (folders: LedgerPlace, entry: Sealing): void => {
  const before = readLedger(folders);
  writeLedger(folders, { ...before, sealed: [...before.sealed, entry] });
};

/** Notes a withdrawal: from this moment the edition can never be live again. */
export const recordWithdrawal = (folders: LedgerPlace, entry: Withdrawal): void => {
  const before = readLedger(folders);
  writeLedger(folders, { ...before, withdrawn: [...before.withdrawn, entry] });
};

const writeLedger = (folders: LedgerPlace, content: Ledger): void =>
  replacePrivateFile(folders.ledger, canonicalJson(content));

/** The withdrawal of an edition; null while it stands. */
export const withdrawalOf = (book: Ledger, editionId: string): Withdrawal | null =>
  book.withdrawn.find((each) => each.edition_id === editionId) ?? null;

/** Sealed editions that stand, the newest meeting last; of one meeting the later sealing. */
export const standingSealed = (book: Ledger): Sealing[] =>
  book.sealed
    .filter((each) => withdrawalOf(book, each.edition_id) === null)
    .sort((a, b) => (a.meeting_date < b.meeting_date ? -1 : a.meeting_date > b.meeting_date ? 1 : 0));

/** Throws when the edition was withdrawn; says when and whom to ask, and nothing of the reason. */
export function refuseWithdrawn(folders: LedgerPlace, editionId: string): void {
  const found = withdrawalOf(readLedger(folders), editionId);
  if (found === null) return;
  throw new TrackerError(
    'usage',
    'edition_withdrawn',
    `${editionId} was withdrawn on ${found.withdrawn_on} and cannot be published again.`,
    `Ask: ${found.by_role}. New input or a corrected rule makes another edition.`,
  );
}

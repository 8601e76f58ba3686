/**
 * The ledger of a shelf: which editions were sealed for which meeting, and which were withdrawn. It decides; what readers
 * see is brought in line with it afterwards (`settle`). Readable by its owner only, for it holds reasons.
 *
 * It is one small file beside much that is never made again, so two readings are kept apart. What changes the shelf
 * asks `requireLedger`, which refuses a ledger that is missing, short or damaged. What only reads asks `readLedger`,
 * which adds to it what the folders themselves still tell, so that nothing sealed or withdrawn is ever forgotten.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { replaceFile } from '../durable.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { readJson, treeSha256 } from './bytes.ts';
import { noticedOn } from './pages.ts';
import { foldersIn, isWorkingId, nameOf, type Place } from './place.ts';

export const sealing = z.object({
  edition_id: z.string(),
  meeting_date: isoDay,
  as_at_date: isoDay,
  /** The working edition or draft that was sealed. */
  sealed_from: z.string(),
  /** sha256 of the sealed edition's manifest, which holds those of its data files. */
  manifest_sha256: z.string(),
  /** sha256 over the site as it was published; absent in sealings of the Board by version 0.3.0 and before. */
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

/** As it is kept: with a checksum of its own, absent before version 0.4.0. */
const keptLedger = ledger.extend({ sha256: z.string().optional() });

const none: Ledger = { sealed: [], withdrawn: [] };

const checksum = ({ sealed, withdrawn }: Ledger): string => sha256(canonicalJson({ sealed, withdrawn }));

/** Null when the file is missing; `damaged` when it is not what was written. */
function parseLedger({ ledger: file }: Place): Ledger | null | 'damaged' {
  if (!existsSync(file)) return null;
  const kept = readJson(file, keptLedger);
  if (kept === null || (kept.sha256 !== undefined && kept.sha256 !== checksum(kept))) return 'damaged';
  return { sealed: kept.sealed, withdrawn: kept.withdrawn };
}

/** What is wrong with the ledger, as a sentence; null while it names everything that lies on the shelf. */
export function ledgerFault(place: Place): string | null {
  const book = parseLedger(place);
  const where = `The ledger of ${nameOf(place)}`;
  if (book === 'damaged') return `${where} is damaged: it cannot be read, or is not as it was written.`;
  const { sealed, withdrawn } = unnamed(place, book ?? none);
  if (book === null && existsSync(place.pointer))
    return `${where} is missing, although ${sealed[0] ?? 'a page that leads to an edition'} lies there.`;
  if (sealed[0] !== undefined) return `${where} does not name ${sealed[0]}, which lies there sealed.`;
  if (withdrawn[0] === undefined) return null;
  return `${where} does not say that ${withdrawn[0].edition_id} was withdrawn, although a notice says so.`;
}

/** The whole ledger. Refuses one that is missing, short or damaged: nobody could tell what was sealed or withdrawn. */
export function requireLedger(place: Place): Ledger {
  const fault = ledgerFault(place);
  if (fault !== null)
    throw new TrackerError(
      'check_stopped',
      'ledger_lost',
      fault,
      `Put the newest ledger.json of ${nameOf(place)} back from a backup. Nothing there was changed or removed.`,
    );
  const book = parseLedger(place);
  return book === null || book === 'damaged' ? none : book;
}

/** Everything known to be sealed and withdrawn, in the order in which it was done; what only the folders tell comes last. */
export function readLedger(place: Place): Ledger {
  const parsed = parseLedger(place);
  const book = parsed === null || parsed === 'damaged' ? none : parsed;
  const { sealed, withdrawn } = unnamed(place, book);
  return {
    sealed: [...book.sealed, ...sealed.map((name) => sealedBy(join(place.editions, name), name))],
    withdrawn: [...book.withdrawn, ...withdrawn],
  };
}

const sealedManifest = z.object({
  edition_id: z.string(),
  meeting_date: isoDay,
  as_at_date: isoDay,
  sealed_from: z.string(),
});

/**
 * What only the folders tell: sealed editions that the ledger does not name, and notices that it knows of no withdrawal for.
 * The edition of a sealing that was cut short is no such edition.
 */
function unnamed(place: Place, book: Ledger): { sealed: string[]; withdrawn: Withdrawal[] } {
  const begun = begunEdition(place);
  const published = foldersIn(place.published);
  const known = (entries: readonly { edition_id: string }[], name: string): boolean =>
    entries.some((each) => each.edition_id === name);
  return {
    sealed: [...new Set([...foldersIn(place.editions), ...published])].filter(
      (name) => !isWorkingId(name) && name !== begun && !known(book.sealed, name),
    ),
    withdrawn: published
      .filter((name) => !known(book.withdrawn, name))
      .flatMap((name) => {
        const withdrawn_on = noticedOn(join(place.published, name));
        return withdrawn_on === null ? [] : [{ edition_id: name, withdrawn_on, by_role: '', reason: '' }];
      }),
  };
}

function sealedBy(folder: string, name: string): Sealing {
  const file = join(folder, 'manifest.json');
  const own = readJson(file, sealedManifest);
  const [as_at_date = '', meeting_date = ''] = name.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  return {
    ...(own ?? { as_at_date, meeting_date, sealed_from: '' }),
    edition_id: name,
    manifest_sha256: existsSync(file) ? fileSha256(file) : 'absent',
    site_sha256: treeSha256(join(folder, 'site')),
  };
}

/** Notes a sealing: from this moment the edition is sealed. */
export const recordSealing = (place: Place, entry: Sealing): void => {
  const before = requireLedger(place);
  writeLedger(place, { ...before, sealed: [...before.sealed, entry] });
};

/** Notes a withdrawal: from this moment the edition can never be live again. */
export const recordWithdrawal = (place: Place, entry: Withdrawal): void => {
  const before = requireLedger(place);
  writeLedger(place, { ...before, withdrawn: [...before.withdrawn, entry] });
};

const writeLedger = (place: Place, content: Ledger): void =>
  replaceFile(place.ledger, canonicalJson({ ...content, sha256: checksum(content) }));

/** The withdrawal of an edition; null while it stands. */
export const withdrawalOf = (book: Ledger, editionId: string): Withdrawal | null =>
  book.withdrawn.find((each) => each.edition_id === editionId) ?? null;

/** Sealed editions that stand, the newest meeting last; of one meeting the later sealing. */
export const standingSealed = (book: Ledger): Sealing[] =>
  book.sealed
    .filter((each) => withdrawalOf(book, each.edition_id) === null)
    .sort((a, b) => (a.meeting_date < b.meeting_date ? -1 : a.meeting_date > b.meeting_date ? 1 : 0));

/** Throws when the edition was withdrawn; says when and whom to ask, and nothing of the reason. */
export function refuseWithdrawn(place: Place, editionId: string): void {
  const found = withdrawalOf(readLedger(place), editionId);
  if (found === null) return;
  throw new TrackerError(
    'usage',
    'edition_withdrawn',
    `${editionId} was withdrawn on ${found.withdrawn_on} and cannot be published again.`,
    `${found.by_role === '' ? '' : `Ask: ${found.by_role}. `}New input or a corrected rule makes another edition.`,
  );
}

/** A folder's name and never a path: what it names may be removed. */
const begun = z.object({ edition_id: z.string().regex(/^[^./\\][^/\\]*$/) });

/** The note of a sealing that is under way: only what it names may be cleared away as never published. */
export const begunFile = ({ ledger: file }: Place): string => join(dirname(file), 'sealing.json');

/** The edition whose sealing was begun and not concluded; null where there is none, or the note cannot be read. */
export const begunEdition = (place: Place): string | null =>
  readJson(begunFile(place), begun)?.edition_id ?? null;

/** Written before the edition is moved to its place. */
export const noteBegun = (place: Place, editionId: string): void =>
  replaceFile(begunFile(place), canonicalJson({ edition_id: editionId }));

/** The draft of a paper: made by every run, looked at by officers, published nowhere. The newest replaces the one before. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { moveInto, replaceFile } from '../durable.ts';
import { canonicalJson, sha256 } from '../hash.ts';

import { readJson, treeSha256 } from './bytes.ts';
import { readLedger } from './ledger.ts';
import type { PaperPlace } from './place.ts';

/** What is known of the current draft besides its bytes. */
export const draftNote = z.object({
  edition_id: z.string(),
  /** The Board's edition of the same run. */
  board_edition_id: z.string(),
  /** Fingerprint of the earlier papers that it was held against. */
  earlier: z.string(),
  /** Texts that were left out, each with file and line. */
  left_out: z.array(z.string()),
  /** Texts that a person reads again before it is sealed. */
  read_again: z.array(z.string()).default([]),
  /** Why it could not be sealed as it stands; none where it could. */
  gates: z.array(z.string()).default([]),
});
export type DraftNote = z.infer<typeof draftNote>;

/** As it is kept: with the checksum of the draft's whole folder, absent before version 0.4.0. */
const keptNote = draftNote.extend({ sha256: z.string() });

const noteFile = (place: PaperPlace): string => join(place.drafts, 'current.json');

/** The id of a draft of that day; `made` is all that it depends on. */
export const draftId = (audience: string, quarterEnd: string, made: unknown): string =>
  `${audience.replaceAll('_', '-')}-${quarterEnd}-${sha256(canonicalJson(made)).slice(0, 8)}`;

/** Changes whenever a paper is sealed or withdrawn. */
export const ledgerFingerprint = (place: PaperPlace): string =>
  existsSync(place.ledger) ? sha256(canonicalJson(readLedger(place))) : 'none';

/**
 * What a draft was held against: changes with every sealing and withdrawal of its audience, and with every sealing for an
 * audience beside it.
 */
export const earlierFingerprint = (place: PaperPlace, beside: readonly PaperPlace[]): string =>
  sha256(
    canonicalJson([
      ledgerFingerprint(place),
      beside
        .map((each) => [each.audience, readLedger(each).sealed] as const)
        .filter(([, sealed]) => sealed.length > 0),
    ]),
  );

/** Null when there is no draft that is whole and as it was made. */
export function currentDraft(place: PaperPlace): (DraftNote & { readonly folder: string }) | null {
  const note = readJson(noteFile(place), keptNote);
  if (note === null) return null;
  const folder = join(place.drafts, note.edition_id);
  return treeSha256(folder) === note.sha256 ? { ...note, folder } : null;
}

/** Moves a finished draft (manifest, data and site in one folder) into its place and clears away the one before. */
export function placeDraft(place: PaperPlace, folder: string, note: DraftNote): void {
  const to = join(place.drafts, note.edition_id);
  rmSync(to, { recursive: true, force: true });
  moveInto(folder, to);
  replaceFile(noteFile(place), canonicalJson({ ...note, sha256: treeSha256(to) }));
  clearDrafts(place, note.edition_id);
}

/** No draft is better than one of yesterday's that passes for today's. */
export function dropDraft(place: PaperPlace): void {
  rmSync(noteFile(place), { force: true });
  clearDrafts(place, null);
}

function clearDrafts(place: PaperPlace, kept: string | null): void {
  if (!existsSync(place.drafts)) return;
  for (const name of readdirSync(place.drafts).filter((each) => each !== kept && each !== 'current.json'))
    rmSync(join(place.drafts, name), { recursive: true, force: true });
}

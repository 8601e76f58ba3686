/** The draft of a paper: made by every run, looked at by officers, published nowhere. The newest replaces the one before. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, type PaperFolders, replacePrivateFile } from '../folders.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { moveUnlessThere } from '../publish/publish.ts';
import { readLedger } from './ledger.ts';

/** What is known of the current draft besides its bytes. */
export const draftNote = z.object({
  edition_id: z.string(),
  /** The Board's edition of the same run. */
  board_edition_id: z.string(),
  /** Fingerprint of the earlier papers that it was held against. */
  earlier: z.string(),
  /** Texts that were left out, each with file and line. */
  left_out: z.array(z.string()),
});
export type DraftNote = z.infer<typeof draftNote>;

const noteFile = (place: PaperFolders): string => join(place.drafts, 'current.json');

/** The id of a draft of that day; `made` is all that it depends on. */
export const draftId = (audience: string, quarterEnd: string, made: unknown): string =>
  `${audience.replaceAll('_', '-')}-${quarterEnd}-${sha256(canonicalJson(made)).slice(0, 8)}`;

/** Changes whenever a paper is sealed or withdrawn. */
export const ledgerFingerprint = (place: PaperFolders): string =>
  existsSync(place.ledger) ? sha256(canonicalJson(readLedger(place))) : 'none';

/**
 * What a draft was held against: changes with every sealing and withdrawal of its audience, and with every sealing for an
 * audience beside it.
 */
export const earlierFingerprint = (place: PaperFolders, beside: readonly PaperFolders[]): string =>
  sha256(
    canonicalJson([
      ledgerFingerprint(place),
      beside
        .map((each) => [each.audience, readLedger(each).sealed] as const)
        .filter(([, sealed]) => sealed.length > 0),
    ]),
  );

/** Null when there is no whole draft. */
export function currentDraft(place: PaperFolders): (DraftNote & { readonly folder: string }) | null {
  if (!existsSync(noteFile(place))) return null;
  const note = readNote(noteFile(place));
  const folder = note === null ? '' : join(place.drafts, note.edition_id);
  return note === null || !existsSync(join(folder, 'site', 'index.html')) ? null : { ...note, folder };
}

function readNote(file: string): DraftNote | null {
  try {
    return draftNote.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Moves a finished draft (data and site in one folder) into its place and clears away the one before. */
export function placeDraft(place: PaperFolders, folder: string, note: DraftNote): void {
  moveUnlessThere(folder, join(makeFolder(place.drafts), note.edition_id));
  replacePrivateFile(noteFile(place), canonicalJson(note));
  clearDrafts(place, note.edition_id);
}

/** No draft is better than one of yesterday's that passes for today's. */
export function dropDraft(place: PaperFolders): void {
  rmSync(noteFile(place), { force: true });
  clearDrafts(place, null);
}

function clearDrafts(place: PaperFolders, kept: string | null): void {
  if (!existsSync(place.drafts)) return;
  for (const name of readdirSync(place.drafts).filter((each) => each !== kept && each !== 'current.json'))
    rmSync(join(place.drafts, name), { recursive: true, force: true });
}

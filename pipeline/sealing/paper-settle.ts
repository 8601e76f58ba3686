/**
 * Brings the public address of an audience in line with its ledger: the pointer leads to the newest paper that stands, a
 * notice stands in the place of a withdrawn one. Every step may be repeated, so one that was cut short is completed.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PanelManifest, panelManifest } from '../edition/panel-format.ts';
import { emptyFolder, makeFolder, type PaperFolders, replaceFile } from '../folders.ts';
import { emptyPage, noticePage, pointerPage } from '../publish/page.ts';
import {
  type Ledger,
  readLedger,
  type Sealing,
  standingSealed,
  type Withdrawal,
  withdrawalOf,
} from './ledger.ts';
import { begunPaper, clearBegun } from './paper-begun.ts';
import { refuseLostLedger } from './paper-shelf.ts';

/** Called under the lock. `step` is told of each change before it is made. Throws, and changes nothing, without a ledger. */
export function settlePapers(place: PaperFolders, step: (name: string) => void = () => undefined): void {
  refuseLostLedger(place);
  const book = readLedger(place);
  for (const each of book.sealed)
    if (withdrawalOf(book, each.edition_id) === null) settleSite(place, each, step);
  settlePointer(place, book, step);
  for (const each of book.withdrawn) settleNotice(place, book, each, step);
  undoBegun(place, book, step);
}

/** The site is copied, so that its bytes stay beside the data when the address shows a notice. */
function settleSite(place: PaperFolders, { edition_id }: Sealing, step: (name: string) => void): void {
  const [from, to] = [join(place.editions, edition_id, 'site'), join(place.published, edition_id)];
  if (existsSync(to) || !existsSync(from)) return;
  step('site');
  const aside = emptyFolder(join(makeFolder(place.published), `.next-${edition_id}`));
  cpSync(from, aside, { recursive: true });
  renameSync(aside, to);
}

function settlePointer(place: PaperFolders, book: Ledger, step: (name: string) => void): void {
  if (book.sealed.length === 0) return;
  const file = join(place.published, 'index.html');
  const newest = standingSealed(book).at(-1);
  const text =
    newest === undefined
      ? emptyPage(titleOf(place, book), 'No paper is published at present.')
      : pointerPage(
          newest.edition_id,
          titleOf(place, book),
          `Open the paper for the meeting of ${newest.meeting_date}`,
        );
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  step('pointer');
  replaceFile(file, text);
}

function titleOf(place: PaperFolders, { sealed }: Ledger): string {
  const titles = sealed.flatMap(({ edition_id }) => manifestOf(place, edition_id)?.title ?? []);
  return titles.at(-1) ?? 'Permanence Tracker';
}

/** Null where the paper is missing: that stops the next sealing, and not a withdrawal. */
function manifestOf(place: PaperFolders, id: string): PanelManifest | null {
  const file = join(place.editions, id, 'manifest.json');
  return existsSync(file) ? panelManifest.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

function settleNotice(
  place: PaperFolders,
  book: Ledger,
  entry: Withdrawal,
  step: (name: string) => void,
): void {
  const to = join(place.published, entry.edition_id);
  const old = join(place.published, `.next-old-${entry.edition_id}`);
  rmSync(old, { recursive: true, force: true });
  const manifest = manifestOf(place, entry.edition_id);
  if (manifest === null) return;
  const { title, marking } = manifest;
  const sealed = book.sealed.find((each) => each.edition_id === entry.edition_id);
  const text = noticePage({
    editionId: entry.edition_id,
    title,
    marking,
    meeting: sealed?.meeting_date ?? null,
    withdrawnOn: entry.withdrawn_on,
    askRole: entry.by_role,
  });
  if (isNotice(to, text)) return;
  const aside = emptyFolder(join(makeFolder(place.published), `.next-${entry.edition_id}`));
  writeFileSync(join(aside, 'index.html'), text);
  step('notice');
  if (existsSync(to)) renameSync(to, old);
  step('notice in place');
  renameSync(aside, to);
  rmSync(old, { recursive: true, force: true });
}

const isNotice = (folder: string, text: string): boolean =>
  existsSync(join(folder, 'index.html')) &&
  readdirSync(folder).length === 1 &&
  readFileSync(join(folder, 'index.html'), 'utf8') === text;

/** A sealing that was cut short before the ledger knew of it was published nowhere; nothing else is cleared away. */
function undoBegun(place: PaperFolders, book: Ledger, step: (name: string) => void): void {
  const begun = begunPaper(place);
  if (begun === null) return;
  if (!book.sealed.some((each) => each.edition_id === begun)) {
    step('unrecorded');
    rmSync(join(place.editions, begun), { recursive: true, force: true });
  }
  clearBegun(place);
}

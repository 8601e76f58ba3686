/**
 * Brings what readers see in line with the ledger. Every step leaves the old state or the new one and may be repeated,
 * so a sealing or withdrawal that was cut short is completed by whatever command comes next.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest } from '../edition/format.ts';
import { type DataFolders, emptyFolder, replaceFile } from '../folders.ts';
import { isSealedId, liveEdition, makeLive, publishedEditions } from '../publish/live.ts';
import { emptyPage, noticePage, pointerPage } from '../publish/page.ts';
import { isComplete } from '../publish/publish.ts';
import { readReports } from '../run/report.ts';
import { type Ledger, readLedger, standingSealed, type Withdrawal, withdrawalOf } from './ledger.ts';

/** Called under the lock. `step` is told of each change before it is made. */
export function settle(folders: DataFolders, step: (name: string) => void = () => undefined): void {
  const book = readLedger(folders);
  settleLive(folders, book, step);
  settleMeeting(folders, book, step);
  for (const each of book.withdrawn) settleNotice(folders, book, each, step);
  clearUnrecorded(folders, book, step);
}

/** A sealing that was cut short before the ledger knew of it left folders that no command would name again. */
function clearUnrecorded(folders: DataFolders, book: Ledger, step: (name: string) => void): void {
  const recorded = new Set(book.sealed.map((each) => each.edition_id));
  for (const room of [folders.published, folders.editions]) {
    const left = existsSync(room) ? readdirSync(room) : [];
    for (const name of left.filter((each) => isSealedId(each) && !recorded.has(each))) {
      step('unrecorded');
      rmSync(join(room, name), { recursive: true, force: true });
    }
  }
}

function settleLive(folders: DataFolders, book: Ledger, step: (name: string) => void): void {
  const live = liveEdition(folders);
  if (live === null || withdrawalOf(book, live) === null) return;
  step('live');
  const next = newestStanding(folders);
  if (next !== null) makeLive(folders, next);
  else
    replaceFile(
      join(folders.published, 'index.html'),
      emptyPage('Permanence Tracker', 'No edition is published at present.'),
    );
}

/** The latest as-at date wins, then the run that published last; a complete edition before one without warehouse. */
function newestStanding(folders: DataFolders): string | null {
  const runs = readReports(folders.runs).map((report) => report.edition_id);
  const age = (edition: string): number => {
    const at = runs.indexOf(edition);
    return at === -1 ? runs.length : at;
  };
  const asAt = (edition: string): string => edition.slice('board-'.length, 'board-yyyy-mm-dd'.length);
  const standing = publishedEditions(folders).filter((edition) =>
    existsSync(join(folders.published, edition, 'index.html')),
  );
  const ordered = standing.sort(
    (a, b) =>
      Number(isComplete(folders, b)) - Number(isComplete(folders, a)) ||
      (asAt(a) === asAt(b) ? age(a) - age(b) : asAt(a) < asAt(b) ? 1 : -1),
  );
  return ordered[0] ?? null;
}

/** `meeting.html` leads to the newest sealed edition that stands. */
function settleMeeting(folders: DataFolders, book: Ledger, step: (name: string) => void): void {
  const file = join(folders.published, 'meeting.html');
  const newest = standingSealed(book).at(-1);
  if (newest === undefined && !existsSync(file)) return;
  const title = 'Permanence Tracker';
  const text =
    newest === undefined
      ? emptyPage(title, 'No edition for a meeting is published at present.')
      : pointerPage(newest.edition_id, title, `Open the edition for the meeting of ${newest.meeting_date}`);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  step('meeting');
  replaceFile(file, text);
}

/** In the place of a withdrawn site stands one page; its figures stay in `editions/`, for they were published. */
function settleNotice(
  folders: DataFolders,
  book: Ledger,
  entry: Withdrawal,
  step: (name: string) => void,
): void {
  const place = join(folders.published, entry.edition_id);
  const text = noticeOf(folders, book, entry);
  // first of all: an earlier attempt may have been cut short just before the withdrawn pages were removed
  const old = join(folders.published, `.next-old-${entry.edition_id}`);
  rmSync(old, { recursive: true, force: true });
  if (isNotice(place, text)) return;
  const aside = emptyFolder(join(folders.published, `.next-${entry.edition_id}`));
  writeFileSync(join(aside, 'index.html'), text);
  step('notice');
  if (existsSync(place)) renameSync(place, old);
  step('notice in place');
  renameSync(aside, place);
  rmSync(old, { recursive: true, force: true });
}

const isNotice = (place: string, text: string): boolean =>
  existsSync(join(place, 'index.html')) &&
  readdirSync(place).length === 1 &&
  readFileSync(join(place, 'index.html'), 'utf8') === text;

function noticeOf(folders: DataFolders, book: Ledger, entry: Withdrawal): string {
  const file = join(folders.editions, entry.edition_id, 'manifest.json');
  const { title, marking } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  const sealed = book.sealed.find((each) => each.edition_id === entry.edition_id);
  return noticePage({
    editionId: entry.edition_id,
    title,
    marking,
    meeting: sealed?.meeting_date ?? null,
    withdrawnOn: entry.withdrawn_on,
    askRole: entry.by_role,
  });
}

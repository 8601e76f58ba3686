/**
 * Brings what readers see in line with the ledger of a shelf: sites of sealed editions at their addresses, the pointer to
 * the newest that stands, a notice in the place of a withdrawn one. Every step leaves the old state or the new one and may
 * be repeated, so a sealing or withdrawal that was cut short is completed by whatever command comes next.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepToOwner } from '../access.ts';
import { copyInto, replaceFile, syncFolder, syncTree } from '../durable.ts';
import { type DataFolders, emptyFolder } from '../folders.ts';
import { readReports } from '../run/report.ts';
import { readJson, treeSha256 } from './bytes.ts';
import {
  begunEdition,
  begunFile,
  type Ledger,
  requireLedger,
  type Sealing,
  standingSealed,
  type Withdrawal,
  withdrawalOf,
} from './ledger.ts';
import { liveEdition, livePage, makeLive, publishedEditions } from './live.ts';
import { emptyPage, noticePage, pointerPage } from './pages.ts';
import type { Place } from './place.ts';
import { isComplete } from './publish.ts';
import { setAside } from './set-aside.ts';

/** How the steps of settling are told. */
export interface Telling {
  /** Told of each change before it is made. */
  readonly step?: (name: string) => void;
  /** Told what was found damaged and made again. */
  readonly say?: (line: string) => void;
}

/** Called under the lock. Throws, and changes nothing, where the ledger is missing, short or damaged. */
export function settle(folders: DataFolders, place: Place, telling: Telling = {}): void {
  const { step = () => undefined, say = () => undefined } = telling;
  const book = requireLedger(place);
  if (place.authority === null) settleLive(folders, book, step);
  for (const each of standingSealed(book)) settleSite(folders, place, each, step, say);
  settlePointer(place, book, step);
  for (const each of book.withdrawn) settleNotice(place, book, each, step);
  undoBegun(place, book, step);
  keepToOwner(folders, say);
}

type Step = (name: string) => void;

/** A withdrawn edition is not live: the newest that stands takes its place. */
function settleLive(folders: DataFolders, book: Ledger, step: Step): void {
  const live = liveEdition(folders);
  if (live === null || withdrawalOf(book, live) === null) return;
  step('live');
  const next = newestStanding(folders);
  if (next === null) replaceFile(join(folders.published, 'index.html'), livePage(null));
  else makeLive(folders, next);
}

/** The latest as-at date wins, then the run that published last; a complete edition before one without warehouse. */
function newestStanding(folders: DataFolders): string | null {
  const runs = readReports(folders.runs).map((report) => report.edition_id);
  const age = (edition: string): number => {
    const at = runs.indexOf(edition);
    return at === -1 ? runs.length : at;
  };
  const asAt = (edition: string): string => edition.slice('board-'.length, 'board-yyyy-mm-dd'.length);
  const whole = new Map(publishedEditions(folders).map((each) => [each, isComplete(folders, each)]));
  const ordered = [...whole.keys()].sort(
    (a, b) =>
      Number(whole.get(b)) - Number(whole.get(a)) ||
      (asAt(a) === asAt(b) ? age(a) - age(b) : asAt(a) < asAt(b) ? 1 : -1),
  );
  return ordered[0] ?? null;
}

/** The site is copied, so that its bytes stay beside the data when the address shows a notice or is damaged. */
function settleSite(
  folders: DataFolders,
  place: Place,
  sealing: Sealing,
  step: Step,
  say: (line: string) => void,
): void {
  const { edition_id, site_sha256 } = sealing;
  const [from, to] = [join(place.editions, edition_id, 'site'), join(place.published, edition_id)];
  if (site_sha256 === undefined || treeSha256(to) === site_sha256 || treeSha256(from) !== site_sha256) return;
  step('site');
  if (existsSync(to))
    say(
      `The site of ${edition_id} was not as it was published; it was put back from the edition, and the other one lies in ${setAside(folders, to)}.`,
    );
  copyInto(from, to);
}

/** The page that leads to the newest sealed edition that stands. */
function settlePointer(place: Place, book: Ledger, step: Step): void {
  const text = pointerText(place, book);
  if (text === null || (existsSync(place.pointer) && readFileSync(place.pointer, 'utf8') === text)) return;
  step('pointer');
  replaceFile(place.pointer, text);
}

/** What the pointer of a shelf says when it is in line with the ledger; null where nothing was ever sealed. */
export function pointerText(place: Place, book: Ledger): string | null {
  if (book.sealed.length === 0) return null;
  const newest = standingSealed(book).at(-1);
  const [title, noun] = [titleOf(place, book), place.authority === null ? 'edition for a meeting' : 'paper'];
  return newest === undefined
    ? emptyPage(title, `No ${noun} is published at present.`)
    : pointerPage(
        newest.edition_id,
        title,
        `Open the ${noun.split(' ')[0]} for the meeting of ${newest.meeting_date}`,
      );
}

const shown = z.object({ title: z.string(), marking: z.string() });

/** Null where the edition is missing or damaged: that stops the next sealing, and not a withdrawal. */
const shownOf = (place: Place, id: string): z.infer<typeof shown> | null =>
  readJson(join(place.editions, id, 'manifest.json'), shown);

function titleOf(place: Place, { sealed }: Ledger): string {
  if (place.authority === null) return 'Permanence Tracker';
  return (
    sealed.flatMap(({ edition_id }) => shownOf(place, edition_id)?.title ?? []).at(-1) ?? 'Permanence Tracker'
  );
}

/** The page in the place of a withdrawn edition's site. */
export function noticeText(place: Place, book: Ledger, entry: Withdrawal): string {
  const { title, marking } = shownOf(place, entry.edition_id) ?? {
    title: 'Permanence Tracker',
    marking: 'OFFICIAL-SENSITIVE',
  };
  return noticePage({
    editionId: entry.edition_id,
    title,
    marking,
    meeting: book.sealed.find((each) => each.edition_id === entry.edition_id)?.meeting_date ?? null,
    withdrawnOn: entry.withdrawn_on,
    askRole: entry.by_role,
  });
}

/** In the place of a withdrawn site stands one page; its figures stay in `editions/`, for they were published. */
function settleNotice(place: Place, book: Ledger, entry: Withdrawal, step: Step): void {
  const to = join(place.published, entry.edition_id);
  const old = join(place.published, `.next-old-${entry.edition_id}`);
  // first of all: an earlier attempt may have been cut short just before the withdrawn pages were removed
  rmSync(old, { recursive: true, force: true });
  const text = noticeText(place, book, entry);
  const aside = emptyFolder(join(place.published, `.next-${entry.edition_id}`));
  writeFileSync(join(aside, 'index.html'), text);
  if (treeSha256(to) === treeSha256(aside)) {
    rmSync(aside, { recursive: true });
    return;
  }
  syncTree(aside);
  step('notice');
  if (existsSync(to)) renameSync(to, old);
  step('notice in place');
  renameSync(aside, to);
  syncFolder(place.published);
  rmSync(old, { recursive: true, force: true });
}

/** A sealing that was cut short before the ledger knew of it was published nowhere; nothing else is cleared away. */
function undoBegun(place: Place, book: Ledger, step: Step): void {
  const begun = begunEdition(place);
  if (begun !== null && !book.sealed.some((each) => each.edition_id === begun)) {
    step('unrecorded');
    rmSync(join(place.editions, begun), { recursive: true, force: true });
  }
  rmSync(begunFile(place), { force: true });
}

/** Compares everything that is kept with the checksums that were noted when it was made. Changes nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DataFolders } from '../folders.ts';
import { listSnapshots, snapshotFaults } from '../snapshot/store.ts';
import { madeOf, treeSha256 } from './bytes.ts';
import { currentDraft } from './draft.ts';
import { ledgerFault, readLedger, type Sealing, withdrawalOf } from './ledger.ts';
import { liveEdition, livePage } from './live.ts';
import { noticedOn } from './pages.ts';
import { allPlaces, foldersIn, isWorkingId, type PaperPlace, type Place, paperPlaces } from './place.ts';
import { editionFaults } from './publish.ts';
import { noticeText, pointerText } from './settle.ts';
import { sealedFaults } from './shelf.ts';

/** Something that is missing or not as it was made. */
export interface Finding {
  /** Path below the data folder, with forward slashes. */
  readonly path: string;
  readonly what: string;
}

/** What was looked at, and everything that differs. */
export interface Verified {
  readonly counted: Readonly<Record<'snapshots' | 'editions' | 'sites' | 'papers' | 'ledgers', number>>;
  readonly findings: readonly Finding[];
}

/** Looks at every snapshot, edition, site, paper and ledger; of the shelves, only at those named. */
export function verify(folders: DataFolders, places: readonly Place[] = allPlaces(folders)): Verified {
  const findings: Finding[] = [];
  const add = (path: string, what: string): void =>
    void findings.push({ path: relative(folders.root, path).replaceAll('\\', '/'), what });
  const counted = { snapshots: 0, editions: 0, sites: 0, papers: 0, ledgers: 0 };
  if (places.some(({ authority }) => authority === null)) {
    counted.snapshots = verifySnapshots(folders, add);
    counted.editions = verifyWorking(folders, add);
    counted.sites = counted.editions;
  }
  for (const place of places) {
    const fault = ledgerFault(place);
    counted.ledgers += existsSync(place.ledger) ? 1 : 0;
    if (fault !== null) add(place.ledger, fault);
    verifyPages(place, add);
    for (const sealing of readLedger(place).sealed) {
      counted[place.authority === null ? 'editions' : 'papers'] += 1;
      counted.sites += 1;
      verifySealed(place, sealing, add);
    }
  }
  const drafts = paperPlaces(folders).filter((each) => places.some(({ ledger }) => ledger === each.ledger));
  counted.papers += drafts.filter((each) => verifyDraft(each, add)).length;
  return { counted, findings };
}

type Add = (path: string, what: string) => void;

function verifySnapshots(folders: DataFolders, add: Add): number {
  let snapshots = 0;
  for (const authority of foldersIn(folders.snapshots)) {
    const damaged = (folder: string, what: string): void => {
      snapshots += 1;
      add(folder, what);
    };
    for (const snapshot of listSnapshots(folders.snapshots, authority, damaged)) {
      snapshots += 1;
      for (const fault of snapshotFaults(snapshot)) add(snapshot.folder, fault);
    }
  }
  return snapshots;
}

/** A withdrawn edition has a notice for a site, and old ones no warehouse; the live one must have all. */
function verifyWorking(folders: DataFolders, add: Add): number {
  const live = liveEdition(folders);
  const ids = new Set([...foldersIn(folders.editions), ...(live === null ? [] : [live])].filter(isWorkingId));
  for (const id of ids) {
    const folder = join(folders.editions, id);
    const hasSite = madeOf(folder) !== null && noticedOn(join(folders.published, id)) === null;
    const hasWarehouse = id === live || existsSync(join(folders.warehouses, id));
    const parts = ['edition', ...(hasSite ? ['site'] : []), ...(hasWarehouse ? ['warehouse'] : [])];
    for (const { path, what } of editionFaults(folders, id, parts as Parameters<typeof editionFaults>[2]))
      add(path, what);
  }
  return ids.size;
}

/** The few pages that are not part of a site: pointers, and the notices in the place of withdrawn sites. */
function verifyPages(place: Place, add: Add): void {
  const book = readLedger(place);
  const differs = (file: string, text: string | null): boolean =>
    (existsSync(file) ? readFileSync(file, 'utf8') : null) !== text;
  const said = 'is not as it was written; the next run or sealing writes it anew';
  const index = join(place.published, 'index.html');
  if (place.authority === null && existsSync(index) && differs(index, livePage(liveEdition(place))))
    add(index, said);
  if (differs(place.pointer, pointerText(place, book))) add(place.pointer, said);
  for (const entry of book.withdrawn.filter(({ by_role }) => by_role !== '')) {
    const file = join(place.published, entry.edition_id, 'index.html');
    if (differs(file, noticeText(place, book, entry))) add(file, 'is not the notice of the withdrawal');
  }
}

function verifySealed(place: Place, sealing: Sealing, add: Add): void {
  const { edition_id, site_sha256 } = sealing;
  const folder = join(place.editions, edition_id);
  for (const fault of sealedFaults(place, sealing))
    add(join(folder, fault), 'is missing or not as it was sealed');
  const site = join(place.published, edition_id);
  const withdrawn = withdrawalOf(readLedger(place), edition_id) !== null;
  if (!withdrawn && site_sha256 !== undefined && treeSha256(site) !== site_sha256)
    add(site, 'the published site is missing or not as it was sealed');
}

/** True where there is a draft. */
function verifyDraft(place: PaperPlace, add: Add): boolean {
  const file = join(place.drafts, 'current.json');
  if (!existsSync(file)) return false;
  // A draft of before version 0.4.0 noted no checksum; the next run makes it anew.
  if (currentDraft(place) === null && readFileSync(file, 'utf8').includes('"sha256"'))
    add(place.drafts, 'the draft is not as it was made; the next run makes it anew');
  return true;
}

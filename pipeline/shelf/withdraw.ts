/** Withdrawal, for every audience: an edition's site gives way to a notice, and it can never be published again. */
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import type { Effects } from '../effects.ts';
import type { DataFolders } from '../folders.ts';
import { takeLock } from '../lock.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { recordWithdrawal, requireLedger, standingSealed, withdrawalOf } from './ledger.ts';
import { liveEdition } from './live.ts';
import { foldersIn, isWorkingId, type Place } from './place.ts';
import { settle } from './settle.ts';
import { fromShelf } from './shelf.ts';
import { plainWords } from './waivers.ts';

/** What is asked for. */
export interface WithdrawRequest {
  readonly editionId: string;
  /** Role of whom readers may ask. */
  readonly byRole: string;
  readonly reason: string;
  /** Day of the withdrawal. */
  readonly on: string;
}

/** What came of it. */
export interface Withdrawn {
  /** What the address of the audience showed before and shows now: the live edition of the Board, the newest paper of another. */
  readonly before: string | null;
  readonly now: string | null;
  /** Sealed editions made from the withdrawn one, which stand. */
  readonly sealedFromIt: readonly string[];
}

/** Withdraws one edition. The ledger decides in one step; what readers see follows, and is completed if cut short. */
export async function withdraw(
  folders: DataFolders,
  place: Place,
  request: WithdrawRequest,
  effects: Effects,
): Promise<Withdrawn> {
  const { editionId, byRole, reason, on } = request;
  const giveBack = await takeLock({
    file: folders.lock,
    run: `a withdrawal of ${editionId}`,
    since: effects.now().toISOString(),
    log: effects.log,
  });
  const step = (name: string): void => effects.step(`withdraw: ${name}`);
  try {
    settle(folders, place, { say: effects.log });
    await refuseUnfit(folders, place, request);
    const before = shown(folders, place);
    step('ledger');
    const entry = { edition_id: editionId, withdrawn_on: on, by_role: byRole.trim(), reason: reason.trim() };
    recordWithdrawal(place, entry);
    step('recorded');
    settle(folders, place, { step });
    step('withdrawn');
    const sealedFromIt = standingSealed(requireLedger(place))
      .filter((each) => each.sealed_from === editionId)
      .map((each) => each.edition_id);
    return { before, now: shown(folders, place), sealedFromIt };
  } finally {
    giveBack();
  }
}

const shown = (folders: DataFolders, place: Place): string | null =>
  place.authority === null
    ? liveEdition(folders)
    : (standingSealed(requireLedger(place)).at(-1)?.edition_id ?? null);

/** Refused: what was never published, what was withdrawn before, a day before the figures, words that tell a child. */
async function refuseUnfit(folders: DataFolders, place: Place, request: WithdrawRequest): Promise<void> {
  const edition = fromShelf(place, request.editionId);
  const isPublished =
    edition.sealing !== null || (isWorkingId(edition.id) && foldersIn(place.published).includes(edition.id));
  if (!isPublished)
    throw new TrackerError(
      'usage',
      'edition_unknown',
      'There is no published edition of that name.',
      '`tracker edition list` and `tracker panel list` name them.',
    );
  const before = withdrawalOf(requireLedger(place), request.editionId);
  if (before !== null)
    throw new TrackerError(
      'usage',
      'already_withdrawn',
      `${request.editionId} was withdrawn on ${before.withdrawn_on} already; its notice is in place.`,
      'There is nothing to do.',
    );
  const asAt = edition.sealing?.as_at_date ?? edition.manifest?.as_at_date ?? '';
  if (request.on < asAt)
    throw new TrackerError(
      'usage',
      'withdrawn_before_figures',
      `${request.on} lies before the day that the figures describe, ${asAt}.`,
      'Give the day of the withdrawal with --on.',
    );
  const authorities = place.authority === null ? foldersIn(folders.snapshots) : [place.authority];
  const snapshots = authorities.flatMap((each) => listSnapshots(folders.snapshots, each));
  const caseNumbers = comparable(await caseNumbersOf(snapshots));
  plainWords('role', request.byRole, caseNumbers);
  plainWords('reason', request.reason, caseNumbers);
}

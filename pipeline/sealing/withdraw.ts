/** Withdrawal: an edition's site gives way to a notice, and it can never be live again. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { type Manifest, manifest } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { liveEdition, publishedEditions } from '../publish/live.ts';
import type { Effects } from '../run/effects.ts';
import { takeLock } from '../run/lock.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { readLedger, recordWithdrawal, standingSealed, withdrawalOf } from './ledger.ts';
import { settle } from './settle.ts';
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
  readonly liveBefore: string | null;
  readonly live: string | null;
  /** Sealed editions made from the withdrawn one, which stand. */
  readonly sealedFromIt: readonly string[];
}

/** Withdraws one edition. The ledger decides in one step; what readers see follows, and is completed if cut short. */
export async function withdraw(
  folders: DataFolders,
  request: WithdrawRequest,
  effects: Effects,
): Promise<Withdrawn> {
  const { editionId } = request;
  refuseUnknown(folders, editionId);
  const since = effects.now().toISOString();
  const giveBack = await takeLock({
    file: folders.lock,
    run: `a withdrawal of ${editionId}`,
    since,
    log: effects.log,
  });
  const step = (name: string): void => effects.step(`withdraw: ${name}`);
  try {
    settle(folders);
    refuseAgain(folders, editionId);
    await checkWords(folders, request);
    const liveBefore = liveEdition(folders);
    step('ledger');
    recordWithdrawal(folders, {
      edition_id: editionId,
      withdrawn_on: request.on,
      by_role: request.byRole.trim(),
      reason: request.reason.trim(),
    });
    step('recorded');
    settle(folders, step);
    step('withdrawn');
    const sealedFromIt = standingSealed(readLedger(folders))
      .filter((each) => each.sealed_from === editionId)
      .map((each) => each.edition_id);
    return { liveBefore, live: liveEdition(folders), sealedFromIt };
  } finally {
    giveBack();
  }
}

function refuseUnknown(folders: DataFolders, editionId: string): void {
  const book = readLedger(folders);
  const known = [
    ...publishedEditions(folders),
    ...book.sealed.map((each) => each.edition_id),
    ...book.withdrawn.map((each) => each.edition_id),
  ];
  if (known.includes(editionId) && existsSync(join(folders.editions, editionId, 'manifest.json'))) return;
  throw new TrackerError(
    'usage',
    'edition_unknown',
    'There is no published edition of that name.',
    '`tracker edition list` names them.',
  );
}

function refuseAgain(folders: DataFolders, editionId: string): void {
  const before = withdrawalOf(readLedger(folders), editionId);
  if (before === null) return;
  throw new TrackerError(
    'usage',
    'already_withdrawn',
    `${editionId} was withdrawn on ${before.withdrawn_on} already; its notice is in place.`,
    'There is nothing to do.',
  );
}

async function checkWords(folders: DataFolders, request: WithdrawRequest): Promise<void> {
  const text = readFileSync(join(folders.editions, request.editionId, 'manifest.json'), 'utf8');
  const edition: Manifest = manifest.parse(JSON.parse(text));
  if (request.on < edition.as_at_date)
    throw new TrackerError(
      'usage',
      'withdrawn_before_figures',
      `${request.on} lies before the day that the figures describe, ${edition.as_at_date}.`,
      'Give the day of the withdrawal with --on.',
    );
  const snapshots = edition.authorities.flatMap(({ authority }) =>
    listSnapshots(folders.snapshots, authority),
  );
  const caseNumbers = comparable(await caseNumbersOf(snapshots));
  plainWords('role', request.byRole, caseNumbers);
  plainWords('reason', request.reason, caseNumbers);
}

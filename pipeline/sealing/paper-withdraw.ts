/** Withdrawing a paper: a notice takes its place, its bytes stay, and the intruder goes on reading them. */
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { type DataFolders, paperFolders } from '../folders.ts';
import type { Effects } from '../run/effects.ts';
import { takeLock } from '../run/lock.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { readLedger, recordWithdrawal, standingSealed, withdrawalOf } from './ledger.ts';
import { settlePapers } from './paper-settle.ts';
import { plainWords } from './waivers.ts';
import type { WithdrawRequest } from './withdraw.ts';

export interface PaperWithdrawRequest extends WithdrawRequest {
  readonly audience: string;
  readonly authority: string;
}

/** Withdraws one sealed paper and returns the one that the public address shows now; null when there is none. */
export async function withdrawPaper(
  folders: DataFolders,
  request: PaperWithdrawRequest,
  effects: Effects,
): Promise<string | null> {
  const place = paperFolders(folders, request.audience, request.authority);
  const { editionId, byRole, reason, on } = request;
  const giveBack = await takeLock({
    file: folders.lock,
    run: `a withdrawal of ${editionId}`,
    since: effects.now().toISOString(),
    log: effects.log,
  });
  const step = (name: string): void => effects.step(`withdraw paper: ${name}`);
  try {
    settlePapers(place);
    const book = readLedger(place);
    const sealing = book.sealed.find((each) => each.edition_id === editionId);
    if (sealing === undefined)
      throw new TrackerError(
        'usage',
        'edition_unknown',
        'There is no sealed paper of that name.',
        '`tracker panel list` names them.',
      );
    const before = withdrawalOf(book, editionId);
    if (before !== null)
      throw new TrackerError(
        'usage',
        'already_withdrawn',
        `${editionId} was withdrawn on ${before.withdrawn_on} already; its notice is in place.`,
        'There is nothing to do.',
      );
    if (on < sealing.as_at_date)
      throw new TrackerError(
        'usage',
        'withdrawn_before_figures',
        `${on} lies before the day that the figures describe, ${sealing.as_at_date}.`,
        'Give the day of the withdrawal with --on.',
      );
    const caseNumbers = comparable(await caseNumbersOf(listSnapshots(folders.snapshots, place.authority)));
    plainWords('role', byRole, caseNumbers);
    plainWords('reason', reason, caseNumbers);
    step('ledger');
    recordWithdrawal(place, {
      edition_id: editionId,
      withdrawn_on: on,
      by_role: byRole.trim(),
      reason: reason.trim(),
    });
    step('recorded');
    settlePapers(place, step);
    step('withdrawn');
    return standingSealed(readLedger(place)).at(-1)?.edition_id ?? null;
  } finally {
    giveBack();
  }
}

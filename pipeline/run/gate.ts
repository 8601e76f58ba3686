/** The gate between reading and keeping: what was lost on the way in stops a run until a person says why it may pass. */
import type { Problem } from '../../sources/contract/extract.ts';
import { TrackerError } from '../../sources/error.ts';
import { acceptableChecks, type LastSnapshot } from '../../sources/gates.ts';
import type { CheckResult } from '../edition/format.ts';
import { type Damaged, listSnapshots } from '../snapshot/store.ts';

/** A person's word that a check may be passed. */
export interface Acceptance {
  readonly check: string;
  readonly because: string;
}

/**
 * What the newest snapshot of an authority up to a day held: what a later day told says nothing of a loss on this one.
 *
 * @returns null when there is none that is whole; `damaged` is told of the others
 */
export function lastSnapshot(
  store: string,
  authority: string,
  day: string,
  damaged: Damaged,
): LastSnapshot | null {
  const manifest = listSnapshots(store, authority, damaged)
    .filter((each) => each.manifest.snapshot_date <= day)
    .at(-1)?.manifest;
  return manifest === undefined
    ? null
    : { files: manifest.files, children: manifest.tables['child']?.rows ?? 0 };
}

/**
 * Throws at the first gates that nobody accepted; the accepted ones become checks that Assurance prints with the reason.
 *
 * @throws TrackerError `loss_stopped` (exit 4), causes first
 */
export function passGates(gates: readonly Problem[], accepted: readonly Acceptance[]): CheckResult[] {
  const word = (gate: Problem): Acceptance | undefined => accepted.find(({ check }) => check === gate.code);
  const stopped = gates.filter((gate) => word(gate) === undefined || !isAcceptable(gate.code));
  if (stopped.length > 0) {
    const checks = [...new Set(stopped.map(({ code }) => code))].filter(isAcceptable);
    const how = checks.map((check) => `--accept ${check}`).join(' ');
    throw new TrackerError(
      'check_stopped',
      'loss_stopped',
      `Too much was lost between the files and what was read of them:\n${stopped.map(({ sentence }) => sentence).join('\n')}`,
      `The published site is as it was. Correct the export and run again${checks.length > 0 ? `; if it is right as it is, add ${how} --because "the reason"` : ''}.`,
    );
  }
  return gates.map((gate) => ({
    check: gate.code,
    meaning: `${spoken[gate.code] ?? 'A loss at the door.'} Accepted: ${word(gate)?.because ?? ''}`,
    severity: 'warn',
    result: 'fail',
    rows: gate.count,
  }));
}

const isAcceptable = (check: string): boolean => (acceptableChecks as readonly string[]).includes(check);

/** Without a file's name, which may hold a child's. */
const spoken: Readonly<Record<string, string>> = {
  rows_refused: "More of a file's rows were refused than the limit allows.",
  children_without_episode: 'More children are without an episode than the limit allows.',
  children_absent:
    'More children in care at the end of a year are not in the next return than the limit allows.',
  file_missing: 'A kind of file that the last snapshot had was not there.',
  rows_fall: 'A kind of file had fewer rows than the last snapshot, beyond the limit.',
  children_fall: 'There were fewer children than in the last snapshot, beyond the limit.',
};

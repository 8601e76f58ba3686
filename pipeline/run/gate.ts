/** The gate between reading and keeping: what was lost on the way in stops a run until a person says why it may pass. */
import type { Extract, Problem } from '../../sources/contract/extract.ts';
import { TrackerError } from '../../sources/error.ts';
import { acceptableChecks, type LastSnapshot, lossGates } from '../../sources/gates.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import type { CheckResult } from '../edition/format.ts';
import type { Effects } from '../effects.ts';
import { setAside } from '../shelf/set-aside.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { type Damaged, newestSnapshot, storeSnapshot } from '../snapshot/store.ts';
import { type Configuration, type ConfiguredAuthority, eachAuthority } from './configuration.ts';
import { doorOf } from './door.ts';
import type { Recorder } from './recorder.ts';
import type { Rooms } from './rooms.ts';

/** An authority whose files came through the gate and are kept. */
export interface Kept {
  readonly authority: ConfiguredAuthority;
  readonly passed: readonly CheckResult[];
  readonly snapshot: StoredSnapshot;
}

/**
 * The files of every authority, read and kept as snapshots, one authority after the other: its rows leave memory before the
 * next is read. In a region one whose files are refused, or lost too much, is left out.
 */
export async function readAndKeep(
  { authorities, asAt }: Configuration,
  recorder: Recorder,
  rooms: Rooms,
  effects: Effects,
  accepted: readonly Acceptance[],
): Promise<Kept[]> {
  return eachAuthority(
    authorities,
    ({ config }) => config,
    async (authority, index) => {
      const { config, rules, fingerprint } = authority;
      const { snapshots } = recorder.folders;

      // Read: case files become contract rows, and every row that does not is listed.
      const extract = await recorder.phase('read', () => {
        effects.progress(`reading ${config.name} (${index + 1} of ${authorities.length})`);
        return rooms.extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
      });

      // Gate: a loss on the way in stops here, before it is kept as what was known of the children on that day.
      const passed = await recorder.phase('gate', () =>
        throughGate(authority, extract, asAt, recorder, accepted),
      );

      // Snapshot: what was read is kept for ever.
      return recorder.phase('snapshot', async () => {
        const stored = await storeSnapshot(snapshots, config, extract, fingerprint, settingAside(recorder));
        recorder.snapshot(stored);
        return { authority, passed, snapshot: stored.snapshot };
      });
    },
    recorder.leave,
  );
}

/** A damaged snapshot is set aside and named; the run goes on without what it alone told. */
export const settingAside =
  (recorder: Recorder): Damaged =>
  (folder, what) =>
    recorder.notice(
      `A stored snapshot was damaged (${what}) and is set aside: ${setAside(recorder.folders, folder)}. What it alone told is not known any more.`,
    );

/** What was seen of an authority goes into the report; a loss stops it, and with it a run of that one alone. */
function throughGate(
  { config, rules }: ConfiguredAuthority,
  extract: Extract,
  asAt: string,
  recorder: Recorder,
  accepted: readonly Acceptance[],
): CheckResult[] {
  const { snapshots } = recorder.folders;
  const last = lastSnapshot(snapshots, config.authority, extract.snapshot_date, settingAside(recorder));
  const gates = lossGates(extract, last, extractSettings(rules.settings));
  recorder.door({ authority: config.authority, ...doorOf(extract, rules, asAt, gates) });
  return passGates(gates, accepted);
}

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
  const manifest = newestSnapshot(store, authority, day, damaged)?.manifest;
  return manifest === undefined
    ? null
    : { files: manifest.files, children: manifest.tables['child']?.rows ?? 0 };
}

/**
 * Throws at the first gates that nobody accepted; the accepted ones become checks that Assurance prints with the reason.
 *
 * @throws TrackerError `loss_stopped` (exit 4), causes first
 */
function passGates(gates: readonly Problem[], accepted: readonly Acceptance[]): CheckResult[] {
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

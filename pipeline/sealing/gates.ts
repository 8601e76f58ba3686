/** The gates of sealing: everything that stands between a working edition and a meeting, named at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { type AuthorityCommentary, faultLines } from '../commentary/authority-commentary.ts';
import type { CommentaryDue } from '../edition/commentary-format.ts';
import type { Manifest, Waiver } from '../edition/format.ts';
import { fileSha256 } from '../hash.ts';
import { nameOf } from './waivers.ts';

/** A closed gate. */
export interface Gate {
  readonly code: string;
  readonly what: string;
}

/** What is judged. */
export interface Candidate {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly meeting: string;
  /** Judged on the day of the meeting. */
  readonly due: readonly CommentaryDue[];
  readonly waivers: readonly Waiver[];
  readonly commentaries: readonly AuthorityCommentary[];
}

/** Every closed gate, in a fixed order. */
export const closedGates = (candidate: Candidate): Gate[] => [
  ...damaged(candidate),
  ...checks(candidate),
  ...faults(candidate),
  ...unspoken(candidate),
];

/** Throws with every closed gate. */
export function stopAtGates(gates: readonly Gate[]): void {
  const [first] = gates;
  if (first === undefined) return;
  throw new TrackerError(
    'check_stopped',
    first.code,
    `The edition cannot be sealed:\n${gates.map((gate) => gate.what).join('\n')}`,
    'Mend each of these and run `tracker run` again where a file changed, or waive a line with --waive, --because and --by.',
  );
}

function damaged({ manifest, folder }: Candidate): Gate[] {
  return Object.entries(manifest.files)
    .filter(([file, sha256]) => !existsSync(join(folder, file)) || fileSha256(join(folder, file)) !== sha256)
    .map(([file]) => ({ code: 'edition_damaged', what: `${file} of the edition is not as it was made.` }));
}

function checks({ manifest }: Candidate): Gate[] {
  const failed = manifest.checks.filter((check) => check.severity === 'stop' && check.result === 'fail');
  if (manifest.checks.length === 0)
    return [{ code: 'checks_missing', what: 'The edition names no checks that it passed.' }];
  return failed.map((check) => ({ code: 'check_failed', what: `Check ${check.check}: ${check.meaning}` }));
}

const faults = ({ commentaries }: Candidate): Gate[] =>
  commentaries.flatMap((folder) =>
    faultLines(folder).map((line) => ({
      code: 'commentary_faulty',
      what: `Commentary of ${folder.authority}, ${line}`,
    })),
  );

function unspoken({ due, waivers, meeting }: Candidate): Gate[] {
  return due
    .filter((each) => each.state !== 'current')
    .filter(
      (each) =>
        !waivers.some(
          (waiver) =>
            waiver.authority === each.authority &&
            waiver.measure_id === each.measure_id &&
            waiver.line === each.line,
        ),
    )
    .map((each) => ({
      code: 'commentary_due',
      what: `${each.authority}: ${nameOf(each)} (${each.because}) has no commentary approved by ${meeting} and current on it (${each.state}).`,
    }));
}

/** What stands between the draft of a paper and the public: every closed gate is named at once. */
import { identifiersIn } from '../../sources/commentary/identifier.ts';
import { narrativeFaults } from '../../sources/commentary/narrative.ts';
import { TrackerError } from '../../sources/error.ts';
import type { PanelFile, PanelManifest } from '../edition/panel-format.ts';
import type { Breach } from '../intruder/intruder.ts';
import type { DraftNote } from './draft.ts';
import type { Gate } from './gates.ts';
import { changedPaperFiles } from './paper-shelf.ts';

/** What is judged before a site is drawn of it. */
export interface PaperCandidate {
  readonly folder: string;
  readonly manifest: PanelManifest;
  readonly paper: PanelFile;
  readonly note: DraftNote;
  /** Texts left out of the draft, and any that have become faulty since. */
  readonly wordFaults: readonly string[];
  /** Keys of the authority's children, as they are compared. */
  readonly caseNumbers: ReadonlySet<string>;
}

/** Every closed gate of the data, in a fixed order. */
export const closedPaperGates = (candidate: PaperCandidate): Gate[] => [
  ...damaged(candidate),
  ...checks(candidate),
  ...faults(candidate),
  ...telling(candidate),
];

/** Throws with every closed gate. */
export function stopAtPaperGates(gates: readonly Gate[]): void {
  const [first] = gates;
  if (first === undefined) return;
  throw new TrackerError(
    'check_stopped',
    first.code,
    `The paper cannot be sealed:\n${gates.map(({ what }) => what).join('\n')}`,
    'Mend each of these, make the draft anew with `tracker run`, and seal then.',
  );
}

const damaged = ({ folder, manifest }: PaperCandidate): Gate[] =>
  changedPaperFiles(folder, manifest.files).map((file) => ({
    code: 'edition_damaged',
    what: `${file} of the draft is not as it was made.`,
  }));

function checks({ manifest }: PaperCandidate): Gate[] {
  const stops = manifest.checks.filter(({ severity }) => severity === 'stop');
  if (stops.length === 0)
    return [{ code: 'checks_missing', what: 'The draft names no checks that its figures passed.' }];
  return stops
    .filter(({ result }) => result === 'fail')
    .map(({ check, meaning }) => ({ code: 'check_failed', what: `Check ${check}: ${meaning}` }));
}

const faults = ({ wordFaults }: PaperCandidate): Gate[] =>
  wordFaults.map((line) => ({ code: 'words_faulty', what: `Text for the Panel, ${line}` }));

/** The words that are to be published, read once more as they stand in the paper. */
function telling({ manifest, paper, caseNumbers }: PaperCandidate): Gate[] {
  const leastCount = manifest.policy.find(({ rule }) => rule === 'least_count')?.value ?? 0;
  return [...paper.questions, ...paper.packs].flatMap(({ question, what_next, children_say }) =>
    [what_next, children_say?.text ?? null].flatMap((text) => {
      if (text === null) return [];
      const reasons = [
        ...narrativeFaults(text, { leastCount, hidden: [] }).map(
          ({ line, reason }) => `line ${line}: ${reason}`,
        ),
        ...identifiersIn(text, caseNumbers).map((kind) => `${kind} seems to stand in it`),
      ];
      return reasons.map((reason) => ({ code: 'words_telling', what: `Text for ${question}, ${reason}` }));
    }),
  );
}

/** What the intruder found, as gates: table, file and equations, never the value. */
export const intruderGates = (breaches: readonly Breach[]): Gate[] =>
  breaches.map(({ table, kind, file, equations, what }) => ({
    code: 'paper_gives_away',
    what: `${table} (${file}, ${kind}): ${what}${equations.length === 0 ? '' : ` Put together: ${equations.join('; ')}`}`,
  }));

/** The papers' part of sealing: the current draft, held against every paper that its readers have seen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { benchmarksFor } from '../../sources/benchmarks/authority-benchmarks.ts';
import { comparable, identifiersIn } from '../../sources/commentary/identifier.ts';
import { narrativeFaults } from '../../sources/commentary/narrative.ts';
import { TrackerError } from '../../sources/error.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { type PanelFile, type PanelManifest, panelManifest } from '../edition/panel-format.ts';
import type { DataFolders } from '../folders.ts';
import { type Finding, guardPolicy } from '../guard/guard.ts';
import { type NationalFact, nationalFacts } from '../guard/national.ts';
import { isOldDesign, readPaperFile } from '../panel/reprint.ts';
import { papersFingerprint, papersInput } from '../run/configuration.ts';
import { nationalBook } from '../run/national-tables.ts';
import type { Rooms } from '../run/rooms.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { currentDraft, type DraftNote, earlierFingerprint } from './draft.ts';
import { readLedger, requireLedger, type Sealing, standingSealed, withdrawalOf } from './ledger.ts';
import { type PaperPlace, placesBeside } from './place.ts';
import { type BuiltFrom, liveBuiltFrom } from './publish.ts';
import type { Candidate, Gate, Publication } from './seal.ts';
import { sealedEditions } from './shelf.ts';

/** A paper that was published, with the very bytes. */
export interface EarlierPaper {
  readonly audience: string;
  readonly id: string;
  /** Holds `manifest.json`, `data/` and `site/`. */
  readonly folder: string;
  readonly sealing: Sealing;
  readonly manifest: PanelManifest;
  readonly paper: PanelFile;
  /** Made before all figures stood in one calendar: what fits into it counts as known. */
  readonly isOldDesign: boolean;
  readonly withdrawn: boolean;
}

const readPaper = (folder: string): Pick<EarlierPaper, 'manifest' | 'paper' | 'isOldDesign'> => {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const panel = read('data/panel.json');
  return {
    manifest: panelManifest.parse(read('manifest.json')),
    paper: readPaperFile(panel),
    isOldDesign: isOldDesign(panel),
  };
};

/**
 * Every paper of the audience, and of every other that anybody may read beside it, in the order of sealing; withdrawn ones
 * too, for what was read cannot be unread. Throws where one is missing or is not as it was published.
 */
export const earlierPapers = (
  folders: Pick<DataFolders, 'audiences'>,
  place: PaperPlace,
  audiences: Parameters<typeof placesBeside>[2],
): EarlierPaper[] =>
  [place, ...placesBeside(folders, place, audiences)]
    .flatMap((each) => {
      const book = readLedger(each);
      return sealedEditions(each).map((sealing) => {
        const folder = join(each.editions, sealing.edition_id);
        const withdrawn = withdrawalOf(book, sealing.edition_id) !== null;
        return {
          audience: each.audience,
          id: sealing.edition_id,
          folder,
          sealing,
          withdrawn,
          ...readPaper(folder),
        };
      });
    })
    .sort((a, b) => (a.sealing.sealed_before ?? 0) - (b.sealing.sealed_before ?? 0));

/** The publication of an audience's papers about an authority. */
export const paperPublication = (
  folders: DataFolders,
  rooms: Rooms,
  place: PaperPlace,
): Publication<PanelManifest> => ({ place, candidate: () => candidate(folders, rooms, place) });

async function candidate(
  folders: DataFolders,
  rooms: Rooms,
  place: PaperPlace,
): Promise<Candidate<PanelManifest>> {
  const draft = currentDraft(place);
  if (draft === null)
    throw new TrackerError(
      'usage',
      'no_draft',
      `There is no draft for ${place.audience} of ${place.authority}, or it is not as it was made.`,
      '`tracker run` makes one where every_run in audiences.csv is Y; `tracker status` says why one could not be made.',
    );
  const { manifest, paper } = readPaper(draft.folder);
  const { config, rules, from } = readSource(folders, place, rooms);
  const beside = placesBeside(folders, place, rules.audiences);
  refuseStale(draft, from, earlierFingerprint(place, beside));
  refuseQuarterTwice(place, manifest);
  refuseOtherWords(folders, { config, rules, from });
  const earlier = earlierPapers(folders, place, rules.audiences);
  const caseNumbers = comparable(await caseNumbersOf(listSnapshots(folders.snapshots, place.authority)));
  const faults = draft.left_out.map((line) => ({
    code: 'words_faulty',
    what: `Text for the Panel, ${line}`,
  }));
  const judge = (folder: string): Promise<Gate[]> =>
    judgePaper(
      rooms,
      { config, rules, audience: place.audience, earlier },
      { id: manifest.edition_id, folder },
    );
  const gates = [...faults, ...telling(manifest, paper, caseNumbers)];
  return { manifest, folder: draft.folder, gates, rewritten: {}, more: {}, judge };
}

interface Source {
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  /** What the Board's live edition was made from. */
  readonly from: BuiltFrom;
}

/** The authority's configuration as it is now. */
function readSource(folders: DataFolders, { authority }: PaperPlace, rooms: Rooms): Source {
  const from = liveBuiltFrom(folders);
  const path = from?.configurations[authority];
  if (from === null || path === undefined)
    throw new TrackerError(
      'check_stopped',
      'edition_incomplete',
      `The run that made the draft of ${authority} is not the live one, or is not complete.`,
      'Run `tracker run` again and seal then.',
    );
  const config = rooms.readAuthority(path);
  return { config, rules: loadRules(rooms.rulesFolder, config), from };
}

const stale = (id: string, code: string, why: string): TrackerError =>
  new TrackerError(
    'check_stopped',
    code,
    `The draft ${id} ${why}.`,
    'Run `tracker run` again, look at the new draft, and seal then.',
  );

/** The draft must stand beside the Board's live edition, and be held against every paper that was published. */
function refuseStale(note: DraftNote, { edition_id }: BuiltFrom, earlier: string): void {
  const { board_edition_id: board } = note;
  if (board !== edition_id)
    throw stale(note.edition_id, 'draft_stale', `was made beside ${board}, and ${edition_id} is live`);
  if (note.earlier !== earlier)
    throw stale(note.edition_id, 'papers_changed', 'was made before the last sealing or withdrawal');
}

function refuseQuarterTwice(place: PaperPlace, { as_at_date }: PanelManifest): void {
  const before = standingSealed(requireLedger(place)).find((each) => each.as_at_date === as_at_date);
  if (before === undefined) return;
  throw new TrackerError(
    'usage',
    'paper_sealed',
    `A paper is already sealed for the quarter-end ${as_at_date}: ${before.edition_id}.`,
    'A sealed paper never changes. Withdraw it with `tracker panel withdraw` first, if it is wrong.',
  );
}

/** Refused where the authority's texts have changed since the draft was made. */
function refuseOtherWords(folders: DataFolders, { config, rules, from }: Source): void {
  const { authority } = config;
  if (from.inputs[papersInput(authority)] === papersFingerprint(folders, config, rules)) return;
  throw new TrackerError(
    'check_stopped',
    'words_changed',
    `The texts for the Panel of ${authority}, or the papers sealed for another audience, have changed since the draft was made.`,
    'Run `tracker run` again, so that what is sealed is what was looked at, and seal then.',
  );
}

/** The words that are to be published, read once more as they stand in the paper. */
function telling(manifest: PanelManifest, paper: PanelFile, caseNumbers: ReadonlySet<string>): Gate[] {
  const leastCount = manifest.policy.find(({ rule }) => rule === 'least_count')?.value ?? 0;
  return [...paper.questions, ...paper.packs].flatMap(({ question, what_next, children_say }) =>
    [what_next, children_say?.text ?? null].flatMap((text) => {
      if (text === null) return [];
      const reasons = [
        ...narrativeFaults(text, { leastCount }).map(({ line, reason }) => `line ${line}: ${reason}`),
        ...identifiersIn(text, caseNumbers).map((kind) => `${kind} seems to stand in it`),
      ];
      return reasons.map((reason) => ({ code: 'words_telling', what: `Text for ${question}, ${reason}` }));
    }),
  );
}

/** What a paper is held against. */
export interface Judging {
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  readonly audience: string;
  readonly earlier: readonly EarlierPaper[];
}

/**
 * The one judgement of a paper, of a draft in the run as at sealing: what its bytes, data and site, give away together with
 * all that the same readers have seen. Table, file and equations, never the value.
 */
export async function judgePaper(
  rooms: Pick<Rooms, 'guard'>,
  { config, rules, audience, earlier }: Judging,
  about: { readonly id: string; readonly folder: string },
): Promise<Gate[]> {
  const { manifest } = readPaper(about.folder);
  const findings = await rooms.guard({
    about,
    earlier: earlier.map(({ id, folder }) => ({ id, folder })),
    policy: guardPolicy(rules.disclosure, audience, manifest.as_at_date),
    coarsening: rules.group_coarsening,
    national: nationalOf(config, rules),
  });
  return findings.map((finding) => ({ code: 'paper_gives_away', what: textOf(finding) }));
}

const textOf = ({ kind, file, cells, because, what }: Finding): string =>
  `${file}, ${kind}${cells.length === 0 ? '' : ` (${cells.join(', ')})`}: ${what}${because.length === 0 ? '' : ` Put together: ${because.join('; ')}`}`;

/** What the Department has published of an authority, for the guard; nothing where the tables do not hold it. */
function nationalOf(config: AuthorityConfig, rules: RuleBook): NationalFact[] {
  const book = nationalBook();
  const { area, isItself } = benchmarksFor(book, config, rules.benchmark_links);
  if (area === null || !isItself || config.benchmark_authority === null) return [];
  return nationalFacts(book, rules.benchmark_links, config.benchmark_authority);
}

/** The Board's part of sealing: the live working edition, with what people must have said of it by the meeting. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentaryFingerprint } from '../../sources/commentary/commentary.ts';
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import {
  type AuthorityCommentary,
  faultLines,
  readAuthorityCommentary,
} from '../commentary/authority-commentary.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { judgedOn } from '../edition/commentary-file.ts';
import { type CommentaryDue, type CommentaryFile, commentaryFile } from '../edition/commentary-format.ts';
import type { Manifest, Waiver } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { canonicalJson } from '../hash.ts';
import { commentaryInput } from '../run/configuration.ts';
import type { Rooms } from '../run/rooms.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { liveEdition } from './live.ts';
import { boardPlace } from './place.ts';
import { type BuiltFrom, builtFromOf, editionFaults } from './publish.ts';
import type { Candidate, Gate, Publication } from './seal.ts';
import { boardEdition, measuresOf } from './shelf.ts';
import { type NameOfLine, nameOf, resolveWaivers, type WaiverRequest } from './waivers.ts';

/** The Board's publication, with the waivers that were asked for. */
export const boardPublication = (
  folders: DataFolders,
  rooms: Rooms,
  waivers: readonly WaiverRequest[],
): Publication<Manifest> => ({
  place: boardPlace(folders),
  candidate: (meeting) => candidate(folders, rooms, waivers, meeting),
});

const path = 'data/commentary.json';

async function candidate(
  folders: DataFolders,
  rooms: Rooms,
  requests: readonly WaiverRequest[],
  meeting: string,
): Promise<Candidate<Manifest>> {
  const from = liveSource(folders);
  const { manifest, folder } = boardEdition(folders, from.edition_id);
  const { commentaries, caseNumbers } = await spokenNow(folders, rooms, from);
  const made = commentaryFile.parse(JSON.parse(readFileSync(join(folder, path), 'utf8')));
  const commentary = judgedOn(made, meeting);
  const measures = measuresOf(boardEdition(folders, from.edition_id));
  const wordsOf: NameOfLine = ({ measure_id, line }) => {
    const measure = measures.find((each) => each.measure_id === measure_id);
    const own = measure?.lines.find((each) => each.line === line)?.name ?? line;
    return `${measure?.plain_name ?? measure_id}: ${own}`;
  };
  const waivers = resolveWaivers(requests, commentary.due, caseNumbers, wordsOf);
  return {
    manifest,
    folder,
    gates: [
      ...damaged(folders, manifest),
      ...withoutAuthority(manifest),
      ...faults(commentaries),
      ...unspoken(commentary.due, waivers, meeting),
    ],
    rewritten: { [path]: canonicalJson(withWaivers(commentary, waivers)) },
    more: { waivers: [...waivers] },
    judge: () => Promise.resolve([]),
  };
}

/** What the live edition was made from; an error when nothing is live or nothing readable says so. */
function liveSource(folders: DataFolders): BuiltFrom {
  const live = liveEdition(folders);
  if (live === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const from = builtFromOf(folders, live);
  if (from !== null) return from;
  throw new TrackerError(
    'check_stopped',
    'edition_incomplete',
    `${live} is not complete: the note of what it was made from is gone or cannot be read.`,
    'Run that as-at date again: the edition is made anew from its snapshots.',
  );
}

/** The commentaries as they are now; an error when one has changed since the edition was made. */
async function spokenNow(
  folders: DataFolders,
  rooms: Rooms,
  from: BuiltFrom,
): Promise<{ commentaries: AuthorityCommentary[]; caseNumbers: ReadonlySet<string> }> {
  const commentaries: AuthorityCommentary[] = [];
  const keys = new Set<string>();
  for (const [authority, yaml] of Object.entries(from.configurations).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const config = rooms.readAuthority(yaml);
    if (from.inputs[commentaryInput(authority)] !== commentaryFingerprint(config.commentary))
      throw new TrackerError(
        'check_stopped',
        'commentary_changed',
        `The commentaries of ${authority} have changed since ${from.edition_id} was made.`,
        'Run `tracker run` again, so that what is sealed is what was published, and seal then.',
      );
    const snapshots = listSnapshots(folders.snapshots, authority);
    commentaries.push(await readAuthorityCommentary(config, loadRules(rooms.rulesFolder, config), snapshots));
    for (const key of await caseNumbersOf(snapshots)) keys.add(key);
  }
  return { commentaries, caseNumbers: comparable(keys) };
}

/** The site and the warehouse, which the manifest does not name. */
const damaged = (folders: DataFolders, { edition_id }: Manifest): Gate[] =>
  editionFaults(folders, edition_id, ['site', 'warehouse']).map(({ what }) => ({
    code: 'edition_damaged',
    what: `${edition_id}: ${what}.`,
  }));

/** A region's edition may be published without an authority; sealed it would stand for the whole region. */
const withoutAuthority = ({ checks }: Manifest): Gate[] =>
  checks
    .filter(({ check }) => check === 'authority_left_out')
    .map(({ meaning }) => ({
      code: 'authority_left_out',
      what: `${meaning} Run the region again once its files are right, or seal a run that does not name it.`,
    }));

const faults = (commentaries: readonly AuthorityCommentary[]): Gate[] =>
  commentaries.flatMap((folder) =>
    faultLines(folder).map((line) => ({
      code: 'commentary_faulty',
      what: `Commentary of ${folder.authority}, ${line}`,
    })),
  );

const isWaived =
  (due: CommentaryDue) =>
  (waiver: Waiver): boolean =>
    waiver.authority === due.authority && waiver.measure_id === due.measure_id && waiver.line === due.line;

function unspoken(due: readonly CommentaryDue[], waivers: readonly Waiver[], meeting: string): Gate[] {
  const lacking = due.filter((each) => each.state !== 'current' && !waivers.some(isWaived(each)));
  const [first] = lacking;
  if (first === undefined) return [];
  const name = (each: CommentaryDue): string => `${each.authority}:${nameOf(each)}`;
  const next =
    '`tracker commentary new --due` writes one file with every line that is due, to be filled in at one sitting. A line of ' +
    `which nothing can be said may be waived: --waive ${name(first)} --because "<why, of this very line>" --by "<role>".`;
  return lacking.map((each) => ({
    code: 'commentary_due',
    what: `${name(each)} (${each.because}) has no commentary approved by ${meeting} and current on it (${each.state}).`,
    next,
  }));
}

const withWaivers = (file: CommentaryFile, waivers: readonly Waiver[]): CommentaryFile => ({
  entries: file.entries,
  due: file.due.map((each) => {
    const waiver = waivers.find(isWaived(each));
    return waiver === undefined ? each : { ...each, state: 'waived', waived_because: waiver.because };
  }),
});

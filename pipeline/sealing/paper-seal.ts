/** Sealing a paper: the draft becomes an immutable one for a named meeting, and the public address shows it. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { codeVersion } from '../edition/identity.ts';
import { type PanelManifest, panelFile, panelManifest } from '../edition/panel-format.ts';
import {
  type DataFolders,
  emptyFolder,
  makeFolder,
  makePrivateFolder,
  type PaperFolders,
  paperFolders,
} from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import type { IntruderPolicy } from '../intruder/intruder.ts';
import { type BuiltFrom, liveBuiltFrom, moveUnlessThere } from '../publish/publish.ts';
import { papersFingerprint, papersInput } from '../run/configuration.ts';
import type { Effects } from '../run/effects.ts';
import { takeLock } from '../run/lock.ts';
import type { Rooms } from '../run/rooms.ts';
import { listSnapshots } from '../snapshot/store.ts';
import { currentDraft, type DraftNote, earlierFingerprint } from './draft.ts';
import { readLedger, recordSealing, standingSealed } from './ledger.ts';
import { clearBegun, noteBegun } from './paper-begun.ts';
import { closedPaperGates, intruderGates, stopAtPaperGates } from './paper-gates.ts';
import { loadNational } from './paper-national.ts';
import { paperPlaces, placesBeside } from './paper-places.ts';
import { settlePapers } from './paper-settle.ts';
import { earlierPapers, earlierReadable, treeSha256 } from './paper-shelf.ts';

/** What is asked for. */
export interface PaperSealRequest {
  readonly audience: string;
  readonly authority: string;
  /** Day of the meeting. */
  readonly meeting: string;
}

/** Seals the current draft and returns the sealed paper's manifest. A failure at any step leaves what was published. */
export async function sealPaper(
  folders: DataFolders,
  request: PaperSealRequest,
  effects: Effects,
  rooms: Rooms,
): Promise<PanelManifest> {
  makePrivateFolder(folders.runs);
  const giveBack = await takeLock({
    file: folders.lock,
    run: `a sealing for ${request.audience} of ${request.meeting}`,
    since: effects.now().toISOString(),
    log: effects.log,
  });
  const scratch = join(folders.runs, 'sealing');
  const place = paperFolders(folders, request.audience, request.authority);
  try {
    rmSync(scratch, { recursive: true, force: true });
    earlierPapers(place);
    settlePapers(place);
    return await sealUnderLock(folders, place, request.meeting, { effects, rooms, scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    giveBack();
  }
}

interface Tools {
  readonly effects: Effects;
  readonly rooms: Rooms;
  readonly scratch: string;
}

async function sealUnderLock(
  folders: DataFolders,
  place: PaperFolders,
  meeting: string,
  { effects, rooms, scratch }: Tools,
): Promise<PanelManifest> {
  const step = (name: string): void => effects.step(`seal paper: ${name}`);

  // Gates of the data: what people must have signed off, and what must be whole.
  step('gates');
  const draft = readDraft(place);
  const source = readSource(folders, place, rooms);
  const { audiences } = source.rules;
  const earlier = earlierReadable(folders, place, audiences);
  refuseStale(draft.note, source.from, earlierFingerprint(place, placesBeside(folders, place, audiences)));
  refuseMeeting(place, meeting, draft.manifest);
  refuseOtherWords(folders, place, source);
  const caseNumbers = comparable(await caseNumbersOf(listSnapshots(folders.snapshots, place.authority)));
  stopAtPaperGates(closedPaperGates({ ...draft, wordFaults: draft.note.left_out, caseNumbers }));

  // Compose and draw: aside, from the data that are sealed.
  step('compose');
  const paperFolder = emptyFolder(join(scratch, 'paper'));
  const manifest = compose(paperFolder, place, meeting, draft);
  step('draw');
  const siteFolder = join(paperFolder, 'site');
  await rooms.buildSite({
    editionFolder: paperFolder,
    outputFolder: siteFolder,
    cacheFolder: join(scratch, 'work'),
  });

  // The intruder: the very bytes, beside those of every paper before, withdrawn ones too.
  step('intruder');
  const breaches = await rooms.intrude({
    about: { id: manifest.edition_id, folder: paperFolder },
    earlier: earlier.map(({ id, folder }) => ({ id, folder })),
    policy: intruderPolicy(manifest),
    national: loadNational(source.config, source.rules),
  });
  stopAtPaperGates(intruderGates(breaches));

  // Into place: the whole folder first, then the ledger, which alone decides; readers see it last.
  step('edition');
  const home = join(makeFolder(place.editions), manifest.edition_id);
  noteBegun(place, manifest.edition_id);
  step('move');
  moveUnlessThere(paperFolder, home);
  step('ledger');
  recordSealing(place, {
    edition_id: manifest.edition_id,
    meeting_date: meeting,
    as_at_date: manifest.as_at_date,
    sealed_from: draft.manifest.edition_id,
    manifest_sha256: fileSha256(join(home, 'manifest.json')),
    site_sha256: treeSha256(join(home, 'site')),
    sealed_before: sealedSoFar(folders, place),
  });
  step('recorded');
  clearBegun(place);
  settlePapers(place, step);
  step('sealed');
  return manifest;
}

/** How many papers about the authority were sealed so far, for whatever audience. */
const sealedSoFar = (folders: DataFolders, { authority }: PaperFolders): number =>
  paperPlaces(folders)
    .filter((each) => each.authority === authority)
    .reduce((sum, each) => sum + readLedger(each).sealed.length, 0);

function readDraft(place: PaperFolders) {
  const note = currentDraft(place);
  if (note === null)
    throw new TrackerError(
      'usage',
      'no_draft',
      `There is no draft for ${place.audience} of ${place.authority}.`,
      '`tracker run` makes one where every_run in audiences.csv is Y; `tracker status` says why one could not be made.',
    );
  const read = (path: string): unknown => JSON.parse(readFileSync(join(note.folder, path), 'utf8'));
  const manifest = panelManifest.parse(read('manifest.json'));
  if (manifest.code_version !== codeVersion())
    throw stale(note, 'program_changed', 'was made by another version of the program');
  return { folder: note.folder, note, manifest, paper: panelFile.parse(read('data/panel.json')) };
}

const stale = ({ edition_id }: DraftNote, code: string, why: string): TrackerError =>
  new TrackerError(
    'check_stopped',
    code,
    `The draft ${edition_id} ${why}.`,
    'Run `tracker run` again, look at the new draft, and seal then.',
  );

/** The draft must stand beside the Board's live edition, and be held against every paper that was published. */
function refuseStale(note: DraftNote, { edition_id }: BuiltFrom, earlier: string): void {
  if (note.board_edition_id !== edition_id)
    throw stale(note, 'draft_stale', `was made beside ${note.board_edition_id}, and ${edition_id} is live`);
  if (note.earlier !== earlier)
    throw stale(note, 'papers_changed', 'was made before the last sealing or withdrawal');
}

function refuseMeeting(place: PaperFolders, meeting: string, { as_at_date }: PanelManifest): void {
  if (meeting < as_at_date)
    throw new TrackerError(
      'usage',
      'meeting_before_figures',
      `The meeting of ${meeting} lies before the day that the figures describe, ${as_at_date}.`,
      'Give the day of the meeting that will read them.',
    );
  const standing = standingSealed(readLedger(place));
  const before = standing.find((each) => each.meeting_date === meeting || each.as_at_date === as_at_date);
  if (before === undefined) return;
  throw new TrackerError(
    'usage',
    'paper_sealed',
    `A paper is already sealed for ${before.meeting_date === meeting ? `the meeting of ${meeting}` : `the quarter-end ${as_at_date}`}: ${before.edition_id}.`,
    'A sealed paper never changes. Withdraw it with `tracker panel withdraw` first, if it is wrong.',
  );
}

interface Source {
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  /** What the Board's live edition was made from. */
  readonly from: BuiltFrom;
}

/** The authority's configuration as it is now. */
function readSource(folders: DataFolders, { authority }: PaperFolders, rooms: Rooms): Source {
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

/** Refused where the authority's texts have changed since the draft was made. */
function refuseOtherWords(
  folders: DataFolders,
  { authority }: PaperFolders,
  { config, rules, from }: Source,
): void {
  if (from.inputs[papersInput(authority)] !== papersFingerprint(folders, config, rules))
    throw new TrackerError(
      'check_stopped',
      'words_changed',
      `The texts for the Panel of ${authority}, or the papers sealed for another audience, have changed since the draft was made.`,
      'Run `tracker run` again, so that what is sealed is what was looked at, and seal then.',
    );
}

/** The draft under its new name; every figure is that of the draft. */
function compose(
  folder: string,
  place: PaperFolders,
  meeting: string,
  draft: { readonly folder: string; readonly manifest: PanelManifest },
): PanelManifest {
  cpSync(join(draft.folder, 'data'), join(folder, 'data'), { recursive: true });
  const { edition_id, as_at_date } = draft.manifest;
  const made = {
    sealed_from: edition_id,
    code: codeVersion(),
    meeting,
    earlier: readLedger(place).sealed.length,
  };
  const name = place.audience.replaceAll('_', '-');
  const manifest: PanelManifest = {
    ...draft.manifest,
    edition_id: `${name}-${as_at_date}-sealed-${meeting}-${sha256(canonicalJson(made)).slice(0, 8)}`,
    kind: 'sealed',
    meeting_date: meeting,
    sealed_from: edition_id,
  };
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(manifest));
  return manifest;
}

/** The policy that the paper names, as the intruder asks for it. */
export function intruderPolicy({ policy }: Pick<PanelManifest, 'policy'>): IntruderPolicy {
  const of = (rule: string): number => {
    const found = policy.find((each) => each.rule === rule);
    if (found === undefined) throw new Error(`the paper names no ${rule}`);
    return found.value;
  };
  return {
    leastCount: of('least_count'),
    leastIntervalWidth: of('least_interval_width'),
    leastDenominator: of('least_denominator'),
    leastNumerator: of('least_numerator'),
    leastAverage: of('least_average'),
    averageStepDays: of('average_step_days'),
    roundCrossBreaksTo: of('round_cross_breaks_to'),
  };
}

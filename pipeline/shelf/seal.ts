/**
 * Sealing, for every audience: what a run made becomes an immutable edition for a named meeting. What differs between
 * audiences is a `Publication`: where it lies, what is sealed, which gates stand before it, what its bytes must not say.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { moveInto } from '../durable.ts';
import { codeVersion } from '../edition/identity.ts';
import type { Effects } from '../effects.ts';
import { type DataFolders, emptyFolder, makePrivateFolder } from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { onInterruption } from '../interruption.ts';
import { takeLock } from '../lock.ts';
import type { Rooms } from '../run/rooms.ts';
import { changedFiles, treeSha256 } from './bytes.ts';
import { noteBegun, readLedger, recordSealing, requireLedger, standingSealed } from './ledger.ts';
import { nameOf, type Place, paperPlaces } from './place.ts';
import { settle } from './settle.ts';
import { sealedEditions } from './shelf.ts';

/** A closed gate: why nothing may be sealed as it stands, as a sentence. */
export interface Gate {
  readonly code: string;
  readonly what: string;
  /** What opens this gate, where it is not the same for every gate. */
  readonly next?: string;
}

/** What every manifest says, whatever its audience. */
export interface SealableManifest {
  readonly edition_id: string;
  readonly kind: 'working' | 'sealed';
  readonly as_at_date: string;
  readonly code_version: string;
  readonly files: Readonly<Record<string, string>>;
  readonly checks: readonly {
    readonly check: string;
    readonly severity: string;
    readonly result: string;
    readonly meaning: string;
  }[];
}

/** What is about to be sealed. */
export interface Candidate<M extends SealableManifest> {
  readonly manifest: M;
  /** Holds the data files of the manifest. */
  readonly folder: string;
  /** Closed gates of this audience, besides those that every edition must pass. */
  readonly gates: readonly Gate[];
  /** Data files that sealing writes anew, by path: commentary judged on the meeting's day. */
  readonly rewritten: Readonly<Record<string, string>>;
  /** What the sealed manifest says besides: waivers. */
  readonly more: Partial<M>;
  /** Looks at the very bytes, data and site, that are about to be published. */
  readonly judge: (folder: string) => Promise<readonly Gate[]>;
}

/** An audience's own part of sealing. */
export interface Publication<M extends SealableManifest> {
  readonly place: Place;
  /** Reads what is to be sealed, and throws where there is nothing or it is not of today. */
  readonly candidate: (meeting: string) => Promise<Candidate<M>>;
}

/** What sealing works with. */
export interface SealTools {
  readonly folders: DataFolders;
  readonly effects: Effects;
  readonly rooms: Rooms;
}

/** Seals for the meeting and returns the sealed manifest. A failure at any step leaves what was published. */
export async function seal<M extends SealableManifest>(
  publication: Publication<M>,
  meeting: string,
  tools: SealTools,
): Promise<M> {
  const { folders, effects } = tools;
  const { place } = publication;
  makePrivateFolder(folders.runs);
  const giveBack = await takeLock({
    file: folders.lock,
    run: `a sealing of ${nameOf(place)} for ${meeting}`,
    since: effects.now().toISOString(),
    log: effects.log,
  });
  const scratch = join(folders.runs, 'sealing');
  // What a killed or interrupted sealing leaves aside was never seen by anybody.
  const clear = (): void => rmSync(scratch, { recursive: true, force: true });
  const forget = onInterruption(clear);
  try {
    clear();
    settle(folders, place, { say: effects.log });
    return await sealUnderLock(publication, meeting, tools, scratch);
  } finally {
    clear();
    forget();
    giveBack();
  }
}

async function sealUnderLock<M extends SealableManifest>(
  { place, candidate }: Publication<M>,
  meeting: string,
  { folders, effects, rooms }: SealTools,
  scratch: string,
): Promise<M> {
  const step = (name: string): void => effects.step(`seal: ${name}`);

  // Gates: what lies on the shelf must be as it was published, and what is sealed must be whole and spoken for.
  step('gates');
  refuseMeetingTwice(place, meeting);
  sealedEditions(place);
  const sealable = await candidate(meeting);
  refuseEarlyMeeting(meeting, sealable.manifest);
  stopAtGates([...commonGates(sealable), ...sealable.gates]);

  // Compose and draw: aside, from the data that are sealed.
  step('compose');
  const edition = emptyFolder(join(scratch, 'edition'));
  const manifest = compose(edition, place, meeting, sealable);
  step('draw');
  const site = join(edition, 'site');
  await rooms.buildSite({ editionFolder: edition, outputFolder: site, cacheFolder: join(scratch, 'work') });
  step('judge');
  stopAtGates(await sealable.judge(edition));

  // Into place: the whole folder first, then the ledger, which alone decides; readers see it last.
  step('edition');
  noteBegun(place, manifest.edition_id);
  step('move');
  const home = join(place.editions, manifest.edition_id);
  moveInto(edition, home);
  step('ledger');
  recordSealing(place, {
    edition_id: manifest.edition_id,
    meeting_date: meeting,
    as_at_date: manifest.as_at_date,
    sealed_from: sealable.manifest.edition_id,
    manifest_sha256: fileSha256(join(home, 'manifest.json')),
    site_sha256: treeSha256(join(home, 'site')),
    ...(place.authority === null ? {} : { sealed_before: sealedSoFar(folders, place.authority) }),
  });
  step('recorded');
  settle(folders, place, { step });
  step('sealed');
  return manifest;
}

/** Gates that every audience has: figures and pages of one program, nothing damaged, every check passed. */
function commonGates({ manifest, folder }: Pick<Candidate<SealableManifest>, 'manifest' | 'folder'>): Gate[] {
  if (manifest.code_version !== codeVersion())
    return [
      { code: 'program_changed', what: `${manifest.edition_id} was made by another version of the program.` },
    ];
  const damaged = changedFiles(folder, manifest.files).map((file) => ({
    code: 'edition_damaged',
    what: `${file} of ${manifest.edition_id} is not as it was made.`,
  }));
  const stops = manifest.checks.filter(({ severity }) => severity === 'stop');
  if (stops.length === 0)
    return [
      ...damaged,
      { code: 'checks_missing', what: `${manifest.edition_id} names no checks that it passed.` },
    ];
  const failed = stops
    .filter(({ result }) => result === 'fail')
    .map(({ check, meaning }) => ({ code: 'check_failed', what: `Check ${check}: ${meaning}` }));
  return [...damaged, ...failed];
}

/** Throws with every closed gate. */
function stopAtGates(gates: readonly Gate[]): void {
  const [first] = gates;
  if (first === undefined) return;
  throw new TrackerError(
    'check_stopped',
    first.code,
    `This cannot be sealed:\n${gates.map(({ what }) => what).join('\n')}`,
    [
      'Mend each of these, run `tracker run` again where a file changed, and seal then.',
      ...new Set(gates.flatMap(({ next }) => next ?? [])),
    ].join(' '),
  );
}

function refuseMeetingTwice(place: Place, meeting: string): void {
  const before = standingSealed(requireLedger(place)).find((each) => each.meeting_date === meeting);
  if (before === undefined) return;
  throw new TrackerError(
    'usage',
    'meeting_sealed',
    `An edition is already sealed for the meeting of ${meeting}: ${before.edition_id}.`,
    'A sealed edition never changes. Withdraw it with `tracker edition withdraw` first, if it is wrong.',
  );
}

function refuseEarlyMeeting(meeting: string, { as_at_date }: SealableManifest): void {
  if (meeting >= as_at_date) return;
  throw new TrackerError(
    'usage',
    'meeting_before_figures',
    `The meeting of ${meeting} lies before the day that the figures describe, ${as_at_date}.`,
    'Give the day of the meeting that will read them.',
  );
}

/** Writes data and manifest of the sealed edition: every figure is that of what is sealed. */
function compose<M extends SealableManifest>(
  folder: string,
  place: Place,
  meeting: string,
  { manifest, folder: from, rewritten, more }: Candidate<M>,
): M {
  const paths = Object.keys(manifest.files).sort();
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const text = rewritten[path];
    if (text === undefined) copyFileSync(join(from, path), join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  const sealed: M = {
    ...manifest,
    ...more,
    edition_id: sealedId(place, meeting, manifest, more),
    kind: 'sealed',
    meeting_date: meeting,
    sealed_from: manifest.edition_id,
    files: Object.fromEntries(paths.map((path) => [path, fileSha256(join(folder, path))])),
  };
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(sealed));
  return sealed;
}

/** The same edition, meeting, waivers and program give the same id; after a withdrawal it is another one. */
function sealedId(place: Place, meeting: string, manifest: SealableManifest, more: unknown): string {
  const { sealed } = readLedger(place);
  const made = {
    sealed_from: manifest.edition_id,
    code: codeVersion(),
    meeting,
    more,
    earlier: sealed.filter((each) => each.meeting_date === meeting).length,
  };
  const name = place.audience.replaceAll('_', '-');
  return `${name}-${manifest.as_at_date}-sealed-${meeting}-${sha256(canonicalJson(made)).slice(0, 8)}`;
}

/** How many papers about the authority were sealed so far, for whatever audience. */
const sealedSoFar = (folders: DataFolders, authority: string): number =>
  paperPlaces(folders)
    .filter((each) => each.authority === authority)
    .reduce((sum, each) => sum + readLedger(each).sealed.length, 0);

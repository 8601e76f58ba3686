/** Sealing: the live working edition becomes an immutable one for a named meeting. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { judgedOn } from '../edition/commentary-file.ts';
import type { Manifest } from '../edition/format.ts';
import { codeVersion } from '../edition/identity.ts';
import { type DataFolders, emptyFolder, makeFolder, makePrivateFolder } from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { moveUnlessThere } from '../publish/publish.ts';
import type { Effects } from '../run/effects.ts';
import { takeLock } from '../run/lock.ts';
import type { Rooms } from '../run/rooms.ts';
import { composeSealed } from './compose.ts';
import { closedGates, stopAtGates } from './gates.ts';
import { readLedger, recordSealing, standingSealed } from './ledger.ts';
import { readSealingSource } from './live-edition.ts';
import { settle } from './settle.ts';
import { resolveWaivers, type WaiverRequest } from './waivers.ts';

/** What is asked for. */
export interface SealRequest {
  /** Day of the meeting. */
  readonly meeting: string;
  readonly waivers: readonly WaiverRequest[];
}

/** Seals the live edition and returns the sealed one's manifest. A failure at any step leaves what was published. */
export async function seal(
  folders: DataFolders,
  request: SealRequest,
  effects: Effects,
  rooms: Rooms,
): Promise<Manifest> {
  const since = effects.now().toISOString();
  const run = `a sealing for the meeting of ${request.meeting}`;
  makePrivateFolder(folders.runs);
  const giveBack = await takeLock({ file: folders.lock, run, since, log: effects.log });
  const scratch = join(folders.runs, 'sealing');
  try {
    // What a killed sealing left aside was never seen by anybody.
    rmSync(scratch, { recursive: true, force: true });
    settle(folders);
    return await sealUnderLock(folders, request, effects, rooms, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    giveBack();
  }
}

async function sealUnderLock(
  folders: DataFolders,
  request: SealRequest,
  effects: Effects,
  rooms: Rooms,
  scratch: string,
): Promise<Manifest> {
  const { meeting } = request;
  const step = (name: string): void => effects.step(`seal: ${name}`);
  refuseMeetingTwice(folders, meeting);

  // Gates: what people must have said, and what must be whole.
  step('gates');
  const source = await readSealingSource(folders, rooms);
  if (meeting < source.manifest.as_at_date)
    throw new TrackerError(
      'usage',
      'meeting_before_figures',
      `The meeting of ${meeting} lies before the day that the figures describe, ${source.manifest.as_at_date}.`,
      'Give the day of the meeting that will read them.',
    );
  const commentary = judgedOn(source.commentary, meeting);
  const waivers = resolveWaivers(request.waivers, commentary.due, source.caseNumbers);
  stopAtGates(closedGates({ ...source, meeting, due: commentary.due, waivers }));

  // Compose and draw: aside, from the data that is sealed.
  step('compose');
  const editionId = sealedId(folders, source.manifest, request);
  const editionFolder = emptyFolder(join(scratch, 'edition'));
  const manifest = await composeSealed(editionFolder, {
    editionId,
    meeting,
    working: source.manifest,
    workingFolder: source.folder,
    commentary,
    waivers,
  });
  const siteFolder = join(scratch, 'site');
  step('draw');
  await rooms.buildSite({ editionFolder, outputFolder: siteFolder, cacheFolder: join(scratch, 'work') });

  // Into place: whole folders first, then the ledger, which alone decides that the edition is sealed.
  step('edition');
  const place = join(makeFolder(folders.editions), editionId);
  moveUnlessThere(editionFolder, place);
  step('site');
  moveUnlessThere(siteFolder, join(makeFolder(folders.published), editionId));
  step('ledger');
  recordSealing(folders, {
    edition_id: editionId,
    meeting_date: meeting,
    as_at_date: manifest.as_at_date,
    sealed_from: source.manifest.edition_id,
    manifest_sha256: fileSha256(join(place, 'manifest.json')),
  });
  step('recorded');
  settle(folders, step);
  step('sealed');
  return manifest;
}

function refuseMeetingTwice(folders: DataFolders, meeting: string): void {
  const before = standingSealed(readLedger(folders)).find((each) => each.meeting_date === meeting);
  if (before === undefined) return;
  throw new TrackerError(
    'usage',
    'meeting_sealed',
    `An edition is already sealed for the meeting of ${meeting}: ${before.edition_id}.`,
    'A sealed edition never changes. Withdraw it with `tracker edition withdraw` first, if it is wrong.',
  );
}

/** The same edition, meeting, waivers and program give the same id; after a withdrawal it is another one. */
function sealedId(folders: DataFolders, working: Manifest, request: SealRequest): string {
  const { sealed } = readLedger(folders);
  const made = {
    sealed_from: working.edition_id,
    code: codeVersion(),
    ...request,
    earlier: sealed.filter((each) => each.meeting_date === request.meeting).length,
  };
  return `board-${working.as_at_date}-sealed-${request.meeting}-${sha256(canonicalJson(made)).slice(0, 8)}`;
}

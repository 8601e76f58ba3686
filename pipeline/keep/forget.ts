/** Forgetting (UK GDPR, articles 5(1)(e) and 17): a child, or every snapshot older than the retention rule allows. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { readBehind } from '../change/edition-before.ts';
import { type Manifest, manifest } from '../edition/format.ts';
import type { Effects } from '../effects.ts';
import { type DataFolders, dataFolders } from '../folders.ts';
import { takeLock } from '../lock.ts';
import { forgetChildInPacks, forgetOldPacks } from '../pack/forget.ts';
import { clearLeftovers } from '../run/clean.ts';
import { plainWords } from '../shelf/waivers.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { readSnapshot } from '../snapshot/store.ts';
import { atPlace } from '../storage-failure.ts';
import { findRows, readWhole, removeRows, withChild } from './child-rows.ts';
import { type Forgetting, readForgotten, restoreAside, type UnderWay, writeForgotten } from './forgotten.ts';
import { drop } from './swap.ts';

/** Who says so, under which rule, and on which day. */
interface Ground {
  readonly on: string;
  readonly byRole: string;
  readonly because: string;
}
export type ForgetRequest =
  | (Ground & { readonly authority: string; readonly childId: string })
  | (Ground & { readonly olderThan: string });

/** What came of it. */
export interface Forgotten {
  readonly forgetting: Forgetting;
  /** Published editions made from what is gone: they stay, and can no longer be worked out again. */
  readonly editions: readonly string[];
  /** Workbooks and agendas of the Monday pack that held it and were removed. */
  readonly packs: number;
  /** It was begun earlier and cut short. */
  readonly wasUnderWay: boolean;
}

/** One folder of the store, `<authority>/<snapshot date>.<revision>`. */
interface Place {
  readonly authority: string;
  readonly name: string;
}

type Step = (name: string) => void;

/**
 * Forgets, and returns what was done: what an earlier command left unfinished comes first. Cut short at any moment, it is
 * completed by the next forgetting, whatever that is about.
 *
 * @throws {TrackerError} before anything is changed: `child_unknown`, `snapshot_damaged`, `nothing_older`, `identifier`
 */
export async function forget(data: string, request: ForgetRequest, effects: Effects): Promise<Forgotten[]> {
  const folders = dataFolders(data);
  await atPlace(data, () => refuse(folders, request));
  const since = effects.now().toISOString();
  const lock = { file: folders.lock, run: 'a forgetting', since, log: effects.log };
  const giveBack = await atPlace(data, () => takeLock(lock));
  const step: Step = (name) => effects.step(`forget: ${name}`);
  try {
    return await atPlace(data, async () => {
      clearLeftovers(folders, '', effects.log);
      const { under_way } = readForgotten(data);
      const done = under_way === null ? [] : [await complete(data, under_way, step, true)];
      if (under_way !== null && isAbout(under_way, request)) return done;
      const begun = await begin(data, request);
      writeForgotten(data, { ...readForgotten(data), under_way: begun });
      step('begun');
      return [...done, await complete(data, begun, step, false)];
    });
  } finally {
    giveBack();
  }
}

function refuse(folders: DataFolders, request: ForgetRequest): void {
  const caseNumbers = comparable('childId' in request ? [request.childId] : []);
  plainWords('role', request.byRole, caseNumbers);
  plainWords('rule', request.because, caseNumbers);
  if ('olderThan' in request && request.olderThan > request.on)
    throw usage(
      'day_ahead',
      `${request.olderThan} lies after ${request.on}, the day of this command.`,
      'Give the first day that is kept with --older-than, and the day of today with --on.',
    );
  const known = authoritiesIn(folders);
  if ('childId' in request && !known.includes(request.authority))
    throw usage(
      'authority_unknown',
      `No snapshot of ${request.authority} is kept here.`,
      `Kept are those of: ${known.join(', ') || 'nobody'}.`,
    );
}

const usage = (code: string, message: string, advice: string): TrackerError =>
  new TrackerError('usage', code, message, advice);

const isAbout = (begun: UnderWay, request: ForgetRequest): boolean =>
  'childId' in request
    ? begun.child_id === request.childId && begun.authority === request.authority
    : begun.older_than === request.olderThan;

/** Looks for what is to be forgotten and counts it; changes nothing. */
async function begin(data: string, request: ForgetRequest): Promise<UnderWay> {
  const { on, byRole, because } = request;
  const ground = { on, by_role: byRole.trim(), because: because.trim() };
  const folders = dataFolders(data);
  if ('olderThan' in request) {
    const old = placesBefore(folders, request.olderThan);
    if (old.length === 0)
      throw usage(
        'nothing_older',
        `No snapshot is older than ${request.olderThan}.`,
        'There is nothing to do.',
      );
    const rows = old.reduce((sum, place) => sum + rowsOf(folders, place), 0);
    const what = { authority: null, older_than: request.olderThan, child_id: null };
    return { ...what, ...ground, snapshots: old.length, rows };
  }
  const snapshots = snapshotsOf(folders, request.authority);
  const counts = await withChild(request.childId, async (database) => {
    const all: number[] = [];
    for (const snapshot of snapshots)
      all.push((await findRows(database, snapshot)).reduce((sum, { rows }) => sum + rows, 0));
    return all.filter((rows) => rows > 0);
  });
  if (counts.length === 0)
    throw usage(
      'child_unknown',
      `No snapshot of ${request.authority} holds a child of that case number. Nothing was changed.`,
      'Check the number as the case system writes it. If it was forgotten before, there is nothing to do.',
    );
  const rows = counts.reduce((sum, each) => sum + each, 0);
  const what = { authority: request.authority, older_than: null, child_id: request.childId };
  return { ...what, ...ground, snapshots: counts.length, rows };
}

/** Does what was begun, as often as it is asked to, and moves it to the record of what is done. */
async function complete(data: string, begun: UnderWay, step: Step, wasUnderWay: boolean): Promise<Forgotten> {
  const folders = dataFolders(data);
  const { child_id, ...forgetting } = begun;
  const { authority, older_than } = forgetting;
  // first, for on a full disk they make the room that new snapshots need
  clearDerived(data);
  step('derived cleared');
  if (older_than !== null)
    for (const place of placesBefore(folders, older_than))
      drop(join(folders.snapshots, place.authority), place.name);
  if (authority !== null && child_id !== null)
    await removeChild(folders, authority, child_id, forgetting.on, step);
  step('snapshots done');
  const packs = await removeFromPacks(folders, begun);
  step('packs done');
  const { forgettings } = readForgotten(data);
  writeForgotten(data, { forgettings: [...forgettings, forgetting], under_way: null });
  step('recorded');
  return { forgetting, editions: editionsWithout(folders), packs, wasUnderWay };
}

/** Takes the child out of every snapshot of the authority. What lies beside them is no snapshot and nobody's record. */
async function removeChild(
  folders: DataFolders,
  authority: string,
  childId: string,
  on: string,
  step: Step,
): Promise<void> {
  const parent = join(folders.snapshots, authority);
  for (const name of namesIn(parent).filter((each) => !isSnapshotName(each)))
    rmSync(join(parent, name), { recursive: true, force: true });
  await withChild(childId, async (database) => {
    for (const snapshot of snapshotsOf(folders, authority)) {
      const found = await findRows(database, snapshot);
      if (found.length > 0) await removeRows(database, snapshot, found, on, step);
    }
  });
}

async function removeFromPacks(
  folders: DataFolders,
  { authority, child_id, older_than }: UnderWay,
): Promise<number> {
  if (older_than !== null) return forgetOldPacks(folders, older_than);
  return authority === null || child_id === null ? 0 : forgetChildInPacks(folders, authority, child_id);
}

/** What was made from snapshots and names children, and the words of other programs, which may quote a row. */
function clearDerived(data: string): void {
  const { warehouses, worklists, runs } = dataFolders(data);
  const words = ['error.txt', 'sqlmesh.log', 'command-error.txt'];
  const said = ['', ...namesIn(runs)].flatMap((run) => words.map((file) => join(runs, run, file)));
  for (const path of [warehouses, worklists, join(data, restoreAside), ...said])
    rmSync(path, { recursive: true, force: true });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
const isSnapshotName = (name: string): boolean => /^\d{4}-\d{2}-\d{2}\.\d+$/.test(name);

/** Codes of the authorities whose snapshots are kept. */
const authoritiesIn = ({ snapshots }: DataFolders): string[] =>
  namesIn(snapshots).filter((name) => statSync(join(snapshots, name)).isDirectory());

function snapshotsOf({ snapshots }: DataFolders, authority: string): StoredSnapshot[] {
  const names = namesIn(join(snapshots, authority)).filter(isSnapshotName);
  return names.map((name) => readWhole(join(snapshots, authority, name)));
}

/** Snapshots of every authority that describe an earlier day. */
const placesBefore = (folders: DataFolders, day: string): Place[] =>
  authoritiesIn(folders).flatMap((authority) =>
    namesIn(join(folders.snapshots, authority))
      .filter((name) => isSnapshotName(name) && name < day)
      .map((name) => ({ authority, name })),
  );

/** A snapshot that cannot be read is removed like any other: its day stands in its name. */
function rowsOf({ snapshots }: DataFolders, { authority, name }: Place): number {
  const found = readSnapshot(join(snapshots, authority, name));
  if (typeof found === 'string') return 0;
  return Object.values(found.manifest.tables).reduce((sum, { rows }) => sum + rows, 0);
}

const madeFrom = manifest.pick({ authorities: true });

/** Editions whose snapshots are no longer as they were. */
const editionsWithout = ({ editions, snapshots }: DataFolders): string[] =>
  namesIn(editions).filter((id) => {
    const edition = readMadeFrom(join(editions, id, 'manifest.json'));
    return edition?.authorities.some(
      ({ authority }) => readBehind(snapshots, edition, authority).snapshot === null,
    );
  });

function readMadeFrom(file: string): Pick<Manifest, 'authorities'> | null {
  try {
    return madeFrom.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** One run, from case files to a published edition, or to the word that nothing is new. */
import { type DataFolders, dataFolders, makeFolder, makePrivateFolder } from '../folders.ts';
import { liveBuiltFrom } from '../publish/publish.ts';
import { settle } from '../sealing/settle.ts';
import { clearLeftovers } from './clean.ts';
import { isNothingNew, readConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import type { Acceptance } from './gate.ts';
import { takeLock } from './lock.ts';
import { Recorder, refusedRun } from './recorder.ts';
import { nextRun, type RunReport, readReports } from './report.ts';
import type { Rooms } from './rooms.ts';

/** What is asked of a run. */
export interface RunRequest {
  /** Paths of the authorities' configurations. */
  readonly authorities: readonly string[];
  readonly asAt: string;
  /** Losses at the door that a person lets pass, and why. */
  readonly accepted?: readonly Acceptance[];
  /** Absolute path of the data folder. */
  readonly data: string;
}

/** Runs to the end and returns the report. Every failure is in the report, also that another run is at work. */
export async function run(request: RunRequest, effects: Effects, rooms: Rooms): Promise<RunReport> {
  const folders = dataFolders(request.data);
  makeFolder(request.data);
  makePrivateFolder(folders.runs);
  let giveBack: () => void;
  try {
    giveBack = takeLock({
      file: folders.lock,
      run: `a run for ${request.asAt}`,
      since: effects.now().toISOString(),
      log: effects.log,
    });
  } catch (error) {
    return refusedRun(folders, nextRun(folders.runs, request.asAt), request.asAt, effects, error);
  }
  try {
    const name = nextRun(folders.runs, request.asAt);
    const recorder = new Recorder(folders, name, request.asAt, effects);
    return await recorder.conclude(async () => {
      clearLeftovers(folders, name);
      settle(folders);
      await walk(request, recorder, effects, rooms);
    });
  } finally {
    giveBack();
  }
}

/** Who, by which rules, and whether anything changed since the live edition; if so, an edition is made. */
async function walk(request: RunRequest, recorder: Recorder, effects: Effects, rooms: Rooms): Promise<void> {
  const configuration = await recorder.phase('configuration', () =>
    readConfiguration(rooms, request.authorities, request.asAt, recorder.folders),
  );
  recorder.configured(configuration);
  const live = liveBuiltFrom(recorder.folders);
  if (isNothingNew(configuration, live) && !lacksPapers(recorder.folders, live.edition_id))
    return recorder.nothingNew(live.edition_id);
  rooms.prepare();
  // Loaded only now: when nothing is new, neither DuckDB nor Arrow is needed.
  const { makeEdition } = await import('./make.ts');
  await makeEdition(configuration, recorder, effects, rooms, request.accepted);
}

/** The last run that published this edition could not make every paper: they are tried again. */
function lacksPapers({ runs }: DataFolders, editionId: string): boolean {
  const last = readReports(runs).find(
    ({ edition_id, outcome }) => edition_id === editionId && outcome === 'published',
  );
  return last?.papers.some(({ error }) => error !== null) ?? false;
}

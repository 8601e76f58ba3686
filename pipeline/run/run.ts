/** One run, from case files to a published edition, or to the word that nothing is new. */
import type { Effects } from '../effects.ts';
import { type DataFolders, dataFolders, makeFolder, makePrivateFolder } from '../folders.ts';
import { onInterruption } from '../interruption.ts';
import { takeLock } from '../lock.ts';
import { currentDraft } from '../shelf/draft.ts';
import { ledgerFault } from '../shelf/ledger.ts';
import { allPlaces, paperPlace } from '../shelf/place.ts';
import { liveBuiltFrom } from '../shelf/publish.ts';
import { settle } from '../shelf/settle.ts';
import type { Engine } from '../warehouse/engine.ts';
import { clearLeftovers } from './clean.ts';
import { audiencesOf, type Configuration, isNothingNew, readConfiguration } from './configuration.ts';
import type { Acceptance } from './gate.ts';
import { Recorder, refusedRun } from './recorder.ts';
import { nextRun, type RunReport } from './report.ts';
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
  /** Where the measures are derived; in the warehouse file itself when absent. */
  readonly engine?: Engine;
}

/** Runs to the end and returns the report. Every failure is in the report, also that another run is at work. */
export async function run(request: RunRequest, effects: Effects, rooms: Rooms): Promise<RunReport> {
  const folders = dataFolders(request.data);
  let giveBack = (): void => undefined;
  let recorder: Recorder;
  try {
    makeFolder(request.data);
    makePrivateFolder(folders.runs);
    giveBack = await takeLock({
      file: folders.lock,
      run: `a run for ${request.asAt}`,
      since: effects.now().toISOString(),
      log: effects.log,
    });
    recorder = new Recorder(folders, nextRun(folders.runs, request.asAt), request.asAt, effects);
  } catch (error) {
    giveBack();
    return refusedRun(folders, request.asAt, effects, error);
  }
  let forget = (): void => undefined;
  try {
    forget = onInterruption(() => recorder.interrupted());
    return await recorder.conclude(async () => {
      clearLeftovers(folders, recorder.run, (line) => recorder.notice(line));
      settleAll(folders, recorder);
      await walk(request, recorder, effects, rooms);
    });
  } finally {
    forget();
    giveBack();
  }
}

/** Every shelf in line with its ledger. Where a ledger is not whole the shelf stays as it is: the run says so and goes on. */
function settleAll(folders: DataFolders, recorder: Recorder): void {
  for (const place of allPlaces(folders)) {
    const fault = ledgerFault(place);
    if (fault === null) settle(folders, place, { say: (line) => recorder.notice(line) });
    else
      recorder.notice(
        `${fault} Put it back from a backup: until then nothing is sealed or withdrawn there, and nothing is removed.`,
      );
  }
}

/** Who, by which rules, and whether anything changed since the live edition; if so, an edition is made. */
async function walk(request: RunRequest, recorder: Recorder, effects: Effects, rooms: Rooms): Promise<void> {
  const configuration = await recorder.phase('configuration', () =>
    readConfiguration(rooms, request.authorities, request.asAt, recorder.folders),
  );
  recorder.configured(configuration);
  for (const { config, error } of configuration.leftOut) recorder.leftOut(config, error);
  const live = liveBuiltFrom(recorder.folders);
  if (isNothingNew(configuration, live) && !lacksPapers(recorder.folders, configuration))
    return recorder.nothingNew(live.edition_id);
  const { engine = 'embedded', accepted } = request;
  rooms.prepare(engine);
  // Loaded only now: when nothing is new, neither DuckDB nor Arrow is needed.
  const { makeEdition } = await import('./make.ts');
  await makeEdition(configuration, recorder, effects, rooms, engine, accepted);
}

/** A draft that could not be made, or is not as it was made, is tried again. */
const lacksPapers = (folders: DataFolders, { authorities }: Configuration): boolean =>
  authorities.some(({ config, rules }) =>
    audiencesOf(rules).some(
      ({ audience }) => currentDraft(paperPlace(folders, audience, config.authority)) === null,
    ),
  );

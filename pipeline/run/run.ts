/** One run, from case files to a published edition, as a row of phases. */
import { join } from 'node:path';
import type { Extract } from '../../sources/contract/extract.ts';
import { TrackerError } from '../../sources/error.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { runChecks, stopOnFailure } from '../edition/checks.ts';
import { editionIdOf } from '../edition/identity.ts';
import { takeValues } from '../edition/values.ts';
import { writeEdition } from '../edition/write.ts';
import { dataFolders, emptyFolder, makeFolder, makePrivateFolder } from '../folders.ts';
import {
  isComplete,
  liveBuiltFrom,
  pruneWarehouses,
  publish,
  republish,
  warehousePath,
} from '../publish/publish.ts';
import { listSnapshots, snapshotsUpTo, storeSnapshot } from '../snapshot/store.ts';
import { loadWarehouse, type WarehousePart } from '../warehouse/load.ts';
import type { WarnedAudit } from '../warehouse/sqlmesh-output.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';
import { clearLeftovers, clearRun } from './clean.ts';
import { type Configuration, isNothingNew, madeFrom, readConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import { takeLock } from './lock.ts';
import { Recorder } from './recorder.ts';
import { nextRun, type RunReport } from './report.ts';
import type { Rooms } from './rooms.ts';

/** What is asked of a run. */
export interface RunRequest {
  /** Paths of the authorities' configurations. */
  readonly authorities: readonly string[];
  readonly asAt: string;
  /** Absolute path of the data folder. */
  readonly data: string;
}

/** Runs to the end and returns the report; a failure is in the report, and thrown by nobody but the lock. */
export async function run(request: RunRequest, effects: Effects, rooms: Rooms): Promise<RunReport> {
  const folders = dataFolders(request.data);
  makeFolder(request.data);
  makePrivateFolder(folders.runs);
  const since = effects.now().toISOString();
  const giveBack = takeLock({
    file: folders.lock,
    run: `a run for ${request.asAt}`,
    since,
    log: effects.log,
  });
  try {
    const name = nextRun(folders.runs, request.asAt);
    const recorder = new Recorder(folders, name, request.asAt, effects);
    clearLeftovers(folders, name);
    return await recorder.conclude(() => walk(request, recorder, effects, rooms));
  } finally {
    giveBack();
  }
}

async function walk(request: RunRequest, recorder: Recorder, effects: Effects, rooms: Rooms): Promise<void> {
  const { folders } = recorder;
  const { asAt } = request;

  // Configuration: who, by which rules, and whether anything changed since the live edition.
  const configuration = await recorder.phase('configuration', () =>
    readConfiguration(rooms, request.authorities, asAt),
  );
  recorder.configured(configuration);
  const live = liveBuiltFrom(folders);
  if (isNothingNew(configuration, live)) return recorder.nothingNew(live.edition_id);
  rooms.prepare();

  // Read: case files become contract rows, and every row that does not is listed.
  const extracts = await recorder.phase('read', () => readAll(configuration, rooms, effects));

  // Snapshot: what was read is kept for ever.
  const parts = await recorder.phase('snapshot', () => storeAll(configuration, extracts, recorder));
  const editionId = editionIdOf(parts, asAt, configuration.codeVersion);
  recorder.edition(editionId);
  const from = madeFrom(configuration, editionId);
  const step = (name: string): void => effects.step(`publish: ${name}`);
  if (isComplete(folders, editionId)) {
    await recorder.phase('publish', () => republish(folders, from, step));
    return recorder.published();
  }

  // Load and derive: an empty warehouse aside, filled and then derived in one plan.
  const warehouse = recorder.path('warehouse', 'warehouse.duckdb');
  await recorder.phase('load', () => loadWarehouse(warehouse, parts, asAt));
  const place = {
    warehouse,
    runFolder: recorder.path(),
    cacheFolder: join(folders.cache, 'sqlmesh'),
    onLine: effects.progress,
  };
  const warned = await recorder.phase('derive', () => rooms.derive(place));

  // Check and edition: aggregates leave the warehouse, and nothing else does.
  const editionFolder = emptyFolder(recorder.path('edition'));
  const plan = {
    editionId,
    parts,
    asAt,
    codeVersion: configuration.codeVersion,
    warehouse: warehousePath(editionId),
  };
  await withWarehouse(warehouse, async (database) => {
    const checks = await recorder.phase('check', async () => {
      await takeValues(database, editionId);
      const found = await runChecks(
        database,
        parts.map((part) => part.snapshot),
        warned satisfies WarnedAudit[],
      );
      recorder.checks(found);
      stopOnFailure(found);
      return found;
    });
    const manifest = await recorder.phase('edition', () =>
      writeEdition(database, editionFolder, plan, checks),
    );
    recorder.checks(manifest.checks);
  });

  // Site and publish: built aside, moved into place, made live by one rename.
  const siteFolder = recorder.path('site');
  const cacheFolder = recorder.path('site-work');
  const site = await recorder.phase('site', () =>
    rooms.buildSite({ editionFolder, outputFolder: siteFolder, cacheFolder }),
  );
  recorder.pages(site.pages);
  await recorder.phase('publish', () =>
    publish(folders, { editionId, editionFolder, siteFolder, warehouseFile: warehouse, from }, step),
  );
  recorder.published();
  tidy(recorder, keepWarehouses(configuration), effects);
}

/** What is left undone here is done by the next run: the edition is live already. */
function tidy({ folders, run }: Recorder, keep: number, effects: Effects): void {
  try {
    pruneWarehouses(folders, keep);
    clearRun(folders, run);
  } catch (error) {
    effects.log(`Old files could not be cleared away: ${String(error)}`);
  }
}

const keepWarehouses = (configuration: Configuration): number =>
  Math.max(1, ...configuration.authorities.map(({ rules }) => rules.settings.keep_warehouses));

async function readAll(configuration: Configuration, rooms: Rooms, effects: Effects): Promise<Extract[]> {
  const extracts: Extract[] = [];
  for (const { config, rules } of configuration.authorities) {
    effects.progress(`reading ${config.name}`);
    const settings = extractSettings(rules.settings);
    extracts.push(await rooms.extractAuthority(config, { asAt: configuration.asAt, settings }));
  }
  return extracts;
}

async function storeAll(
  configuration: Configuration,
  extracts: readonly Extract[],
  recorder: Recorder,
): Promise<WarehousePart[]> {
  const { snapshots } = recorder.folders;
  const parts: WarehousePart[] = [];
  for (const [index, { config, rules, fingerprint }] of configuration.authorities.entries()) {
    const extract = extracts[index];
    if (extract === undefined)
      throw new TrackerError('unexpected', 'extract_lost', 'An extract was lost.', 'Report this as a fault.');
    const stored = await storeSnapshot(snapshots, config, extract, fingerprint);
    recorder.snapshot(stored);
    const observed = snapshotsUpTo(stored.snapshot, listSnapshots(snapshots, config.authority));
    parts.push({ snapshot: stored.snapshot, observed, rules });
  }
  return parts;
}

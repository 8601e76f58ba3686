/** The making of an edition: every phase of a run from reading the files to publishing the site. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import type { ComparedSnapshot } from '../change/compared.ts';
import type { History } from '../change/edition-before.ts';
import {
  type AuthorityCommentary,
  faultLines,
  readAuthorityCommentary,
} from '../commentary/authority-commentary.ts';
import { runChecks, stopOnFailure } from '../edition/checks.ts';
import { spoken } from '../edition/commentary-file.ts';
import { manifest } from '../edition/format.ts';
import { editionIdOf } from '../edition/identity.ts';
import { redLines, takeValues } from '../edition/values.ts';
import { writeEdition, writeFace } from '../edition/write.ts';
import type { Effects } from '../effects.ts';
import { emptyFolder } from '../folders.ts';
import { refuseWithdrawn } from '../shelf/ledger.ts';
import { boardPlace } from '../shelf/place.ts';
import { isComplete, pruneWarehouses, publish, republish, warehousePath } from '../shelf/publish.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { listSnapshots, snapshotsUpTo } from '../snapshot/store.ts';
import { AuthoritiesStopped, deriveBatched } from '../warehouse/batches.ts';
import type { Engine } from '../warehouse/engine.ts';
import { loadWarehouse, type WarehousePart } from '../warehouse/load.ts';
import type { Deriving } from '../warehouse/sqlmesh.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';
import { clearRun } from './clean.ts';
import { type Configuration, madeFrom, narrowed } from './configuration.ts';
import { type Acceptance, type Kept, readAndKeep, settingAside } from './gate.ts';
import { nationalTables } from './national-tables.ts';
import { buildPaperPages, type PapersPlan, placePapers, writePapers } from './papers.ts';
import type { Recorder } from './recorder.ts';
import { beginToDerive, type Rooms } from './rooms.ts';

/** Makes and publishes the edition of a configuration. Every phase is told to the recorder. */
export async function makeEdition(
  asked: Configuration,
  recorder: Recorder,
  effects: Effects,
  rooms: Rooms,
  engine: Engine,
  accepted: readonly Acceptance[] = [],
): Promise<void> {
  // National tables: first, since an authority that they do not know is a fault of the configuration.
  const national = nationalTables(asked.authorities);

  // SQLMesh reads itself and the models for seconds before it asks for a warehouse: it begins while the files are read.
  const deriving = await beginToDerive(rooms, {
    runFolder: recorder.path(),
    engine,
    // of runs alone: what SQLMesh remembers of a model without rewriting its query misleads the model tests
    cacheFolder: join(
      recorder.folders.cache,
      engine === 'embedded' ? 'sqlmesh-run' : `sqlmesh-run-${engine}`,
    ),
    onLine: (line) => (line.startsWith('[') ? effects.progress(`derive ${line}`) : undefined),
  });
  const begun: { end(): Promise<void> }[] = [deriving];
  try {
    let through = await readAndKeep(asked, recorder, rooms, effects, accepted);
    for (;;)
      try {
        return await makeOf({ asked, through, national, deriving, begun, engine }, recorder, effects, rooms);
      } catch (error) {
        if (!(error instanceof AuthoritiesStopped)) throw error;
        // The sites that were begun are of other authorities, and at work in the folders in which the next begin.
        for (const each of begun.splice(1)) await each.end();
        through = withoutStopped(through, error, recorder);
      }
  } finally {
    for (const each of begun) await each.end();
  }
}

/** The authorities whose own rows stop no audit; the others are told of. Throws what stopped the first when none is left. */
function withoutStopped(
  through: readonly Kept[],
  { stopped }: AuthoritiesStopped,
  { leave }: Recorder,
): Kept[] {
  const left = through.filter(({ authority }) => !stopped.has(authority.config.authority));
  for (const { authority } of through) {
    const error = stopped.get(authority.config.authority);
    if (error === undefined) continue;
    if (leave === null || left.length === 0) throw error;
    leave({ config: authority.config, error });
  }
  return left;
}

interface Making {
  readonly asked: Configuration;
  readonly through: readonly Kept[];
  readonly national: ReadonlyMap<string, AuthorityBenchmarks>;
  readonly deriving: Deriving;
  /** What must be ended however the run ends. */
  readonly begun: { end(): Promise<void> }[];
  readonly engine: Engine;
}

/** An edition of the authorities that came so far. */
async function makeOf(
  { asked, through, national, deriving, begun, engine }: Making,
  recorder: Recorder,
  effects: Effects,
  rooms: Rooms,
): Promise<void> {
  const { folders } = recorder;
  const { asAt } = asked;
  const configuration = narrowed(
    asked,
    through.map(({ authority }) => authority),
    folders,
  );
  const passed = [...through.flatMap(({ passed: gates }) => gates), ...recorder.leftOutChecks()];
  const { codeVersion, history } = configuration;
  const parts = partsOf(through, recorder, history, national);
  const commentaries = await commentariesOf(configuration, parts, effects);
  const editionId = editionIdOf(
    parts,
    asAt,
    codeVersion,
    spoken(commentaries),
    history.fingerprint,
    configuration.authorities.map(({ papers }) => papers),
    passed.map(({ meaning }) => meaning),
  );
  refuseWithdrawn(boardPlace(folders), editionId);
  recorder.edition(editionId);
  const from = madeFrom(configuration, editionId);
  const step = (name: string): void => effects.step(`publish: ${name}`);
  const papersPlan = {
    authorities: configuration.authorities,
    parts,
    asAt,
    codeVersion,
    boardEditionId: editionId,
  };
  if (isComplete(folders, editionId)) {
    await papersAgain(papersPlan, recorder, rooms);
    await recorder.phase('publish', () => republish(folders, from, step));
    return recorder.published();
  }

  // Load and derive: an empty warehouse aside, filled and then derived in one plan.
  const warehouse = join(emptyFolder(recorder.path('warehouse')), 'warehouse.duckdb');
  await recorder.phase('load', () => loadWarehouse(warehouse, parts, asAt));
  const plan = {
    editionId,
    parts,
    commentaries,
    asAt,
    codeVersion,
    history,
    warehouse: warehousePath(editionId),
  };
  // The sites begin, too: Framework builds the pages that no earlier run has, which need no figure.
  const face = emptyFolder(recorder.path('face'));
  await withWarehouse(warehouse, (database) => writeFace(database, face, plan));
  const cacheFolder = recorder.path('site-work');
  const kept = join(folders.cache, 'pages', 'board.json');
  const site = await rooms.beginSite?.({ editionFolder: face, cacheFolder, kept });
  if (site !== undefined) begun.push(site);
  const paperPages = buildPaperPages(papersPlan, recorder, rooms);
  begun.push({ end: () => paperPages });
  // A shared engine is there for what one machine cannot hold.
  const together = engine === 'embedded' ? rooms.together : Number.POSITIVE_INFINITY;
  const warned = await recorder.phase('derive', () =>
    deriveBatched({
      warehouse,
      parts,
      asAt,
      ...(together === undefined ? {} : { together }),
      onBatch: (line) => effects.progress(`derive ${line}`),
      derive: deriving.derive,
    }),
  );

  // Check and edition: aggregates leave the warehouse, and nothing else does.
  const editionFolder = emptyFolder(recorder.path('edition'));
  const papers = await withWarehouse(warehouse, async (database) => {
    const checks = await recorder.phase('check', async () => {
      await takeValues(database);
      const found = [
        ...passed,
        ...(await runChecks(
          database,
          parts.map((part) => part.snapshot),
          warned,
        )),
      ];
      recorder.checks(found);
      recorder.red(await redLines(database, asAt));
      stopOnFailure(found);
      return found;
    });
    const written = await recorder.phase('panel', () =>
      writePapers(database, { ...papersPlan, checks }, recorder),
    );
    const manifest = await recorder.phase('edition', () =>
      writeEdition(database, editionFolder, { ...plan, papers: written }, checks),
    );
    recorder.checks(manifest.checks);
    return written;
  });

  // Site and publish: built aside, moved into place, made live by one rename. The papers' sites are built meanwhile.
  const placing = recorder.phase('panel site', async () => {
    await paperPages;
    await placePapers(papers, recorder, rooms);
  });
  const siteFolder = recorder.path('site');
  const drawing = recorder.phase('site', () =>
    (site?.draw ?? rooms.buildSite)({ editionFolder, outputFolder: siteFolder, cacheFolder }),
  );
  const [drawn, placed] = await Promise.allSettled([drawing, placing]);
  if (drawn.status === 'rejected') throw drawn.reason;
  if (placed.status === 'rejected') throw placed.reason;
  recorder.pages(drawn.value.pages);
  const finished = { editionId, editionFolder, siteFolder, warehouseFile: warehouse, from };
  const say = (line: string): void => recorder.notice(line);
  await recorder.phase('publish', () => publish(folders, finished, { step, say }));
  recorder.published();
  tidy(recorder, keepWarehouses(configuration), effects);
}

/** Drafts that are gone, or could not be made before, are made from the warehouse of the edition that is kept. */
async function papersAgain(
  plan: Omit<PapersPlan, 'checks'>,
  recorder: Recorder,
  rooms: Rooms,
): Promise<void> {
  const { boardEditionId } = plan;
  const file = join(recorder.folders.warehouses, boardEditionId, 'warehouse.duckdb');
  const text = readFileSync(join(recorder.folders.editions, boardEditionId, 'manifest.json'), 'utf8');
  const { checks } = manifest.parse(JSON.parse(text));
  const papers = await recorder.phase('panel', () =>
    withWarehouse(file, (database) => writePapers(database, { ...plan, checks }, recorder)),
  );
  await recorder.phase('panel site', () => placePapers(papers, recorder, rooms));
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

/** The snapshot behind the edition before with those seen up to it; null when there is none to compare with. */
function comparedSnapshot(
  history: History,
  authority: string,
  all: readonly StoredSnapshot[],
): ComparedSnapshot | null {
  const snapshot = history.behind.find((each) => each.authority === authority)?.snapshot ?? null;
  if (history.before === null || snapshot === null) return null;
  return { snapshot, observed: snapshotsUpTo(snapshot, all), asAt: history.before.as_at_date };
}

/** What people say of the figures. A faulty commentary is named and left out; the run goes on. */
async function commentariesOf(
  configuration: Configuration,
  parts: readonly WarehousePart[],
  effects: Effects,
): Promise<AuthorityCommentary[]> {
  const all: AuthorityCommentary[] = [];
  for (const { config, rules } of configuration.authorities) {
    const observed = parts.find((part) => part.rules.authority === config.authority)?.observed ?? [];
    const found = await readAuthorityCommentary(config, rules, observed);
    for (const line of faultLines(found)) effects.log(`Commentary of ${config.name} left out: ${line}`);
    all.push(found);
  }
  return all;
}

/** Each authority's part of the warehouse: its snapshot, those before it, and what it is compared with. */
function partsOf(
  kept: readonly Kept[],
  recorder: Recorder,
  history: History,
  national: ReadonlyMap<string, AuthorityBenchmarks>,
): WarehousePart[] {
  return kept.map(({ authority: { config, rules }, snapshot }) => {
    const all = listSnapshots(recorder.folders.snapshots, config.authority, settingAside(recorder));
    const before = comparedSnapshot(history, config.authority, all);
    const benchmarks = national.get(config.authority);
    return {
      snapshot,
      observed: snapshotsUpTo(snapshot, all),
      rules,
      ...(before === null ? {} : { before }),
      ...(benchmarks === undefined ? {} : { benchmarks }),
    };
  });
}

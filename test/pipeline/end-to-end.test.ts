import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainChild } from '../../pipeline/children/explanation.ts';
import {
  chooseLine,
  type LineChoice,
  type LiveEdition,
  ofLine,
  readLive,
} from '../../pipeline/children/live-warehouse.ts';
import { writeWorklist } from '../../pipeline/children/worklist.ts';
import { dataFolders } from '../../pipeline/folders.ts';
import { repositoryFile, repositoryFolder } from '../../pipeline/repository.ts';
import { readReports } from '../../pipeline/run/report.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { quotedPath, type Record_, withDatabase } from '../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { contentOf, copyRaw, deriveInProcess, renderedModels } from '../models/rendered-model.ts';
import { proving, someOf } from '../proofs/sizes.ts';
import { compiledScript, demoArguments, demoOf, prepared } from '../support/prepared.ts';
import { treeHash } from './run/small-rooms.ts';
import { temporaryFolder } from './small-extract.ts';

const one = temporaryFolder();
const two = temporaryFolder();

let live: LiveEdition;
let choices: LineChoice[] = [];

beforeAll(async () => {
  cpSync(join(await prepared('demo'), 'data'), one, { recursive: true });
  live = readLive(dataFolders(one));
  choices = live.measures.flatMap((measure) =>
    measure.lines
      .filter(
        (line) => measure.availability.find((each) => each.line === line.line)?.state !== 'not available',
      )
      .map((line) => chooseLine(live, 'demo', measure.measure_id, line.line)),
  );
});

describe('the demo, from case files to a published site', () => {
  it.runIf(process.platform !== 'win32')('is for its owner alone, to the last file', () => {
    const paths = ['.', ...readdirSync(one, { recursive: true, encoding: 'utf8' })];
    expect(paths.length).toBeGreaterThan(200);
    expect(paths.filter((path) => (statSync(join(one, path)).mode & 0o077) !== 0)).toEqual([]);
  });

  it('is published, with every row accounted for and every check passed', () => {
    const [report] = readReports(dataFolders(one).runs);
    expect(report?.outcome).toBe('published');
    expect(report?.checks.filter((check) => check.result === 'fail' && check.severity === 'stop')).toEqual(
      [],
    );
    for (const file of report?.files ?? [])
      expect(file.rows_read).toBe(file.rows_accepted + file.rows_quarantined);
    expect(report?.quarantine.length).toBeGreaterThan(0);
  });

  it('brings nothing new the second time', async () => {
    const yaml = join(one, 'demo', 'authority.yaml');
    const args = [
      repositoryFile('pipeline/cli/tracker.js'),
      'run',
      '--authority',
      yaml,
      '--as-at',
      demoOf.asAt,
      '--data',
      one,
    ];
    const again = await execa('node', args, { reject: false });
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('Nothing new')]);
  });

  it('every worklist has as many children as the figure says, and only its owner may read it', async () => {
    expect(choices.length).toBeGreaterThan(20);
    for (const choice of someOf(choices, 'worklists')) {
      const period = choice.measure.periods[0] ?? 'as_at';
      const { file, children } = await writeWorklist(dataFolders(one), live, choice, period);
      expect(readFileSync(file, 'utf8').trimEnd().split('\n').length - 1).toBe(children);
      expect(statSync(file).mode & 0o077).toBe(0);
    }
    expect(statSync(dataFolders(one).worklists).mode & 0o077).toBe(0);
  });

  it('explains a counted child by tests that all passed, and another by one that failed', async () => {
    // Second reviews (T13, T15) are no case of a generic: there are no tests to list.
    const cases = choices.filter(
      ({ measure }) => measure.counts === 'children' && /^T(?!13$|15$)/.test(measure.measure_id),
    );
    for (const choice of someOf(cases, 'explainedLines')) {
      for (const { child, counted } of await sample(choice)) {
        const found = await explainChild(live, choice, child);
        const where = `${choice.measure.measure_id} ${choice.line.line}`;
        expect([where, found.verdict]).toEqual([
          where,
          counted ? 'counted' : 'in the population, not counted',
        ]);
        expect([where, found.tests.every((test) => test.passed)]).toEqual([where, counted]);
        expect(found.sources.every((row) => /\.csv:\d+$/.test(row.place))).toBe(true);
        expect(found.sources.length).toBeGreaterThan(2);
      }
    }
  });

  // The first was derived by SQLMesh, the second in the process of the run: it is the same whoever runs the models.
  it('is the same, byte for byte, in another folder, time zone and language', async () => {
    const tracker = proving ? 'pipeline/cli/tracker.js' : await compiledScript('tracker');
    const done = await execa(process.execPath, [tracker, ...demoArguments(two)], {
      cwd: repositoryFolder,
      env: { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      reject: false,
      all: true,
    });
    expect(done.exitCode, done.all).toBe(0);
    const [first, second] = [dataFolders(one), dataFolders(two)];
    expect(liveEdition(second)).toBe(liveEdition(first));
    for (const place of ['snapshots', 'editions', 'published', 'audiences'] as const)
      expect([place, treeHash(second[place])]).toEqual([place, treeHash(first[place])]);
    expect(existsSync(second.lock)).toBe(false);
  });

  it('has the tables that the models give when they run in the process of a test', async () => {
    const made = proving ? await derivedAgain() : readLive(dataFolders(two)).warehouse;
    // Views that SQLMesh makes read tables of the database `warehouse`.
    await withDatabase(':memory:', async (database) => {
      await database.run(`ATTACH ${quotedPath(live.warehouse)} AS warehouse (READ_ONLY)`);
      await database.run(`ATTACH ${quotedPath(made)} AS made (READ_ONLY)`);
      const models = await renderedModels();
      expect(models.length).toBeGreaterThan(70);
      for (const { name } of models) {
        const of = (place: string): Promise<Record_[]> =>
          database.rows(`SELECT '${name}' AS name, * FROM (${contentOf(`FROM ${place}.${name}`)})`);
        expect(await of('made')).toEqual(await of('warehouse'));
      }
    });
  });
});

/** A warehouse of what the demo's was derived from. */
async function derivedAgain(): Promise<string> {
  const warehouse = join(temporaryFolder(), 'warehouse.duckdb');
  await copyRaw(live.warehouse, warehouse);
  await deriveInProcess({ warehouse });
  return warehouse;
}

/** One counted child and one of the population that is not counted, where there are such. */
async function sample(choice: LineChoice): Promise<{ child: string; counted: boolean }[]> {
  return withWarehouse(live.warehouse, async (database) => {
    const rows = await database.rows(
      `SELECT MIN(m.child_id) AS child, m.counted FROM warehouse.scorecard.measure_case AS m WHERE ${ofLine(choice, 'm')} GROUP BY m.counted`,
    );
    return rows.map((row) => ({ child: String(row['child']), counted: row['counted'] === true }));
  });
}

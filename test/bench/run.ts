/**
 * `npm run bench`: what a weekly run of both sites costs beside the floors of SQLMesh and Framework measured on the same machine,
 * what "nothing new" costs, and what a reader's browser fetches. Ratios first; nothing here can fail a build.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { runFramework } from '../../dashboards/framework.ts';
import { dataFolders } from '../../pipeline/folders.ts';
import { ensurePython, type PythonEnvironment } from '../../pipeline/python/environment.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { type RunReport, readReports } from '../../pipeline/run/report.ts';
import { currentDraft } from '../../pipeline/shelf/draft.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { paperPlace } from '../../pipeline/shelf/place.ts';
import { loadWarehouse } from '../../pipeline/warehouse/load.ts';
import { derive } from '../../pipeline/warehouse/sqlmesh.ts';
import { writeDemo } from '../../sources/demo/demo.ts';

const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
const data = join(folder, 'data');
/** The demo's extract; each weekly round asks about an earlier Tuesday, so that every round has something new. */
const asAt = '2026-06-30';
const weeklyDay = (round: number): string => `2026-06-${String(30 - 7 * round).padStart(2, '0')}`;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

async function tracker(day: string): Promise<void> {
  const args = ['run', '--authority', join(folder, 'demo', 'authority.yaml'), '--as-at', day, '--data', data];
  await execa('node', [repositoryFile('pipeline/cli/tracker.js'), ...args]);
}

/** SQLMesh's own cost: the same models on a warehouse without a row. */
async function sqlmeshFloor(python: PythonEnvironment, round: number): Promise<number> {
  const place = join(folder, `sqlmesh-${round}`);
  const warehouse = join(place, 'warehouse', 'warehouse.duckdb');
  await loadWarehouse(warehouse, [], asAt);
  return seconds(() => derive({ python, warehouse, runFolder: place, cacheFolder: join(folder, 'cache') }));
}

/** Framework's own cost: the same pages of both sites without their blocks, one after the other. */
async function frameworkFloor(board: string, panel: string): Promise<number> {
  const build = (editionFolder: string, audience: 'board' | 'panel'): Promise<number> => {
    const workFolder = join(folder, 'framework', audience);
    return seconds(() => runFramework({ editionFolder, workFolder, audience, nodePath: process.execPath }));
  };
  return (await build(board, 'board')) + (await build(panel, 'panel'));
}

/** Where the demo's draft for the Panel lies. */
function draftFolder(): string {
  const place = paperPlace(dataFolders(data), 'panel_public', 'demo');
  const draft = currentDraft(place);
  if (draft === null) throw new Error('the run made no draft for the Panel');
  return join(place.drafts, draft.edition_id);
}

function phaseShares(report: RunReport): string {
  const total = report.phases.reduce((sum, phase) => sum + phase.milliseconds, 0);
  return report.phases
    .map((phase) => `${phase.phase} ${Math.round((100 * phase.milliseconds) / total)}%`)
    .join(', ');
}

/** Bytes on the wire of each page: its HTML and its stylesheet, compressed as a server would. */
function pageWeights(site: string): number[] {
  const size = (file: string): number => gzipSync(readFileSync(file)).length;
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((path) => join(site, path));
  const styles = files.filter((file) => file.endsWith('.css')).reduce((sum, file) => sum + size(file), 0);
  return files.filter((file) => file.endsWith('.html')).map((file) => size(file) + styles);
}

try {
  const python = await ensurePython(console.error);
  writeDemo(join(folder, 'demo'), { children: 1000, asAt, seed: 1 });
  await tracker(asAt);
  const edition = liveEdition(dataFolders(data)) ?? '';
  const editionFolder = join(data, 'editions', 'board', edition);
  const figures = {
    weekly: [] as number[],
    sqlmesh: [] as number[],
    framework: [] as number[],
    nothing: [] as number[],
  };
  for (let round = 1; round <= rounds; round += 1) {
    figures.sqlmesh.push(await sqlmeshFloor(python, round));
    figures.framework.push(await frameworkFloor(editionFolder, draftFolder()));
    figures.weekly.push(await seconds(() => tracker(weeklyDay(round))));
    figures.nothing.push(await seconds(() => tracker(weeklyDay(round))));
  }
  const [weekly, sqlmesh, framework, nothing] = [
    figures.weekly,
    figures.sqlmesh,
    figures.framework,
    figures.nothing,
  ].map(median) as [number, number, number, number];
  const weights = pageWeights(join(data, 'published', 'board', edition));
  const [report] = readReports(dataFolders(data).runs).filter((each) => each.outcome === 'published');
  console.log(
    `weekly run / (SQLMesh floor + two Framework floors) ${(weekly / (sqlmesh + framework)).toFixed(2)}   (at most 1.5)`,
  );
  console.log(`weekly run / 30 s                                ${(weekly / 30).toFixed(2)}   (aim 1)`);
  console.log(`nothing new / 3 s                                ${(nothing / 3).toFixed(2)}   (at most 1)`);
  console.log(
    `heaviest page / 40 kB                            ${(Math.max(...weights) / 40_000).toFixed(2)}   (at most 1)`,
  );
  console.log('');
  console.log(
    `weekly run ${weekly.toFixed(1)} s, SQLMesh floor ${sqlmesh.toFixed(1)} s, Framework floors ${framework.toFixed(1)} s, nothing new ${nothing.toFixed(1)} s; medians of ${rounds}`,
  );
  console.log(
    `all rounds: ${JSON.stringify(figures, (_, value) => (typeof value === 'number' ? Number(value.toFixed(1)) : value))}`,
  );
  console.log(
    `pages ${weights.length}, ${Math.round(Math.min(...weights) / 1000)} to ${Math.round(Math.max(...weights) / 1000)} kB compressed`,
  );
  if (report !== undefined) console.log(`where the run's time goes: ${phaseShares(report)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

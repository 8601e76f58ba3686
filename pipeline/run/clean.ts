/** Clears away what a killed run left, and sets aside what is damaged. Called under the lock, so nobody else is at work. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolders } from '../folders.ts';
import { finishSwaps } from '../keep/swap.ts';
import { allPlaces, foldersIn, isWorkingId, paperPlaces } from '../shelf/place.ts';
import { setAside } from '../shelf/set-aside.ts';
import { readReport, runNames, writeReport } from './report.ts';

/** Scratch folders of a run; its report and SQLMesh's output stay. */
const scratch = [
  'warehouse',
  'edition',
  'site',
  'site-work',
  'face',
  'papers',
  'sqlmesh-home',
  'sqlmesh-logs',
] as const;

/** Removes the scratch folders of one run. */
export function clearRun(folders: DataFolders, run: string): void {
  for (const name of scratch) rmSync(join(folders.runs, run, name), { recursive: true, force: true });
}

/** Removes leftovers of every earlier run, and marks those that never ended. `notice` is told of what is set aside. */
export function clearLeftovers(folders: DataFolders, current: string, notice: (line: string) => void): void {
  setDamagedAside(folders, notice);
  for (const run of runNames(folders.runs).filter((name) => name !== current)) {
    clearRun(folders, run);
    const report = readReport(folders.runs, run);
    if (report?.outcome === 'running') writeReport(folders.runs, { ...report, outcome: 'interrupted' });
  }
  rmSync(join(folders.runs, 'sealing'), { recursive: true, force: true });
  for (const authority of namesIn(folders.snapshots)) {
    rmSync(join(folders.snapshots, authority, '.aside'), { recursive: true, force: true });
    finishSwaps(join(folders.snapshots, authority));
  }
  const drafts = paperPlaces(folders).map((place) => place.drafts);
  const kept = allPlaces(folders).flatMap(({ editions, published }) => [editions, published]);
  for (const folder of [folders.warehouses, ...kept, ...drafts])
    for (const name of namesIn(folder))
      if (name.startsWith('.next-') || name.endsWith('.next'))
        rmSync(join(folder, name), { recursive: true, force: true });
}

/** An old report or the manifest of a working edition that cannot be read is moved away, and stops nothing. */
function setDamagedAside(folders: DataFolders, notice: (line: string) => void): void {
  const reports = runNames(folders.runs).map((run) => join(folders.runs, run, 'report.json'));
  const editions = foldersIn(folders.editions)
    .filter(isWorkingId)
    .map((name) => join(folders.editions, name));
  for (const file of reports.filter((each) => existsSync(each) && !isJson(each)))
    notice(`An old report could not be read and was set aside: ${setAside(folders, file)}.`);
  for (const folder of editions.filter((each) => !isJson(join(each, 'manifest.json'))))
    notice(`An edition whose manifest cannot be read was set aside: ${setAside(folders, folder)}.`);
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

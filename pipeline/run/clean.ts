/** Clears away what a killed run left. Called under the lock, so nobody else is at work. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolders } from '../folders.ts';
import { finishSwaps } from '../keep/swap.ts';
import { readReport, runNames, writeReport } from './report.ts';

/** Scratch folders of a run; its report and SQLMesh's output stay. */
export const scratch = [
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

/** Removes leftovers of every earlier run, and marks those that never ended. */
export function clearLeftovers(folders: DataFolders, current: string): void {
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
  for (const folder of [folders.warehouses, folders.editions, folders.published, ...papers(folders)])
    for (const name of namesIn(folder))
      if (name.startsWith('.next-') || name.endsWith('.next'))
        rmSync(join(folder, name), { recursive: true, force: true });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Folders of every other audience's papers. */
const papers = ({ audiences }: DataFolders): string[] =>
  namesIn(audiences).flatMap((audience) =>
    namesIn(join(audiences, audience)).flatMap((authority) =>
      ['editions', 'drafts', 'published'].map((name) => join(audiences, audience, authority, name)),
    ),
  );

/** Random authorities of the second implementation, loaded side by side into one warehouse and derived. */
import { join } from 'node:path';
import type { Extract } from '../../sources/contract/extract.ts';
import type { ContractRows } from '../../sources/contract/tables.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import { loadWarehouse, type WarehousePart } from '../../pipeline/warehouse/load.ts';
import { type RandomCohort, randomCohort } from '../reference/cohort.ts';

/** A cohort under the name that its authority has in the warehouse. */
export interface NamedCohort {
  readonly authority: string;
  readonly seed: number;
  readonly cohort: RandomCohort;
}

/** `count` cohorts of about `size` children, from seed `firstSeed` on. */
export function namedCohorts(count: number, size: number, firstSeed = 1): NamedCohort[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    return { authority: `random-${String(seed).padStart(4, '0')}`, seed, cohort: randomCohort(seed, size) };
  });
}

function extractOf(rows: ContractRows, cohort: RandomCohort, snapshotDate: string): Extract {
  return { rows, inputs: cohort.inputs, files: [], quarantine: [], quality: [], snapshot_date: snapshotDate };
}

/** Stores the older and the live snapshot of a cohort, as weekly runs would have. */
async function partOf(store: string, { authority, cohort }: NamedCohort): Promise<WarehousePart> {
  const owner = { authority, name: authority, procedure: 'hertfordshire' as const, plan_history_from: cohort.planHistoryFrom, sources: [{ adapter: 'local' }] };
  const observed = [];
  for (const older of cohort.olderSnapshots) {
    const rows = { ...emptyOf(cohort.rows), care_plan: [...older.carePlanRows] };
    observed.push((await storeSnapshot(store, owner, extractOf(rows, cohort, older.snapshotDate), 'none')).snapshot);
  }
  const live = (await storeSnapshot(store, owner, extractOf(cohort.rows, cohort, cohort.snapshotDate), 'none')).snapshot;
  const rules = loadRules(repositoryFile('sources/rules'), { authority, procedure: 'hertfordshire', rules: null });
  return { snapshot: live, observed: [...observed, live], rules, asAt: cohort.snapshotDate };
}

const emptyOf = (rows: ContractRows): ContractRows =>
  Object.fromEntries(Object.keys(rows).map((name) => [name, []])) as unknown as ContractRows;

/** Loads all cohorts into `<folder>/warehouse/warehouse.duckdb` and returns that path. */
export async function loadCohorts(folder: string, cohorts: readonly NamedCohort[]): Promise<string> {
  const parts: WarehousePart[] = [];
  for (const cohort of cohorts) parts.push(await partOf(join(folder, 'snapshots'), cohort));
  const file = join(folder, 'warehouse', 'warehouse.duckdb');
  await loadWarehouse(file, parts, '2026-06-30');
  return file;
}

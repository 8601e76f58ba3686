/** Random authorities of the second implementation, loaded side by side into one warehouse. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFile } from '../../pipeline/repository.ts';
import { asAtDates } from '../../pipeline/warehouse/as-at-dates.ts';
import { withDatabase } from '../../pipeline/warehouse/database.ts';
import { createTables, insertRows } from '../../pipeline/warehouse/load.ts';
import { rawTable } from '../../pipeline/warehouse/raw-tables.ts';
import { ruleRows } from '../../pipeline/warehouse/rule-rows.ts';
import { tableNames } from '../../sources/contract/tables.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { type RandomCohort, randomCohort } from '../reference/cohort.ts';

/** A cohort under the name that its authority has in the warehouse. */
export interface NamedCohort {
  readonly authority: string;
  readonly seed: number;
  readonly cohort: RandomCohort;
  /** Whose procedure it follows; Hertfordshire's unless said. */
  readonly procedure?: string;
}

type Cell = string | number | boolean | null;
type Rows = Cell[][];

/** `count` cohorts of about `size` children, from seed 1 on. */
export function namedCohorts(count: number, size: number): NamedCohort[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = index + 1;
    return { authority: `random-${String(seed).padStart(4, '0')}`, seed, cohort: randomCohort(seed, size) };
  });
}

const usual = { month_ends: 36, weeks: 12, provisional_months: 3, breakdown_month_ends: 36 };
type Horizon = typeof usual;

/** Rows of every raw table for one cohort: what weekly runs would have loaded. */
function rowsOf({ authority, cohort, procedure }: NamedCohort, horizon: Horizon): Record<string, Rows> {
  const live = [authority, cohort.snapshotDate];
  const seen = [
    ...cohort.olderSnapshots.map((older) => ({ taken: older.snapshotDate, rows: older.carePlanRows })),
    { taken: cohort.snapshotDate, rows: cohort.rows.care_plan },
  ].sort((a, b) => (a.taken < b.taken ? -1 : 1));
  const observed = seen.flatMap(({ taken, rows }) =>
    rows
      .filter((row) => row.origin === 'answers')
      .map((row) => [
        ...live,
        taken,
        row.child_id,
        row.care_period_id,
        row.document_id,
        row.plan,
        row.start_date,
        row.end_date,
        row.row_key,
      ]),
  );
  const dates = asAtDates(cohort.snapshotDate, horizon);
  return {
    ...Object.fromEntries(
      tableNames.map((name) => [name, contractRows(name, cohort).map((row) => [...live, ...row])]),
    ),
    snapshot: [
      [
        ...live,
        cohort.snapshotDate,
        seen[0]?.taken ?? cohort.snapshotDate,
        cohort.planHistoryFrom,
        procedure ?? 'hertfordshire',
      ],
    ],
    as_at: dates.map((date) => [
      ...live,
      date.as_at_date,
      date.is_month_end,
      date.is_week,
      date.is_current,
      date.is_provisional,
      false,
      true,
    ]),
    snapshot_taken: seen.map(({ taken }) => [...live, taken]),
    input: cohort.inputs.map((input) => [...live, input]),
    plan_observation: observed,
  };
}

function contractRows(name: (typeof tableNames)[number], cohort: RandomCohort): Rows {
  const columns = rawTable(name)
    .columns.slice(2)
    .map((column) => column.name);
  return cohort.rows[name].map((row) =>
    columns.map((column) => (row as Record<string, Cell>)[column] ?? null),
  );
}

/** Loads all cohorts into `<folder>/warehouse/warehouse.duckdb` and returns that path. */
export async function loadCohorts(
  folder: string,
  cohorts: readonly NamedCohort[],
  horizon: Horizon = usual,
): Promise<string> {
  const file = join(folder, 'warehouse', 'warehouse.duckdb');
  mkdirSync(dirname(file), { recursive: true });
  const books = cohorts.map(({ authority, procedure = 'hertfordshire' }) =>
    loadRules(repositoryFile('sources/rules'), { authority, procedure, rules: null }),
  );
  const all = new Map<string, Rows>();
  for (const cohort of cohorts) {
    for (const [name, rows] of Object.entries(rowsOf(cohort, horizon)))
      all.set(name, [...(all.get(name) ?? []), ...rows]);
  }
  await withDatabase(file, async (database) => {
    await createTables(database);
    for (const [name, rows] of all) await insertRows(database, name, rows);
    for (const [name, rows] of Object.entries(ruleRows(books))) await insertRows(database, name, rows);
  });
  return file;
}

/** A handful of invented children as an extract, for tests that need one but not an adapter. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SnapshotOwner } from '../../pipeline/snapshot/store.ts';
import type { Extract } from '../../sources/contract/extract.ts';
import { type ContractRows, tableNames } from '../../sources/contract/tables.ts';
import { tracked } from '../../sources/contract/tracking-tables.ts';
import { absentCells } from '../../sources/reading/declared.ts';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'tracker-'));

export const smallOwner: SnapshotOwner = {
  authority: 'smalltown',
  name: 'Smalltown',
  procedure: 'hertfordshire',
  plan_history_from: null,
  sources: [{ adapter: 'ssd' }],
};

const trace = (table: string, n: number) => ({
  row_key: `${table}-${n}`,
  source_file: `${table}.csv`,
  source_line: n + 1,
});

/** An extract with so many children, all in care with a return-home plan. */
export function smallExtract(children = 12, snapshotDate = '2026-06-30'): Extract {
  const rows = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as ContractRows;
  for (let n = 1; n <= children; n += 1) addChild(rows, n);
  const file = {
    file: 'person.csv',
    recognised_as: 'ssd.person',
    sha256: '0'.repeat(64),
    encoding: 'utf-8' as const,
    rows_read: children + 1,
    rows_accepted: children,
    rows_quarantined: 1,
  };
  return {
    rows,
    inputs: [
      'care_period',
      'legal_status',
      'placement',
      'placement_history',
      'care_plan',
      'care_plan_history',
      'allocation',
      'team',
    ],
    files: [file],
    quarantine: [
      { file: 'person.csv', line: 9, column: null, reason: 'duplicate_row', advice: 'Remove the repeat.' },
    ],
    cells: [],
    seen: [],
    not_read: [],
    problems: [],
    coverage: [],
    quality: [{ code: 'placement_gap', table: 'placement', rows: 1, meaning: 'Days without a placement.' }],
    snapshot_date: snapshotDate,
  };
}

function addChild(rows: ContractRows, n: number): void {
  const child_id = `person${1000 + n}`;
  const care_period_id = `period${1000 + n}`;
  const start_date = `2025-0${1 + (n % 9)}-10`;
  const open = { child_id, care_period_id, start_date, end_date: null };
  rows.child.push({
    ...trace('person', n),
    child_id,
    legacy_id: null,
    birth_date: `201${n % 10}-05-05`,
    birth_date_estimated: false,
    sex: n % 2 === 0 ? 'F' : 'M',
    ethnicity: 'WBRI',
    death_date: null,
  });
  rows.care_period.push({ ...trace('care_period', n), ...open, end_reason: null });
  rows.episode.push({
    ...trace('episode', n),
    ...open,
    start_reason: 'S',
    end_reason: null,
    legal_status: null,
    placement_type: null,
    need: 'N1',
    officer_contact_date: null,
  });
  rows.placement.push({
    ...trace('placement', n),
    ...open,
    placement_type: 'U6',
    provider: 'PR1',
    distance_miles: 3.5,
    change_reason: null,
    home_number: null,
    same_carer: false,
  });
  rows.legal_status.push({ ...trace('legal_status', n), ...open, legal_status: 'C2' });
  rows.care_plan.push({
    ...trace('care_plan', n),
    ...absentCells(tracked.care_plan),
    ...open,
    document_id: `plan${n}`,
    plan: 'RETURN_HOME',
    plan_rank: 'primary',
    origin: 'history',
    recorded_date: null,
    ratified_date: null,
  });
  rows.allocation.push({
    ...trace('allocation', n),
    child_id,
    team_id: 'north',
    role: 'case_worker',
    start_date,
    end_date: null,
  });
  if (n === 1)
    rows.team.push({
      ...trace('team', 1),
      team_id: 'north',
      team_name: 'North team',
      service: null,
      area: 'North',
    });
}

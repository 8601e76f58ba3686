/**
 * Lines of a procedure through the real door: files in, the children on each line out. Three lines that no document has
 * are added by an authority's own rows and nothing else, one of them with a code of its own. Worked by hand at 30 June 2025.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import type { Record_ } from '../../pipeline/warehouse/database.ts';
import { loadWarehouse } from '../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { smallOwner } from '../pipeline/small-extract.ts';
import { csv, episodes, extractOf, person, scratchFolder } from '../support/source-folder.ts';
import { deriveInProcess } from './rendered-model.ts';

const asAt = '2025-06-30';
const rest = 'seed,2024-01-01,,Resolution of the management team,,';

const ownRules = {
  'codes.csv': csv(
    'authority,code_set,code,name,may_precede_birth,may_follow_care,effective_from,effective_to,source',
    'smalltown,milestone,HEALTH_ASSESSMENT,Health assessment,N,N,2024-01-01,,Own list',
    'smalltown,milestone,DENTIST,Seen by a dentist,N,N,2024-01-01,,Own list',
  ),
  'tracking_lines.csv': csv(
    'authority,line_id,part,position,name,part_name,in_use,family,generic,population,anchor,completion,limit_n,limit_unit,aim_n,parameters,target,floor,minimum_denominator,goes_to,role,measure_id,line,not_measurable,grade,effective_from,effective_to,source,approved_by_role,approved_on',
    `smalltown,X1,main,901,Health assessment,,Y,C,step_after,care,care,mile:HEALTH_ASSESSMENT,20,working_days,,,90,80,1,PT,,,,,${rest}`,
    `smalltown,X2,main,902,Seen by a dentist every year,,Y,C,recurs_every,care,care,mile:DENTIST,12,months,,,90,80,1,PT,,,,,${rest}`,
    `smalltown,X3,main,903,Residential plan for six months,,Y,Z,plan_standing,plan:RESIDENTIAL,since:plan:RESIDENTIAL,,6,months,,,0,50,1,APP,,,,,${rest}`,
    `smalltown,W13,main,904,Letter sent,,N,C,paper_after,tracked,gateway_met,letter_sent,5,working_days,,,95,85,,PT,,,,,${rest}`,
  ),
};

const entries = [
  ['1', '2025-06-02'],
  ['2', '2025-05-30'],
  ['3', '2025-06-02'],
  ['4', '2025-05-29'],
  ['5', '2023-01-10'],
  ['6', '2023-01-10'],
] as const;

const files = {
  'person.csv': person(
    ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((id) => `${id},F,WBRI,2016-05-04,,,,Nameless`),
  ),
  'episodes.csv': episodes(...entries.map(([id, day]) => `E${id},${id},C${id},${day},S,,,${day}`)),
  'local_care_plan_history.csv': csv(
    'lcph_table_id,lcph_person_id,lcph_plan_code,lcph_plan_start_date,lcph_plan_end_date',
    // Six months from 31 December end on 30 June: on the list today; recorded again in between. From 1 January: tomorrow.
    'P5,5,RESPLMT,2024-12-31,2025-03-01',
    'P6,5,RESPLMT,2025-03-01,',
    'P7,6,RESPLMT,2025-01-01,',
  ),
  'local_milestones.csv': csv(
    'mile_table_id,mile_person_id,mile_milestone,mile_date,mile_status',
    // The twentieth working day after Monday 2 June is Monday 30 June; after Friday 30 May it is Friday 27 June.
    'M1,1,HEALTH_ASSESSMENT,2025-06-30,DONE',
    'M2,2,HEALTH_ASSESSMENT,2025-06-30,DONE',
    'M5,5,DENTIST,2024-06-30,DONE',
    'M6,6,DENTIST,2024-06-29,DONE',
  ),
  'local_legal_gateway.csv': csv(
    'lgat_table_id,lgat_person_id,lgat_gateway_date,lgat_gateway_type,lgat_outcome,lgat_letter_drafted_date',
    // Three working days after Monday 2 June.
    'L7,7,2025-06-02,INITIAL,START_PRE_PROCEEDINGS,2025-06-05',
    'L8,8,2025-06-02,INITIAL,START_PRE_PROCEEDINGS,2025-06-06',
    'L9,9,2025-06-02,INITIAL,START_PRE_PROCEEDINGS,',
  ),
};

let warehouse = '';
const asked = (sql: string): Promise<readonly Record_[]> =>
  withWarehouse(warehouse, (database) => database.rows(sql));

beforeAll(async () => {
  const folder = scratchFolder();
  for (const [name, text] of Object.entries(ownRules)) writeFileSync(join(folder, name), text);
  const owner = { authority: 'smalltown', procedure: 'warrington', rules: folder } as const;
  const extract = await extractOf(files, { asAt, config: owner });
  const { snapshot } = await storeSnapshot(
    join(folder, 'snapshots'),
    { ...smallOwner, procedure: 'warrington' },
    extract,
    'f',
  );
  warehouse = join(folder, 'warehouse.duckdb');
  const rules = loadRules(repositoryFile('sources/rules'), owner);
  await loadWarehouse(warehouse, [{ snapshot, observed: [snapshot], rules }], asAt);
  await deriveInProcess({
    warehouse,
    last: ['published.tracking_value', 'published.tracking_line', 'published.case_rating'],
  });
}, 900_000);

const children = async (line: string): Promise<string[]> =>
  (
    await asked(
      `SELECT subject_id, due_date, status FROM warehouse.measures.tracking_line WHERE line_id = '${line}' AND as_at_date = '${asAt}' ORDER BY subject_id`,
    )
  ).map((row) => `${row['subject_id']} ${row['due_date']} ${row['status']}`);

describe('lines that an authority adds by rows alone', () => {
  it('a step within working days, by a code of its own', async () => {
    expect(await children('X1')).toEqual([
      '1 2025-06-30 met',
      '2 2025-06-27 late',
      '3 2025-06-30 not yet due',
      '4 2025-06-26 overdue',
      '5 2023-02-07 overdue',
      '6 2023-02-07 overdue',
    ]);
  });

  it('a step that recurs every year', async () => {
    expect((await children('X2')).slice(3)).toEqual([
      '4 2026-05-29 not yet due',
      '5 2025-06-30 met',
      '6 2025-06-29 overdue',
    ]);
  });

  it('a plan that has stood for six months', async () => {
    expect(await children('X3')).toEqual(['5 2025-06-30 overdue', '6 2025-07-01 not yet due']);
  });

  it('are counted, rated and answered for like any other', async () => {
    const rows = await asked(
      `SELECT v.line_id, v.numerator, v.denominator, v.status, l.role FROM warehouse.published.tracking_value AS v
       INNER JOIN warehouse.published.tracking_line AS l USING (authority, snapshot_date, line_id, part)
       WHERE v.line_id LIKE 'X%' AND v.as_at_date = '${asAt}' AND v.breakdown = 'all' ORDER BY 1`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'X1 1 5 Red - worse than floor service_manager',
      'X2 1 2 Red - worse than floor service_manager',
      'X3 1 2 Amber - short of target panel_chair',
    ]);
  });
});

describe('the lines of the procedure', () => {
  it('are about children who are not looked after, too', async () => {
    expect(await children('W12')).toEqual(['7 2025-06-05 met', '8 2025-06-05 late', '9 2025-06-05 overdue']);
  });

  it('are all told: available, with what would bring them, or not measurable; one left out is not there', async () => {
    const rows = await asked(
      `SELECT line_id, state, reason FROM warehouse.published.tracking_line WHERE part = 'main'`,
    );
    const states = new Map(rows.map((row) => [row['line_id'], `${row['state']}: ${row['reason']}`]));
    // 161 of the catalogue, 29 of them pathway rows whose parts have names; nine not measurable; three added, one left out.
    expect(rows).toHaveLength(161 - 29 + 9 + 3 - 1);
    expect(states.get('W12')).toBe('available: null');
    expect(states.get('W48')).toBe('not available: Would come with case system: reviews');
    expect(states.get('W27')).toContain('which are not read yet');
    expect(states.get('WN2')).toContain('not measurable: ');
    expect(states.has('W13')).toBe(false);
  });

  it('of another procedure cost nothing: no row of them is loaded', async () => {
    const rows = await asked(
      `SELECT DISTINCT LEFT(line_id, 1) AS letter FROM warehouse.raw.rule_tracking_line ORDER BY 1`,
    );
    expect(rows.map((row) => row['letter'])).toEqual(['W', 'X']);
  });

  it('colour each case: overdue for 28 days or longer is Red, shorter Amber', async () => {
    const rows = await asked(
      `SELECT child_id, computed FROM warehouse.scorecard.case_rating WHERE as_at_date = '${asAt}' AND child_id IN ('1', '4', '5', '9') ORDER BY 1`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      '1 GREEN',
      '4 AMBER',
      '5 RED',
      '9 AMBER',
    ]);
  });
});

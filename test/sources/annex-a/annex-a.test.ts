import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authorityYaml } from '../../../sources/authority/authority-yaml.ts';
import type { Extract } from '../../../sources/contract/extract.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { inspectFolder } from '../../../sources/inspect.ts';
import { workbookOf } from '../../support/packed-files.ts';
import {
  configOf,
  csv,
  type Files,
  folderOf,
  leftOut,
  refusals,
  repository,
  scratchFolder,
  settings,
} from '../../support/source-folder.ts';

const asAt = '2024-06-30';
const header8 =
  'child id,Gender,Ethnicity,Date of Birth,Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)),Date Started to be Looked After,Child’s Category of Need,Start date of current legal status,Child’s Legal Status,What is the permanence plan for this child?,Date Ceased to be Looked After,Reason Ceased to be Looked After,Start Date of Most Recent Placement,Placement Type,Placement Provider,Allocated Team';
const list8 = csv(
  header8,
  '1001,b) Female,a) WBRI,04/05/2016,b) No,01/02/2023,N1 - Abuse or Neglect,01/09/2023,E1: Placement order,b) Adoption,,,01/03/2023,f) U6: Foster placement - not FFA,b) PR1 - Own provision,Team One',
  '1002,a) Male,s) NOBT,05/06/2014,a) Yes,01/02/2024,N8,01/02/2024,V2: Single period under S20,,,,01/02/2024,h) A4: Placed for adoption,e) PR4,Team Two',
  '1003,a) Male,WBRI - White British,06/07/2012,b) No,01/02/2022,N1,01/02/2022,C2: FCO,f) Long-term fostering,01/05/2024,i) E45: Special Guardianship Orders - former foster carer,01/02/2022,d) U4,PR1,Team One',
  '1004,c) Not stated/recorded,a) WBRI,07/08/2013,b) No,31/02/2024,N1,01/02/2024,C2: FCO,g) Other,,,01/02/2024,U4,PR1,Team One',
);
const header10 =
  'Child Unique ID,Family identifier,Gender,Ethnicity,Date of Birth,Date the Child Entered Care,Date of Decision that Child Should be Placed for Adoption,Date of Placement Order,Date of Matching Child and Prospective Adopters,Date Placed for Adoption,Date of Adoption Order,Date of Decision that Child Should No Longer be Placed for Adoption,Reason Why Child No Longer Placed for Adoption,Date the child was placed for fostering in FFA or concurrent planning placement';
const list10 = csv(
  header10,
  '1001,F1,b) Female,a) WBRI,04/05/2016,01/02/2023,01/08/2023,01/09/2023,,,,,,',
  '2001,F2,a) Male,a) WBRI,04/05/2020,01/02/2021,01/08/2021,01/09/2021,01/12/2021,01/02/2022,01/09/2023,,,',
  '2002,F3,a) Male,a) WBRI,04/05/2020,01/02/2021,01/08/2021,01/09/2021,,,,,,',
);
const header11 =
  'Individual adopter identifier,Family identifier,Is the (prospective) adopter fostering for adoption?,Date enquiry received,Date Stage 1 started,Date Stage 1 ended,Date Stage 2 started,Date Stage 2 ended,Date application submitted,Date application approved,Date adopter matched with child(ren),Date child/children placed with adopter(s),No. of children placed,Date of Adoption Order,Date of leaving adoption process,Reason for leaving adoption process';
const list11 = csv(
  header11,
  'A1,F2,b) No,01/01/2021,01/02/2021,01/04/2021,01/04/2021,01/08/2021,01/08/2021,01/09/2021,01/12/2021,01/02/2022,1,01/09/2023,,',
  'A2,F2,b) No,01/01/2021,01/02/2021,01/04/2021,01/04/2021,01/08/2021,01/08/2021,01/09/2021,01/12/2021,01/02/2022,1,01/09/2023,,',
  'A3,F9,a) Yes,01/01/2024,01/02/2024,,,,,,,,,,01/05/2024,a) Withdrew',
);
const lists = { 'List 8': list8, 'List 10': list10, 'List 11': list11 };

const read = (files: Files, adapters = ['annex-a']): Promise<Extract> => {
  const folder = folderOf(files);
  const sources = adapters.map((adapter) => ({ adapter, folders: [folder] }));
  return extractAuthority(configOf(sources), { asAt, settings });
};

describe('Annex A alone', () => {
  test('a child is where the list says on its day; what began before is not guessed', async () => {
    const extract = await read({ 'Annex A.xlsx': await workbookOf(lists) });
    const { rows } = extract;
    expect(
      rows.care_period.map((row) => [row.child_id, row.start_date, row.end_date, row.end_reason]),
    ).toEqual([
      ['1001', '2023-02-01', null, null],
      ['1002', '2024-02-01', null, null],
      ['1003', '2022-02-01', '2024-05-01', 'E45'],
      ['2001', '2021-02-01', '2023-09-01', 'E1'],
    ]);
    expect(
      rows.legal_status.map((row) => [row.child_id, row.legal_status, row.start_date, row.end_date]),
    ).toEqual([
      ['1001', 'E1', '2023-09-01', null],
      ['1002', 'V2', '2024-02-01', null],
      ['1003', 'C2', '2022-02-01', '2024-05-01'],
    ]);
    expect(
      rows.placement.map((row) => [row.child_id, row.placement_type, row.provider, row.start_date]),
    ).toEqual([
      ['1001', 'U6', 'PR1', '2023-03-01'],
      ['1002', 'A4', 'PR4', '2024-02-01'],
      ['1003', 'U4', 'PR1', '2022-02-01'],
    ]);
    expect(rows.care_plan.map((row) => [row.child_id, row.plan, row.origin, row.start_date])).toEqual([
      ['1001', 'ADOPTION', 'answers', asAt],
      ['1002', 'NO_PLAN', 'answers', asAt],
    ]);
    expect(rows.allocation.map(({ child_id, team_id }) => [child_id, team_id])).toEqual([
      ['1001', 'Team One'],
      ['1002', 'Team Two'],
    ]);
    expect(rows.unaccompanied.map(({ child_id }) => child_id)).toEqual(['1002']);
    expect(rows.child.map((row) => [row.child_id, row.sex, row.ethnicity])).toEqual([
      ['1001', 'F', 'WBRI'],
      ['1002', 'M', 'NOBT'],
      ['1003', 'M', 'WBRI'],
      ['2001', 'M', 'WBRI'],
    ]);
  });

  test('nothing is lost: a start that is no day, and a child of list 10 whom no list places, are refused by heading', async () => {
    const extract = await read({ 'Annex A.xlsx': await workbookOf(lists) });
    expect(refusals(extract)).toEqual([
      'Annex A.xlsx, sheet List 10:4 orphan_row Child Unique ID',
      'Annex A.xlsx, sheet List 8:5 impossible_date Date Started to be Looked After',
    ]);
    expect(leftOut(extract)).toEqual([]);
  });

  test('adopters of one family are one household, and the number of the family is not kept', async () => {
    const { rows } = await read({ 'Annex A.xlsx': await workbookOf(lists) });
    expect(
      rows.adopter_household.map((row) => [row.household_key, row.early_permanence, row.left_reason]),
    ).toEqual([
      ['household-0001', false, null],
      ['household-0001', false, null],
      ['household-0002', true, 'WITHDREW'],
    ]);
    expect(JSON.stringify(rows.adopter_household)).not.toMatch(/"F[29]"|"A[123]"/);
  });

  test('the inputs are what the lists can tell: no reviews, no moves, and no plans where the column is blank', async () => {
    const { inputs } = await read({ 'Annex A.xlsx': await workbookOf(lists) });
    expect(inputs).toEqual(
      expect.arrayContaining(['care_plan', 'care_plan_answers', 'adopter_household', 'allocation']),
    );
    for (const input of ['review', 'visit', 'home', 'placement_history', 'care_plan_history'])
      expect(inputs).not.toContain(input);
    const blank = list8.replace(/b\) Adoption|f\) Long-term fostering|g\) Other/g, '');
    const without = await read({ 'list 8.csv': blank });
    expect(without.inputs).not.toContain('care_plan');
    expect(without.rows.care_plan).toEqual([]);
  });

  test('the headings that public scripts write are read too', async () => {
    const script =
      'ChildUniqueID,Gender,Ethnicity,DateOfBirth,LoookedAfterStartDate,MostRecentLegalStatusStart,LegalStatus,PermanencePlan,CeasedLookedAfterDate,MostRecentPlacementStartDate,PlacementType,AllocatedTeam';
    const { rows } = await read({
      'list 8.csv': csv(
        script,
        '1,Female,WBRI,04/05/2016,01/02/2023,01/09/2023,E1,Adoption,,01/03/2023,U6,Team One',
      ),
    });
    expect(rows.child).toMatchObject([{ child_id: '1', birth_date: '2016-05-04' }]);
    expect(rows.legal_status).toMatchObject([{ legal_status: 'E1', start_date: '2023-09-01' }]);
    expect(rows.care_plan).toMatchObject([{ plan: 'ADOPTION' }]);
  });
});

describe('Annex A beside the return', () => {
  const returns: Files = {
    'header.csv': csv(
      'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
      '1001,2,04/05/2016,WBRI,UN1,,',
      '1002,1,05/06/2014,NOBT,UN1,,',
    ),
    'episodes.csv': csv(
      'CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC',
      '1001,01/02/2023,S,C2,N1,U6,01/09/2023,X1',
      '1001,01/09/2023,L,E1,N1,U6,,',
      '1002,01/02/2024,S,V2,N8,A4,,',
    ),
  };

  test('adds plan, team, adoption and adopters, and leaves the history to the return', async () => {
    const extract = await read({ ...returns, 'Annex A.xlsx': await workbookOf(lists) }, [
      'annex-a',
      'ssda903',
    ]);
    const { rows } = extract;
    expect(rows.episode.map(({ child_id }) => child_id)).toEqual(['1001', '1001', '1002']);
    expect(rows.care_plan.map(({ child_id, plan }) => [child_id, plan])).toEqual([
      ['1001', 'ADOPTION'],
      ['1002', 'NO_PLAN'],
    ]);
    expect(rows.adoption).toMatchObject([{ child_id: '1001', placement_order_date: '2023-09-01' }]);
    expect(rows.adopter_household).toHaveLength(3);
    expect(refusals(extract).filter((line) => line.includes('orphan_row'))).toHaveLength(3);
  });

  test('init writes both entries, and what it writes runs', async () => {
    const folder = folderOf({ ...returns, 'Annex A.xlsx': await workbookOf(lists) });
    const yaml = authorityYaml(
      await inspectFolder(folder, settings),
      { authority: 'test', name: 'Test', national: null },
      join(folder, 'authority.yaml'),
    );
    expect(yaml).toMatch(/adapter: ssda903[\s\S]*adapter: annex-a/);
  });
});

const sample = resolve(repository, '../shared/sample-data/liia-tools-pipeline/Annex_A_2024_Jan.xlsx');
if (!existsSync(sample)) process.stdout.write(`skipped: the public Annex A sample is not at ${sample}\n`);
test.runIf(existsSync(sample))(
  'the public sample: serial dates, curly quotes, a doubled bracket, families',
  async () => {
    const folder = scratchFolder();
    cpSync(sample, join(folder, 'Annex A.xlsx'));
    const extract = await extractAuthority(configOf([{ adapter: 'annex-a', folders: [folder] }]), {
      asAt: '2021-03-31',
      settings,
    });
    const read = extract.files.filter(({ rows_read }) => rows_read > 0);
    expect(
      read.map(({ file, rows_read, rows_accepted }) => [file.slice(-7), rows_read, rows_accepted]),
    ).toEqual([
      ['List 10', 5, 5],
      ['List 11', 5, 5],
      [' List 8', 5, 5],
    ]);
    const { rows } = extract;
    expect(rows.care_period.filter(({ end_date }) => end_date === null)).toHaveLength(4);
    expect(rows.legal_status.map(({ legal_status }) => legal_status).sort()).toEqual([
      'C1',
      'C2',
      'C2',
      'C2',
      'E1',
    ]);
    expect(rows.placement.map(({ placement_type }) => placement_type).sort()).toEqual([
      'H5',
      'U1',
      'U4',
      'U6',
      'U6',
    ]);
    expect(extract.inputs).not.toContain('care_plan');
    expect(rows.adoption.map(({ decision_date }) => decision_date)).toContain('2009-08-11');
    expect(new Set(rows.adopter_household.map(({ household_key }) => household_key)).size).toBe(5);
  },
);

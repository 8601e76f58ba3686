import { beforeAll, describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { configOf, fixtures, notes, refusals, settings } from '../../support/source-folder.ts';

describe('an SSD extract as SystemC gives it', () => {
  let extract: Extract;
  beforeAll(async () => {
    const config = configOf([
      { adapter: 'ssd', folders: [fixtures('ssd/fixtures/systemc')] },
      { adapter: 'local', folders: [fixtures('local/fixtures')] },
    ]);
    extract = await extractAuthority(config, { asAt: '2025-01-31', settings });
  });

  test('identifying values are nowhere in it', () => {
    const text = JSON.stringify(extract);
    for (const value of ['Ada', 'Example', 'A123456789012', 'AB1 2CD', 'SC1', 'Zoe', 'Worker,'])
      expect(text).not.toContain(value);
  });

  test('trap 1: answers are evidence of the latest answers only, several keys are several plans', () => {
    const plans = extract.rows.care_plan.filter(
      ({ document_id, origin }) => document_id === 'D1' && origin === 'answers',
    );
    expect(plans.map(({ row_key, plan, plan_rank }) => ({ row_key, plan, plan_rank }))).toEqual([
      { row_key: 'D1:ADOPTION', plan: 'ADOPTION', plan_rank: 'primary' },
      { row_key: 'D1:RETURNEV', plan: 'RETURN_HOME', plan_rank: 'primary' },
    ]);
    expect(extract.inputs).toEqual(
      expect.arrayContaining(['care_plan', 'care_plan_answers', 'care_plan_history']),
    );
    expect(extract.inputs).not.toContain('care_plan_category');
  });

  test('a document on which no key is set is a document without a plan', () => {
    expect(
      extract.rows.care_plan.filter(({ document_id }) => document_id === 'D2').map(({ plan }) => plan),
    ).toEqual(['NO_PLAN']);
  });

  test('trap 2: a permanence row finds its child by period of care, else by person, else by legacy id', () => {
    expect(extract.rows.adoption.filter(({ row_key }) => row_key.startsWith('M'))).toMatchObject([
      {
        row_key: 'M1',
        child_id: '101',
        matched_by: 'legacy_id',
        care_period_id: null,
        decision_date: '2024-07-01',
        adopted_by_carer: false,
      },
      {
        row_key: 'M2',
        child_id: '102',
        matched_by: 'care_period',
        care_period_id: 'C2',
        order_type: 'SGO',
        order_date: '2024-02-01',
      },
    ]);
  });

  test('trap 3: descriptions become codes, statuses that are not care statuses are left out', () => {
    expect(
      extract.rows.legal_status.map(({ row_key, legal_status }) => `${row_key} ${legal_status}`),
    ).toEqual(['S1 C1', 'S2 E1', 'S3 V2', 'S5 V4']);
    expect(extract.rows.episode.map(({ start_reason, end_reason }) => [start_reason, end_reason])).toEqual([
      ['S', 'X1'],
      ['P', null],
      ['S', 'E4A'],
      ['S', null],
    ]);
    expect(extract.rows.review.find(({ row_key }) => row_key === 'V1')?.participation).toBe('PN0');
  });

  test('trap 5: an estimated date of birth counts, one years ahead does not', () => {
    expect(
      extract.rows.child.map(({ child_id, birth_date, birth_date_estimated }) => [
        child_id,
        birth_date,
        birth_date_estimated,
      ]),
    ).toEqual([
      ['101', '2016-05-04', false],
      ['102', '2010-01-15', true],
      ['103', '2021-03-01', false],
      ['104', null, false],
    ]);
    expect(notes(extract)).toMatchObject({ estimated_birth_date: 1, no_birth_date: 1 });
  });

  test('periods of care start on the day of entry and end with their last episode', () => {
    expect(
      extract.rows.care_period.map(({ care_period_id, start_date, end_date, end_reason }) => [
        care_period_id,
        start_date,
        end_date,
        end_reason,
      ]),
    ).toEqual([
      ['C1', '2024-01-09', null, null],
      ['C2', '2023-05-01', '2024-02-01', 'E4A'],
      ['C3', '2024-06-01', null, null],
    ]);
  });

  test('999.9 miles means not measurable', () => {
    expect(extract.rows.placement.map(({ distance_miles }) => distance_miles)).toEqual([12.5, null, null, 3]);
  });

  test('due dates, bookings and planned ends may lie ahead', () => {
    expect(extract.rows.review.find(({ row_key }) => row_key === 'V3')?.due_date).toBe('2031-05-05');
    expect(extract.rows.unaccompanied).toMatchObject([{ child_id: '102', end_date: '2031-01-01' }]);
    expect(extract.rows.permanence_meeting.find(({ row_key }) => row_key === '2')?.meeting_date).toBe(
      '2031-09-01',
    );
    expect(extract.rows.long_term_match).toMatchObject([
      { panel_date: '2031-01-01', carer_type: 'INHOUSE', ratification_route: 'REVIEW14' },
    ]);
  });

  test('roles are aliases; an unknown role counts for no team', () => {
    expect(extract.rows.allocation.map(({ row_key, role, team_id }) => [row_key, role, team_id])).toEqual([
      ['J1', 'case_worker', 'T1'],
      ['J2', 'reviewing_officer', 'T2'],
      ['J3', 'other', null],
    ]);
    expect(notes(extract).role_not_mapped).toBe(1);
  });

  test('the team map of the authority stands over the case system', () => {
    expect(extract.rows.team.map(({ team_id, team_name, area }) => [team_id, team_name, area])).toEqual([
      ['T1', 'Family Safeguarding 1', 'East'],
      ['T2', 'Reviewing', null],
    ]);
  });

  test('plan history keeps rank, and a period that no episode has is placed by its date', () => {
    const history = extract.rows.care_plan.filter(({ origin }) => origin === 'history');
    expect(
      history.map(({ document_id, plan, plan_rank, care_period_id }) => [
        document_id,
        plan,
        plan_rank,
        care_period_id,
      ]),
    ).toEqual([
      ['1', 'RETURN_HOME', 'primary', 'C1'],
      ['2', 'ADOPTION', 'primary', 'C1'],
      ['3', 'SGO_CAO', 'contingency', 'C1'],
      ['4', 'LTF', 'parallel', null],
    ]);
    expect(notes(extract).unknown_care_period).toBe(1);
  });

  test('of adoption tracking only the link is read', () => {
    expect(extract.rows.adoption.filter(({ link_date }) => link_date !== null)).toMatchObject([
      {
        row_key: 'tracking:1',
        child_id: '101',
        care_period_id: 'C1',
        link_date: '2024-10-10',
        decision_date: null,
      },
    ]);
  });

  test('what cannot be kept is quarantined with file, line, column and reason', () => {
    expect(refusals(extract)).toEqual([
      'cla_care_plan.csv:4 unreadable_plan lacp_cla_care_plan_json',
      'cla_care_plan.csv:5 placeholder_row -',
      'cla_episodes.csv:6 orphan_row clae_person_id',
      'local_care_plan_history.csv:6 orphan_row lcph_person_id',
      'local_milestones.csv:5 unknown_code mile_milestone',
      'local_permanence_meetings.csv:5 future_date ppmt_meeting_date',
      'permanence.csv:4 orphan_row perm_cla_id',
    ]);
  });
});

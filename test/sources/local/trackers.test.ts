import { describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import { trackingInputs } from '../../../sources/reading/recorded-inputs.ts';
import { workbookOf } from '../../support/packed-files.ts';
import { csv, extractOf, folderOf, leftOut, notes, oneChild, refusals } from '../../support/source-folder.ts';

const milestones =
  'mile_table_id,mile_person_id,mile_cla_id,mile_milestone,mile_date,mile_recorded_at,mile_due_date,mile_status,mile_role,mile_to_roles,mile_outcome';
const milestone = (...rows: string[]) =>
  extractOf({ ...oneChild, 'local_milestones.csv': csv(milestones, ...rows) });

describe('local_milestones', () => {
  test('a step is kept by its code, its name or its words, with roles as codes and hours dropped', async () => {
    const extract = await milestone(
      'M1,1,C1,PPN1_SENT,2024-06-02,2024-06-02 17:05,,Done,IRO,Adoption manager; Fostering manager,',
      'M2,1,,Genogram,2024-06-03,,,,,,',
      'M3,1,,sibling assessment or checklist,,,2025-06-01,,,,',
      'M4,1,,SUPERVISION,2026-01-01,,,BOOKED,TM,,AGREED',
      'M5,1,,LASTING_ADULTS,,,,NOT_NEEDED,,,',
    );
    expect(extract.rows.milestone[0]).toEqual({
      row_key: 'M1',
      source_file: 'local_milestones.csv',
      source_line: 2,
      child_id: '1',
      care_period_id: 'C1',
      milestone: 'PPN1_SENT',
      milestone_date: '2024-06-02',
      recorded_date: '2024-06-02',
      due_date: null,
      status: 'DONE',
      role: 'independent_reviewing_officer',
      to_roles: 'adoption_manager fostering_manager',
      outcome: null,
    });
    expect(extract.rows.milestone.map((row) => [row.milestone, row.milestone_date, row.due_date])).toEqual([
      ['PPN1_SENT', '2024-06-02', null],
      ['GENOGRAM', '2024-06-03', null],
      ['SIBLING_ASSESSMENT', null, '2025-06-01'],
      ['SUPERVISION', '2026-01-01', null],
      ['LASTING_ADULTS', null, null],
    ]);
    expect(extract.inputs).toContain('milestone');
    expect(trackingInputs(extract.rows)).toEqual(
      expect.arrayContaining(['mile:GENOGRAM', 'mile:PPN1_SENT', 'mile_due_date', 'mile_to_roles']),
    );
    expect(trackingInputs(extract.rows)).not.toContain('mile:PPN1');
  });

  test('what cannot be is quarantined with its line, and nothing is lost', async () => {
    const extract = await milestone(
      'M1,1,,NO_SUCH_STEP,2024-06-02,,,,,,',
      'M2,1,,PPN1,2009-01-01,,,,,,',
      'M3,1,,PRE_GATEWAY,2009-01-01,,,,,,',
      'M4,1,,PPN1,2025-06-01,,,DONE,,,',
      'M5,1,,PPN1,,,,,,,',
      'M6,1,,PPN1,2024-06-31,,,,,,',
      'M7,1,,PPN1,2024-06-03,,,,,Jo Nameless,',
    );
    expect(refusals(extract)).toEqual([
      'local_milestones.csv:2 unknown_code mile_milestone',
      'local_milestones.csv:3 before_birth mile_date',
      'local_milestones.csv:5 future_date mile_date',
      'local_milestones.csv:6 missing_value mile_date',
      'local_milestones.csv:7 impossible_date mile_date',
    ]);
    const file = extract.files.find((each) => each.file === 'local_milestones.csv');
    expect(file).toMatchObject({ rows_read: 7, rows_accepted: 2, rows_quarantined: 5 });
    expect(extract.rows.milestone.map((row) => row.row_key)).toEqual(['M3', 'M7']);
    expect(leftOut(extract)).toContain('local_milestones.csv:8 unknown_code mile_to_roles');
    expect(JSON.stringify(extract)).not.toContain('Nameless');
  });

  test('a step after care has ended is refused, unless such a step may be taken then', async () => {
    const left = {
      ...oneChild,
      'episodes.csv': String(oneChild['episodes.csv']).replace(',S,,,', ',S,2024-09-01,E4A,'),
      'local_milestones.csv': csv(
        milestones,
        'M1,1,,PPN1,2024-09-01,,,,,,',
        'M2,1,,PPN1,2024-09-02,,,,,,',
        'M3,1,,LATER_LIFE_LETTER,2024-12-01,,,,,,',
        'M4,77,,PRE_GATEWAY,2024-12-01,,,,,,',
      ),
    };
    const extract = await extractOf(left);
    expect(refusals(extract)).toEqual(['local_milestones.csv:3 after_care mile_date']);
    expect(extract.rows.milestone.map((row) => row.row_key)).toEqual(['M1', 'M3', 'M4']);
    expect(notes(extract)).toMatchObject({ child_not_in_case_files: 1 });
  });

  test("an authority's own code is a row of its own rules, and no other authority has it", async () => {
    const rules = folderOf({
      'codes.csv': csv(
        'authority,code_set,code,name,may_precede_birth,may_follow_care,effective_from,effective_to,source',
        'test,milestone,SCHOOL_TOLD,School told of the move,N,N,2024-01-01,,Minute of a meeting',
      ),
    });
    const files = {
      ...oneChild,
      'local_milestones.csv': csv(milestones, 'M1,1,,School told of the move,2024-06-02,,,,,,'),
    };
    const own = await extractOf(files, { config: { rules } });
    expect(own.rows.milestone.map((row) => row.milestone)).toEqual(['SCHOOL_TOLD']);
    expect(refusals(await extractOf(files))).toEqual(['local_milestones.csv:2 unknown_code mile_milestone']);
  });
});

describe('the other extracts of the trackers', () => {
  test('a review item finds its review by number or by day', async () => {
    const extract = await extractOf({
      ...oneChild,
      'reviews.csv': csv(
        'clar_cla_review_id,clar_cla_id,clar_cla_person_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled',
        'R1,C1,1,2024-02-28,2024-02-27,N',
      ),
      'local_review_items.csv': csv(
        'rvit_table_id,rvit_person_id,rvit_review_id,rvit_review_date,rvit_item,rvit_value',
        'I1,1,R1,,SGO_CAO,Y',
        'I2,1,,2024-06-01,Plan drawn up,No',
        'I3,1,R9,,SGO_CAO,Y',
        'I4,2,,2024-06-01,SGO_CAO,Y',
      ),
    });
    expect(extract.rows.review_item.map((row) => [row.review_date, row.item, row.value])).toEqual([
      ['2024-02-27', 'SGO_CAO', 'Y'],
      ['2024-06-01', 'PLAN_DRAWN', 'N'],
    ]);
    expect(refusals(extract)).toEqual([
      'local_review_items.csv:4 missing_value rvit_review_date',
      'local_review_items.csv:5 orphan_row rvit_person_id',
    ]);
  });

  test('escalations, forums, reports and carers are read as the contract declares them', async () => {
    const extract = await extractOf({
      ...oneChild,
      'local_escalations.csv': csv(
        'escl_table_id,escl_person_id,escl_trigger,escl_raised_date,escl_from_role,escl_to_roles,escl_answered_date,escl_outcome',
        'E1,1,IRO_DRIFT,2024-06-01,IRO,Head of CLA,2024-06-09,Settled',
        'E2,1,IRO_DRIFT,2024-06-01,,,2024-05-01,',
      ),
      'local_forum_meetings.csv': csv(
        'frum_table_id,frum_forum,frum_area,frum_due_date,frum_held_date,frum_attended_roles',
        'F1,TRACKER,East,2024-06-01,2024-06-03,SM; IRO',
        'F2,TRACKER,East,2025-06-01,,',
        'F3,TRACKER,East,,2025-06-01,',
      ),
      'local_report_register.csv': csv(
        'rprt_report,rprt_period_end_date,rprt_audience,rprt_presented_date,rprt_actions_set',
        'WEEKLY_TOOL,2024-06-02,All managers,2024-06-03,2',
      ),
      'local_longterm_carers.csv': csv(
        'ltca_household_id,ltca_offered_date,ltca_updated_date,ltca_status',
        'Nameless household,2024-01-01,2024-06-01,available',
      ),
    });
    expect(extract.rows.escalation).toMatchObject([
      { to_roles: 'head_of_children_looked_after head_of_service', outcome: 'RESOLVED' },
    ]);
    expect(extract.rows.forum_meeting.map((row) => row.held_date)).toEqual(['2024-06-03', null]);
    expect(extract.rows.report).toMatchObject([{ audience: 'MANAGERS', actions_set: 2, actions_done: null }]);
    expect(extract.rows.longterm_carer).toMatchObject([{ household_key: 'offer-0001', status: 'AVAILABLE' }]);
    expect(refusals(extract)).toEqual([
      'local_escalations.csv:3 end_before_start escl_answered_date',
      'local_forum_meetings.csv:4 future_date frum_held_date',
    ]);
    expect(JSON.stringify(extract)).not.toContain('Nameless');
    expect(extract.inputs).toEqual(
      expect.arrayContaining(['escalation', 'forum_meeting', 'report', 'longterm_carer']),
    );
  });

  test('a workbook of such sheets says what the files say', async () => {
    const sheets = {
      Milestones: csv(milestones, 'M1,1,C1,PPN1,2024-06-02,,,,,,', 'M2,1,C1,NO_SUCH_STEP,2024-06-02,,,,,,'),
      Forums: csv(
        'frum_table_id,frum_forum,frum_due_date,frum_held_date',
        'F1,TRACKER,2024-06-01,2024-06-03',
      ),
    };
    const said = ({ rows, quarantine }: Extract) => ({
      milestones: rows.milestone.map(({ source_file: _, ...row }) => row),
      forums: rows.forum_meeting.map(({ source_file: _, ...row }) => row),
      refused: quarantine.map(({ line, reason }) => [line, reason]),
    });
    const book = await extractOf({ ...oneChild, 'local trackers.xlsx': await workbookOf(sheets) });
    const files = await extractOf({
      ...oneChild,
      'local_a.csv': sheets.Milestones,
      'local_b.csv': sheets.Forums,
    });
    expect(said(book)).toEqual(said(files));
    expect(said(book)).toMatchObject({ refused: [[3, 'unknown_code']], milestones: [{ milestone: 'PPN1' }] });
  });

  test('applications that are no care proceedings lie apart from them', async () => {
    const extract = await extractOf({
      ...oneChild,
      'local_proceedings.csv': csv(
        'proc_table_id,proc_person_id,proc_type,proc_issue_date,proc_final_hearing_date,proc_end_date,proc_order_expiry_date',
        'P1,1,,2024-02-05,,,',
        'P2,1,S31,2024-02-05,,,',
        'P3,1,DOL,2024-03-01,,,2025-03-01',
        'P4,1,Something else,2024-03-01,,,',
      ),
    });
    expect(extract.rows.proceedings.map((row) => row.row_key)).toEqual(['P1', 'P2']);
    expect(extract.rows.court_application).toMatchObject([
      { row_key: 'P3', application_type: 'DOL', expiry_date: '2025-03-01' },
    ]);
    expect(refusals(extract)).toEqual(['local_proceedings.csv:5 unknown_code proc_type']);
    expect(extract.inputs).toContain('court_application');
  });
});

import { describe, expect, test } from 'vitest';
import { csv, extractOf, leftOut, notes, oneChild, refusals } from '../../support/source-folder.ts';

const courtHeader =
  'proc_table_id,proc_person_id,proc_court_reference,proc_issue_date,proc_final_evidence_due_date,proc_final_hearing_date,proc_end_date,proc_final_order,proc_order_expiry_date,proc_in_care_flag';
const proceedings = (...rows: string[]) =>
  extractOf({ ...oneChild, 'local_proceedings.csv': csv(courtHeader, ...rows) });

describe('local_proceedings', () => {
  test('dates and the order are kept, the reference becomes a number of the extract', async () => {
    const extract = await proceedings(
      'P1,1,ZZ24C50001,2024-02-05,2024-06-01,2024-08-01,2024-08-05,Care Order,2025-01-01,Y',
    );
    expect(extract.rows.proceedings).toEqual([
      {
        row_key: 'P1',
        source_file: 'local_proceedings.csv',
        source_line: 2,
        child_id: '1',
        case_key: 'case-0001',
        issue_date: '2024-02-05',
        final_hearing_date: '2024-08-01',
        end_date: '2024-08-05',
        final_order: 'CO',
        final_evidence_due_date: '2024-06-01',
        evidence_sent_date: null,
        final_plan_filed_date: null,
      },
    ]);
    expect(extract.inputs).toContain('proceedings');
    expect(JSON.stringify(extract)).not.toContain('50001');
  });

  test('siblings share a case however its reference is spelt; rows without one are cases apart', async () => {
    const extract = await proceedings(
      'P1,1,ZZ24C50002,2024-02-05,,,,,,',
      'P2,2,zz24 c 50002,2024-02-05,,,,,,',
      'P3,3,,2024-02-05,,,,,,',
      'P4,4,,2024-02-05,,,,,,',
      'P5,1,ZZ23C50009,2023-02-05,,,2023-05-01,No order,,',
    );
    expect(extract.rows.proceedings.map((row) => [row.row_key, row.case_key])).toEqual([
      ['P1', 'case-0001'],
      ['P5', 'case-0004'],
      ['P2', 'case-0001'],
      ['P3', 'case-0002'],
      ['P4', 'case-0003'],
    ]);
    expect(notes(extract)).toMatchObject({ proceedings_without_reference: 2, child_not_in_case_files: 3 });
  });

  test.each([
    ['Care and placement orders; Placement Order', 'PO'],
    ['Special Guardianship Order', 'SGO'],
    ['child arrangements order', 'CAO'],
    ['SO', 'SO'],
    ['12 month Supervision Order', 'SO'],
    ['C2', 'CO'],
    ['Application withdrawn', 'NO_ORDER'],
  ])('the final order %j is %s', async (written, order) => {
    const extract = await proceedings(`P1,1,R1,2024-02-05,,,2024-08-05,${written},,`);
    expect(extract.rows.proceedings.map((row) => row.final_order)).toEqual([order]);
  });

  test('what cannot be is quarantined; a hearing listed ahead is none of it', async () => {
    const extract = await proceedings(
      'P1,1,R1,2024-02-05,,2025-06-01,,,,',
      'P2,,R1,2024-02-05,,,,,,',
      'P3,1,R2,,,,,,,',
      'P4,1,R3,2024-02-05,,,2024-02-04,CO,,',
      'P5,1,R4,2024-02-05,,,2024-05-05,Interim care order,,',
      'P6,1,R5,2026-02-05,,,,,,',
      'P7,1,R6,2024-02-05,,,2026-02-01,CO,,',
      'P8,1,R7,31/02/2024,,,,,,',
      'P1,1,R8,2024-02-05,,,,,,',
    );
    expect(extract.rows.proceedings.map((row) => row.row_key)).toEqual(['P1', 'P5']);
    expect(leftOut(extract)).toEqual(['local_proceedings.csv:6 unknown_code proc_final_order']);
    expect(refusals(extract)).toEqual([
      'local_proceedings.csv:3 missing_value proc_person_id',
      'local_proceedings.csv:4 missing_value proc_issue_date',
      'local_proceedings.csv:5 end_before_start proc_end_date',
      'local_proceedings.csv:7 future_date proc_issue_date',
      'local_proceedings.csv:8 future_date proc_end_date',
      'local_proceedings.csv:9 impossible_date proc_issue_date',
      'local_proceedings.csv:10 duplicate_key -',
    ]);
  });

  test('an order without an end, and an end without an order, are kept and told', async () => {
    const extract = await proceedings(
      'P1,1,R1,2024-02-05,,2024-08-05,,CO,,',
      'P2,1,R2,2023-02-05,,,2023-08-05,,,',
    );
    expect(extract.rows.proceedings).toHaveLength(2);
    expect(notes(extract)).toMatchObject({ order_without_end: 1, end_without_order: 1 });
  });

  test('a file of which nothing is accepted feeds nothing', async () => {
    expect((await proceedings('P1,,R1,2024-02-05,,,,,,')).inputs).not.toContain('proceedings');
    expect((await extractOf(oneChild)).inputs).not.toContain('proceedings');
  });
});

const gatewayHeader =
  'lgat_table_id,lgat_person_id,lgat_family_id,lgat_gateway_date,lgat_gateway_type,lgat_outcome,lgat_exception_report_date,lgat_extension_to_date,lgat_legal_planning_meeting_date';
const conferenceHeader =
  'fgcn_table_id,fgcn_person_id,fgcn_family_id,fgcn_referral_date,fgcn_offered_flag,fgcn_declined_reason,fgcn_held_date,fgcn_outcome,fgcn_review_date';

describe('local_legal_gateway and local_family_group_conference', () => {
  test('outcomes through the aliases; a family has one number in both files and its own is not kept', async () => {
    const extract = await extractOf({
      ...oneChild,
      'local_legal_gateway.csv': csv(
        gatewayHeader,
        'L1,1,FAM-77,2024-03-01,INITIAL,B,,,2024-03-04',
        'L2,1,FAM-77,2024-06-21,16 week review,Extension agreed,2024-06-20,2025-03-01,',
        'L3,1,FAM-77,2024-09-01,REVIEW,Decision to step down,,,',
        'L4,2,FAM-88,2024-03-01,INITIAL,Continue with current plan,,,',
        'L5,3,,2025-03-01,REVIEW,,,,',
        'L6,3,,2025-03-01,REVIEW,C,,,',
        'L7,3,,,REVIEW,,,,',
        'L8,3,,2024-03-01,REVIEW,Tea was served,,,',
      ),
      'local_family_group_conference.csv': csv(
        conferenceHeader,
        'F1,1,fam 77,2024-02-01,Y,,2024-03-15,Plan agreed,2025-06-01',
        'F2,2,FAM-88,2024-02-01,Y,Mrs Nameless will not,,,',
        'F3,2,FAM-88,2024-04-01,Y,,2024-05-01,Aunt Nameless takes the baby,',
        'F4,2,FAM-88,2024-04-01,Y,,2024-03-31,,',
        'F5,2,FAM-88,,N,,,,',
        'F6,,FAM-88,2024-04-01,N,,,,',
        'F7,2,FAM-88,,Y,Will not,,,',
        'F8,2,FAM-88,2024-04-01,,,,,',
        'F9,2,FAM-88,,,Will not,,,',
      ),
    });
    expect(
      extract.rows.legal_gateway.map((row) => [row.row_key, row.family_key, row.gateway_type, row.outcome]),
    ).toEqual([
      ['L1', 'family-0001', 'INITIAL', 'START_PRE_PROCEEDINGS'],
      ['L2', 'family-0001', 'WEEK16', 'EXTEND'],
      ['L3', 'family-0001', 'REVIEW', 'STEP_DOWN'],
      ['L4', 'family-0002', 'INITIAL', 'NO_CHANGE'],
      ['L5', null, 'REVIEW', null],
      ['L8', null, 'REVIEW', null],
    ]);
    expect(
      extract.rows.family_group_conference.map((row) => [
        row.row_key,
        row.family_key,
        row.offered,
        row.held_date,
        row.outcome,
      ]),
    ).toEqual([
      ['F1', 'family-0001', true, '2024-03-15', 'PLAN_AGREED'],
      ['F2', 'family-0002', true, null, null],
      ['F3', 'family-0002', true, '2024-05-01', null],
      // Offered and declined without a day: kept, for the offer was made. Referred, nothing said of an offer: kept.
      ['F7', 'family-0002', true, null, null],
      ['F8', 'family-0002', null, null, null],
    ]);
    expect(refusals(extract)).toEqual([
      'local_family_group_conference.csv:5 end_before_start fgcn_held_date',
      'local_family_group_conference.csv:6 missing_value fgcn_referral_date',
      'local_family_group_conference.csv:7 missing_value fgcn_person_id',
      'local_family_group_conference.csv:10 missing_value fgcn_referral_date',
      'local_legal_gateway.csv:7 future_date lgat_gateway_date',
      'local_legal_gateway.csv:8 missing_value lgat_gateway_date',
    ]);
    expect(leftOut(extract)).toEqual(['local_legal_gateway.csv:9 unknown_code lgat_outcome']);
    expect(notes(extract)).toMatchObject({
      child_not_in_case_files: 3,
      conference_offer_not_dated: 1,
      conference_offer_not_recorded: 1,
      conference_text_not_kept: 1,
    });
    expect(extract.inputs).toEqual(expect.arrayContaining(['pre_proceedings', 'family_group_conference']));
    expect(JSON.stringify(extract)).not.toMatch(/Nameless|FAM-|fam 77|baby/);
  });
});

describe('ssd_pre_proceedings', () => {
  const header =
    'prep_table_id,prep_person_id,prep_plo_family_id,prep_pre_pro_decision_date,prep_pre_pro_outcome,prep_agree_stepdown_issue_date,prep_court_reference';
  const recorded = (...rows: string[]) =>
    extractOf({ ...oneChild, 'pre_proceedings.csv': csv(header, ...rows) });

  test('rows with a decision are read; a shell gives nothing', async () => {
    const extract = await recorded(
      'R1,1,77,2024-01-05,Decision to step down,2024-04-01,ZZ24C50003',
      'R2,1,,,,,',
      'R3,1,,2024-06-01,,2024-05-01,',
      'R4,9,,2024-06-01,,,',
    );
    expect(extract.rows.pre_proceedings).toMatchObject([
      {
        row_key: 'R1',
        child_id: '1',
        family_key: 'recorded-family-0001',
        start_date: '2024-01-05',
        end_date: '2024-04-01',
        outcome: 'STEP_DOWN',
      },
    ]);
    expect(refusals(extract)).toEqual([
      'pre_proceedings.csv:4 end_before_start prep_agree_stepdown_issue_date',
      'pre_proceedings.csv:5 orphan_row prep_person_id',
    ]);
    expect(notes(extract)).toMatchObject({ pre_proceedings_without_date: 1 });
    expect(extract.inputs).toContain('pre_proceedings');
    expect((await recorded('R2,1,,,,,', ',,,,,,')).inputs).not.toContain('pre_proceedings');
  });
});

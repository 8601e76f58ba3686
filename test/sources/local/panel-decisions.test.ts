import { describe, expect, test } from 'vitest';
import { csv, extractOf, leftOut, notes, oneChild, refusals } from '../../support/source-folder.ts';

const header =
  'panl_table_id,panl_person_id,panl_cla_id,panl_panel,panl_referred_date,panl_heard_date,panl_barrier,panl_outcome,panl_action,panl_action_owner_role,panl_action_due_date,panl_action_done_date,panl_rag,panl_alerted_roles';
const decisions = (...rows: string[]) =>
  extractOf({ ...oneChild, 'local_panel_decisions.csv': csv(header, ...rows) });

describe('local_panel_decisions', () => {
  test('dates and codes are kept, texts are not', async () => {
    const extract = await decisions(
      'D1,1,C1,Permanence Panel,2024-06-01,2024-06-20,Family finding,adjourned,Ring Mrs Nameless,SM,2024-08-01,2024-07-30,RED,Service Manager; IRO',
    );
    expect(extract.rows.panel_decision).toEqual([
      {
        row_key: 'D1',
        source_file: 'local_panel_decisions.csv',
        source_line: 2,
        child_id: '1',
        care_period_id: 'C1',
        panel: 'PERMANENCE',
        referred_date: '2024-06-01',
        heard_date: '2024-06-20',
        barrier: 'FAMILY_FINDING',
        outcome: 'DEFERRED',
        action_owner_role: 'service_manager',
        action_due_date: '2024-08-01',
        action_done_date: '2024-07-30',
        alerted_roles: 'independent_reviewing_officer service_manager',
        reason: null,
        rag: 'RED',
        iro_view: null,
        prefilled_date: null,
        action_recorded_date: null,
      },
    ]);
    expect(extract.inputs).toContain('panel_decision');
    expect(JSON.stringify(extract)).not.toContain('Nameless');
  });

  test.each([
    ['service_manager independent_reviewing_officer', 'independent_reviewing_officer service_manager'],
    ['Head of Adoption and Fostering | SM', 'head_of_adoption_and_fostering head_of_service service_manager'],
    ['HoS / IRO / IRO', 'head_of_service independent_reviewing_officer'],
    ['Head of Independent Review', 'head_of_independent_review'],
    ['', null],
  ])('alerted roles %j are %j', async (written, kept) => {
    const extract = await decisions(`D1,1,C1,PARP,2024-06-01,,,,,,,,,${written}`);
    expect(extract.rows.panel_decision.map((row) => row.alerted_roles)).toEqual([kept]);
    expect(notes(extract).manager_role_not_mapped).toBeUndefined();
  });

  test('a word that is no role, barrier or outcome is counted and never stored', async () => {
    const extract = await decisions(
      'D1,1,C1,PARP,2024-06-01,,Mrs Nameless objects,we will see,,Jo Nameless,,,,IRO; Jo Nameless',
    );
    expect(extract.rows.panel_decision).toMatchObject([
      {
        barrier: null,
        outcome: null,
        action_owner_role: null,
        alerted_roles: 'independent_reviewing_officer',
      },
    ]);
    expect(notes(extract)).toMatchObject({ panel_text_not_kept: 2, manager_role_not_mapped: 2 });
    expect(JSON.stringify(extract)).not.toMatch(/Nameless|\bsee\b/);
  });

  test('a hearing may be booked; a referral, or an action done, cannot lie ahead', async () => {
    const extract = await decisions(
      'D1,1,C1,PARP,,2026-01-01,,,,,2026-02-01,,,',
      'D2,1,C1,PARP,2026-01-01,,,,,,,,,',
      'D3,1,C1,PARP,2024-06-01,,,,,,,2026-01-01,,',
      'D4,1,C1,PARP,,,,,,,,,,IRO',
      'D5,1,C1,Tea party,2024-06-01,,,,,,,,,',
      'D6,99,C1,PARP,2024-06-01,,,,,,,,,',
    );
    expect(extract.rows.panel_decision.map((row) => row.row_key)).toEqual(['D1', 'D3']);
    expect(leftOut(extract)).toEqual(['local_panel_decisions.csv:4 future_date panl_action_done_date']);
    expect(refusals(extract)).toEqual([
      'local_panel_decisions.csv:3 future_date panl_referred_date',
      'local_panel_decisions.csv:5 missing_value panl_referred_date',
      'local_panel_decisions.csv:6 unknown_code panl_panel',
      'local_panel_decisions.csv:7 orphan_row panl_person_id',
    ]);
  });
});

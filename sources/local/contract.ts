import { tracked, trackingTables } from '../contract/tracking-tables.ts';
import { columnsOf, type Declared } from '../reading/declared.ts';
import type { FileContract } from '../reading/file-contract.ts';
import { trackerFiles } from './trackers.ts';

const local = (
  table: string,
  rest: Omit<FileContract, 'name' | 'adapter' | 'signature' | 'used'>,
  more: Declared = {},
): FileContract => {
  const { required, optional, dates, evidence } = columnsOf(more);
  const all = { ...rest, optional: [...new Set([...(rest.optional ?? []), ...required, ...optional])] };
  return {
    name: `local.${table}`,
    adapter: 'local',
    used: true,
    signature: [...all.required, ...(all.oneOf ?? []).flat(), ...all.optional],
    ...all,
    dates,
    evidence: [...(rest.evidence ?? []), ...evidence],
  };
};

const { application_type, expiry_date } = trackingTables.court_application.shape;

/** Extracts that an authority keeps beside its case system, in SSD style (data-standards 4.3). */
export const localFiles = {
  local_care_plan_history: local(
    'local_care_plan_history',
    {
      required: ['lcph_person_id', 'lcph_plan_code', 'lcph_plan_start_date', 'lcph_plan_end_date'],
      optional: [
        'lcph_table_id',
        'lcph_cla_id',
        'lcph_plan_rank',
        'lcph_recorded_date',
        'lcph_ratified_review_date',
      ],
      evidence: ['lcph_plan_start_date', 'lcph_recorded_date', 'lcph_ratified_review_date'],
    },
    tracked.care_plan,
  ),
  local_permanence_meetings: local(
    'local_permanence_meetings',
    {
      required: ['ppmt_person_id', 'ppmt_meeting_date', 'ppmt_meeting_status'],
      optional: [
        'ppmt_table_id',
        'ppmt_cla_id',
        'ppmt_meeting_type',
        'ppmt_referral_received_date',
        'ppmt_sibling_group_id',
        'ppmt_parallel_plan_flag',
        'ppmt_minutes_sent_iro_date',
        'ppmt_summary_sent_parents_date',
        'ppmt_summary_sent_independent_review_date',
        'ppmt_adoption_advice_date',
        'ppmt_next_meeting_date',
        'ppmt_not_required_flag',
        'ppmt_not_required_reason',
        'ppmt_not_required_agreed_date',
        'ppmt_not_required_agreed_role',
        'ppmt_specialist_discussion_date',
      ],
      evidence: [
        'ppmt_referral_received_date',
        'ppmt_minutes_sent_iro_date',
        'ppmt_summary_sent_parents_date',
        'ppmt_summary_sent_independent_review_date',
        'ppmt_adoption_advice_date',
        'ppmt_not_required_agreed_date',
        'ppmt_specialist_discussion_date',
      ],
    },
    tracked.permanence_meeting,
  ),
  local_long_term_match: local(
    'local_long_term_match',
    {
      required: ['ltmt_person_id', 'ltmt_match_ratified_date'],
      optional: [
        'ltmt_table_id',
        'ltmt_cla_id',
        'ltmt_plan_agreed_date',
        'ltmt_referral_date',
        'ltmt_carer_type',
        'ltmt_link_identified_date',
        'ltmt_panel_date',
        'ltmt_adm_decision_date',
        'ltmt_ratification_route',
        'ltmt_closed_date',
      ],
      evidence: [
        'ltmt_match_ratified_date',
        'ltmt_plan_agreed_date',
        'ltmt_referral_date',
        'ltmt_link_identified_date',
        'ltmt_adm_decision_date',
        'ltmt_closed_date',
      ],
    },
    tracked.long_term_match,
  ),
  local_panel_decisions: local(
    'local_panel_decisions',
    {
      required: ['panl_person_id', 'panl_panel'],
      oneOf: [['panl_referred_date', 'panl_heard_date']],
      optional: [
        'panl_table_id',
        'panl_cla_id',
        'panl_barrier',
        'panl_outcome',
        'panl_action_owner_role',
        'panl_action_due_date',
        'panl_action_done_date',
        'panl_alerted_roles',
      ],
      evidence: ['panl_referred_date', 'panl_action_done_date'],
    },
    tracked.panel_decision,
  ),
  local_proceedings: local(
    'local_proceedings',
    {
      required: ['proc_person_id', 'proc_issue_date', 'proc_end_date'],
      optional: ['proc_table_id', 'proc_court_reference', 'proc_final_hearing_date', 'proc_final_order'],
      evidence: ['proc_issue_date', 'proc_end_date'],
    },
    { ...tracked.proceedings, application_type, expiry_date },
  ),
  local_legal_gateway: local(
    'local_legal_gateway',
    {
      required: ['lgat_person_id', 'lgat_gateway_date', 'lgat_outcome'],
      optional: [
        'lgat_table_id',
        'lgat_family_id',
        'lgat_gateway_type',
        'lgat_exception_report_date',
        'lgat_extension_to_date',
        'lgat_legal_planning_meeting_date',
      ],
      evidence: ['lgat_exception_report_date'],
    },
    tracked.legal_gateway,
  ),
  local_family_group_conference: local(
    'local_family_group_conference',
    {
      required: ['fgcn_person_id', 'fgcn_held_date'],
      optional: [
        'fgcn_table_id',
        'fgcn_family_id',
        'fgcn_referral_date',
        'fgcn_offered_flag',
        'fgcn_outcome',
        'fgcn_review_date',
      ],
      evidence: ['fgcn_referral_date', 'fgcn_held_date'],
    },
    tracked.family_group_conference,
  ),
  local_adopters: local(
    'local_adopters',
    {
      required: ['adop_stage1_start_date', 'adop_approved_date', 'adop_matched_date'],
      optional: [
        'adop_table_id',
        'adop_family_id',
        'adop_enquiry_date',
        'adop_stage1_end_date',
        'adop_stage2_start_date',
        'adop_stage2_end_date',
        'adop_application_date',
        'adop_ffa_flag',
        'adop_placed_date',
        'adop_children_placed',
        'adop_order_date',
        'adop_left_date',
        'adop_left_reason',
      ],
      evidence: [
        'adop_enquiry_date',
        'adop_stage1_start_date',
        'adop_stage2_start_date',
        'adop_approved_date',
        'adop_matched_date',
        'adop_placed_date',
      ],
    },
    tracked.adopter_household,
  ),
  local_foster_households: local('local_foster_households', {
    required: ['fost_household_id', 'fost_approved_date', 'fost_ended_date'],
    optional: ['fost_ended_reason', 'fost_approved_places', 'fost_filled_places', 'fost_kind'],
    evidence: ['fost_approved_date', 'fost_ended_date'],
  }),
  local_team_map: {
    ...local('local_team_map', {
      required: ['team_id'],
      optional: ['team_name', 'team_service', 'team_area'],
    }),
    signature: ['team_id', 'team_name', 'team_service', 'team_area'],
  },
  ...trackerFiles,
} as const satisfies Record<string, FileContract>;

/** What each file turns on, most useful first. */
export const localHelp: Readonly<Record<string, string>> = {
  'local.local_permanence_meetings':
    'T9 and T10, the weekly tool: permanence planning meetings held, booked and not required',
  'local.local_care_plan_history':
    'T2 and T7 by the day the plan was made, and T1, T4, T5, T6 and T8 for past months',
  'local.local_long_term_match':
    'B58, B59, the "unmatched" line of T7 and a line of B26: long-term foster matches that were ratified',
  'local.local_panel_decisions':
    'T20 and T21: referrals to a head of service, and alerts after the third move',
  'local.local_proceedings': 'B1 to B5: care proceedings issued, live and concluded, and the final orders',
  'local.local_legal_gateway': 'B6, and B53 with the next file: pre-proceedings and how they ended',
  'local.local_family_group_conference':
    'B53 to B55: family group conferences offered and held, and what became of the children',
  'local.local_adopters': 'B39 and T29: adopters registered, approved and waiting for a match',
  'local.local_foster_households':
    'B56 and B57: foster households approved and leaving, and how many of their places are filled',
  'local.local_team_map': 'breakdowns by service and area',
  'local.local_adoption_tracking': 'T4 by the day on which a family was identified',
};

import { tracked } from '../contract/tracking-tables.ts';
import { columnsOf } from '../reading/declared.ts';
import { type FileContract, unusedFile } from '../reading/file-contract.ts';

const ssd = (
  table: string,
  rest: Omit<FileContract, 'name' | 'adapter' | 'signature' | 'used'>,
): FileContract => {
  const signature = [...rest.required, ...(rest.oneOf ?? []).flat(), ...(rest.optional ?? [])];
  return { name: `ssd.${table}`, adapter: 'ssd', used: true, signature, ...rest };
};

/** One contract per table of the Standard Safeguarding Dataset that is read (data-standards 1). */
export const ssdFiles = {
  person: ssd('person', {
    required: ['pers_person_id', 'pers_dob'],
    optional: ['pers_legacy_id', 'pers_sex', 'pers_ethnicity', 'pers_expected_dob', 'pers_death_date'],
    // SystemC fills both with the same value, and older exports hold the second alone.
    spellings: { pers_gender: 'pers_sex' },
    evidence: [],
  }),
  cla_episodes: ssd('cla_episodes', {
    required: [
      'clae_person_id',
      'clae_cla_episode_start_date',
      'clae_cla_episode_ceased_date',
      'clae_cla_episode_ceased_reason',
    ],
    optional: [
      'clae_cla_episode_id',
      'clae_cla_id',
      'clae_cla_episode_start_reason',
      'clae_cla_primary_need_code',
      'clae_referral_id',
      'clae_entered_care_date',
      'clae_cla_last_iro_contact_date',
    ],
    evidence: ['clae_cla_episode_start_date', 'clae_cla_episode_ceased_date', 'clae_entered_care_date'],
  }),
  cla_placement: ssd('cla_placement', {
    required: ['clap_cla_placement_start_date', 'clap_cla_placement_type', 'clap_cla_placement_end_date'],
    oneOf: [['clap_person_id', 'clap_cla_id']],
    optional: [
      'clap_cla_placement_id',
      'clap_cla_placement_provider',
      'clap_cla_placement_distance',
      'clap_cla_placement_change_reason',
      'clap_cla_placement_postcode',
      'clap_cla_placement_urn',
    ],
    evidence: ['clap_cla_placement_start_date'],
  }),
  legal_status: ssd('legal_status', {
    required: [
      'lega_person_id',
      'lega_legal_status',
      'lega_legal_status_start_date',
      'lega_legal_status_end_date',
    ],
    optional: ['lega_legal_status_id'],
    evidence: ['lega_legal_status_start_date', 'lega_legal_status_end_date'],
  }),
  cla_reviews: ssd('cla_reviews', {
    required: ['clar_cla_review_date'],
    oneOf: [['clar_cla_id', 'clar_cla_person_id']],
    optional: [
      'clar_cla_review_id',
      'clar_cla_review_due_date',
      'clar_cla_review_cancelled',
      'clar_cla_review_participation',
    ],
    evidence: ['clar_cla_review_date'],
  }),
  cla_visits: ssd('cla_visits', {
    required: ['clav_cla_visit_date'],
    oneOf: [['clav_cla_id', 'clav_person_id']],
    optional: ['clav_cla_visit_id', 'clav_cla_visit_seen', 'clav_cla_visit_seen_alone'],
    evidence: ['clav_cla_visit_date'],
  }),
  cla_care_plan: ssd('cla_care_plan', {
    required: [
      'lacp_person_id',
      'lacp_cla_care_plan_start_date',
      'lacp_cla_care_plan_end_date',
      'lacp_cla_care_plan_json',
    ],
    optional: ['lacp_table_id'],
    spellings: { lacp_cla_care_plan_id: 'lacp_table_id', lacp_id: 'lacp_table_id' },
    evidence: ['lacp_cla_care_plan_start_date'],
  }),
  permanence: ssd('permanence', {
    required: [],
    oneOf: [['perm_cla_id', 'perm_person_id']],
    optional: [
      'perm_table_id',
      'perm_adm_decision_date',
      'perm_ffa_cp_decision_date',
      'perm_placement_order_date',
      'perm_matched_date',
      'perm_placed_for_adoption_date',
      'perm_adopted_by_carer_flag',
      'perm_placed_foster_carer_date',
      'perm_placed_ffa_cp_date',
      'perm_decision_reversed_date',
      'perm_decision_reversed_reason',
      'perm_permanence_order_date',
      'perm_permanence_order_type',
      'perm_part_of_sibling_group',
      'perm_siblings_placed_together',
    ],
    evidence: [
      'perm_adm_decision_date',
      'perm_ffa_cp_decision_date',
      'perm_placement_order_date',
      'perm_matched_date',
      'perm_placed_for_adoption_date',
      'perm_placed_ffa_cp_date',
      'perm_decision_reversed_date',
      'perm_permanence_order_date',
    ],
  }),
  immigration_status: ssd('immigration_status', {
    required: ['immi_person_id', 'immi_immigration_status'],
    optional: [
      'immi_immigration_status_id',
      'immi_immigration_status_start_date',
      'immi_immigration_status_end_date',
    ],
    evidence: ['immi_immigration_status_start_date'],
  }),
  pre_proceedings: ssd('pre_proceedings', {
    required: ['prep_person_id', 'prep_pre_pro_decision_date', 'prep_agree_stepdown_issue_date'],
    optional: [
      'prep_table_id',
      'prep_plo_family_id',
      'prep_pre_pro_outcome',
      ...columnsOf(tracked.pre_proceedings).optional,
    ],
    evidence: ['prep_pre_pro_decision_date', 'prep_agree_stepdown_issue_date'],
  }),
  involvements: ssd('involvements', {
    required: [
      'invo_professional_role_id',
      'invo_professional_team',
      'invo_involvement_start_date',
      'invo_involvement_end_date',
    ],
    oneOf: [['invo_person_id', 'invo_referral_id']],
    optional: ['invo_involvements_id'],
    evidence: ['invo_involvement_start_date'],
  }),
  // Read and counted because authorities send it with the rest; the worker is not kept, so nothing is taken from it.
  professionals: {
    ...ssd('professionals', { required: ['prof_professional_id'] }),
    signature: ['prof_professional_id', 'prof_staff_id', 'prof_professional_job_title'],
    enough: 1,
  },
  // The value is compared with the ids of children and not kept.
  linked_identifiers: ssd('linked_identifiers', {
    required: ['link_person_id', 'link_identifier_value'],
    optional: ['link_table_id'],
    evidence: [],
  }),
  department: {
    ...ssd('department', { required: ['dept_team_id'], optional: ['dept_team_name'] }),
    enough: 1,
  },
} as const satisfies Record<string, FileContract>;

const firstColumns = {
  cla_previous_permanence: ['lapp_table_id', 'lapp_person_id'],
  disability: ['disa_table_id', 'disa_person_id'],
  care_leavers: ['clea_table_id', 'clea_person_id'],
  missing: ['miss_table_id', 'miss_person_id'],
  cin_episodes: ['cine_referral_id', 'cine_person_id'],
  cin_plans: ['cinp_cin_plan_id', 'cinp_referral_id'],
  cin_visits: ['cinv_cin_visit_id', 'cinv_person_id'],
  family: ['fami_table_id', 'fami_family_id'],
  mother: ['moth_table_id', 'moth_person_id'],
  sdq_scores: ['csdq_table_id', 'csdq_person_id'],
  cla_health: ['clah_health_check_id', 'clah_person_id'],
  address: ['addr_table_id', 'addr_person_id'],
} as const;

/** SSD tables that feed no measure yet. */
export const ssdUnused: readonly FileContract[] = Object.entries(firstColumns).map(([table, columns]) =>
  unusedFile('ssd', table, columns),
);

/** What each file turns on, most useful first. */
export const ssdHelp: Readonly<Record<string, string>> = {
  'ssd.legal_status': 'T3 and every count without short breaks: B7, B9, B10',
  'ssd.cla_placement': 'T3, T4, T5 and T7: where the child lives',
  'ssd.cla_care_plan': 'T1, T2 and T4 to T8: the plan for each child',
  'ssd.permanence': 'T3, T4, B31 to B33 and B36: agency decision, placement order, match and adoption dates',
  'ssd.cla_reviews': 'review dates',
  'ssd.involvements': 'breakdowns by team',
  'ssd.department': 'the names of teams',
  'ssd.immigration_status': 'the breakdown of unaccompanied children',
};

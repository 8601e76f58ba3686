/** What happened to a child, and when: the dated columns of the contract and the codes of the long extracts. */
import type { ContractRows, Row, TableName } from '../../../sources/contract/tables.ts';
import { type Day, optionalDay, toDay } from '../calendar.ts';

/** A dated fact of a child. */
export interface Happening {
  readonly event: string;
  readonly day: Day;
  /** The row that says so. */
  readonly row: string;
  readonly period: string | null;
}

type Rule<T extends TableName> = readonly [
  event: string | ((row: Row<T>) => string | null),
  day: keyof Row<T>,
  holds?: (row: Row<T>) => unknown,
];
type Rules = { readonly [T in TableName]?: readonly Rule<T>[] };

const isHeld = (row: Row<'permanence_meeting'>) =>
  row.meeting_status === 'HELD' && row.meeting_type !== 'DISCUSSION';
const has = (list: string | null, ...codes: readonly string[]) =>
  codes.some((code) => (list ?? '').split(' ').includes(code));
const breakdowns = new Set(['ALLEG', 'STAND', 'CREQB', 'CREQO', 'CHILD']);
// carers of an early-permanence placement are the family identified (boundaries 24): a home meant for good
const permanent = new Set(['U1', 'U2', 'U4', 'U5', 'A3', 'A4', 'A5', 'A6']);
const adoptionStaff = [
  'adoption_service',
  'adoption_manager',
  'adoption_team_manager',
  'adoption_matching_coordinator',
  'head_of_adoption_and_fostering',
  'regional_adoption_agency',
];
const isPlan = (row: Row<'care_plan'>) => row.plan !== 'NO_PLAN';
const isAttended =
  (...roles: readonly string[]) =>
  (row: Row<'permanence_meeting'>) =>
    isHeld(row) && has(row.attended_roles, ...roles);
const isChaired = (role: string) => (row: Row<'permanence_meeting'>) =>
  isHeld(row) && row.chair_role === role;
const isDone = (row: Row<'milestone'>) => row.status === null || row.status === 'DONE';

/** A mark without a date of its own is as old as the first of the steps that its row dates, in the order of the pathway (P). */
const firstOf = (
  event: string,
  holds: (row: Row<'adoption_tracking'>) => unknown,
  steps: readonly (keyof Row<'adoption_tracking'>)[],
): Rule<'adoption_tracking'>[] =>
  steps.map((step, at) => [
    event,
    step,
    (row) => holds(row) && steps.slice(0, at).every((before) => row[before] === null),
  ]);

const rules: Rules = {
  review: [
    ['review', 'held_date', (row) => !row.cancelled],
    ['review_due', 'due_date', (row) => !row.cancelled],
  ],
  permanence_meeting: [
    ['ppm', 'meeting_date', isHeld],
    ['ppm_final', 'meeting_date', (row) => isHeld(row) && row.meeting_type === 'FINAL'],
    ['ppm_multi', 'meeting_date', (row) => isHeld(row) && row.parallel_plan],
    ['ppm_with_legal_minutes', 'meeting_date', (row) => isHeld(row) && row.minutes_sent_legal_date],
    ['ppm_ahead', 'meeting_date', (row) => row.meeting_status === 'BOOKED'],
    ['ppm_next', 'meeting_date', (row) => isHeld(row) && row.next_meeting_date],
    ['specialist_discussion', 'specialist_discussion_date'],
    [
      'specialist_discussion',
      'meeting_date',
      (row) => row.meeting_status === 'HELD' && row.meeting_type === 'DISCUSSION',
    ],
    ['ppm_not_required', 'not_required_agreed_date', (row) => row.not_required],
    [
      'ppm_not_required_by_manager',
      'not_required_agreed_date',
      (row) => row.not_required && row.not_required_agreed_role === 'service_manager',
    ],
    [
      'ppm_not_required_reasoned',
      'not_required_agreed_date',
      (row) => row.not_required && row.exemption_reason_given,
    ],
    ['ppm_referral', 'referral_received_date'],
    ['referral_grounded', 'referral_received_date', (row) => row.referral_grounds],
    ['ppm_minutes_to_iro', 'minutes_sent_iro_date'],
    ['ppm_summary_to_parents', 'summary_sent_parents_date'],
    ['ppm_summary_to_head_of_review', 'summary_sent_independent_review_date'],
    ['ppm_advice', 'adoption_advice_date'],
    ['ppm_booked', 'booked_date'],
    ['ppm_report_sent', 'report_sent_date'],
    ['ppm_minutes_recorded', 'minutes_recorded_date'],
    ['ppm_iro_notified', 'iro_notified_date'],
    ['ppm_parents_told', 'parents_told_date'],
    ['ppm_roles_invited', 'meeting_date', (row) => isHeld(row) && row.invited_roles],
    ['ppm_legal_invited', 'meeting_date', (row) => isHeld(row) && has(row.invited_roles, 'legal_adviser')],
    [
      'ppm_guardian_invited',
      'meeting_date',
      (row) => isHeld(row) && has(row.invited_roles, 'childrens_guardian'),
    ],
    ['ppm_service_manager_chairs', 'meeting_date', isChaired('service_manager')],
    ['ppm_team_manager_chairs', 'meeting_date', isChaired('team_manager')],
    ['ppm_district_manager_chairs', 'meeting_date', isChaired('district_manager')],
    ['ppm_chair_known', 'meeting_date', (row) => isHeld(row) && row.chair_role],
    ['ppm_social_worker', 'meeting_date', isAttended('social_worker')],
    ['ppm_team_manager', 'meeting_date', isAttended('team_manager')],
    ['ppm_adoption', 'meeting_date', isAttended(...adoptionStaff)],
    [
      'ppm_fostering',
      'meeting_date',
      isAttended('fostering_service', 'fostering_manager', 'head_of_adoption_and_fostering'),
    ],
    ['ppm_family_finder', 'meeting_date', isAttended('family_finder')],
    [
      'ppm_actions_done',
      'meeting_date',
      (row) =>
        isHeld(row) &&
        row.actions_set !== null &&
        row.actions_done !== null &&
        row.actions_done >= row.actions_set,
    ],
    ['ppm_iro_consulted', 'meeting_date', (row) => isHeld(row) && row.iro_consulted],
    ['ppm_adoption_ruled_out', 'meeting_date', (row) => isHeld(row) && row.adoption_ruled_out],
    ['ppm_trigger', 'meeting_date', (row) => isHeld(row) && row.trigger],
  ],
  care_plan: [
    ['plan', 'start_date', (row) => isPlan(row) && row.plan_rank === 'primary'],
    ['plan_parallel', 'start_date', (row) => isPlan(row) && row.plan_rank !== 'primary'],
    [(row) => `plan_of:${row.plan}`, 'start_date', isPlan],
    ['plan_recorded', 'recorded_date', isPlan],
    ['plan_ratified', 'ratified_date', isPlan],
    ['plan_timescale', 'timescale_date', isPlan],
    ['plan_implemented', 'implemented_date', isPlan],
    ['plan_next_review', 'next_review_date', isPlan],
    ['plan_way_back', 'start_date', (row) => isPlan(row) && row.way_back],
    ['plan_contact', 'start_date', (row) => isPlan(row) && row.contact_plan],
  ],
  adoption: [
    ['adoption_decision', 'decision_date'],
    ['link_identified', 'link_date'],
    ['matched', 'matched_date'],
    ['placed_for_adoption', 'placed_date'],
    ['adoption_order', 'order_date', (row) => row.order_type === 'ADOPTION'],
    ['early_permanence_placed', 'early_permanence_placed_date'],
    ['early_permanence_decision', 'early_permanence_decision_date'],
  ],
  adoption_tracking: [
    ['adoption_legal_planning_meeting', 'legal_planning_meeting_date'],
    ['adoption_parallel_plan', 'parallel_plan_date'],
    ['family_finder_allocated', 'family_finder_allocated_date'],
    ['medical_booked', 'medical_booked_date'],
    ['medical_completed', 'medical_completed_date'],
    ['cpr_started', 'cpr_started_date'],
    ['cpr_completed', 'cpr_completed_date'],
    ['decision_booked', 'adm_booked_date'],
    ['placement_order_applied', 'placement_order_applied_date'],
    ['profiled', 'profiled_date'],
    ['shortlisted', 'shortlist_date'],
    ['matching_meeting', 'matching_meeting_date'],
    ['matching_panel', 'matching_panel_date'],
    ['introductions', 'introductions_start_date'],
    ['application_lodged', 'application_lodged_date'],
    ['first_adoption_review', 'first_adoption_review_date'],
    ['sibling_search_end', 'sibling_search_end_date'],
    ['coordinator_attended', 'legal_planning_meeting_date', (row) => row.coordinator_attended],
    ...firstOf('on_adoption_tracker', () => true, [
      ...(['parallel_plan_date', 'legal_planning_meeting_date', 'family_finder_allocated_date'] as const),
      ...(['cpr_started_date', 'profiled_date', 'link_identified_date'] as const),
    ]),
    ...firstOf('relinquished', (row) => row.relinquished, [
      ...(['parallel_plan_date', 'legal_planning_meeting_date'] as const),
      ...(['family_finder_allocated_date', 'profiled_date'] as const),
    ]),
    ...firstOf('in_region', (row) => row.in_region, [
      ...(['matching_panel_date', 'introductions_start_date', 'link_identified_date'] as const),
    ]),
  ],
  long_term_match: [
    ['long_term_match', 'match_ratified_date'],
    ['ltf_agreed', 'plan_agreed_date'],
    ['ltf_referral', 'referral_date'],
    ['ltf_questionnaire', 'questionnaire_date'],
    ['ltf_wishes', 'child_wishes_date'],
    ['ltf_profile', 'profile_date'],
    ['ltf_link', 'link_identified_date'],
    ['ltf_matching_meeting', 'matching_meeting_date'],
    ['ltf_panel', 'panel_date'],
    ['ltf_decision', 'decision_date'],
    ['ltf_entry_reason', 'plan_agreed_date', (row) => row.entry_reason],
    ['ltf_entry_reason', 'referral_date', (row) => row.entry_reason && row.plan_agreed_date === null],
    ['ltf_ratified_at_review', 'match_ratified_date', (row) => row.ratification_route === 'REVIEW14'],
  ],
  panel_decision: [
    [(row) => `heard:${row.panel}`, 'heard_date'],
    [(row) => `referred:${row.panel}`, 'referred_date'],
    ['rag_given', 'heard_date', (row) => row.rag],
    ['iro_view_given', 'heard_date', (row) => row.iro_view],
    ['barrier_named', 'heard_date', (row) => row.barrier],
    ['template_filled', 'prefilled_date'],
    ['action_set', 'heard_date', (row) => row.action_due_date],
    ['action_recorded', 'action_recorded_date'],
    ['action_due', 'action_due_date'],
    ['action_done', 'action_done_date'],
  ],
  legal_gateway: [
    ['gateway', 'gateway_date', (row) => row.gateway_type === null || row.gateway_type === 'INITIAL'],
    [
      'gateway_met',
      'gateway_date',
      (row) =>
        (row.gateway_type === null || row.gateway_type === 'INITIAL') &&
        (row.outcome === 'START_PRE_PROCEEDINGS' || row.outcome === 'ISSUE'),
    ],
    ['gateway_review', 'gateway_date', (row) => row.gateway_type !== null && row.gateway_type !== 'INITIAL'],
    [(row) => (row.gateway_type === null ? null : `gateway_type:${row.gateway_type}`), 'gateway_date'],
    [(row) => (row.outcome === null ? null : `gateway_outcome:${row.outcome}`), 'gateway_date'],
    ['exception_report', 'exception_report_date'],
    ['extension_end', 'extension_to_date'],
    ['legal_planning_meeting', 'legal_planning_meeting_date'],
    ['gateway_papers', 'papers_received_date'],
    ['letter_drafted', 'letter_drafted_date'],
    ['gateway_minutes', 'minutes_recorded_date'],
    ['gateway_minutes_to_director', 'minutes_sent_director_date'],
    ['gateway_next', 'next_review_date'],
    ['gateway_pack', 'gateway_date', (row) => row.pack_complete],
    ['gateway_plan', 'gateway_date', (row) => row.primary_plan],
    // an exception report, avoidable (W34): from the report; where its day is not given, from the sitting that says so
    ['delay_avoidable', 'exception_report_date', (row) => row.delay_avoidable],
    ['delay_avoidable', 'gateway_date', (row) => row.delay_avoidable && row.exception_report_date === null],
    ['exception_predicted', 'exception_report_date', (row) => row.exception_kind === 'PREDICTED_16'],
    ['exception_past', 'exception_report_date', (row) => row.exception_kind === 'PAST_26'],
  ],
  pre_proceedings: [
    ['letter_sent', 'letter_date'],
    ['pre_proceedings_meeting', 'initial_meeting_date'],
    ['issue_letter', 'issue_letter_date'],
    ['second_pre_proceedings', 'start_date', (row) => (row.earlier_periods ?? 0) >= 1],
  ],
  proceedings: [
    ['issue', 'issue_date'],
    ['final_hearing', 'final_hearing_date'],
    ['proceedings_end', 'end_date'],
    ['final_evidence_due', 'final_evidence_due_date'],
    ['evidence_sent', 'evidence_sent_date'],
    ['final_plan_filed', 'final_plan_filed_date'],
  ],
  family_group_conference: [
    ['fgc', 'held_date'],
    ['fgc_not_held_agreed', 'not_held_agreed_date'],
    ['fgc_not_held_recorded', 'recorded_date'],
    ['fgc_declined', 'referral_date', (row) => row.declined_reason_given],
  ],
  special_guardianship: [
    ['sgo_referral', 'referral_date'],
    ['viability_begun', 'viability_start_date'],
    ['viability_done', 'viability_end_date'],
    ['sgo_assessment_begun', 'assessment_start_date'],
    ['sgo_assessment_filed', 'assessment_filed_date'],
    ['sgo_support_plan', 'support_plan_date'],
    ['sgo_order', 'order_date'],
    ['sgo_concluded', 'concluded_date'],
  ],
  supervision_order: [
    ['supervision_order', 'start_date'],
    ['supervision_order_end', 'end_date'],
    ['so_midpoint', 'midpoint_review_date'],
    ['so_gateway', 'gateway_review_date'],
    ['so_support_plan', 'support_plan_date'],
    ['so_plan_moved', 'cin_plan_moved_date'],
  ],
  court_application: [
    [(row) => `application:${row.application_type}`, 'issue_date'],
    [(row) => `application_due:${row.application_type}`, 'due_date'],
    [(row) => `application_filed:${row.application_type}`, 'filed_date'],
    [(row) => `application_end:${row.application_type}`, 'end_date'],
    [(row) => `application_expiry:${row.application_type}`, 'expiry_date'],
  ],
  placement: [
    [(row) => `lived:${row.placement_type}`, 'start_date'],
    ['placement_broke', 'end_date', (row) => breakdowns.has(row.change_reason ?? '')],
    [
      'permanent_placement_broke',
      'end_date',
      (row) => breakdowns.has(row.change_reason ?? '') && permanent.has(row.placement_type),
    ],
  ],
  milestone: [
    [(row) => `mile:${row.milestone}`, 'milestone_date', isDone],
    [(row) => `mile_booked:${row.milestone}`, 'milestone_date', (row) => row.status === 'BOOKED'],
    [(row) => `mile_due:${row.milestone}`, 'due_date', (row) => row.status !== 'NOT_NEEDED'],
  ],
  review_item: [[(row) => `rvit:${row.item}`, 'review_date', (row) => row.value === 'Y']],
  escalation: [
    [(row) => `escl:${row.trigger}`, 'raised_date'],
    [(row) => `escl_answered:${row.trigger}`, 'answered_date'],
  ],
  episode: [['officer_contact', 'officer_contact_date']],
};

function happeningsIn<T extends TableName>(table: T, rows: readonly Row<T>[]): Happening[] {
  return rows.flatMap((row) =>
    ((rules[table] ?? []) as readonly Rule<T>[]).flatMap(([event, column, holds]) => {
      const name = typeof event === 'string' ? event : event(row);
      const day = optionalDay((row[column] as string | null) ?? null);
      if (name === null || day === null || (holds !== undefined && !holds(row))) return [];
      const { care_period_id: period = null } = row as { readonly care_period_id?: string | null };
      return [{ event: name, day, row: row.row_key, period }];
    }),
  );
}

/** Of every child that any row names: what happened, oldest first. */
export function happeningsOf(rows: ContractRows): Map<string, Happening[]> {
  const found = new Map<string, Happening[]>();
  for (const table of Object.keys(rules) as TableName[]) {
    const of = rows[table] as readonly Row<TableName>[];
    for (const row of of) {
      const child = (row as { readonly child_id: string }).child_id;
      const list = found.get(child) ?? [];
      list.push(...happeningsIn(table, [row]));
      found.set(child, list);
    }
  }
  for (const [child, list] of found)
    found.set(
      child,
      [...list, ...derived(rows, child, list)].sort((a, b) => a.day - b.day),
    );
  return found;
}

/** What follows from several rows: reviews held or due, changes of plan and team, the last review before a hearing. */
function derived(rows: ContractRows, child: string, known: readonly Happening[]): Happening[] {
  const allocations = rows.allocation
    .filter((row) => row.child_id === child && row.role === 'case_worker')
    .sort((a, b) => toDay(a.start_date) - toDay(b.start_date));
  const moves = allocations.flatMap((row, i) =>
    i > 0 && row.team_id !== allocations[i - 1]?.team_id
      ? [{ event: 'team_changed', day: toDay(row.start_date), row: row.row_key, period: null }]
      : [],
  );
  const planned = rows.review
    .filter((row) => row.child_id === child && !row.cancelled)
    .flatMap((row) => {
      const day = optionalDay(row.held_date ?? row.due_date);
      return day === null
        ? []
        : [{ event: 'review_planned', day, row: row.row_key, period: row.care_period_id }];
    })
    .sort((a, b) => a.day - b.day);
  const hearings = known.filter(({ event }) => event === 'final_hearing');
  const before = hearings.flatMap((hearing) => {
    const last = planned.filter(({ day }) => day < hearing.day).at(-1);
    return last === undefined ? [] : [{ ...last, event: 'review_before_hearing' }];
  });
  return [...moves, ...planned, ...before];
}

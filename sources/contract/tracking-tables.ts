/**
 * What the trackers of the procedures need beside the standards: tables of their own, and columns of other tables. The
 * last word of `source` is the column of the local extract; readers and file contracts are made from these declarations.
 */
import { z } from 'zod';
import * as codes from './codes.ts';
import {
  code,
  codeList,
  day,
  dayAhead,
  key,
  openCode,
  optionalCode,
  optionalCount,
  optionalDay,
  optionalFlag,
  optionalOpenCode,
  optionalText,
  recorded,
} from './column.ts';
import { carePeriodId, trace } from './row-origin.ts';

const childId = key(
  'Case system number of the child, who need not be looked after nor be known to the case files.',
  'local *_person_id',
);
const ofChild = { ...trace, child_id: childId, care_period_id: carePeriodId };

/** One row per child and step, paper, notice, assessment or approval: a new rule is a new code, not a new column. */
const milestone = z.object({
  ...ofChild,
  milestone: openCode('milestone', 'What was done.', 'local mile_milestone'),
  milestone_date: dayAhead(
    'Day it was done, or is booked for; null where only a due date is known or it is not needed.',
    'local mile_date',
  ),
  recorded_date: optionalDay('Day it was recorded.', 'local mile_recorded_at'),
  due_date: dayAhead('Day it is due; may lie ahead.', 'local mile_due_date'),
  status: optionalCode(
    codes.milestoneStatus,
    'Done, booked or not needed; blank counts as done.',
    'local mile_status',
  ),
  role: optionalOpenCode('manager_role', 'Role that did or approved it.', 'local mile_role'),
  to_roles: codeList('manager_role', 'Roles it went to.', 'local mile_to_roles'),
  outcome: optionalOpenCode('panel_outcome', 'What came of it.', 'local mile_outcome'),
});

/** One row per child, review and item that the review looked at or should have. */
const reviewItem = z.object({
  ...ofChild,
  review_key: optionalText('The review, as `row_key` of `review`.', 'local rvit_review_id'),
  review_date: optionalDay(
    'Day of the review; of the review named where the extract gives no day. Always known.',
    'local rvit_review_date',
  ),
  item: openCode('review_item', 'What was looked at.', 'local rvit_item'),
  value: optionalCode(codes.itemValue, 'Whether it was.', 'local rvit_value'),
});

/** One row per child and alert, dispute or escalation. */
const escalation = z.object({
  ...ofChild,
  trigger: openCode('escalation', 'What was raised.', 'local escl_trigger'),
  raised_date: day('Raised.', 'local escl_raised_date'),
  from_role: optionalOpenCode('manager_role', 'Role that raised it.', 'local escl_from_role'),
  to_roles: codeList('manager_role', 'Roles it went to.', 'local escl_to_roles'),
  answered_date: optionalDay('Answered or settled; null while open.', 'local escl_answered_date'),
  outcome: optionalOpenCode('panel_outcome', 'What came of it.', 'local escl_outcome'),
});

/** One row per sitting of a forum, held or due; about no child. */
const forumMeeting = z.object({
  ...trace,
  forum: openCode('forum', 'Which forum.', 'local frum_forum'),
  area: optionalText('Area of the authority it sits for.', 'local frum_area'),
  due_date: dayAhead('Day it was to sit; may lie ahead.', 'local frum_due_date'),
  held_date: optionalDay('Day it sat; null when it did not, or not yet.', 'local frum_held_date'),
  attended_roles: codeList('manager_role', 'Roles that came.', 'local frum_attended_roles'),
});

/** One row per report to an audience; about no child. */
const report = z.object({
  ...trace,
  report: openCode('report', 'Which report.', 'local rprt_report'),
  period_end_date: optionalDay('Last day of the period it is about.', 'local rprt_period_end_date'),
  audience: optionalOpenCode('audience', 'To whom.', 'local rprt_audience'),
  presented_date: optionalDay('Presented or sent; null when it was not.', 'local rprt_presented_date'),
  actions_set: optionalCount('Actions that came of it.', 'local rprt_actions_set'),
  actions_done: optionalCount('Of these, done.', 'local rprt_actions_done'),
});

/** One row per household that offers a child permanence. */
const longtermCarer = z.object({
  ...trace,
  household_key: key(
    'Which household it is, numbered in order of first appearance in this snapshot; its number at the source is not kept.',
    'local ltca_household_id',
  ),
  offered_date: optionalDay('Offered.', 'local ltca_offered_date'),
  updated_date: optionalDay('Entry last brought up to date.', 'local ltca_updated_date'),
  status: optionalCode(codes.offerStatus, 'Where the offer stands.', 'local ltca_status'),
});

/** One row per child on the adoption tracker; the link is also a row of `adoption`. */
const adoptionTracking = z.object({
  ...ofChild,
  legal_planning_meeting_date: dayAhead('Legal planning meeting.', 'local adtr_legal_planning_meeting_date'),
  parallel_plan_date: optionalDay('Parallel plan of adoption made.', 'local adtr_parallel_plan_date'),
  family_finder_allocated_date: optionalDay(
    'Family finder allocated.',
    'local adtr_family_finder_allocated_date',
  ),
  medical_booked_date: optionalDay('Medical booked.', 'local adtr_medical_booked_date'),
  medical_completed_date: optionalDay('Medical completed.', 'local adtr_medical_completed_date'),
  cpr_started_date: optionalDay('Child permanence report begun.', 'local adtr_cpr_started_date'),
  cpr_completed_date: optionalDay('Child permanence report completed.', 'local adtr_cpr_completed_date'),
  adm_booked_date: dayAhead('Day the agency decision is booked for.', 'local adtr_adm_booked_date'),
  placement_order_applied_date: optionalDay(
    'Placement order applied for.',
    'local adtr_placement_order_applied_date',
  ),
  profiled_date: optionalDay('Profiled.', 'local adtr_profiled_date'),
  link_identified_date: optionalDay('Link identified.', 'local adtr_link_identified_date'),
  shortlist_date: optionalDay('Shortlisted.', 'local adtr_shortlist_date'),
  matching_meeting_date: dayAhead('Matching meeting.', 'local adtr_matching_meeting_date'),
  matching_panel_date: dayAhead('Matching panel.', 'local adtr_matching_panel_date'),
  introductions_start_date: dayAhead('Introductions begin.', 'local adtr_introductions_start_date'),
  application_lodged_date: optionalDay('Adoption application lodged.', 'local adtr_application_lodged_date'),
  first_adoption_review_date: dayAhead('First adoption review.', 'local adtr_first_adoption_review_date'),
  sibling_search_end_date: dayAhead(
    'End of the search for a home for siblings together.',
    'local adtr_sibling_search_end_date',
  ),
  relinquished: optionalFlag('Relinquished for adoption.', 'local adtr_relinquished_flag'),
  coordinator_attended: optionalFlag(
    'The matching co-ordinator attended the legal planning meeting.',
    'local adtr_lpm_coordinator_flag',
  ),
  in_region: optionalFlag('The adoptive home is in the region.', 'local adtr_in_region_flag'),
});

/** One row per child and connected carer proposed as special guardian. */
const specialGuardianship = z.object({
  ...ofChild,
  referral_date: optionalDay('Referred.', 'local sgot_referral_date'),
  viability_start_date: optionalDay('Viability assessment begun.', 'local sgot_viability_start_date'),
  viability_end_date: optionalDay('Viability assessment done.', 'local sgot_viability_end_date'),
  viability_outcome: optionalCode(codes.viabilityOutcome, 'What it came to.', 'local sgot_viability_outcome'),
  assessment_start_date: optionalDay('Full assessment begun.', 'local sgot_assessment_start_date'),
  assessment_filed_date: optionalDay('Assessment filed.', 'local sgot_assessment_filed_date'),
  support_plan_date: optionalDay('Support plan made.', 'local sgot_support_plan_date'),
  order_date: optionalDay('Order made.', 'local sgot_order_date'),
  concluded_date: optionalDay('Concluded, with an order or without.', 'local sgot_concluded_date'),
  concluded_outcome: optionalOpenCode('panel_outcome', 'How.', 'local sgot_concluded_outcome'),
});

/** One row per child and supervision order. */
const supervisionOrder = z.object({
  ...ofChild,
  start_date: day('Made.', 'local supo_start_date'),
  end_date: dayAhead('Ends or ended.', 'local supo_end_date'),
  midpoint_review_date: dayAhead('Mid-point review.', 'local supo_midpoint_review_date'),
  gateway_review_date: dayAhead('Legal gateway before it ends.', 'local supo_gateway_review_date'),
  support_plan_date: optionalDay('Support plan made.', 'local supo_support_plan_date'),
  cin_plan_moved_date: optionalDay(
    "The court's plan moved into the child in need plan.",
    'local supo_cin_plan_moved_date',
  ),
  outcome: optionalOpenCode('panel_outcome', 'What came of it.', 'local supo_outcome'),
});

/** One row per child and court application that is not for a care or supervision order; those are in `proceedings`. */
const courtApplication = z.object({
  ...ofChild,
  application_type: code(codes.applicationType, 'Kind of application.', 'local proc_type'),
  issue_date: day('Directed, or applied for.', 'local proc_issue_date'),
  due_date: dayAhead('Report due, or hearing listed.', 'local proc_final_hearing_date'),
  filed_date: optionalDay('Report filed.', 'local proc_evidence_sent_date'),
  end_date: dayAhead('Concluded.', 'local proc_end_date'),
  expiry_date: dayAhead('The order expires.', 'local proc_order_expiry_date'),
});

/** Tables of the trackers, in loading order. */
export const trackingTables = {
  milestone,
  review_item: reviewItem,
  escalation,
  forum_meeting: forumMeeting,
  report,
  longterm_carer: longtermCarer,
  adoption_tracking: adoptionTracking,
  special_guardianship: specialGuardianship,
  supervision_order: supervisionOrder,
  court_application: courtApplication,
} as const;

/** What trackers add to other tables of the contract, by table. */
export const tracked = {
  permanence_meeting: {
    trigger: optionalOpenCode('meeting_trigger', 'What called for the meeting.', 'local ppmt_trigger'),
    booked_date: optionalDay('Day it was booked.', 'local ppmt_booked_date'),
    report_sent_date: optionalDay("Child's plan report sent to invitees.", 'local ppmt_report_sent_date'),
    chair_role: optionalOpenCode('manager_role', 'Role that chaired.', 'local ppmt_chair_role'),
    invited_roles: codeList('manager_role', 'Roles invited.', 'local ppmt_invited_roles'),
    attended_roles: codeList('manager_role', 'Roles that came.', 'local ppmt_attended_roles'),
    actions_set: optionalCount('Actions set.', 'local ppmt_actions_set'),
    actions_done: optionalCount('Of these, done by the next meeting.', 'local ppmt_actions_done'),
    minutes_recorded_date: optionalDay('Minutes on file or circulated.', 'local ppmt_minutes_recorded_date'),
    iro_notified_date: optionalDay('Reviewing officer told of it.', 'local ppmt_iro_notified_date'),
    iro_consulted: optionalFlag('Reviewing officer consulted.', 'local ppmt_iro_consulted_flag'),
    minutes_sent_legal_date: optionalDay(
      'Minutes sent to the legal unit.',
      'local ppmt_minutes_sent_legal_date',
    ),
    parents_told_date: optionalDay('Parents told the outcome.', 'local ppmt_parents_told_date'),
    adoption_ruled_out: recorded(
      'A reason is recorded why adoption is ruled out.',
      'local ppmt_adoption_ruled_out_reason',
    ),
    exemption_reason_given: recorded(
      'A reason is recorded why no meeting is required.',
      'local ppmt_not_required_reason',
    ),
    referral_grounds: codeList('referral_ground', 'Grounds of the referral.', 'local ppmt_referral_grounds'),
  },
  care_plan: {
    timescale_date: dayAhead('Day by which it is to be carried out.', 'local lcph_timescale_date'),
    implemented_date: optionalDay('Carried out.', 'local lcph_implemented_date'),
    next_review_date: dayAhead('Day on which it is to be reviewed.', 'local lcph_next_review_date'),
    way_back: optionalFlag('It shows a way back to family life.', 'local lcph_way_back_flag'),
    contact_plan: optionalFlag('It holds a plan for contact.', 'local lcph_contact_plan_flag'),
  },
  long_term_match: {
    questionnaire_date: optionalDay('Questionnaire completed.', 'local ltmt_questionnaire_date'),
    child_wishes_date: optionalDay("Child's wishes recorded.", 'local ltmt_child_wishes_date'),
    profile_date: optionalDay('Profile written.', 'local ltmt_profile_date'),
    matching_meeting_date: dayAhead('Matching meeting.', 'local ltmt_matching_meeting_date'),
    entry_reason: optionalOpenCode(
      'ltf_entry_reason',
      'Why the child came on the list.',
      'local ltmt_entry_reason',
    ),
  },
  panel_decision: {
    reason: optionalOpenCode('panel_reason', 'Why the child was referred.', 'local panl_reason'),
    rag: optionalCode(codes.caseRag, "The meeting's colour for the case.", 'local panl_rag'),
    iro_view: optionalCode(codes.caseRag, "The reviewing officer's own.", 'local panl_iro_view'),
    prefilled_date: optionalDay('Template filled in ahead.', 'local panl_prefilled_date'),
    action_recorded_date: optionalDay('Actions put on the case system.', 'local panl_action_recorded_date'),
  },
  proceedings: {
    final_evidence_due_date: dayAhead('Final evidence due.', 'local proc_final_evidence_due_date'),
    evidence_sent_date: optionalDay('Evidence sent to the court.', 'local proc_evidence_sent_date'),
    final_plan_filed_date: optionalDay('Final care plan filed.', 'local proc_final_plan_filed_date'),
  },
  legal_gateway: {
    papers_received_date: optionalDay('Papers received.', 'local lgat_papers_received_at'),
    pack_complete: optionalFlag('The pack was complete.', 'local lgat_pack_complete_flag'),
    primary_plan: optionalCode(codes.plan, 'First plan cited.', 'local lgat_primary_plan'),
    letter_drafted_date: optionalDay('Letter to the parents drafted.', 'local lgat_letter_drafted_date'),
    minutes_recorded_date: optionalDay('Minutes on the system.', 'local lgat_minutes_recorded_at'),
    minutes_sent_director_date: optionalDay(
      "Minutes sent to the director of children's services.",
      'local lgat_minutes_sent_dcs_at',
    ),
    exception_kind: optionalCode(
      codes.exceptionKind,
      'What the exception report was about.',
      'local lgat_exception_kind',
    ),
    next_review_date: dayAhead('Next sitting on the child.', 'local lgat_next_review_date'),
    delay_avoidable: optionalFlag('The delay could have been avoided.', 'local lgat_delay_avoidable_flag'),
  },
  pre_proceedings: {
    letter_date: optionalDay('Letter before proceedings sent.', 'SSD prep_pre_pro_letter_date'),
    initial_meeting_date: optionalDay(
      'First pre-proceedings meeting.',
      'SSD prep_initial_pre_pro_meeting_date',
    ),
    issue_letter_date: optionalDay('Letter of issue sent to the parents.', 'SSD prep_care_pro_letter_date'),
    earlier_periods: optionalCount(
      'Periods of pre-proceedings before this one.',
      'SSD prep_prev_pre_proc_child',
    ),
  },
  family_group_conference: {
    declined_reason_given: recorded(
      'A reason is recorded why the family declined.',
      'local fgcn_declined_reason',
    ),
    not_held_agreed_date: optionalDay('A manager agreed to hold none.', 'local fgcn_not_held_agreed_date'),
    recorded_date: optionalDay('That decision was recorded.', 'local fgcn_recorded_date'),
  },
  adopter_household: {
    listed_date: optionalDay('Listed for linking.', 'local adop_listed_date'),
  },
} as const;

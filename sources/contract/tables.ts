import { z } from 'zod';
import { carerTables } from './carer-tables.ts';
import * as codes from './codes.ts';
import {
  code,
  day,
  dayAhead,
  endDay,
  flag,
  key,
  openCode,
  optionalCode,
  optionalDay,
  optionalFlag,
  optionalMiles,
  optionalOpenCode,
  optionalOrdinal,
  optionalText,
} from './column.ts';
import { courtTables } from './court-tables.ts';
import { carePeriodId, childId, trace } from './row-origin.ts';
import { tracked, trackingTables } from './tracking-tables.ts';
import { visitTables } from './visit-tables.ts';

/** One row per child. */
const child = z.object({
  ...trace,
  child_id: childId,
  legacy_id: optionalText(
    'Second person number, used only to find permanence records.',
    'SSD pers_legacy_id',
  ),
  birth_date: dayAhead(
    'Date of birth, or the estimated one; of an unborn child, who is never in care, the expected one.',
    'SSD pers_dob, pers_expected_dob; 903 DOB',
  ),
  birth_date_estimated: flag('True when the date of birth is an estimate.', 'SSD pers_expected_dob'),
  sex: code(codes.sex, 'Sex.', 'SSD pers_sex; 903 SEX'),
  ethnicity: optionalCode(codes.ethnicity, 'Ethnic code.', 'SSD pers_ethnicity; 903 ETHNIC'),
  death_date: optionalDay('Date of death; alone it ends nothing.', 'SSD pers_death_date'),
});

/** One row per period of care: from becoming looked after to ceasing. */
const carePeriod = z.object({
  ...trace,
  child_id: childId,
  care_period_id: key('Period of care.', 'SSD clae_cla_id; 903 child and first DECOM'),
  start_date: day(
    'First day in care: the earliest entered-care date of the period, else the first episode start.',
    'SSD clae_entered_care_date, clae_cla_episode_start_date; 903 DECOM',
  ),
  end_date: endDay(
    'Day care ceased.',
    'SSD clae_cla_episode_ceased_date; 903 DEC of the last episode unless X1',
  ),
  end_reason: optionalCode(
    codes.endReason,
    'Why care ceased.',
    'SSD clae_cla_episode_ceased_reason; 903 REC',
  ),
});

/** One row per episode, as the source has it. */
const episode = z.object({
  ...trace,
  child_id: childId,
  care_period_id: key('Period of care.', 'SSD clae_cla_id; 903 built from episodes'),
  start_date: day('Episode start.', 'SSD clae_cla_episode_start_date; 903 DECOM'),
  end_date: endDay('Episode end.', 'SSD clae_cla_episode_ceased_date; 903 DEC'),
  start_reason: optionalCode(
    codes.startReason,
    'Reason for new episode.',
    'SSD clae_cla_episode_start_reason; 903 RNE',
  ),
  end_reason: optionalCode(
    codes.endReason,
    'Reason episode ceased.',
    'SSD clae_cla_episode_ceased_reason; 903 REC',
  ),
  legal_status: optionalCode(codes.legalStatus, 'Legal status, where the episode carries it.', '903 LS'),
  placement_type: optionalCode(
    codes.placementType,
    'Placement type, where the episode carries it.',
    '903 PLACE',
  ),
  need: optionalCode(codes.need, 'Category of need.', 'SSD clae_cla_primary_need_code; 903 CIN'),
  officer_contact_date: optionalDay(
    'Latest contact of the reviewing officer with the child, whenever that was: the source repeats it on every episode.',
    'SSD clae_cla_last_iro_contact_date',
  ),
});

/** One row per placement; a change of legal status alone makes no new placement. */
const placement = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  start_date: day('From.', 'SSD clap_cla_placement_start_date; 903 DECOM'),
  end_date: endDay('To.', 'SSD clap_cla_placement_end_date; 903 DEC'),
  placement_type: code(codes.placementType, 'Placement type.', 'SSD clap_cla_placement_type; 903 PLACE'),
  provider: optionalCode(
    codes.placementProvider,
    'Provider.',
    'SSD clap_cla_placement_provider; 903 PLACE_PROVIDER',
  ),
  distance_miles: optionalMiles(
    'Distance from home; null when not measurable.',
    'SSD clap_cla_placement_distance',
  ),
  change_reason: optionalCode(
    codes.changeReason,
    'Why it ended.',
    'SSD clap_cla_placement_change_reason; 903 REASON_PLACE_CHANGE',
  ),
  home_number: optionalOrdinal(
    'Which home of the child it is, numbered in order of first appearance: rows with one number are one home. Null when the address is unknown; the address itself is not kept.',
    'SSD clap_cla_placement_postcode, clap_cla_placement_urn; 903 PL_POST, URN',
  ),
  same_carer: optionalFlag(
    'It began with the carer of the placement before; null when unknown.',
    'SSD clae_cla_episode_start_reason of the episode that starts with it; 903 RNE T, U',
  ),
});

/** One row per legal status of a looked-after child; statuses that are not care statuses are left out. */
const legalStatus = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  start_date: day('From.', 'SSD lega_legal_status_start_date; 903 DECOM'),
  end_date: endDay('To.', 'SSD lega_legal_status_end_date; 903 DEC'),
  legal_status: code(codes.legalStatus, 'Legal status.', 'SSD lega_legal_status; 903 LS'),
});

/** One row per review, held, due or cancelled. */
const review = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  due_date: optionalDay('Due.', 'SSD clar_cla_review_due_date'),
  held_date: optionalDay('Held; null when not yet.', 'SSD clar_cla_review_date; 903 REVIEW'),
  cancelled: flag('True when cancelled: it never counts.', 'SSD clar_cla_review_cancelled'),
  participation: optionalCode(
    codes.participation,
    'How the child took part.',
    'SSD clar_cla_review_participation; 903 REVIEW_CODE',
  ),
});

/** One row per plan and rank: primary, contingency and parallel plans are rows of their own. */
const carePlan = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  document_id: key(
    'Plan document or history entry; several keys set on one SSD document share it.',
    'SSD lacp_table_id; local lcph_table_id',
  ),
  plan: code(codes.plan, 'Canonical plan.', 'SSD lacp_cla_care_plan_json; local lcph_plan_code'),
  plan_rank: code(codes.planRank, 'Rank.', 'local lcph_plan_rank; SSD primary'),
  origin: code(codes.planOrigin, 'What the row is evidence of.', 'adapter'),
  start_date: day('Effective from.', 'SSD lacp_cla_care_plan_start_date; local lcph_plan_start_date'),
  end_date: endDay('Effective to.', 'SSD lacp_cla_care_plan_end_date; local lcph_plan_end_date'),
  recorded_date: optionalDay('Recorded on the system.', 'local lcph_recorded_date'),
  ratified_date: optionalDay('Review that ratified it.', 'local lcph_ratified_review_date'),
  ...tracked.care_plan,
});

/** One row per permanence planning meeting, booking, exemption or specialist discussion. */
const permanenceMeeting = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  meeting_date: optionalDay(
    'Day of the meeting; null on a row that records only an exemption or discussion.',
    'local ppmt_meeting_date',
  ),
  meeting_type: optionalCode(
    codes.meetingType,
    'Kind of meeting; blank counts as a meeting.',
    'local ppmt_meeting_type',
  ),
  meeting_status: optionalCode(
    codes.meetingStatus,
    'Held, booked or cancelled.',
    'local ppmt_meeting_status',
  ),
  referral_received_date: optionalDay('Referral received.', 'local ppmt_referral_received_date'),
  sibling_group_id: optionalText(
    'Siblings discussed in one meeting share it; numbered at the door, since a group may be called by a family name.',
    'local ppmt_sibling_group_id',
  ),
  parallel_plan: optionalFlag('Parallel plan.', 'local ppmt_parallel_plan_flag'),
  minutes_sent_iro_date: optionalDay(
    'Minutes and summary sent to the reviewing officer.',
    'local ppmt_minutes_sent_iro_date',
  ),
  summary_sent_parents_date: optionalDay('Summary sent to parents.', 'local ppmt_summary_sent_parents_date'),
  summary_sent_independent_review_date: optionalDay(
    'Summary sent to the head of independent review.',
    'local ppmt_summary_sent_independent_review_date',
  ),
  adoption_advice_date: optionalDay('Adoption advice circulated.', 'local ppmt_adoption_advice_date'),
  next_meeting_date: optionalDay('Next meeting; may lie in the future.', 'local ppmt_next_meeting_date'),
  not_required: flag('A meeting is recorded as not required.', 'local ppmt_not_required_flag'),
  not_required_reason: optionalText(
    'Not kept: free text at the source, which may name people.',
    'local ppmt_not_required_reason',
  ),
  not_required_agreed_date: optionalDay(
    'Day the exemption was agreed.',
    'local ppmt_not_required_agreed_date',
  ),
  not_required_agreed_role: optionalOpenCode(
    'manager_role',
    'Role that agreed the exemption.',
    'local ppmt_not_required_agreed_role',
  ),
  specialist_discussion_date: optionalDay(
    'Specialist discussion in place of a meeting.',
    'local ppmt_specialist_discussion_date',
  ),
  ...tracked.permanence_meeting,
});

/** One row per permanence record: decision, order, match, placement, final order. */
const adoption = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  matched_by: code(codes.matchedBy, 'Key that tied the record to the child.', 'adapter'),
  decision_date: optionalDay(
    'Agency decision that the child should be placed for adoption.',
    'SSD perm_adm_decision_date; 903 DATE_PLACED, DATE_INT',
  ),
  decision_reversed_date: optionalDay(
    'That decision reversed.',
    'SSD perm_decision_reversed_date; 903 DATE_PLACED_CEASED',
  ),
  decision_reversed_reason: optionalCode(
    codes.reversalReason,
    'Why reversed.',
    'SSD perm_decision_reversed_reason; 903 REASON_PLACED_CEASED',
  ),
  placement_order_date: optionalDay('Placement order granted.', 'SSD perm_placement_order_date'),
  link_date: optionalDay('Link identified.', 'local adtr_link_identified_date'),
  matched_date: optionalDay('Matched with particular adopters.', 'SSD perm_matched_date; 903 DATE_MATCH'),
  early_permanence_decision_date: optionalDay(
    'Decision for fostering for adoption or concurrent planning.',
    'SSD perm_ffa_cp_decision_date',
  ),
  early_permanence_placed_date: optionalDay('Moved into that placement.', 'SSD perm_placed_ffa_cp_date'),
  placed_date: optionalDay('Placed for adoption.', 'SSD perm_placed_for_adoption_date'),
  order_date: optionalDay('Final order granted.', 'SSD perm_permanence_order_date'),
  order_type: optionalCode(codes.orderType, 'Kind of final order.', 'SSD perm_permanence_order_type'),
  adopted_by_carer: optionalFlag(
    'Adopted by the former foster carer.',
    'SSD perm_adopted_by_carer_flag; 903 FOSTER_CARE',
  ),
  carer_placed_date: optionalDay(
    'First placed with the foster carer who adopts.',
    'SSD perm_placed_foster_carer_date',
  ),
  sibling_group: optionalFlag('Part of a group of siblings.', 'SSD perm_part_of_sibling_group'),
  siblings_together: optionalOrdinal(
    'How many children are placed, or are to be placed, together, this one included.',
    'SSD perm_siblings_placed_together',
  ),
});

/** One row per entry on the long-term fostering list. */
const longTermMatch = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  plan_agreed_date: optionalDay('Long-term plan agreed.', 'local ltmt_plan_agreed_date'),
  referral_date: optionalDay('Referred.', 'local ltmt_referral_date'),
  carer_type: optionalCode(codes.carerType, 'Kind of carer.', 'local ltmt_carer_type'),
  link_identified_date: optionalDay('Link identified.', 'local ltmt_link_identified_date'),
  panel_date: optionalDay('Panel.', 'local ltmt_panel_date'),
  decision_date: optionalDay('Agency decision.', 'local ltmt_adm_decision_date'),
  match_ratified_date: optionalDay('Match ratified.', 'local ltmt_match_ratified_date'),
  ratification_route: optionalCode(
    codes.ratificationRoute,
    'By panel, or at a review from 14.',
    'local ltmt_ratification_route',
  ),
  closed_date: optionalDay('Entry closed; does not undo a ratified match.', 'local ltmt_closed_date'),
  ...tracked.long_term_match,
});

/** One row per referral to a panel or a manager; texts are kept only where they are codes. */
const panelDecision = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  panel: openCode('panel', 'Panel, or manager who decides like one.', 'local panl_panel'),
  referred_date: optionalDay('Referred.', 'local panl_referred_date'),
  heard_date: optionalDay('Heard; may be booked ahead.', 'local panl_heard_date'),
  barrier: optionalOpenCode('barrier', 'Barrier to permanence.', 'local panl_barrier through aliases'),
  outcome: optionalOpenCode('panel_outcome', 'Outcome.', 'local panl_outcome through aliases'),
  action_owner_role: optionalOpenCode(
    'manager_role',
    'Role that owns the action.',
    'local panl_action_owner_role through aliases',
  ),
  action_due_date: optionalDay('Action due.', 'local panl_action_due_date'),
  action_done_date: optionalDay('Action done.', 'local panl_action_done_date'),
  alerted_roles: optionalText(
    'Roles alerted: codes of manager_role, sorted, with blanks between; the head of a named service counts as head_of_service too. Null when none is recorded.',
    'local panl_alerted_roles through aliases',
  ),
  ...tracked.panel_decision,
});

/** One row per worker allocated to a child; the worker is not kept, the team is. */
const allocation = z.object({
  ...trace,
  child_id: childId,
  team_id: optionalText('Team.', 'SSD invo_professional_team'),
  role: code(codes.allocationRole, 'Role of the worker.', 'SSD invo_professional_role_id through aliases'),
  start_date: day('From.', 'SSD invo_involvement_start_date'),
  end_date: endDay('To.', 'SSD invo_involvement_end_date'),
});

/** One row per team. */
const team = z.object({
  ...trace,
  team_id: key('Team.', 'local team_id; SSD dept_team_id'),
  team_name: optionalText('Name.', 'local team_name; SSD dept_team_name'),
  service: optionalText('Service.', 'local team_service'),
  area: optionalText('Area of the authority.', 'local team_area'),
});

/** One row per spell of being an unaccompanied asylum-seeking child. */
const unaccompanied = z.object({
  ...trace,
  child_id: childId,
  start_date: optionalDay(
    'From; null when the source does not say: then from the start of care.',
    'SSD immi_immigration_status_start_date',
  ),
  end_date: endDay('To.', 'SSD immi_immigration_status_end_date; 903 DUC'),
});

/** Every table of the contract by its SQL name, in loading order. */
export const contractTables = {
  child,
  care_period: carePeriod,
  episode,
  placement,
  legal_status: legalStatus,
  review,
  care_plan: carePlan,
  permanence_meeting: permanenceMeeting,
  adoption,
  long_term_match: longTermMatch,
  panel_decision: panelDecision,
  allocation,
  team,
  unaccompanied,
  ...courtTables,
  ...visitTables,
  ...carerTables,
  ...trackingTables,
} as const;

export type TableName = keyof typeof contractTables;
export type Row<T extends TableName> = z.infer<(typeof contractTables)[T]>;
export type ContractRows = { [T in TableName]: Row<T>[] };

/** Names of the contract tables, in loading order. */
export const tableNames = Object.keys(contractTables) as TableName[];

/** Version of the contract; part of every snapshot manifest. */
export const contractVersion = '1.2.0';

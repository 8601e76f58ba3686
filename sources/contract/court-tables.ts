import { z } from 'zod';
import { day, key, optionalCode, optionalDay, optionalFlag, optionalText } from './column.ts';
import * as codes from './court-codes.ts';
import { trace } from './row-origin.ts';
import { tracked } from './tracking-tables.ts';

const childId = key(
  'Case system number of the child, who need not be looked after nor be known to the case files.',
  'local *_person_id; SSD prep_person_id',
);
const familyKey = optionalText(
  'Which family it is, numbered in order of first appearance in this snapshot; null where the source does not tell. The number of the family at the source is not kept.',
  'local lgat_family_id, fgcn_family_id; SSD prep_plo_family_id',
);

/** One row per child and application for a care or supervision order (Children Act 1989 s31). */
const proceedings = z.object({
  ...trace,
  child_id: childId,
  case_key: key(
    'Which court case it is, numbered in order of first appearance in this snapshot: children of one case share it. The reference of the court is not kept; a row without one is a case of its own.',
    'local proc_court_reference',
  ),
  issue_date: day('Application issued.', 'local proc_issue_date'),
  final_hearing_date: optionalDay('Final hearing; may be listed ahead.', 'local proc_final_hearing_date'),
  end_date: optionalDay(
    'Day of the final order, or on which the proceedings ended without one; null while they are live.',
    'local proc_end_date',
  ),
  final_order: optionalCode(codes.finalOrder, 'Final order.', 'local proc_final_order'),
  ...tracked.proceedings,
});

/** One row per child and sitting of the legal gateway at which it was heard. */
const legalGateway = z.object({
  ...trace,
  child_id: childId,
  family_key: familyKey,
  gateway_date: day('Day of the sitting.', 'local lgat_gateway_date'),
  gateway_type: optionalCode(codes.gatewayType, 'Kind of sitting.', 'local lgat_gateway_type'),
  outcome: optionalCode(codes.gatewayOutcome, 'Decision.', 'local lgat_outcome'),
  exception_report_date: optionalDay('Exception report written.', 'local lgat_exception_report_date'),
  extension_to_date: optionalDay('Extended to; may lie ahead.', 'local lgat_extension_to_date'),
  legal_planning_meeting_date: optionalDay(
    'Legal planning meeting; may be booked ahead.',
    'local lgat_legal_planning_meeting_date',
  ),
  ...tracked.legal_gateway,
});

/** One row per child and period of pre-proceedings whose dates the case system holds. */
const preProceedings = z.object({
  ...trace,
  child_id: childId,
  family_key: familyKey,
  start_date: day('Decision to start pre-proceedings.', 'SSD prep_pre_pro_decision_date'),
  end_date: optionalDay(
    'Agreed to step down or to issue; null while open.',
    'SSD prep_agree_stepdown_issue_date',
  ),
  outcome: optionalCode(codes.preProceedingsOutcome, 'How it ended.', 'SSD prep_pre_pro_outcome'),
  ...tracked.pre_proceedings,
});

/** One row per child and family group conference that was offered, referred, declined or held. */
const familyGroupConference = z.object({
  ...trace,
  child_id: childId,
  family_key: familyKey,
  referral_date: optionalDay(
    'Referred; of an offer that was declined, the day of the offer.',
    'local fgcn_referral_date',
  ),
  offered: optionalFlag('Offered to the family.', 'local fgcn_offered_flag'),
  held_date: optionalDay('Held.', 'local fgcn_held_date'),
  outcome: optionalCode(codes.conferenceOutcome, 'What came of it.', 'local fgcn_outcome through aliases'),
  review_date: optionalDay('Review of the family plan; may be booked ahead.', 'local fgcn_review_date'),
  ...tracked.family_group_conference,
});

/** Tables of the court, of what comes before it, and of family group conferences, in loading order. */
export const courtTables = {
  proceedings,
  legal_gateway: legalGateway,
  pre_proceedings: preProceedings,
  family_group_conference: familyGroupConference,
} as const;

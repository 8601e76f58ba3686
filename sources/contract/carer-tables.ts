/** Tables of the contract about households: adopters and foster carers. Nothing in them tells of a child. */
import { z } from 'zod';
import * as codes from './carer-codes.ts';
import { day, key, optionalCode, optionalCount, optionalDay, optionalFlag } from './column.ts';
import { trace } from './row-origin.ts';
import { tracked } from './tracking-tables.ts';

/** One row per adopter (or household, as the agency keeps its list) and application. */
const adopterHousehold = z.object({
  ...trace,
  household_key: key(
    'Which household it is, numbered in order of first appearance in this snapshot: two adopters of one household share it. The number of the family at the source is not kept; a row without one is a household of its own.',
    'local adop_family_id',
  ),
  enquiry_date: optionalDay('Enquiry received.', 'local adop_enquiry_date'),
  stage1_start_date: optionalDay(
    'Registered: stage 1 of the assessment began.',
    'local adop_stage1_start_date',
  ),
  stage1_end_date: optionalDay('Stage 1 ended.', 'local adop_stage1_end_date'),
  stage2_start_date: optionalDay('Stage 2 began.', 'local adop_stage2_start_date'),
  stage2_end_date: optionalDay('Stage 2 ended.', 'local adop_stage2_end_date'),
  application_date: optionalDay('Application submitted.', 'local adop_application_date'),
  approved_date: optionalDay('Approved as adopters.', 'local adop_approved_date'),
  early_permanence: optionalFlag('Fosters for adoption; null when not recorded.', 'local adop_ffa_flag'),
  matched_date: optionalDay('Matched with a child or children.', 'local adop_matched_date'),
  placed_date: optionalDay('Child or children placed.', 'local adop_placed_date'),
  children_placed: optionalCount('How many children were placed.', 'local adop_children_placed'),
  order_date: optionalDay('Adoption order.', 'local adop_order_date'),
  left_date: optionalDay('Left the process without an order.', 'local adop_left_date'),
  left_reason: optionalCode(codes.adopterLeaving, 'Why they left.', 'local adop_left_reason'),
  ...tracked.adopter_household,
});

/** One row per foster household and approval; a change of terms may begin a new row on the day the old one ends. */
const fosterHousehold = z.object({
  ...trace,
  household_key: key(
    'Which household it is, numbered in order of first appearance in this snapshot. The number of the household at the source is not kept.',
    'local fost_household_id',
  ),
  approved_date: day('Approved; of a change of terms, the day it took effect.', 'local fost_approved_date'),
  ended_date: optionalDay(
    'Approval ended: the household is not approved on this day; null while it is.',
    'local fost_ended_date',
  ),
  ended_reason: optionalCode(codes.fosterLeaving, 'Why approval ended.', 'local fost_ended_reason'),
  approved_places: optionalCount('Children it is approved for.', 'local fost_approved_places'),
  filled_places: optionalCount(
    'Places filled on the day of the extract, and on no other day; null when not recorded.',
    'local fost_filled_places',
  ),
  kind: optionalCode(
    codes.fosterKind,
    'Own foster carers, or relatives and friends approved for particular children.',
    'local fost_kind',
  ),
});

/** Tables of households, in loading order. */
export const carerTables = {
  adopter_household: adopterHousehold,
  foster_household: fosterHousehold,
} as const;

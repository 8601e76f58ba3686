export * from './carer-codes.ts';
export * from './court-codes.ts';

/**
 * Code sets of the contract. 903 codes are those of the children looked after return with the
 * years in which each was valid merged (a retired code still describes an old record);
 * `plan` codes are the product's canonical plans.
 */
export interface CodeSet<C extends readonly [string, ...string[]] = readonly [string, ...string[]]> {
  readonly name: string;
  readonly values: C;
}

const codeSet = <const C extends readonly [string, ...string[]]>(name: string, values: C) => ({
  name,
  values,
});

/** Sex: M male, F female, U unknown (903 SEX from the year to March 2025). */
export const sex = codeSet('sex', ['M', 'F', 'U']);

/** Main ethnic code of the 903 return. */
export const ethnicity = codeSet('ethnicity', [
  'WBRI',
  'WIRI',
  'WOTH',
  'WIRT',
  'WROM',
  'MWBC',
  'MWBA',
  'MWAS',
  'MOTH',
  'AIND',
  'APKN',
  'ABAN',
  'AOTH',
  'BCRB',
  'BAFR',
  'BOTH',
  'CHNE',
  'OOTH',
  'REFU',
  'NOBT',
]);

/** Reason for new episode (903 RNE). */
export const startReason = codeSet('start_reason', ['S', 'L', 'P', 'T', 'B', 'U']);

/** Reason episode ceased (903 REC); E43 and E44 are the special guardianship codes before 2019, E1 the old adoption code. */
export const endReason = codeSet('end_reason', [
  'X1',
  'E11',
  'E12',
  'E2',
  'E3',
  'E4A',
  'E4B',
  'E13',
  'E41',
  'E43',
  'E44',
  'E45',
  'E46',
  'E47',
  'E48',
  'E5',
  'E6',
  'E7',
  'E9',
  'E14',
  'E15',
  'E16',
  'E17',
  'E8',
  'E1',
  'E99',
]);

/** Legal status (903 LS). V3 and V4 are short-break series. */
export const legalStatus = codeSet('legal_status', [
  'C1',
  'C2',
  'D1',
  'E1',
  'V2',
  'V3',
  'V4',
  'L1',
  'L2',
  'L3',
  'J1',
  'J2',
  'J3',
]);

/** Placement type (903 PLACE), union of all years, plus legacy codes that SSD extracts still hold and DQ (not mapped by the case system). */
export const placementType = codeSet('placement_type', [
  'U1',
  'U2',
  'U3',
  'U4',
  'U5',
  'U6',
  'A3',
  'A4',
  'A5',
  'A6',
  'K1',
  'K2',
  'K3',
  'H5',
  'P1',
  'P2',
  'P3',
  'R1',
  'R2',
  'R3',
  'R5',
  'S1',
  'T0',
  'T1',
  'T2',
  'T3',
  'T4',
  'Z1',
  'Z11',
  'Z12',
  'Z13',
  'Z14',
  'A1',
  'A2',
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'H1',
  'H2',
  'H3',
  'H4',
  'M2',
  'M3',
  'Q1',
  'Q2',
  'DQ',
]);

/** Placement provider (903 PLACE_PROVIDER). */
export const placementProvider = codeSet('placement_provider', ['PR0', 'PR1', 'PR2', 'PR3', 'PR4', 'PR5']);

/** Why a placement ended (903 REASON_PLACE_CHANGE; LIIAF marks a repair in shared regional files). */
export const changeReason = codeSet('change_reason', [
  'CARPL',
  'CLOSE',
  'ALLEG',
  'STAND',
  'APPRR',
  'CREQB',
  'CREQO',
  'CHILD',
  'LAREQ',
  'PLACE',
  'CUSTOD',
  'OTHER',
  'LIIAF',
]);

/** How the child took part in a review (903 REVIEW_CODE). */
export const participation = codeSet('participation', [
  'PN0',
  'PN1',
  'PN2',
  'PN3',
  'PN4',
  'PN5',
  'PN6',
  'PN7',
]);

/** Category of need (903 CIN; N9 and N0 are children in need census codes met in case systems). */
export const need = codeSet('need', ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8', 'N9', 'N0']);

/**
 * Canonical permanence plan. CONNECTED_LT is the SSD key LTRELFR (long term with relatives or friends);
 * SHARED_CARE is REMAINSUP; NO_PLAN is a care plan document on which no plan is chosen.
 */
export const plan = codeSet('plan', [
  'RETURN_HOME',
  'CONNECTED_LT',
  'SGO_CAO',
  'LTF',
  'RESIDENTIAL',
  'SUPPORTED_LIVING',
  'ADOPTION',
  'OTHER',
  'SHARED_CARE',
  'NO_PLAN',
]);

/** Whether a plan is the primary one, the fall-back, or pursued in parallel. */
export const planRank = codeSet('plan_rank', ['primary', 'contingency', 'parallel']);

/**
 * What a plan row is evidence of: `history` a dated plan history, `category` one dated plan category per
 * review (Mosaic), `answers` only the latest answers of a form (SystemC), true since an unknown day.
 */
export const planOrigin = codeSet('plan_origin', ['history', 'category', 'answers']);

export const meetingType = codeSet('meeting_type', ['INITIAL', 'REVIEW', 'FINAL', 'DISCUSSION']);
export const meetingStatus = codeSet('meeting_status', ['HELD', 'BOOKED', 'CANCELLED']);

/** Order that ended or will end care. */
export const orderType = codeSet('order_type', ['ADOPTION', 'SGO', 'CAO']);

/** Why a decision for adoption was reversed (903 REASON_PLACED_CEASED). */
export const reversalReason = codeSet('reversal_reason', ['RD1', 'RD2', 'RD3', 'RD4']);

/** By which key a permanence record was tied to the child. */
export const matchedBy = codeSet('matched_by', ['care_period', 'person', 'legacy_id']);

export const carerType = codeSet('carer_type', ['INHOUSE', 'IFA', 'CONNECTED', 'RESIDENTIAL']);
export const ratificationRoute = codeSet('ratification_route', ['PANEL', 'REVIEW14']);

/** Role of the worker in an allocation; an authority's role codes are aliases of these. */
export const allocationRole = codeSet('allocation_role', [
  'case_worker',
  'reviewing_officer',
  'personal_adviser',
  'other',
]);

/** What became of a milestone; a booked one may lie ahead. */
export const milestoneStatus = codeSet('milestone_status', ['DONE', 'BOOKED', 'NOT_NEEDED']);

/** What a review says of an item: looked at, not looked at, does not apply. */
export const itemValue = codeSet('item_value', ['Y', 'N', 'NA']);

/** Colour that a person gives a case. */
export const caseRag = codeSet('case_rag', ['RED', 'AMBER', 'GREEN']);

/** Where carers who offer permanence stand. */
export const offerStatus = codeSet('offer_status', ['AVAILABLE', 'LINKED', 'MATCHED', 'WITHDRAWN']);

import { type FileContract, unusedFile } from '../reading/file-contract.ts';

/** Child's number under the headings in use; the first is that of the standard. */
const child = 'Child Unique ID';
const childSpellings = {
  'Child ID': child,
  'Child Identifier': child,
  ChildUniqueID: child,
  'Unique Child ID': child,
};

/** Headings of list 8, as Annex A has them; punctuation and case do not matter. */
export const list8 = {
  child,
  sex: 'Gender',
  ethnicity: 'Ethnicity',
  birth: 'Date of Birth',
  unaccompanied: 'Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)',
  start: 'Date Started to be Looked After',
  need: "Child's Category of Need",
  statusStart: 'Start date of current legal status',
  status: "Child's Legal Status",
  plan: 'What is the permanence plan for this child?',
  officerContact: 'Date of Last IRO Visit / Contact to the Child',
  end: 'Date Ceased to be Looked After',
  endReason: 'Reason Ceased to be Looked After',
  placementStart: 'Start Date of Most Recent Placement',
  placement: 'Placement Type',
  provider: 'Placement Provider',
  team: 'Allocated Team',
} as const;

/** Headings of list 10. */
export const list10 = {
  child,
  sex: 'Gender',
  ethnicity: 'Ethnicity',
  birth: 'Date of Birth',
  entered: 'Date the Child Entered Care',
  decision: 'Date of Decision that Child Should be Placed for Adoption',
  placementOrder: 'Date of Placement Order',
  matched: 'Date of Matching Child and Prospective Adopters',
  placed: 'Date Placed for Adoption',
  order: 'Date of Adoption Order',
  reversed: 'Date of Decision that Child Should No Longer be Placed for Adoption',
  reversedReason: 'Reason Why Child No Longer Placed for Adoption',
  earlyPlaced: 'Date the child was placed for fostering in FFA or concurrent planning placement',
} as const;

/** Headings of list 11, by the name that the steps of adopters have in the local extract. */
export const list11 = {
  adop_table_id: 'Individual adopter identifier',
  adop_family_id: 'Family identifier',
  adop_ffa_flag: 'Is the (prospective) adopter fostering for adoption?',
  adop_enquiry_date: 'Date enquiry received',
  adop_stage1_start_date: 'Date Stage 1 started',
  adop_stage1_end_date: 'Date Stage 1 ended',
  adop_stage2_start_date: 'Date Stage 2 started',
  adop_stage2_end_date: 'Date Stage 2 ended',
  adop_application_date: 'Date application submitted',
  adop_approved_date: 'Date application approved',
  adop_matched_date: 'Date adopter matched with child(ren)',
  adop_placed_date: 'Date child/children placed with adopter(s)',
  adop_children_placed: 'No. of children placed',
  adop_order_date: 'Date of Adoption Order',
  adop_left_date: 'Date of leaving adoption process',
  adop_left_reason: 'Reason for leaving adoption process',
} as const;

const list = (number: number, rest: Omit<FileContract, 'name' | 'adapter' | 'used'>): FileContract => ({
  name: `annex-a.list_${number}`,
  label: `Annex A, list ${number}`,
  adapter: 'annex-a',
  used: true,
  ...rest,
});

/** Lists that are read (data-standards 2.5); other spellings are those of public scripts that write the lists. */
export const annexAFiles = {
  list_8: list(8, {
    required: [list8.child, list8.start],
    optional: Object.values(list8).filter((name) => name !== list8.child && name !== list8.start),
    dates: [
      list8.birth,
      list8.start,
      list8.statusStart,
      list8.officerContact,
      list8.end,
      list8.placementStart,
    ],
    spellings: {
      ...childSpellings,
      Sex: list8.sex,
      'Date of Birth (DOB)': list8.birth,
      'UASC within the last 12 months': list8.unaccompanied,
      UASC: list8.unaccompanied,
      LookedAfterStartDate: list8.start,
      LoookedAfterStartDate: list8.start,
      'Category of Need': list8.need,
      ChildCategoryOfNeed: list8.need,
      MostRecentLegalStatusStart: list8.statusStart,
      'Legal Status': list8.status,
      PermanencePlan: list8.plan,
      'Permanence plan for this child': list8.plan,
      LastIROVisitDate: list8.officerContact,
      CeasedLookedAfterDate: list8.end,
      ReasonCeasedLookedAfter: list8.endReason,
      MostRecentPlacementStartDate: list8.placementStart,
    },
    signature: [
      ...[list8.start, 'LookedAfterStartDate', 'LoookedAfterStartDate'],
      ...[list8.statusStart, 'MostRecentLegalStatusStart', list8.plan, 'PermanencePlan'],
      ...[list8.placementStart, 'MostRecentPlacementStartDate', list8.endReason, 'ReasonCeasedLookedAfter'],
    ],
    evidence: [list8.start, list8.statusStart, list8.officerContact, list8.end, list8.placementStart],
  }),
  list_10: list(10, {
    required: [list10.child, list10.decision],
    optional: Object.values(list10).filter((name) => name !== list10.child && name !== list10.decision),
    dates: Object.values(list10).filter((name) => name.startsWith('Date ')),
    spellings: {
      ...childSpellings,
      Sex: list10.sex,
      EnteredCareDate: list10.entered,
      ADMSHOBPADecisionDate: list10.decision,
      PlacementOrderDate: list10.placementOrder,
      MatchedForAdoptionDate: list10.matched,
      PlacedForAdoptionDate: list10.placed,
      AdoptionOrderDate: list10.order,
      DecisionReversedDate: list10.reversed,
      DecisionReversedReason: list10.reversedReason,
      DateFFAConsurrencyPlacement: list10.earlyPlaced,
    },
    signature: [
      ...[list10.decision, 'ADMSHOBPADecisionDate', list10.placementOrder, 'PlacementOrderDate'],
      ...[list10.matched, 'MatchedForAdoptionDate', list10.reversed, 'DecisionReversedDate'],
    ],
    evidence: [list10.decision, list10.placementOrder, list10.matched, list10.placed, list10.order],
  }),
  list_11: list(11, {
    required: [list11.adop_stage1_start_date, list11.adop_approved_date, list11.adop_matched_date],
    optional: Object.values(list11),
    dates: Object.values(list11).filter((name) => name.startsWith('Date ')),
    spellings: { 'Number of children placed': list11.adop_children_placed },
    signature: [list11.adop_stage1_start_date, list11.adop_stage2_start_date, list11.adop_approved_date],
    evidence: [list11.adop_stage1_start_date, list11.adop_approved_date, list11.adop_matched_date],
  }),
} as const satisfies Record<string, FileContract>;

/** The other lists of the workbook, by headings that only they have. */
export const annexAUnused: readonly FileContract[] = [
  ['list_1', ['Date of Contact', 'Contact Source']],
  ['list_2', ['Assessment start date', 'Assessment completion date', 'Organisation completing assessment']],
  ['list_3', ['Date of Referral', 'Referral Source', 'Referral NFA?']],
  ['list_4', ['Continuous Assessment Start Date', 'Continuous Assessment Date of Authorisation']],
  [
    'list_5',
    [
      'Strategy discussion initiating Section 47 Enquiry Start Date',
      'Date of Initial Child Protection Conference',
    ],
  ],
  ['list_6', ['CIN Start Date', 'Primary Need Code', 'CIN Closure Date']],
  ['list_7', ['Child Protection Plan Start Date', 'Initial Category of Abuse', 'Latest Category of Abuse']],
  ['list_9', ['Allocated Personal Advisor', 'Eligibility Category', 'Latest Pathway Plan Review Date']],
].map(([table, signature]) => unusedFile('annex-a', table as string, signature as string[]));

export const annexAHelp: Readonly<Record<string, string>> = {
  'annex-a.list_8': 'T1, T4 to T6 and T8: the plan of each child on the day of the list; breakdowns by team',
  'annex-a.list_10': 'T3, T4 and B31 to B36: decisions, placement orders, matches and adoption orders',
  'annex-a.list_11': 'B39 and T29: adopters registered, approved and waiting for a match',
};

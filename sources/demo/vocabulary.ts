/**
 * Every description that the demo writes where SystemC writes descriptions instead of codes, by code.
 * The alias table of the adapters must resolve each of them; a test can walk these lists.
 */
type Descriptions = Readonly<Record<string, readonly [string, ...string[]]>>;

/** Reason for new episode (903 RNE). */
export const startReasons: Descriptions = {
  S: ['Started to be looked after'],
  L: ['Change to legal status only'],
  P: ['Change to placement and carer(s) only'],
  T: ['Change to placement (but same carer(s)) only'],
  B: ['Change to legal status and placement and carer(s) at the same time'],
  U: ['Change to legal status and placement (but same carer(s)) at the same time'],
};

/** Reason episode ceased (903 REC). */
export const endReasons: Descriptions = {
  X1: ['Episode ceases, and new episode begins on same day, for any reason'],
  E11: ['Adopted - application for an adoption order unopposed'],
  E12: ['Adopted - consent dispensed with by the court'],
  E2: ['Died'],
  E3: ['Care taken over by another local authority in the UK'],
  E4A: ['Returned home to live with parents or relatives, as part of the care planning process'],
  E4B: ['Returned home to live with parents or relatives, not part of the care planning process'],
  E13: ['Left care to live with parents, relatives or other person with no parental responsibility'],
  E41: ['Residence order or child arrangements order granted'],
  E45: ['Special guardianship order made to former foster carer(s), who was/are a relative(s) or friend(s)'],
  E46: ['Special guardianship order made to former foster carer(s), other than relative(s) or friend(s)'],
  E47: [
    'Special guardianship order made to carer(s), other than former foster carer(s), who was/are a relative(s) or friend(s)',
  ],
  E48: [
    'Special guardianship order made to carer(s), other than former foster carer(s), other than relative(s) or friend(s)',
  ],
  E5: [
    'Moved into independent living arrangement: supportive accommodation providing formalised advice/support arrangements',
  ],
  E6: [
    'Moved into independent living arrangement: accommodation providing no formalised advice/support arrangements',
  ],
  E7: ['Transferred to residential care funded by adult social care services'],
  E9: ['Sentenced to custody'],
  E14: ['Accommodation on remand ended'],
  E15: ['Age assessment determined child is aged 18 or over'],
  E16: ['Child moved abroad'],
  E17: ['Aged 18 (or over) and remained with current carers (inc under staying put arrangements)'],
  E8: ['Period of being looked after ceased for any other reason'],
};

/** Legal status (903 LS) in the words of the case system. */
export const legalStatuses: Descriptions = {
  C1: ['Interim care order Sec. 38(1)'],
  C2: ['Care Order Sec. 31(a)', 'C.O. Extended S40(5) CA'],
  E1: ['Care Order Sec.31(a) & Placement Order (Sec. 21)', 'Placement Order (Sec. 21)'],
  V2: ['Single placement acc. by LA S20(1) CA under 16'],
  V2_16: ['Single placement acc. by LA S20(3) CA 16 & over'],
  V3: ['Regular occ. acc. - series of short term breaks, each episode recorded (V3)'],
  V4: ['Regular occ. acc. - series of short term breaks, agreement recorded (V4)'],
  L1: ['Police protection power'],
  L2: ['Emergency protection order - LA'],
  J1: ['Remanded to LA accommodation'],
};

/** Statuses that the case system keeps beside care but that are not looked-after statuses. */
export const otherStatuses = [
  'Special Guardianship Order',
  'Child Arrangements Order',
  'Supervision Order Sec. 35',
  'Private fostering',
] as const;

/** Participation in a review (903 REVIEW_CODE). */
export const participations: Descriptions = {
  PN0: ['Child aged under 4 at the time of the review'],
  PN1: ['Child physically attends and speaks for self'],
  PN2: ['Child physically attends and an advocate speaks on their behalf'],
  PN3: ['Child attends and conveys views symbolically (non verbally)'],
  PN4: ['Child physically attends but does not speak for self or convey views'],
  PN5: ['Child does not attend but briefs an advocate to speak for them'],
  PN6: ['Child does not attend but conveys feelings to the review by a facilitative medium'],
  PN7: ['Child does not attend and sends no views'],
};

/** Immigration status texts; the first is the one that marks an unaccompanied child. */
export const immigrationStatuses = [
  'Unaccompanied Asylum Seeking Child (UASC)',
  'Refugee Status',
  'Indefinite Leave to Remain in the UK (ILR)',
] as const;

/** Worker roles: codes since version 1.4.5 of the extract, descriptions before. */
export const roles = {
  case_worker: ['CW', 'Case Worker'],
  reviewing_officer: ['IRO', 'Independent Reviewing Officer'],
  personal_adviser: ['16PLUS', 'Personal Adviser'],
} as const;

/** Care plan keys of the SSD document, in the order of the form's questions. */
export const carePlanKeys = [
  'REMAINSUP',
  'RETURN1M',
  'RETURN6M',
  'RETURNEV',
  'LTRELFR',
  'LTFOST18',
  'RESPLMT',
  'SUPPLIV',
  'ADOPTION',
  'OTHERPLN',
] as const;

/** Final orders in `perm_permanence_order_type`. */
export const orderTypes = {
  adoption: 'Adoption',
  guardianship: 'Special Guardianship Order',
  arrangements: 'Child Arrangements/ Residence Order',
} as const;

/** First description of a code; throws when the vocabulary lacks it. */
export function describe(descriptions: Descriptions, code: string): string {
  const found = descriptions[code];
  if (found === undefined) throw new Error(`no description for ${code}`);
  return found[0];
}

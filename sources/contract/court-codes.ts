/** Code sets of care proceedings, pre-proceedings and family group conferences. */

/**
 * Order that ended care proceedings: care order, placement order (with or without a care order), special
 * guardianship, child arrangements, supervision order, or none.
 */
export const finalOrder = {
  name: 'final_order',
  values: ['CO', 'PO', 'SGO', 'CAO', 'SO', 'NO_ORDER'],
} as const;

/** Sitting of the legal gateway at which a child was heard. */
export const gatewayType = {
  name: 'gateway_type',
  values: ['INITIAL', 'REVIEW', 'WEEK16', 'EXTENSION', 'SO_EXPIRY'],
} as const;

/**
 * What the gateway decided. SSD's four answers A to D are aliases of the first two, ISSUE and UNKNOWN; they have
 * none for stepping down or extending, which the local extract needs. NO_CHANGE starts and ends nothing.
 */
export const gatewayOutcome = {
  name: 'gateway_outcome',
  values: ['NO_CHANGE', 'START_PRE_PROCEEDINGS', 'EXTEND', 'STEP_DOWN', 'ISSUE', 'UNKNOWN'],
} as const;

/** How a recorded pre-proceedings period ended (SSD prep_pre_pro_outcome). */
export const preProceedingsOutcome = {
  name: 'pre_proceedings_outcome',
  values: ['ISSUE', 'STEP_DOWN'],
} as const;

/** What came of a family group conference: a family plan, one still being made, or none. */
export const conferenceOutcome = {
  name: 'conference_outcome',
  values: ['PLAN_AGREED', 'PLAN_IN_PART', 'NO_PLAN'],
} as const;

/** Kind of court application: care or supervision order (s31), report under s37, discharge of an order, deprivation of liberty. */
export const applicationType = {
  name: 'application_type',
  values: ['S31', 'S37', 'DISCHARGE', 'DOL'],
} as const;

/** Why an exception was reported: 16 weeks will be passed, or 26 have been. */
export const exceptionKind = { name: 'exception_kind', values: ['PREDICTED_16', 'PAST_26'] } as const;

/** What an assessment of connected carers came to. */
export const viabilityOutcome = {
  name: 'viability_outcome',
  values: ['POSITIVE', 'NEGATIVE', 'WITHDRAWN'],
} as const;

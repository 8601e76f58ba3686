/** Code sets of adopters and foster households. */

/** Why adopters left the process before an order (Annex A list 11: 1 withdrew, 2 on hold, 3 refused). */
export const adopterLeaving = {
  name: 'adopter_leaving',
  values: ['WITHDREW', 'ON_HOLD', 'REFUSED'],
} as const;

/** Whether a foster household was approved for any child, or as relatives or friends of particular children. */
export const fosterKind = {
  name: 'foster_kind',
  values: ['INHOUSE', 'CONNECTED'],
} as const;

/**
 * Why the approval of a foster household ended; the list is the product's own. CHILD_LEFT: connected carers whose
 * approval ended with the placement; PERMANENCE: they adopted the child or became special guardians.
 */
export const fosterLeaving = {
  name: 'foster_leaving',
  values: ['RESIGNED', 'TERMINATED', 'TRANSFERRED', 'CHILD_LEFT', 'PERMANENCE', 'OTHER'],
} as const;

import type { ContractRows } from '../contract/tables.ts';

/** Inputs that hang on a column being filled, whatever file it comes from. */
export type RecordedInput = 'end_reason' | 'adoption_match' | 'adopted_by_carer';

/**
 * What the accepted rows say beside their mere existence: some systems export permanence records without a
 * single date, or ends of care without a reason, and a measure of them would print zero. Where nobody has
 * left care yet, a missing reason says nothing and the input counts as given.
 */
export function recordedInputs(rows: ContractRows): RecordedInput[] {
  const ended = rows.care_period.filter((period) => period.end_date !== null);
  return [
    ...(ended.length === 0 || ended.some((period) => period.end_reason !== null)
      ? (['end_reason'] as const)
      : []),
    ...(rows.adoption.some((record) => record.matched_date !== null) ? (['adoption_match'] as const) : []),
    ...(rows.adoption.some((record) => record.adopted_by_carer !== null)
      ? (['adopted_by_carer'] as const)
      : []),
  ];
}

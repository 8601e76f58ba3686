import type { InputName } from '../../sources/contract/extract.ts';
import type { ContractRows, Row } from '../../sources/contract/tables.ts';
import type { AsAtDate } from './as-at-dates.ts';
import type { Limits } from './limits.ts';

/** Care plan rows as an earlier extract of the same authority had them. */
export interface OlderSnapshot {
  readonly snapshotDate: string;
  readonly carePlanRows: readonly Row<'care_plan'>[];
}

/** Everything about one authority that the reference values are made from. */
export interface ReferenceInput {
  readonly rows: ContractRows;
  readonly inputs: readonly InputName[];
  readonly snapshotDate: string;
  readonly asAtDates: readonly AsAtDate[];
  /** First day that the plan history covers; null when it is complete (boundaries 32). */
  readonly planHistoryFrom: string | null;
  readonly olderSnapshots: readonly OlderSnapshot[];
  readonly limits: Limits;
}

export type Breakdown = 'all' | 'age_band' | 'sex' | 'legal_status' | 'placement_type' | 'team' | 'plan';
export type Statistic = 'count' | 'percentage' | 'longest_days';
export type Period = 'as_at' | 'month' | 'r12m';
export type Availability = 'available' | 'proxy' | 'not available';

/** One figure, keyed as a row of the edition's measure values. */
export interface ReferenceValue {
  readonly measure_id: string;
  readonly line: string;
  readonly statistic: Statistic;
  readonly period: Period;
  readonly as_at_date: string;
  readonly breakdown: Breakdown;
  readonly group: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  readonly availability: Availability;
}

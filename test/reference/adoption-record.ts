import type { Row } from '../../sources/contract/tables.ts';
import { type Day, toDay } from './calendar.ts';
import { isOpen, type PeriodSpan } from './spans.ts';

type AdoptionRow = Row<'adoption'>;
/** Dates of a permanence record that count in measures. */
export type DateField =
  | 'decision_date'
  | 'placement_order_date'
  | 'link_date'
  | 'matched_date'
  | 'placed_date'
  | 'order_date';

/** A permanence record as far as it concerns one period of care. */
export interface AdoptionRecord {
  readonly row: AdoptionRow;
  /** True when the record names the period: then all its dates count. */
  readonly named: boolean;
}

/** Records that name the period, and those that name none: of these only dates within the period count. */
export function adoptionRecords(
  rows: readonly AdoptionRow[],
  period: PeriodSpan,
  periods: readonly PeriodSpan[],
): AdoptionRecord[] {
  const known = new Set(periods.map((other) => other.id));
  const namesAny = (row: AdoptionRow) => row.care_period_id !== null && known.has(row.care_period_id);
  return rows
    .filter((row) => row.care_period_id === period.id || !namesAny(row))
    .map((row) => ({ row, named: namesAny(row) }));
}

/** A date of the record where it counts in the period. */
export function dateOf(record: AdoptionRecord, field: DateField, period: PeriodSpan): Day | null {
  const iso = record.row[field];
  if (iso === null) return null;
  const day = toDay(iso);
  return record.named || isOpen(period, day) ? day : null;
}

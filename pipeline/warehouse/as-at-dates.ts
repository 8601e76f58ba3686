/** The dates at which one snapshot is looked at (boundaries 1, 4 and 36). Pure: no clock, no time zone. */
import { addDays, addMonths, isMonthEnd, isQuarterEnd, monthEndBefore } from '../../sources/days.ts';

/** How far back the figures go. */
interface Horizon {
  readonly month_ends: number;
  readonly weeks: number;
  readonly provisional_months: number;
  /** Figures are broken down by group at so many month-ends, besides the anchor and the quarter-ends. */
  readonly breakdown_month_ends: number;
}

/** One date on the list, with everything that it is at once. */
export interface AsAtDate {
  readonly as_at_date: string;
  readonly is_month_end: boolean;
  readonly is_week: boolean;
  readonly is_current: boolean;
  readonly is_provisional: boolean;
  readonly is_broken_down: boolean;
}

/** A date as it is loaded: also whether the edition before was made for it. */
export interface LoadedDate extends AsAtDate {
  readonly is_compared: boolean;
}

/**
 * The anchor itself, the month-ends before it and the weeks before it, oldest first, each date once.
 *
 * @example asAtDates('2026-06-30', { month_ends: 36, weeks: 12, provisional_months: 3, breakdown_month_ends: 12 })
 */
export function asAtDates(anchor: string, horizon: Horizon): AsAtDate[] {
  const monthEnds = new Set(count(horizon.month_ends).map((month) => monthEndBefore(anchor, month)));
  const weeks = new Set(count(horizon.weeks).map((week) => addDays(anchor, -7 * week)));
  const firstProvisional = addMonths(anchor, -horizon.provisional_months);
  const recent = count(horizon.breakdown_month_ends).map((month) => monthEndBefore(anchor, month));
  const brokenDown = new Set([...recent, ...[...monthEnds].filter(isQuarterEnd)]);
  const days = [...new Set([anchor, ...monthEnds, ...weeks])].sort();
  return days.map((day) => ({
    as_at_date: day,
    is_month_end: monthEnds.has(day) || isMonthEnd(day),
    is_week: weeks.has(day) || day === anchor,
    is_current: day === anchor,
    is_provisional: day > firstProvisional,
    is_broken_down: day === anchor || brokenDown.has(day),
  }));
}

/** A date that is on the list for the comparison with the edition before, and for nothing else. */
export const comparedDate = (day: string): LoadedDate => ({
  as_at_date: day,
  is_month_end: false,
  is_week: false,
  is_current: false,
  is_provisional: false,
  is_broken_down: false,
  is_compared: true,
});

/** The dates with the compared one marked, or added where it is none of them; null compares with nothing. */
export function withCompared(dates: readonly AsAtDate[], compared: string | null): LoadedDate[] {
  const marked = dates.map((date) => ({ ...date, is_compared: date.as_at_date === compared }));
  if (compared === null || marked.some((date) => date.is_compared)) return marked;
  return [comparedDate(compared), ...marked].sort((a, b) => (a.as_at_date < b.as_at_date ? -1 : 1));
}

const count = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

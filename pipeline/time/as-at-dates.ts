/** The dates at which one snapshot is looked at (boundaries 1, 4 and 36). Pure: no clock, no time zone. */

/** How far back the figures go. */
export interface Horizon {
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

const dayLength = 86_400_000;
const parse = (day: string): Date => new Date(`${day}T00:00:00Z`);
const format = (date: Date): string => date.toISOString().slice(0, 10);
const lastOfMonth = (year: number, month: number): Date => new Date(Date.UTC(year, month + 1, 0));

/** The day so many days later (or earlier). */
export const addDays = (day: string, days: number): string =>
  format(new Date(parse(day).getTime() + days * dayLength));

/** The day so many calendar months later, clamped to the month's end. */
export function addMonths(day: string, months: number): string {
  const date = parse(day);
  const last = lastOfMonth(date.getUTCFullYear(), date.getUTCMonth() + months);
  const clamped = Math.min(date.getUTCDate(), last.getUTCDate());
  return format(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), clamped)));
}

/** The last day of the month that lies so many months before the day's own. */
export function monthEndBefore(day: string, months: number): string {
  const date = parse(day);
  return format(lastOfMonth(date.getUTCFullYear(), date.getUTCMonth() - months));
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
    is_month_end: monthEnds.has(day) || day === monthEndBefore(day, 0),
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

const isQuarterEnd = (monthEnd: string): boolean => Number(monthEnd.slice(5, 7)) % 3 === 0;
const count = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

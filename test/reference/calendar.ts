/** Calendar arithmetic on whole days, counted from 1 January 1970. */
export type Day = number;

/** End of a span that is still open. */
export const never = Number.POSITIVE_INFINITY;

const millisecondsInDay = 86_400_000;

/** `toDay('1970-01-02')` is 1. */
export const toDay = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / millisecondsInDay;

export const toIso = (day: Day): string => new Date(day * millisecondsInDay).toISOString().slice(0, 10);

/** An optional source date as a day. */
export const optionalDay = (iso: string | null): Day | null => (iso === null ? null : toDay(iso));

/** An optional end as a day; open spans end never. */
export const endDay = (iso: string | null): Day => (iso === null ? never : toDay(iso));

/** Calendar months later (earlier when negative), clamped to the month's end (boundaries 1). */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * millisecondsInDay);
  const month = date.getUTCMonth() + months;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const dayOfMonth = Math.min(date.getUTCDate(), lastOfMonth);
  return Date.UTC(date.getUTCFullYear(), month, dayOfMonth) / millisecondsInDay;
}

/** First day of the day's month. */
export function firstOfMonth(day: Day): Day {
  const date = new Date(day * millisecondsInDay);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / millisecondsInDay;
}

/** Last day of the month `months` before the day's own. */
export const monthEnd = (day: Day, months: number): Day => addMonths(firstOfMonth(day), 1 - months) - 1;

/** The day on which somebody born on `birth` completes `years` (28 February for a leap-day child). */
export const birthday = (birth: Day, years: number): Day => addMonths(birth, 12 * years);

/** Age in completed years (boundaries 3); negative before birth. */
export function ageOn(birth: Day, day: Day): number {
  const years =
    new Date(day * millisecondsInDay).getUTCFullYear() - new Date(birth * millisecondsInDay).getUTCFullYear();
  return birthday(birth, years) <= day ? years : years - 1;
}

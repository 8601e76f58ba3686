const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const millisecondsPerDay = 86_400_000;

/** An ISO day as a UTC date. */
export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function isoOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** `2026-06-30` as `30 June 2026`. */
export function longDay(day: string): string {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `2026-06-30` as `30 Jun 2026`. */
export function shortDay(day: string): string {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${monthName(date).slice(0, 3)} ${date.getUTCFullYear()}`;
}

/** `2026-06-30` as `Jun 2026`. */
export function shortMonth(day: string): string {
  const date = dateOf(day);
  return `${monthName(date).slice(0, 3)} ${date.getUTCFullYear()}`;
}

/** `2026-06-30` as `June 2026`. */
export function longMonth(day: string): string {
  const date = dateOf(day);
  return `${monthName(date)} ${date.getUTCFullYear()}`;
}

function monthName(date: Date): string {
  return monthNames[date.getUTCMonth()] ?? '';
}

/** Is the day the last of its month? */
export function isMonthEnd(day: string): boolean {
  return dateOf(addDays(day, 1)).getUTCDate() === 1;
}

/** The day `days` later (or earlier when negative). */
export function addDays(day: string, days: number): string {
  return isoOf(new Date(dateOf(day).getTime() + days * millisecondsPerDay));
}

/** The day `months` calendar months earlier, clamped to the month's end. */
export function monthsBefore(day: string, months: number): string {
  const date = dateOf(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return isoOf(first);
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / millisecondsPerDay);
}

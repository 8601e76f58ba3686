import { utcFormat } from 'd3-time-format';

const millisecondsPerDay = 86_400_000;

/** An ISO day as a UTC date. */
export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function isoOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

const written = (pattern: string): ((day: string) => string) => {
  const write = utcFormat(pattern);
  return (day) => write(dateOf(day));
};

/** `2026-06-30` as `30 June 2026`. */
export const longDay = written('%-d %B %Y');

/** `2026-06-30` as `30 Jun 2026`. */
export const shortDay = written('%-d %b %Y');

/** `2026-06-30` as `Jun 2026`. */
export const shortMonth = written('%b %Y');

/** `2026-06-30` as `June 2026`. */
export const longMonth = written('%B %Y');

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

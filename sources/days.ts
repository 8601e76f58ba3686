/** The one calendar: days are ISO text, which sorts by itself. Pure: no clock, no time zone. */
import { z } from 'zod';

/** A day of the calendar written as yyyy-mm-dd; 31 February is none. */
export const isoDay = z.iso.date('must be a day written as yyyy-mm-dd');

/** True for a day of the calendar such as 2026-06-30. */
export const isDay = (text: string): boolean => isoDay.safeParse(text).success;

const dayLength = 86_400_000;
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The day so many days later (or earlier). */
export const addDays = (day: string, days: number): string => dayOf(timeOf(day) + days * dayLength);

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => (timeOf(to) - timeOf(from)) / dayLength;

/**
 * The day so many calendar months later (or earlier), at the latest the last of its month (boundaries 1).
 *
 * @example addMonths('2024-02-29', 12) // '2025-02-28'
 */
export function addMonths(day: string, months: number): string {
  const last = monthEndBefore(day, -months);
  return last.slice(8) < day.slice(8) ? last : `${last.slice(0, 8)}${day.slice(8)}`;
}

/** The last day of the month that lies so many months before the day's own. */
export const monthEndBefore = (day: string, months: number): string =>
  dayOf(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - months, 0));

export const isMonthEnd = (day: string): boolean => day === monthEndBefore(day, 0);

export const isQuarterEnd = (day: string): boolean => isMonthEnd(day) && Number(day.slice(5, 7)) % 3 === 0;

const monthNames =
  'January February March April May June July August September October November December'.split(' ');

/**
 * A day as people write it.
 *
 * @example longDay('2026-06-30') // '30 June 2026'
 */
export const longDay = (day: string): string =>
  `${Number(day.slice(8))} ${monthNames[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;

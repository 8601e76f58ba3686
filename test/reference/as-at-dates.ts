import { type Day, monthEnd, toDay, toIso } from './calendar.ts';

/** A day on which a snapshot is read, and in which series it belongs. */
export interface AsAtDate {
  readonly date: string;
  readonly isMonthEnd: boolean;
  readonly isWeek: boolean;
  readonly isCurrent: boolean;
}

const monthsBack = 36;
const weeksBack = 12;

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The last `monthsBack` month-ends strictly before the day. */
function monthEndsBefore(day: Day): Day[] {
  return numbers(1, monthsBack).map((months) => monthEnd(day, months));
}

/** As-at dates of a snapshot, oldest first: its own, 36 month-ends before it, 12 weeks before it (boundaries 4). */
export function asAtDates(snapshotDate: string): AsAtDate[] {
  const current = toDay(snapshotDate);
  const weeks = numbers(1, weeksBack).map((week) => current - 7 * week);
  const days = [...new Set([current, ...monthEndsBefore(current), ...weeks])].sort((a, b) => a - b);
  return days.map((day) => ({
    date: toIso(day),
    isMonthEnd: day === monthEnd(day, 0),
    isWeek: weeks.includes(day),
    isCurrent: day === current,
  }));
}

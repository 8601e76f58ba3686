import { format } from 'd3-format';
import { addDays, daysBetween, monthsBefore } from './day.ts';

/** A limit that a shown percentage must not appear to meet when the figure behind it does not. */
export interface ShownLimits {
  readonly family: 'C' | 'N' | 'Z' | 'X';
  readonly target: number | null;
  readonly floor: number | null;
  readonly tolerance: number | null;
  readonly polarity: 'High' | 'Low' | '';
}

const grouped = format(',d');

/** A whole number with thousands separated: `12,345`. */
export function wholeNumber(value: number): string {
  return grouped(Math.round(value));
}

function roundedTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

function staysHonest(value: number, shown: number, limits: ShownLimits | undefined): boolean {
  if ((shown === 0 && value > 0) || (shown === 100 && value < 100)) return false;
  if (limits === undefined || limits.family === 'X' || limits.family === 'N') return true;
  const isMet = (figure: number, limit: number) =>
    limits.polarity === 'Low' ? figure <= limit : figure >= limit;
  return [limits.target, limits.floor, limits.tolerance].every(
    (limit) => limit === null || isMet(value, limit) || !isMet(shown, limit),
  );
}

/**
 * A percentage rounded to a whole number, or with decimals where the whole number would show a limit as met
 * that is not met (measures catalogue 2.2, rule 3).
 * @example percentText(94.6, { family: 'C', target: 95, floor: 85 }) === '94.6%'
 */
export function percentText(value: number, limits?: ShownLimits): string {
  const decimals = [0, 1, 2, 3].find((places) => staysHonest(value, roundedTo(value, places), limits)) ?? 4;
  return `${roundedTo(value, decimals).toFixed(decimals)}%`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A count and its noun: `1 child`, `2 children`. */
export function childrenText(count: number): string {
  return count === 1 ? '1 child' : `${wholeNumber(count)} children`;
}

/**
 * A wait that ended on a day, in words: calendar months and whole weeks up to two years (`13 months 2 weeks`), years and
 * months from then on (`6 years 3 months`).
 * @example waitInWords(31, '2026-07-31') === '1 month'
 */
export function waitInWords(days: number, asAt: string): string {
  const start = addDays(asAt, -days);
  let months = Math.floor(days / 31);
  while (monthsBefore(asAt, months + 1) >= start) months += 1;
  const weeks = Math.floor(daysBetween(start, monthsBefore(asAt, months)) / 7);
  if (months === 0) return plural(weeks, 'week');
  if (months >= 24) return joined(plural(Math.floor(months / 12), 'year'), months % 12, 'month');
  return joined(plural(months, 'month'), weeks, 'week');
}

/** Leaves a zero unsaid. */
const joined = (first: string, rest: number, unit: string): string =>
  rest === 0 ? first : `${first} ${plural(rest, unit)}`;

/** A number of days in words: `412 days`. */
export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${wholeNumber(days)} days`;
}

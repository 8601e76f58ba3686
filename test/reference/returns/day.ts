/** A calendar day, `yyyy-mm-dd`; days compare as text. */
export type Day = string;

const millisecondsPerDay = 86_400_000;
const time = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (at: number): Day => new Date(at).toISOString().slice(0, 10);

export const addDays = (day: Day, n: number): Day => dayOf(time(day) + n * millisecondsPerDay);
export const daysBetween = (from: Day, to: Day): number => (time(to) - time(from)) / millisecondsPerDay;
export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Calendar months on, clamped to the month's end: 31 August and six months is the last of February. */
export function addMonths(day: Day, n: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const months = year * 12 + month - 1 + n;
  const [newYear, newMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  return dayOf(Date.UTC(newYear, newMonth - 1, Math.min(date, lastOfMonth(newYear, newMonth))));
}

/** The return writes dates dd/mm/yyyy; blank is null. */
export function dayOfReturn(text: string | undefined): Day | null {
  const found = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text?.trim() ?? '');
  return found ? `${found[3]}-${found[2]}-${found[1]}` : null;
}

/** Boundaries 4: the day itself, the 36 month-ends before it, and 7, 14 ... 84 days before it. */
export function asAtDays(day: Day): Day[] {
  const firstOfMonth = `${day.slice(0, 8)}01`;
  const monthEnds = Array.from({ length: 36 }, (_, n) => addDays(addMonths(firstOfMonth, -n), -1));
  const weeks = Array.from({ length: 12 }, (_, n) => addDays(day, -7 * (n + 1)));
  return [...new Set([day, ...monthEnds, ...weeks])].sort();
}

/** First and last day of a period that ends on the as-at day (boundaries 5). */
export interface Window {
  readonly first: Day;
  readonly last: Day;
}

const quarterStart = (day: Day): Day => {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
};

export function windowOf(period: string, day: Day): Window {
  if (period === 'month') return { first: `${day.slice(0, 8)}01`, last: day };
  if (period === 'quarter') return { first: quarterStart(day), last: day };
  if (period === 'r12m') return { first: addDays(addMonths(day, -12), 1), last: day };
  if (period === 'r36m') return { first: addDays(addMonths(day, -36), 1), last: day };
  throw new Error(`no such period: ${period}`);
}

export const within = (window: Window, day: Day | null): boolean =>
  day !== null && window.first <= day && day <= window.last;

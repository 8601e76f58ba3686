/** Calendar day as the number of days since 1 January 1970: arithmetic without time zones. */
export type Day = number;

const millisecondsPerDay = 86_400_000;
const isoCache = new Map<Day, string>();
const stampCache = new Map<Day, string>();

/** `dayOf('2026-06-30')` */
export function dayOf(iso: string): Day {
  const day = Date.parse(`${iso}T00:00:00Z`) / millisecondsPerDay;
  if (!Number.isInteger(day) || isoOf(day) !== iso) throw new RangeError(`not a calendar day: ${iso}`);
  return day;
}

export function isoOf(day: Day): string {
  let iso = isoCache.get(day);
  if (iso === undefined) {
    iso = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
    isoCache.set(day, iso);
  }
  return iso;
}

/** dd/mm/yyyy, as spreadsheets write it. */
export function ukOf(day: Day): string {
  const iso = isoOf(day);
  return `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

/** Date and time with milliseconds, as SQL Server's client saves it. */
export function stampOf(day: Day): string {
  let stamp = stampCache.get(day);
  if (stamp === undefined) {
    stamp = `${isoOf(day)} 00:00:00.000`;
    stampCache.set(day, stamp);
  }
  return stamp;
}

/** Calendar months later (or earlier), clamped to the month's end. */
export function addMonths(day: Day, months: number): Day {
  const iso = isoOf(day);
  const index = Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), index % 12];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(Number(iso.slice(8)), lastOfMonth)) / millisecondsPerDay;
}

export const addYears = (day: Day, years: number): Day => addMonths(day, years * 12);

/** Age in years and parts of a year; precise enough to steer a simulation. */
export const ageAt = (birth: Day, day: Day): number => (day - birth) / 365.25;

/** The day itself, or the Monday after when it falls on a weekend: nobody meets on a Sunday. */
export function weekday(day: Day): Day {
  const name = (day + 4) % 7;
  return name === 6 ? day + 2 : name === 0 ? day + 1 : day;
}

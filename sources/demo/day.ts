/** Calendar day as the number of days since 1 January 1970: arithmetic without time zones. */
export type Day = number;

/** Text of each day once asked for: some ten thousand days are written half a million times. */
const isoTexts: (string | undefined)[] = [];
const stampTexts: (string | undefined)[] = [];

/** `dayOf('2026-06-30')` */
export function dayOf(iso: string): Day {
  const [year = NaN, month = NaN, date = NaN] = iso.split('-').map(Number);
  const day = fromCivil(year, month, date);
  if (!Number.isInteger(day) || isoOf(day) !== iso) throw new RangeError(`not a calendar day: ${iso}`);
  return day;
}

export function isoOf(day: Day): string {
  let iso = isoTexts[day];
  if (iso === undefined) {
    const { year, month, date } = toCivil(day);
    iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
    if (day >= 0) isoTexts[day] = iso;
  }
  return iso;
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

/** Days are counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year. */
function toCivil(day: Day): Civil {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function fromCivil(year: number, month: number, date: number): Day {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** dd/mm/yyyy, as spreadsheets write it. */
export function ukOf(day: Day): string {
  const iso = isoOf(day);
  return `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

/** Date and time with milliseconds, as SQL Server's client saves it. */
export function stampOf(day: Day): string {
  let stamp = stampTexts[day];
  if (stamp === undefined) {
    stamp = `${isoOf(day)} 00:00:00.000`;
    if (day >= 0) stampTexts[day] = stamp;
  }
  return stamp;
}

/** Calendar months later (or earlier), clamped to the month's end. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = toCivil(day);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const nextMonth = toMonth === 12 ? fromCivil(toYear + 1, 1, 1) : fromCivil(toYear, toMonth + 1, 1);
  return Math.min(fromCivil(toYear, toMonth, date), nextMonth - 1);
}

export const addYears = (day: Day, years: number): Day => addMonths(day, years * 12);

/** Age in years and parts of a year; precise enough to steer a simulation. */
export const ageAt = (birth: Day, day: Day): number => (day - birth) / 365.25;

/** The day itself, or the Monday after when it falls on a weekend: nobody meets on a Sunday. */
export function weekday(day: Day): Day {
  const name = (day + 4) % 7;
  return name === 6 ? day + 2 : name === 0 ? day + 1 : day;
}

/** What a date cell says: a day as ISO text, no date, or something that is no day of the calendar. */
export type DayReading = string | null | 'impossible';

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const british = /^(\d{2})\/(\d{2})\/(\d{4})(?: \d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?$/;

/** Systems write this day where a date was never entered (data-standards trap 11). */
const noDate = '1900-01-01';

const readings = new Map<string, DayReading>();

/**
 * Reads an ISO date or datetime, or dd/mm/yyyy with or without a time; both may occur in one file.
 *
 * @example readDay('10/12/2024') // '2024-12-10'
 * @example readDay('2024-12-10 00:00:00.000') // '2024-12-10'
 * @example readDay('31/02/2024') // 'impossible'
 */
export function readDay(cell: string): DayReading {
  const known = readings.get(cell);
  if (known !== undefined) return known;
  const reading = parse(cell.trim());
  // Dates repeat endlessly in case files; garbage does not, so the memory is bounded.
  if (readings.size < 100_000) readings.set(cell, reading);
  return reading;
}

function parse(text: string): DayReading {
  if (text === '' || text.toUpperCase() === 'NULL') return null;
  const isoMatch = iso.exec(text);
  if (isoMatch !== null) return checked(isoMatch[1], isoMatch[2], isoMatch[3]);
  const britishMatch = british.exec(text);
  if (britishMatch !== null) return checked(britishMatch[3], britishMatch[2], britishMatch[1]);
  return 'impossible';
}

function checked(year = '', month = '', day = ''): DayReading {
  const text = `${year}-${month}-${day}`;
  if (text === noDate) return null;
  if (Number(year) < 1900 || Number(month) < 1 || Number(month) > 12) return 'impossible';
  return Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month)) ? text : 'impossible';
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

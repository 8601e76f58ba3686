import { addDays } from '../days.ts';
import { meansNothing } from './nothing.ts';

/** What a date cell says: a day as ISO text, no date, or something that is no day of the calendar. */
export type DayReading = string | null | 'impossible';

/** In which order day and month stand where figures alone do not tell. */
export type Order = 'day first' | 'month first';

/** Names of notations, as reports print them. */
export type Notation =
  | 'yyyy-mm-dd'
  | 'd/m/yyyy'
  | 'm/d/yyyy'
  | 'd-Mon-yyyy'
  | 'Mon d yyyy'
  | 'spreadsheet number';

const time = String.raw`(?:[T ]\s*\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,:]\d{1,9})?)?\s*(?:[AaPp]\.?[Mm]\.?)?(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?`;
const pattern = (day: string): RegExp => new RegExp(`^${day}${time}$`);
const iso = pattern(String.raw`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`);
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const figures = pattern(String.raw`(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})`);
const named = pattern(String.raw`(\d{1,2})(?:st|nd|rd|th)?[-/. ]\s*([A-Za-z]{3,9})[-/., ]\s*(\d{4}|\d{2})`);
const american = pattern(String.raw`([A-Za-z]{3,9})\s+(\d{1,2}),?\s+(\d{4})`);
const serial = /^([2-6]\d{4})(?:\.\d+)?$/;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
  'sept',
];

/** A cell taken apart; `either`: figures whose order is the column's to say. */
type Parts =
  | { readonly notation: Exclude<Notation, 'd/m/yyyy' | 'm/d/yyyy'>; readonly day: DayReading }
  | { readonly notation: 'either'; readonly a: number; readonly b: number; readonly year: number };

/** Settings of the rule book that decide how dates are read. */
export interface DateRules {
  /** Years of two figures are those from this one on. */
  readonly short_years_from: number;
  /** Values in the other order are slips, not a second notation, below this share of those that tell. */
  readonly stray_dates_percent: number;
}

function fullYear(text: string, { short_years_from: first }: DateRules): number {
  const year = Number(text);
  if (text.length === 4) return year;
  const century = Math.floor(first / 100) * 100 + year;
  return century < first ? century + 100 : century;
}

function partsOf(text: string, rules: DateRules): Parts | null {
  const figure = figures.exec(text);
  if (figure !== null) {
    return {
      notation: 'either',
      a: Number(figure[1]),
      b: Number(figure[3]),
      year: fullYear(figure[4] ?? '', rules),
    };
  }
  const isoDate = iso.exec(text) ?? compact.exec(text);
  if (isoDate !== null) {
    return { notation: 'yyyy-mm-dd', day: dayOf(Number(isoDate[1]), Number(isoDate[2]), Number(isoDate[3])) };
  }
  const word = named.exec(text);
  if (word !== null) {
    return {
      notation: 'd-Mon-yyyy',
      day: dayOf(fullYear(word[3] ?? '', rules), monthOf(word[2]), Number(word[1])),
    };
  }
  const us = american.exec(text);
  if (us !== null) {
    return { notation: 'Mon d yyyy', day: dayOf(Number(us[3]), monthOf(us[1]), Number(us[2])) };
  }
  const number = serial.exec(text);
  return number === null
    ? null
    : { notation: 'spreadsheet number', day: checked(addDays('1899-12-30', Number(number[1]))) };
}

function monthOf(name = ''): number {
  const lower = name.toLowerCase();
  const full = fullMonths.indexOf(lower);
  if (full !== -1) return full === 12 ? 9 : full + 1;
  return months.indexOf(lower) + 1;
}

function dayOf(year: number, month: number, day: number): DayReading {
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return 'impossible';
  return checked(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

function checked(day: string): DayReading {
  if (meansNothing(day)) return null;
  return day < '1900-01-01' || day > '2999-12-31' ? 'impossible' : day;
}

/** How many values of a column speak for what. */
export interface Evidence {
  readonly counts: ReadonlyMap<Notation, number>;
  /** Figures that can be either order. */
  readonly either: number;
}

/** What the values of one column, each once, say of how they are written. */
export function evidenceOf(values: Iterable<string>, rules: DateRules): Evidence {
  const counts = new Map<Notation, number>();
  let either = 0;
  const add = (notation: Notation): unknown => counts.set(notation, (counts.get(notation) ?? 0) + 1);
  for (const text of values) {
    const parts = partsOf(text, rules);
    if (parts === null) continue;
    if (parts.notation !== 'either') add(parts.notation);
    else if (parts.a > 12 && parts.b <= 12) add('d/m/yyyy');
    else if (parts.b > 12 && parts.a <= 12) add('m/d/yyyy');
    else if (parts.a !== parts.b && parts.a <= 12) either += 1;
  }
  return { counts, either };
}

/** How a column is read. */
export interface ColumnNotation {
  /** Null: orders are mixed, and only values that can be read one way are. */
  readonly order: Order | null;
  /** Whether the column itself tells, or other columns, or custom. */
  readonly by: 'column' | 'others' | 'custom';
  /** As reports print it; null for a column without a date. */
  readonly name: string | null;
}

/** The order that a column's own values tell; undefined where they do not, null where they are mixed. */
export function orderOf({ counts }: Evidence, rules: DateRules): Order | null | undefined {
  const dayFirst = counts.get('d/m/yyyy') ?? 0;
  const monthFirst = counts.get('m/d/yyyy') ?? 0;
  if (dayFirst + monthFirst === 0) return undefined;
  const stray = (100 * Math.min(dayFirst, monthFirst)) / (dayFirst + monthFirst);
  if (stray >= rules.stray_dates_percent) return null;
  return dayFirst > monthFirst ? 'day first' : 'month first';
}

/** The notation of a column, `others` being the order of the rest of the extract where it has one. */
export function notationOf(evidence: Evidence, others: Order | undefined, rules: DateRules): ColumnNotation {
  const own = orderOf(evidence, rules);
  const order = own === undefined ? (others ?? 'day first') : own;
  const by =
    own !== undefined || evidence.either === 0 ? 'column' : others === undefined ? 'custom' : 'others';
  return { order, by, name: nameOf(evidence, order, by) };
}

function nameOf({ counts, either }: Evidence, order: Order | null, by: ColumnNotation['by']): string | null {
  const words = [...counts.keys()].filter((notation) => notation !== 'd/m/yyyy' && notation !== 'm/d/yyyy');
  const hasFigures = either > 0 || counts.has('d/m/yyyy') || counts.has('m/d/yyyy');
  const figuresName =
    order === null ? 'd/m/yyyy and m/d/yyyy mixed' : order === 'day first' ? 'd/m/yyyy' : 'm/d/yyyy';
  const why =
    by === 'others'
      ? ' (as the other dates)'
      : by === 'custom'
        ? ' (could be m/d/yyyy; British order taken)'
        : '';
  const names = [...words.sort(), ...(hasFigures ? [`${figuresName}${why}`] : [])];
  return names.length === 0 ? null : names.join(', ');
}

/**
 * Reads one date cell as its column is written.
 *
 * @example readDay('10/12/2024', 'day first', rules) // '2024-12-10'
 * @example readDay('2024-12-10 00:00:00.000', 'month first', rules) // '2024-12-10'
 * @example readDay('31/02/2024', 'day first', rules) // 'impossible'
 */
export function readDay(text: string, order: Order | null, rules: DateRules): DayReading {
  const parts = partsOf(text, rules);
  if (parts === null) return 'impossible';
  if (parts.notation !== 'either') return parts.day;
  const { a, b, year } = parts;
  if (order === 'day first') return dayOf(year, b, a);
  if (order === 'month first') return dayOf(year, a, b);
  return a > 12 || a === b ? dayOf(year, b, a) : b > 12 ? dayOf(year, a, b) : 'impossible';
}

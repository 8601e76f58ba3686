/** Looks in free text for what could identify a child. It finds patterns and known case numbers, never names. */

/** Kinds of identifier that can be told by their form. */
export type IdentifierKind =
  | 'a case number of a child'
  | 'an NHS number'
  | 'a unique pupil number'
  | 'a postcode'
  | 'a date of birth'
  | 'an e-mail address'
  | 'a telephone number';

/** Shorter case numbers also occur as ordinary numbers. */
const shortest = 4;
const yearLike = /^(?:19|20)\d\d$/;

const isoDay = /\b\d{4}-\d{2}-\d{2}\b/g;
const numericDay = /\b\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})\b/g;
const writtenDay =
  /\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b/gi;
const birthWord = /(?<![a-z])(?:born|birth|birthday|birthdate|dob|d\.\s?o\.\s?b)(?![a-z])/gi;
/** Characters between a word for birth and a day that belongs to it. */
const nearBirth = 30;

const nhsNumber = /(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/g;
// A letter without I, O and S, eleven digits, and a digit (permanent) or letter (temporary number).
const pupilNumber = /(?<![a-z0-9])[a-hj-np-rt-z]\d{11}[a-hj-np-rt-z0-9](?![a-z0-9])/i;
// Forms of postcode as Royal Mail lists them; a lower-case ordinal such as "B7 3rd" is none.
const postcode =
  /(?<![a-z0-9])(?:gir ?0aa|[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d(?:\d|[abehmnprv-y])?|\d[a-hjkps-uw]) ?\d[abd-hjlnp-uw-z]{2})(?![a-z0-9])/gi;
const ordinal = /(?:1st|2nd|3rd|[04-9]th)$/;
const email = /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/i;
const telephone = /(?<![\d.,/])(?:\+44|0044|\(?0)[\d ()-]{7,16}\d(?!\d)/g;

/** The identifiers in a text, by kind; never the values. */
export function identifiersIn(text: string, caseNumbers: ReadonlySet<string>): IdentifierKind[] {
  const undated = text.replace(isoDay, ' ').replace(numericDay, ' ');
  const found: [IdentifierKind, boolean][] = [
    ['a case number of a child', hasCaseNumber(text.replace(isoDay, ' '), caseNumbers)],
    ['an NHS number', [...undated.matchAll(nhsNumber)].some(([match]) => hasCheckDigit(match))],
    ['a unique pupil number', pupilNumber.test(text)],
    ['a postcode', [...text.matchAll(postcode)].some(([match]) => !ordinal.test(match))],
    ['a date of birth', hasBirthDate(text)],
    ['an e-mail address', email.test(text)],
    ['a telephone number', [...undated.matchAll(telephone)].some(([match]) => isTelephone(match))],
  ];
  return found.filter(([, is]) => is).map(([kind]) => kind);
}

/** Case numbers as they are compared: in small letters, without those too short or too like a year to tell. */
export const comparable = (keys: Iterable<string>): Set<string> =>
  new Set(
    [...keys].map((key) => key.toLowerCase()).filter((key) => key.length >= shortest && !yearLike.test(key)),
  );

function hasCaseNumber(text: string, caseNumbers: ReadonlySet<string>): boolean {
  if (caseNumbers.size === 0) return false;
  const lower = text.toLowerCase();
  const tokens = [
    ...lower.split(/[^a-z0-9]+/),
    ...lower.split(/[^a-z0-9_-]+/),
    ...lower.split(/\s+/).map((token) => token.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')),
  ];
  return tokens.some((token) => caseNumbers.has(token));
}

/** Modulus 11 of the NHS number (NHS Data Dictionary, NHS NUMBER). */
function hasCheckDigit(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === digits[9];
}

function hasBirthDate(text: string): boolean {
  const births = [...text.matchAll(birthWord)].map(
    ({ index, 0: word }) => [index, index + word.length] as const,
  );
  if (births.length === 0) return false;
  const days = [isoDay, numericDay, writtenDay].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: day }) => [index, index + day.length] as const),
  );
  return births.some(([from, to]) =>
    days.some(([start, end]) => Math.max(start - to, from - end) <= nearBirth),
  );
}

/** British numbers have nine or ten digits after the 0 or the +44. */
function isTelephone(text: string): boolean {
  const digits = text.replace(/\(0\)/, '').replace(/\D/g, '');
  const significant = digits.replace(/^(?:0044|44|0)/, '');
  return significant.length === 9 || significant.length === 10;
}

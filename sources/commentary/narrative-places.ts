/** Days of single events, and names of schools, streets and homes, as far as their form tells them. */
import { lineAt } from './narrative-tokens.ts';
import { months } from './narrative-words.ts';

/** Where something stands that must not. */
export interface Place {
  readonly line: number;
  readonly reason: string;
}

const day = '\\d{1,2}(?:st|nd|rd|th)?';
const specificDay = new RegExp(
  [
    '\\b\\d{4}-\\d{2}-\\d{2}\\b',
    '\\b\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})\\b',
    `\\b(?:the\\s+)?${day}\\s+(?:of\\s+)?(?:${months})\\b(?:,?\\s+\\d{4})?`,
    `\\b(?:${months})\\s+${day}\\b(?:,?\\s+\\d{4})?`,
    '\\b(?:last|on|this)\\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\\b',
    "\\b(?:yesterday|christmas (?:day|eve)|boxing day|new year's (?:day|eve)|easter (?:sunday|monday)|good friday)\\b",
    '\\bbirthday\\b',
  ].join('|'),
  'giu',
);
/** A day before which something will be done, or on which a figure stands, is no event in a life. */
const deadline =
  /\b(?:by|before|until|as at|as of|no later than|quarter to|year to|quarter ended|year ended)\s+$/i;

/** Every day of a single event; `rest` is the text without its dates, so that their numbers are not read again. */
export function specificDays(plain: string): { readonly rest: string; readonly found: Place[] } {
  const found: Place[] = [];
  const rest = plain.replace(specificDay, (match, ...args) => {
    const offset = args.find((arg) => typeof arg === 'number') as number;
    if (!deadline.test(plain.slice(Math.max(0, offset - 30), offset)))
      found.push({ line: lineAt(plain, offset), reason: 'the day of a single event stands here' });
    return match.replace(/[^\n]/g, ' ');
  });
  return { rest, found };
}

const kinds =
  'School|Academy|College|Nursery|Preschool|Kindergarten|University|Hospital|Hospice|Surgery|Prison|Church|Mosque|Temple|Synagogue|Lodge|Cottage|Farm|Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Estate|Park|House|Court|Centre|Unit|Club|FC';
const named = new RegExp(
  `(?<![\\p{L}])\\p{Lu}[\\p{L}'-]+(?:\\s+(?:(?:of|the|and)\\s+)?\\p{Lu}[\\p{L}'-]+){0,4}?\\s+(?:${kinds})(?![\\p{L}])`,
  'gu',
);
const saint = /(?<!\p{L})St\.?\s+\p{Lu}\p{L}+/gu;
/** Bodies that a text must be able to name, and sentence beginnings that only look like a name. */
const general =
  /^(?:(?:The|A|An|Our|Each|Every|Their|Any|This)\s+)?(?:(?:High|Family|County|Crown|Youth|Magistrates'?|Supreme|Central Family)\s+Court|(?:The\s+)?Virtual School|Court of Appeal|Children's Centre|Family Centre|(?:The|A|An|Our|Each|Every|Their|Any|This)\s+\p{Lu}\p{L}+)$/u;
const article =
  /^(?:The|A|An|Our|Each|Every|Their|Any|This|Foster|Some|Many|Most|All|No|In|At|When|After|Before|If)\s+/;

/** Schools, streets and homes by their form, and the given names as whole words. */
export function tellingPlaces(plain: string, names: readonly string[]): Place[] {
  const reason = 'the name of a school, street, home or other place seems to stand here';
  const byForm = [named, saint].flatMap((pattern) =>
    [...plain.matchAll(pattern)]
      .filter(([match]) => !general.test(match) && article.test(match) === false)
      .map(({ index }) => ({ line: lineAt(plain, index), reason })),
  );
  const afterArticle = [...plain.matchAll(named)]
    .filter(([match]) => article.test(match) && isNamed(match))
    .map(({ index }) => ({ line: lineAt(plain, index), reason }));
  return [...byForm, ...afterArticle, ...given(plain, names).map((line) => ({ line, reason }))];
}

/** "The Willow School" is named, "The School" and "Our Virtual School" are not. */
function isNamed(match: string): boolean {
  const rest = match.replace(article, '');
  return new RegExp(`^(?:${kinds})$`).test(rest) ? false : !general.test(rest);
}

function given(plain: string, names: readonly string[]): number[] {
  const text = plain.toLowerCase();
  return names
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.length > 2)
    .flatMap((name) => {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'gu');
      return [...text.matchAll(pattern)].map(({ index }) => lineAt(text, index));
    });
}

const escaped = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('\\s+');

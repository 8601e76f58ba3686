/** Days of single events, and names of people and places. */
import nlp from 'compromise/two';
import { lineAt, type Token } from './narrative-tokens.ts';
import { everyday, months } from './narrative-words.ts';

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

/** Words that begin with a capital and name nobody: bodies that a text must be able to speak of, days, languages. */
const ordinary = new Set(
  `i i'm i've i'd i'll mum mum's dad dad's mummy daddy nan gran grandad granny auntie uncle god
  monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays january february march april may june july august september october
  november december christmas easter eid diwali halloween ramadan english maths science british england britain uk europe
  family families court courts high county crown youth magistrates magistrates' supreme central judge appeal virtual school
  schools children's children council council's councillor councillors panel board cabinet committee corporate parenting
  parents foster fostering adoption adopters carer carers service services social work worker workers manager managers director
  team teams department education health centre hub agency agencies act acts section schedule part regulation regulations
  government ofsted cafcass nhs gp camhs iro iros sgo sgos ppm fgc rag uasc it tv pe plan plans order orders placement
  reviewing officer officers independent head chief executive lead member members staying put future pledge promise`.split(
    /\s+/,
  ),
);
const aName = 'the name of a person or place seems to stand here';

/**
 * Names of people and places: a capital within a sentence, what the library knows as a name however it is written, and the
 * names given. `kept` are names that the reader for identity lets stand.
 */
export function names(
  plain: string,
  tokens: readonly Token[],
  given: readonly string[],
  kept: readonly string[],
): Place[] {
  const spared = new Set(kept.flatMap((name) => name.toLowerCase().split(/\s+/)));
  const isSpared = (word: string): boolean => ordinary.has(word) || spared.has(word.replace(/'s$/, ''));
  const capital = tokens.filter(
    ({ written, text, opens }) => !opens && /^\p{Lu}\p{L}/u.test(written) && !isSpared(text),
  );
  const known = new Set(
    (
      nlp(plain)
        .match('(#FirstName|#LastName|#Place)')
        .not('(#Demonym|#Organization)')
        .terms()
        .out('array') as string[]
    ).map(word),
  );
  const told = tokens.filter(
    ({ text, opens }) => known.has(word(text)) && !isSpared(text) && !(opens && everyday.has(text)),
  );
  const places = [...capital, ...told].map(({ line }) => ({ line, reason: aName }));
  const left = given.filter((name) => !kept.some((each) => each.toLowerCase() === name.trim().toLowerCase()));
  return [...places, ...givenNames(plain, left).map((line) => ({ line, reason: aName }))];
}

const word = (text: string): string => text.toLowerCase().replace(/[^\p{L}'-]|'s$/gu, '');

function givenNames(plain: string, names: readonly string[]): number[] {
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

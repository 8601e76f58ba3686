/**
 * Reads a text for a public paper as somebody would who wants to work out a child: small numbers beside a word for
 * children, a number that the tables keep back, the day of a single event, the name of a person, school, street or home.
 *
 * It errs on the side of refusing. What it cannot see: a name that no list knows and that is written without a capital, a
 * story that only neighbours recognise, a number told by a likeness ("as many as a week has days"), and what two texts say
 * together. Whoever signs a text off has read it for these; `readAgain` lists the lines to look at.
 */
import { identifiersIn } from './identifier.ts';
import { isBesidePeople } from './narrative-beside.ts';
import { type TableFigure, unprinted } from './narrative-figures.ts';
import { type NumberMention, numbersOf } from './narrative-numbers.ts';
import { names, type Place, specificDays } from './narrative-places.ts';
import { plainText, type Token, tokensOf } from './narrative-tokens.ts';
import { everyday, peopleNouns, sensitive, singular, telling } from './narrative-words.ts';

export type { TableFigure } from './narrative-figures.ts';

/** What a text is held against. */
export interface NarrativePolicy {
  /** The audience's least count: smaller numbers of children are not said. */
  readonly leastCount: number;
  /** Every figure of the text's question, printed or kept back; a text says no other. Left out, numbers are not compared. */
  readonly figures?: readonly TableFigure[];
  /** Names that must not stand in the text: places, homes, providers. Compared as whole words. */
  readonly names?: readonly string[];
  /** Names that the reader for identity lets stand. */
  readonly kept?: readonly string[];
}

/** Something that a text must not say. No word and no number of the text is repeated. */
export interface NarrativeFault {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * Every fault of a text, by line; none when it may be published.
 *
 * @example narrativeFaults('Two children moved home.', { leastCount: 6 })
 * // [{ line: 1, reason: 'a number below the least count stands beside a word for children' }]
 */
export function narrativeFaults(text: string, policy: NarrativePolicy): NarrativeFault[] {
  const plain = plainText(text);
  const { rest, found: days } = specificDays(plain);
  const tokens = tokensOf(rest);
  const numbers = numbersOf(tokens);
  const all = [
    ...unreadable(plain),
    ...days,
    ...names(rest, tokens, policy.names ?? [], policy.kept ?? []),
    ...identified(plain),
    ...smallNumbers(tokens, numbers, policy.leastCount),
    ...single(tokens, policy.leastCount),
    ...(policy.figures === undefined ? [] : unprinted(tokens, numbers, policy.figures)),
  ].map(({ line, reason }) => ({ line, reason }));
  const once = new Map(all.map((fault) => [`${fault.line} ${fault.reason}`, fault]));
  return [...once.values()].sort((a, b) => a.line - b.line || (a.reason < b.reason ? -1 : 1));
}

/**
 * Lines that a person must read again before the text is signed off, each with what it may be; none of its words.
 *
 * @example readAgain('He was in hospital.') // [{ line: 1, reason: 'may tell of an illness or disability' }]
 */
export function readAgain(text: string): NarrativeFault[] {
  const found = tokensOf(plainText(text)).flatMap(({ text: word, line, opens, written }) => [
    ...Object.entries(sensitive)
      .flatMap(([what, words]) => (words.has(word) ? [`may tell of ${what}`] : []))
      .map((reason) => ({ line, reason })),
    ...(opens && /^\p{Lu}/u.test(written) && everyday.has(word)
      ? [{ line, reason: 'may begin with a first name' }]
      : []),
  ]);
  const once = new Map(found.map((each) => [`${each.line} ${each.reason}`, each]));
  return [...once.values()];
}

/** Letters that this check does not read, and markup that could hide or split a number. */
function unreadable(plain: string): Place[] {
  return plain.split('\n').flatMap((line, index) => [
    ...(/[^\P{L}\p{Script=Latin}]/u.test(line)
      ? [
          {
            line: index + 1,
            reason: 'holds letters of an alphabet that cannot be checked; give it in English',
          },
        ]
      : []),
    ...(/<[a-z/!]|&#?\w+;|\]\(|https?:/i.test(line)
      ? [{ line: index + 1, reason: 'holds markup or a link, which could hide a number; write plain text' }]
      : []),
  ]);
}

function identified(plain: string): Place[] {
  return plain.split('\n').flatMap((line, index) =>
    identifiersIn(line, new Set()).map((kind) => ({
      line: index + 1,
      reason: `${kind} seems to stand here`,
    })),
  );
}

function smallNumbers(
  tokens: readonly Token[],
  numbers: readonly NumberMention[],
  leastCount: number,
): Place[] {
  return numbers
    .filter(({ sense, value }) => sense === 'count' && value > 0 && value < leastCount)
    .filter((number) => isBesidePeople(tokens, number))
    .map((number) => ({
      line: tokens[number.from]?.line ?? 1,
      reason: 'a number below the least count stands beside a word for children',
    }));
}

const determiners = new Set(['another', 'this', 'that']);

/** "A girl told us", "this young person": one child's story, whatever the number. */
function single(tokens: readonly Token[], leastCount: number): Place[] {
  if (leastCount <= 1) return [];
  return tokens.flatMap((token, at) => {
    const noun = nounAfter(tokens, at);
    if (noun === null || tokens[noun + 1]?.text === '-') return [];
    const word = tokens[noun]?.text ?? '';
    const tells =
      ((token.text === 'a' || token.text === 'an') && telling.has(word)) ||
      (determiners.has(token.text) && singular.has(word));
    return tells ? [{ line: token.line, reason: 'speaks of a single child' }] : [];
  });
}

/** Place of the first noun for people within three words after a determiner. */
function nounAfter(tokens: readonly Token[], at: number): number | null {
  for (let next = at + 1; next <= at + 4; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.sentence !== tokens[at]?.sentence) return null;
    if (/^(?:of|and|or|to|in|for|with|that|who|is|was|has|about|from)$/.test(token.text)) return null;
    if (singular.has(token.text)) return next;
    if (peopleNouns.has(token.text)) return null;
  }
  return null;
}

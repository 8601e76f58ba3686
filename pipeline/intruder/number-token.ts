/** Numbers in a text, without those of dates, ages, laws and distances, which are no figures. */

export interface Token {
  /** As written, without separators of thousands. */
  readonly number: string;
  readonly percent: boolean;
  /** Stands with children, families and the like. */
  readonly counted: boolean;
  /** Stands before "for every". */
  readonly rate: boolean;
}

const month =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)';
const counted =
  'child(?:ren)?|young (?:people|person)|boys?|girls?|famil(?:y|ies)|bab(?:y|ies)|siblings?|teenagers?|toddlers?|households?|adopters|carers|cases|reviews|meetings|orders';

/** What a number may stand in without being a figure. */
const harmless: readonly RegExp[] = [
  new RegExp(`\\b\\d{1,2} ${month}(?: \\d{4})?\\b`, 'g'),
  new RegExp(`\\b${month} \\d{4}\\b`, 'g'),
  /\b\d{4}-\d{2}(?:-\d{2})?(?:T[\d:.]+Z?)?\b/g,
  /\b(?:19|20)\d{2}(?:[/–-]\d{2,4})?\b(?!\s*%)/g,
  /\b(?:for )?(?:every|per) 10,?000\b/gi,
  /\b(?:under|over|aged?|ages|age of|aged? (?:under|over)|older than|younger than)\s+\d{1,2}s?\b(?:\s*(?:to|and|or)\s*\d{1,2}\b)?/gi,
  /\b(?:sections?|schedules?|paragraphs?|parts?|article|regulations?|question|page|step|chapter|version|WCAG|level|reading age(?: of)?|grade)\s+\d+(?:\.\d+)*[A-Z]?\b(?:\s*(?:to|and|or|,)\s*\d+\b)*/gi,
  /\bcatalogue \d+(?:\.\d+)*(?:(?:,| and) \d+(?:\.\d+)*)*/g,
  /\bnearest \d+\b/g,
  /\b\d+ figures?\b[^.(]{0,40}, \d+ (?:is|are) hidden(?: \([\d.]+%\))?/g,
  /\b\d+(?:st|nd|rd|th)\b/g,
  /\b\d+(?:\.\d+)?[ -](?:and a half )?(?:years?|months?|weeks?|hours?|minutes?|miles?|kilometres?|pixels|px|seconds)\b/gi,
  /\b[0-9a-f]{8,64}\b/g,
  /#[0-9a-f]{3,8}\b/gi,
];

/** The text without dates, ages and laws, and without the words given. */
export function strip(text: string, words: readonly string[]): string {
  let left = text.replace(/\s+/g, ' ');
  for (const word of words) left = left.split(word).join(' ~ ');
  for (const pattern of harmless) left = left.replace(pattern, ' ~ ');
  return left;
}

const written =
  /(?<![\p{L}\d_#/])(?<!\d[.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\s*(?:%|per ?cent\b))?(?![\p{L}\d_/])/gu;

/**
 * Numbers left in a stripped text.
 *
 * @example numbersIn('19% of them (185)').map(({ number }) => number) // ['19', '185']
 */
export function numbersIn(text: string): Token[] {
  return [...text.matchAll(written)].map((match) => {
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 40);
    return {
      number: `${(match[1] ?? '').replaceAll(',', '')}${match[2] ?? ''}`,
      percent: match[3] !== undefined,
      counted: new RegExp(
        `^\\s+(?:[\\p{L}’'-]+\\s+){0,2}(?:${counted})\\b|^\\s+of (?:them|the children)\\b`,
        'iu',
      ).test(after),
      rate: /^\s+(?:~|for every)/.test(after),
    };
  });
}

const smallWord = new RegExp(
  `\\b(?:one|two|three|four|five)\\s+(?:[\\p{L}’'-]+\\s+){0,2}(?:${counted})\\b`,
  'iu',
);

/** A small number in words beside children. */
export const saysSmallWord = (text: string): boolean => smallWord.test(text);

/** Numbers in the words of a file: outside `<data>` none may stand but those of dates, ages, lengths of time and the law. */
import { readFileSync } from 'node:fs';
import { csvRows } from './paper.ts';

const rows = csvRows(readFileSync(new URL('./known.csv', import.meta.url), 'utf8'));
const known = (kind: string): string[] =>
  rows.flatMap((row) => (row['kind'] === kind ? [row['text'] ?? ''] : []));
/** Questions and packs that a paper may hold. */
export const knownQuestions: ReadonlySet<string> = new Set(known('question'));
const phrases = known('phrase');

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const words =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen';
const number = `(?:\\d+(?:\\.\\d+)?|one|${words})`;
const people =
  'child(?:ren)?|young (?:people|person)|boys?|girls?|famil(?:y|ies)|bab(?:y|ies)|siblings?|brothers?|sisters?|teenagers?|toddlers?|households?|adopters?|carers?|cases|reviews|meetings|orders|adoptions';

/** What a number may stand in without being a figure. */
const harmless: readonly RegExp[] = [
  `\\b\\d{1,2} ${month}\\b(?: \\d{4}\\b)?`,
  `\\b${month} \\d{4}\\b`,
  '\\b\\d{4}-\\d{2}(?:-\\d{2})?(?:-?[qh]\\d)?(?:T[\\d:.]+Z?)?\\b',
  '\\b(?:19|20)\\d{2}(?:[/–-]\\d{2,4})?\\b(?!\\s*%)',
  `\\b(?:under|over|aged?|ages|age of|(?:older|younger) than)\\s+${number}s?\\b(?:\\s+(?:to|and|or)\\s+(?:over|under|${number})\\b)?`,
  `\\b${number}[ -](?:and a half )?(?:weeks?|months?|years?|miles?|minutes?)\\b(?: and a half\\b)?`,
  '\\band a half\\b',
  '\\b[0-9a-f]{8,64}\\b',
  '\\b\\d+\\.\\d+\\.\\d+(?:\\+[0-9a-f]+)?\\b',
].map((pattern) => new RegExp(pattern, 'gi'));

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The text without what is harmless, and without the given words, which a paper may say. */
export function strip(text: string, given: readonly string[]): string {
  let left = text.replace(/\s+/g, ' ').replace(/(^|: )\d{1,2}\. (?=\p{Lu})/gu, '$1');
  for (const each of given) if (/\d/.test(each)) left = left.split(each).join(' ~ ');
  for (const each of phrases)
    left = left.replace(new RegExp(`(?<![\\p{L}\\d])${escaped(each)}(?![\\p{L}\\d])`, 'giu'), ' ~ ');
  for (const pattern of harmless) left = left.replace(pattern, ' ~ ');
  return left;
}

/** A number of a stripped text, as written. */
export interface Said {
  readonly text: string;
  /** Null for a number in words. */
  readonly value: number | null;
  /** Whether a word for children or families stands close behind. */
  readonly counted: boolean;
}

const written = new RegExp(
  `(?<![\\p{L}\\d#&])(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?(?![\\p{L}\\d])|\\b(?:${words})\\b|\\bone (?=(?:\\p{L}+ ){0,2}(?:${people})\\b)|\\bhalf of\\b|\\bthirds?\\b(?= of)|\\bquarters?\\b(?= of)`,
  'giu',
);
const countedAfter = new RegExp(
  `^\\s*%?\\s*(?:[\\p{L}’'-]+\\s+){0,2}(?:${people})\\b|^\\s+of (?:them|the children)\\b`,
  'iu',
);

/** Numbers left in a stripped text. */
export const numbersIn = (stripped: string): Said[] =>
  [...stripped.matchAll(written)].map(({ 0: text, index }) => ({
    text: text.trim(),
    value: /^\d/.test(text) ? Number(text.replaceAll(',', '')) : null,
    counted: countedAfter.test(stripped.slice(index + text.length, index + text.length + 60)),
  }));

const ageLabel = /^(?:Under \d{1,2}|\d{1,2}(?: (?:to|and) \d{1,2}| and over)?)$/;
/** Whether the heading of a row or column says a number of its own. */
export const isPlainLabel = (label: string): boolean =>
  ageLabel.test(label) || numbersIn(strip(label, [])).length === 0;

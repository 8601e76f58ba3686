/** Cuts a text into words, numbers and signs, each with its line, so that a check can say where it stands. */

/** One word, number or sign of a text, in small letters. */
export interface Token {
  readonly text: string;
  /** As written, to tell a proper noun. */
  readonly written: string;
  /** Line of the text, from 1. */
  readonly line: number;
  /** Sentence, counted from 0: numbers and nouns are compared within one. */
  readonly sentence: number;
  /** First of its sentence, its line or what is quoted: a capital there tells no name. */
  readonly opens: boolean;
}

const fractions: Readonly<Record<string, string>> = {
  '½': ' half ',
  '¼': ' one quarter ',
  '¾': ' three quarters ',
  '⅓': ' one third ',
  '⅔': ' two thirds ',
};

/**
 * One spelling for what looks the same: signs for fractions as words, wide and raised digits as digits, no invisible
 * characters, no emphasis of Markdown. Lines stay where they are.
 */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[½¼¾⅓⅔]/g, (sign) => fractions[sign] ?? sign)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\u20e3/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\u2044/g, '/')
    .replace(/[*_~`]/g, '');
}

const pattern =
  /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:st|nd|rd|th)?|\p{L}+(?:'\p{L}+)?|[%£/-]|[.!?;]|\n[^\S\n]*\n/gu;
const ends = /^(?:[.!?;]|\n[\s\S]*)$/;

/** The tokens of a text that `plainText` has made plain. */
export function tokensOf(plain: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let sentence = 0;
  let before = 0;
  for (const { 0: written, index } of plain.matchAll(pattern)) {
    line += newlines(plain.slice(before, index));
    const opens =
      tokens.at(-1)?.sentence !== sentence || /[\n:("\u201c\u2026-]['\s]*$/.test(plain.slice(0, index));
    before = index;
    if (ends.test(written)) sentence += 1;
    else tokens.push({ text: written.toLowerCase(), written, line, sentence, opens });
  }
  return tokens;
}

const newlines = (text: string): number => text.split('\n').length - 1;

/** Line of an offset of a plain text, from 1. */
export const lineAt = (plain: string, offset: number): number => newlines(plain.slice(0, offset)) + 1;

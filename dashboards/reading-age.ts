import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import {
  attribute,
  elementsNamed,
  elementsOf,
  type PageDocument,
  type PageElement,
  parsePage,
  textOf,
} from './page-tree.ts';

/** A reader in school year `grade` (United States) is about this many years older than the grade says. */
const yearsBeforeSchool = 5;
const blocks = ['p', 'li', 'dd', 'dt', 'table', 'ul', 'ol', 'div', 'blockquote'];
/** Where the reading age is to be stated: an element with this class. */
export const readingAgePlace = 'reading-age';

/** The paragraphs and list items of a page's own content that hold no other block. */
function proseOf(page: PageDocument): readonly string[] {
  const isPlain = (element: PageElement) =>
    ['p', 'li', 'dd'].includes(element.tagName) &&
    attribute(element, 'class') !== readingAgePlace &&
    ![...elementsOf(element)].some(({ tagName }) => blocks.includes(tagName));
  return elementsNamed(page, 'main')
    .flatMap((main) => [...elementsOf(main)])
    .filter(isPlain)
    .map((element) => textOf(element).replace(/\s+/g, ' ').trim());
}

/** The sentences of some pages, each once: what does not end as a sentence (a label, a date) is none. */
export function sentencesOf(pages: readonly PageDocument[]): readonly string[] {
  const sentences = pages
    .flatMap(proseOf)
    .flatMap((text) => text.match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]+/g) ?? []);
  return [...new Set(sentences.map((sentence) => sentence.trim()))];
}

/** Words, and numbers as they are read at a glance: one word each. */
const wordsOf = (sentence: string) => sentence.match(/\d[\d,.]*%?|[A-Za-z][A-Za-z’'-]*/g) ?? [];

/**
 * The age in years at which most readers follow some sentences: the Flesch-Kincaid grade plus five.
 * @example readingAge(['The cat sat on the mat.']) < 7
 */
export function readingAge(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return (
    fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables }) + yearsBeforeSchool
  );
}

/** Says in its place what the reading age of a finished site is, rounded up to a tenth of a year. */
export function stateReadingAge(pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const place = `<p class="${readingAgePlace}">`;
  if (![...pages.values()].some((text) => text.includes(place))) return pages;
  const sentences = sentencesOf([...pages.values()].map(parsePage));
  const age = (Math.ceil(readingAge(sentences) * 10) / 10).toFixed(1);
  const said = `Measured over the ${sentences.length} different sentences of these pages, the reading age is ${age} years (Flesch-Kincaid grade plus ${yearsBeforeSchool}). Government advice is to write for a reader of 9; our aim is at most 12.`;
  return new Map([...pages].map(([path, text]) => [path, text.replace(place, `${place}${said}`)]));
}

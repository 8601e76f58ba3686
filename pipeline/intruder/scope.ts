/** What a file may rightly say: the figures of its question, and the words with numbers in them. */
import { type Figure, type FigureBook, isHidden } from './figure-book.ts';

export interface Scope {
  readonly file: string;
  readonly question: string | null;
  /** Pages that answer questions: any number in them is a figure, or it should not be there. */
  readonly strict: boolean;
  readonly figures: readonly Figure[];
  /** Labels and codes with a digit or number word in them, the longest first. */
  readonly words: readonly string[];
  readonly counts: ReadonlySet<string>;
  readonly shares: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

const explains = /(^|\/)(about|glossary|accessibility|404|help|method)[./]/i;
const countWord = /\d|\b(?:one|two|three|four|five)\b/i;

/** The scope of a file. */
export function scopeOf(file: string, question: string | null, book: FigureBook): Scope {
  const figures =
    question === null ? book.figures : book.figures.filter((each) => each.question === question);
  const of = (...statistics: string[]): Set<string> =>
    new Set(figures.filter((each) => statistics.includes(each.statistic)).flatMap(numberOf));
  const words = book.figures.flatMap(({ label, group, heading }) => [label, heading, group]);
  return {
    file,
    question,
    strict: !explains.test(file),
    figures,
    words: [...new Set(words)]
      .filter((word) => word.length > 1 && countWord.test(word))
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
    counts: of('count'),
    shares: of('percentage'),
    others: of('rate', 'mean_days', 'median_days'),
    plain: book.plain,
  };
}

/** A printed number as a page may write it. */
export const numberOf = ({ shown, text }: Figure): string[] =>
  shown.value === null ? [] : [String(shown.value), ...(text.match(/\d+(?:\.\d+)?/) ?? [])];

/** Figures that a short text speaks of by their labels and dates; empty where it names none. */
export function spokenOf(text: string, scope: Scope): Figure[] {
  const says = (word: string): boolean => word.length > 2 && wordIn(text, word);
  const labels = new Map<string, boolean>();
  const named = (word: string): boolean => {
    const known = labels.get(word) ?? says(word);
    labels.set(word, known);
    return known;
  };
  const byGroup = scope.figures.filter(({ label, breakdown }) => breakdown !== 'all' && named(label));
  const byHeading = scope.figures.filter(({ heading }) => named(heading));
  const both = byGroup.filter(({ heading }) => named(heading));
  const found = both.length > 0 ? both : byGroup.length > 0 ? byGroup : byHeading;
  const dated = found.filter(({ date }) => text.includes(date) || text.includes(longDate(date)));
  return dated.length > 0 ? dated : found;
}

const wordIn = (text: string, word: string): boolean => {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return false;
  const around = [text[at - 1] ?? ' ', text[at + word.length] ?? ' '];
  return around.every((each) => !/[\p{L}\d]/u.test(each));
};

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** @example longDate('2026-06-30') // '30 June 2026' */
export const longDate = (date: string): string =>
  `${Number(date.slice(8))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

/** The first hidden figure among those given. */
export const hiddenAmong = (figures: readonly Figure[]): Figure | undefined => figures.find(isHidden);

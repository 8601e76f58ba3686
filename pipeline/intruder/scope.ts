/** What a file may rightly say: the figures of its question, and the words with numbers in them. */
import { type Figure, type FigureBook, isHidden } from './figure-book.ts';
import { grouped } from './grouped.ts';
import { numberedTitles } from './question.ts';

export interface Scope {
  readonly file: string;
  readonly question: string | null;
  /** Pages that answer questions: any number in them is a figure, or it should not be there. */
  readonly strict: boolean;
  readonly figures: readonly Figure[];
  /** Figures of groups by the group's label. */
  readonly byLabel: ReadonlyMap<string, readonly Figure[]>;
  readonly byHeading: ReadonlyMap<string, readonly Figure[]>;
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
  const words = [
    ...numberedTitles(),
    ...book.figures.flatMap(({ label, group, heading }) => [label, heading, group]),
  ];
  return {
    file,
    question,
    strict: !explains.test(file),
    figures,
    byLabel: longEnough(
      figures.filter(({ breakdown }) => breakdown !== 'all'),
      'label',
    ),
    byHeading: longEnough(figures, 'heading'),
    words: [...new Set(words)]
      .filter((word) => word.length > 1 && countWord.test(word))
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
    counts: of('count'),
    shares: of('percentage'),
    others: of('rate', 'mean_days', 'median_days'),
    plain: book.plain,
  };
}

const longEnough = (figures: readonly Figure[], by: 'label' | 'heading'): Map<string, Figure[]> =>
  grouped(
    figures.filter((each) => each[by].length > 2),
    (each) => each[by],
  );

/** A printed number as a page may write it. */
export const numberOf = ({ shown, text }: Figure): string[] =>
  shown.value === null ? [] : [String(shown.value), ...(text.match(/\d+(?:\.\d+)?/) ?? [])];

/** Figures that a short text speaks of by their labels and dates; empty where it names none. */
export function spokenOf(text: string, { byLabel, byHeading }: Scope): Figure[] {
  const headings = new Set([...byHeading.keys()].filter((word) => wordIn(text, word)));
  const groups = [...byLabel].flatMap(([word, figures]) => (wordIn(text, word) ? figures : []));
  const both = groups.filter(({ heading }) => headings.has(heading));
  const named = [...headings].flatMap((word) => byHeading.get(word) ?? []);
  const found = both.length > 0 ? both : groups.length > 0 ? groups : named;
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

/** What the guard found. Nothing in it holds the value that was found: it would be the leak itself. */
import type { Figure } from './paper.ts';

export interface Finding {
  /** Stable word for the kind of leak. */
  readonly kind: string;
  /** File of the published folder. */
  readonly file: string;
  /** Keys of the figures that are given away; empty where a page says something that belongs to none. */
  readonly cells: readonly string[];
  /** In words, what was put together; empty where the bytes say it outright. */
  readonly because: readonly string[];
  /** One sentence for the person who has to mend it, with the rule that it breaks. */
  readonly what: string;
}

export const figuresFile = 'figures.csv';

/** A finding about printed cells. */
export const aboutCells = (
  kind: string,
  figures: readonly Pick<Figure, 'key'>[],
  what: string,
  because: readonly string[] = [],
): Finding => ({ kind, file: figuresFile, cells: figures.map(({ key }) => key), because, what });

/** A finding about the words or marks of a file. */
export const aboutFile = (
  kind: string,
  file: string,
  what: string,
  cells: readonly string[] = [],
): Finding => ({
  kind,
  file,
  cells,
  because: [],
  what,
});

/** The same finding once, in one order everywhere. */
export function distinct(found: readonly Finding[]): Finding[] {
  const byText = new Map(found.map((finding) => [JSON.stringify(finding), finding]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

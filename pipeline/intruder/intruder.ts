/**
 * The intruder: reads only bytes, those about to be published and all that the same readers ever saw, and tries to
 * work out a count that they hide. It shares no code and no tie with the step that hides.
 */
import { type Breach, distinct, type IntruderPolicy } from './breach.ts';
import { type FigureBook, figureBook } from './figure-book.ts';
import type { NationalFact } from './national.ts';
import { type PublishedFile, type PublishedFolder, publishedFiles } from './published.ts';
import { searchBytes } from './search.ts';
import { readStandings, type Standing } from './status-words.ts';
import { workOut } from './work-out.ts';

export type { Breach, IntruderPolicy } from './breach.ts';
export type { NationalFact } from './national.ts';
export type { PublishedFolder } from './published.ts';

export interface IntruderInput {
  readonly about: PublishedFolder;
  /** Every earlier edition that the same readers have seen, oldest first, withdrawn ones too. */
  readonly earlier: readonly PublishedFolder[];
  readonly policy: IntruderPolicy;
  /** What the Department has published for the same authority. */
  readonly national?: readonly NationalFact[];
}

/** The figures of a published folder. */
export interface Printed {
  readonly id: string;
  readonly book: FigureBook;
  readonly standings: ReadonlyMap<string, Standing>;
}

/**
 * Everything that gives a hidden count away; an empty list is a pass. Throws where a folder is missing or empty.
 *
 * @example await intrude({ about: { id: 'panel-2026-06-30', folder: 'out' }, earlier: [], policy })
 */
export async function intrude(input: IntruderInput): Promise<Breach[]> {
  const before = input.earlier.map((folder) => printed(folder.id, publishedFiles(folder)));
  const files = publishedFiles(input.about);
  const about = printed(input.about.id, files);
  return distinct([
    ...searchBytes(files, about.book, input.policy),
    ...(await workOut(about, before, input.policy, input.national ?? [])),
  ]);
}

const printed = (id: string, files: readonly PublishedFile[]): Printed => ({
  id,
  book: figureBook(id, files),
  standings: readStandings(files),
});

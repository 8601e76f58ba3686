/** From when until when the quarter points of a published year are the latest. */
import type { BenchmarkBook, Release } from './book.ts';
import { type Quarters, standings } from './standing.ts';

/** Quarter points of a measure and the days, half-open, on which no later year was out. */
export interface QuartersInForce extends Quarters {
  readonly year: number;
  readonly from: string;
  readonly to: string | null;
}

/** The release that a measure's year belongs to, if its publication's releases are on file. */
export function releaseOf(book: BenchmarkBook, measure: string, year: number): Release | undefined {
  const publication = book.measures.find((candidate) => candidate.dfe_measure === measure)?.publication;
  return book.releases.find((release) => release.publication === publication && release.year === year);
}

/** Day from which a year's figures are used: its release, else the day it was in print, else that of the table. */
function usableFrom(book: BenchmarkBook, measure: string, year: number): string {
  const release = releaseOf(book, measure, year);
  return release?.released_on ?? release?.known_by ?? book.source.taken_on;
}

/** Quarter points year by year. A year that was out no earlier than a later one is never in force. */
export function quartersInForce(book: BenchmarkBook, measure: string): QuartersInForce[] {
  const dated = book.yearsOf(measure).flatMap((year) => {
    const { quarters } = standings(book, measure, year);
    return quarters === null ? [] : [{ ...quarters, year, from: usableFrom(book, measure, year) }];
  });
  return dated.flatMap((entry, index) => {
    const [to = null] = dated
      .slice(index + 1)
      .map((other) => other.from)
      .sort();
    return to !== null && to <= entry.from ? [] : [{ ...entry, to }];
  });
}

/** The national tables as one authority meets them: which authority of the tables it is, or why it is none. */
import { TrackerError } from '../error.ts';
import type { RuleRow } from '../rules/contract.ts';
import type { Area, BenchmarkBook } from './book.ts';
import { findAuthority } from './find-authority.ts';

export interface AuthorityBenchmarks {
  readonly book: BenchmarkBook;
  /** The authority in the tables; null when it names none, or one that has ended. */
  readonly area: Area | null;
  /** Whether that authority is this council; what is published of a council it is only compared with says nothing of its children. */
  readonly isItself: boolean;
  /** Why there is no authority, or what is not on file for it, in a sentence for a reader; null when all is there. */
  readonly lacking: string | null;
}

interface Owner {
  readonly name: string;
  readonly path: string;
  readonly benchmark_authority: string | null;
  readonly benchmark_authority_is: 'itself' | 'another';
}

/**
 * Finds the authority that an `authority.yaml` names in `benchmark_authority`. One that has ended is told to the
 * reader; an unknown one is a fault of the configuration, as is a link to an unknown measure.
 */
export function benchmarksFor(
  book: BenchmarkBook,
  owner: Owner,
  links: readonly RuleRow<'benchmark_links'>[],
): AuthorityBenchmarks {
  checkLinks(book, links);
  const named = owner.benchmark_authority;
  const isItself = owner.benchmark_authority_is === 'itself';
  if (named === null)
    return {
      book,
      area: null,
      isItself,
      lacking: `${owner.name} names no authority of the national tables to be compared with.`,
    };
  try {
    const area = findAuthority(book, named);
    const alone = (book.neighbours.get(area.number) ?? []).length === 0;
    return {
      book,
      area,
      isItself,
      lacking: alone ? `No statistical neighbours are on file for ${area.name}.` : null,
    };
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    if (error.code === 'benchmark_authority_retired')
      return { book, area: null, isItself, lacking: `${error.message}.` };
    throw new TrackerError(
      error.failure,
      error.code,
      `${owner.path}, benchmark_authority: ${error.message}`,
      error.advice,
    );
  }
}

function checkLinks(book: BenchmarkBook, links: readonly RuleRow<'benchmark_links'>[]): void {
  const known = new Set(book.measures.map((measure) => measure.dfe_measure));
  const unknown = links.filter((link) => !known.has(link.dfe_measure));
  if (unknown.length === 0) return;
  const named = unknown.map(
    ({ measure_id, line, dfe_measure }) => `${measure_id} ${line} names ${dfe_measure}`,
  );
  throw new TrackerError(
    'usage',
    'benchmark_link_unknown',
    `benchmark_links.csv: ${named.join('; ')}: no published measure of the national tables`,
    'Use a dfe_measure of sources/benchmarks/data/measures.csv.',
  );
}

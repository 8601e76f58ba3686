import { type AuthorityBenchmarks, benchmarksFor } from '../../sources/benchmarks/authority-benchmarks.ts';
import { type BenchmarkBook, loadBenchmarks } from '../../sources/benchmarks/book.ts';
import { repositoryFile } from '../repository.ts';
import type { ConfiguredAuthority } from './configuration.ts';

/** The product's own tables do not change while it runs. */
let book: BenchmarkBook | undefined;

/** The product's national tables, read once. */
export function nationalBook(): BenchmarkBook {
  book ??= loadBenchmarks(repositoryFile('sources/benchmarks/data'));
  return book;
}

/** The national tables by authority code. An authority that they do not know stops the run before it reads. */
export function nationalTables(
  authorities: readonly Pick<ConfiguredAuthority, 'config' | 'rules'>[],
): ReadonlyMap<string, AuthorityBenchmarks> {
  const known = nationalBook();
  return new Map(
    authorities.map(({ config, rules }) => [
      config.authority,
      benchmarksFor(known, config, rules.benchmark_links),
    ]),
  );
}

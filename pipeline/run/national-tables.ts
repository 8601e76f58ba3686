import { type AuthorityBenchmarks, benchmarksFor } from '../../sources/benchmarks/authority-benchmarks.ts';
import { loadBenchmarks } from '../../sources/benchmarks/book.ts';
import { repositoryFile } from '../repository.ts';
import type { ConfiguredAuthority } from './configuration.ts';

/** Folder of the product's national tables. */
export const nationalTablesFolder = repositoryFile('sources/benchmarks/data');

/** The national tables by authority code. An authority that they do not know stops the run before it reads. */
export function nationalTables(
  authorities: readonly Pick<ConfiguredAuthority, 'config' | 'rules'>[],
): ReadonlyMap<string, AuthorityBenchmarks> {
  const book = loadBenchmarks(nationalTablesFolder);
  return new Map(
    authorities.map(({ config, rules }) => [
      config.authority,
      benchmarksFor(book, config, rules.benchmark_links),
    ]),
  );
}

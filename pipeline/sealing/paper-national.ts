/** What the Department has published of an authority, for the intruder; nothing where the tables do not hold it. */
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { benchmarksFor } from '../../sources/benchmarks/authority-benchmarks.ts';
import { loadBenchmarks } from '../../sources/benchmarks/book.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type NationalFact, nationalFacts } from '../intruder/national.ts';
import { nationalTablesFolder } from '../run/national-tables.ts';

export function loadNational(config: AuthorityConfig, rules: RuleBook): NationalFact[] {
  const book = loadBenchmarks(nationalTablesFolder);
  const { area } = benchmarksFor(book, config, rules.benchmark_links);
  if (area === null || config.benchmark_authority === null) return [];
  return nationalFacts(book, rules.benchmark_links, config.benchmark_authority);
}

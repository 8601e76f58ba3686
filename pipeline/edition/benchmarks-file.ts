/** `benchmarks.json`: each authority beside England, its region and its statistical neighbours. */
import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import type { Area, BenchmarkBook } from '../../sources/benchmarks/book.ts';
import { neighbourFigure, releaseOf, standings } from '../../sources/benchmarks/standing.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { type Benchmark, type BenchmarksFile, benchmarksFile } from './benchmark-format.ts';
import { valueTable } from './values.ts';

type Link = RuleRow<'benchmark_links'>;
type BenchmarkYear = Benchmark['years'][number];

/** Our own figure at 31 March, by measure, line, statistic, period and year. */
type OwnFigures = ReadonlyMap<string, number>;

const figureKey = (authority: string, link: Link, year: number): string =>
  JSON.stringify([authority, link.measure_id, link.line, link.statistic, link.period, year]);

/** The file's content; the figures of the edition must be taken already (`takeValues`). */
export async function benchmarksOf(
  database: Database,
  parts: readonly WarehousePart[],
): Promise<BenchmarksFile> {
  const own = await ownFigures(database);
  const compared = parts.flatMap(({ snapshot, rules, benchmarks }) =>
    benchmarks === undefined ? [] : [{ authority: snapshot.manifest.authority, rules, benchmarks }],
  );
  // Parsing leaves out what of a link is no part of the format.
  return benchmarksFile.parse({
    source: sourceOf(compared[0]?.benchmarks),
    benchmarks: compared.flatMap(({ authority, rules, benchmarks: { book, area } }) =>
      area === null ? [] : rules.benchmark_links.map((link) => benchmarkOf(authority, link, book, area, own)),
    ),
    missing: compared.flatMap(({ authority, benchmarks: { lacking } }) =>
      lacking === null ? [] : [{ authority, reason: lacking }],
    ),
  } satisfies BenchmarksFile);
}

const sourceOf = (benchmarks: AuthorityBenchmarks | undefined): string =>
  benchmarks === undefined ? '' : `${benchmarks.book.source.source}. ${benchmarks.book.source.licence}.`;

async function ownFigures(database: Database): Promise<OwnFigures> {
  const rows = await database.rows(`
    SELECT authority, measure_id, line, statistic, period, CAST(LEFT(as_at_date, 4) AS INTEGER) AS year, value
    FROM ${valueTable}
    WHERE breakdown = 'all' AND RIGHT(as_at_date, 6) = '-03-31' AND value IS NOT NULL
    ORDER BY ALL`);
  return new Map(
    rows.map((row) => {
      const { authority, measure_id, line, statistic, period, year } = row;
      return [JSON.stringify([authority, measure_id, line, statistic, period, year]), Number(row['value'])];
    }),
  );
}

function benchmarkOf(
  authority: string,
  link: Link,
  book: BenchmarkBook,
  area: Area,
  own: OwnFigures,
): Benchmark {
  const measure = book.measures.find(({ dfe_measure }) => dfe_measure === link.dfe_measure);
  if (measure === undefined) throw new Error(`${link.dfe_measure} is not in the national tables`);
  const neighbours = book.neighbours.get(area.number) ?? [];
  const years = book.yearsOf(link.dfe_measure);
  return {
    authority,
    ...link,
    dfe_name: measure.name,
    polarity: measure.polarity,
    region_name: nameOf(book, area.region),
    neighbours: neighbours.map((number) => nameOf(book, number)),
    spread: link.like_for_like ? spreadOf(book, link.dfe_measure, Math.max(...years), neighbours) : [],
    years: years.map((year) => ({
      ...publishedYear(book, area, link.dfe_measure, year),
      // Where the definitions differ, nothing of ours stands beside the published figure.
      ours: link.like_for_like ? (own.get(figureKey(authority, link, year)) ?? null) : null,
    })),
  };
}

/** Every authority that has a figure in the year, from the lowest up. */
const spreadOf = (
  book: BenchmarkBook,
  measure: string,
  year: number,
  neighbours: readonly number[],
): Benchmark['spread'] =>
  standings(book, measure, year)
    .authorities.flatMap(({ area, name, value }) =>
      value === null ? [] : [{ name, value, is_neighbour: neighbours.includes(area) }],
    )
    .sort((a, b) => a.value - b.value || (a.name < b.name ? -1 : 1));

const nameOf = (book: BenchmarkBook, number: number | null): string =>
  number === null ? '' : (book.areas.get(number)?.name ?? '');

/** One published year of an authority beside England, region and neighbours. */
export function publishedYear(
  book: BenchmarkBook,
  area: Area,
  measure: string,
  year: number,
): Omit<BenchmarkYear, 'ours'> {
  const standing = standings(book, measure, year);
  const own = standing.authorities.find((candidate) => candidate.area === area.number);
  const release = releaseOf(book, measure, year);
  const neighbours = neighbourFigure(book, measure, area.number, year);
  return {
    year,
    period_end: release?.period_end ?? `${year}-03-31`,
    released_on: release?.released_on ?? null,
    authority: book.figure(measure, area.number, year),
    england: book.figure(measure, book.england, year),
    region: book.figure(measure, area.region ?? 0, year),
    neighbours_mean: neighbours.mean,
    neighbours_median: neighbours.median,
    neighbours_counted: neighbours.counted,
    band: own?.band ?? null,
    rank: own?.rank ?? null,
    ranked: standing.ranked,
    lower_quarter: standing.quarters?.lower ?? null,
    upper_quarter: standing.quarters?.upper ?? null,
  };
}

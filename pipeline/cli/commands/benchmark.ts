import type { Command } from 'commander';
import type { Area, BenchmarkBook } from '../../../sources/benchmarks/book.ts';
import type { Published } from '../../../sources/benchmarks/contract.ts';
import { findAuthority } from '../../../sources/benchmarks/find-authority.ts';
import { TrackerError } from '../../../sources/error.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { publishedYear } from '../../edition/benchmarks-file.ts';
import { nationalBook } from '../../run/national-tables.ts';
import { type Context, parseWhole } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly of: string;
  readonly measure?: string;
  readonly year?: number;
}

/** `tracker benchmark`: how an authority stands in the national tables, without any data of its own. */
export function addBenchmark(program: Command, context: Context): void {
  program
    .command('benchmark')
    .summary('how an authority stands beside England, region and neighbours')
    .description(
      'Prints published figures of the Department for Education for one authority beside England, its region and its\n' +
        'statistical neighbours, with band (A best quarter, D worst) and rank. Needs no data of the authority.',
    )
    .requiredOption('--of <authority>', 'name or three-figure number, such as "Hertfordshire" or 919')
    .option(
      '--measure <id>',
      'measure of ours (B19) or of the Department (LACStable_2016on); all of them if left out',
    )
    .option('--year <year>', 'year to 31 March; the newest of each measure if left out', parseWhole)
    .addHelpText('after', '\nExample:\n  tracker benchmark --of "Hertfordshire" --measure B19 --year 2025')
    .action((options: Options) => {
      for (const line of benchmarkLines(options, context)) context.console.say(line);
    });
}

function benchmarkLines(options: Options, { rooms }: Context): string[] {
  const book = nationalBook();
  const area = findAuthority(book, options.of);
  const chosen = measuresOf(book, rooms.rulesFolder, options.measure);
  const rows = chosen.flatMap((measure) => yearRows(book, area, measure, options));
  if (rows.length === 0) throw noYear(book, chosen, options);
  const region = area.region === null ? '' : (book.areas.get(area.region)?.name ?? '');
  const header = [
    'measure',
    'year',
    area.name,
    'England',
    region,
    'mean',
    'median',
    'of',
    'band',
    'rank',
    'name',
  ];
  return [
    `${area.name} (${area.number}), ${region}`,
    `Statistical neighbours, nearest first: ${neighbourNames(book, area)}`,
    '',
    ...table(header, rows),
    '',
    'mean, median: of the neighbours that have a figure (of: how many). rank: 1 is best. "-": not published, no polarity or no figure.',
    `${book.source.source}. ${book.source.licence}.`,
  ];
}

function neighbourNames(book: BenchmarkBook, area: Area): string {
  const names = (book.neighbours.get(area.number) ?? []).map((number) => book.areas.get(number)?.name ?? '');
  return names.length === 0 ? 'none are on file' : names.join(', ');
}

/** Published measures that were asked for; ours are found through the links. */
function measuresOf(book: BenchmarkBook, rulesFolder: string, asked: string | undefined): string[] {
  const all = book.measures.map(({ dfe_measure }) => dfe_measure);
  if (asked === undefined) return all;
  const wanted = asked.toLowerCase();
  const published = all.find((measure) => measure.toLowerCase() === wanted);
  if (published !== undefined) return [published];
  const { benchmark_links: links } = loadRules(rulesFolder, {
    authority: 'nobody',
    procedure: 'unnamed',
    rules: null,
  });
  const linked = links.filter(({ measure_id }) => measure_id.toLowerCase() === wanted);
  if (linked.length > 0) return [...new Set(linked.map(({ dfe_measure }) => dfe_measure))];
  const ours = [...new Set(links.map(({ measure_id }) => measure_id))];
  throw new TrackerError(
    'usage',
    'benchmark_measure_unknown',
    `no published measure is called, or stands beside, "${asked}"`,
    `Ours with a published measure: ${ours.join(', ')}. The Department's: ${all.join(', ')}.`,
  );
}

function yearRows(book: BenchmarkBook, area: Area, measure: string, { year }: Options): string[][] {
  const years = book.yearsOf(measure);
  const shown = year ?? years.at(-1);
  if (shown === undefined || !years.includes(shown)) return [];
  const found = publishedYear(book, area, measure, shown);
  return [
    [
      measure,
      String(shown),
      words(found.authority),
      words(found.england),
      words(found.region),
      decimal(found.neighbours_mean),
      decimal(found.neighbours_median),
      String(found.neighbours_counted),
      found.band ?? '-',
      found.rank === null ? '-' : `${found.rank} of ${found.ranked}`,
      book.measures.find(({ dfe_measure }) => dfe_measure === measure)?.name ?? '',
    ],
  ];
}

function noYear(book: BenchmarkBook, measures: readonly string[], { year }: Options): TrackerError {
  const years = [...new Set(measures.flatMap((measure) => book.yearsOf(measure)))].sort();
  return new TrackerError(
    'usage',
    'benchmark_year_unknown',
    `the national tables hold no year ${year} of ${measures.length === 1 ? measures[0] : 'any measure'}`,
    `Years on file: ${years.join(', ')}.`,
  );
}

const words = ({ value, symbol }: Published): string => (value === null ? (symbol ?? '-') : String(value));

/** One decimal, as the Department's tools print an average. */
const decimal = (value: number | null): string =>
  value === null ? '-' : String(Math.round(value * 10) / 10);

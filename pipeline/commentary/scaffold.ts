/** What the live edition says of a line, and a commentary on it to be filled in: figures as comments, then every field, empty. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type FrontMatter, frontMatterKeys } from '../../sources/commentary/contract.ts';
import { isMonthEnd } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { type BenchmarksFile, benchmarksFile } from '../edition/benchmark-format.ts';
import { type ChartsFile, chartsFile } from '../edition/chart-format.ts';
import { sameLine } from '../edition/commentary-file.ts';
import { commentaryFile } from '../edition/commentary-format.ts';
import type { MeasureMeta } from '../edition/format.ts';
import type { LineKey } from '../edition/key-format.ts';
import { type TrackingFile, trackingFile } from '../edition/tracking-format.ts';
import { publishedValues, valuesFile } from '../edition/values.ts';
import type { DataFolders } from '../folders.ts';
import { liveEdition } from '../shelf/live.ts';
import { boardEdition, measuresOf } from '../shelf/shelf.ts';
import { quoted, withDatabase } from '../warehouse/database.ts';

/** One total. Numbers are as written in the file; null where it has none. */
interface Total {
  readonly statistic: string;
  readonly period: string;
  readonly as_at_date: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly value: string | null;
  readonly unit: string;
  readonly status: string;
}

/** What an edition says of the line. */
export interface LineFigures {
  readonly key: LineKey;
  readonly asAt: string;
  readonly measure: MeasureMeta;
  readonly totals: readonly Total[];
  readonly charts: ChartsFile;
  readonly benchmarks: BenchmarksFile;
  /** Who answers for the line by the authority's procedure, as roles; empty where it says nothing. */
  readonly role: string;
}

export const hints: Readonly<Partial<Record<keyof FrontMatter, string>>> = {
  why: 'must be filled in',
  action: 'must be filled in: what is being done, by people who can do it',
  owner_role: 'must be filled in: who answers, as a role, never a name',
  by_when: 'must be filled in: a day such as 2026-09-30',
  what_happened: 'may be left empty, as may the rest',
  status: 'planned, under way, done or stopped; planned when left empty',
  expires_on: 'the last day on which this still speaks for the figure; by_when when left empty',
  author_role: 'a role, never a name; owner_role when left empty',
  approved_on: 'leave empty while this is a draft',
};

/** File name of a scaffold: `2026-06-30-t3-not_placed.md`. */
export const scaffoldName = ({ key, asAt }: Pick<LineFigures, 'key' | 'asAt'>): string =>
  `${asAt}-${key.measure_id.toLowerCase()}-${key.line}.md`;

/** Text of the file. */
export function scaffold(figures: LineFigures): string {
  const { key, asAt } = figures;
  const given: Readonly<Record<string, string>> = { measure: key.measure_id, line: key.line, as_at: asAt };
  const field = (name: keyof FrontMatter): string => {
    const hint = hints[name];
    return `${name}:${given[name] === undefined ? '' : ` ${given[name]}`}${hint === undefined ? '' : ` # ${hint}`}`;
  };
  return [
    '---',
    ...figureLines(figures).map((line) => `# ${line}`),
    ...frontMatterKeys.map(field),
    '---',
    '',
  ].join('\n');
}

/** Name of a figure's line: that of its measure, and its own where it is not the main one. */
export function lineName({ key, measure }: Pick<LineFigures, 'key' | 'measure'>): string {
  const own = measure.lines.find((line) => line.line === key.line)?.name ?? key.line;
  return key.line === 'main' ? measure.plain_name : `${measure.plain_name}: ${own}`;
}

/** What the edition says of a line, a sentence each. */
export function figureLines(figures: LineFigures): string[] {
  const { key, asAt, measure, totals, charts, benchmarks, role } = figures;
  const name = measure.lines.find((line) => line.line === key.line)?.name ?? key.line;
  const period = measure.periods[0] ?? 'as_at';
  const now = totals.filter((total) => total.as_at_date === asAt && total.period === period);
  return [
    `${measure.measure_id} ${measure.name}: ${name}, as at ${asAt}`,
    ...now.map((total) => `${total.statistic}: ${amount(total)}. ${total.status}`),
    ...rules(measure, key, asAt),
    ...travel(charts, key),
    ...months(measure, totals, asAt, period),
    ...benchmark(benchmarks, key),
    ...(role === '' ? [] : [`answers for it by the procedure: ${role}`]),
  ].map((line) => line.replace(/\s+/g, ' '));
}

const amount = ({ value, numerator, denominator, unit }: Total): string => {
  const of = denominator === null ? '' : ` (${numerator ?? '-'} of ${denominator})`;
  const rounded = value !== null && unit === 'percent' ? String(Math.round(Number(value) * 10) / 10) : value;
  return `${rounded ?? 'no value'}${value === null ? '' : ` ${unit}`}${of}`;
};

function rules({ targets }: MeasureMeta, key: LineKey, asAt: string): string[] {
  return targets
    .filter(
      (rule) => rule.authority === key.authority && rule.line === key.line && rule.effective_from <= asAt,
    )
    .filter((rule) => rule.effective_to === null || rule.effective_to > asAt)
    .map((rule) => `rule: ${rule.in_words}${rule.agreed ? '' : ' (proposed, not agreed)'}`);
}

function travel({ charts, travel: all }: ChartsFile, key: LineKey): string[] {
  const words = all.filter((each) => sameLine(each, key) && each.word !== null);
  const moved = all.flatMap((each) => (sameLine(each, key) && each.movements !== null ? [each] : []));
  const causes = charts.filter((chart) => sameLine(chart, key) && chart.kind !== 'stock');
  return [
    ...words.map((each) => `travel: ${each.word} (${each.method}, ${each.statistic} ${each.period})`),
    ...moved.map(
      ({ points, movements }) =>
        `movements: ${movements?.joined} joined and ${movements?.departed} left in the ${points} months to ${movements?.year_end}`,
    ),
    ...causes.map(
      (chart) => `variation: ${flowName(chart)}${chart.variation}${chart.trial ? ' (trial limits)' : ''}`,
    ),
  ];
}

const flowName = ({ statistic }: ChartsFile['charts'][number]): string =>
  statistic === 'joined' || statistic === 'left' ? `${statistic}, ` : '';

/** The last three month-ends before the day, by the measure's headline; by counts where the line has no such figure. */
function months(measure: MeasureMeta, totals: readonly Total[], asAt: string, period: string): string[] {
  const before = totals.filter(
    (total) => total.period === period && total.as_at_date < asAt && isMonthEnd(total.as_at_date),
  );
  const of = (statistic: string): readonly Total[] => before.filter((each) => each.statistic === statistic);
  const shown = of(measure.headline_statistic).length > 0 ? of(measure.headline_statistic) : of('count');
  if (shown.length === 0) return [];
  return [
    `months before: ${shown
      .slice(-3)
      .map((total) => `${total.as_at_date} ${amount(total)}`)
      .join('; ')}`,
  ];
}

function benchmark({ benchmarks }: BenchmarksFile, key: LineKey): string[] {
  return benchmarks
    .filter((each) => sameLine(each, key) && each.like_for_like)
    .flatMap((each) => {
      const year = each.years
        .filter(({ england }) => england.value !== null)
        .sort((a, b) => b.year - a.year)[0];
      if (year === undefined) return [];
      const band = year.band === null ? '' : `, band ${year.band}`;
      return [
        `benchmark (${each.statistic}): England ${year.england.value}, published for this authority ${year.authority.value ?? year.authority.symbol ?? 'nothing'}${band}, year to ${year.period_end}`,
      ];
    });
}

/** The live edition without its values. */
interface LiveFigures {
  readonly editionId: string;
  readonly asAt: string;
  readonly folder: string;
  readonly measures: readonly MeasureMeta[];
  /** Lines of the authority that are Red. */
  readonly red: readonly LineKey[];
  /** Charts of the authority. */
  readonly charts: ChartsFile;
  readonly benchmarks: BenchmarksFile;
  /** Lines of the authority's procedure. */
  readonly tracking: TrackingFile['lines'];
}

/** Reads it; an error when nothing is live or it holds nothing of the authority. */
export function liveFigures(folders: DataFolders, authority: string): LiveFigures {
  const live = liveEdition(folders);
  if (live === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const edition = boardEdition(folders, live);
  if (!edition.manifest.authorities.some((each) => each.authority === authority))
    throw new TrackerError(
      'usage',
      'authority_not_in_edition',
      `${live} holds nothing of ${authority}.`,
      `It holds: ${edition.manifest.authorities.map((each) => each.authority).join(', ')}.`,
    );
  const read = <T>(name: string, schema: z.ZodType<T>): T =>
    schema.parse(JSON.parse(readFileSync(join(edition.folder, 'data', name), 'utf8')));
  const charts = read('charts.json', chartsFile);
  const { due } = read('commentary.json', commentaryFile);
  return {
    editionId: live,
    asAt: edition.manifest.as_at_date,
    folder: edition.folder,
    measures: measuresOf(edition),
    red: due.filter((each) => each.authority === authority && each.because !== 'special cause'),
    charts: {
      charts: charts.charts.filter((each) => each.authority === authority),
      travel: charts.travel.filter((each) => each.authority === authority),
      movement: charts.movement.filter((each) => each.authority === authority),
      outliers: charts.outliers.filter((each) => each.authority === authority),
    },
    benchmarks: read('benchmarks.json', benchmarksFile),
    tracking: existsSync(join(edition.folder, 'data', 'tracking.json'))
      ? read('tracking.json', trackingFile).lines.filter((each) => each.authority === authority)
      : [],
  };
}

/** The figures of one line; the rated one when none is named. */
export async function lineFigures(
  live: LiveFigures,
  authority: string,
  measureId: string,
  lineKey: string | null,
): Promise<LineFigures> {
  const measure = live.measures.find((each) => each.measure_id.toLowerCase() === measureId.toLowerCase());
  if (measure === undefined)
    throw new TrackerError(
      'usage',
      'measure_unknown',
      'There is no measure of that id.',
      `There are: ${live.measures.map((each) => each.measure_id).join(', ')}.`,
    );
  const line = lineKey ?? measure.rated_line;
  if (!measure.lines.some((each) => each.line === line))
    throw new TrackerError(
      'usage',
      'line_unknown',
      `${measure.measure_id} has no such line.`,
      `It has: ${measure.lines.map((each) => each.line).join(', ')}.`,
    );
  const key = { authority, measure_id: measure.measure_id, line };
  const { asAt, charts, benchmarks } = live;
  const totals = await lineTotals(live.folder, key);
  return { key, asAt, measure, totals, charts, benchmarks, role: roleOf(live.tracking, key) };
}

/** Roles of the procedure's lines that this line gives the figure of, each once. */
const roleOf = (tracking: TrackingFile['lines'], { measure_id, line }: LineKey): string =>
  [
    ...new Set(
      tracking
        .filter((each) => each.measure_id === measure_id && each.measure_line === line && each.role !== '')
        .map(({ role }) => role),
    ),
  ].join('; ');

/** Totals of one line, in order of period, statistic and day. */
function lineTotals(editionFolder: string, { authority, measure_id, line }: LineKey): Promise<Total[]> {
  return withDatabase(
    ':memory:',
    async (database) =>
      (await database.rows(`
        SELECT statistic, period, as_at_date, numerator, denominator, value, unit, status
        FROM ${publishedValues(valuesFile(editionFolder))}
        WHERE breakdown = 'all' AND authority = ${quoted(authority)}
          AND measure_id = ${quoted(measure_id)} AND line = ${quoted(line)}
        ORDER BY period, statistic, as_at_date`)) as unknown as Total[],
  );
}

import type { z } from 'zod';
import type {
  availability,
  limitInForce,
  MeasureMeta,
  MeasureValue,
  measureLine,
  Status,
  targetInForce,
} from '../../pipeline/edition/format.ts';
import { statistics } from '../../pipeline/edition/key-format.ts';
import { onceAnEdition, type PublishedEdition } from '../edition.ts';
import { isMonthEnd } from './day.ts';

export type Statistic = MeasureValue['statistic'];
export type Unit = MeasureValue['unit'];
export type Line = z.infer<typeof measureLine>;
export type Target = z.infer<typeof targetInForce>;
export type Limit = z.infer<typeof limitInForce>;
export type Availability = z.infer<typeof availability>;

/** Everything a page prints about one line, group, period and day. */
export interface Figure {
  readonly measure: MeasureMeta;
  readonly line: Line;
  readonly day: string;
  readonly count: number | null;
  readonly denominator: number | null;
  readonly percent: number | null;
  /** Per 10,000 residents under 18. */
  readonly rate: number | null;
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  /** On how many cases a mean or a median rests. */
  readonly timed: number | null;
  readonly longestDays: number | null;
  readonly status: Status;
  readonly provisional: boolean;
  readonly target: Target | undefined;
  readonly availability: Availability | undefined;
}

/** Which figure of a measure is wanted; what is left out means the whole authority at the edition's own date. */
export interface FigureChoice {
  readonly line?: string;
  readonly period?: MeasureValue['period'];
  readonly breakdown?: MeasureValue['breakdown'];
  readonly group?: string;
}

const noRating: Status = 'No rating - context';
const isInForce = (rule: { effective_from: string; effective_to: string | null }, day: string) =>
  rule.effective_from <= day && (rule.effective_to === null || rule.effective_to > day);
const isFor = (rule: { authority: string }, authority: string) =>
  rule.authority === authority || rule.authority === '*';

/** A line of a measure by its key; an unknown key is described by itself. */
export function lineOf(measure: MeasureMeta, key: string): Line {
  return (
    measure.lines.find(({ line }) => line === key) ?? {
      line: key,
      name: key,
      denominator_name: '',
      rated: false,
      has_longest_wait: false,
      chart: '',
    }
  );
}

/** The rating rule of a line on a day; of several, the latest to begin. */
function targetOf(measure: MeasureMeta, authority: string, line: string, day: string): Target | undefined {
  return measure.targets
    .filter((target) => target.line === line && isFor(target, authority) && isInForce(target, day))
    .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0];
}

/** Whether an authority's files can feed a line. */
export function availabilityOf(
  measure: MeasureMeta,
  authority: string,
  line: string,
): Availability | undefined {
  return measure.availability.find((entry) => isFor(entry, authority) && entry.line === line);
}

/** The period that a measure's headline is of: the first that its rules name. */
export function headlinePeriod(measure: MeasureMeta): MeasureValue['period'] {
  return measure.periods[0] ?? 'as_at';
}

type Values = ReadonlyMap<Statistic, MeasureValue>;

function assemble(measure: MeasureMeta, authority: string, line: Line, day: string, values: Values): Figure {
  const of = (statistic: Statistic) => values.get(statistic);
  const target = targetOf(measure, authority, line.line, day);
  const main = of(measure.headline_statistic) ?? of('percentage') ?? of('count');
  const rated =
    [of(target?.statistic ?? measure.headline_statistic), ...values.values()].find(
      (value) => value !== undefined && value.status !== noRating,
    ) ?? main;
  return {
    measure,
    line,
    day,
    count: of('count')?.value ?? of('percentage')?.numerator ?? null,
    denominator: of('percentage')?.denominator ?? of('count')?.denominator ?? null,
    percent: of('percentage')?.value ?? null,
    rate: of('rate')?.value ?? null,
    meanDays: of('mean_days')?.value ?? null,
    medianDays: of('median_days')?.value ?? null,
    timed: of('mean_days')?.numerator ?? of('median_days')?.numerator ?? null,
    longestDays: of('longest_days')?.value ?? null,
    status: rated?.status ?? 'Not available',
    provisional: main?.provisional ?? false,
    target,
    availability: availabilityOf(measure, authority, line.line),
  };
}

/** The figure of a line on the edition's as-at date. */
export function figureOf(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  choice: FigureChoice = {},
): Figure {
  return figureAt(edition, authority, measure, edition.manifest.as_at_date, choice);
}

function figureAt(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  day: string,
  choice: FigureChoice,
): Figure {
  const key = keyOf(authority, measure, choice);
  const values = statistics.flatMap((statistic) => {
    const value = edition.values.at({ ...key, statistic }, day);
    return value === undefined ? [] : [[statistic, value] as const];
  });
  return assemble(measure, authority, lineOf(measure, choice.line ?? 'main'), day, new Map(values));
}

function keyOf(authority: string, measure: MeasureMeta, choice: FigureChoice) {
  return {
    authority,
    measure_id: measure.measure_id,
    line: choice.line ?? 'main',
    period: choice.period ?? headlinePeriod(measure),
    breakdown: choice.breakdown ?? 'all',
    group: choice.group ?? 'all',
  };
}

const seriesRead = onceAnEdition<readonly Figure[]>();

/** Every figure of a line over time, in order of day; read once for all the pages that show it. */
export function figureSeries(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  choice: FigureChoice = {},
): readonly Figure[] {
  const name = Object.values(keyOf(authority, measure, choice)).join('\n');
  return seriesRead(edition, name, () => readSeries(edition, authority, measure, choice));
}

function readSeries(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  choice: FigureChoice,
): readonly Figure[] {
  const key = keyOf(authority, measure, choice);
  const days = new Map<string, Map<Statistic, MeasureValue>>();
  for (const statistic of statistics)
    for (const value of edition.values.series({ ...key, statistic }))
      days.set(
        value.as_at_date,
        (days.get(value.as_at_date) ?? new Map<Statistic, MeasureValue>()).set(statistic, value),
      );
  const line = lineOf(measure, choice.line ?? 'main');
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, values]) => assemble(measure, authority, line, day, values));
}

/** The figures of the month-ends among a series. */
export function monthEnds(series: readonly Figure[]): readonly Figure[] {
  return series.filter(({ day }) => isMonthEnd(day));
}

/** Is the figure one of a month that the edition sees only part of? */
export function isPartMonth(figure: Figure, period: MeasureValue['period']): boolean {
  return period === 'month' && !isMonthEnd(figure.day);
}

/** The number that a measure is known by: its headline statistic. */
export function headlineValue(figure: Figure): number | null {
  const values: Record<Statistic, number | null> = {
    count: figure.count,
    percentage: figure.percent,
    rate: figure.rate,
    mean_days: figure.meanDays,
    median_days: figure.medianDays,
    longest_days: figure.longestDays,
  };
  return values[figure.measure.headline_statistic];
}

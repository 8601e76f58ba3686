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
import type { PublishedEdition } from '../edition.ts';
import { isMonthEnd } from './day.ts';

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
export function targetOf(
  measure: MeasureMeta,
  authority: string,
  line: string,
  day: string,
): Target | undefined {
  return measure.targets
    .filter((target) => target.line === line && isFor(target, authority) && isInForce(target, day))
    .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0];
}

/** The limits in force on a day, as data: "six months" and the like. */
export function limitsOf(measure: MeasureMeta, authority: string, day: string): readonly Limit[] {
  return measure.limits.filter((limit) => isFor(limit, authority) && isInForce(limit, day));
}

/** Whether an authority's files can feed a line. */
export function availabilityOf(
  measure: MeasureMeta,
  authority: string,
  line: string,
): Availability | undefined {
  return measure.availability.find((entry) => isFor(entry, authority) && entry.line === line);
}

/** The period that a measure's headline is of: the day itself for stocks, the month for flows. */
export function headlinePeriod(measure: MeasureMeta): MeasureValue['period'] {
  return measure.periods.includes('as_at') ? 'as_at' : (measure.periods[0] ?? 'as_at');
}

function assemble(
  measure: MeasureMeta,
  authority: string,
  line: Line,
  day: string,
  values: {
    count: MeasureValue | undefined;
    percent: MeasureValue | undefined;
    longest: MeasureValue | undefined;
  },
): Figure {
  const main = values.percent ?? values.count;
  const rated =
    [values.percent, values.count].find((value) => value !== undefined && value.status !== noRating) ?? main;
  return {
    measure,
    line,
    day,
    count: values.count?.value ?? values.percent?.numerator ?? null,
    denominator: values.percent?.denominator ?? values.count?.denominator ?? null,
    percent: values.percent?.value ?? null,
    longestDays: values.longest?.value ?? null,
    status: rated?.status ?? 'Not available',
    provisional: main?.provisional ?? false,
    target: targetOf(measure, authority, line.line, day),
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
  const value = (statistic: MeasureValue['statistic']) =>
    edition.values.at({ ...keyOf(authority, measure, choice), statistic }, day);
  return assemble(measure, authority, lineOf(measure, choice.line ?? 'main'), day, {
    count: value('count'),
    percent: value('percentage'),
    longest: value('longest_days'),
  });
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

/** Every figure of a line over time, in order of day. */
export function figureSeries(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  choice: FigureChoice = {},
): readonly Figure[] {
  const series = (statistic: MeasureValue['statistic']) =>
    new Map(
      edition.values
        .series({ ...keyOf(authority, measure, choice), statistic })
        .map((value) => [value.as_at_date, value] as const),
    );
  const [counts, percents, longest] = [series('count'), series('percentage'), series('longest_days')];
  const days = [...new Set([...counts.keys(), ...percents.keys()])].sort();
  const line = lineOf(measure, choice.line ?? 'main');
  return days.map((day) =>
    assemble(measure, authority, line, day, {
      count: counts.get(day),
      percent: percents.get(day),
      longest: longest.get(day),
    }),
  );
}

/** The figures of the month-ends among a series. */
export function monthEnds(series: readonly Figure[]): readonly Figure[] {
  return series.filter(({ day }) => isMonthEnd(day));
}

/** Is the figure one of a month that the edition sees only part of? */
export function isPartMonth(figure: Figure, period: MeasureValue['period']): boolean {
  return period === 'month' && !isMonthEnd(figure.day);
}

/** The number that a measure's trend is drawn from. */
export function headlineValue(figure: Figure): number | null {
  return figure.measure.headline_statistic === 'percentage' ? figure.percent : figure.count;
}

/**
 * How authorities stand beside one another in a published year, as the Department's Local Authority Interactive
 * Tool works it out. Everything is decided on whole numbers (millionths), so that an edge is an edge.
 */
import type { Area, BenchmarkBook, DfeMeasure, Release } from './book.ts';
import type { Published } from './contract.ts';

const bands = ['A', 'B', 'C', 'D'] as const;
/** Quarter of the authorities after polarity: A is the best, D the worst. */
type Band = (typeof bands)[number];

/** Quarter points, rounded to six decimals. */
export interface Quarters {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
}

/** One authority in one year of a measure. */
export interface Standing extends Published {
  readonly area: number;
  readonly name: string;
  /** Null without a value, without polarity, or where the Department shows no band. */
  readonly band: Band | null;
  /** 1 is best, ties share the smaller rank; null without a value or polarity. */
  readonly rank: number | null;
}

/** All authorities in one year of a measure. */
interface YearStanding {
  readonly measure: string;
  readonly year: number;
  /** Null when no authority has a value. */
  readonly quarters: Quarters | null;
  /** How many authorities are ranked; null without polarity. */
  readonly ranked: number | null;
  /** Every authority of the table, retired ones included, by number. */
  readonly authorities: readonly Standing[];
}

const million = 1_000_000;
const millionths = (value: number): number => Math.round(value * million);

/** Four times a quarter point, in millionths, as a whole number. */
type QuarterPoint = number;

/**
 * The point below which `quarter` quarters of the values lie, by linear interpolation between order statistics
 * (R's type 7): the interpolation's weight is a number of quarters, so four times the point is whole.
 */
function quarterPoint(sorted: readonly number[], quarter: 1 | 2 | 3): QuarterPoint {
  const steps = (sorted.length - 1) * quarter;
  const low = Math.floor(steps / 4);
  const weight = steps % 4;
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[low + 1] ?? below;
  return (4 - weight) * below + weight * above;
}

const pointValue = (point: QuarterPoint): number => Math.round(point / 4) / million;

interface Points {
  readonly lower: QuarterPoint;
  readonly middle: QuarterPoint;
  readonly upper: QuarterPoint;
}

function pointsOf(values: readonly number[]): Points | null {
  if (values.length === 0) return null;
  const sorted = values.map(millionths).sort((a, b) => a - b);
  return { lower: quarterPoint(sorted, 1), middle: quarterPoint(sorted, 2), upper: quarterPoint(sorted, 3) };
}

/**
 * Quarter points of the values, or null when there are none.
 *
 * @example quarterPoints([1, 2, 3, 4]) // { lower: 1.75, middle: 2.5, upper: 3.25 }
 */
export function quarterPoints(values: readonly number[]): Quarters | null {
  const points = pointsOf(values);
  if (points === null) return null;
  return {
    lower: pointValue(points.lower),
    middle: pointValue(points.middle),
    upper: pointValue(points.upper),
  };
}

/**
 * Band of a value among all values. A value on a quarter point falls on the lower side: the better one where
 * less is better (Low), the worse one where more is better (High).
 */
export function bandOf(
  value: number,
  values: readonly number[],
  polarity: DfeMeasure['polarity'],
): Band | null {
  const points = pointsOf(values);
  return points === null ? null : bandAt(value, points, polarity);
}

function bandAt(value: number, points: Points, polarity: DfeMeasure['polarity']): Band | null {
  if (polarity === '-') return null;
  const at = millionths(value) * 4;
  const quarter = at <= points.lower ? 0 : at <= points.middle ? 1 : at <= points.upper ? 2 : 3;
  return bands[polarity === 'Low' ? quarter : 3 - quarter] ?? null;
}

/** Place among all values, the best first; those that tie share the smaller. Null without polarity. */
export function rankOf(
  value: number,
  values: readonly number[],
  polarity: DfeMeasure['polarity'],
): number | null {
  if (polarity === '-') return null;
  const at = millionths(value);
  const better = values.map(millionths).filter((other) => (polarity === 'Low' ? other < at : other > at));
  return better.length + 1;
}

/** Authorities of the table, those that no longer exist included: each counts in the years it has a value. */
const authoritiesOf = (book: BenchmarkBook): Area[] =>
  [...book.areas.values()]
    .filter(({ kind }) => kind === 'authority' || kind === 'retired')
    .sort((a, b) => a.number - b.number);

/**
 * Band and rank of every authority in one year of a measure.
 *
 * @example standings(loadBenchmarks('sources/benchmarks/data'), 'LACDistance', 2025).ranked // 151
 */
export function standings(book: BenchmarkBook, measure: string, year: number): YearStanding {
  const meta = book.measures.find((candidate) => candidate.dfe_measure === measure);
  if (meta === undefined) throw new RangeError(`no published measure is called ${measure}`);
  const figures = authoritiesOf(book).map((area) => ({
    area,
    figure: book.figure(measure, area.number, year),
  }));
  const values = figures.flatMap(({ figure }) => (figure.value === null ? [] : [figure.value]));
  const points = pointsOf(values);
  const authorities = figures.map(({ area, figure }) => {
    const { value } = figure;
    const band =
      value === null || points === null || meta.no_quartile ? null : bandAt(value, points, meta.polarity);
    const rank = value === null ? null : rankOf(value, values, meta.polarity);
    return { area: area.number, name: area.name, ...figure, band, rank };
  });
  const ranked = meta.polarity === '-' ? null : values.length;
  return { measure, year, quarters: quarterPoints(values), ranked, authorities };
}

/** What the neighbours of an authority have in common in a year. */
interface NeighbourFigure {
  /** Mean of those that have a value, as the Interactive Tool shows it; rounded to six decimals. */
  readonly mean: number | null;
  /** Median of the same, as the Children's Social Care Dashboard shows it. */
  readonly median: number | null;
  /** How many of the neighbours have a value. */
  readonly counted: number;
}

/** Mean and median of the statistical neighbours of an authority; nulls when none has a value. */
export function neighbourFigure(
  book: BenchmarkBook,
  measure: string,
  area: number,
  year: number,
): NeighbourFigure {
  const values = (book.neighbours.get(area) ?? [])
    .flatMap((number) => book.figure(measure, number, year).value ?? [])
    .map(millionths)
    .sort((a, b) => a - b);
  const counted = values.length;
  if (counted === 0) return { mean: null, median: null, counted };
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    mean: Math.round(sum / counted) / million,
    median: pointValue(quarterPoint(values, 2)),
    counted,
  };
}

/** Quarter points of a measure and the days, half-open, on which no later year was out. */
interface QuartersInForce extends Quarters {
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

const valuesOf = (book: BenchmarkBook, measure: string, year: number): number[] =>
  authoritiesOf(book).flatMap(({ number }) => book.figure(measure, number, year).value ?? []);

/** Quarter points year by year. A year that was out no earlier than a later one is never in force. */
export function quartersInForce(book: BenchmarkBook, measure: string): QuartersInForce[] {
  const dated = book.yearsOf(measure).flatMap((year) => {
    const quarters = quarterPoints(valuesOf(book, measure, year));
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

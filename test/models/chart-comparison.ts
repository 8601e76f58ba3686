/** The models' chart of a series beside that of the second implementation. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { repositoryFile } from '../../pipeline/repository.ts';
import { type Chart, chartOf, type Point } from '../reference/control-chart.ts';
import type { Settings } from '../reference/control-limits.ts';
import type { ChartedPoint, ChartedSeries, GivenSeries } from './chart-warehouse.ts';
import { monthEndOf } from './generated-series.ts';

const shipped: Settings = Object.fromEntries(
  (
    parse(readFileSync(repositoryFile('sources/rules/settings.csv'), 'utf8'), { columns: true }) as {
      key: string;
      value: string;
    }[]
  ).map(({ key, value }) => [key, Number(value)]),
);

/** Chart of the second implementation. */
export function expectedChart(given: GivenSeries): Chart | null {
  return chartOf(
    {
      months: given.months.map((figure, index) => ({ lastDay: monthEndOf(index), figure })),
      polarity: given.polarity ?? 'none',
      changes: given.changes ?? [],
      ...(given.target === undefined ? {} : { target: given.target.target }),
      ...(given.chart === 'rare' ? { rareEvents: given.eventDays ?? [] } : {}),
    },
    { ...shipped, ...given.settings },
  );
}

/** Means and limits leave the warehouse with six decimals: half the last one, and 1e-9 for the binary fraction. */
const printed = 0.000_000_5 + 1e-9;

/** Every difference between the two, in words; empty where they agree. */
export function differences(expected: Chart | null, { chart, points }: ChartedSeries): string[] {
  if (expected === null) return chart === null && points.length === 0 ? [] : ['a chart of nothing'];
  if (chart === null) return ['no chart'];
  const found = (['kind', 'trial', 'variation', 'assurance'] as const).flatMap((key) =>
    chart[key] === expected[key] ? [] : [`${key}: ${chart[key]}, not ${expected[key]}`],
  );
  if (points.length !== expected.points.length)
    return [...found, `${points.length} points, not ${expected.points.length}`];
  return [...found, ...expected.points.flatMap((point, index) => pointDifferences(point, points[index]))];
}

function pointDifferences(expected: Point, actual: ChartedPoint | undefined): string[] {
  if (actual === undefined) return ['a point is missing'];
  const at = `point ${actual.sequence} (${actual.as_at_date})`;
  const words = [
    [actual.special_cause, expected.kind],
    [actual.sense, expected.sense],
  ].flatMap(([is, should]) => (is === should ? [] : [`${at}: ${is}, not ${should}`]));
  const figures = [
    ['value', actual.value, expected.value],
    ['mean', actual.mean, expected.mean],
    ['lower limit', actual.whole_lower, expected.lower],
    ['upper limit', actual.whole_upper, expected.upper],
    ['printed lower limit', actual.lower, expected.printedLower],
    ['printed upper limit', actual.upper, expected.printedUpper],
  ] as const;
  return [
    ...words,
    ...figures.flatMap(([name, is, should]) =>
      near(is, should) ? [] : [`${at}: ${name} ${is}, not ${should}`],
    ),
  ];
}

const near = (is: unknown, should: number | null): boolean =>
  is === null || should === null ? is === should : Math.abs(Number(is) - should) <= printed;

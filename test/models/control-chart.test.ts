/** The models' control charts beside a second implementation, written apart from them (measures catalogue 2.4). */
import { beforeAll, describe, expect, it } from 'vitest';
import { size } from '../proofs/sizes.ts';
import type { Chart } from '../reference/control-chart.ts';
import { differences, expectedChart } from './chart-comparison.ts';
import { type ChartedSeries, chartsOf, type GivenSeries } from './chart-warehouse.ts';
import { generatedSeries } from './generated-series.ts';

/** The series printed with NHSRplotthedots. */
const published = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1].map((numerator) => ({ numerator }));
const days = ['01-05', '02-05', '03-05', '04-05', '05-05', '05-10', '05-20', '06-10', '07-10', '08-10'];
const eventDays = days.map((day) => `2010-${day}`);
const monthsOfEvents = Array.from({ length: 10 }, (_, month) => ({
  numerator: eventDays.filter((day) => Number(day.slice(5, 7)) === month + 1).length,
}));
const share = (numerator: number, denominator: number) => ({ numerator, denominator });
const counts = (numerators: readonly number[]) => numerators.map((numerator) => ({ numerator }));
/** Values whose distances from each other are these, up and down by turns. */
function zigzag(ranges: readonly number[]): number[] {
  const values = [100];
  for (const [index, range] of ranges.entries())
    values.push((values.at(-1) ?? 0) + (index % 2 === 0 ? range : -range));
  return values;
}
/** Not fewer than three a month: the months are charted, not the days between. */
const threeAMonth: Pick<GivenSeries, 'months' | 'chart' | 'eventDays'> = {
  months: counts([3, 3, 3, 3, 3]),
  chart: 'rare',
  eventDays: ['01', '02', '03', '04', '05'].flatMap((month) =>
    ['03', '11', '26'].map((day) => `2010-${month}-${day}`),
  ),
};

const worked: GivenSeries[] = [
  { name: 'screened', months: published, settings: { xmr_screen: 1 } },
  { name: 'unscreened', months: published, settings: { xmr_screen: 0 } },
  // 3 standard errors of 36 are a quarter exactly: a point on the limit is not beyond it.
  {
    name: 'on-limit',
    months: [...Array<[number, number]>(8).fill([18, 36]), [27, 36], [9, 36], [50, 100], [50, 100]].map(
      ([numerator, denominator]) => share(numerator as number, denominator as number),
    ),
  },
  // Ten in thirty and a hundred in three hundred: all on the mean, whatever the decimals.
  { name: 'thirds', months: Array.from({ length: 14 }, (_, i) => (i % 2 ? share(100, 300) : share(10, 30))) },
  // 25 per cent from the mean denominator is not yet far, 26 is.
  {
    name: 'spread25',
    months: Array.from({ length: 14 }, (_, i) => share(10 + ((i * i) % 7), i % 2 ? 125 : 75)),
  },
  {
    name: 'spread26',
    months: Array.from({ length: 14 }, (_, i) => share(10 + ((i * i) % 7), i % 2 ? 126 : 74)),
  },
  // Twice the standard error of 36 is a sixth exactly: 24 of 36 is not near the limit.
  {
    name: 'not-near',
    months: [
      ...[18, 18, 18, 18, 18, 18, 24, 24, 19, 18, 12, 12, 17].map((numerator) => share(numerator, 36)),
      ...[share(50, 100), share(50, 100)],
    ],
  },
  { name: 'seven-rising', months: counts([0, 20, 0, 20, 0, 20, 5, 6, 7, 8, 9, 10, 11, 0, 20, 0, 20]) },
  { name: 'six-rising', months: counts([0, 20, 0, 20, 0, 20, 5, 6, 7, 8, 9, 10, 0, 20, 0, 20]) },
  // 33 ranges of 1,000 in all: one of 99 is exactly 3.267 times their mean, and is screened out.
  { name: 'on-screen', months: counts(zigzag([99, ...Array(27).fill(28), ...Array(5).fill(29)])) },
  // Limits, mean and target in one place: neither above nor below.
  {
    name: 'on-target',
    months: counts([4, 4, 4, 4, 4, 4]),
    polarity: 'High',
    target: { family: 'Z', polarity: 'High', target: 4 },
  },
  { name: 'three-a-month', ...threeAMonth },
  { name: 'no-figure', months: [share(0, 0), null, share(0, 0)] },
  { name: 'four', months: published.slice(0, 4) },
  { name: 'five', months: published.slice(0, 5) },
  { name: 'twelve', months: published.slice(0, 12) },
  { name: 'thirteen', months: published.slice(0, 13) },
  { name: 'one-event', months: [{ numerator: 1 }], chart: 'rare', eventDays: ['2010-01-05'] },
  { name: 'month-start', months: monthsOfEvents, chart: 'rare', eventDays, changes: ['2010-05-01'] },
  { name: 'mid-month', months: monthsOfEvents, chart: 'rare', eventDays, changes: ['2010-05-15'] },
];
const generated = Array.from({ length: size('chartedSeries') }, (_, index) =>
  generatedSeries(20_260_630, index),
);

let charts: ReadonlyMap<string, ChartedSeries> = new Map();
beforeAll(async () => {
  charts = await chartsOf([...worked, ...generated]);
});

const found = (given: GivenSeries): string[] =>
  differences(expectedChart(given), charts.get(given.name) as ChartedSeries);
const workedSeries = (name: string): GivenSeries => worked.find((one) => one.name === name) as GivenSeries;

describe('the published example', () => {
  it.each([
    ['screened', '1.94', '4.60', '-0.72'],
    ['unscreened', '1.94', '6.95', '-3.06'],
  ])('%s: mean %s, limits %s and %s in both implementations', (name, mean, upper, lower) => {
    const [point] = charts.get(name)?.points ?? [];
    const [second] = expectedChart(workedSeries(name))?.points ?? [];
    const two = (value: unknown): string => Number(value).toFixed(2);
    expect([point?.mean, point?.whole_upper, point?.whole_lower].map(two)).toEqual([mean, upper, lower]);
    expect([second?.mean, second?.upper, second?.lower].map(two)).toEqual([mean, upper, lower]);
    // A count cannot be below nought.
    expect(point?.lower).toBe(0);
    const outside = charts.get(name)?.points.filter(({ special_cause }) => special_cause !== 'common cause');
    expect(outside?.map(({ value, sense }) => [value, sense])).toEqual([[10, 'high']]);
  });
});

describe('worked edges', () => {
  it.each(worked.map((one) => [one.name, one] as const))('%s is charted alike', (_, given) => {
    expect(found(given)).toEqual([]);
  });

  it.each([
    ['on-limit', 'p'],
    ['spread25', 'xmr'],
    ['spread26', 'p'],
    ['month-start', 'days_between'],
    ['three-a-month', 'xmr'],
  ])('%s is a chart of kind %s', (name, kind) => {
    expect(expectedChart(workedSeries(name))?.kind).toBe(kind);
  });

  it.each([
    ['not-near', 'near limit', 0],
    ['seven-rising', 'trend', 7],
    ['six-rising', 'trend', 0],
    ['thirds', 'common cause', 14],
  ])('%s has points of the kind %s: %i', (name, kind, count) => {
    const kinds = expectedChart(workedSeries(name))?.points.map((point) => point.kind) ?? [];
    expect(kinds.filter((one) => one === kind)).toHaveLength(count);
  });
});

describe('generated series', () => {
  it.each(generated.map((one) => [`${one.name} (${one.shape})`, one] as const))(
    '%s: every point, mean and limit alike',
    (_, given) => {
      expect(found(given)).toEqual([]);
    },
  );

  it('between them show every kind of chart, point, sense and assurance', () => {
    const all = generated.map(expectedChart).filter((chart): chart is Chart => chart !== null);
    const points = all.flatMap((chart) => chart.points);
    const distinct = (values: unknown[]): unknown[] => [...new Set(values)].map(String).sort();
    expect(distinct(all.map(({ kind }) => kind))).toEqual(['days_between', 'p', 'xmr']);
    expect(distinct(points.map(({ kind }) => kind))).toEqual([
      'common cause',
      'near limit',
      'outside',
      'shift',
      'trend',
    ]);
    expect(distinct(points.map(({ sense }) => sense))).toEqual([
      'common cause',
      'concern',
      'high',
      'improvement',
      'low',
    ]);
    expect(distinct(all.map(({ assurance }) => assurance))).toEqual([
      'consistently fails',
      'consistently passes',
      'inconsistent',
      'null',
    ]);
  });
});

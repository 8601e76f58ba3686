/** Control charts through the models: the published worked example, and every form of bad or awkward series. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ChartedSeries,
  chartsOf,
  type GivenMonth,
  type GivenSeries,
  percent,
} from './chart-warehouse.ts';

const counts = (...values: (number | null)[]): (GivenMonth | null)[] =>
  values.map((numerator) => (numerator === null ? null : { numerator }));
const golden = counts(1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1);

const series: GivenSeries[] = [
  { name: 'golden', months: golden },
  { name: 'unscreened', months: golden, settings: { xmr_screen: 0 } },
  {
    name: 'shares',
    months: [...Array.from({ length: 14 }, (_, i) => percent(50 + (i % 3))), percent(12.3456)],
  },
  {
    name: 'wide',
    months: Array.from({ length: 14 }, (_, i) => ({
      numerator: 5 + (i % 2),
      denominator: i === 3 ? 40 : 20,
    })),
  },
  { name: 'shuffled', months: [...golden].reverse() },
];
let charted: ReadonlyMap<string, ChartedSeries>;
const of = (name: string): ChartedSeries => charted.get(name) ?? { chart: null, points: [] };

beforeAll(async () => {
  charted = await chartsOf(series);
}, 300_000);

describe('the published worked example', () => {
  it('has its mean and both pairs of limits', () => {
    const [first] = of('golden').points;
    expect(first).toMatchObject({ mean: 1.944444, lower: 0 });
    expect(first?.whole_upper?.toFixed(2)).toBe('4.60');
    expect(first?.whole_lower?.toFixed(2)).toBe('-0.72');
    const [other] = of('unscreened').points;
    expect(other?.whole_upper?.toFixed(2)).toBe('6.95');
    expect(other?.whole_lower?.toFixed(2)).toBe('-3.06');
  });

  it('flags its one outlier, without polarity as high', () => {
    const special = of('golden').points.filter((point) => point.special_cause !== 'common cause');
    expect(special.map((point) => [point.sequence, point.special_cause, point.sense])).toEqual([
      [5, 'outside', 'high'],
    ]);
    expect(of('golden').chart).toMatchObject({ kind: 'xmr', screened: true, trial: false, points: 18 });
    expect(of('unscreened').chart).toMatchObject({ screened: false });
  });
});

describe('a series of shares', () => {
  it('is an XmR chart of them where denominators are alike, exact to six decimals', () => {
    expect(of('shares').chart).toMatchObject({ kind: 'xmr', unit: 'percent' });
    expect(of('shares').points.at(-1)).toMatchObject({
      value: 12.3456,
      special_cause: 'outside',
      sense: 'low',
    });
  });

  it('has limits by each denominator where they vary widely', () => {
    const { chart, points } = of('wide');
    expect(chart).toMatchObject({ kind: 'p', screened: false });
    const share = (7 * 5 + 7 * 6) / (13 * 20 + 40);
    const reach = (n: number): number => 300 * Math.sqrt((share * (1 - share)) / n);
    for (const [index, point] of points.entries()) {
      expect(point.mean).toBeCloseTo(100 * share, 5);
      expect(point.upper).toBeCloseTo(100 * share + reach(index === 3 ? 40 : 20), 5);
      expect(point.lower).toBeCloseTo(Math.max(0, 100 * share - reach(index === 3 ? 40 : 20)), 5);
    }
  });
});

it('looks the same from the other end: mean and limits do not know the order of time', () => {
  const limits = ({ points }: ChartedSeries): unknown => [
    points[0]?.mean,
    points[0]?.upper,
    points[0]?.lower,
  ];
  expect(limits(of('shuffled'))).toEqual(limits(of('golden')));
});

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BenchmarkBook, loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import {
  bandOf,
  neighbourFigure,
  quarterPoints,
  quartersInForce,
  rankOf,
  releaseOf,
  standings,
} from '../../../sources/benchmarks/standing.ts';
import { repository } from '../../support/source-folder.ts';

const book = loadBenchmarks(join(repository, 'sources/benchmarks/data'));
const hertfordshire = 919;

const place = (measure: string, year = 2025): string => {
  const { authorities, ranked } = standings(book, measure, year);
  const own = authorities.find(({ area }) => area === hertfordshire);
  return `${own?.rank} of ${ranked} ${own?.band}`;
};

describe('quarter points', () => {
  it('are R type 7: by hand for one to five values', () => {
    expect(quarterPoints([])).toBeNull();
    expect(quarterPoints([7])).toEqual({ lower: 7, middle: 7, upper: 7 });
    expect(quarterPoints([2, 1])).toEqual({ lower: 1.25, middle: 1.5, upper: 1.75 });
    expect(quarterPoints([4, 1, 3, 2])).toEqual({ lower: 1.75, middle: 2.5, upper: 3.25 });
    expect(quarterPoints([10, 20, 30, 40, 50])).toEqual({ lower: 20, middle: 30, upper: 40 });
  });

  it('are reached, not overstepped: a value on a point falls on the lower side', () => {
    const values = [10, 20, 30, 40, 50];
    const low = values.map((value) => bandOf(value, values, 'Low'));
    expect(low).toEqual(['A', 'A', 'B', 'C', 'D']);
    const high = values.map((value) => bandOf(value, values, 'High'));
    expect(high).toEqual(['D', 'D', 'C', 'B', 'A']);
    expect(bandOf(20.1, values, 'Low')).toBe('B');
    expect(bandOf(20.1, values, 'High')).toBe('C');
  });

  it('keep an edge an edge where binary fractions would not', () => {
    const values = [14.1, 14.1, 14.1, 14.1, 14.1, 14.1, 14.1, 20];
    expect(bandOf(14.1, values, 'Low')).toBe('A');
    expect(bandOf(0.3, [0.1, 0.2, 0.3, 0.4, 0.5], 'Low')).toBe('B');
  });

  it('leave no band and no rank without polarity', () => {
    expect(bandOf(1, [1, 2, 3], '-')).toBeNull();
    expect(rankOf(1, [1, 2, 3], '-')).toBeNull();
  });

  it('leave no more than a quarter of the steps strictly beyond the upper or below the lower point', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 160 }), (values) => {
        const points = quarterPoints(values);
        if (points === null) return false;
        const above = values.filter((value) => value > points.upper).length;
        const below = values.filter((value) => value < points.lower).length;
        const most = Math.ceil((values.length - 1) / 4);
        return above <= most && below <= most && points.lower <= points.upper;
      }),
    );
  });
});

describe('rank', () => {
  it('is best first, and those that tie share the smaller', () => {
    const values = [5, 3, 3, 9];
    expect(values.map((value) => rankOf(value, values, 'Low'))).toEqual([3, 1, 1, 4]);
    expect(values.map((value) => rankOf(value, values, 'High'))).toEqual([2, 3, 3, 1]);
  });
});

describe('standings of a published year', () => {
  it('are the yardsticks of Hertfordshire in 2025', () => {
    expect(place('LACDistance')).toBe('105 of 151 C');
    expect(place('LACStable_2016on')).toBe('78 of 151 C');
    expect(place('LAC_LongStable%')).toBe('30 of 150 A');
    expect(place('%_of LAC Adopted')).toBe('109 of 130 D');
    expect(place('LAC_Foster_Placements')).toBe('95 of 151 C');
    expect(place('LACHealth%')).toBe('116 of 151 D');
    expect(place('LAC')).toBe('null of null null');
  });

  it('count an authority that has ended in the years it has a figure', () => {
    const then = standings(book, 'LACDistance', 2019).authorities.find(({ area }) => area === 836);
    const now = standings(book, 'LACDistance', 2025).authorities.find(({ area }) => area === 836);
    expect(then?.rank).not.toBeNull();
    expect(now).toMatchObject({ value: null, symbol: '-', band: null, rank: null });
  });

  it('give no band where the measure has none, and say when a measure is unknown', () => {
    const measures = book.measures.map((row) => ({ ...row, no_quartile: true }));
    const unbanded = standings({ ...book, measures }, 'LACDistance', 2025).authorities;
    expect(new Set(unbanded.map(({ band }) => band))).toEqual(new Set([null]));
    expect(unbanded.find(({ area }) => area === hertfordshire)?.rank).toBe(105);
    expect(() => standings(book, 'nothing', 2025)).toThrow('nothing');
    expect(standings(book, 'Stability_SocialWorker', 2025).quarters).toBeNull();
  });
});

describe('the neighbours', () => {
  it('have a mean and a median, over those that have a figure', () => {
    expect(neighbourFigure(book, '%_of LAC Adopted', hertfordshire, 2025)).toEqual({
      mean: 9.555556,
      median: 7,
      counted: 9,
    });
    expect(neighbourFigure(book, 'LAC', hertfordshire, 2025)).toEqual({
      mean: 51.5,
      median: 52,
      counted: 10,
    });
    expect(neighbourFigure(book, 'LACDistance', hertfordshire, 2025)).toMatchObject({
      mean: 25.2,
      median: 23.5,
    });
  });

  it('have neither when none is on file or none has a figure', () => {
    const none = { mean: null, median: null, counted: 0 };
    expect(neighbourFigure({ ...book, neighbours: new Map() }, 'LAC', hertfordshire, 2025)).toEqual(none);
    expect(neighbourFigure(book, 'Stability_School', hertfordshire, 2020)).toEqual(none);
  });
});

describe('quarter points in force', () => {
  it('hold from the release until the next, and a year that no source dates never overtakes a later one', () => {
    const spans = quartersInForce(book, 'LACDistance').map(({ year, from, to }) => [year, from, to]);
    expect(spans).toEqual([
      [2019, '2019-12-05', '2020-12-10'],
      [2020, '2020-12-10', '2021-11-18'],
      [2021, '2021-11-18', '2022-11-17'],
      [2022, '2022-11-17', '2023-11-20'],
      [2023, '2023-11-20', '2025-11-24'],
      [2025, '2025-11-24', null],
    ]);
    expect(quartersInForce(book, 'LACDistance').at(-1)).toMatchObject({ lower: 13, middle: 18, upper: 24 });
  });

  it('are those of the newest year from the day of the table where no release is on file', () => {
    expect(quartersInForce(book, 'Number_Foster_Places(New)')).toMatchObject([
      { year: 2025, from: '2026-04-30', to: null },
    ]);
    expect(releaseOf(book, 'Number_Foster_Places(New)', 2025)).toBeUndefined();
  });

  it('skip a year in which no authority has a figure', () => {
    const silent: BenchmarkBook = {
      ...book,
      figure: (measure, area, year) =>
        year === 2025 ? { value: null, symbol: 'c' } : book.figure(measure, area, year),
    };
    expect(quartersInForce(silent, 'LACDistance').at(-1)).toMatchObject({ year: 2024, from: '2026-04-30' });
  });
});

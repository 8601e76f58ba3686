import { describe, expect, it } from 'vitest';
import { countsBehind } from '../../../pipeline/disclosure/word-bounds.ts';

const list = {
  family: 'Z',
  statistic: 'percentage',
  polarity: 'Low',
  target: 0,
  floor: null,
  tolerance: 10,
  minimum_denominator: 10,
} as const;
const limit = { ...list, family: 'C', polarity: 'High', target: 95, floor: 85, tolerance: null } as const;

describe('counts behind a rating in words', () => {
  it.each([
    ['Green - at or above target', 60, list, { lower: 0, upper: 0 }],
    ['Amber - above floor', 60, list, { lower: 1, upper: 6 }],
    ['Red - below floor', 60, list, { lower: 7, upper: 60 }],
    ['Too few to rate', 9, list, { lower: 0, upper: 9 }],
    ['Green - at or above target', 60, limit, { lower: 57, upper: 60 }],
    ['Amber - above floor', 60, limit, { lower: 51, upper: 56 }],
    ['Red - below floor', 60, limit, { lower: 0, upper: 50 }],
  ] as const)('%s of %i', (status, of, rule, range) => {
    expect(countsBehind(status, of, rule)).toEqual(range);
  });

  it('are not known of a rule that is not on a share', () => {
    expect(countsBehind('Red - below floor', 60, { ...limit, statistic: 'mean_days' })).toBeNull();
    expect(countsBehind('Red - below floor', 60, { ...limit, family: 'N', target: null })).toBeNull();
  });
});

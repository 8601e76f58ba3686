import { describe, expect, it } from 'vitest';
import {
  childrenText,
  daysText,
  percentText,
  waitInWords,
  wholeNumber,
} from '../../dashboards/components/number-format.ts';

const compliance = { family: 'C', polarity: 'High', target: 95, floor: 85, tolerance: null } as const;
const drift = { family: 'Z', polarity: 'Low', target: 0, floor: null, tolerance: 2 } as const;

describe('a percentage', () => {
  it.each([
    [94.2, compliance, '94%'],
    [94.6, compliance, '94.6%'],
    [94.97, compliance, '94.97%'],
    [95, compliance, '95%'],
    [84.5, compliance, '84.5%'],
    [84.4, compliance, '84%'],
    [0, drift, '0%'],
    [0.3, drift, '0.3%'],
    [0.04, drift, '0.04%'],
    [2, drift, '2%'],
    [2.3, drift, '2.3%'],
    [2.6, drift, '3%'],
    [99.7, undefined, '99.7%'],
    [100, undefined, '100%'],
    [12.5, undefined, '13%'],
  ] as const)('%s beside its limits is %s', (value, limits, text) => {
    expect(percentText(value, limits)).toBe(text);
  });
});

describe('a wait', () => {
  it.each([
    [412, '2026-06-30', '13 months 2 weeks'],
    [365, '2026-06-30', '12 months'],
    [31, '2026-07-31', '1 month'],
    [28, '2026-02-28', '4 weeks'],
    [59, '2026-03-01', '2 months'],
    [365, '2024-02-29', '11 months 4 weeks'],
    [14, '2026-06-30', '2 weeks'],
  ])('of %s days to %s is %s', (days, asAt, text) => {
    expect(waitInWords(days, asAt)).toBe(text);
  });

  it('is in days too', () => {
    expect([daysText(1), daysText(1034)]).toEqual(['1 day', '1,034 days']);
  });
});

describe('a count', () => {
  it('has its thousands separated, whatever the locale', () => {
    expect([
      wholeNumber(999),
      wholeNumber(12345),
      wholeNumber(1234567),
      childrenText(1),
      childrenText(2),
    ]).toEqual(['999', '12,345', '1,234,567', '1 child', '2 children']);
  });
});

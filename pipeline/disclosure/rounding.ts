/** What a rounded figure tells: the whole numbers that round to it. */
import type { Equation, Interval } from './cell.ts';
import { noEnd } from './cell.ts';

/** The nearest multiple; a count halfway goes up. A base of 1 leaves the count as it is. */
export const roundedTo = (count: number, base: number): number =>
  Math.floor((2 * count + base) / (2 * base)) * base;

/**
 * The counts behind a rounded one. Zero is never rounded, and no count from 1 to below `leastCount` is printed, which
 * a reader knows too: of 3 to 7 only 6 and 7 are left behind a printed 5 when the least count is 6.
 */
export function roundedInterval(count: number, base: number, leastCount: number): Interval {
  if (base <= 1 || count === 0) return { lower: count, upper: count };
  const printed = roundedTo(count, base);
  const lower = Math.ceil(printed - base / 2);
  const upper = Math.ceil(printed + base / 2) - 1;
  return { lower: Math.min(count, Math.max(lower, leastCount, 1)), upper };
}

/**
 * What a printed percentage says of its two counts: the share lies within half a step of what is printed.
 * `step` is in percent: 1 for whole percentages, 0.1 for one decimal.
 */
export function percentageEquations(
  id: string,
  numerator: string,
  denominator: string,
  printed: number,
  step: number,
): Equation[] {
  // in thousandths of a percent, so that every coefficient is a whole number
  const low = Math.round((printed - step / 2) * 1000);
  const high = Math.round((printed + step / 2) * 1000);
  const times = (percent: number): readonly (readonly [string, number])[] => [
    [numerator, 100_000],
    [denominator, -percent],
  ];
  const far = noEnd * 100_000;
  return [
    { id: `${id} at least`, terms: times(low), lower: 0, upper: far },
    { id: `${id} at most`, terms: times(high), lower: -far, upper: 0 },
  ];
}

/** What a rounded figure tells: the whole numbers that round to it. */
import type { Interval } from './cell.ts';

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

import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { wholeNumber } from './number-format.ts';

/** What a figure counts. */
export type Counted = MeasureMeta['counts'];

const singular: Readonly<Record<Counted, string>> = {
  children: 'child',
  households: 'household',
  families: 'family',
  cases: 'case',
  reviews: 'review',
  meetings: 'meeting',
  orders: 'order',
  places: 'place',
};

const isCounted = (word: string): word is Counted => Object.hasOwn(singular, word);

/** What a line counts: what its measure does, unless the line is named after something else, as `children` of meetings. */
export function countedBy({ counts }: MeasureMeta, line: string): Counted {
  return isCounted(line) ? line : counts;
}

/** The noun for a number: `child` for one, `children` for any other. */
export function countNoun(count: number, counts: Counted): string {
  return count === 1 ? singular[counts] : counts;
}

/**
 * A number and what it counts.
 * @example countText(1, 'families') === '1 family'
 */
export function countText(count: number, counts: Counted): string {
  return `${wholeNumber(count)} ${countNoun(count, counts)}`;
}

/** The heading of a column of counts: what they count, where all of them count the same. */
export function countHeading(counted: readonly Counted[]): string {
  const [first, ...others] = new Set(counted);
  if (first === undefined || others.length > 0) return 'Number';
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
}

/** Which counts a rating in words leaves possible. A word beside a hidden count is a bound on it. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { Interval } from './cell.ts';

type Target = Pick<
  RuleRow<'targets'>,
  'family' | 'statistic' | 'polarity' | 'target' | 'floor' | 'tolerance' | 'minimum_denominator'
>;

/** The first word of a status: Green, Amber, Red, Too, No. */
const colourOf = (status: string): string => status.split(' ')[0] ?? '';

/** The rating of so many of so many by a rule of family C or Z on percentages; null where the rule is of another kind. */
function colour(count: number, of: number, rule: Target): string | null {
  if (rule.target === null || rule.statistic !== 'percentage') return null;
  if (of === 0 || of < rule.minimum_denominator) return 'Too';
  const amount = count * 100;
  if (rule.family === 'Z')
    return amount <= rule.target * of ? 'Green' : amount <= (rule.tolerance ?? 0) * of ? 'Amber' : 'Red';
  if (rule.family !== 'C') return null;
  const reaches = (edge: number): boolean =>
    rule.polarity === 'High' ? amount >= edge * of : amount <= edge * of;
  return reaches(rule.target) ? 'Green' : reaches(rule.floor ?? rule.target) ? 'Amber' : 'Red';
}

/**
 * The counts, out of a total that is shown, under which the rule says this word. Null where the word cannot be traced
 * back to the count alone; such a word is hidden.
 *
 * @example countsBehind('Green - at or above target', 60, { family: 'Z', target: 0, tolerance: 5, ... }) // { lower: 0, upper: 0 }
 */
export function countsBehind(status: string, of: number, rule: Target): Interval | null {
  const word = colourOf(status);
  const says = Array.from({ length: of + 1 }, (_, count) => colour(count, of, rule));
  if (says.includes(null)) return null;
  const lower = says.indexOf(word);
  return lower < 0 ? null : { lower, upper: says.lastIndexOf(word) };
}

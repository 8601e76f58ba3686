/** Rating rules in words a reader can check a figure against. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import { lengthInWords } from '../../sources/rules/wording.ts';

type Target = Pick<
  RuleRow<'targets'>,
  'family' | 'statistic' | 'polarity' | 'target' | 'floor' | 'tolerance' | 'minimum_denominator'
>;

/** The rule as sentences; `redLine` is the name of a line in which any child at all makes the measure Red. */
export function targetInWords(rule: Target, redLine: string | null): string {
  const { family, target, floor, tolerance } = rule;
  const few =
    rule.minimum_denominator > 0 ? ` Too few to rate: fewer than ${rule.minimum_denominator} children.` : '';
  if (family === 'N')
    return `Green: among the best quarter of authorities in the latest published year. Red: among the worst quarter. Between them: not rated.${few}`;
  if (family === 'C' && target !== null && floor !== null) return `${compliance(rule, target, floor)}${few}`;
  if (family === 'Z' && target !== null && tolerance !== null)
    return `${drift(target, tolerance, redLine)}${few}`;
  return 'Not rated: context.';
}

/** A number of the statistic that is rated: `95%`, `426 days`. */
function amount({ statistic }: Target, n: number): string {
  if (statistic === 'percentage') return `${n}%`;
  if (statistic === 'rate') return `${n} per 10,000`;
  return statistic === 'count' ? String(n) : `${n} days`;
}

function compliance(rule: Target, target: number, floor: number): string {
  const [reach, miss] = rule.polarity === 'High' ? ['or more', 'less'] : ['or less', 'more'];
  if (floor === target) return `Green: ${amount(rule, target)} ${reach}. Red: ${miss}.`;
  const red = rule.polarity === 'High' ? 'below' : 'above';
  return `Green: ${amount(rule, target)} ${reach}. Amber: ${amount(rule, floor)} ${reach}. Red: ${red} ${amount(rule, floor)}.`;
}

function drift(target: number, tolerance: number, redLine: string | null): string {
  const green = target === 0 ? 'Green: none.' : `Green: up to ${target}%.`;
  const amber = tolerance === target ? '' : ` Amber: up to ${tolerance}%.`;
  const any = redLine === null ? '' : `, or any child ${redLine}`;
  return `${green}${amber} Red: above ${tolerance}%${any}.`;
}

type Limit = Pick<RuleRow<'limits'>, 'meaning' | 'n' | 'unit'>;

/**
 * A limit as a reader knows it.
 *
 * @example limitInWords({ meaning: 'Counted from this long on', n: 6, unit: 'months' }) // 'Counted from this long on: 6 months'
 */
export const limitInWords = ({ meaning, ...length }: Limit): string => `${meaning}: ${lengthInWords(length)}`;

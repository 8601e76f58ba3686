/** Rating rules in words a reader can check a figure against. */
import type { RuleRow } from '../../sources/rules/contract.ts';

type Target = Pick<RuleRow<'targets'>, 'family' | 'target' | 'floor' | 'minimum_denominator'>;

const percent = (n: number): string => `${n}%`;

/** The rule as sentences; `redLine` is the name of a line in which any child at all makes the measure Red. */
export function targetInWords(rule: Target, redLine: string | null): string {
  const { family, target, floor } = rule;
  if (family === 'X' || target === null || floor === null) return 'Not rated: context.';
  const few =
    rule.minimum_denominator > 0 ? ` Too few to rate: fewer than ${rule.minimum_denominator} children.` : '';
  return `${family === 'Z' ? drift(target, floor, redLine) : compliance(target, floor)}${few}`;
}

function compliance(target: number, floor: number): string {
  if (floor === target) return `Green: ${percent(target)} or more. Red: less.`;
  return `Green: ${percent(target)} or more. Amber: ${percent(floor)} or more. Red: below ${percent(floor)}.`;
}

function drift(target: number, floor: number, redLine: string | null): string {
  const green = target === 0 ? 'Green: none.' : `Green: up to ${percent(target)}.`;
  const amber = floor === target ? '' : ` Amber: up to ${percent(floor)}.`;
  const any = redLine === null ? '' : `, or any child ${redLine}`;
  return `${green}${amber} Red: above ${percent(floor)}${any}.`;
}

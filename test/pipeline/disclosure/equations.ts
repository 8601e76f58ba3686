/** Equations between counts, for problems made by hand. */
import { type Equation, noEnd } from '../../../pipeline/disclosure/cell.ts';

/** The equation "the parts together are the whole". */
export const sumEquation = (id: string, whole: string, parts: readonly string[], slack = 0): Equation => ({
  id,
  terms: [[whole, -1], ...parts.map((part) => [part, 1] as const)],
  lower: -slack,
  upper: slack,
});

/** The inequality "the part is at most the whole". */
export const withinEquation = (id: string, part: string, whole: string): Equation => ({
  id,
  terms: [
    [whole, 1],
    [part, -1],
  ],
  lower: 0,
  upper: noEnd,
});

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

/** Ages out of the words of a group: which years of age it holds. */
import type { Figure } from './figure-book.ts';

/** Years of age from, up to and not including. */
type Range = readonly [from: number, to: number];
const eldest = 18;

/**
 * Years of age that a label speaks of; null where it speaks of none.
 *
 * @example ageRange('10 to 15') // [10, 16]
 * @example ageRange('Under 5') // [0, 5]
 */
export function ageRange(label: string): Range | null {
  const under = /^(?:under|<)\s*(\d+)s?$/i.exec(label);
  if (under !== null) return [0, Number(under[1])];
  const between = /^(\d+)\s*(?:to|and|-|–)\s*(\d+)$/i.exec(label);
  if (between !== null) return [Number(between[1]), Number(between[2]) + 1];
  const over = /^(\d+)\s*(?:\+|(?:and|or) (?:over|older))$/i.exec(label);
  return over === null ? null : [Number(over[1]), eldest];
}

/** Each age group as the smallest pieces that all the groups' limits cut childhood into. */
export function ageAtoms(figures: readonly Figure[]): { figure: Figure; parts: string[] }[] {
  const ranges = figures.flatMap((figure) => {
    const range = ageRange(figure.label);
    return range === null ? [] : [{ figure, range }];
  });
  const cuts = [...new Set(ranges.flatMap(({ range }) => range))].sort((a, b) => a - b);
  return ranges.map(({ figure, range: [from, to] }) => ({
    figure,
    parts: cuts.filter((cut) => cut >= from && cut < to).map((cut) => `${cut} up`),
  }));
}

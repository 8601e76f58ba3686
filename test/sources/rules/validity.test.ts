import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsOn, overlaps, subtract, type Validity } from '../../../sources/rules/validity.ts';

const day = (n: number): string => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
const range: fc.Arbitrary<Validity> = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.option(fc.integer({ min: 1, max: 20 })))
  .map(([from, length]) => ({
    effective_from: day(from),
    effective_to: length === null ? null : day(from + length),
  }));
const days = Array.from({ length: 80 }, (_, n) => day(n));

describe('validity', () => {
  it('what is cut out holds on exactly the days that are left', () => {
    fc.assert(
      fc.property(range, fc.array(range, { maxLength: 4 }), (whole, cuts) => {
        const pieces = subtract(whole, cuts);
        for (const each of days) {
          const wanted = holdsOn(whole, each) && !cuts.some((cut) => holdsOn(cut, each));
          expect(pieces.filter((piece) => holdsOn(piece, each))).toHaveLength(wanted ? 1 : 0);
        }
      }),
    );
  });

  it('ranges overlap when they share a day', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(overlaps(a, b)).toBe(
          [...days, '9999-12-30'].some((each) => holdsOn(a, each) && holdsOn(b, each)),
        );
      }),
    );
  });
});

/** Whatever is hidden, what the attacker says of it holds of the children that the paper was made from. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { size } from '../../proofs/sizes.ts';
import { attackInFull } from './attack.ts';
import { figures, publish, withdraw } from './hand-made.ts';
import { quartersBefore } from './quantity.ts';

afterAll(withdraw);

const policy = { leastCount: 6, leastIntervalWidth: 5 };
const now = '2026-06-30';

interface Children {
  readonly sexes: readonly number[];
  readonly far: readonly number[];
  readonly adopted: readonly number[];
  readonly guardians: readonly number[];
  readonly other: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** The numbers behind a paper about invented children. */
function truthOf(children: Children): Map<string, number> {
  const truth = new Map<string, number>();
  const all = sum(children.sexes);
  const far = sum(children.sexes.map((one, at) => Math.min(one, children.far[at] ?? 0)));
  truth.set(`P1.B7.main.count.as_at.${now}.all.all`, all);
  children.sexes.forEach((one, at) => {
    truth.set(`P1.B7.main.count.as_at.${now}.sex.${at}`, one);
  });
  truth.set(`P2.B17.main.count.as_at.${now}.all.all`, far);
  truth.set(`P2.B17.main.percentage.as_at.${now}.all.all`, all === 0 ? 0 : (100 * far) / all);
  for (let back = 0; back < 4; back += 1) {
    const date = quartersBefore(now, back);
    const year = (quarters: readonly number[]) => sum(quarters.slice(back, back + 4));
    const [adopted, guardians] = [year(children.adopted), year(children.guardians)];
    truth.set(`P7.B28.main.count.r12m.${date}.all.all`, adopted);
    truth.set(`P8.B30.main.count.r36m.${date}.all.all`, sum(children.adopted.slice(back, back + 12)));
    truth.set(`P7.B40.main.count.r12m.${date}.all.all`, guardians);
    truth.set(`P7.B25.main.count.r12m.${date}.all.all`, adopted + guardians + children.other);
  }
  return truth;
}

/** Printed, rounded where it is a group, and hidden where it is small or a coin says so. */
function shown(key: string, value: number, hide: boolean): string {
  if (key.includes('percentage')) return hide ? '[c]' : `${Math.round(value)}%`;
  if (hide || (value > 0 && value < 6)) return '[c]';
  return String(key.includes('.sex.') ? Math.round(value / 5) * 5 : value);
}

const few = (length: number, max: number) => fc.array(fc.nat(max), { minLength: length, maxLength: length });
const anyChildren = fc.record({
  sexes: few(3, 30),
  far: few(3, 9),
  adopted: few(16, 4),
  guardians: few(8, 4),
  other: fc.nat(4),
});

describe('the truth', () => {
  it('lies in every interval that is found', () => {
    let judged = 0;
    fc.assert(
      fc.property(anyChildren, fc.array(fc.nat(9), { minLength: 21, maxLength: 21 }), (children, coins) => {
        const truth = truthOf(children);
        const lines = [...truth].map(
          ([key, value], at) => `${key} ${shown(key, value, (coins[at] ?? 0) < 3)}`,
        );
        const found = attackInFull([publish({ figures: figures(lines.join('\n')) })], policy);
        expect(found.contradicted).toEqual([]);
        for (const { key, lower, upper } of found.findings) {
          if (key.includes('percentage')) continue;
          judged += 1;
          expect(truth.get(key), key).toBeGreaterThanOrEqual(lower);
          expect(truth.get(key), key).toBeLessThanOrEqual(upper);
        }
      }),
      { numRuns: size('attackedPapers'), seed: 20260630 },
    );
    // The papers do leak, or nothing was judged.
    expect(judged).toBeGreaterThan(size('attackedPapers') / 4);
  }, 120_000);
});

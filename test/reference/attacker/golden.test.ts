/** The golden paper under attack: it keeps to the definitions, and gives no hidden count away. */
import { afterAll, describe, expect, it } from 'vitest';
import { attackInFull } from './attack.ts';
import { publishGolden, withdraw } from './hand-made.ts';

afterAll(withdraw);

const golden = new URL('../../pipeline/panel/golden/panel-120.tsv', import.meta.url);

describe('the golden paper', () => {
  it('does not contradict the published definitions, and nothing in it can be worked out', () => {
    const { findings, contradicted, hiddenCounts } = attackInFull([publishGolden(golden)], {
      leastCount: 6,
      leastIntervalWidth: 5,
    });
    expect(contradicted).toEqual([]);
    expect(findings).toEqual([]);
    expect(hiddenCounts).toBeGreaterThan(0);
  }, 120_000);
});

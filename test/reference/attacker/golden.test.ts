/** The golden paper under attack: it keeps to the definitions, and each finding says its equations. */
import { afterAll, describe, expect, it } from 'vitest';
import { attackInFull } from './attack.ts';
import { publishGolden, withdraw } from './hand-made.ts';

afterAll(withdraw);

const golden = new URL('../../pipeline/panel/golden/panel-120.tsv', import.meta.url);

describe('the golden paper', () => {
  it('does not contradict the published definitions, and every finding names its equations', () => {
    const { findings, contradicted, hiddenCounts } = attackInFull([publishGolden(golden)], {
      leastCount: 6,
      leastIntervalWidth: 5,
    });
    expect(contradicted).toEqual([]);
    for (const finding of findings) {
      expect(finding.because.length).toBeGreaterThan(0);
      expect(finding.upper - finding.lower).toBeLessThan(5);
    }
    expect(hiddenCounts).toBeGreaterThan(0);
  }, 120_000);
});

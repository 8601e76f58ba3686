import { describe, expect, it } from 'vitest';
import { boundsOf, type Interval, type Row } from '../../../pipeline/solver/solver.ts';

const infinity = Number.POSITIVE_INFINITY;
const sums = (whole: string, parts: readonly string[]): Row => ({
  name: `${whole} is the sum of ${parts.join(' and ')}`,
  low: 0,
  high: 0,
  terms: [[whole, -1], ...parts.map((part) => [part, 1] as const)],
});
const within = (lesser: string, greater: string): Row => ({
  name: `${lesser} is of ${greater}`,
  low: 0,
  high: infinity,
  terms: [
    [greater, 1],
    [lesser, -1],
  ],
});
const counts = (known: Readonly<Record<string, Interval>>) => new Map(Object.entries(known));
const exactly = (value: number): Interval => ({ low: value, high: value });

describe('the solver', () => {
  it('bounds hidden counts through all that ties them, and says by what', async () => {
    const program = {
      counts: counts({ all: exactly(30), girls: exactly(18), young: { low: 0, high: 9 } }),
      rows: [sums('all', ['girls', 'boys']), sums('boys', ['young', 'old']), within('old', 'far')],
    };
    const { bounds, contradicted } = await boundsOf(program, ['boys', 'young', 'old', 'far']);
    expect(bounds.get('boys')).toMatchObject(exactly(12));
    expect(bounds.get('young')).toMatchObject({ low: 0, high: 9 });
    expect(bounds.get('old')).toMatchObject({ low: 3, high: 12 });
    expect(bounds.get('far')).toMatchObject({ low: 3, high: infinity });
    expect(bounds.get('old')?.because).toEqual(['boys is the sum of young and old', 'old is of far']);
    expect(contradicted).toEqual([]);
  });

  it('takes away the row that contradicts the rest, and goes on', async () => {
    const corrected: Row = { name: 'an old paper', ...exactly(40), terms: [['boys', 1]] };
    const program = {
      counts: counts({ all: exactly(30), girls: exactly(18) }),
      rows: [sums('all', ['girls', 'boys']), corrected, within('boys', 'all')],
    };
    const { bounds, contradicted } = await boundsOf(program, ['boys']);
    expect(contradicted).toEqual([corrected]);
    expect(bounds.get('boys')).toMatchObject(exactly(12));
  });

  it('leaves a count as it stood once it was seen open enough, and never calls a closed one open', async () => {
    const parts = ['a', 'b', 'c', 'd'];
    const program = {
      counts: counts({ all: exactly(20), d: { low: 2, high: 4 } }),
      rows: [sums('all', parts)],
    };
    const { bounds } = await boundsOf(program, parts, 5);
    for (const part of ['a', 'b', 'c']) {
      const { low = 0, high = 0 } = bounds.get(part) ?? {};
      expect(high - low).toBeGreaterThanOrEqual(5);
    }
    expect(bounds.get('d')).toMatchObject({ low: 2, high: 4 });
  });

  it('knows whole numbers only', async () => {
    const half: Row = { name: 'half of it', low: 10.5, high: 12.5, terms: [['a', 2]] };
    expect((await boundsOf({ counts: new Map(), rows: [half] }, ['a'])).bounds.get('a')).toMatchObject(
      exactly(6),
    );
  });
});

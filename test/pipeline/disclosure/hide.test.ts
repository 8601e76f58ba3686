import { describe, expect, it } from 'vitest';
import type { Cell, Equation, Problem } from '../../../pipeline/disclosure/cell.ts';
import { boundsOf, hide } from '../../../pipeline/disclosure/hide.ts';
import { roundedInterval } from '../../../pipeline/disclosure/rounding.ts';
import { percentageEquations, sumEquation, withinEquation } from './equations.ts';

const cell = (id: string, count: number, more: Partial<Cell> = {}): Cell => ({
  id,
  count,
  shown: { lower: count, upper: count },
  printed: true,
  sensitive: count > 0 && count < 6,
  loss: count,
  ...more,
});

/** Rows and columns of counts with their totals. */
function table(counts: readonly (readonly number[])[]): Problem {
  const rows = counts.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = (counts[0] ?? []).map((_, c) => counts.reduce((sum, row) => sum + (row[c] ?? 0), 0));
  const all = rows.reduce((sum, n) => sum + n, 0);
  const cells = [
    cell('t', all, { loss: 1000 }),
    ...rows.map((n, r) => cell(`r${r}`, n, { loss: 100 + n })),
    ...columns.map((n, c) => cell(`c${c}`, n, { loss: 100 + n })),
    ...counts.flatMap((row, r) => row.map((n, c) => cell(`r${r}c${c}`, n))),
  ];
  const equations: Equation[] = [
    ...rows.map((_, r) =>
      sumEquation(
        `row ${r}`,
        `r${r}`,
        columns.map((_, c) => `r${r}c${c}`),
      ),
    ),
    ...columns.map((_, c) =>
      sumEquation(
        `column ${c}`,
        `c${c}`,
        rows.map((_, r) => `r${r}c${c}`),
      ),
    ),
    sumEquation(
      'rows',
      't',
      rows.map((_, r) => `r${r}`),
    ),
    sumEquation(
      'columns',
      't',
      columns.map((_, c) => `c${c}`),
    ),
  ];
  return { cells, equations, leastWidth: 5 };
}

const names = async (problem: Problem): Promise<string[]> => [...(await hide(problem)).hidden.keys()];

describe('hiding in tables worked by hand', () => {
  it('hides nothing where no count is small', async () => {
    expect(
      await names(
        table([
          [10, 20],
          [30, 40],
        ]),
      ),
    ).toEqual([]);
  });

  it('two by two: one small count takes the other three with it', async () => {
    // 3 hidden: each margin gives it away until both neighbours and the cell across are hidden
    const problem = table([
      [3, 20],
      [30, 40],
    ]);
    const decision = await hide(problem);
    expect([...decision.hidden]).toEqual([
      ['r0c0', 'policy'],
      ['r0c1', 'protects'],
      ['r1c0', 'protects'],
      ['r1c1', 'protects'],
    ]);
    const bounds = await boundsOf(problem, decision, ['r0c0']);
    expect(bounds.get('r0c0')).toEqual({ lower: 0, upper: 23 });
  });

  it('two hidden cells in each row and column are not enough when the margins are tight', async () => {
    // row 0 holds 2 + 3 = 5 in all, so both lie within 0 to 5: wide enough. Row 1 holds 1 + 1: 0 to 2 is not.
    const problem = table([
      [2, 3, 40],
      [1, 1, 40],
      [30, 30, 40],
    ]);
    const decision = await hide(problem);
    for (const [, { lower, upper }] of await boundsOf(problem, decision, [...decision.hidden.keys()]))
      expect(upper - lower).toBeGreaterThanOrEqual(5);
    const naive = {
      ...decision,
      hidden: new Map(['r0c0', 'r0c1', 'r1c0', 'r1c1'].map((id) => [id, 'policy' as const])),
    };
    const pinned = await boundsOf(problem, naive, ['r1c0']);
    expect(pinned.get('r1c0')).toEqual({ lower: 0, upper: 2 });
  });

  it('five by five: every hidden count stays possible over the least width', async () => {
    const problem = table([
      [12, 3, 25, 8, 40],
      [7, 9, 1, 14, 22],
      [31, 6, 18, 2, 9],
      [5, 11, 13, 27, 8],
      [16, 21, 7, 10, 4],
    ]);
    const decision = await hide(problem);
    for (const id of ['r0c1', 'r1c2', 'r2c3', 'r3c0', 'r4c4']) expect(decision.hidden.get(id)).toBe('policy');
    const bounds = await boundsOf(problem, decision, [...decision.hidden.keys()]);
    for (const { lower, upper } of bounds.values()) expect(upper - lower).toBeGreaterThanOrEqual(5);
    expect(decision.exposed).toEqual([]);
  });

  it('overlapping groups: all, under 16 and 16 and over cannot all be shown round a small one', async () => {
    const cells = [
      cell('all', 100, { loss: 500 }),
      cell('under16', 97, { loss: 90 }),
      cell('over16', 3),
      cell('under5', 30),
    ];
    const equations = [
      sumEquation('ages', 'all', ['under16', 'over16']),
      withinEquation('under 5', 'under5', 'under16'),
    ];
    const decision = await hide({ cells, equations, leastWidth: 5 });
    expect([...decision.hidden.keys()]).toEqual(['over16', 'under16']);
  });

  it('who is not counted is guarded too: 57 of 60 would say that 3 are not', async () => {
    const cells = [cell('d', 60, { loss: 100 }), cell('n', 57), cell('rest', 3, { printed: false })];
    const decision = await hide({
      cells,
      equations: [sumEquation('parts', 'd', ['n', 'rest'])],
      leastWidth: 5,
    });
    expect([...decision.hidden.keys()]).toEqual(['n']);
  });

  it('rolling years: the quarter that only the difference of two years shows is guarded', async () => {
    const quarters = [0, 0, 0, 0, 7, 3].map((n, i) =>
      cell(`q${i}`, n, { printed: false, sensitive: n > 0 && n < 6 }),
    );
    const years = [cell('y3', 0), cell('y4', 7, { loss: 20 }), cell('y5', 10, { loss: 30 })];
    const equations = [
      sumEquation('3', 'y3', ['q0', 'q1', 'q2', 'q3']),
      sumEquation('4', 'y4', ['q1', 'q2', 'q3', 'q4']),
      sumEquation('5', 'y5', ['q2', 'q3', 'q4', 'q5']),
    ];
    const problem = { cells: [...quarters, ...years], equations, leastWidth: 5 };
    const decision = await hide(problem);
    const bounds = await boundsOf(problem, decision, ['q5']);
    const { lower, upper } = bounds.get('q5') ?? { lower: 0, upper: 0 };
    expect(upper - lower).toBeGreaterThanOrEqual(5);
    expect(decision.hidden.size).toBeGreaterThan(0);
  });

  it('a percentage with its total gives a hidden count away, and the total is hidden with it', async () => {
    const cells = [cell('d', 60, { loss: 100 }), cell('n', 4)];
    const equations = [withinEquation('part', 'n', 'd'), ...percentageEquations('share', 'n', 'd', 6.7, 0.1)];
    const decision = await hide({ cells, equations, leastWidth: 5 });
    expect([...decision.hidden.keys()]).toEqual(['d', 'n']);
  });

  it('what is known from elsewhere cannot protect, and is reported where it exposes', async () => {
    const cells = [
      cell('d', 9, { known: { lower: 9, upper: 9 } }),
      cell('a', 6, { known: { lower: 6, upper: 6 } }),
      cell('b', 3),
    ];
    const decision = await hide({ cells, equations: [sumEquation('parts', 'd', ['a', 'b'])], leastWidth: 5 });
    expect(decision.exposed).toEqual(['b']);
  });

  it('refuses equations that the counts contradict', async () => {
    const cells = [cell('d', 9), cell('a', 6), cell('b', 4)];
    await expect(
      hide({ cells, equations: [sumEquation('parts', 'd', ['a', 'b'])], leastWidth: 5 }),
    ).rejects.toThrow('contradict the equation "parts"');
  });
});

describe('rounding to the nearest five', () => {
  it.each([
    [6, 6, 7],
    [7, 6, 7],
    [8, 8, 12],
    [12, 8, 12],
    [13, 13, 17],
    [0, 0, 0],
  ])('%i leaves %i to %i', (count, lower, upper) => {
    expect(roundedInterval(count, 5, 6)).toEqual({ lower, upper });
  });
});

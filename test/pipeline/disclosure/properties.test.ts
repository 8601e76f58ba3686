import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Problem } from '../../../pipeline/disclosure/cell.ts';
import { boundsOf, hide } from '../../../pipeline/disclosure/hide.ts';
import { roundedInterval, roundedTo } from '../../../pipeline/disclosure/rounding.ts';
import { size } from '../../proofs/sizes.ts';
import { sumEquation } from './equations.ts';

const small = (count: number): boolean => count > 0 && count < 6;

/** A random table of rows and columns with all its margins, some of it rounded. */
const tables = fc
  .record({
    columns: fc.integer({ min: 2, max: 4 }),
    rows: fc.integer({ min: 2, max: 4 }),
    counts: fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 16,
      maxLength: 16,
    }),
    rounded: fc.boolean(),
  })
  .map(({ columns, rows, counts, rounded }): Problem => {
    const at = (r: number, c: number): number => counts[r * 4 + c] ?? 0;
    const range = (n: number): number[] => Array.from({ length: n }, (_, index) => index);
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
    const cell = (id: string, count: number, loss: number, inner: boolean): Cell => ({
      id,
      count,
      shown: roundedInterval(count, inner && rounded && !small(count) ? 5 : 1, 6),
      printed: true,
      sensitive: small(count),
      loss: loss + count,
    });
    const rowSum = (r: number): number => sum(range(columns).map((c) => at(r, c)));
    const columnSum = (c: number): number => sum(range(rows).map((r) => at(r, c)));
    return {
      leastWidth: 5,
      cells: [
        cell('all', sum(range(rows).map(rowSum)), 10_000, false),
        ...range(rows).map((r) => cell(`row ${r}`, rowSum(r), 1000, false)),
        ...range(columns).map((c) => cell(`column ${c}`, columnSum(c), 1000, false)),
        ...range(rows).flatMap((r) => range(columns).map((c) => cell(`${r} ${c}`, at(r, c), 0, true))),
      ],
      equations: [
        ...range(rows).map((r) =>
          sumEquation(
            `row ${r}`,
            `row ${r}`,
            range(columns).map((c) => `${r} ${c}`),
          ),
        ),
        ...range(columns).map((c) =>
          sumEquation(
            `column ${c}`,
            `column ${c}`,
            range(rows).map((r) => `${r} ${c}`),
          ),
        ),
        sumEquation(
          'rows',
          'all',
          range(rows).map((r) => `row ${r}`),
        ),
        sumEquation(
          'columns',
          'all',
          range(columns).map((c) => `column ${c}`),
        ),
      ],
    };
  });

const runs = { numRuns: size('hiddenTables') };

describe('hiding in random tables', () => {
  it('leaves every hidden count possible over the least width', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (problem) => {
        const decision = await hide(problem);
        for (const { id, count } of problem.cells)
          if (small(count)) expect(decision.hidden.has(id)).toBe(true);
        expect(decision.exposed).toEqual([]);
        for (const { lower, upper } of (
          await boundsOf(problem, decision, [...decision.hidden.keys()])
        ).values())
          expect(upper - lower).toBeGreaterThanOrEqual(5 - 1e-6);
      }),
      runs,
    );
  });

  it('hides the same cells whatever the order of cells, equations and terms, and again', async () => {
    await fc.assert(
      fc.asyncProperty(tables, fc.integer({ min: 1, max: 40 }), async (problem, turn) => {
        const turned = <T>(items: readonly T[]): T[] => {
          const by = turn % Math.max(1, items.length);
          return [...items.slice(by), ...items.slice(0, by)].reverse();
        };
        const other: Problem = {
          ...problem,
          cells: turned(problem.cells),
          equations: turned(problem.equations).map((equation) => ({
            ...equation,
            terms: turned(equation.terms),
          })),
        };
        const [first, second] = [await hide(problem), await hide(other)];
        expect([...second.hidden]).toEqual([...first.hidden]);
        expect([...(await hide(problem)).hidden]).toEqual([...first.hidden]);
      }),
      runs,
    );
  });

  it('never shows another cell because one more is to be hidden', async () => {
    await fc.assert(
      fc.asyncProperty(tables, fc.nat(), async (problem, which) => {
        const before = await hide(problem);
        const asked = problem.cells[which % problem.cells.length]?.id ?? 'all';
        const after = await hide(problem, [asked]);
        expect(after.hidden.has(asked)).toBe(true);
        for (const id of before.hidden.keys()) expect(after.hidden.has(id)).toBe(true);
      }),
      runs,
    );
  });
});

describe('rounding', () => {
  it('always leaves the count itself possible, and prints a number that is nearest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 5000 }), (count) => {
        const { lower, upper } = roundedInterval(count, 5, 6);
        expect(lower <= count && count <= upper).toBe(true);
        for (let each = lower; each <= upper; each += 1) expect(roundedTo(each, 5)).toBe(roundedTo(count, 5));
        expect(Math.abs(roundedTo(count, 5) - count)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

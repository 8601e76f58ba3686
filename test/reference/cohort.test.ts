import { describe, expect, it } from 'vitest';
import { contractTables, type TableName, tableNames } from '../../sources/contract/tables.ts';
import { asAtDates } from './as-at-dates.ts';
import { randomCohort, variants } from './cohort.ts';
import type { ReferenceValue } from './input.ts';
import { lines } from './lines.ts';
import { hertfordshireLimits, referenceValues } from './measures.ts';

const seeds = Array.from({ length: 18 }, (_, seed) => seed);
const values = seeds.map((seed) => {
  const cohort = randomCohort(seed, 12);
  return referenceValues({
    ...cohort,
    asAtDates: asAtDates(cohort.snapshotDate),
    limits: hertfordshireLimits,
  });
});

describe('random cohorts', () => {
  it('are the same for the same seed, and cover every variant', () => {
    expect(randomCohort(3, 12)).toEqual(randomCohort(3, 12));
    expect(new Set(seeds.map((seed) => randomCohort(seed, 1).variant))).toEqual(new Set(variants));
  });

  it('are rows of the contract, keyed uniquely, of known children', () => {
    for (const seed of seeds) {
      const { rows } = randomCohort(seed, 12);
      const children = new Set(rows.child.map((row) => row.child_id));
      for (const table of tableNames) checkTable(table, rows[table], children);
    }
  });

  it('count in every line some day', () => {
    const counted = new Set(
      values
        .flat()
        .filter((row) => row.numerator)
        .map((row) => `${row.measure_id} ${row.line}`),
    );
    expect(counted.size).toBe(lines.length);
  });
});

function checkTable(table: TableName, rows: readonly object[], children: ReadonlySet<string>): void {
  expect(new Set(rows.map((row) => (row as { row_key: string }).row_key)).size).toBe(rows.length);
  for (const row of rows) {
    contractTables[table].parse(row);
    if ('child_id' in row) expect(children.has(row.child_id as string)).toBe(true);
  }
}

const key = (row: ReferenceValue) =>
  [row.measure_id, row.line, row.statistic, row.period, row.as_at_date].join(' ');

describe('reference values of random cohorts', () => {
  it('have groups that add up to their total', () => {
    for (const cohort of values) {
      const sums = new Map<string, number>();
      const counts = cohort.filter(
        (row) => row.statistic === 'count' && row.availability !== 'not available',
      );
      for (const row of counts) {
        const sum = `${key(row)} ${row.breakdown}`;
        sums.set(sum, (sums.get(sum) ?? 0) + (row.numerator ?? 0));
      }
      for (const row of counts.filter((other) => other.breakdown !== 'all')) {
        expect(sums.get(`${key(row)} ${row.breakdown}`)).toBe(sums.get(`${key(row)} all`));
      }
    }
  });

  it('put each child of the cohort in one state', () => {
    for (const cohort of values) {
      const total = (line: string, rows: readonly ReferenceValue[]) =>
        rows.find((row) => row.line === line)?.numerator ?? 0;
      const rows = cohort.filter((row) => row.breakdown === 'all' && row.statistic === 'count');
      for (const main of rows.filter((row) => row.measure_id === 'T9' && row.line === 'main')) {
        const day = rows.filter((row) => row.as_at_date === main.as_at_date);
        const [t9, t10] = ['T9', 'T10'].map((measure) => day.filter((row) => row.measure_id === measure)) as [
          ReferenceValue[],
          ReferenceValue[],
        ];
        const states = total('main', t9) + total('exempt', t9) + total('discussion', t9);
        expect(states + total('main', t10) + total('12_and_over', t10) + total('age_unknown', t10)).toBe(
          main.denominator ?? 0,
        );
      }
    }
  });
});

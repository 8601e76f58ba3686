/**
 * The models against a second implementation, written plainly from the definitions by someone who had not
 * seen them: every figure of T1 to T10, B7, B9 and B10 at every as-at date of random authorities whose
 * dates lie at the limits.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { size } from '../proofs/sizes.ts';
import { asAtDates } from '../reference/as-at-dates.ts';
import { hertfordshireLimits, type ReferenceValue, referenceValues } from '../reference/measures.ts';
import { directionOf, type Movement, movementsOf } from '../reference/movement.ts';
import { loadCohorts, type NamedCohort, namedCohorts } from './cohort-warehouse.ts';
import { deriveInProcess } from './rendered-model.ts';

const cohorts = namedCohorts(size('referenceAuthorities'), 6);
const folder = mkdtempSync(join(tmpdir(), 'tracker-reference-'));
const compared = ['all', 'age_band', 'sex', 'legal_status', 'team', 'plan'];

interface Tally {
  readonly numerator: number;
  readonly denominator: number;
  readonly longest: number | null;
}

/** What the models say of one authority. */
interface Derived {
  readonly states: ReadonlyMap<string, string>;
  readonly tallies: Map<string, Tally>;
}

let warehouse = '';

beforeAll(async () => {
  warehouse = await loadCohorts(folder, cohorts);
  await deriveInProcess({ warehouse, last: ['scorecard.tally', 'scorecard.stock_year'] });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function derivedOf(database: Database, authority: string): Promise<Derived> {
  const tallies = await database.rows(
    `SELECT measure_id, line, period, as_at_date, breakdown, group_key, numerator, denominator, longest_days
     FROM warehouse.scorecard.tally WHERE authority = '${authority}' AND breakdown IN ('${compared.join("', '")}')`,
  );
  const states = await database.rows(
    `SELECT measure_id, line, as_at_date, state FROM warehouse.scorecard.availability WHERE authority = '${authority}'`,
  );
  return {
    tallies: new Map(
      tallies.map((row) => [
        [
          row['measure_id'],
          row['line'],
          row['period'],
          row['as_at_date'],
          row['breakdown'],
          row['group_key'],
        ].join('|'),
        {
          numerator: Number(row['numerator']),
          denominator: Number(row['denominator']),
          longest: row['longest_days'] === null ? null : Number(row['longest_days']),
        },
      ]),
    ),
    states: new Map(
      states.map((row) => [
        [row['measure_id'], row['line'], row['as_at_date']].join('|'),
        String(row['state']),
      ]),
    ),
  };
}

/** Breakdowns that the models leave out because the source does not give their input on the day. */
function isLeftOut(value: ReferenceValue, cohort: NamedCohort['cohort'], derived: Derived): boolean {
  if (value.breakdown === 'placement_type') return true;
  if (value.breakdown === 'team') return !cohort.inputs.includes('allocation');
  if (value.breakdown !== 'plan') return false;
  return (
    !cohort.inputs.includes('care_plan') ||
    derived.states.get(`T1|main|${value.as_at_date}`) === 'not available'
  );
}

const withoutDenominator = new Set(['B7', 'B9', 'B10']);

/** What is wrong with the models' figure, in words; nothing when they agree. */
function difference(value: ReferenceValue, derived: Derived): string | undefined {
  const state = derived.states.get([value.measure_id, value.line, value.as_at_date].join('|'));
  if (state !== value.availability) return `${value.availability}, but the models say ${state}`;
  if (value.availability === 'not available') return undefined;
  const key = [
    value.measure_id,
    value.line,
    value.period,
    value.as_at_date,
    value.breakdown,
    value.group,
  ].join('|');
  const tally = derived.tallies.get(key);
  if (value.statistic === 'longest_days')
    return (tally?.longest ?? null) === value.value
      ? undefined
      : `longest ${value.value}, but the models say ${tally?.longest}`;
  const denominator = withoutDenominator.has(value.measure_id) ? value.denominator : tally?.denominator;
  if (tally?.numerator === value.numerator && denominator === value.denominator) return undefined;
  return `${value.numerator}/${value.denominator}, but the models say ${tally?.numerator}/${tally?.denominator}`;
}

function differencesOf(
  { cohort, authority }: NamedCohort,
  derived: Derived,
): { checked: number; found: string[] } {
  const values = referenceValues({
    ...cohort,
    asAtDates: asAtDates(cohort.snapshotDate),
    limits: hertfordshireLimits,
  });
  const found: string[] = [];
  const expected = new Set<string>();
  // other measures have second implementations of their own
  const known = new Set(values.map((value) => value.measure_id));
  let checked = 0;
  for (const value of values) {
    if (isLeftOut(value, cohort, derived)) continue;
    checked += 1;
    const key = [
      value.measure_id,
      value.line,
      value.period,
      value.as_at_date,
      value.breakdown,
      value.group,
    ].join('|');
    expected.add(key);
    const wrong = difference(value, derived);
    if (wrong !== undefined) found.push(`${authority} ${cohort.variant} ${key} ${value.statistic}: ${wrong}`);
  }
  for (const key of derived.tallies.keys())
    if (known.has(key.split('|')[0] ?? '') && !expected.has(key))
      found.push(`${authority} ${key}: only the models have it`);
  return { checked, found };
}

const referenceInput = ({ cohort }: NamedCohort) => ({
  ...cohort,
  asAtDates: asAtDates(cohort.snapshotDate),
  limits: hertfordshireLimits,
});

/** Joined, left, still in the population and out of care, by line and month, as the models have them. */
async function derivedMovements(database: Database, authority: string): Promise<Map<string, string>> {
  const rows = await database.rows(
    `SELECT measure_id, line, CAST(as_at_date AS VARCHAR) AS month, joined, departed, no_longer_counted, left_care
     FROM warehouse.scorecard.movement WHERE authority = '${authority}'`,
  );
  return new Map(
    rows.map((row) => [
      `${row['measure_id']} ${row['line']} ${row['month']}`,
      [row['joined'], row['departed'], row['no_longer_counted'], row['left_care']].join(' '),
    ]),
  );
}

/** Directions of the models by line. */
async function derivedDirections(database: Database, authority: string): Promise<Map<string, string>> {
  const rows = await database.rows(
    `SELECT measure_id, line, joined, departed, is_enough, direction
     FROM warehouse.scorecard.stock_year WHERE authority = '${authority}'`,
  );
  return new Map(
    rows.map((row) => [
      `${row['measure_id']} ${row['line']}`,
      `${row['joined']} ${row['departed']} ${row['is_enough'] === true ? row['direction'] : 'too few'}`,
    ]),
  );
}

/** The last twelve months of each line that has them all, judged. */
function expectedDirections(movements: readonly Movement[]): Map<string, string> {
  const newest =
    movements
      .map(({ month }) => month)
      .sort()
      .at(-1) ?? '';
  const keys = new Set(movements.map(({ measure, line }) => `${measure} ${line}`));
  return new Map(
    [...keys].flatMap((key) => {
      const all = movements.filter(({ measure, line }) => `${measure} ${line}` === key);
      const year = all.filter(({ month }) => month > `${Number(newest.slice(0, 4)) - 1}${newest.slice(4)}`);
      const months = year.filter(({ month }) => month <= newest);
      if (months.length !== 12) return [];
      const sum = (of: (movement: Movement) => number) => months.reduce((total, each) => total + of(each), 0);
      const [joined, departed] = [sum((each) => each.joined), sum((each) => each.departed)];
      return [[key, `${joined} ${departed} ${directionOf(joined, departed)}`] as const];
    }),
  );
}

describe('who joined and who left', () => {
  it('is the same in both of every line and month, and so is the direction of the year', async () => {
    const found: string[] = [];
    const seen = { movements: 0, directions: new Set<string>() };
    await withWarehouse(warehouse, async (database) => {
      for (const cohort of cohorts) {
        const movements = movementsOf(referenceInput(cohort));
        const models = await derivedMovements(database, cohort.authority);
        for (const each of movements) {
          const key = `${each.measure} ${each.line} ${each.month}`;
          const mine = [each.joined, each.departed, each.noLongerCounted, each.leftCare].join(' ');
          if (models.get(key) !== mine)
            found.push(`${cohort.authority} ${key}: ${mine}, but the models say ${models.get(key)}`);
          seen.movements += each.joined + each.departed;
        }
        const known = new Set(movements.map(({ measure }) => measure));
        const count = [...models.keys()].filter((key) => known.has(key.split(' ')[0] ?? '')).length;
        if (count !== movements.length)
          found.push(`${cohort.authority}: ${count} months, not ${movements.length}`);
        const directions = await derivedDirections(database, cohort.authority);
        for (const [key, mine] of expectedDirections(movements)) {
          if (directions.get(key) !== mine)
            found.push(`${cohort.authority} ${key}: ${mine}, but the models say ${directions.get(key)}`);
          seen.directions.add(mine.split(' ').slice(2).join(' '));
        }
      }
    });
    expect(found.slice(0, 20)).toEqual([]);
    expect(seen.movements).toBeGreaterThan(10 * cohorts.length);
    expect([...seen.directions]).toContain('too few');
  });
});

describe('the models and the second implementation', () => {
  it('say the same of random authorities at every as-at date', async () => {
    let checked = 0;
    const found: string[] = [];
    await withWarehouse(warehouse, async (database) => {
      for (const cohort of cohorts) {
        const result = differencesOf(cohort, await derivedOf(database, cohort.authority));
        checked += result.checked;
        found.push(...result.found);
      }
    });
    expect(found.slice(0, 20)).toEqual([]);
    expect(checked).toBeGreaterThan(2_500 * cohorts.length);
  });
});

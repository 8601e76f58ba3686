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
  await deriveInProcess({ warehouse, last: ['scorecard.tally'] });
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

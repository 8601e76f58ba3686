/** Why one child is, or is not, counted in one line: every test with its dates, limits and source rows. */

import { addDays, addMonths } from '../../sources/days.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import { type Database, quoted, type Record_ } from '../warehouse/database.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';
import { atDate, type LineChoice, type LiveEdition, ofLine, ofSnapshot } from './live-warehouse.ts';
import { type SourceRow, sourceRows } from './source-rows.ts';
import { stateInWords } from './state-words.ts';

/** One test that the line makes. */
export interface Test {
  readonly kind: 'population' | 'limit' | 'must hold' | 'must not hold';
  readonly words: string;
  readonly passed: boolean;
  /** Day since which the state holds, or on which the limit is reached; null when there is none. */
  readonly date: string | null;
}

export interface Explanation {
  readonly verdict:
    | 'counted'
    | 'in the population, not counted'
    | 'not in the population'
    | 'not looked after on the day'
    | 'unknown child';
  readonly days: number | null;
  readonly waitingSince: string | null;
  /** The child on the day, as name and value. */
  readonly day: readonly (readonly [string, string])[];
  readonly tests: readonly Test[];
  readonly sources: readonly SourceRow[];
}

/** Explains one child's place in one line of the live edition. */
export async function explainChild(
  live: LiveEdition,
  choice: LineChoice,
  childId: string,
): Promise<Explanation> {
  return withWarehouse(live.warehouse, async (database) => {
    const known = await one(
      database,
      `SELECT 1 AS n FROM warehouse.raw.child AS c WHERE ${ofSnapshot(choice, 'c')} AND ${isChild('c', childId)}`,
    );
    const day = await one(
      database,
      `SELECT * FROM warehouse.core.child_as_at AS c WHERE ${atDate(choice, 'c')} AND ${isChild('c', childId)}`,
    );
    const counted = await one(
      database,
      `SELECT * FROM warehouse.published.worklist AS w WHERE ${ofLine(choice, 'w')} AND ${isChild('w', childId)}`,
    );
    const member = await one(
      database,
      `SELECT * FROM warehouse.scorecard.measure_case AS m WHERE ${ofLine(choice, 'm')} AND ${isChild('m', childId)}`,
    );
    const event = await one(
      database,
      `SELECT period, entry_date, group_day FROM warehouse.measures.children_in_care AS e WHERE ${atDate(choice, 'e')} AND e.measure_id = ${quoted(choice.measure.measure_id)} AND ${isChild('e', childId)}`,
    );
    return {
      verdict: verdict(known, day, member, counted),
      days: numberOf(counted, 'days'),
      waitingSince: textOf(counted ?? member, 'anchor_date') ?? textOf(member, 'wait_since'),
      day: [...facts(day), ...facts(event)],
      tests: await tests(database, choice, childId),
      sources: known === null ? [] : await sourceRows(database, choice, childId),
    };
  });
}

const isChild = (alias: string, childId: string): string => `${alias}.child_id = ${quoted(childId)}`;

async function one(database: Database, sql: string): Promise<Record_ | null> {
  const [row] = await database.rows(`${sql} LIMIT 1`);
  return row ?? null;
}

function verdict(
  known: Record_ | null,
  day: Record_ | null,
  member: Record_ | null,
  counted: Record_ | null,
): Explanation['verdict'] {
  if (known === null) return 'unknown child';
  if (counted !== null) return 'counted';
  if (member !== null) return 'in the population, not counted';
  return day === null ? 'not looked after on the day' : 'not in the population';
}

const said = new Set([
  'as_at_number',
  'spine_number',
  'authority',
  'snapshot_date',
  'as_at_date',
  'child_id',
]);

function facts(row: Record_ | null): [string, string][] {
  if (row === null) return [];
  return Object.entries(row)
    .filter(([name, value]) => !said.has(name) && value !== null)
    .map(([name, value]) => [name.replaceAll('_', ' '), String(value)]);
}

/** The line as a row of raw.rule_case: a population, perhaps a limit, and conditions. */
async function tests(database: Database, choice: LineChoice, childId: string): Promise<Test[]> {
  const key = `k.authority = ${quoted(choice.authority)} AND k.measure_id = ${quoted(choice.measure.measure_id)} AND k.line = ${quoted(choice.line.line)}`;
  const line = await one(database, `SELECT * FROM warehouse.raw.rule_case AS k WHERE ${key}`);
  if (line === null) return [];
  const states = await statesOf(database, choice, childId);
  const population = String(line['population']);
  const conditions = await database.rows(
    `SELECT condition, must_hold FROM warehouse.staging.rule_case_condition AS k WHERE ${key} ORDER BY must_hold DESC, condition`,
  );
  return [
    {
      kind: 'population',
      words: stateInWords(population),
      passed: states.has(population),
      date: states.get(population) ?? null,
    },
    ...limitTest(choice, line, states.get(String(line['clock'] ?? population)) ?? null),
    ...conditions.map((row): Test => {
      const state = String(row['condition']);
      const mustHold = row['must_hold'] === true;
      return {
        kind: mustHold ? 'must hold' : 'must not hold',
        words: stateInWords(state),
        passed: states.has(state) === mustHold,
        date: states.get(state) ?? null,
      };
    }),
  ];
}

async function statesOf(
  database: Database,
  choice: LineChoice,
  childId: string,
): Promise<Map<string, string | null>> {
  const rows = await database.rows(
    `SELECT state, since_date FROM warehouse.core.child_state AS s WHERE ${atDate(choice, 's')} AND ${isChild('s', childId)}`,
  );
  return new Map(
    rows.map((row) => [String(row['state']), row['since_date'] === null ? null : String(row['since_date'])]),
  );
}

const comparisons = {
  at_least: ['for', ' or more', (reached: string, asAt: string) => reached <= asAt],
  more_than: ['for more than', '', (reached: string, asAt: string) => reached < asAt],
  at_most: ['within the last', '', (reached: string, asAt: string) => reached >= asAt],
} as const;

/** When the state of the population has lasted as long as the limit in force asks for. */
function limitTest(choice: LineChoice, line: Record_, since: string | null): Test[] {
  const limit = choice.measure.limits.find(
    (each) =>
      each.authority === choice.authority &&
      each.limit_key === line['limit_key'] &&
      holdsOn(each, choice.asAt),
  );
  if (limit === undefined) return [];
  const { n, unit } = limit;
  if (unit === 'count' || unit === 'miles' || unit === 'working_days') return [];
  const [before, after, holds] = comparisons[String(line['comparison']) as keyof typeof comparisons];
  const words = `${before} ${n} ${unit}${after}`;
  if (since === null) return [{ kind: 'limit', words, passed: false, date: null }];
  const reached = addSpan(since, n, unit);
  const passed = holds(reached, choice.asAt);
  return [{ kind: 'limit', words, passed, date: reached }];
}

function addSpan(day: string, n: number, unit: 'days' | 'weeks' | 'months' | 'years'): string {
  if (unit === 'days' || unit === 'weeks') return addDays(day, unit === 'weeks' ? 7 * n : n);
  return addMonths(day, unit === 'years' ? 12 * n : n);
}

const numberOf = (row: Record_ | null, column: string): number | null => {
  const value = row?.[column];
  return typeof value === 'number' ? value : null;
};
const textOf = (row: Record_ | null, column: string): string | null => {
  const value = row?.[column];
  return value === undefined || value === null ? null : String(value);
};

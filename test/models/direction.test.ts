/**
 * How often the models are wrong by chance, through their own queries: lists that are stable, lists which twice as many
 * children join for a year, and rare events in control.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';
import { withDatabase } from '../../pipeline/warehouse/database.ts';
import { createTables, insertRows } from '../../pipeline/warehouse/load.ts';
import { rawTable } from '../../pipeline/warehouse/raw-tables.ts';
import { ruleRows } from '../../pipeline/warehouse/rule-rows.ts';
import { addDays } from '../../sources/days.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { size } from '../proofs/sizes.ts';
import { Random } from '../reference/random.ts';
import { type ChartedSeries, chartsOf, type GivenSeries } from './chart-warehouse.ts';
import { monthEndOf } from './generated-series.ts';
import { renderedModels } from './rendered-model.ts';

/** So many events at a constant rate: waits between them are exponential. */
function poisson(random: Random, mean: number): number {
  let events = 0;
  for (let time = -Math.log(1 - random.next()) / mean; time <= 1; events += 1)
    time += -Math.log(1 - random.next()) / mean;
  return events;
}

interface Year {
  readonly joined: readonly number[];
  readonly departed: readonly number[];
}

/**
 * A year of a list which children join at a constant rate. `leaves` is the share of those there who leave in a year, or,
 * `at a constant rate`, how many do, whoever is there.
 */
function yearOf(
  random: Random,
  list: number,
  joins: number,
  leaves: number,
  way: 'of those there' | 'at a constant rate' = 'at a constant rate',
): Year {
  let there = list;
  const months = Array.from({ length: 12 }, () => {
    const joined = poisson(random, joins / 12);
    const rate = way === 'of those there' ? leaves * there : leaves;
    const departed = rate === 0 ? 0 : Math.min(poisson(random, rate / 12), there + joined);
    there += joined - departed;
    return { joined, departed };
  });
  return { joined: months.map((each) => each.joined), departed: months.map((each) => each.departed) };
}

/** Directions that scorecard.stock_year gives to many years, in their order; null where there is too little to say. */
async function directionsOf(years: readonly Year[]): Promise<readonly (number | null)[]> {
  const query = (await renderedModels()).find(({ name }) => name === 'scorecard.stock_year')?.query ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'tracker-direction-'));
  try {
    return await withDatabase(join(folder, 'warehouse.duckdb'), async (database) => {
      await createTables(database);
      const owner = { authority: 'a', procedure: 'hertfordshire', rules: null } as const;
      const rules = ruleRows([loadRules(repositoryFile('sources/rules'), owner)]);
      await insertRows(database, 'rule_setting', rules['rule_setting'] ?? []);
      const add = (table: string, rows: readonly Readonly<Record<string, string | boolean>>[]) =>
        insertRows(
          database,
          table,
          rows.map((row) => rawTable(table).columns.map(({ name }) => row[name] ?? null)),
        );
      const snapshot = { authority: 'a', snapshot_date: '2011-01-31', as_at_date: '2011-01-31' };
      await add('snapshot', [snapshot]);
      const ends = Array.from({ length: 13 }, (_, index) => monthEndOf(index));
      await add(
        'as_at',
        ends.map((as_at_date) => ({ ...snapshot, as_at_date, is_month_end: true })),
      );
      const months = years.flatMap(({ joined, departed }, line) =>
        joined.map(
          (count, month) =>
            `('${String(line).padStart(5, '0')}', DATE '${ends[month + 1]}', ${count}, ${departed[month]})`,
        ),
      );
      const key = "'a' AS authority, DATE '2011-01-31' AS snapshot_date, 'T3' AS measure_id";
      await database.run(`
        CREATE SCHEMA scorecard;
        CREATE TABLE scorecard.movement AS SELECT ${key}, line, as_at_date, CAST(joined AS BIGINT) AS joined,
          CAST(departed AS BIGINT) AS departed, 0 AS no_longer_counted, 0 AS left_care, 0 AS listed, 0 AS denominator
        FROM (VALUES ${months.join(', ')}) AS v(line, as_at_date, joined, departed);
        CREATE TABLE scorecard.tally AS SELECT DISTINCT ${key}, line, DATE '${ends[0]}' AS as_at_date,
          'as_at' AS period, 'all' AS breakdown, 0 AS numerator, 0 AS denominator FROM scorecard.movement;
        CREATE TABLE scorecard.movement_case (authority TEXT, snapshot_date DATE, measure_id TEXT, line TEXT,
          as_at_date DATE, child_id TEXT, way TEXT);
        CREATE TABLE scorecard.measure_case (authority TEXT, snapshot_date DATE, as_at_date DATE, measure_id TEXT,
          line TEXT, period TEXT, child_id TEXT, counted BOOLEAN)`);
      const rows = await database.rows(`SELECT * FROM (${query}) ORDER BY line`);
      return rows.map((row) => (row['is_enough'] === true ? Number(row['direction']) : null));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('a stable list is called better or worse in five of a hundred at the most', async () => {
  const random = new Random(20_260_630);
  const years = Array.from({ length: size('stableAuthorities') }, () => {
    const list = random.between(10, 300);
    const share = 0.2 + 1.3 * random.next();
    return yearOf(random, list, list * share, share, 'of those there');
  });
  const directions = await directionsOf(years);
  expect(directions).toHaveLength(years.length);
  const wrong = directions.filter((direction) => direction === 1 || direction === -1).length;
  expect(wrong / years.length).toBeLessThanOrEqual(0.05);
  // not because nothing is judged
  expect(directions.filter((direction) => direction === 0).length / years.length).toBeGreaterThan(0.8);
}, 300_000);

it('a list that nothing holds in its place is called better or worse as often as a test at 95 per cent says', async () => {
  const random = new Random(20_260_702);
  const years = Array.from({ length: size('stableAuthorities') }, () => {
    const joins = random.between(2, 300);
    return yearOf(random, 1_000, joins, joins);
  });
  const directions = await directionsOf(years);
  const wrong = directions.filter((direction) => direction === 1 || direction === -1).length;
  expect(wrong / years.length).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / years.length));
}, 300_000);

it('twice as many who join for a year are found in nine of ten, where forty or more join in another', async () => {
  const random = new Random(20_260_701);
  const years = Array.from({ length: size('stableAuthorities') }, () => {
    const list = random.between(40, 300);
    const usual = random.between(40, 2 * list);
    return yearOf(random, list, 2 * usual, usual);
  });
  const directions = await directionsOf(years);
  expect(directions.filter((direction) => direction === 1).length / years.length).toBeGreaterThanOrEqual(0.9);
  expect(directions).not.toContain(-1);
}, 300_000);

/** Events at a constant rate of one in twenty days. */
function rareSeries(index: number): GivenSeries {
  const random = new Random(95_000 + index);
  let day = '2010-01-01';
  const eventDays = Array.from({ length: 96 }, () => {
    day = addDays(day, Math.round(-20 * Math.log(1 - random.next())));
    return day;
  });
  const last = eventDays.at(-1) ?? day;
  const count = (Number(last.slice(0, 4)) - 2010) * 12 + Number(last.slice(5, 7));
  const months = Array.from({ length: count }, (_, month) => ({
    numerator: eventDays.filter((each) => each.startsWith(monthEndOf(month).slice(0, 7))).length,
  }));
  return { name: `rare${index}`, months, chart: 'rare', eventDays };
}

it('of ninety-five waits between rare events in control five in a hundred are called special at the most', async () => {
  const series = Array.from({ length: size('rareSeries') }, (_, index) => rareSeries(index));
  const charts = await chartsOf(series);
  const points = series.flatMap(({ name }) => (charts.get(name) as ChartedSeries).points);
  expect(points).toHaveLength(95 * series.length);
  expect(new Set(series.map(({ name }) => charts.get(name)?.chart?.['kind']))).toEqual(
    new Set(['days_between']),
  );
  const special = points.filter(({ special_cause }) => special_cause !== 'common cause').length;
  expect(special / points.length).toBeLessThanOrEqual(0.05);
}, 300_000);

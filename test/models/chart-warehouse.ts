/** Given series, charted by the models: each series is an authority of its own with one measure of one line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFile } from '../../pipeline/repository.ts';
import { type Database, quoted, withDatabase } from '../../pipeline/warehouse/database.ts';
import { createTables, insertRows } from '../../pipeline/warehouse/load.ts';
import { rawTable } from '../../pipeline/warehouse/raw-tables.ts';
import { ruleRows } from '../../pipeline/warehouse/rule-rows.ts';
import { monthEndBefore } from '../../sources/days.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { renderedModels } from './rendered-model.ts';

/** The figure of one month: a count, or a share where a denominator is given. */
export interface GivenMonth {
  readonly numerator: number;
  readonly denominator?: number;
}

export interface GivenSeries {
  /** Lower-case name, one per series. */
  readonly name: string;
  /** One entry a month from January 2010 on; null where the month has no figure. */
  readonly months: readonly (GivenMonth | null)[];
  /** `rare`: days between events, if there are few; the events of a month are dated by `eventDays`. */
  readonly chart?: 'monthly' | 'rare';
  readonly polarity?: 'High' | 'Low' | 'none';
  /** Days of the counted events, for `rare`. */
  readonly eventDays?: readonly string[];
  /** Days of declared changes of process. */
  readonly changes?: readonly string[];
  readonly target?: {
    readonly family: 'C' | 'Z';
    readonly polarity: 'High' | 'Low';
    readonly target: number;
  };
  /** Settings other than those of settings.csv, e.g. `{ xmr_screen: 0 }`. */
  readonly settings?: Readonly<Record<string, number>>;
}

export interface ChartedPoint {
  readonly sequence: number;
  readonly as_at_date: string;
  readonly value: number;
  readonly mean: number | null;
  /** Limits as they are printed. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Limits before they are cut off at 0 and 100. */
  readonly whole_lower: number | null;
  readonly whole_upper: number | null;
  readonly special_cause: string;
  readonly sense: string;
}

export interface ChartedSeries {
  /** Null where no point could be drawn. */
  readonly chart: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly points: readonly ChartedPoint[];
}

type Row = Readonly<Record<string, string | number | boolean | null>>;
const models = [
  'staging.rule_measure_period',
  'staging.rule_line',
  'scorecard.chart_series',
  'scorecard.chart_limit',
  'scorecard.chart_point',
  'scorecard.chart',
];
const firstMonth = '2010-01-31';
const monthEnd = (index: number): string => monthEndBefore(firstMonth, -index);
const snapshotDate = '2030-12-31';

/** A share with at most four decimals as a month: `percent(12.5)` is 12.5 per cent. */
export const percent = (value: number): GivenMonth => ({
  numerator: Math.round(value * 10_000),
  denominator: 1_000_000,
});

/**
 * Charts all series at once and returns them by name.
 *
 * @example (await chartsOf([{ name: 'golden', months: [1, 2, 1].map((numerator) => ({ numerator })) }])).get('golden')
 */
export async function chartsOf(series: readonly GivenSeries[]): Promise<ReadonlyMap<string, ChartedSeries>> {
  const queries = new Map((await renderedModels()).map(({ name, query }) => [name, query]));
  const folder = mkdtempSync(join(tmpdir(), 'tracker-charts-'));
  try {
    return await withDatabase(join(folder, 'warehouse.duckdb'), async (database) => {
      await loadSeries(database, series);
      for (const model of models) await database.run(`CREATE TABLE ${model} AS ${queries.get(model)}`);
      const charts = await database.rows('SELECT * FROM scorecard.chart');
      const points = await database.rows(`
        SELECT p.authority, p.sequence, CAST(p.as_at_date AS TEXT) AS as_at_date, p.value, p.mean, p.lower, p.upper,
          l.lower AS whole_lower, l.upper AS whole_upper, p.special_cause, p.sense
        FROM scorecard.chart_point AS p JOIN scorecard.chart_limit AS l USING (authority, measure_id, line, statistic, sequence)
        ORDER BY p.authority, p.sequence`);
      const ofOne = ({ name }: GivenSeries): ChartedSeries => ({
        chart: charts.find((row) => row['authority'] === name) ?? null,
        points: points.filter((row) => row['authority'] === name) as unknown as ChartedPoint[],
      });
      return new Map(series.map((one) => [one.name, ofOne(one)]));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadSeries(database: Database, series: readonly GivenSeries[]): Promise<void> {
  await createTables(database);
  const add = async (name: string, rows: readonly Row[]): Promise<void> => {
    const columns = rawTable(name).columns.map((column) => column.name);
    await insertRows(
      database,
      name,
      rows.map((row) => columns.map((column) => row[column] ?? null)),
    );
  };
  const key = { measure_id: 'S', line: 'main' };
  const each = (rowsOf: (one: GivenSeries) => Row[]): Row[] =>
    series.flatMap((one) => rowsOf(one).map((row) => ({ authority: one.name, ...row })));
  const live = { snapshot_date: snapshotDate, as_at_date: snapshotDate };
  await add(
    'snapshot',
    each(() => [live]),
  );
  await add(
    'as_at',
    each(({ months }) =>
      months.map((_, index) => ({
        ...live,
        as_at_date: monthEnd(index),
        is_month_end: true,
        is_provisional: false,
      })),
    ),
  );
  await add(
    'rule_measure',
    each(({ polarity }) => [{ ...key, polarity: polarity ?? 'none', periods: 'month' }]),
  );
  await add(
    'rule_line',
    each((one) => [
      {
        ...key,
        chart: one.chart ?? 'monthly',
        denominator_name: isShare(one) ? 'children' : null,
      },
    ]),
  );
  await add(
    'rule_target',
    each(({ target, ...one }) =>
      target === undefined
        ? []
        : [
            {
              ...key,
              ...target,
              statistic: isShare(one) ? 'percentage' : 'count',
              effective_from: '2000-01-01',
            },
          ],
    ),
  );
  await add(
    'rule_process_change',
    each(({ changes }) => (changes ?? []).map((changed_on) => ({ ...key, changed_on }))),
  );
  await add('rule_setting', each(settingsOf));
  await loadFigures(database, series);
}

const isShare = ({ months }: Pick<GivenSeries, 'months'>): boolean =>
  months.some((month) => month?.denominator !== undefined);

function settingsOf(one: GivenSeries): Row[] {
  const owner = { authority: one.name, procedure: 'hertfordshire', rules: null } as const;
  const rows = ruleRows([loadRules(repositoryFile('sources/rules'), owner)])['rule_setting'] ?? [];
  return rows.map(([, setting, value]) => ({
    setting: String(setting),
    value: one.settings?.[String(setting)] ?? value ?? null,
  }));
}

async function loadFigures(database: Database, series: readonly GivenSeries[]): Promise<void> {
  const months = series.flatMap((one) =>
    one.months.flatMap((month, index) =>
      month === null
        ? []
        : [
            `(${quoted(one.name)}, DATE '${monthEnd(index)}', ${month.numerator}, ${month.denominator ?? month.numerator})`,
          ],
    ),
  );
  const events = series.flatMap((one) =>
    (one.eventDays ?? []).map(
      (day, index) =>
        `(${quoted(one.name)}, DATE '${monthEndBefore(day, 0)}', DATE '${day}', 'child-${index}')`,
    ),
  );
  const shared = `DATE '${snapshotDate}' AS snapshot_date, 'S' AS measure_id, 'main' AS line, 'month' AS period`;
  const rowsOr = (rows: readonly string[], nothing: string): string =>
    rows.length > 0 ? rows.join(', ') : nothing;
  await database.run(`
    CREATE SCHEMA scorecard; CREATE SCHEMA staging;
    CREATE TABLE scorecard.tally AS SELECT authority, as_at_date, CAST(numerator AS BIGINT) AS numerator,
      CAST(denominator AS BIGINT) AS denominator, 'all' AS breakdown, ${shared}
    FROM (VALUES ${rowsOr(months, "('-', DATE '2000-01-01', 0, 0)")}) AS v(authority, as_at_date, numerator, denominator);
    CREATE TABLE scorecard.movement (authority TEXT, snapshot_date DATE, measure_id TEXT, line TEXT, as_at_date DATE,
      joined BIGINT, departed BIGINT, provisional BOOLEAN);
    CREATE TABLE scorecard.measure_case AS SELECT authority, as_at_date, group_day, child_id, TRUE AS counted, ${shared}
    FROM (VALUES ${rowsOr(events, "('-', DATE '2000-01-01', DATE '2000-01-01', '-')")}) AS v(authority, as_at_date, group_day, child_id)`);
}

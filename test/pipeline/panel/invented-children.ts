/** A warehouse of invented children, as the papers read it: who is in care when, who came and left, and by which route. */
import { type Database, withDatabase } from '../../../pipeline/warehouse/database.ts';

const asAt = '2026-06-30';

/** Opens a warehouse in memory with so many children in care at a time; `late` leavers are recorded after the first papers. */
export const withChildren = <T>(children: number, work: (database: Database) => Promise<T>): Promise<T> =>
  withDatabase(':memory:', async (database) => {
    await database.run(`
      ATTACH ':memory:' AS warehouse;
      CREATE SCHEMA warehouse.published;
      CREATE TABLE warehouse.published.availability (authority TEXT, snapshot_date DATE, measure_id TEXT, line TEXT, state TEXT, reason_code TEXT);
      CREATE TABLE child AS SELECT 'c' || n AS id, DATE '2019-06-01' + CAST(n * 3300 // (${children} * 3) AS INTEGER) AS came,
        DATE '2019-06-01' + CAST(n * 3300 // (${children} * 3) + 400 + (n * 7919) % 1500 AS INTEGER) AS gone,
        CASE WHEN (n * 31) % 9 = 0 THEN 'adopted' WHEN (n * 31) % 9 = 1 THEN 'guardian' WHEN (n * 31) % 23 = 5 THEN 'arranged'
          WHEN (n * 31) % 9 IN (3, 4) THEN 'home' ELSE 'other' END AS route,
        (n * 17) % 6 = 0 AS far, ['<1', '1-4', '5-9', '10-15', '16-17'][1 + (n * 13) % 5] AS age_band, ['F', 'M'][1 + (n * 5) % 2] AS sex
        FROM range(${children} * 3) AS t(n)`);
    await derive(database);
    return work(database);
  });

/** What the models would make of the children as they are now recorded. */
export async function derive(database: Database): Promise<void> {
  await database.run(`
    CREATE OR REPLACE TEMP TABLE month AS
      SELECT LAST_DAY(CAST(DATE '${asAt}' - INTERVAL (n) MONTH AS DATE)) AS day FROM range(36) AS t(n);
    CREATE OR REPLACE TEMP TABLE span AS
      SELECT day, 'month' AS period, DATE_TRUNC('month', day) AS first FROM month UNION ALL
      SELECT day, 'r12m', CAST(day - INTERVAL 1 YEAR AS DATE) + 1 FROM month WHERE MONTH(day) = 3;
    CREATE OR REPLACE TEMP TABLE member AS
      SELECT m.measure_id, day, 'as_at' AS period, id, m.measure_id <> 'B17' OR far AS counted, CAST(NULL AS INTEGER) AS days, age_band, sex
        FROM child, month, (VALUES ('B7'), ('B8'), ('B17')) AS m(measure_id)
        WHERE came <= day AND gone > day AND MONTH(day) % 3 = 0
      UNION ALL SELECT 'B9', day, period, id, TRUE, NULL, age_band, sex FROM child, span WHERE came BETWEEN first AND day
      UNION ALL SELECT l.measure_id, day, period, id, LIST_CONTAINS(l.routes, route), CASE WHEN l.measure_id = 'B30' THEN gone - came END, age_band, sex
        FROM child, span, (VALUES ('B10', ['adopted', 'guardian', 'arranged', 'home', 'other']), ('B25', ['adopted', 'guardian', 'arranged']),
          ('B28', ['adopted']), ('B29', ['adopted']), ('B30', ['adopted']), ('B40', ['guardian']), ('B44', ['home'])) AS l(measure_id, routes)
        WHERE gone BETWEEN first AND day AND (l.measure_id NOT IN ('B28', 'B30', 'B40') OR LIST_CONTAINS(l.routes, route));
    CREATE OR REPLACE TABLE warehouse.published.paper_unit AS
      SELECT 'demo' AS authority, DATE '${asAt}' AS snapshot_date, day AS as_at_date, measure_id, 'main' AS line, period, id AS unit_id, counted, days,
        age_band, sex, 'unknown' AS ethnicity, 'unknown' AS placement_type, 'unknown' AS legal_status, 'unknown' AS unaccompanied FROM member;
    CREATE OR REPLACE TABLE warehouse.published.paper_line AS
      SELECT 'demo' AS authority, DATE '${asAt}' AS snapshot_date, day AS as_at_date, m.measure_id, 'main' AS line, period, 100000 AS population,
        'No rating - context' AS status, FALSE AS provisional
      FROM (SELECT DISTINCT measure_id FROM member) AS m,
        (SELECT day, period FROM span UNION ALL SELECT day, 'as_at' FROM month WHERE MONTH(day) % 3 = 0) AS s
      WHERE (period = 'as_at') = (m.measure_id IN ('B7', 'B8', 'B17')) AND (m.measure_id <> 'B30' OR period = 'r12m')`);
}

import { describe, expect, it } from 'vitest';
import { teamsFile } from '../../../pipeline/edition/groups-file.ts';
import { type Database, withDatabase } from '../../../pipeline/warehouse/database.ts';

/** What is loaded of an authority on a day: its teams by key, name and service, and who works with children of it. */
async function load(
  database: Database,
  day: string,
  comparedWith: string | null,
  teams: string,
  work: string,
) {
  await database.run(
    `INSERT INTO warehouse.raw.snapshot VALUES ('herts', DATE '${day}', ${comparedWith === null ? 'NULL' : `DATE '${comparedWith}'`})`,
  );
  await database.run(
    `INSERT INTO warehouse.raw.team SELECT 'herts', DATE '${day}', * FROM (VALUES ${teams})`,
  );
  await database.run(
    `INSERT INTO warehouse.raw.allocation SELECT 'herts', DATE '${day}', * FROM (VALUES ${work})`,
  );
}

const inWarehouse = <T>(work: (database: Database) => Promise<T>): Promise<T> =>
  withDatabase(':memory:', async (database) => {
    await database.run("ATTACH ':memory:' AS warehouse");
    await database.run('CREATE SCHEMA warehouse.raw');
    await database.run(
      'CREATE TABLE warehouse.raw.snapshot (authority TEXT, snapshot_date DATE, compared_with DATE)',
    );
    await database.run(
      'CREATE TABLE warehouse.raw.team (authority TEXT, snapshot_date DATE, team_id TEXT, team_name TEXT, service TEXT)',
    );
    await database.run(
      'CREATE TABLE warehouse.raw.allocation (authority TEXT, snapshot_date DATE, team_id TEXT, role TEXT, end_date DATE)',
    );
    return work(database);
  });

describe('pages of teams and services', () => {
  it('keep their address when a team is renamed, and bear the name of today', async () => {
    const pages = await inWarehouse(async (database) => {
      await load(
        database,
        '2026-05-31',
        '2026-06-30',
        "('D1', 'Zebra team', 'Care')",
        "('D1', 'case_worker', NULL)",
      );
      await load(database, '2026-06-30', null, "('D1', 'Apple team', 'Care')", "('D1', 'case_worker', NULL)");
      return teamsFile(database, '2026-06-30');
    });
    expect(pages.map(({ label, page }) => [label, page])).toEqual([
      ['Care', 'service-care'],
      ['Apple team', 'team-d1'],
    ]);
  });

  it('are of teams that had a child in the last year, each at an address of its own', async () => {
    const pages = await inWarehouse(async (database) => {
      await load(
        database,
        '2026-06-30',
        null,
        "('A 1', 'East', NULL), ('a-1', 'West', NULL), ('OLD', 'Closed', 'Gone'), ('IDLE', 'No children', NULL)",
        "('A 1', 'case_worker', NULL), ('a-1', 'case_worker', DATE '2026-01-31'), ('OLD', 'case_worker', DATE '2025-06-30'), ('IDLE', 'reviewing_officer', NULL), (NULL, 'case_worker', NULL)",
      );
      return teamsFile(database, '2026-06-30');
    });
    expect(pages.map(({ label, page }) => [label, page])).toEqual([
      ['East', 'team-a-1'],
      ['West', 'team-a-1-2'],
    ]);
  });
});

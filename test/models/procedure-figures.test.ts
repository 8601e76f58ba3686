/**
 * One authority has one number of children who drift: by the lists of its own procedure, wherever a figure is read. And its
 * lines stand in the edition with the event by which they are to be done.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlookOf } from '../../pipeline/edition/outlook-file.ts';
import { trackingOf } from '../../pipeline/edition/tracking-file.ts';
import type { Record_ } from '../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { someOf } from '../proofs/sizes.ts';
import { type DemoWarehouse, demoDay, demoWarehouse } from './demo-warehouse.ts';

const procedures = ['warrington', 'cumbria', 'hillingdon', 'unnamed', 'hertfordshire'] as const;
const models = [
  ...['drift', 'deadline', 'escalation', 'tracking_line', 'tracking_value'],
  ...['measure_value', 'chart_point', 'paper_unit', 'worklist', 'case_rating'],
].map((name) => `published.${name}`);

describe.each(someOf(procedures, 'packedProcedures'))('who drifts in the demo of %s', (procedure) => {
  const root = mkdtempSync(join(tmpdir(), 'tracker-drift-'));
  let demo: DemoWarehouse;
  beforeAll(async () => {
    demo = await demoWarehouse(root, { procedure, children: 60 }, models);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const rows = (query: string): Promise<Record_[]> =>
    withWarehouse(demo.warehouse, (database) => database.rows(query));
  const count = async (query: string): Promise<number> => Number((await rows(query))[0]?.['n'] ?? Number.NaN);

  /** The lists of the procedure, from its rows: should be empty, of a limit that its document gives. */
  const lists = () =>
    demo.rules.tracking_lines.filter(
      (row) =>
        row.family === 'Z' &&
        row.in_use &&
        row.grade === 'seed' &&
        (row.measure_id === '' ||
          demo.rules.lines.some(
            (line) => line.drift && line.measure_id === row.measure_id && line.line === row.line,
          )) &&
        row.generic !== 'pipeline' &&
        row.line_id !== 'T23',
    );

  it('is one number', async () => {
    const named = lists()
      .map(({ line_id, part }) => `'${line_id}.${part}'`)
      .join(', ');
    const byHand = await count(`
      SELECT COUNT(DISTINCT subject_id) AS n FROM warehouse.measures.tracking_line
      WHERE as_at_date = DATE '${demoDay}' AND status = 'overdue' AND care_period_id IS NOT NULL
        AND line_id || '.' || part IN (${named})`);
    expect(byHand).toBeGreaterThan(0);
    const at = `measure_id = 'B27' AND as_at_date = DATE '${demoDay}'`;
    const told = {
      headline: await count('SELECT children AS n FROM warehouse.published.drift'),
      measure: await count(
        `SELECT value AS n FROM warehouse.published.measure_value WHERE ${at} AND breakdown = 'all' AND statistic = 'count'`,
      ),
      teams: await count(
        `SELECT SUM(value) AS n FROM warehouse.published.measure_value WHERE ${at} AND breakdown = 'team' AND statistic = 'count'`,
      ),
      chart: await count(
        `SELECT numerator AS n FROM warehouse.published.chart_point WHERE ${at} AND statistic = 'percentage'`,
      ),
      paper: await count(`SELECT COUNT(*) AS n FROM warehouse.published.paper_unit WHERE ${at} AND counted`),
      worklist: await count(`SELECT COUNT(*) AS n FROM warehouse.published.worklist WHERE ${at}`),
    };
    expect(told).toEqual(Object.fromEntries(Object.keys(told).map((where) => [where, byHand])));
  });

  it('is told at every day from the first on which a list is in force', async () => {
    const own = lists().some(({ measure_id }) => measure_id === '');
    const first =
      lists()
        .map(({ effective_from }) => effective_from)
        .sort()[0] ?? '';
    const days = await rows(`
      SELECT CAST(as_at_date AS VARCHAR) AS day, state FROM warehouse.scorecard.availability WHERE measure_id = 'B27'`);
    expect(days.length).toBeGreaterThan(40);
    for (const { day, state } of days)
      expect([day, state === 'not available']).toEqual([day, own && String(day) < first]);
  });

  it('is named by the lists that are counted, and announces nothing of another procedure', async () => {
    const outlook = await withWarehouse(demo.warehouse, (database) =>
      outlookOf(database, [demo.rules], [], demoDay),
    );
    expect(new Set(outlook.drift[0]?.lines)).toEqual(new Set(lists().map(({ line_id }) => line_id)));
    const ids = new Set(demo.rules.tracking_lines.flatMap((row) => [row.line_id, row.measure_id]));
    const due = [...outlook.deadlines, ...outlook.deadlines_missing].map(({ measure_id }) => measure_id);
    expect(due.filter((id) => !ids.has(id))).toEqual([]);
    expect(due.length).toBeGreaterThan(0);
  });

  it('says the event where the limit is its very day', async () => {
    const { lines } = await withWarehouse(demo.warehouse, (database) =>
      trackingOf(database, [demo.rules], demoDay),
    );
    const onItsDay = lines.filter(({ limit_n }) => limit_n === 0);
    for (const { line_id, part, event } of onItsDay) {
      const anchor = demo.rules.tracking_lines.find(
        (row) => row.line_id === line_id && row.part === part,
      )?.anchor;
      if (anchor === 'review_planned#2') expect([line_id, event]).toEqual([line_id, 'the second review']);
      if (anchor === 'matching_panel') expect([line_id, event]).toEqual([line_id, 'matching panel']);
      if (anchor?.includes(':')) expect([line_id, event]).toEqual([line_id, null]);
    }
    expect(onItsDay.some(({ event }) => event !== null)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { chartsOf, definitionChanges } from '../../../pipeline/edition/charts-file.ts';
import { limitInWords } from '../../../pipeline/edition/rule-words.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { createTables, insertRows } from '../../../pipeline/warehouse/load.ts';
import { ruleRows } from '../../../pipeline/warehouse/rule-rows.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { derivePublished } from '../run/small-rooms.ts';
import { smallOwner, temporaryFolder } from '../small-extract.ts';

const plain = loadRules(repositoryFile('sources/rules'), { ...smallOwner, rules: null });
const limit = (from: string, to: string | null, n: number): RuleBook['limits'][number] => ({
  authority: smallOwner.authority,
  measure_id: 'T2',
  limit_key: 'standing',
  meaning: 'Counted from this long on',
  n,
  unit: 'months',
  effective_from: from,
  effective_to: to,
  source: 'x',
  approved_by_role: null,
  approved_on: null,
});
const target = (from: string, to: string | null, tolerance: number): RuleBook['targets'][number] => ({
  ...limit(from, to, 0),
  line: 'main',
  family: 'Z',
  statistic: 'percentage',
  polarity: 'Low',
  target: 0,
  floor: null,
  tolerance,
  red_if_line: 'over_12_months',
  minimum_denominator: 0,
  basis: 'local',
});
const change = (line: string, changed_on: string): RuleBook['process_changes'][number] => ({
  authority: smallOwner.authority,
  measure_id: 'B7',
  line,
  changed_on,
  reason: 'New duty team',
  source: 'Board minute',
  approved_by_role: null,
  approved_on: null,
});

describe('definition changes', () => {
  const span = { first: '2025-01-31', last: '2025-12-31' };
  const book = (limits: RuleBook['limits'], targets: RuleBook['targets'] = []): RuleBook => ({
    ...plain,
    limits,
    targets,
  });
  const days = (limits: RuleBook['limits']): string[] =>
    definitionChanges(book(limits), 'T2', 'main', span).map(({ on }) => on);

  it('are rules that replace another after the first day shown and up to the last', () => {
    expect(days([limit('2000-01-01', '2025-01-31', 6), limit('2025-01-31', null, 5)])).toEqual([]);
    expect(days([limit('2000-01-01', '2025-02-01', 6), limit('2025-02-01', null, 5)])).toEqual([
      '2025-02-01',
    ]);
    expect(days([limit('2000-01-01', '2025-12-31', 6), limit('2025-12-31', null, 5)])).toEqual([
      '2025-12-31',
    ]);
    expect(days([limit('2000-01-01', '2026-01-01', 6), limit('2026-01-01', null, 5)])).toEqual([]);
  });

  it('are neither the first rule of all nor a row that says the same', () => {
    expect(days([limit('2025-06-01', null, 6)])).toEqual([]);
    expect(days([limit('2025-06-01', null, 6), limit('2000-01-01', '2025-06-01', 6)])).toEqual([]);
  });

  it('say the new rule in words, for the measure and the line', () => {
    const changed = book(
      [limit('2000-01-01', '2025-06-01', 6), limit('2025-06-01', null, 1)],
      [target('2000-01-01', '2025-04-01', 10), target('2025-04-01', null, 5)],
    );
    expect(definitionChanges(changed, 'T2', 'main', span)).toEqual([
      {
        on: '2025-04-01',
        meaning:
          'Rating rule: Green: none. Amber: up to 5%. Red: above 5%, or any child more than 12 months.',
      },
      { on: '2025-06-01', meaning: 'Counted from this long on: 1 month' },
    ]);
    expect(definitionChanges(changed, 'T2', 'over_12_months', span).map(({ on }) => on)).toEqual([
      '2025-06-01',
    ]);
    expect(definitionChanges(changed, 'T3', 'main', span)).toEqual([]);
    expect(limitInWords({ meaning: 'Moves', n: 3, unit: 'count' })).toBe('Moves: 3');
  });
});

describe('charts.json', () => {
  it('has charts with their points and reasons, and a line of travel for every line', async () => {
    const changes = ['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map((day) =>
      change('main', day),
    );
    const rules: RuleBook = {
      ...plain,
      process_changes: [...changes, change('other', '2026-06-02')].reverse(),
    };
    const file = await withDatabase(`${temporaryFolder()}/warehouse.duckdb`, async (database) => {
      await createTables(database);
      for (const [name, rows] of Object.entries(ruleRows([plain]))) await insertRows(database, name, rows);
      await derivePublished(database);
      return chartsOf(database, [rules]);
    });
    expect(file.charts).toHaveLength(1);
    const [chart] = file.charts;
    expect(chart).toMatchObject({
      measure_id: 'B7',
      kind: 'xmr',
      trial: true,
      assurance: null,
      definition_changes: [],
    });
    expect(chart?.rebased).toEqual([
      { from: '2026-06-01', reason: 'New duty team', source: 'Board minute' },
      { from: '2026-06-30', reason: 'New duty team', source: 'Board minute' },
    ]);
    expect(chart?.points.map(({ as_at_date, sequence, value }) => [as_at_date, sequence, value])).toEqual([
      ['2026-05-31', 1, 1.5],
      ['2026-06-30', 2, 2.5],
    ]);
    expect(file.travel).toHaveLength(plain.lines.length);
  });
});

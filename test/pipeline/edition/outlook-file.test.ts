import { describe, expect, it } from 'vitest';
import type { LineAvailability } from '../../../pipeline/edition/measures-file.ts';
import { outlookOf } from '../../../pipeline/edition/outlook-file.ts';
import { outlookFile as contract } from '../../../pipeline/edition/outlook-format.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { smallOwner } from '../small-extract.ts';

const own = smallOwner.authority;
const plain = loadRules(repositoryFile('sources/rules'), { ...smallOwner, rules: null });
const deadline = plain.deadlines[1] as RuleBook['deadlines'][number];
const escalation = plain.escalations[0] as RuleBook['escalations'][number];
const [gone] = plain.lines.filter((line) => line.drift) as [RuleBook['lines'][number]];
const entry = (
  line: RuleBook['lines'][number],
  state: LineAvailability['state'],
  authority = own,
): LineAvailability => ({
  authority,
  measure_id: line.measure_id,
  line: line.line,
  state,
  reason_code: null,
  needed_from: null,
  covered_from: null,
  covered_to: null,
  covered_by: null,
  population: 0,
  start_unknown: 0,
  contradicted: 0,
  lost_before: false,
});

/** A line of a procedure as the models publish it. */
const line = (authority: string, id: string, over: Record<string, string | boolean> = {}): string => {
  const columns = {
    ...{
      part: 'main',
      name: `Line ${id}`,
      part_name: null,
      family: 'Z',
      generic: 'open_too_long',
      role: 'service_manager',
    },
    ...{ measure_id: null, measure_line: null, state: 'available', is_proposed: false },
    ...{ is_drift: false, is_announced: false, ...over },
  };
  const cells = Object.entries(columns).map(([name, value]) =>
    value === null || typeof value === 'boolean' ? `${value} AS ${name}` : `'${value}' AS ${name}`,
  );
  return `SELECT '${authority}' AS authority, '${id}' AS line_id, ${cells.join(', ')}`;
};
const lines = [
  line(own, 'T2', { measure_id: 'T2', measure_line: 'main', is_drift: true }),
  line(own, 'T20', { measure_id: 'T20', measure_line: 'main', state: 'not available', is_drift: true }),
  line(own, 'T8', { measure_id: 'T8', measure_line: 'main', state: 'not available' }),
  line(own, 'T23', { state: 'not available' }),
  line('elsewhere', 'W36', { is_drift: true, is_announced: true }),
  line('elsewhere', 'W63', { part: 'kin', part_name: 'kin carers', is_drift: true }),
  line('elsewhere', 'W70', { state: 'not available', is_drift: true }),
  line('elsewhere', 'W90', { state: 'not available', is_announced: true }),
  line('elsewhere', 'W99', { state: 'not measurable' }),
  line('elsewhere', 'W34', { family: 'C', generic: 'escalated' }),
  line('elsewhere', 'W96', { family: 'C', generic: 'escalated', state: 'not available' }),
  line('elsewhere', 'W107', { family: 'C', generic: 'escalated' }),
  `${line('elsewhere', 'W119', { family: 'C', generic: 'escalated' }).replace('false AS is_proposed', 'true AS is_proposed')}`,
];

const elsewhere = loadRules(repositoryFile('sources/rules'), {
  ...{ authority: 'elsewhere', procedure: 'warrington', rules: null },
});

/** The tables as the models publish them, in a warehouse of their own. */
async function outlook(available: readonly LineAvailability[], asAt = '2025-02-24') {
  return withDatabase(':memory:', async (database) => {
    await database.run(`
      ATTACH ':memory:' AS warehouse; CREATE SCHEMA warehouse.published;
      CREATE TABLE warehouse.published.drift AS SELECT * FROM (VALUES
        ('${own}', 7, 90, DATE '2025-01-31', 2, 1, 3, 412, 'T2', 'main'),
        ('elsewhere', 2, 5, DATE '2025-01-31', 0, 0, 0, 30, 'W63', 'kin'),
        ('nowhere', 0, 5, DATE '2025-01-31', 0, 0, 0, NULL, NULL, NULL)
      ) AS t (authority, children, looked_after, since, new_children, resolved_children,
        left_children, longest_days, longest_line_id, longest_part);
      CREATE TABLE warehouse.published.tracking_line AS ${lines.join(' UNION ALL ')};
      CREATE TABLE warehouse.published.tracking_value AS SELECT * FROM (VALUES
        ('elsewhere', 'W34', 'main', 'all', DATE '${asAt}', 3, 55),
        ('elsewhere', 'W34', 'main', 'team', DATE '${asAt}', 9, 99),
        ('elsewhere', 'W34', 'main', 'all', DATE '2024-12-31', 8, 88),
        ('elsewhere', 'W107', 'main', 'all', DATE '${asAt}', 0, 77),
        ('${own}', 'W34', 'main', 'all', DATE '${asAt}', 7, 7)
      ) AS t (authority, line_id, part, breakdown, as_at_date, overdue, longest_days);
      CREATE TABLE warehouse.published.deadline AS SELECT * FROM (VALUES
        ('${own}', '${deadline.deadline}', '${deadline.measure_id}', '${deadline.line}', 2, 4),
        ('${own}', '${deadline.deadline}', '${deadline.measure_id}', '${deadline.line}', 1, 3),
        ('${own}', 'no_such_rule', 'T99', 'main', 1, 9), ('elsewhere', 'W36 main', 'W36', 'main', 1, 8)
      ) AS t (authority, deadline, measure_id, line, week, children);
      CREATE TABLE warehouse.published.escalation AS SELECT * FROM (VALUES
        ('${own}', '${escalation.measure_id}', '${escalation.line}', 3, 55),
        ('${own}', '${escalation.measure_id}', 'no_such_line', 3, 55),
        ('${own}', 'NONE', '${escalation.line}', 3, 55),
        ('elsewhere', '${escalation.measure_id}', '${escalation.line}', 3, 55)
      ) AS t (authority, measure_id, line, children, longest_days);`);
    return outlookOf(database, [plain, elsewhere], available, asAt);
  });
}

describe('the outlook file', () => {
  it('gives who drifts, with an empty longest wait where nobody does', async () => {
    const { drift } = await outlook([]);
    expect(drift.find(({ authority }) => authority === own)).toMatchObject({
      authority: own,
      children: 7,
      looked_after: 90,
      since: '2025-01-31',
      new_children: 2,
      resolved_children: 1,
      longest_days: 412,
      longest_measure_id: 'T2',
      longest_line: 'main',
      lines: ['T2', 'T20'],
      lines_missing: ['T20'],
    });
    expect(drift.find(({ authority }) => authority === 'nowhere')).toBeUndefined();
  });

  it('gives the lists of the own procedure, in its words', async () => {
    const { drift } = await outlook([]);
    expect(drift.find(({ authority }) => authority === 'elsewhere')).toMatchObject({
      longest_measure_id: null,
      longest_line: null,
      longest_name: 'W63 Line W63: kin carers',
      lines: ['W36', 'W63', 'W70'],
      lines_missing: ['W70'],
    });
  });

  it("asks of the authority's own procedure what must be escalated, and what of it is overdue", async () => {
    const { escalations } = await outlook([]);
    expect(
      escalations
        .filter(({ authority }) => authority === 'elsewhere')
        .map((each) => [each.measure_id, each.what, each.role, each.children, each.longest_days]),
    ).toEqual([
      ['W107', 'Line W107', 'Service manager', 0, null],
      ['W34', 'Line W34', 'Service manager', 3, 55],
      ['W96', 'Line W96', 'Service manager', null, null],
    ]);
  });

  it('ends week after week on the day of the as-at date, in order, each with the words of its rule', async () => {
    const { measure_id, line, what, role } = deadline;
    const { deadlines } = await outlook([entry(gone, 'not available')]);
    expect(deadlines.filter(({ authority }) => authority === own)).toEqual([
      { authority: own, measure_id, line, what, role, week: 1, week_ends_on: '2025-03-03', children: 3 },
      { authority: own, measure_id, line, what, role, week: 2, week_ends_on: '2025-03-10', children: 4 },
    ]);
  });

  it("announces the lines of the authority's own procedure, and says which its source cannot give", async () => {
    const file = await outlook([entry(gone, 'not available', 'elsewhere')]);
    const theirs = { authority: 'elsewhere', line: 'main', role: 'Service manager' };
    expect(file.deadlines.filter(({ authority }) => authority === 'elsewhere')).toEqual([
      { ...theirs, measure_id: 'W36', what: 'Line W36', week: 1, week_ends_on: '2025-03-03', children: 8 },
    ]);
    // of a line of another procedure nothing is missing
    expect(file.deadlines_missing.filter(({ authority }) => authority === 'elsewhere')).toEqual([
      { authority: 'elsewhere', measure_id: 'W90', what: 'Line W90' },
    ]);
  });

  it('gives an escalation only where a rule of that measure and line asks for one', async () => {
    const { measure_id, line, what, role } = escalation;
    const file = await outlook([]);
    const ours = file.escalations.filter(({ authority }) => authority === own);
    expect(ours.filter(({ children }) => children === 3)).toEqual([
      { authority: own, measure_id, line, what, role, children: 3, longest_days: 55 },
    ]);
    expect(ours.length).toBe(plain.escalations.length);
    expect(contract.parse(file)).toEqual(file);
  });
});

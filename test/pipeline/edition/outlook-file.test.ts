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
const drifting = plain.lines.filter((line) => line.drift);
const steady = plain.lines.find((line) => !line.drift) as RuleBook['lines'][number];
const [gone, proxied] = drifting as [RuleBook['lines'][number], RuleBook['lines'][number]];
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

/** The three tables as the models publish them, in a warehouse of their own. */
async function outlook(available: readonly LineAvailability[], asAt = '2025-02-24') {
  return withDatabase(':memory:', async (database) => {
    await database.run(`
      ATTACH ':memory:' AS warehouse; CREATE SCHEMA warehouse.published;
      CREATE TABLE warehouse.published.drift AS SELECT * FROM (VALUES
        ('${own}', 7, 90, DATE '2025-01-31', 2, 1, 3, 412, 'T2', 'main'),
        ('elsewhere', 0, 5, DATE '2025-01-31', 0, 0, 0, NULL, NULL, NULL)
      ) AS t (authority, children, looked_after, since, new_children, resolved_children,
        left_children, longest_days, longest_measure_id, longest_line);
      CREATE TABLE warehouse.published.deadline AS SELECT * FROM (VALUES
        ('${own}', '${deadline.deadline}', 2, 4), ('${own}', '${deadline.deadline}', 1, 3),
        ('${own}', 'no_such_rule', 1, 9), ('elsewhere', '${deadline.deadline}', 1, 8)
      ) AS t (authority, deadline, week, children);
      CREATE TABLE warehouse.published.escalation AS SELECT * FROM (VALUES
        ('${own}', '${escalation.measure_id}', '${escalation.line}', 3, 55),
        ('${own}', '${escalation.measure_id}', 'no_such_line', 3, 55),
        ('${own}', 'NONE', '${escalation.line}', 3, 55),
        ('elsewhere', '${escalation.measure_id}', '${escalation.line}', 3, 55)
      ) AS t (authority, measure_id, line, children, longest_days);`);
    return outlookOf(database, [plain], available, asAt);
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
      lines_missing: [],
    });
    expect(drift.find(({ authority }) => authority === 'elsewhere')).toMatchObject({
      longest_days: null,
      longest_measure_id: null,
      longest_line: null,
      lines_missing: [],
    });
  });

  it('names the drift lines that the source of that authority cannot give, and no others', async () => {
    const { drift } = await outlook([
      entry(gone, 'not available'),
      entry(proxied, 'proxy'),
      entry(proxied, 'not available', 'elsewhere'),
      entry({ ...proxied, line: 'no_such_line' }, 'not available'),
      entry({ ...proxied, measure_id: 'NONE' }, 'not available'),
      entry(steady, 'not available'),
    ]);
    expect(drift.map(({ lines_missing }) => lines_missing).toSorted()).toEqual([[], [gone.measure_id]]);
  });

  it('ends week after week on the day of the as-at date, in order, each with the words of its rule', async () => {
    const { measure_id, line, what, role } = deadline;
    const { deadlines } = await outlook([]);
    expect(deadlines).toEqual([
      { authority: own, measure_id, line, what, role, week: 1, week_ends_on: '2025-03-03', children: 3 },
      { authority: own, measure_id, line, what, role, week: 2, week_ends_on: '2025-03-10', children: 4 },
    ]);
  });

  it('gives an escalation only where a rule of that measure and line asks for one', async () => {
    const { measure_id, line, what, role } = escalation;
    const file = await outlook([]);
    expect(file.escalations.filter(({ children }) => children === 3)).toEqual([
      { authority: own, measure_id, line, what, role, children: 3, longest_days: 55 },
    ]);
    expect(file.escalations.every(({ authority }) => authority === own)).toBe(true);
    expect(contract.parse(file)).toEqual(file);
  });
});

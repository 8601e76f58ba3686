/**
 * Every line of a procedure lives in its demo: children are on it, and where it has a limit some are past it, some not. What
 * no child of the demo is on is listed here with the reason; nothing else may be missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { proving, someOf } from '../proofs/sizes.ts';
import { demoDay, demoWarehouse } from './demo-warehouse.ts';

const procedures = ['hertfordshire', 'warrington', 'cumbria', 'hillingdon', 'unnamed'] as const;

/** Lines that no child of the demo is on, and why. */
const onNobody: Readonly<Record<string, string>> = {
  'T26.concluded': 'none of 500 children is between the order and the end of support on the day',
  'T78.profile': 'none of 500 children waits for this step on the day',
  'T80.main': 'none of 500 children is at risk of delay on the day',
  'W130.main': 'no supervision order of the demo was made at 17',
};
/** Lines that no file of the demo can feed, and why. */
const withoutInput: Readonly<Record<string, string>> = {
  'L16.main': 'no parent of 500 children consents to adoption',
  'W20.main': 'the case system does not say that pre-proceedings are a second period',
  'W27.main': 'child protection plans are not read yet',
  'W128.main': 'child in need visits are not read yet',
  'W90.main': 'no residential placement of the demo is recent enough for an order that is on file',
  'C63.main': 'private fostering is not read yet',
};

describe.runIf(proving).each(someOf(procedures, 'packedProcedures'))('the demo of %s', (procedure) => {
  it('has children on every line, past its limit and not', async () => {
    const root = mkdtempSync(join(tmpdir(), 'tracker-demo-'));
    const models = ['measures.tracking_line', 'published.tracking_line'];
    const { warehouse } = await demoWarehouse(root, { procedure, children: 500 }, models);
    const lines = await withWarehouse(warehouse, (database) =>
      database.rows(`
        SELECT l.line_id || '.' || l.part AS line, l.state, l.family, COUNT(t.subject_id) AS on_it,
          SUM(CASE WHEN t.status IN ('overdue', 'listed') THEN 1 ELSE 0 END) AS open,
          SUM(CASE WHEN ABS(DATE_DIFF('day', t.due_date, COALESCE(t.done_date, t.as_at_date))) <= 1 THEN 1 ELSE 0 END) AS edge
        FROM warehouse.published.tracking_line AS l
        LEFT JOIN warehouse.measures.tracking_line AS t
          ON t.authority = l.authority AND t.line_id = l.line_id AND t.part = l.part AND t.as_at_date = DATE '${demoDay}'
        WHERE l.state <> 'not measurable' GROUP BY ALL ORDER BY 1`),
    );
    process.stdout.write(
      lines
        .map(({ line, on_it, open, edge }) => `${line}: ${on_it} on it, ${open} open, ${edge} at the edge`)
        .join('\n'),
    );
    const named = (rows: typeof lines): string[] => rows.map(({ line }) => String(line));
    const without = named(lines.filter(({ state }) => state === 'not available'));
    expect(without.filter((line) => withoutInput[line] === undefined)).toEqual([]);
    const empty = named(lines.filter(({ state, on_it }) => state === 'available' && Number(on_it) === 0));
    expect(empty.filter((line) => onNobody[line] === undefined)).toEqual([]);
    rmSync(root, { recursive: true, force: true });
  });
});

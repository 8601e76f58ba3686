import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { createTables, insertRows } from '../../../pipeline/warehouse/load.ts';
import { ruleRows } from '../../../pipeline/warehouse/rule-rows.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { folderOf } from '../../support/source-folder.ts';

const base = repositoryFile('sources/rules');
const book = (authority: string, rules: string | null = null): RuleBook =>
  loadRules(base, { authority, procedure: 'hertfordshire', rules });

describe('rules in the warehouse', () => {
  it('are the rows of the files, cell by cell; what is empty is null', async () => {
    const files = { rule_line: 'lines', rule_deadline: 'deadlines', rule_measure: 'measures' } as const;
    await withDatabase(':memory:', async (database) => {
      await createTables(database);
      for (const [name, rows] of Object.entries(ruleRows([book('a')])))
        await insertRows(database, name, rows);
      for (const [table, file] of Object.entries(files)) {
        const columns = (await database.rows(`DESCRIBE raw.${table}`)).map((row) =>
          String(row['column_name']),
        );
        const loaded = await database.rows(
          `SELECT ${columns.map((column) => `CAST("${column}" AS VARCHAR) AS "${column}"`).join(', ')} FROM raw.${table}`,
        );
        const written = parse(readFileSync(join(base, `${file}.csv`)), { columns: true }) as Record<
          string,
          string
        >[];
        const plain = (cell: string): string | null =>
          cell === '' ? null : cell === 'Y' ? 'true' : cell === 'N' ? 'false' : cell;
        const expected = written.map((row) =>
          Object.fromEntries(
            columns.map((column) => [column, column === 'authority' ? 'a' : plain(row[column] ?? '')]),
          ),
        );
        // What a text says depends on whose rules they are; wording.test.ts says how.
        const said = (cell: unknown): boolean => typeof cell === 'string' && /[{[]/.test(cell);
        const comparable = (rows: readonly Readonly<Record<string, unknown>>[]) =>
          rows.map((row, at) =>
            Object.fromEntries(
              Object.entries(row)
                .filter(([column]) => !said(expected[at]?.[column]))
                .map(([column, cell]) => [
                  column,
                  column === 'reference_value' && cell !== null ? Number(cell) : cell,
                ]),
            ),
          );
        expect(comparable(loaded)).toEqual(comparable(expected));
      }
    });
  });

  it('that hold for everyone must be the same for every authority of a run', () => {
    const header = readFileSync(join(base, 'bank_holidays.csv'), 'utf8').split('\n')[0];
    const rules = folderOf({ 'bank_holidays.csv': `${header}\n` });
    expect(ruleRows([book('a'), book('b', rules)])['bank_holiday']).toHaveLength(115);
    appendFileSync(join(rules, 'bank_holidays.csv'), '2026-09-01,Fair day,Council minute\n');
    expect(() => ruleRows([book('a'), book('b', rules)])).toThrow(
      'the rows of bank_holidays.csv of b are not those of a',
    );
    expect(ruleRows([book('b', rules), book('b', rules)])['bank_holiday']).toHaveLength(116);
  });
});

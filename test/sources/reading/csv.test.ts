import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRecords } from '../../../sources/reading/csv.ts';
import { size } from '../../proofs/sizes.ts';
import { countRecords } from '../../support/rfc4180-counter.ts';

const read = (text: string) => [...csvRecords(text)].map(({ line, cells }) => ({ line, cells }));

describe('records of a CSV text', () => {
  test('a quoted cell may hold commas, quotes and line breaks; the next record knows its line', () => {
    expect(read('a,b\n"x, ""y""\nz",2\n3,4\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"\nz', '2'] },
      { line: 4, cells: ['3', '4'] },
    ]);
  });

  test('blank lines are records, the last line break is not', () => {
    expect(read('a\n\n1\r\n').map(({ cells }) => cells)).toEqual([['a'], [''], ['1']]);
  });

  test('a trailing comma ends with an empty cell, also at the end of the file', () => {
    expect(read('a,b\n1,').at(-1)?.cells).toEqual(['1', '']);
  });

  test('a quote inside an unquoted cell is a character', () => {
    expect(read('a,b\n5" pipe,2\n').at(-1)?.cells).toEqual(['5" pipe', '2']);
  });

  test('a quote that never closes is told', () => {
    expect([...csvRecords('a,b\n"1,2\n3,4\n')].at(-1)).toMatchObject({ line: 2, unclosed: true });
  });

  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é'), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  const quoted = (rows: string[][]): string =>
    rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');

  test('whatever is written is read back, as an independent parser reads it', () => {
    fc.assert(
      fc.property(table, fc.boolean(), (rows, last) => {
        const text = quoted(rows) + (last ? '\n' : '');
        expect(read(text).map(({ cells }) => cells)).toEqual(rows);
        expect(parse(text, { relax_column_count: true, columns: false })).toEqual(rows);
      }),
    );
  });

  test('any text at all has as many records as an independent counter says', () => {
    const anything = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', '\r'), maxLength: 40 });
    fc.assert(
      fc.property(anything, (text) => {
        expect(Math.max(0, read(text).length - 1)).toBe(countRecords(Buffer.from(text, 'latin1')));
      }),
      { numRuns: size('csvTexts') },
    );
  });
});

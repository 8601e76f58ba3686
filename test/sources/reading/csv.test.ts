import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv } from '../../../sources/reading/csv.ts';
import type { Sheet } from '../../../sources/reading/sheet.ts';
import { size } from '../../proofs/sizes.ts';
import { countRecords } from '../../support/rfc4180-counter.ts';
import { settings } from '../../support/source-folder.ts';

type IsHeader = (cells: readonly string[]) => boolean;

/** A sheet of bytes that come in parts of so many. */
async function sheetOf(
  content: string | Uint8Array,
  part = 7,
  isHeader: IsHeader = () => false,
): Promise<Sheet> {
  const bytes = Buffer.from(content as string);
  const [sheet] = await csv.open(
    {
      file: 'a.csv',
      path: null,
      size: bytes.length,
      async *bytes() {
        for (let at = 0; at < bytes.length; at += part) yield bytes.subarray(at, at + part);
      },
    },
    { isHeader, limits: settings },
  );
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
}

async function read(content: string | Uint8Array, part = 7, isHeader: IsHeader = () => false) {
  const sheet = await sheetOf(content, part, isHeader);
  const records = [];
  for await (const block of sheet.blocks()) records.push(...block);
  return { sheet, records: records.map(({ line, cells }) => [line, ...cells]) };
}

describe('records of a CSV text', () => {
  test('a quoted cell may hold commas, quotes and line breaks; the next record knows its line', async () => {
    const { sheet, records } = await read('a,b\n"x, ""y""\nz",2\n3,4\n"p\r\nq",5\r\n6,7');
    expect(sheet.header).toEqual(['a', 'b']);
    expect(records).toEqual([
      [2, 'x, "y"\nz', '2'],
      [4, '3', '4'],
      [5, 'p\r\nq', '5'],
      [7, '6', '7'],
    ]);
  });

  test('blank lines are records, the last line break is not; line breaks may be mixed', async () => {
    expect((await read('a,b\n\n1,2\r\n3,4\r5,6\n')).records).toEqual([
      [2, ''],
      [3, '1', '2'],
      [4, '3', '4'],
      [5, '5', '6'],
    ]);
  });

  test('a trailing comma ends with an empty cell, also at the end of the file', async () => {
    expect((await read('a,b\n1,')).records).toEqual([[2, '1', '']]);
  });

  test('a quote inside an unquoted cell is a character', async () => {
    expect((await read('a,b\n5" pipe,2\n')).records).toEqual([[2, '5" pipe', '2']]);
  });

  test('a quote that never closes is told with the line on which it opens', async () => {
    await expect(read('a,b\n1,2\n"1,2\n3,4\n')).rejects.toMatchObject({
      code: 'unclosed_quote',
      exitCode: 3,
      message: expect.stringContaining('a.csv, line 3'),
    });
  });

  test.each([
    [';', 'semicolon'],
    ['\t', 'tab'],
    ['|', 'bar'],
  ])('the separator %j is seen', async (separator) => {
    const { sheet, records } = await read(`a${separator}b\n1,5${separator}2\n`);
    expect(sheet.separator).toBe(separator);
    expect(records).toEqual([[2, '1,5', '2']]);
  });

  test('a separator that Excel names in a line of its own', async () => {
    const { sheet, records } = await read('sep=;\r\na;b\r\n1,2;3\r\n');
    expect(sheet).toMatchObject({ separator: ';', header: ['a', 'b'], headerLine: 2, remarks: [] });
    expect(records).toEqual([[3, '1,2', '3']]);
  });

  const encodings: [string, string, (text: string) => Buffer][] = [
    ['utf-8', 'as it is', (text) => Buffer.from(text)],
    ['utf-8-bom', 'with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['utf-16le', 'with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', 'without a mark', (text) => Buffer.from(text, 'utf16le')],
    ['utf-16be', 'with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['utf-16be', 'without a mark', (text) => Buffer.from(text, 'utf16le').swap16()],
    ['windows-1252', 'as it is', (text) => Buffer.from(text, 'latin1')],
  ];
  test.each(encodings)('%s %s, whatever the parts in which it comes', async (encoding, _, encoded) => {
    for (const part of [1, 2, 3, 5, 1000]) {
      const { sheet, records } = await read(encoded('names,b\nZoë,1\nÁine,2\n'), part);
      expect(sheet).toMatchObject({ encoding, header: ['names', 'b'] });
      expect(records).toEqual([
        [2, 'Zoë', '1'],
        [3, 'Áine', '2'],
      ]);
    }
  });

  test('zero bytes in text are told, and a file of none is a sheet without a header', async () => {
    await expect(sheetOf('a,b\n1,\0\n')).rejects.toMatchObject({ code: 'no_text', exitCode: 3 });
    expect(await sheetOf('')).toMatchObject({ header: [], headerLine: 0, remarks: [{ code: 'no_bytes' }] });
  });

  test('titles above a header that is known are passed over', async () => {
    const text = 'Report,,\nRun on 1 April,,\n,,\nCHILD,DECOM,DEC\n1,2,3\n';
    const { sheet, records } = await read(text, 7, (cells) => cells.includes('CHILD'));
    expect(sheet).toMatchObject({
      header: ['CHILD', 'DECOM', 'DEC'],
      headerLine: 4,
      remarks: [{ code: 'lines_above_header', count: 3, line: 4 }],
    });
    expect(records).toEqual([[5, '1', '2', '3']]);
  });

  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é'), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  const quoted = (rows: string[][]): string =>
    rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');
  const breaks = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

  test('whatever is written is read back, with the line on which it stands', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), fc.integer({ min: 1, max: 40 }), async (rows, last, part) => {
        const header = 'x,y\n';
        const { records } = await read(header + quoted(rows) + (last ? '\n' : ''), part);
        let line = 2;
        const expected = rows.map((row) => {
          const at = line;
          line += 1 + row.reduce((sum, text) => sum + breaks(text), 0);
          return [at, ...row];
        });
        expect(records).toEqual(expected);
      }),
    );
  });

  test('any text that can be read has as many records as an independent counter says', async () => {
    const anything = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', '\r'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anything, fc.integer({ min: 1, max: 9 }), async (text, part) => {
        const whole = `h,h\n${text}`;
        const outcome = await read(whole, part).catch((error: { code: string }) => error.code);
        if (outcome === 'unclosed_quote') return;
        expect((outcome as { records: unknown[] }).records.length).toBe(
          countRecords(Buffer.from(whole, 'latin1')),
        );
      }),
      { numRuns: size('csvTexts') },
    );
  });
});

import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import type { TrackerError } from '../../../sources/error.ts';
import { repacked, workbookOf, zipOf } from '../../support/packed-files.ts';
import { csv, extractOf, type Files, oneChild, refusals } from '../../support/source-folder.ts';

const people = String(oneChild['person.csv']);
const episodes = String(oneChild['episodes.csv']);
const children = (extract: Extract): string[] => extract.rows.child.map(({ child_id }) => child_id);

/** Refused within five seconds, with exit code 3, by name, and without any value of a row. */
async function refused(files: Files): Promise<TrackerError> {
  const start = performance.now();
  const error = await extractOf(files).then(
    () => {
      throw new Error('was read');
    },
    (reason: TrackerError) => reason,
  );
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(error.exitCode).toBe(3);
  expect(`${error.message} ${error.advice}`).not.toContain('Nameless');
  return error;
}

const codes = (extract: Extract): string[] => extract.problems.map(({ code }) => code);
const sheetPath = 'xl/worksheets/sheet1.xml';
const worksheet = (rows: string): Uint8Array =>
  Buffer.from(
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
  );
const book = async (change: (parts: Record<string, Uint8Array>) => void): Promise<Uint8Array> => {
  const parts = unzipSync(await workbookOf({ person: people }));
  change(parts);
  return repacked(parts);
};

describe('workbooks', () => {
  test('title rows, dates as dates, numbers without .0, empty rows below: as the CSV has them', async () => {
    const day = new Date(Date.UTC(2016, 4, 4));
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'Extract',
          rows: [
            ['Children known to the service'],
            [],
            ['pers_person_id', 'pers_sex', 'pers_dob', 'pers_forename'],
            [1, 'F', day, 'Nameless'],
            ['2', 'M', '04/05/2016', null, 'a note beside the table'],
            [null, null, null, ''],
          ],
        },
        { name: 'Sheet2', rows: [] },
      ],
    });
    const extract = await extractOf({ 'book.xlsx': bytes, 'episodes.csv': episodes });
    expect(
      extract.rows.child.map(({ child_id, birth_date, source_line }) => [child_id, birth_date, source_line]),
    ).toEqual([
      ['1', '2016-05-04', 4],
      ['2', '2016-05-04', 5],
    ]);
    expect(refusals(extract)).toEqual([]);
    expect(codes(extract)).toContain('lines_above_header');
  });

  test('a workbook under the name of a CSV is read for what it is', async () => {
    const extract = await extractOf({
      'person.csv': await workbookOf({ person: people }),
      'episodes.csv': episodes,
    });
    expect(children(extract)).toEqual(['1']);
  });

  test('formulas give their stored value; one that was never calculated, and an error, are not recorded and said', async () => {
    const cell = (place: string, inner: string, type = '') => `<c r="${place}"${type}>${inner}</c>`;
    const text = (place: string, value: string) => cell(place, `<is><t>${value}</t></is>`, ' t="inlineStr"');
    const bytes = await book((parts) => {
      parts[sheetPath] = worksheet(
        `<row r="1">${text('A1', 'pers_person_id')}${text('B1', 'pers_sex')}${text('C1', 'pers_dob')}</row>` +
          `<row r="2">${cell('A2', '<f>0+1</f><v>1</v>')}${cell('B2', '<f>"F"</f>')}${text('C2', '2016-05-04')}</row>` +
          `<row r="3">${cell('A3', '<v>2</v>')}${cell('B3', '<v>#N/A</v>', ' t="e"')}${text('C3', '2016-05-04')}</row>`,
      );
    });
    const extract = await extractOf({ 'book.xlsx': bytes, 'episodes.csv': episodes });
    expect(extract.rows.child.map(({ child_id, sex }) => [child_id, sex])).toEqual([
      ['1', 'U'],
      ['2', 'U'],
    ]);
    expect(codes(extract)).toEqual(expect.arrayContaining(['formula_without_value', 'cell_error']));
  });

  test('macros are not run and links not followed; both are said', async () => {
    const bytes = await book((parts) => {
      parts['xl/vbaProject.bin'] = Buffer.from('AutoOpen');
      parts['xl/externalLinks/externalLink1.xml'] = Buffer.from('<externalLink/>');
    });
    const extract = await extractOf({ 'book.xlsm': bytes, 'episodes.csv': episodes });
    expect(children(extract)).toEqual(['1']);
    expect(codes(extract)).toEqual(expect.arrayContaining(['macros_not_run', 'links_not_followed']));
  });

  test('a password, the format before 2007, a cut file and something else are refused, each in its own words', async () => {
    const locked = await writeXlsx({
      sheets: [{ name: 'S', rows: [['pers_person_id', 'pers_dob']] }],
      encryption: { password: 'secret', spinCount: 10 },
    });
    const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_096)]);
    const whole = await workbookOf({ person: people });
    const messages = [
      await refused({ 'book.xlsx': locked }),
      await refused({ 'book.xls': container }),
      await refused({ 'book.xlsx': whole.subarray(0, whole.length - 300) }),
      await refused({ 'book.xlsx': '<html>Session expired</html>' }),
    ].map(({ message }) => message);
    expect(messages[0]).toBe('book.xlsx: the file is protected by a password');
    expect(messages[1]).toBe('book.xls: the file is in the format of Excel before 2007 (.xls)');
    expect(messages[2]).toMatch(/^book\.xlsx: the file is damaged|^book\.xlsx: the file is no workbook/);
    expect(messages[3]).toMatch(/^book\.xlsx: the file is no workbook that can be read/);
  });

  test('10,000 columns, a corner a billion cells away, and a sheet that unpacks to 55 megabytes are refused', async () => {
    const wide = Array.from({ length: 3 }, () => `<row>${'<c><v>1</v></c>'.repeat(10_000)}</row>`).join('');
    const many = await book((parts) => {
      parts[sheetPath] = worksheet(wide);
    });
    expect((await refused({ 'book.xlsx': many })).message).toBe(
      'book.xlsx: the file has 10000 filled columns, more than 1000',
    );
    const corner = await book((parts) => {
      parts[sheetPath] = worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>');
    });
    expect((await refused({ 'book.xlsx': corner })).message).toMatch(/no workbook that can be read/);
    const bomb = await book((parts) => {
      parts[sheetPath] = Buffer.concat([worksheet(''), Buffer.alloc(55_000_000, 32)]);
    });
    expect((await refused({ 'book.xlsx': bomb })).message).toMatch(/larger than 50 megabytes/);
  });

  test('entities in the XML of a workbook are not expanded', async () => {
    const bytes = await book((parts) => {
      const sheet = Buffer.from(parts[sheetPath] ?? []).toString();
      const strings = Buffer.from(parts['xl/sharedStrings.xml'] ?? []).toString();
      const type = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "expanded">]>';
      parts[sheetPath] = Buffer.from(sheet.replace(/\?>/, `?>${type}`));
      parts['xl/sharedStrings.xml'] = Buffer.from(
        strings.replace(/\?>/, `?>${type}`).replace('>F<', '>&x;&y;<'),
      );
    });
    const extract = await extractOf({ 'book.xlsx': bytes, 'episodes.csv': episodes });
    expect(children(extract)).toEqual(['1']);
    expect(JSON.stringify(extract)).not.toContain('expanded');
  });
});

/** A zip of one deflated file that says any size of itself. */
function zipOfOne(name: string, packed: Uint8Array, size: number, flags = 0): Buffer {
  const path = Buffer.from(name);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, path, packed]);
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

describe('zips', () => {
  test('files of a zip are read under its name, and what is not read of it is told', async () => {
    const extract = await extractOf({
      'week.zip': zipOf({
        'person.csv': people,
        'more/episodes.csv': episodes,
        'letter.docx.pdf': '%PDF',
        '__MACOSX/._person.csv': 'x',
      }),
    });
    expect(children(extract)).toEqual(['1']);
    expect(extract.rows.child[0]?.source_file).toBe('week.zip/person.csv');
    expect(extract.not_read).toEqual([
      { path: 'week.zip/letter.docx.pdf', why: 'Files of this kind are not read; save it as CSV.' },
    ]);
  });

  test.each([
    [
      'a zip in a zip',
      async () => zipOf({ 'inner.zip': zipOf({ 'person.csv': people }) }),
      /inner\.zip: the file is a zip inside a zip/,
    ],
    [
      'a bomb',
      async () => zipOfOne('person.csv', deflateRawSync(Buffer.alloc(200_000_000)), 200_000_000),
      /grow more than 100 times/,
    ],
    [
      'a bomb that lies about its size',
      async () => zipOfOne('person.csv', deflateRawSync(Buffer.alloc(50_000_000)), 1_000),
      /cannot be unpacked/,
    ],
    [
      'names that lead out of it',
      async () => zipOfOne('../../etc/person.csv', deflateRawSync('x'), 1),
      /leads out of the zip/,
    ],
    [
      'an absolute name',
      async () => zipOfOne('/etc/person.csv', deflateRawSync('x'), 1),
      /leads out of the zip/,
    ],
    ['a password', async () => zipOfOne('person.csv', deflateRawSync('x'), 1, 1), /protected by a password/],
    [
      '600 files',
      async () => zipOf(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`${n}.csv`, 'x']))),
      /holds 600 files, more than 500/,
    ],
    ['a cut end', async () => zipOf({ 'person.csv': people }).subarray(0, -30), /damaged or cut off/],
    ['nothing of a zip but its name', async () => Buffer.from('hello'), /damaged or cut off, or no zip/],
  ])('%s is refused', async (_, content, message) => {
    expect((await refused({ 'week.zip': await content() })).message).toMatch(message);
  });
});

describe('Parquet', () => {
  test('a damaged file, and one that only bears the name, are refused', async () => {
    for (const content of [Buffer.from('PAR1damagedPAR1'), Buffer.from(csv('a,b', '1,2'))])
      expect((await refused({ 'person.parquet': content })).message).toBe(
        'person.parquet: the file is no Parquet file that can be read: it is damaged or cut off',
      );
  });
});

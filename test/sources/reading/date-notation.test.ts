import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ColumnNotation,
  evidenceOf,
  notationOf,
  type Order,
  readDay,
} from '../../../sources/reading/date-notation.ts';
import { settings } from '../../support/source-folder.ts';

/** How a column of these cells is read, and what each then says. */
function column(cells: readonly string[], others?: Order): [ColumnNotation, (string | null)[]] {
  const notation = notationOf(evidenceOf(cells, settings), others, settings);
  return [notation, cells.map((cell) => readDay(cell, notation.order, settings))];
}

describe('a date cell', () => {
  test.each([
    ['2024-12-10', '2024-12-10'],
    ['2024-12-10 00:00:00.000', '2024-12-10'],
    ['2024-12-10T23:59:59Z', '2024-12-10'],
    ['2024/12/10', '2024-12-10'],
    ['20241210', '2024-12-10'],
    ['10/12/2024', '2024-12-10'],
    ['10/12/2024 00:00', '2024-12-10'],
    ['5/1/2009', '2009-01-05'],
    ['05.01.2009', '2009-01-05'],
    ['5-1-2009', '2009-01-05'],
    ['05/01/09', '2009-01-05'],
    ['29/02/2024', '2024-02-29'],
    ['03-May-2022', '2022-05-03'],
    ['3-may-22', '2022-05-03'],
    ['31-OCT-2023', '2023-10-31'],
    ['31-OCT-23 00:00:00', '2023-10-31'],
    ['3 September 2022', '2022-09-03'],
    ['1st Sept 2022', '2022-09-01'],
    ['03-May-61', '1961-05-03'],
    ['Jan 11 2024 12:00AM', '2024-01-11'],
    ['Jan  1 2024 12:00AM', '2024-01-01'],
    ['January 11, 2024', '2024-01-11'],
    ['45292', '2024-01-01'],
    ['45292.5', '2024-01-01'],
    ['1753-01-01', null],
    ['1900-01-01', null],
    ['1900-01-01 00:00:00.000', null],
    ['01/01/1900', null],
    ['9999-12-31', null],
    ['31/12/2999', null],
    ['31/02/2024', 'impossible'],
    ['29/02/2023', 'impossible'],
    ['2024-13-01', 'impossible'],
    ['00/01/2024', 'impossible'],
    ['zz/05/2020', 'impossible'],
    ['31-Feb-2022', 'impossible'],
    ['03-Mai-2022', 'impossible'],
    ['03-Mayday-2022', 'impossible'],
    ['12345', 'impossible'],
    ['1/2/3/2024', 'impossible'],
    ['1/2-2024', 'impossible'],
    ['yesterday', 'impossible'],
  ])('%j is %j', (cell, day) => {
    expect(readDay(cell, 'day first', settings)).toBe(day);
  });

  const anyDay = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  test('every day of the calendar reads the same in every notation', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, of] = day.split('-');
        const name = new Date(`${day}T00:00:00Z`).toLocaleString('en-GB', {
          month: 'short',
          timeZone: 'UTC',
        });
        expect(readDay(`${of}/${month}/${year}`, 'day first', settings)).toBe(day);
        expect(readDay(`${month}/${of}/${year} 12:00:00 AM`, 'month first', settings)).toBe(day);
        expect(readDay(`${Number(of)}-${name}-${year}`, null, settings)).toBe(day);
        expect(readDay(`${day} 00:00:00.000`, null, settings)).toBe(day);
      }),
    );
  });

  test('no day that the calendar lacks is accepted', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(part(40), part(15), fc.integer({ min: 1901, max: 2099 }), (day, month, year) => {
        const reading = readDay(`${day}/${month}/${year}`, 'day first', settings);
        const real = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
        const exists = real.getUTCMonth() === Number(month) - 1 && real.getUTCDate() === Number(day);
        expect(reading).toBe(exists ? `${year}-${month}-${day}` : 'impossible');
      }),
    );
  });
});

describe('a column of dates', () => {
  test('a second number over 12 and no first one: month first, for every value of the column', () => {
    const [notation, days] = column(['01/05/2009', '04/28/2009', '12/31/2010']);
    expect(notation).toMatchObject({ order: 'month first', by: 'column', name: 'm/d/yyyy' });
    expect(days).toEqual(['2009-01-05', '2009-04-28', '2010-12-31']);
  });

  test('a first number over 12: day first', () => {
    expect(column(['01/05/2009', '28/04/2009'])).toEqual([
      { order: 'day first', by: 'column', name: 'd/m/yyyy' },
      ['2009-05-01', '2009-04-28'],
    ]);
  });

  test('both: only values that can be read one way', () => {
    const [notation, days] = column(['28/04/2009', '04/28/2009', '05/06/2009', '07/07/2009', '2009-06-05']);
    expect(notation.order).toBeNull();
    expect(days).toEqual(['2009-04-28', '2009-04-28', 'impossible', '2009-07-07', '2009-06-05']);
  });

  test('one slip among many is a slip', () => {
    const many = Array.from({ length: 40 }, (_, n) => `${13 + (n % 15)}/0${1 + (n % 9)}/20${10 + n}`);
    const [notation, days] = column([...many, '01/02/2020', '04/28/2009']);
    expect(notation.order).toBe('day first');
    expect(days.slice(-2)).toEqual(['2020-02-01', 'impossible']);
  });

  test('where neither tells, the other dates decide, else custom', () => {
    expect(column(['01/05/2009'], 'month first')).toEqual([
      { order: 'month first', by: 'others', name: 'm/d/yyyy (as the other dates)' },
      ['2009-01-05'],
    ]);
    expect(column(['01/05/2009'])[0]).toMatchObject({ order: 'day first', by: 'custom' });
    expect(column(['05/05/2009'])[0]).toMatchObject({ by: 'column' });
    expect(column([])[0].name).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDay } from '../../../sources/reading/days.ts';

describe('a date cell', () => {
  test.each([
    ['2024-12-10', '2024-12-10'],
    ['2024-12-10 00:00:00.000', '2024-12-10'],
    ['2024-12-10T23:59:59Z', '2024-12-10'],
    ['10/12/2024', '2024-12-10'],
    ['10/12/2024 00:00', '2024-12-10'],
    [' 29/02/2024 ', '2024-02-29'],
    ['', null],
    ['NULL', null],
    ['null', null],
    ['1900-01-01', null],
    ['1900-01-01 00:00:00.000', null],
    ['01/01/1900', null],
    ['31/02/2024', 'impossible'],
    ['29/02/2023', 'impossible'],
    ['2024-13-01', 'impossible'],
    ['00/01/2024', 'impossible'],
    ['zz/05/2020', 'impossible'],
    ['45292', 'impossible'],
    ['10/12/24', 'impossible'],
    ['yesterday', 'impossible'],
  ])('%j is %j', (cell, day) => {
    expect(readDay(cell)).toBe(day);
  });

  const anyDay = fc
    .date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  test('every day of the calendar reads the same in both notations', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year, month, of] = day.split('-');
        expect(readDay(`${of}/${month}/${year}`)).toBe(day);
        expect(readDay(`${day} 00:00:00.000`)).toBe(day);
      }),
    );
  });

  test('no day that the calendar lacks is accepted', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(part(40), part(15), fc.integer({ min: 1901, max: 2099 }), (day, month, year) => {
        const reading = readDay(`${day}/${month}/${year}`);
        const real = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
        const exists = real.getUTCMonth() === Number(month) - 1 && real.getUTCDate() === Number(day);
        expect(reading).toBe(exists ? `${year}-${month}-${day}` : 'impossible');
      }),
    );
  });
});

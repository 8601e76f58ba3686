import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  isDay,
  isMonthEnd,
  isQuarterEnd,
  monthEndBefore,
} from '../../sources/days.ts';

const days = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => new Date(Date.UTC(1990, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));

describe('the calendar', () => {
  test('holds every real day and no other', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(part(33), part(14), fc.integer({ min: 1900, max: 2199 }), (day, month, year) => {
        const real = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
        const exists = real.getUTCMonth() === Number(month) - 1 && real.getUTCDate() === Number(day);
        expect(isDay(`${year}-${month}-${day}`)).toBe(exists);
      }),
    );
    for (const text of ['', '2026-6-30', '30/06/2026', '2026-06-30T00:00:00Z', ' 2026-06-30'])
      expect(isDay(text)).toBe(false);
  });

  test('adding days and counting them agree', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, n) => {
        expect(daysBetween(day, addDays(day, n))).toBe(n);
      }),
    );
  });

  test('steps by calendar months and never leaves the month', () => {
    expect(addMonths('2026-05-31', -3)).toBe('2026-02-28');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    fc.assert(
      fc.property(days, fc.integer({ min: -60, max: 60 }), (day, months) => {
        const stepped = addMonths(day, months);
        const wanted = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
        wanted.setUTCMonth(wanted.getUTCMonth() + months);
        expect(stepped.slice(0, 7)).toBe(wanted.toISOString().slice(0, 7));
        const last = Number(monthEndBefore(stepped, 0).slice(8));
        expect(Number(stepped.slice(8))).toBe(Math.min(Number(day.slice(8)), last));
      }),
    );
  });

  test('a birthday on 29 February is on the 28th in other years', () => {
    expect(addMonths('2008-02-29', 18 * 12)).toBe('2026-02-28');
    expect(addMonths('2008-02-29', 20 * 12)).toBe('2028-02-29');
  });

  test('a month ends on the day before a first, a quarter on every third of these', () => {
    fc.assert(
      fc.property(days, (day) => {
        const next = addDays(day, 1);
        expect(isMonthEnd(day)).toBe(next.endsWith('-01'));
        expect(isQuarterEnd(day)).toBe(/-(01|04|07|10)-01$/.test(next));
      }),
    );
  });
});

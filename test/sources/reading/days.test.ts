import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, birthday, daysBetween } from '../../../sources/reading/days.ts';

const anyDay = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('adding days and counting them agree', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n);
    }),
  );
});

test('a birthday on 29 February is on the 28th in other years', () => {
  expect(birthday('2008-02-29', 18)).toBe('2026-02-28');
  expect(birthday('2008-02-29', 20)).toBe('2028-02-29');
});

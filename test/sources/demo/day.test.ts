import { describe, expect, it } from 'vitest';
import { addMonths, dayOf, isoOf, stampOf, ukOf, weekday } from '../../../sources/demo/day.ts';

describe('calendar days', () => {
  it('agree with the platform for a century around the epoch', () => {
    for (let day = -20_000; day < 40_000; day += 7) {
      const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(isoOf(day)).toBe(iso);
      expect(dayOf(iso)).toBe(day);
    }
  });

  it.each([
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2024-02-29', 216, '2042-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, months, to) => expect(isoOf(addMonths(dayOf(from), months))).toBe(to));

  it('refuse what is no day', () => {
    for (const text of ['2025-02-30', '2025-13-01', 'today']) expect(() => dayOf(text)).toThrow(RangeError);
  });

  it('are written as spreadsheets and database clients write them', () => {
    expect(ukOf(dayOf('2026-06-03'))).toBe('03/06/2026');
    expect(stampOf(dayOf('2026-06-03'))).toBe('2026-06-03 00:00:00.000');
  });

  it('move from the weekend to the Monday after', () => {
    expect(
      ['2026-06-26', '2026-06-27', '2026-06-28', '2026-06-29'].map((iso) => isoOf(weekday(dayOf(iso)))),
    ).toEqual(['2026-06-26', '2026-06-29', '2026-06-29', '2026-06-29']);
  });
});

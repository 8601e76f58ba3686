import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asAtDates } from '../../../pipeline/warehouse/as-at-dates.ts';
import { addDays, addMonths } from '../../../sources/days.ts';

const horizon = { month_ends: 36, weeks: 12, provisional_months: 3, breakdown_month_ends: 12 };
const days = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => new Date(Date.UTC(1990, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));

describe('as-at dates', () => {
  it('are the anchor, 36 month-ends before it and 12 weeks before it', () => {
    const dates = asAtDates('2026-06-17', horizon);
    const ends = dates.filter((date) => date.is_month_end).map((date) => date.as_at_date);
    const weeks = dates.filter((date) => date.is_week).map((date) => date.as_at_date);
    expect(ends).toHaveLength(36);
    expect([ends[0], ends.at(-1)]).toEqual(['2023-06-30', '2026-05-31']);
    expect(weeks).toHaveLength(13);
    expect([weeks[0], weeks[11], weeks[12]]).toEqual(['2026-03-25', '2026-06-10', '2026-06-17']);
    expect(dates.find((date) => date.is_current)?.as_at_date).toBe('2026-06-17');
  });

  it('may be several kinds at once, and each stands once', () => {
    const dates = asAtDates('2026-06-30', horizon);
    expect(dates.at(-1)).toEqual({
      as_at_date: '2026-06-30',
      is_month_end: true,
      is_week: true,
      is_current: true,
      is_provisional: true,
      is_broken_down: true,
    });
    expect(dates.filter((date) => date.is_month_end)).toHaveLength(37);
    expect(new Set(dates.map((date) => date.as_at_date)).size).toBe(dates.length);
  });

  it('are broken down at the anchor, at twelve month-ends and at every quarter-end', () => {
    const days = asAtDates('2026-06-17', horizon)
      .filter((date) => date.is_broken_down)
      .map((date) => date.as_at_date);
    expect(days.slice(-13)).toEqual([
      '2025-06-30',
      '2025-07-31',
      '2025-08-31',
      '2025-09-30',
      '2025-10-31',
      '2025-11-30',
      '2025-12-31',
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-17',
    ]);
    expect(days.slice(0, -13)).toEqual([
      '2023-06-30',
      '2023-09-30',
      '2023-12-31',
      '2024-03-31',
      '2024-06-30',
      '2024-09-30',
      '2024-12-31',
      '2025-03-31',
    ]);
  });

  it('are provisional after the anchor less three calendar months, clamped to the month', () => {
    const provisional = (anchor: string) =>
      asAtDates(anchor, horizon).filter((date) => date.is_provisional)[0]?.as_at_date;
    expect(provisional('2026-05-31')).toBe('2026-03-08');
    expect(
      asAtDates('2026-06-30', horizon).find((date) => date.as_at_date === '2026-03-31')?.is_provisional,
    ).toBe(true);
    expect(
      asAtDates('2026-07-31', horizon).find((date) => date.as_at_date === '2026-04-30')?.is_provisional,
    ).toBe(false);
  });

  it('hold for any anchor', () => {
    fc.assert(
      fc.property(days, (anchor) => {
        const dates = asAtDates(anchor, horizon);
        const list = dates.map((date) => date.as_at_date);
        expect(list).toEqual([...new Set(list)].sort());
        expect(list.at(-1)).toBe(anchor);
        for (const date of dates) {
          if (date.is_month_end) expect(addDays(date.as_at_date, 1).slice(8)).toBe('01');
          if (date.is_week)
            expect((Date.parse(anchor) - Date.parse(date.as_at_date)) % (7 * 86_400_000)).toBe(0);
          expect(date.is_provisional).toBe(date.as_at_date > addMonths(anchor, -3));
        }
        const before = dates.filter((date) => date.is_month_end && date.as_at_date < anchor);
        expect(before).toHaveLength(36);
        expect(dates.filter((date) => date.is_week)).toHaveLength(13);
        expect(dates.filter((date) => date.is_current)).toHaveLength(1);
      }),
    );
  });
});

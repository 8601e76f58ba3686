import { describe, expect, it } from 'vitest';
import { asAtDates } from './as-at-dates.ts';
import { Figures, inCare, returnInputs } from './fixture.ts';
import { RowBook } from './row-book.ts';

const figures = (days: readonly string[], build: (book: RowBook) => void, options = {}) => {
  const book = new RowBook();
  build(book);
  return new Figures(days, book, options);
};

describe('as-at dates', () => {
  it('are the snapshot day, 36 month-ends before it and 12 weeks', () => {
    const dates = asAtDates('2026-03-31');
    expect(dates).toHaveLength(49);
    expect(dates[0]).toEqual({ date: '2023-03-31', isMonthEnd: true, isWeek: false, isCurrent: false });
    expect(dates.at(-1)).toEqual({ date: '2026-03-31', isMonthEnd: true, isWeek: false, isCurrent: true });
    expect(
      dates
        .filter((row) => row.isWeek)
        .map((row) => row.date)
        .at(0),
    ).toBe('2026-01-06');
  });

  it('hold a week that is a month-end once', () => {
    // 2026-03-07 less 7 days is 28 February, less 35 days 31 January
    const dates = asAtDates('2026-03-07');
    expect(dates).toHaveLength(47);
    expect(dates.filter((row) => row.date === '2026-02-28')).toEqual([
      { date: '2026-02-28', isMonthEnd: true, isWeek: true, isCurrent: false },
    ]);
  });
});

describe('T1 no current plan', () => {
  const days = ['2025-04-09', '2025-04-10', '2025-04-23', '2025-04-24'];

  it('is overdue after day 98 on an interim order, after day 112 otherwise', () => {
    // entry 1 January: day 98 is 9 April, day 112 is 23 April
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-01-01', { status: 'C1' });
      inCare(book, 'B', '2025-01-01', { status: 'C2' });
    });
    expect(days.map((on) => found.of('T1', { on, line: 'overdue' }))).toEqual(['0/2', '1/2', '1/2', '2/2']);
    expect(days.map((on) => found.of('T1', { on, line: 'not_yet_due' }))).toEqual([
      '2/2',
      '1/2',
      '1/2',
      '0/2',
    ]);
  });

  it('looks at the status on day 98 itself, the latest to start of several', () => {
    // the care order starts on day 98, so the limit is day 112
    const found = figures(days, (book) => {
      const care_period_id = inCare(book, 'A', '2025-01-01', { status: 'C1' });
      book.status({ child_id: 'A', care_period_id, start_date: '2025-04-09', legal_status: 'C2' });
    });
    expect(days.map((on) => found.of('T1', { on, line: 'overdue' }))).toEqual(['0/1', '0/1', '0/1', '1/1']);
  });

  it('counts a contingency plan as a plan, and waits from the end of the last one', () => {
    const found = figures(['2025-06-01', '2025-06-11'], (book) => {
      inCare(book, 'A', '2025-01-01');
      book.plan({
        child_id: 'A',
        plan: 'LTF',
        plan_rank: 'contingency',
        start_date: '2025-02-01',
        end_date: '2025-06-02',
      });
    });
    expect(found.of('T1', { on: '2025-06-01' })).toBe('0/1');
    // 2 June to 11 June
    expect([found.of('T1'), found.longest('T1')]).toEqual(['1/1', 9]);
  });

  it('does not carry a plan of an earlier period into a touching one', () => {
    const found = figures(['2025-05-31', '2025-06-01'], (book) => {
      inCare(book, 'A', '2025-01-01', { end: '2025-06-01' });
      inCare(book, 'A', '2025-06-01', { period: 'A-2' });
      book.plan({ child_id: 'A', plan: 'LTF', start_date: '2025-02-01' });
    });
    expect(found.of('T1', { on: '2025-05-31' })).toBe('0/1');
    expect([found.of('T1'), found.longest('T1')]).toEqual(['1/1', 0]);
  });

  it('gives a plan from before care to the next period to begin', () => {
    const found = figures(['2025-06-01'], (book) => {
      inCare(book, 'A', '2025-06-01');
      book.plan({ child_id: 'A', plan: 'LTF', start_date: '2025-02-01' });
    });
    expect(found.of('T1')).toBe('0/1');
    expect(found.longest('T6')).toBeNull();
  });

  it('prints totals of an empty authority without a value', () => {
    const found = figures(['2025-06-01'], () => {});
    expect(found.of('T1')).toBe('0/0');
    expect(found.row('T1', { statistic: 'percentage' })?.value).toBeNull();
    expect(found.row('B7')?.value).toBe(0);
  });
});

describe('T2 return home', () => {
  it('counts from the day on which six months are complete, clamped to the end of February', () => {
    // 31 August 2025 + 6 months = 28 February 2026; in a leap year 29 February 2024
    const days = ['2024-02-28', '2024-02-29', '2026-02-27', '2026-02-28'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-08-31');
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-08-31' });
      inCare(book, 'B', '2023-08-31', { end: '2024-03-01' });
      book.plan({ child_id: 'B', plan: 'RETURN_HOME', start_date: '2023-08-31' });
    });
    expect(days.map((on) => found.of('T2', { on }))).toEqual(['0/1', '1/1', '0/1', '1/1']);
    expect(found.longest('T2')).toBe(181);
  });

  it('is over twelve months only on the day after', () => {
    const days = ['2026-01-15', '2026-01-16'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-01-01');
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-01-15' });
    });
    expect(days.map((on) => found.of('T2', { on, line: 'over_12_months' }))).toEqual(['0/1', '1/1']);
  });

  it.each([
    ['the next day', '2025-06-02', 334],
    ['one day missing', '2025-06-03', 334],
    ['two days missing', '2025-06-04', 180],
  ])('keeps its clock when re-recorded with %s', (_, next, days) => {
    // the first row ends on 2 June (its last day is the 1st); as-at 1 December, 334 days after 1 January
    const found = figures(['2025-12-01'], (book) => {
      inCare(book, 'A', '2025-01-01');
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-01-01', end_date: '2025-06-02' });
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: next });
    });
    // 4 June + 6 months is 4 December
    expect([found.of('T2'), found.longest('T2')]).toEqual(days === 334 ? ['1/1', 334] : ['0/1', null]);
  });

  it('bridges the missing day itself: the plan is open on it', () => {
    const found = figures(['2025-06-02'], (book) => {
      inCare(book, 'A', '2025-01-01');
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-01-01', end_date: '2025-06-02' });
      book.plan({ child_id: 'A', plan: 'LTF', start_date: '2025-06-03' });
    });
    expect(found.of('T2')).toBe('0/1');
  });

  it('follows the latest primary row, and its spell goes on under another plan', () => {
    const days = ['2025-05-01', '2025-09-01'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-01-01');
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-01-01', end_date: '2025-08-01' });
      book.plan({ child_id: 'A', plan: 'OTHER', start_date: '2025-04-01', end_date: '2025-08-01' });
      book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-08-01' });
    });
    expect(found.of('T2', { on: '2025-05-01' })).toBe('0/0');
    expect(found.of('T6', { on: '2025-05-01' })).toBe('1/1');
    // 1 January to 1 September
    expect([found.of('T2'), found.longest('T2')]).toEqual(['1/1', 243]);
  });

  it('does not time a plan that starts with the history itself, and is silent before it', () => {
    const days = ['2024-12-31', '2025-12-31'];
    const found = figures(
      days,
      (book) => {
        inCare(book, 'A', '2024-01-01');
        book.plan({ child_id: 'A', plan: 'RETURN_HOME', start_date: '2025-01-01' });
      },
      { planHistoryFrom: '2025-01-01' },
    );
    expect(days.map((on) => found.of('T2', { on }))).toEqual(['not available', '0/1']);
    expect(found.of('T3', { on: '2024-12-31' })).toBe('0/0');
  });
});

describe('T7 and T8', () => {
  it('counts connected care as long-term fostering in a U1 placement only, on a clock of its own', () => {
    const days = ['2025-12-31', '2026-01-01', '2026-02-01'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2024-01-01');
      book.placement({
        child_id: 'A',
        placement_type: 'U1',
        start_date: '2024-01-01',
        end_date: '2026-02-01',
      });
      book.placement({ child_id: 'A', placement_type: 'U3', start_date: '2026-02-01' });
      book.plan({ child_id: 'A', plan: 'LTF', start_date: '2024-01-01', end_date: '2025-01-01' });
      book.plan({ child_id: 'A', plan: 'CONNECTED_LT', start_date: '2025-01-01' });
    });
    expect(days.map((on) => found.of('T7', { on }))).toEqual(['0/1', '1/1', '0/0']);
    expect(found.of('T7', { on: '2026-01-01', line: 'unmatched' })).toBe('0/1');
  });

  it('is unmatched until a match of this period is ratified', () => {
    const days = ['2025-12-01', '2025-12-02'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2022-01-01', { end: '2023-01-01' });
      const care_period_id = inCare(book, 'A', '2024-01-01', { period: 'A-2' });
      book.plan({ child_id: 'A', care_period_id, plan: 'LTF', start_date: '2024-01-01' });
      book.match({ child_id: 'A', match_ratified_date: '2022-06-01' });
      book.match({ child_id: 'A', match_ratified_date: '2025-12-02', closed_date: '2025-12-02' });
    });
    expect(days.map((on) => found.of('T7', { on, line: 'unmatched' }))).toEqual(['1/1', '0/1']);
  });

  it('finds a step-down in a parallel plan of any family kind', () => {
    const found = figures(['2025-12-01'], (book) => {
      for (const child of ['A', 'B']) {
        inCare(book, child, '2024-01-01');
        book.plan({ child_id: child, plan: 'RESIDENTIAL', start_date: '2024-01-01' });
      }
      book.plan({ child_id: 'A', plan: 'SGO_CAO', plan_rank: 'parallel', start_date: '2024-01-01' });
      book.plan({
        child_id: 'B',
        plan: 'SUPPORTED_LIVING',
        plan_rank: 'contingency',
        start_date: '2024-01-01',
      });
    });
    expect([found.of('T8'), found.of('T8', { line: 'no_step_down' })]).toEqual(['2/2', '1/2']);
  });

  it('are told from placements where the source has no plans', () => {
    const days = ['2025-12-31', '2026-01-01'];
    const found = figures(
      days,
      (book) => {
        inCare(book, 'A', '2024-01-01');
        book.placement({
          child_id: 'A',
          placement_type: 'U4',
          start_date: '2025-01-01',
          end_date: '2025-06-01',
        });
        book.placement({
          child_id: 'A',
          placement_type: 'T3',
          start_date: '2025-06-01',
          end_date: '2025-06-15',
        });
        book.placement({ child_id: 'A', placement_type: 'U1', start_date: '2025-06-16' });
        inCare(book, 'B', '2024-01-01');
        book.placement({ child_id: 'B', placement_type: 'K2', start_date: '2024-01-01' });
      },
      { inputs: returnInputs },
    );
    expect(days.map((on) => found.of('T7', { on }))).toEqual(['0/1', '1/1']);
    expect(found.row('T7')?.availability).toBe('proxy');
    expect(found.of('T8')).toBe('1/2');
    expect([found.of('T1'), found.of('T9'), found.of('T7', { line: 'unmatched' })]).toEqual(
      Array(3).fill('not available'),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Figures, inCare } from './fixture.ts';
import { RowBook } from './row-book.ts';

const figures = (days: readonly string[], build: (book: RowBook) => void) => {
  const book = new RowBook();
  build(book);
  return new Figures(days, book);
};

describe('B7, B9 and B10', () => {
  it('count a one-day period as start and cessation, never in the stock', () => {
    const found = figures(['2025-06-10'], (book) => {
      inCare(book, 'A', '2025-06-10', { end: '2025-06-10' });
    });
    expect([found.of('B7'), found.of('B9'), found.of('B10')]).toEqual(['0', '1', '1']);
  });

  it('keep touching periods apart and count each child once', () => {
    const days = ['2025-06-09', '2025-06-10', '2025-06-30'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-06-01', { end: '2025-06-10' });
      inCare(book, 'A', '2025-06-10', { period: 'A-2' });
    });
    expect(days.map((on) => found.of('B7', { on }))).toEqual(['1', '1', '1']);
    expect(days.map((on) => found.of('B10', { on }))).toEqual(['0', '1', '1']);
    expect(found.of('B9')).toBe('1');
  });

  it('leave short breaks out: care begins and ends on the day of the change', () => {
    const days = ['2025-06-10', '2025-06-11', '2025-06-20'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2025-01-01', { status: null });
      book.status({ child_id: 'A', start_date: '2025-01-01', end_date: '2025-06-11', legal_status: 'V4' });
      book.status({ child_id: 'A', start_date: '2025-06-11', end_date: '2025-06-20', legal_status: 'V2' });
      book.status({ child_id: 'A', start_date: '2025-06-20', legal_status: 'V4' });
    });
    expect(days.map((on) => found.of('B7', { on }))).toEqual(['0', '1', '0']);
    expect(days.map((on) => found.of('B9', { on }))).toEqual(['0', '1', '1']);
    expect(days.map((on) => found.of('B10', { on }))).toEqual(['0', '0', '1']);
    // time limits run from the change
    expect(found.longest('T1', { on: '2025-06-11' })).toBe(0);
  });

  it('keep a child with V2 beside V4 in care', () => {
    const found = figures(['2025-06-10'], (book) => {
      inCare(book, 'A', '2025-01-01', { status: 'V2' });
      book.status({ child_id: 'A', start_date: '2025-02-01', legal_status: 'V4' });
    });
    expect(found.of('B7')).toBe('1');
    expect(found.of('B7', { breakdown: 'legal_status', group: 'V4' })).toBe('1');
  });

  it('end care on the 18th birthday, for a leap-day child on 28 February', () => {
    const days = ['2026-02-27', '2026-02-28'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2024-01-01', { birth: '2008-02-29' });
    });
    expect(days.map((on) => found.of('B7', { on }))).toEqual(['1', '0']);
    expect(days.map((on) => found.of('B10', { on }))).toEqual(['0', '1']);
    expect(found.of('B10', { breakdown: 'age_band', group: '16-17' })).toBe('1');
  });

  it('ignore a period that begins at 18', () => {
    const found = figures(['2026-02-28'], (book) => {
      inCare(book, 'A', '2026-02-28', { birth: '2008-02-29', end: '2026-02-28' });
    });
    expect([found.of('B7'), found.of('B9'), found.of('B10')]).toEqual(['0', '0', '0']);
  });

  it('roll over twelve months: after the same day of last year', () => {
    const found = figures(['2026-02-28'], (book) => {
      inCare(book, 'A', '2025-02-28');
      inCare(book, 'B', '2025-03-01');
    });
    expect([found.of('B9', { period: 'r12m' }), found.of('B9')]).toEqual(['1', '0']);
  });

  it('put stock and flow in the groups of their own day', () => {
    const found = figures(['2025-06-30'], (book) => {
      inCare(book, 'A', '2025-06-01', { birth: '2020-06-20', end: '2025-06-20' });
      book.allocation({ child_id: 'A', team_id: 'N', start_date: '2025-01-01', end_date: '2025-06-19' });
      book.allocation({ child_id: 'A', team_id: 'S', start_date: '2025-06-10', end_date: '2025-06-20' });
      book.allocation({ child_id: 'A', team_id: 'X', start_date: '2025-06-15', role: 'reviewing_officer' });
    });
    // last day in care is 19 June, still aged four, with team S
    expect(found.of('B10', { breakdown: 'age_band', group: '1-4' })).toBe('1');
    expect(found.of('B10', { breakdown: 'team', group: 'S' })).toBe('1');
    expect(found.of('B9', { breakdown: 'team', group: 'N' })).toBe('1');
  });

  it('give the child of two open periods to the later one', () => {
    const found = figures(['2025-06-30'], (book) => {
      inCare(book, 'A', '2025-01-01', { status: 'C2' });
      inCare(book, 'A', '2025-02-01', { status: 'E1', period: 'A-2' });
    });
    expect([found.of('B7'), found.of('T3')]).toEqual(['1', '0/1']);
    expect(found.longest('T1')).toBe(149);
  });
});

import { describe, expect, it } from 'vitest';
import { Figures, inCare } from './fixture.ts';
import { RowBook } from './row-book.ts';

const figures = (days: readonly string[], build: (book: RowBook) => void) => {
  const book = new RowBook();
  build(book);
  return new Figures(days, book);
};

/** T9 of one child that came into care on 1 January 2025, as at 1 July. */
const withMeeting = (row: Partial<Parameters<RowBook['meeting']>[0]>) =>
  figures(['2025-07-01'], (book) => {
    inCare(book, 'A', '2025-01-01');
    book.meeting({ child_id: 'A', meeting_status: 'HELD', ...row });
  });

describe('T9 and T10 meetings', () => {
  it('follow children from the day after four months to the end of eighteen', () => {
    // entry 31 August 2024: + 4 months = 31 December; + 18 months: 28 February 2026 still has it (- 18 months = 28 August)
    const days = ['2024-12-31', '2025-01-01', '2026-02-28', '2026-03-01'];
    const found = figures(days, (book) => {
      inCare(book, 'A', '2024-08-31');
    });
    // 1 March 2026 - 18 months = 1 September 2024, after the entry
    expect(days.map((on) => found.of('T9', { on }))).toEqual(['0/0', '0/1', '0/1', '0/0']);
  });

  it('accept a meeting from 26 weeks before entry to the as-at day', () => {
    // 1 January 2025 - 182 days = 3 July 2024
    const dates = ['2024-07-02', '2024-07-03', '2025-07-01', '2025-07-02'];
    expect(dates.map((meeting_date) => withMeeting({ meeting_date }).of('T9'))).toEqual([
      '0/1',
      '1/1',
      '1/1',
      '0/1',
    ]);
  });

  it('put a child in one state: meeting, exempt, discussion, none', () => {
    const state = (row: Parameters<typeof withMeeting>[0]) => {
      const found = withMeeting(row);
      return [
        found.of('T9'),
        found.of('T9', { line: 'exempt' }),
        found.of('T9', { line: 'discussion' }),
        found.of('T10'),
      ];
    };
    expect(state({ meeting_date: '2025-02-01', meeting_type: 'DISCUSSION' })).toEqual([
      '0/1',
      '0/1',
      '1/1',
      '0/1',
    ]);
    expect(
      state({
        not_required: true,
        not_required_agreed_date: '2025-02-01',
        specialist_discussion_date: '2025-02-01',
      }),
    ).toEqual(['0/1', '1/1', '0/1', '0/1']);
    expect(state({ not_required: true })).toEqual(['0/1', '0/1', '0/1', '1/1']);
    expect(state({ meeting_date: '2025-02-01', meeting_status: 'BOOKED' })).toEqual([
      '0/1',
      '0/1',
      '0/1',
      '1/1',
    ]);
    expect(
      state({ meeting_date: '2025-02-01', not_required: true, not_required_agreed_date: '2025-02-01' }),
    ).toEqual(['1/1', '0/1', '0/1', '0/1']);
  });

  it('take the age on day 70 after entry', () => {
    // 1 January + 70 days = 12 March 2025: twelve that day, or the day after
    const found = figures(['2025-07-01'], (book) => {
      inCare(book, 'A', '2025-01-01', { birth: '2013-03-12' });
      inCare(book, 'B', '2025-01-01', { birth: '2013-03-13' });
      inCare(book, 'C', '2025-01-01', { birth: null });
    });
    const parts = ['main', 'under_12', '12_and_over', 'age_unknown'].map((line) => found.of('T9', { line }));
    expect(parts).toEqual(['0/3', '0/1', '0/1', '0/1']);
    expect(['main', '12_and_over', 'age_unknown'].map((line) => found.of('T10', { line }))).toEqual([
      '1/1',
      '1/1',
      '1/1',
    ]);
    // 12 March to 1 July
    expect(found.longest('T10')).toBe(111);
  });

  it('count a meeting by child, whatever period it names', () => {
    const found = figures(['2025-07-01'], (book) => {
      inCare(book, 'A', '2024-10-01', { end: '2024-12-01' });
      inCare(book, 'A', '2025-01-01', { period: 'A-2' });
      book.meeting({
        child_id: 'A',
        care_period_id: 'A-1',
        meeting_status: 'HELD',
        meeting_date: '2024-11-01',
      });
    });
    expect(found.of('T9')).toBe('1/1');
  });
});

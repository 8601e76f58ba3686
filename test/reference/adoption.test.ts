import { describe, expect, it } from 'vitest';
import { Figures, inCare, returnInputs } from './fixture.ts';
import { RowBook } from './row-book.ts';

const figures = (days: readonly string[], build: (book: RowBook) => void, options = {}) => {
  const book = new RowBook();
  build(book);
  return new Figures(days, book, options);
};

/** A child in care since 2023 with E1 rows and an adoption plan. */
function withOrders(book: RowBook, orders: readonly (readonly [string, string | null])[]): string {
  const care_period_id = inCare(book, 'A', '2023-01-01');
  for (const [start_date, end_date] of orders) {
    book.status({ child_id: 'A', care_period_id, start_date, end_date, legal_status: 'E1' });
  }
  book.plan({ child_id: 'A', plan: 'ADOPTION', start_date: '2024-01-01' });
  return care_period_id;
}

describe('T3 placement order', () => {
  it.each([
    ['unbroken over one missing day', '2024-06-12', '1/1'],
    ['begun anew after two missing days', '2024-06-13', '0/1'],
  ])('is %s', (_, second, expected) => {
    // the first row ends on 11 June; an order of 1 June 2024 is twelve months old on 1 June 2025
    const found = figures(['2025-06-01'], (book) => {
      withOrders(book, [
        ['2024-06-01', '2024-06-11'],
        [second, null],
      ]);
    });
    expect(found.of('T3')).toBe(expected);
  });

  it('is decided by E1 even when a later status is open', () => {
    const found = figures(['2025-06-01'], (book) => {
      withOrders(book, [['2024-06-01', null]]);
      book.status({ child_id: 'A', start_date: '2024-07-01', legal_status: 'C2' });
    });
    expect(found.of('T3')).toBe('1/1');
    // elsewhere the latest to start speaks
    expect(found.of('T3', { breakdown: 'legal_status', group: 'C2' })).toBe('1/1');
  });

  it('takes an earlier recorded date, but none from before an earlier run ended or before care', () => {
    const recorded = (date: string) =>
      figures(['2025-06-01'], (book) => {
        withOrders(book, [
          ['2024-02-01', '2024-03-01'],
          ['2024-09-01', null],
        ]);
        book.adoption({ child_id: 'A', care_period_id: 'A-1', placement_order_date: date });
      });
    // 1 March, the very day the first run ended, counts as later: 457 days to 1 June 2025
    expect([recorded('2024-03-01').of('T3'), recorded('2024-03-01').longest('T3')]).toEqual(['1/1', 457]);
    expect(recorded('2024-02-29').of('T3')).toBe('0/1');
    expect(recorded('2022-12-31').of('T3')).toBe('0/1');
    expect(recorded('2024-12-01').of('T3')).toBe('0/1');
  });

  it('leaves out the adopted child on the day of the order, though the period is open', () => {
    const days = ['2025-08-31', '2025-09-01'];
    const found = figures(days, (book) => {
      withOrders(book, [['2024-06-01', null]]);
      book.placement({ child_id: 'A', placement_type: 'A6', start_date: '2025-01-01' });
      book.adoption({ child_id: 'A', order_date: '2025-09-01', order_type: 'ADOPTION' });
      book.adoption({ child_id: 'A', order_date: '2025-07-01', order_type: 'SGO' });
    });
    expect(days.map((on) => found.of('T3', { on, line: 'placed' }))).toEqual(['1/1', '0/1']);
    expect(found.of('T3', { line: 'not_placed' })).toBe('0/1');
  });
});

describe('T4 and T5 adoption plans', () => {
  it('tell a family found from a child living with it', () => {
    const days = ['2025-01-09', '2025-01-10', '2025-02-01'];
    const found = figures(days, (book) => {
      withOrders(book, []);
      book.placement({
        child_id: 'A',
        placement_type: 'U6',
        start_date: '2023-01-01',
        end_date: '2025-02-01',
      });
      book.placement({ child_id: 'A', placement_type: 'A4', start_date: '2025-02-01' });
      book.adoption({ child_id: 'A', matched_date: '2025-01-10' });
    });
    expect(days.map((on) => found.of('T4', { on }))).toEqual(['1/1', '0/1', '0/1']);
    expect(days.map((on) => found.of('T5', { on }))).toEqual(['1/1', '1/1', '0/1']);
  });

  it('take early-permanence carers for the family, and an unknown home for none', () => {
    const found = figures(['2025-01-10'], (book) => {
      withOrders(book, []);
      book.placement({ child_id: 'A', placement_type: 'U5', start_date: '2024-06-01' });
      inCare(book, 'B', '2024-01-01');
      book.plan({ child_id: 'B', plan: 'ADOPTION', start_date: '2024-01-01' });
    });
    expect(found.of('T4')).toBe('1/2');
    expect([found.of('T5', { line: 'early_permanence' }), found.of('T5', { line: 'other' })]).toEqual([
      '1/2',
      '1/2',
    ]);
  });

  it('forget earlier dates when the adoptive placement ends, but not those of that day', () => {
    const disrupted = (matched_date: string) =>
      figures(['2025-04-01'], (book) => {
        withOrders(book, []);
        book.placement({
          child_id: 'A',
          placement_type: 'A4',
          start_date: '2025-01-01',
          end_date: '2025-03-01',
        });
        book.placement({ child_id: 'A', placement_type: 'U6', start_date: '2025-03-01' });
        book.adoption({ child_id: 'A', matched_date, placed_date: '2025-01-01' });
      }).of('T4');
    expect(['2024-12-01', '2025-02-28', '2025-03-01'].map(disrupted)).toEqual(['1/1', '1/1', '0/1']);
  });

  it('look through a temporary placement to where the child lived before', () => {
    const days = ['2025-03-02', '2025-03-05'];
    const found = figures(days, (book) => {
      withOrders(book, []);
      book.placement({
        child_id: 'A',
        placement_type: 'A4',
        start_date: '2025-01-01',
        end_date: '2025-03-01',
      });
      book.placement({
        child_id: 'A',
        placement_type: 'T1',
        start_date: '2025-03-01',
        end_date: '2025-03-05',
      });
    });
    expect(days.map((on) => found.of('T5', { on }))).toEqual(['0/1', '1/1']);
    expect(found.of('T5', { on: '2025-03-02', breakdown: 'placement_type', group: 'A4' })).toBe('0/1');
  });

  it('count undated-by-period records only by dates within the period', () => {
    const found = figures(['2025-04-01'], (book) => {
      withOrders(book, []);
      book.adoption({ child_id: 'A', matched_date: '2022-12-31' });
    });
    expect(found.of('T4')).toBe('1/1');
  });

  it('fall back on placement orders and standing decisions without plans', () => {
    const days = ['2025-04-01', '2025-05-01'];
    const found = figures(
      days,
      (book) => {
        withOrders(book, [['2025-03-01', null]]);
        inCare(book, 'B', '2024-01-01');
        book.adoption({ child_id: 'B', decision_date: '2025-01-01', decision_reversed_date: '2025-05-01' });
      },
      { inputs: returnInputs },
    );
    expect(days.map((on) => found.of('T5', { on }))).toEqual(['2/2', '1/1']);
    expect(found.of('T4')).toBe('not available');
  });
});

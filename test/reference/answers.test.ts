import { describe, expect, it } from 'vitest';
import type { InputName } from '../../sources/contract/extract.ts';
import type { Row } from '../../sources/contract/tables.ts';
import { Figures, inCare } from './fixture.ts';
import { RowBook } from './row-book.ts';

const inputs: readonly InputName[] = [
  'care_period',
  'legal_status',
  'placement',
  'placement_history',
  'care_plan',
  'care_plan_answers',
];
type Plan = Row<'care_plan'>['plan'];

/** Rows of one document with some keys set. */
const document = (
  book: RowBook,
  document_id: string,
  start_date: string,
  keys: readonly Plan[],
  end_date: string | null = null,
) =>
  keys.map((plan) =>
    book.planRow({ child_id: 'A', document_id, origin: 'answers', start_date, end_date, plan }),
  );

/** A child in care since 2024 whose snapshots of 2025 showed some documents. */
function seen(
  days: readonly string[],
  snapshots: (book: RowBook) => Record<string, Row<'care_plan'>[]>,
): Figures {
  const book = new RowBook();
  inCare(book, 'A', '2024-01-01');
  const taken = Object.entries(snapshots(book));
  const [snapshotDate, carePlanRows] = taken.pop() as [string, Row<'care_plan'>[]];
  book.rows.care_plan.push(...carePlanRows);
  const olderSnapshots = taken.map(([date, rows]) => ({ snapshotDate: date, carePlanRows: rows }));
  return new Figures(days, book, { inputs, snapshotDate, olderSnapshots });
}

describe('plans from the latest answers', () => {
  it('are not available before the oldest snapshot, T2 and T7 until six and twelve months later', () => {
    const days = ['2025-01-30', '2025-01-31', '2025-07-30', '2025-07-31', '2026-01-30', '2026-01-31'];
    const found = seen(days, (book) => ({
      '2025-01-31': document(book, 'D', '2024-05-01', ['RETURN_HOME']),
      '2026-01-31': document(book, 'D', '2024-05-01', ['RETURN_HOME']),
    }));
    const isAvailable = (measure: string) =>
      days.map((on) => found.row(measure, { on })?.availability === 'available');
    expect(isAvailable('T6')).toEqual([false, true, true, true, true, true]);
    expect(isAvailable('T2')).toEqual([false, false, false, true, true, true]);
    expect(isAvailable('T7')).toEqual([false, false, false, false, false, true]);
    expect(found.longest('T2', { on: '2025-07-31' })).toBe(456);
  });

  it('count from the first snapshot that shows them when an earlier one showed another plan', () => {
    const found = seen(['2025-08-30', '2025-08-31', '2026-02-27', '2026-02-28'], (book) => ({
      '2025-01-31': document(book, 'D', '2024-05-01', ['LTF']),
      '2025-08-31': document(book, 'D', '2024-05-01', ['RETURN_HOME']),
      '2026-02-28': document(book, 'D', '2024-05-01', ['RETURN_HOME']),
    }));
    expect(
      ['2025-08-30', '2025-08-31', '2026-02-27', '2026-02-28'].map((on) => found.of('T2', { on })),
    ).toEqual(['0/0', '0/1', '0/1', '1/1']);
  });

  it('keep the date of a new document that no snapshot contradicts', () => {
    const found = seen(['2025-05-31', '2025-06-01', '2025-08-31'], (book) => ({
      '2025-01-31': document(book, 'D', '2024-05-01', ['OTHER']),
      '2025-08-31': document(book, 'E', '2025-06-01', ['RESIDENTIAL']),
    }));
    // the old document is gone, so its plan stands until the snapshot without it, under the newer one
    expect(['2025-05-31', '2025-06-01'].map((on) => found.of('T6', { on }))).toEqual(['1/1', '0/1']);
    expect(found.longest('T8')).toBe(91);
  });

  it('end with their document, and a snapshot that shows no plan counts as showing another', () => {
    const found = seen(['2025-05-10', '2025-12-31'], (book) => ({
      '2025-01-31': document(book, 'D', '2024-05-01', ['OTHER']),
      '2025-08-31': [...document(book, 'D', '2024-05-01', ['NO_PLAN'], '2025-05-01')],
      '2025-12-31': document(book, 'E', '2025-08-01', ['OTHER']),
    }));
    expect([found.of('T1', { on: '2025-05-10' }), found.longest('T1', { on: '2025-05-10' })]).toEqual([
      '1/1',
      9,
    ]);
    expect(found.longest('T6')).toBe(0);
  });

  it('make every key of a document a primary plan', () => {
    const found = seen(['2025-12-31'], (book) => ({
      '2025-12-31': document(book, 'D', '2025-01-01', ['RESIDENTIAL', 'ADOPTION', 'OTHER']),
    }));
    expect(['T4', 'T6', 'T8'].map((measure) => found.of(measure))).toEqual(['1/1', '1/1', '1/1']);
    expect(found.of('T8', { line: 'no_step_down' })).toBe('0/1');
    // the highest row key stands for the document
    expect(found.of('T6', { breakdown: 'plan', group: 'OTHER' })).toBe('1/1');
  });

  it('give way to a history of the period, and a category has no step-down', () => {
    const book = new RowBook();
    inCare(book, 'A', '2024-01-01');
    book.plan({ child_id: 'A', plan: 'LTF', start_date: '2024-02-01', end_date: '2024-03-01' });
    book.plan({ child_id: 'A', plan: 'OTHER', origin: 'category', start_date: '2025-01-01' });
    expect(new Figures(['2025-12-31'], book, { inputs: ['care_plan', 'care_plan_history'] }).of('T1')).toBe(
      '1/1',
    );
    book.rows.care_plan.shift();
    const category = new Figures(['2025-12-31'], book, { inputs: ['care_plan', 'care_plan_category'] });
    expect([category.of('T6'), category.of('T8', { line: 'no_step_down' })]).toEqual([
      '1/1',
      'not available',
    ]);
  });
});

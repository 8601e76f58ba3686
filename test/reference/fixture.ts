import type { InputName } from '../../sources/contract/extract.ts';
import type { Breakdown, Period, ReferenceInput, ReferenceValue, Statistic } from './input.ts';
import { hertfordshireLimits, referenceValues } from './measures.ts';
import type { RowBook } from './row-book.ts';

/** Inputs of a source with a plan history. */
const historyInputs: readonly InputName[] = [
  'care_period',
  'legal_status',
  'placement',
  'placement_history',
  'care_plan',
  'care_plan_history',
  'permanence_meeting',
  'adoption',
  'adoption_decision',
  'long_term_match',
  'allocation',
  'team',
];

/** Inputs of a source without plans and meetings, such as the 903 return. */
export const returnInputs: readonly InputName[] = [
  'care_period',
  'legal_status',
  'placement',
  'placement_history',
  'adoption',
  'adoption_decision',
];

interface Selection {
  readonly on?: string;
  readonly line?: string;
  readonly period?: Period;
  readonly statistic?: Statistic;
  readonly breakdown?: Breakdown;
  readonly group?: string;
}

/** Figures of a small authority, asked for one at a time. */
export class Figures {
  readonly #values: readonly ReferenceValue[];
  readonly #lastDay: string;

  constructor(days: readonly string[], book: RowBook, options: Partial<ReferenceInput> = {}) {
    this.#lastDay = days.at(-1) as string;
    this.#values = referenceValues({
      rows: book.rows,
      inputs: historyInputs,
      snapshotDate: this.#lastDay,
      asAtDates: days.map((date) => ({
        date,
        isMonthEnd: false,
        isWeek: false,
        isCurrent: date === this.#lastDay,
      })),
      planHistoryFrom: null,
      olderSnapshots: [],
      limits: hertfordshireLimits,
      ...options,
    });
  }

  /** The one row that a selection names; by default the total count of the main line on the last day. */
  row(measure: string, selection: Selection = {}): ReferenceValue | undefined {
    const {
      on = this.#lastDay,
      line = 'main',
      statistic = 'count',
      breakdown = 'all',
      group = 'all',
    } = selection;
    const period = selection.period ?? (['B9', 'B10'].includes(measure) ? 'month' : 'as_at');
    return this.#values.find(
      (row) =>
        row.measure_id === measure &&
        row.line === line &&
        row.statistic === statistic &&
        row.period === period &&
        row.as_at_date === on &&
        row.breakdown === breakdown &&
        row.group === group,
    );
  }

  /** `numerator/denominator`, or the availability when there are no numbers. */
  of(measure: string, selection: Selection = {}): string | undefined {
    const row = this.row(measure, selection);
    if (row === undefined) return undefined;
    if (row.numerator === null) return row.availability;
    return row.denominator === null ? `${row.numerator}` : `${row.numerator}/${row.denominator}`;
  }

  longest(measure: string, selection: Selection = {}): number | null | undefined {
    return this.row(measure, { ...selection, statistic: 'longest_days' })?.value;
  }
}

interface CareOptions {
  readonly end?: string | null;
  readonly status?: ContractStatus | null;
  readonly birth?: string | null;
  readonly period?: string;
}
type ContractStatus = 'C1' | 'C2' | 'E1' | 'V2' | 'V4';

/** Adds a child with one period of care (`<child>-1`) under one legal status. */
export function inCare(book: RowBook, child: string, start: string, options: CareOptions = {}): string {
  const { end = null, status = 'C2', birth = '2018-05-05', period = `${child}-1` } = options;
  if (!book.rows.child.some((row) => row.child_id === child))
    book.child({ child_id: child, birth_date: birth });
  book.period({ child_id: child, care_period_id: period, start_date: start, end_date: end });
  if (status !== null)
    book.status({ child_id: child, care_period_id: period, start_date: start, legal_status: status });
  return period;
}

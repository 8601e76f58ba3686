import { type Day, never } from './calendar.ts';

/** Half-open stretch of days: something that ends on a day is not open on it (boundaries 2). */
export interface Span {
  readonly start: Day;
  readonly end: Day;
}

/** A source row as a span. */
export interface RowSpan extends Span {
  /** End as the source has it, before a missing day was bridged. */
  readonly recordedEnd: Day;
  readonly key: string;
}

/** What a row needs to find its period of care. */
export interface PeriodSpan extends Span {
  readonly id: string;
}

export const isOpen = (span: Span, day: Day): boolean => span.start <= day && day < span.end;

/** Compares text by code unit, as an engine without collation does. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The latest to start; of several, the highest key. */
export function latestToStart<S extends { readonly start: Day; readonly key: string }>(
  spans: readonly S[],
): S | undefined {
  return spans.toSorted((a, b) => a.start - b.start || compareText(a.key, b.key)).at(-1);
}

/** Where another row of the period starts one day after a row's end, the row lasts that day too. */
export function bridged<S extends RowSpan>(spans: readonly S[]): S[] {
  const starts = new Set(spans.map((span) => span.start));
  return spans.map((span) =>
    starts.has(span.recordedEnd + 1) ? { ...span, end: span.recordedEnd + 1 } : span,
  );
}

/** Rows end at the latest with their period of care (boundaries 21). */
export function endedWith<S extends RowSpan>(spans: readonly S[], periodEnd: Day): S[] {
  return spans.map((span) => ({ ...span, end: Math.min(span.end, periodEnd) }));
}

/** Start of the unbroken run of rows that the row belongs to: at most one day is missing between two of them. */
export function runStart(rows: readonly RowSpan[], row: RowSpan): Day {
  let start = row.start;
  for (;;) {
    const reaching = rows.filter((other) => other.start < start && start <= other.recordedEnd + 1);
    if (reaching.length === 0) return start;
    start = Math.min(...reaching.map((other) => other.start));
  }
}

const latestPeriod = <P extends PeriodSpan>(periods: readonly P[]): P | undefined =>
  periods.toSorted((a, b) => a.start - b.start || compareText(a.id, b.id)).at(-1);

function nextToBegin<P extends PeriodSpan>(periods: readonly P[], day: Day): P | undefined {
  const later = periods.filter((period) => period.start >= day);
  const first = Math.min(...later.map((period) => period.start), never);
  return latestPeriod(later.filter((period) => period.start === first));
}

/** The period of the child that a row names, else the one open on its start, else the next to begin (boundaries 7, 14, 38). */
export function periodOf<P extends PeriodSpan>(
  periods: readonly P[],
  named: string | null,
  start: Day,
): P | undefined {
  const byName = periods.find((period) => period.id === named);
  if (byName !== undefined) return byName;
  return latestPeriod(periods.filter((period) => isOpen(period, start))) ?? nextToBegin(periods, start);
}

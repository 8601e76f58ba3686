import { birthday, type Day, never } from './calendar.ts';
import { isOpen, latestToStart, type PeriodSpan, type RowSpan, type Span } from './spans.ts';

/** A legal status within its period of care. */
export interface StatusSpan extends RowSpan {
  readonly status: string;
}

/** Legal status on a day: of several, the latest to start. */
export const statusOn = (statuses: readonly StatusSpan[], day: Day): string | undefined =>
  latestToStart(statuses.filter((span) => isOpen(span, day)))?.status;

/** On short breaks when every open status is V3 or V4 (boundaries 8, 21). */
function onShortBreaks(statuses: readonly StatusSpan[], day: Day): boolean {
  const open = statuses.filter((span) => isOpen(span, day));
  return open.length > 0 && open.every((span) => span.status === 'V3' || span.status === 'V4');
}

/** A period whose every status is a short break is in nothing, also when it lasts no day (boundaries 8). */
const isShortBreakOnly = (statuses: readonly StatusSpan[]): boolean =>
  statuses.length > 0 && statuses.every((span) => span.status === 'V3' || span.status === 'V4');

/** The days of a period that count: from its start to its end or the 18th birthday (boundaries 9). */
function minority(period: PeriodSpan, birth: Day | null): Span {
  const adult = birth === null ? never : birthday(birth, 18);
  return { start: period.start, end: Math.min(period.end, adult) };
}

/** Days on which something may change, in order, beginning with the first of the span. */
function changeDays(span: Span, statuses: readonly StatusSpan[]): Day[] {
  const days = statuses
    .flatMap((status) => [status.start, status.end])
    .filter((day) => span.start < day && day < span.end);
  return [...new Set([span.start, ...days])].sort((a, b) => a - b);
}

/**
 * Spells of being looked after within a period of care. Short breaks interrupt it: care begins
 * anew when they end. A period that ends on its first day is one empty spell.
 */
export function careSpells(period: PeriodSpan, statuses: readonly StatusSpan[], birth: Day | null): Span[] {
  const span = minority(period, birth);
  if (span.start > span.end || (span.start === span.end && period.start < period.end)) return [];
  if (span.start === span.end) {
    const isAdult = birth !== null && birthday(birth, 18) <= span.start;
    return isAdult || isShortBreakOnly(statuses) ? [] : [span];
  }
  const days = changeDays(span, statuses);
  const spells: Span[] = [];
  days.forEach((day, i) => {
    if (onShortBreaks(statuses, day)) return;
    const end = days[i + 1] ?? span.end;
    const last = spells.at(-1);
    if (last?.end === day) spells[spells.length - 1] = { start: last.start, end };
    else spells.push({ start: day, end });
  });
  return spells;
}

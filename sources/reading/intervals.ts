import { addDays } from '../days.ts';

/** How a source writes the last day of things; boundaries 2 and 42. */
export interface EndRule {
  /** `touch`: a row ends on the day the next begins; `day_before`: on the day before, its last day. */
  readonly endDates: 'touch' | 'day_before';
  /** Whether the end of a period of care is the day care ceased or the last day in care. */
  readonly lastDayInCare: 'exclusive' | 'inclusive';
}

/** End as an exclusive day; `endsCare` when care itself ends there. */
export function exclusiveEnd(end: string, endsCare: boolean, rule: EndRule): string {
  const inclusive = endsCare ? rule.lastDayInCare === 'inclusive' : rule.endDates === 'day_before';
  return inclusive ? addDays(end, 1) : end;
}

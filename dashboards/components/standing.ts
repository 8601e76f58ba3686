import { isMonthEnd } from './day.ts';
import type { Figure } from './figure.ts';

/** How long a line has been at the status it has now, as its month-ends tell. */
export interface Standing {
  /** The first month-end of the unbroken run; null when the last month-end had another status. */
  readonly since: string | null;
  readonly monthEnds: number;
  /** True when the run reaches back to the first month-end on record. */
  readonly wholeRecord: boolean;
}

/**
 * Reads back through the month-ends up to a figure for as long as they share its status; its own day is one of them
 * where it ends a month.
 * @example standingOf(figure, series).monthEnds === 8
 */
export function standingOf(figure: Figure, months: readonly Figure[]): Standing {
  // A month of which the files tell nothing is on no record.
  const known = months.filter(
    ({ day, status }) =>
      day <= figure.day && (day < figure.day || isMonthEnd(day)) && status !== 'Not available',
  );
  const changed = known.findLastIndex(({ status }) => status !== figure.status);
  const run = known.slice(changed + 1);
  return { since: run[0]?.day ?? null, monthEnds: run.length, wholeRecord: changed === -1 && run.length > 0 };
}

import type { Day } from './calendar.ts';
import { isOpen, latestToStart, type RowSpan } from './spans.ts';

/** A placement within its period of care. */
export interface PlacementSpan extends RowSpan {
  readonly type: string;
}

export const temporary = new Set(['T0', 'T1', 'T2', 'T3', 'T4']);
export const adoptive = new Set(['A3', 'A4', 'A5', 'A6']);
export const earlyPermanence = new Set(['U2', 'U5']);
export const longTermFostering = new Set(['U1', 'U4']);
export const residential = new Set(['K1', 'K2', 'R1', 'S1']);

/**
 * Type of the placement the child lives in on a day; undefined when no row says. A temporary one is
 * looked through to the latest that started before it and is not temporary (boundaries 20).
 */
export function homeOn(placements: readonly PlacementSpan[], day: Day): string | undefined {
  const open = latestToStart(placements.filter((span) => isOpen(span, day)));
  if (open === undefined || !temporary.has(open.type)) return open?.type;
  const before = placements.filter((span) => span.start < open.start && !temporary.has(span.type));
  return latestToStart(before)?.type;
}

/** Whether a home is one of some types; an unknown home is none of them. */
export const isIn = (home: string | undefined, types: ReadonlySet<string>): boolean =>
  home !== undefined && types.has(home);

/** Days up to the given one on which a placement begins or ends, latest first. */
function changeDaysBackFrom(placements: readonly PlacementSpan[], day: Day): Day[] {
  const days = placements.flatMap((span) => [span.start, span.end]).filter((change) => change <= day);
  return [...new Set(days)].sort((a, b) => b - a);
}

/** First day of the unbroken stay in homes of some types that the day lies in. */
export function stayStart(placements: readonly PlacementSpan[], day: Day, types: ReadonlySet<string>): Day {
  let start = day;
  for (const change of changeDaysBackFrom(placements, day)) {
    if (!isIn(homeOn(placements, change), types)) break;
    start = change;
  }
  return start;
}

/** Day on which the last stay in an adoptive home ended, on or before the given one; null without such a stay. */
export function adoptiveStayEnd(placements: readonly PlacementSpan[], day: Day): Day | null {
  const isAdoptive = (on: Day) => isIn(homeOn(placements, on), adoptive);
  const end = changeDaysBackFrom(placements, day).find(
    (change) => !isAdoptive(change) && isAdoptive(change - 1),
  );
  return end ?? null;
}

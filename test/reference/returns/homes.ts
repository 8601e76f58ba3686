import { closed, type Span } from './care.ts';
import { addDays, type Day } from './day.ts';
import type { Episode } from './return-files.ts';

/** A stay in one home or with one carer (B19); `records` are its placements, temporary ones left out. */
export interface Stay extends Span {
  readonly records: readonly Episode[];
}

const temporary = (place: string): boolean => /^T[0-4]$/.test(place);
export const adoptive = (place: string): boolean => /^A[3-6]$/.test(place);
const withCarer = (place: string): boolean => /^(U[1-6]|A[3-6])$/.test(place);

interface Placed {
  readonly record: Episode;
  readonly end: Day | null;
  /** Temporary placements lie between this record and the one before. */
  readonly returned: boolean;
  /** It touches the one before, or belongs to the same period of care: days without a record tell of no move. */
  readonly follows: boolean;
}

/** Placements of 24 hours or more in order; a temporary one adds its days to the placement it is away from. */
function lastingPlacements(episodes: readonly Episode[]): Placed[] {
  const placed: Placed[] = [];
  let away = false;
  for (const record of closed(episodes)) {
    if (record.end === record.start) continue;
    const before = placed.at(-1);
    const touches = before !== undefined && before.end !== null && record.start <= before.end;
    if (temporary(record.place) && before && record.startReason !== 'S') {
      placed[placed.length - 1] = { ...before, end: record.end };
      away = true;
      continue;
    }
    placed.push({ record, end: record.end, returned: away, follows: touches || record.startReason !== 'S' });
    away = false;
  }
  return placed;
}

/** Whether a placement that follows the one before makes no new stay (B19, exact definition). */
function staysOn({ record, returned, follows }: Placed, before: Episode): boolean {
  if (!follows) return false;
  if (['T', 'U'].includes(record.startReason)) return true;
  if (['A3', 'A5'].includes(record.place) && withCarer(before.place)) return true;
  if (record.home !== null && before.home !== null) return record.home === before.home;
  return (returned || record.startReason === 'L') && record.place === before.place;
}

/** Every stay of a child in order. */
export function staysOf(episodes: readonly Episode[]): Stay[] {
  const stays: Stay[] = [];
  for (const placed of lastingPlacements(episodes)) {
    const last = stays.at(-1);
    const before = last?.records.at(-1);
    if (last && before && staysOn(placed, before))
      stays[stays.length - 1] = { ...last, end: placed.end, records: [...last.records, placed.record] };
    else stays.push({ start: placed.record.start, end: placed.end, records: [placed.record] });
  }
  return stays;
}

/** Unbroken stays in A3 to A6, whatever the home; temporary placements are looked through. */
export function adoptiveStays(episodes: readonly Episode[]): Span[] {
  const runs: { start: Day; end: Day | null }[] = [];
  for (const { record, end } of lastingPlacements(episodes)) {
    if (!adoptive(record.place)) continue;
    const last = runs.at(-1);
    if (last?.end && record.start <= last.end) last.end = end;
    else runs.push({ start: record.start, end });
  }
  return runs;
}

/** Unbroken runs of a placement order (E1); a day between two is bridged (boundaries 2). */
export function orderRuns(episodes: readonly Episode[]): Span[] {
  const runs: { start: Day; end: Day | null }[] = [];
  for (const { status, start, end } of closed(episodes)) {
    if (status !== 'E1') continue;
    const last = runs.at(-1);
    if (last?.end && start <= addDays(last.end, 1)) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}

/** Code of the placement the child lives in on a day, temporary ones looked through; null where none is recorded. */
export function livingIn(episodes: readonly Episode[], day: Day): string | null {
  const open = closed(episodes).filter(({ start, end }) => start <= day && day < (end ?? addDays(day, 1)));
  const now = open.at(-1);
  if (!now) return null;
  if (!temporary(now.place)) return now.place;
  const lived = lastingPlacements(episodes).findLast(
    ({ record, end }) => record.start <= day && day < (end ?? addDays(day, 1)),
  );
  return lived?.record.place ?? now.place;
}

/**
 * Limits as the comparison with an edition before needs them: those of today, in force on the old day already, so
 * that a changed limit is a change of definition and never looks like movement of children.
 */
import { holdsOn, subtract, type Validity } from '../../sources/rules/validity.ts';

/** What is read of a row of limits.csv. */
export interface DatedLimit extends Validity {
  readonly measure_id: string;
  readonly limit_key: string;
  readonly n: number;
  readonly unit: string;
}

const nameOf = (limit: DatedLimit): string => `${limit.measure_id} ${limit.limit_key}`;

/** Names of the limits that are not the same on both days. */
function changedNames(limits: readonly DatedLimit[], then: string, now: string): Set<string> {
  const names = new Set(limits.map(nameOf));
  const sizeOn = (name: string, day: string): string => {
    const limit = limits.find((row) => nameOf(row) === name && holdsOn(row, day));
    return limit === undefined ? 'none' : `${limit.n} ${limit.unit}`;
  };
  return new Set([...names].filter((name) => sizeOn(name, then) !== sizeOn(name, now)));
}

/** True when any limit in force differs between the two days. */
export const limitsDiffer = (limits: readonly DatedLimit[], then: string, now: string): boolean =>
  changedNames(limits, then, now).size > 0;

/**
 * The rows, with every limit that has changed since `then` in the size of `now` from `then` on. Before `then`, and
 * after the limit of `now` ends, they say what they said.
 *
 * @example limitsOfToday(book.limits, '2026-05-31', '2026-06-30')
 */
export function limitsOfToday<L extends DatedLimit>(limits: readonly L[], then: string, now: string): L[] {
  const changed = changedNames(limits, then, now);
  return limits.flatMap((row) => {
    if (!changed.has(nameOf(row))) return [row];
    const alike = limits.filter((other) => nameOf(other) === nameOf(row));
    const current = alike.find((other) => holdsOn(other, now));
    if (row === current) return [{ ...row, effective_from: earlier(row.effective_from, then) }];
    const taken = { effective_from: then, effective_to: endOfToday(alike, current, now) };
    return subtract(row, [taken]).map((rest) => ({ ...row, ...rest }));
  });
}

/** Until when today's state lasts: the end of the limit in force, or the start of the next where none is. */
function endOfToday(
  alike: readonly DatedLimit[],
  current: DatedLimit | undefined,
  now: string,
): string | null {
  if (current !== undefined) return current.effective_to;
  const later = alike.map((row) => row.effective_from).filter((from) => from > now);
  return later.sort()[0] ?? null;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

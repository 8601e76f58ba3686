/** What a count is called, and which lines are one and the same. */
import type { PanelLine } from './printed.ts';

export type Quantity = 'numerator' | 'denominator' | 'rest';

/** The name of a count: what is counted, when, and of whom. */
export const countId = (
  line: { readonly measure_id: string; readonly line: string; readonly period: string },
  quantity: Quantity,
  date: string,
  breakdown = 'all',
  group = 'all',
): string => [date, line.measure_id, line.line, line.period, breakdown, group, quantity].join('|');

/** What a coarse group is called among the counts: never the same as one of its members. */
export const coarseId = (group: string): string => `${group} together`;

export const isSameLine = (a: PanelLine, b: PanelLine): boolean =>
  a.measure_id === b.measure_id && a.line === b.line && a.period === b.period;

/** A line that answers two questions is counted once; it is printed as fully as the fuller of them asks. */
export function distinctLines(lines: readonly PanelLine[]): PanelLine[] {
  const found = new Map<string, PanelLine>();
  for (const line of lines) {
    const key = [line.measure_id, line.line, line.period].join('|');
    const before = found.get(key);
    found.set(
      key,
      before === undefined
        ? line
        : {
            ...before,
            headline: before.headline || line.headline,
            statistics: [...new Set([...before.statistics, ...line.statistics])],
          },
    );
  }
  return [...found.values()];
}

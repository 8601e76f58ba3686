/** Words and keys that the files of an edition share. */
import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';

export { isoDay };

export const statistics = [
  'count',
  'percentage',
  'rate',
  'median_days',
  'mean_days',
  'longest_days',
] as const;
export const periods = ['as_at', 'month', 'quarter', 'ytd', 'year', 'r12m', 'r36m'] as const;
export const units = ['children', 'percent', 'days', 'per_10000'] as const;

/** A line of a measure of an authority: `main` or the key of a sub-line. */
export const lineKey = { authority: z.string(), measure_id: z.string(), line: z.string() };
export interface LineKey {
  readonly authority: string;
  readonly measure_id: string;
  readonly line: string;
}

/** A figure of a line, without its day and group. */
export const figureKey = { ...lineKey, statistic: z.enum(statistics), period: z.enum(periods) };

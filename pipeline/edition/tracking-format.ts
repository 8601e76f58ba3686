/** `data/pages.json` and `data/tracking.json`: the pages of each authority's procedure, and its lines with their figures. */
import { z } from 'zod';
import { statuses } from './format.ts';

/** Which lines stand on a page, in order. */
export const trackingPages = z.array(
  z.object({
    authority: z.string(),
    page: z.string(),
    title: z.string(),
    introduction: z.string(),
    lines: z.array(z.object({ line_id: z.string(), part: z.string(), section: z.string() })),
  }),
);
export type TrackingPages = z.infer<typeof trackingPages>;

const figure = z.object({
  /** Met (C, R), or overdue and listed (Z, X). */
  numerator: z.number(),
  /** What fell due (C, R), or all on the line (Z, X). */
  denominator: z.number(),
  met: z.number(),
  late: z.number(),
  overdue: z.number(),
  not_yet_due: z.number(),
  listed: z.number(),
  /** Children for whom the files cannot tell. */
  unknown: z.number(),
  in_aim: z.number(),
  longest_days: z.number().nullable(),
  /** A limit that nobody has adopted rates nothing. */
  status: z.enum([...statuses, 'No rating - limit not adopted']),
});

const line = z.object({
  authority: z.string(),
  line_id: z.string(),
  part: z.string(),
  name: z.string(),
  part_name: z.string().nullable(),
  family: z.enum(['C', 'Z', 'X', 'R']),
  generic: z.string(),
  /** How the limit is meant: after, before, every, standing, list or register. */
  direction: z.string(),
  limit_n: z.number().nullable(),
  limit_unit: z.string().nullable(),
  aim_n: z.number().nullable(),
  /** The event by which it is to be done, where the limit is that day itself and the event has a name; none before 0.8. */
  event: z.string().nullable().default(null),
  /** The limit is this program's and the authority has not adopted it. */
  is_proposed: z.boolean(),
  /** Who answers for it, in words. */
  role: z.string(),
  goes_to: z.string(),
  source: z.string(),
  state: z.enum(['available', 'not available', 'not measurable']),
  reason: z.string().nullable(),
  /** Measure and line that give the figure; null where the line has its own. */
  measure_id: z.string().nullable(),
  measure_line: z.string().nullable(),
  figure: figure.nullable(),
});

/** Cases by colour: as worked out, as the manager and the reviewing officer see them, and one against another. */
const caseRating = z.object({
  authority: z.string(),
  view: z.string(),
  colour: z.string(),
  against: z.string(),
  children: z.number(),
});

export const trackingFile = z.object({ lines: z.array(line), cases: z.array(caseRating) });
export type TrackingFile = z.infer<typeof trackingFile>;
export type TrackingLine = TrackingFile['lines'][number];

/** `data/outlook.json`: who drifts, which alarms are open and what falls due next; the first screen is made from it. */
import { z } from 'zod';
import { isoDay, lineKey } from './key-format.ts';

/** Children overdue on any list of drift of the procedure on the day, and the coming and going since the comparison day. */
const drift = z.object({
  authority: z.string(),
  children: z.number(),
  looked_after: z.number(),
  /** The month-end with which new and resolved are counted. */
  since: isoDay,
  new_children: z.number(),
  /** On a line then, on none now and still in care. */
  resolved_children: z.number(),
  /** On a line then, and no longer in care. */
  left_children: z.number(),
  longest_days: z.number().nullable(),
  /** Measure and line in which the longest wait is; null where no measure but the procedure's own list has it. */
  longest_measure_id: z.string().nullable(),
  longest_line: z.string().nullable(),
  /** That list in words. */
  longest_name: z.string().nullable().optional(),
  /** Lines whose lists are counted, as the procedure numbers them. */
  lines: z.array(z.string()).optional(),
  /** Drift lines that the source cannot give. */
  lines_missing: z.array(z.string()),
});

/** Time limits that fall due in one coming week. */
const deadline = z.object({
  ...lineKey,
  /** What falls due, in words. */
  what: z.string(),
  /** Role accountable, from the rules. */
  role: z.string().nullable(),
  /** Monday to Sunday does not matter here: week 1 begins on the day after the as-at date. */
  week: z.number(),
  week_ends_on: isoDay,
  children: z.number(),
});

/** Escalations that a rule requires and the files do not show, with the role that is accountable; of a procedure's own line its id stands for the measure. */
const escalation = z.object({
  ...lineKey,
  what: z.string(),
  role: z.string().nullable(),
  /** 0 when every alarm is on file; null when the source cannot say. */
  children: z.number().nullable(),
  longest_days: z.number().nullable(),
});

export const outlookFile = z.object({
  drift: z.array(drift),
  deadlines: z.array(deadline),
  /** Deadlines that the source cannot give. */
  deadlines_missing: z.array(z.object({ authority: z.string(), measure_id: z.string(), what: z.string() })),
  escalations: z.array(escalation),
});
export type OutlookFile = z.infer<typeof outlookFile>;

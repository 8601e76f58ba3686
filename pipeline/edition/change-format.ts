/** `data/changes.json`: why figures moved since the edition before, and how earlier months have been revised. */
import { z } from 'zod';
import { statuses } from './format.ts';
import { figureKey, isoDay, lineKey, statistics, units } from './key-format.ts';

/** One figure's movement; definition + recorded_since + real = after - before, exactly. */
const change = z.object({
  ...figureKey,
  unit: z.enum(units),
  /** As published in the edition before. */
  before: z.number(),
  after: z.number(),
  /** Old data, old date, rules of today, minus what was published. */
  definition: z.number(),
  /** Data of today, old date, minus the former. */
  recorded_since: z.number(),
  /** Data of today, date of today, minus the former. */
  real: z.number(),
  /** Children whose place in the figure of the old date changed because of rows recorded later. */
  late_recorded_children: z.number(),
  /** Children whose place changed because rows already known were corrected. */
  corrected_children: z.number(),
});
export type Change = z.infer<typeof change>;

/** A figure that cannot be split, and why. */
const notSplit = z.object({
  ...lineKey,
  /** The only statistic concerned; absent when none of the line can be split. */
  statistic: z.enum(statistics).optional(),
  reason: z.string(),
});

/** What one month-end was said to be, edition after edition; the last entry is today's. */
const revision = z.object({
  ...figureKey,
  as_at_date: isoDay,
  history: z.array(
    z.object({
      edition_as_at: isoDay,
      /** Null: the edition that holds the file, whose id its manifest says. */
      edition_id: z.string().nullable(),
      value: z.number().nullable(),
    }),
  ),
});
export type Revision = z.infer<typeof revision>;

export const changesFile = z.object({
  /** The edition compared with; null in a first edition. */
  before: z
    .object({
      edition_id: z.string(),
      as_at_date: isoDay,
      kind: z.enum(['working', 'sealed']),
      rules_version: z.string(),
    })
    .nullable(),
  /** Why nothing is compared; null when something is. */
  reason: z.string().nullable(),
  /** How each line was rated in the edition compared with, as published; empty in editions of before 0.7. */
  ratings_before: z.array(z.object({ ...lineKey, status: z.enum(statuses) })).default([]),
  rules_changed: z.array(z.object({ authority: z.string(), measure_id: z.string(), meaning: z.string() })),
  changes: z.array(change),
  not_split: z.array(notSplit),
  revisions: z.array(revision),
});
export type ChangesFile = z.infer<typeof changesFile>;

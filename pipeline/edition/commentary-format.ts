/** `data/commentary.json`: what people say about the figures, what they do about them, and what is still due. */
import { z } from 'zod';
import { isoDay, lineKey } from './key-format.ts';

const actionStates = ['planned', 'under way', 'done', 'stopped'] as const;

const commentaryEntry = z.object({
  ...lineKey,
  /** The as-at date of the figure that is commented on. */
  as_at_date: isoDay,
  what_happened: z.string(),
  why: z.string(),
  effect_on_children: z.string(),
  action: z.string(),
  owner_role: z.string(),
  by_when: isoDay,
  status: z.enum(actionStates),
  expires_on: isoDay,
  author_role: z.string(),
  approved_on: isoDay,
  /**
   * Approved and not expired on the edition's as-at date (a commentary on a figure is approved after the figure's day,
   * so a working edition does not ask when); in a sealed edition approved by the meeting and not expired on it.
   */
  current: z.boolean(),
  /** Action planned or under way although its day is past on that same day. */
  overdue: z.boolean(),
  /** Further words, in plain paragraphs. */
  body: z.array(z.string()),
});
export type CommentaryEntry = z.infer<typeof commentaryEntry>;

/** A Red or a special-cause concern, and whether somebody has said something about it. */
const commentaryDue = z.object({
  ...lineKey,
  because: z.enum(['Red', 'special cause', 'Red and special cause']),
  state: z.enum(['current', 'expired', 'missing', 'waived']),
  /** Reason of a waiver, printed with the edition. */
  waived_because: z.string().nullable(),
});
export type CommentaryDue = z.infer<typeof commentaryDue>;

export const commentaryFile = z.object({
  entries: z.array(commentaryEntry),
  due: z.array(commentaryDue),
});
export type CommentaryFile = z.infer<typeof commentaryFile>;

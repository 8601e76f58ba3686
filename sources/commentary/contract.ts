/** The front matter of a commentary: what a person says of one figure, and what is being done about it. */

import { z } from 'zod';
import { isDay } from '../days.ts';

/** How an action stands. */
export const actionStates = ['planned', 'under way', 'done', 'stopped'] as const;

/** What a scaffold or a hasty hand leaves in a field: words that say nothing. */
const placeholder = /^(?:tb[acd]|to ?do|n\/?a|none|unknown|\?+|-+|\.+|x+|<.*>|\[.*\])\.?$/i;

const words = z
  .string()
  .trim()
  .min(1, 'is empty')
  .refine((text) => !placeholder.test(text), 'holds a placeholder and not an answer');

const day = z.string().trim().min(1, 'is empty').refine(isDay, 'is not a day written as yyyy-mm-dd');

/** What may be left out or left empty, and then is undefined. */
const ifAny = <T extends z.ZodType<string>>(schema: T) =>
  z
    .preprocess(
      (text) => (typeof text === 'string' && text.trim() === '' ? undefined : text),
      schema.optional(),
    )
    .optional();

/** The four keys without which nothing is said: why, what is done about it, who answers and by when. */
export const requiredKeys = ['why', 'action', 'owner_role', 'by_when'] as const;

/** The front matter as a person writes it. Without `approved_on` it is a draft, which is never published. */
export const frontMatter = z.strictObject({
  measure: words,
  /** The line on which the measure's rating rests when left out. */
  line: z.string().trim().optional(),
  /** The day that the figure describes. */
  as_at: day,
  why: words,
  action: words,
  owner_role: words,
  by_when: day,
  /** The figures say it already where it is left out. */
  what_happened: ifAny(words),
  effect_on_children: ifAny(words),
  /** Planned, unless told otherwise. */
  status: ifAny(
    z
      .string()
      .trim()
      .pipe(z.enum(actionStates, `must be one of: ${actionStates.join(', ')}`)),
  ),
  /** The day of the action, unless told otherwise: after it, it must be said whether the action was done. */
  expires_on: ifAny(day),
  /** Who answers for the action, unless told otherwise. */
  author_role: ifAny(words),
  approved_on: ifAny(day),
});
export type FrontMatter = z.infer<typeof frontMatter>;

/** Every key, in the order in which a scaffold asks for it. */
export const frontMatterKeys = Object.keys(frontMatter.shape) as readonly (keyof FrontMatter)[];

/** One commentary that can be used; what was left out is an empty text. */
export interface Commentary {
  /** Its file, relative to the folder. */
  readonly file: string;
  readonly measure_id: string;
  readonly line: string;
  readonly as_at_date: string;
  readonly what_happened: string;
  readonly why: string;
  readonly effect_on_children: string;
  readonly action: string;
  readonly owner_role: string;
  readonly by_when: string;
  readonly status: (typeof actionStates)[number];
  readonly expires_on: string;
  readonly author_role: string;
  /** Null for a draft. */
  readonly approved_on: string | null;
  /** Further words, a paragraph each. */
  readonly body: readonly string[];
}

/** Something wrong with a commentary file. No word of the file is repeated in it. */
export interface CommentaryFault {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly advice: string;
}

/** The front matter of a text for a Panel's paper: what comes next, or what children say. */
import { z } from 'zod';
import { isDay } from '../days.ts';

/** What a text is: the last part of a question's page, or children's own words. */
export const panelWordKinds = ['what_next', 'children_say'] as const;
export type PanelWordKind = (typeof panelWordKinds)[number];

const placeholder = /^(?:tb[acd]|to ?do|n\/?a|none|unknown|\?+|-+|\.+|x+|<.*>|\[.*\])\.?$/i;
const filled = z
  .string()
  .trim()
  .min(1, 'is empty')
  .refine((text) => !placeholder.test(text), 'holds a placeholder and not an answer');
const day = filled.refine(isDay, 'is not a day written as yyyy-mm-dd');

/** True for the last day of March, June, September or December. */
const isQuarterEnd = (text: string): boolean => isDay(text) && /-(?:03-31|06-30|09-30|12-31)$/.test(text);

/** As a person writes it; nothing without two roles and their days is ever printed (disclosure control 3). */
export const panelWordsFrontMatter = z.strictObject({
  audience: filled.refine(
    (text) => text === 'panel',
    'must be panel: nothing else is printed in a paper for the Panel',
  ),
  question: filled.refine(
    (text) => /^(?:P\d{1,2}|[a-z]+)$/.test(text),
    'names no question such as P4, and no annual pack',
  ),
  quarter_end: day.refine(isQuarterEnd, 'is not the last day of a quarter, such as 2026-06-30'),
  kind: z.enum(panelWordKinds, `must be one of: ${panelWordKinds.join(', ')}`),
  /** Who wrote it, or collected what children said. */
  author_role: filled,
  author_on: day,
  /** Who read it for anything that could tell who a child is; another role than the author's. */
  sign_off_role: filled,
  sign_off_on: day,
  /** Names that the reader for identity lets stand, with commas between. */
  kept: z.string().optional(),
});

/** One signed-off text. */
export interface PanelText {
  /** Paragraphs with an empty line between, as written. */
  readonly text: string;
  readonly sign_off_role: string;
  readonly sign_off_on: string;
  /** Names that the reader for identity lets stand. */
  readonly kept: readonly string[];
  /** Its file, relative to the folder. */
  readonly file: string;
  /** Line of the file on which `text` begins. */
  readonly line: number;
}

/** What is said under one question. */
export interface QuestionWords {
  readonly what_next: PanelText | null;
  readonly children_say: PanelText | null;
}

/**
 * The format of a Panel edition: `manifest.json`, `data/panel.json`, `data/figures.csv`. `panel.json` holds every figure
 * that is printed and nothing else: no exact number behind a mark, no child, no team.
 */

import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';
import { panelBreakdowns, panelPeriods, panelStatistics } from '../../sources/rules/panel-contract.ts';
import { checkResult } from './format.ts';

/** What stands in place of a number: hidden to protect children, does not apply, not available, rounds to nothing. */
export const panelMarks = ['[c]', '[z]', '[x]', '[low]'] as const;
export type PanelMark = (typeof panelMarks)[number];

/** `all` for totals; `compared` for England and neighbours as published; `target` for the authority's own target. */
const figureBreakdowns = ['all', ...panelBreakdowns, 'compared', 'target'] as const;

/** One printed figure. */
export const panelFigure = z.object({
  /** question.measure.line.statistic.period.date.breakdown.group */
  key: z.string(),
  question: z.string(),
  measure_id: z.string(),
  line: z.string(),
  statistic: z.enum(panelStatistics),
  period: z.enum(panelPeriods),
  as_at_date: isoDay,
  breakdown: z.enum(figureBreakdowns),
  group: z.string(),
  label: z.string(),
  /** Exactly as printed. */
  shown: z.string(),
  /** The number printed; null behind a mark. */
  value: z.number().nullable(),
  unit: z.enum(['count', 'percent', 'days', 'per_10000']),
  provisional: z.boolean(),
});
export type PanelFigure = z.infer<typeof panelFigure>;

const panelTable = z.object({
  table: z.string(),
  question: z.string(),
  title: z.string(),
  row_heading: z.string(),
  columns: z.array(z.string()),
  /** `figures`: one key per column. */
  rows: z.array(z.object({ label: z.string(), figures: z.array(z.string()) })),
  marks: z.array(z.enum(panelMarks)),
  note: z.string().nullable(),
  /** Why the table is not printed; it then has no rows. */
  withheld: z.string().nullable(),
});
export type PanelTable = z.infer<typeof panelTable>;

const childrenSay = z.object({ text: z.string(), sign_off_role: z.string(), sign_off_on: isoDay });

const panelQuestion = z.object({
  question: z.string(),
  position: z.number(),
  title: z.string(),
  short_title: z.string(),
  answer: z.string(),
  /** Null when unrated, or when the word would say too much. */
  status: z.string().nullable(),
  how_many: z.string().nullable(),
  changing: z.string().nullable(),
  compared: z.string().nullable(),
  so_what: z.string().nullable(),
  what_next: z.string().nullable(),
  children_say: childrenSay.nullable(),
  tables: z.array(z.string()),
});
export type PanelQuestion = z.infer<typeof panelQuestion>;

export const hiddenShare = z.object({
  cells: z.number(),
  hidden: z.number(),
  share_percent: z.number(),
  by_breakdown: z.array(
    z.object({
      table: z.string(),
      breakdown: z.string(),
      cells: z.number(),
      hidden: z.number(),
      fallback: z.string().nullable(),
    }),
  ),
  /** Tables withheld because a number in them can be worked out from what is published elsewhere. */
  known_elsewhere: z.array(z.string()).optional(),
});
export type HiddenShare = z.infer<typeof hiddenShare>;

export const panelFile = z.object({
  audience: z.string(),
  as_at_date: isoDay,
  figures: z.array(panelFigure),
  tables: z.array(panelTable),
  questions: z.array(panelQuestion),
  packs: z.array(panelQuestion),
  hidden: hiddenShare,
});
export type PanelFile = z.infer<typeof panelFile>;

export const panelManifest = z.object({
  edition_id: z.string(),
  audience: z.literal('panel'),
  /** Whose disclosure policy holds: panel_public, panel_part2 or another of audiences.csv. */
  policy_audience: z.string(),
  kind: z.enum(['working', 'sealed']),
  /** Of a sealed edition: the day of the meeting, and the draft that was sealed. */
  meeting_date: isoDay.optional(),
  sealed_from: z.string().optional(),
  title: z.string(),
  /** Printed on every page and download. */
  marking: z.string(),
  /** The quarter-end that it describes. */
  as_at_date: isoDay,
  authority: z.object({ authority: z.string(), name: z.string() }),
  code_version: z.string(),
  rules_version: z.string(),
  contract_version: z.string(),
  /** The policy in force, rule by rule, with its source. */
  policy: z.array(z.object({ rule: z.string(), value: z.number(), source: z.string(), agreed: z.boolean() })),
  checks: z.array(checkResult),
  /** sha256 of each data file. */
  files: z.record(z.string(), z.string()),
});
export type PanelManifest = z.infer<typeof panelManifest>;

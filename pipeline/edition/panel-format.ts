/**
 * The format of a Panel edition: `manifest.json`, `data/panel.json`, `data/figures.csv`. `panel.json` holds every figure
 * that is printed and nothing else: no exact number behind a mark, no child, no team.
 */

import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';
import {
  panelBreakdowns,
  panelStatistics,
  panelSteps,
  unitKinds,
} from '../../sources/rules/panel-contract.ts';
import { checkResult } from './format.ts';

/** `all` for totals; `compared` for England and neighbours as published; `target` for the authority's own target. */
const figureBreakdowns = ['all', ...panelBreakdowns, 'compared', 'target'] as const;

/** Words in place of a share that would say more than the band of its count. */
export const shareWords = { low: 'few', high: 'nearly all', small: 'too few to say' } as const;

/** One printed figure: the columns of `figures.csv`, in their order. */
export const panelFigure = z.object({
  /** question.measure.line.statistic.period.breakdown.group */
  key: z.string(),
  question: z.string(),
  measure_id: z.string(),
  line: z.string(),
  statistic: z.enum(panelStatistics),
  step: z.enum(panelSteps),
  /** First day of the period; null for a stock. */
  from_date: isoDay.nullable(),
  /** Quarter-end of a stock, last day of a period. */
  to_date: isoDay,
  /** 2026-06-30, 2026-27-q1, 2026-27-h1, 2025-26 or 2023-24-to-2025-26. */
  period: z.string(),
  breakdown: z.enum(figureBreakdowns),
  group: z.string(),
  label: z.string(),
  unit_kind: z.enum(unitKinds),
  /** Exactly as printed. */
  shown: z.string(),
  kind: z.enum(['exact', 'rounded', 'band', 'hidden', 'nothing', 'unknown', 'outside']),
  /** The number printed; null where none is. */
  value: z.number().nullable(),
  /** What the print tells of the count behind it, both included; null where an end is open or nothing is told. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  provisional: z.boolean(),
});
export type PanelFigure = z.infer<typeof panelFigure>;

/** A figure within a sentence: `[[KEY|TEXT]]`. */
const placed = /\[\[([^|\]]+)\|([^\]]*)\]\]/g;
/** A sentence without the keys of its figures. */
export const plainSentence = (text: string): string =>
  text.replace(placed, '$2').replace(/^./, (letter) => letter.toUpperCase());
/** A sentence in its parts: a text, then a figure's key and text, then a text, and so on. */
export const sentenceParts = (text: string): { before: string; key: string; shown: string }[] => {
  let from = 0;
  const parts = [...text.matchAll(placed)].map((match) => {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    return { before, key: match[1] ?? '', shown: match[2] ?? '' };
  });
  return [...parts, { before: text.slice(from), key: '', shown: '' }];
};

const panelTable = z.object({
  table: z.string(),
  question: z.string(),
  title: z.string(),
  row_heading: z.string(),
  columns: z.array(z.string()),
  /** `figures`: one key per column. */
  rows: z.array(z.object({ label: z.string(), figures: z.array(z.string()) })),
  note: z.string().nullable(),
  /** Why the table is not printed; it then has no rows. */
  withheld: z.string().nullable(),
});
export type PanelTable = z.infer<typeof panelTable>;

const childrenSay = z.object({ text: z.string(), sign_off_role: z.string(), sign_off_on: isoDay });

/** Sentences carry their figures as `[[KEY|TEXT]]`. */
const panelQuestion = z.object({
  question: z.string(),
  position: z.number(),
  title: z.string(),
  short_title: z.string(),
  answer: z.string(),
  /** Null when unrated, or when the word would say too much. */
  status: z.string().nullable(),
  /** Key of the figure that is rated. */
  rated: z.string().nullable(),
  how_many: z.array(z.string()),
  changing: z.array(z.string()),
  /** Something of it is much worse than a year ago, by figures that are printed. */
  grown_worse: z.boolean().default(false),
  compared: z.array(z.string()),
  /** What the answer is compared with, in few words, to stand beside its picture. */
  beside: z.array(z.string()).default([]),
  /** The question and its answer as a young person would put them. */
  young: z.object({ title: z.string(), answer: z.string() }).nullable().default(null),
  so_what: z.string().nullable(),
  what_next: z.string().nullable(),
  children_say: childrenSay.nullable(),
  tables: z.array(z.string()),
});
export type PanelQuestion = z.infer<typeof panelQuestion>;

/** How many figures are hidden, those of tables not printed among them; and how many are told as a band. */
export const hiddenShare = z.object({
  cells: z.number(),
  hidden: z.number(),
  bands: z.number(),
  share_percent: z.number(),
  by_table: z.array(
    z.object({
      table: z.string(),
      cells: z.number(),
      hidden: z.number(),
      bands: z.number(),
      fallback: z.enum(['coarse', 'withheld']).nullable(),
    }),
  ),
});
export type HiddenShare = z.infer<typeof hiddenShare>;

/** The step of a line, fixed for a financial year: the ledger of papers is the sealed papers, and this is in each. */
const steppedLine = z.object({
  measure_id: z.string(),
  line: z.string(),
  /** The year in which the financial year begins. */
  year: z.number(),
  step: z.enum(panelSteps),
});
export type SteppedLine = z.infer<typeof steppedLine>;

export const panelFile = z.object({
  audience: z.string(),
  as_at_date: isoDay,
  /** Three financial years end on 31 March of this year, and of every third before and after. */
  three_years_end: z.number(),
  steps: z.array(steppedLine),
  figures: z.array(panelFigure),
  tables: z.array(panelTable),
  questions: z.array(panelQuestion),
  packs: z.array(panelQuestion),
  hidden: hiddenShare,
  /** What was left out and why, and what of earlier papers stands: for officers, without a number. */
  left_out: z.array(z.string()),
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
  /** `procedure` is none in papers of before 0.8. */
  authority: z.object({ authority: z.string(), name: z.string(), procedure: z.string().optional() }),
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

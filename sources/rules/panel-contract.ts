/** What the rule CSVs of the Panel and of disclosure control hold. */
import { z } from 'zod';
import { approved, dated, key, scope, text, whole, words, yes } from './fields.ts';

/** Every rule of a disclosure policy; the greater number is the stricter, but for `hidden_share_percent`. */
export const disclosureRules = [
  'least_count',
  'least_denominator',
  'least_numerator',
  'least_average',
  'average_step_days',
  'round_cross_breaks_to',
  'least_interval_width',
  'month_series_least',
  'hidden_share_percent',
] as const;
export type DisclosureRule = (typeof disclosureRules)[number];

/** The product's own floors; no audience's policy may be looser than the one it is held to. */
export const floorAudiences = ['floor', 'floor_exempt'] as const;

/** The Panel's questions and its annual packs. */
export const panelQuestions = Array.from({ length: 14 }, (_, index) => `P${index + 1}`);
export const panelPacks = ['reviewing', 'fostering', 'adoption'] as const;

/** Breakdowns that a Panel paper may print: never a team, an area or a service. */
export const panelBreakdowns = [
  'age_band',
  'sex',
  'ethnicity',
  'placement_type',
  'legal_status',
  'unaccompanied',
] as const;
export const panelStatistics = ['count', 'percentage', 'rate', 'mean_days', 'median_days'] as const;
export const panelPeriods = ['as_at', 'quarter', 'ytd', 'r12m', 'r36m'] as const;
export const tieKinds = [
  'same',
  'part',
  'within',
  'made_of',
  'years',
  'year_before',
  'inflow',
  'outflow',
] as const;
const quantity = z.enum(['numerator', 'denominator'], { message: 'must be numerator or denominator' });
const period = z.enum(panelPeriods, { message: `must be one of ${panelPeriods.join(', ')}` });

/** A threshold of an audience's disclosure policy, in force for some time. */
const disclosure = z.object({
  audience: key,
  rule: z.enum(disclosureRules, { message: `must be one of ${disclosureRules.join(', ')}` }),
  value: whole,
  ...dated,
  ...approved,
});

/** Who an edition is for: its title, the mark on every page, the floor its policy is held to, its pages. */
const audiences = z.object({
  audience: key,
  title: text,
  marking: text,
  strictness: z.enum(floorAudiences, { message: `must be one of ${floorAudiences.join(', ')}` }),
  /** Y where every run makes a draft for it. */
  every_run: yes,
  questions: words(panelQuestions as [string, ...string[]], 'question of the Panel'),
  packs: words(panelPacks, 'annual pack of the Panel'),
  source: text,
});

/** A question of the Panel, or an annual pack. */
const panel_questions = z.object({
  question: key,
  position: whole,
  title: text,
  short_title: text,
  so_what: text,
  source: text,
});

/** A line that helps to answer a question: what of it is printed, and the sentence it is said in. */
const panel_lines = z.object({
  question: key,
  position: whole,
  measure_id: key,
  line: key,
  statistics: words(panelStatistics, 'statistic of the Panel'),
  period,
  /** Y for the line that answers the question; its status is the question's. */
  headline: yes,
  breakdowns: words(panelBreakdowns, 'breakdown of the Panel'),
  /** Heading of its column. */
  column: text,
  /**
   * {count}, {percentage}, {rate}, {mean_days}, {median_days} stand for printed figures; {child|children} for the
   * first word where the count is one, for the second otherwise.
   */
  sentence: text,
  /** awaited: the measure may not be there yet; the question then says so. */
  state: z.enum(['live', 'awaited'], { message: 'must be live or awaited' }),
  source: text,
});

/** Counts of two lines that are tied by their definitions, whatever the figures are. */
const panel_ties = z.object({
  /**
   * same: equal; part: one of the parts of a whole that do not overlap; within: never more than the other;
   * made_of: the sum of all the groups so named; year_before: what the other was a year earlier; years: three of the
   * other, a year apart, make it; inflow, outflow: what the other gains and loses in a quarter.
   */
  tie: z.enum(tieKinds, { message: `must be one of ${tieKinds.join(', ')}` }),
  measure_id: key,
  line: key,
  quantity,
  period,
  of_measure: key,
  of_line: key,
  of_quantity: quantity,
  of_period: period,
  /** Group of the other that is meant, such as unaccompanied and Y; empty for the whole line. */
  of_breakdown: z.enum(['', ...panelBreakdowns], { message: 'must be a breakdown of the Panel, or empty' }),
  of_group: z.string(),
  source: text,
});

/** The coarser group that a group falls back to where too much of a breakdown is hidden. */
const group_coarsening = z.object({
  authority: scope,
  breakdown: z.enum(panelBreakdowns, { message: `must be one of ${panelBreakdowns.join(', ')}` }),
  group: text,
  coarse: text,
  label: text,
  position: whole,
  source: text,
});

export const panelContracts = {
  disclosure,
  audiences,
  panel_questions,
  panel_lines,
  panel_ties,
  group_coarsening,
} as const;

export type DisclosureRow = z.infer<typeof disclosure>;

/** What each rule CSV must hold: one zod schema per file, every field read as text and parsed strictly. */
import { z } from 'zod';
import * as codes from '../contract/codes.ts';
import { inputNames } from '../contract/extract.ts';
import {
  approved,
  dated,
  day,
  hundredths,
  key,
  optionalText,
  scope,
  text,
  whole,
  words,
  yes,
} from './fields.ts';
import { panelContracts } from './panel-contract.ts';

/** Authorities with a published procedure, whose rules a new authority may start from. */
export const procedures = ['hertfordshire', 'warrington', 'cumbria', 'hillingdon', 'unnamed'] as const;
export type Procedure = (typeof procedures)[number];

/** `periods` and `statistics` of the edition format; a test holds them equal to it. */
export const rulePeriods = ['as_at', 'month', 'quarter', 'ytd', 'year', 'r12m', 'r36m'] as const;
export const ruleStatistics = [
  'count',
  'percentage',
  'rate',
  'median_days',
  'mean_days',
  'longest_days',
] as const;
/** Steps of the calendar (working days: Saturdays, Sundays and bank_holidays.csv are none), and `count` or `miles` where a limit is no time. */
export const limitUnits = ['days', 'working_days', 'weeks', 'months', 'years', 'count', 'miles'] as const;
/** Pages of the Board's site that list measures, in menu order. */
export const measurePages = [
  'countywide',
  'weekly',
  'children',
  'permanence',
  'adoption',
  'guardianship',
  'home',
  'proceedings',
  'reviews',
  'family',
  'carers',
] as const;
/** What a measure counts. */
export const countedThings = [
  'children',
  'households',
  'families',
  'cases',
  'reviews',
  'meetings',
  'orders',
  'places',
] as const;
/** How a line's movement is judged: control chart by month or between rare events, regression by quarter, or a year against the year before. */
export const chartKinds = ['monthly', 'rare', 'quarterly', 'annual'] as const;
/** Who set a target: the law, a national body or the authority itself. */
export const targetBases = ['statutory', 'national', 'local'] as const;
export const families = ['C', 'N', 'Z', 'X'] as const;

const measures = z.object({
  measure_id: key,
  name: text,
  plain_name: text,
  counts: z.enum(countedThings, { message: `must be one of ${countedThings.join(', ')}` }),
  plain_definition: text,
  exact_definition: text,
  why_it_matters: text,
  source: text,
  polarity: z.enum(['High', 'Low', 'none']),
  page: z.enum(measurePages, { message: `must be one of ${measurePages.join(', ')}` }),
  position: whole,
  periods: words(rulePeriods, 'period'),
  headline_statistic: z.enum(ruleStatistics),
  rated_line: key,
  reference_value: hundredths,
  reference_unit: optionalText,
  reference_source: optionalText,
});

const lines = z.object({
  measure_id: key,
  line: key,
  position: whole,
  name: text,
  denominator_name: z.string(),
  longest_wait: yes,
  /** Statistics beside count and, where there is a denominator, percentage. */
  statistics: words(['rate', 'median_days', 'mean_days'], 'further statistic'),
  /** Empty where the movement of the line is not judged. */
  chart: z.enum([...chartKinds, ''], { message: `must be one of ${chartKinds.join(', ')} or empty` }),
  /** Y where a child counted here counts as drifting (B27). */
  drift: yes,
  requires: words(inputNames, 'input of the contract'),
  stand_in_requires: words(inputNames, 'input of the contract'),
  reason_code: optionalText,
});

/** A line that is a case of a generic measure: its population, conditions, limit and the clock of the wait. */
const cases = z.object({
  generic: key,
  measure_id: key,
  line: key,
  population: text,
  /** State whose age the limit is compared with; empty for the population's own. */
  clock: optionalText,
  limit_key: optionalText,
  comparison: z.enum(['at_least', 'more_than', 'at_most', ''], {
    message: 'must be at_least, more_than, at_most or empty',
  }),
  all_of: z.string(),
  none_of: z.string(),
  wait_from: z.string(),
});

const reasons = z.object({ reason_code: key, text });

const limits = z.object({
  authority: scope,
  measure_id: key,
  limit_key: key,
  meaning: text,
  n: whole,
  unit: z.enum(limitUnits, { message: `must be one of ${limitUnits.join(', ')}` }),
  ...dated,
  ...approved,
});

const targets = z.object({
  authority: scope,
  measure_id: key,
  line: key,
  family: z.enum(families, { message: `must be one of ${families.join(', ')}` }),
  /** What is rated; a list (Z) is rated by its percentage. */
  statistic: z.enum(ruleStatistics, { message: `must be one of ${ruleStatistics.join(', ')}` }),
  polarity: z.enum(['High', 'Low', ''], { message: 'must be High, Low or empty' }),
  target: hundredths,
  /** C: the least (High) or most (Low) at which Amber. */
  floor: hundredths,
  /** Z: percent of the cohort up to which Amber. */
  tolerance: hundredths,
  red_if_line: optionalText,
  minimum_denominator: whole,
  basis: z.enum(targetBases, { message: `must be one of ${targetBases.join(', ')}` }),
  ...dated,
  ...approved,
});

const groups = z.object({
  authority: scope,
  breakdown: key,
  code: text,
  group: text,
  label: text,
  position: whole,
  source: text,
});

/** Code sets that have categories; some placements are told apart in several ways. */
const categorisedSets = [
  'placement_type',
  'placement_carer',
  'placement_visits',
  'placement_setting',
  'placement_provider',
  'legal_status',
  'plan',
  'participation',
  'end_reason',
  'reversal_reason',
] as const;

/** Codes that the derivation treats alike, e.g. the temporary placements. */
const categories = z.object({
  code_set: z.enum(categorisedSets, { message: `must be one of ${categorisedSets.join(', ')}` }),
  code: text,
  category: key,
  source: text,
});

/** Age bands: completed years from `age_from` and below `age_below`. */
const age_bands = z.object({ group: text, age_from: whole, age_below: whole, source: text });

/** Breakdowns of every measure, and the input without which one is left out. */
const breakdowns = z.object({
  breakdown: key,
  name: text,
  input: words(inputNames, 'input of the contract'),
  position: whole,
  source: text,
});

const settings = z.object({ key, value: whole, meaning: text, source: text });

/** A known change of process: the control limits of the line are worked out anew from that day. */
const process_changes = z.object({
  authority: scope,
  measure_id: key,
  line: key,
  changed_on: day,
  reason: text,
  source: text,
  ...approved,
});

/** Children aged 0 to 17 resident in the authority: the denominator of a rate, from the estimate's day on. */
const population = z.object({ authority: scope, estimated_on: day, children: whole, source: text });

/** Student's t: the 97.5% point by degrees of freedom, in thousandths. */
const student_t = z.object({ degrees: whole, thousandths: whole, source: text });

/** Which published measure of the DfE is comparable with a line of ours. */
const benchmark_links = z.object({
  measure_id: key,
  line: key,
  statistic: z.enum(ruleStatistics),
  period: z.enum(rulePeriods),
  dfe_measure: text,
  /** N: the definitions differ, and `note` says how; the figure is then shown apart, never beside ours. */
  like_for_like: yes,
  note: z.string(),
  source: text,
});

/** A time limit of single children that is announced before it falls due: who it concerns, from when it runs, who answers for it. */
const deadlines = z.object({
  deadline: key,
  measure_id: key,
  line: key,
  /** States of core.child_state: whom it concerns, and the one whose age the limit is compared with. */
  population: text,
  clock: text,
  limit_measure: key,
  limit_key: key,
  all_of: z.string(),
  none_of: z.string(),
  what: text,
  role: text,
  source: text,
});

/** An alarm that a rule requires: the children for whom it is not on file, and the role that answers for it. */
const escalations = z.object({
  measure_id: key,
  line: key,
  /** Y: the children counted in the line lack it; N: those of its population who are not counted. */
  counted: yes,
  what: text,
  role: text,
  source: text,
});

/** Who must be told when a rule bites: one row per alert, with the roles of which any will do. */
const alerts = z.object({
  authority: scope,
  measure_id: key,
  alert: key,
  roles: words(codes.managerRole.values, 'role'),
  /** N: an alert that a row further away requires is not required here. */
  required: yes,
  ...dated,
  ...approved,
});

const bank_holidays = z.object({ date: day, name: text, source: text });

/** Every rule file by name, without `.csv`. */
export const ruleContracts = {
  measures,
  lines,
  cases,
  reasons,
  limits,
  targets,
  groups,
  categories,
  age_bands,
  breakdowns,
  settings,
  bank_holidays,
  process_changes,
  population,
  student_t,
  benchmark_links,
  alerts,
  deadlines,
  escalations,
  ...panelContracts,
} as const;
export type RuleFileName = keyof typeof ruleContracts;
export type RuleRow<F extends RuleFileName> = z.infer<(typeof ruleContracts)[F]>;
export const ruleFileNames = Object.keys(ruleContracts) as RuleFileName[];

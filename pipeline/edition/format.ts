/**
 * The edition format: the only thing that dashboards, packs and downloads are made from.
 * An edition is a folder: `manifest.json`, which alone holds the edition's id, and under `data/` `measure-values.parquet`,
 * `measures.json`, `groups.json`, `assurance.json` and others. Aggregates only: no row describes one child.
 */

import { z } from 'zod';
import { chartKinds, countedThings, measurePages } from '../../sources/rules/vocabulary.ts';
import { figureKey, isoDay, lineKey, periods, statistics, units } from './key-format.ts';

export { measurePages };

/**
 * Status of a value, in words (measures catalogue 2.2): the same on a page, in a CSV, in a commentary and on the command
 * line, and true of a share that should be high and of a list that should be empty alike.
 */
export const statuses = [
  'Green - on target',
  'Amber - short of target',
  'Red - worse than floor',
  'No rating - context',
  'Too few to rate',
  'Not yet due',
  'Not available',
  'Suppressed',
] as const;
export type Status = (typeof statuses)[number];

/** What editions of version 0.3 and before say instead, which misleads where lower is better. */
const formerStatuses: Readonly<Record<string, Status>> = {
  'Green - at or above target': 'Green - on target',
  'Amber - above floor': 'Amber - short of target',
  'Red - below floor': 'Red - worse than floor',
};

/** A status in the words of today. */
export const statusNow = (status: string): string => formerStatuses[status] ?? status;

/** A column of statuses, in SQL, in the words of today. */
export const statusNowSql = `CASE status ${Object.entries(formerStatuses)
  .map(([former, now]) => `WHEN '${former}' THEN '${now}'`)
  .join(' ')} ELSE status END`;

const breakdowns = [
  'all',
  'area',
  'service',
  'team',
  'age_band',
  'sex',
  'ethnicity',
  'placement_type',
  'legal_status',
  'unaccompanied',
  'plan',
] as const;
export type Breakdown = (typeof breakdowns)[number];

export const valuesName = 'measure-values.parquet';

/** One row of `measure-values.parquet`, in column order. Numbers are decimals; an unknown one is null. */
export const measureValue = z.object({
  ...figureKey,
  /** The day (or last day of the period) that the figure describes. */
  as_at_date: isoDay,
  /** What was known when. */
  snapshot_date: isoDay,
  breakdown: z.enum(breakdowns),
  /** Key of the group (`all` for totals); its label is in `groups.json`. */
  group: z.string(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** 100 x numerator / denominator for a percentage; the count for a count; days for durations. */
  value: z.number().nullable(),
  unit: z.enum(units),
  status: z.preprocess((word) => (typeof word === 'string' ? statusNow(word) : word), z.enum(statuses)),
  /** True while late recording is still expected to change the figure. */
  provisional: z.boolean(),
});
export type MeasureValue = z.infer<typeof measureValue>;

/** Can this authority's files feed the line, fully, by a stand-in, or not at all? */
export const availability = z.object({
  authority: z.string(),
  line: z.string(),
  state: z.enum(['available', 'proxy', 'not available']),
  /** Why it is a stand-in or not available, in a sentence for a reader; empty when available. */
  reason: z.string(),
  /**
   * What must be told beside the figure of the as-at date; absent in editions of before 0.5. Of `population`, those in care
   * since before the files are whole (where the line rests on their entry), and those whose records contradict each other.
   */
  population: z.number().optional(),
  start_unknown: z.number().optional(),
  contradicted: z.number().optional(),
});

/** Who approved a rule and when, null while nobody has; and who stands behind it, absent in editions of version 0.3. */
const approval = {
  approved_by_role: z.string().nullable(),
  approved_on: isoDay.nullable(),
  backing: z
    .enum(['approved', 'statutory', 'national', 'own procedure', 'proposed'])
    .nullable()
    .default(null),
};

/** A limit, in force at some date the edition shows: `n` `unit`s, since `effective_from`. */
export const limitInForce = z.object({
  authority: z.string(),
  limit_key: z.string(),
  meaning: z.string(),
  n: z.number(),
  unit: z.enum(['days', 'working_days', 'weeks', 'months', 'years', 'count', 'miles']),
  effective_from: isoDay,
  effective_to: isoDay.nullable(),
  source: z.string(),
  /** False: the row is the product's own, and nobody at the authority has approved it: "proposed, not agreed". */
  agreed: z.boolean(),
  ...approval,
});

/** A rating rule of a line, in force at some date the edition shows. C: a rate against target and floor; N: against the quarters of all authorities; Z: a list that should be empty; X: no rating. */
export const targetInForce = z.object({
  authority: z.string(),
  line: z.string(),
  family: z.enum(['C', 'N', 'Z', 'X']),
  /** The statistic that is compared with target and floor. */
  statistic: z.enum(statistics),
  /** Empty for X. */
  polarity: z.enum(['High', 'Low', '']),
  /** C: the figure that is Green when reached; Z: percent up to which Green. */
  target: z.number().nullable(),
  /** C: the figure that is Amber when reached. */
  floor: z.number().nullable(),
  /** Z: percent up to which Amber. */
  tolerance: z.number().nullable(),
  /** Who set it: statute, a national body or the authority. */
  basis: z.enum(['statutory', 'national', 'local']),
  /** The rule in words, e.g. "Green: none. Amber: up to 2%. Red: above 2%." */
  in_words: z.string(),
  effective_from: isoDay,
  effective_to: isoDay.nullable(),
  source: z.string(),
  agreed: z.boolean(),
  ...approval,
});

export const measureLine = z.object({
  line: z.string(),
  /** Short name, e.g. "waiting more than 12 months". */
  name: z.string(),
  /** What the percentage is a share of, e.g. "children with a return-home plan". */
  denominator_name: z.string(),
  rated: z.boolean(),
  has_longest_wait: z.boolean(),
  /** How its movement is judged; empty where it is not. */
  chart: z.enum([...chartKinds, '']),
});

/** One entry of `measures.json`: everything a page or dictionary says of a measure besides its values. */
export const measureMeta = z.object({
  measure_id: z.string(),
  name: z.string(),
  /** Plain-English name. */
  plain_name: z.string(),
  /** What the figures count; the unit `children` of a value stands for it. */
  counts: z.enum(countedThings),
  /** One or two sentences for a reader without the jargon. */
  plain_definition: z.string(),
  /** The exact rule. */
  exact_definition: z.string(),
  why_it_matters: z.string(),
  /** Statute, return or policy that the measure comes from. */
  source: z.string(),
  polarity: z.enum(['High', 'Low', 'none']),
  /** Which page lists it. */
  page: z.enum(measurePages),
  /** Position on that page. */
  position: z.number(),
  periods: z.array(z.enum(periods)),
  /** The statistic that a headline tile or trend shows. */
  headline_statistic: z.enum(statistics),
  /** The line on which the rating of the measure rests. */
  rated_line: z.string(),
  lines: z.array(measureLine),
  availability: z.array(availability),
  limits: z.array(limitInForce),
  targets: z.array(targetInForce),
  /** Published figure to print beside ours as a reference, never as a target. */
  reference: z.object({ value: z.number(), unit: z.string(), source: z.string() }).nullable(),
  /** Who answers for it in each authority, where no line of its procedure says so; empty in editions of before 0.7. */
  accountable: z.array(z.object({ authority: z.string(), role: z.string() })).default([]),
  /** Ratings and figures that come with words of caution, e.g. T6 without a plan history. */
  notes: z.array(z.object({ authority: z.string(), note: z.string() })),
});
export type MeasureMeta = z.infer<typeof measureMeta>;

/** Label and order of a breakdown's group. Teams differ by authority; other groups have authority `*`. */
export const groupLabel = z.object({
  authority: z.string(),
  breakdown: z.enum(breakdowns),
  group: z.string(),
  label: z.string(),
  position: z.number(),
});

/**
 * A team or service that has children, for a page of its own: `teams.json`. Its address keeps the key and not the name, so
 * that a team keeps its page when it is renamed.
 */
export const teamPages = z.array(
  z.object({
    authority: z.string(),
    breakdown: z.enum(['team', 'service']),
    group: z.string(),
    label: z.string(),
    page: z.string(),
  }),
);
export type TeamPages = z.infer<typeof teamPages>;

/** A check of the run and its result, with a sentence for the assurance page. */
export const checkResult = z.object({
  check: z.string(),
  meaning: z.string(),
  /** A failed `stop` check prevents publication, a failed `warn` check is printed. */
  severity: z.enum(['stop', 'warn']),
  result: z.enum(['pass', 'fail']),
  rows: z.number(),
});
export type CheckResult = z.infer<typeof checkResult>;

/** From when to when one kind of file is whole for a table: of who is in it on a day, and of what happened. */
const coverageRow = z.object({
  source: z.string(),
  table: z.string(),
  stock_from: isoDay.nullable(),
  event_from: isoDay.nullable(),
  whole_to: isoDay,
  /** How that is known, in a word or two. */
  known_by: z.string(),
  /** Lines that are not available because of the window: today, and at some earlier day that the edition shows. */
  lost_today: z.number(),
  lost_before: z.number(),
});

/** How far the data of one authority can be trusted. */
export const assurance = z.object({
  authority: z.string(),
  snapshot_date: isoDay,
  as_at_date: isoDay,
  /** Days between the newest record in the files and the as-at date. */
  newest_record_date: isoDay.nullable(),
  rows_read: z.number(),
  rows_accepted: z.number(),
  rows_quarantined: z.number(),
  files: z.array(
    z.object({
      file: z.string(),
      recognised_as: z.string().nullable(),
      rows_read: z.number(),
      rows_accepted: z.number(),
      rows_quarantined: z.number(),
    }),
  ),
  quarantine: z.array(
    z.object({
      file: z.string(),
      column: z.string().nullable(),
      reason: z.string(),
      advice: z.string(),
      rows: z.number(),
    }),
  ),
  quality: z.array(z.object({ code: z.string(), table: z.string(), rows: z.number(), meaning: z.string() })),
  /** Absent where the snapshot says nothing of it. */
  coverage: z.array(coverageRow).optional(),
});

export const assuranceFile = z.object({ authorities: z.array(assurance), checks: z.array(checkResult) });
export type AssuranceFile = z.infer<typeof assuranceFile>;

/** A Red or a concern that was sealed without commentary, and why; printed with the edition. */
const waiver = z.object({
  ...lineKey,
  because: z.string(),
  by_role: z.string(),
});
export type Waiver = z.infer<typeof waiver>;

export const manifest = z.object({
  edition_id: z.string(),
  audience: z.enum(['board']),
  kind: z.enum(['working', 'sealed']),
  title: z.string(),
  /** Protective marking printed on every page. */
  marking: z.string(),
  as_at_date: isoDay,
  authorities: z.array(
    z.object({
      authority: z.string(),
      name: z.string(),
      procedure: z.string(),
      snapshot_id: z.string(),
      snapshot_date: isoDay,
      snapshot_sha256: z.string(),
    }),
  ),
  code_version: z.string(),
  rules_version: z.string(),
  contract_version: z.string(),
  /** Path of the warehouse file, relative to the data folder. */
  warehouse: z.string(),
  /** Rating rules in use that no authority has approved. */
  rules_proposed: z.number(),
  rules_agreed: z.number(),
  /** A group smaller than this is not rated; below the second number its rating comes with a caution. */
  few_denominator: z.number(),
  caution_denominator: z.number(),
  /** Settings of the rule book, such as those of the control charts, for the page of rules in force. */
  settings: z.array(
    z.object({ key: z.string(), value: z.number(), meaning: z.string(), source: z.string() }),
  ),
  checks: z.array(checkResult),
  /** sha256 of each data file. */
  files: z.record(z.string(), z.string()),
  /** Of a sealed edition: the meeting it was sealed for, the working edition it was sealed from, and what was waived. */
  meeting_date: isoDay.optional(),
  sealed_from: z.string().optional(),
  waivers: z.array(waiver).optional(),
});
export type Manifest = z.infer<typeof manifest>;

/** A whole edition in memory. */
export interface Edition {
  readonly manifest: Manifest;
  readonly values: readonly MeasureValue[];
  readonly measures: readonly MeasureMeta[];
  readonly groups: readonly z.infer<typeof groupLabel>[];
  readonly assurance: AssuranceFile;
}

/** `data/benchmarks.json`: how each authority stands beside England, its region and its statistical neighbours. */
import { z } from 'zod';
import { figureKey, isoDay } from './key-format.ts';

/** A published figure: its number, or the publisher's symbol where it is suppressed or missing. */
const published = z.object({ value: z.number().nullable(), symbol: z.string().nullable() });

/** One published year of a measure. */
const benchmarkYear = z.object({
  /** Year to 31 March. */
  year: z.number(),
  period_end: isoDay,
  released_on: isoDay.nullable(),
  /** Our own figure for the same period; null where there is none. */
  ours: z.number().nullable(),
  /** The authority's figure as published. */
  authority: published,
  england: published,
  region: published,
  neighbours_mean: z.number().nullable(),
  neighbours_median: z.number().nullable(),
  /** How many of the neighbours have a value. */
  neighbours_counted: z.number(),
  /** A best quarter to D worst; null without polarity or value. */
  band: z.enum(['A', 'B', 'C', 'D']).nullable(),
  rank: z.number().nullable(),
  /** Authorities ranked. */
  ranked: z.number().nullable(),
  lower_quarter: z.number().nullable(),
  upper_quarter: z.number().nullable(),
});

const benchmark = z.object({
  ...figureKey,
  dfe_measure: z.string(),
  dfe_name: z.string(),
  polarity: z.enum(['High', 'Low', '-']),
  /** False: the definitions differ as `note` says, and nothing of it stands beside our figure. */
  like_for_like: z.boolean(),
  note: z.string(),
  region_name: z.string(),
  /** Names of the statistical neighbours, nearest first; empty when none are on file. */
  neighbours: z.array(z.string()),
  years: z.array(benchmarkYear),
  /** Every authority with a figure in the newest year, from the lowest up; empty unless like for like, and before 0.7. */
  spread: z.array(z.object({ name: z.string(), value: z.number(), is_neighbour: z.boolean() })).default([]),
});
export type Benchmark = z.infer<typeof benchmark>;

export const benchmarksFile = z.object({
  source: z.string(),
  benchmarks: z.array(benchmark),
  /** Why an authority has none, in a sentence for a reader. */
  missing: z.array(z.object({ authority: z.string(), reason: z.string() })),
});
export type BenchmarksFile = z.infer<typeof benchmarksFile>;

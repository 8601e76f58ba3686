/** What each file of `sources/benchmarks/data` must hold: one zod schema per file, every field read as text. */

import { z } from 'zod';
import { isDay } from '../days.ts';

const text = z.string().min(1, 'must not be empty');
const number = z
  .string()
  .regex(/^\d{3}$/, 'must be a number of three figures')
  .transform(Number);
const optionalNumber = z
  .string()
  .regex(/^(\d{3})?$/, 'must be a number of three figures, or empty')
  .transform((value) => (value === '' ? null : Number(value)));
const year = z
  .string()
  .regex(/^20\d{2}$/, 'must be a year such as 2025')
  .transform(Number);
const day = z.string().refine(isDay, 'must be a date such as 2025-11-24');
const optionalDay = z
  .string()
  .refine((value) => value === '' || isDay(value), 'must be a date such as 2025-11-24, or empty')
  .transform((value) => (value === '' ? null : value));

/** Publications of which the tables are made up; each has its own days of release. */
const publication = z.enum(['children_looked_after', 'stability', 'ofsted_fostering'], {
  message: 'must be children_looked_after, stability or ofsted_fostering',
});

/** Where the tables come from: one row. */
const source = z.object({ name: text, taken_on: day, source: text, licence: text });

const measures = z.object({
  dfe_measure: text,
  name: text,
  /** Which direction is good; `-` where the Department gives none. */
  polarity: z.enum(['High', 'Low', '-'], { message: 'must be High, Low or -' }),
  decimals: z.string().regex(/^\d?$/, 'must be a digit or empty'),
  /** Anything but empty: the Department shows no band of this measure. */
  no_quartile: z.string().transform((value) => value !== ''),
  year_type: text,
  publication,
});

const areas = z.object({
  number,
  name: text,
  /** Other names, with semicolons between. */
  also_known_as: z.string().transform((value) => value.split(';').filter((name) => name !== '')),
  region: optionalNumber,
  kind: z.enum(['authority', 'retired', 'region', 'part', 'nation'], {
    message: 'must be authority, retired, region, part or nation',
  }),
});

/** Statistical neighbours, nearest first. */
const neighbours = z.object({
  number,
  n1: number,
  n2: number,
  n3: number,
  n4: number,
  n5: number,
  n6: number,
  n7: number,
  n8: number,
  n9: number,
  n10: number,
});

const releases = z.object({
  publication,
  year,
  period_end: day,
  /** Day of release, where a source says it. */
  released_on: optionalDay,
  /** Day by which a dated source shows that it was out. */
  known_by: optionalDay,
  source: text,
});

const successors = z.object({ number, ended_on: day, successor: number, source: text });

/** Every file with columns of its own, by name without `.csv`; `values.csv` has one column a year. */
export const benchmarkContracts = { source, measures, areas, neighbours, releases, successors } as const;
export type BenchmarkFileName = keyof typeof benchmarkContracts;
export type BenchmarkRow<F extends BenchmarkFileName> = z.infer<(typeof benchmarkContracts)[F]>;

/**
 * What the Department prints in place of a number: suppressed (`c`), not available (`x`, `-`), not applicable
 * (`z`), rounded to nothing (`k`), and their older forms. None of them is a value, `k` included.
 */
export const symbols = ['-', 'c', 'x', 'z', 'k', 'u', 'low', 'NA', '*', '.', '..', ':', '~'] as const;

/** A published figure: its number, or the publisher's symbol. Both are null where the table has no figure. */
export interface Published {
  readonly value: number | null;
  readonly symbol: string | null;
}
export const noFigure: Published = { value: null, symbol: null };

const figurePattern = /^-?\d{1,9}(\.\d{1,6})?$/;
const knownSymbols: ReadonlySet<string> = new Set(symbols);

/** A cell of `values.csv`: a number with at most six decimals or a symbol; null when it is neither. */
export function publishedCell(cell: string): Published | null {
  if (cell === '') return noFigure;
  if (figurePattern.test(cell)) return { value: Number(cell), symbol: null };
  return knownSymbols.has(cell) ? { value: null, symbol: cell } : null;
}

/** A row of `values.csv`: its columns beside the years, whose cells are text. */
export const valueRow = z.object({ dfe_measure: text, area: number }).catchall(z.string());

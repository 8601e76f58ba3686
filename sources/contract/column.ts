import { z } from 'zod';
import { isoDay } from '../days.ts';
import type { OpenSetName } from './open-sets.ts';

/** SQL type of a contract column, in the dialect that every engine of the models understands. */
export type SqlType = 'text' | 'date' | 'boolean' | 'integer' | 'decimal(9,2)';

/** What a reader must know of one column: unit, code set, and where each source carries it. */
interface ColumnMeta {
  readonly sql: SqlType;
  readonly description: string;
  /** Field of origin, e.g. `SSD clap_cla_placement_type; 903 PLACE`; a rule is its own origin. */
  readonly source?: string;
  /** How a cell of a rule file is written, e.g. `whole number`. */
  readonly form?: string;
  /** Name in the warehouse, where the column's own is a word of SQL. */
  readonly name?: string;
  readonly unit?: string;
  /** Name of the code set in `codes.ts`, where the column is coded. */
  readonly codes?: string;
  /** Of a day: it may lie ahead. */
  readonly ahead?: boolean;
  /** Of codes: several may stand in one cell. */
  readonly several?: boolean;
  /** Of a yes or no: whether the cell says anything at all; what it says is not kept. */
  readonly presence?: boolean;
}

const registry = z.registry<ColumnMeta>();

/** Meta data of a contract column; throws when a column was declared without it. */
export function columnMeta(schema: z.ZodType): ColumnMeta {
  const meta = registry.get(schema);
  if (meta === undefined)
    throw new Error('a contract column has no meta data: declare it with a column helper');
  return meta;
}

/** A schema of its own for one column, with what is known of it. */
export function column<S extends z.ZodType>(schema: S, meta: ColumnMeta): S {
  const own = schema.clone();
  registry.add(own, meta);
  return own;
}

/** Name and SQL type of each column of a table, as the warehouse has them. */
export const sqlColumns = (shape: Readonly<Record<string, z.ZodType>>): { name: string; type: string }[] =>
  Object.entries(shape).map(([own, schema]) => {
    const { name = own, sql } = columnMeta(schema);
    return { name, type: sql };
  });

/** Text key, never empty. */
export const key = (description: string, source: string) =>
  column(z.string().min(1), { sql: 'text', description, source });

/** Text that a source may leave blank. */
export const optionalText = (description: string, source: string) =>
  column(z.string().min(1).nullable(), { sql: 'text', description, source });

/** Coded value that must be in its code set. */
export const code = <const C extends readonly [string, ...string[]]>(
  codes: { readonly name: string; readonly values: C },
  description: string,
  source: string,
) => column(z.enum(codes.values), { sql: 'text', description, source, codes: codes.name });

/** Coded value that a source may leave blank. */
export const optionalCode = <const C extends readonly [string, ...string[]]>(
  codes: { readonly name: string; readonly values: C },
  description: string,
  source: string,
) => column(z.enum(codes.values).nullable(), { sql: 'text', description, source, codes: codes.name });

const codeForm = z.string().regex(/^[A-Za-z0-9_]+$/);

/** Code of a set whose codes are rows (`openSets`); the door knows which there are. */
export const openCode = (set: OpenSetName, description: string, source: string) =>
  column(codeForm, { sql: 'text', description, source, codes: set });

/** The same, where a source may leave it blank. */
export const optionalOpenCode = (set: OpenSetName, description: string, source: string) =>
  column(codeForm.nullable(), { sql: 'text', description, source, codes: set });

/** Codes of such a set, sorted, with blanks between; null when none is recorded. */
export const codeList = (set: OpenSetName, description: string, source: string) =>
  column(z.string().min(1).nullable(), {
    sql: 'text',
    description: `${description} Codes of ${set}, sorted, with blanks between; null when none is recorded.`,
    source,
    codes: set,
    several: true,
  });

/** Calendar day that may lie ahead: a booking, a due date. */
export const dayAhead = (description: string, source: string) =>
  column(isoDay.nullable(), { sql: 'date', description, source, unit: 'calendar day', ahead: true });

/** True where the source says something in the cell; the text itself is not kept. */
export const recorded = (description: string, source: string) =>
  column(z.boolean().nullable(), { sql: 'boolean', description, source, presence: true });

/** Calendar day as ISO text (`2026-06-30`), always known. */
export const day = (description: string, source: string) =>
  column(isoDay, { sql: 'date', description, source, unit: 'calendar day' });

/** Calendar day as ISO text, or null when unknown or not yet. */
export const optionalDay = (description: string, source: string) =>
  column(isoDay.nullable(), { sql: 'date', description, source, unit: 'calendar day' });

/** First day on which the state no longer holds (half-open interval), or null while it is open. */
export const endDay = (description: string, source: string) =>
  column(isoDay.nullable(), {
    sql: 'date',
    description: `${description} Exclusive: the state does not hold on this day; null while open.`,
    source,
    unit: 'calendar day',
  });

export const flag = (description: string, source: string) =>
  column(z.boolean(), { sql: 'boolean', description, source });

export const optionalFlag = (description: string, source: string) =>
  column(z.boolean().nullable(), { sql: 'boolean', description, source });

export const count = (description: string, source: string) =>
  column(z.int().min(0), { sql: 'integer', description, source, unit: 'count' });

/** Whole number, or null when unknown. */
export const optionalCount = (description: string, source: string) =>
  column(z.int().min(0).nullable(), { sql: 'integer', description, source, unit: 'count' });

/** Whole number from 1 on, or null when unknown. */
export const optionalOrdinal = (description: string, source: string) =>
  column(z.int().min(1).nullable(), { sql: 'integer', description, source, unit: 'ordinal' });

export const optionalMiles = (description: string, source: string) =>
  column(z.number().min(0).nullable(), { sql: 'decimal(9,2)', description, source, unit: 'miles' });

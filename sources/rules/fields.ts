/** What a rule file is declared with: the kinds of field it is made of, each read as text and parsed strictly. */
import { z } from 'zod';
import { column, type SqlType } from '../contract/column.ts';
import { inputNames } from '../contract/extract.ts';
import { isDay, isoDay } from '../days.ts';

/** A kind of field: its columns differ in what they mean and, where their name is a word of SQL, in that of the warehouse. */
const field =
  <S extends z.ZodType>(sql: SqlType, form: string, schema: S) =>
  (description: string, name?: string): S =>
    column(schema, { sql, form, description, ...(name === undefined ? {} : { name }) });

const nullIfEmpty = (text: string): string | null => (text === '' ? null : text);

export const text = field('text', 'text', z.string().min(1, 'must not be empty'));
export const anyText = field('text', 'text or empty', z.string());
export const optionalText = field('text', 'text or empty', z.string().transform(nullIfEmpty));
export const key = field(
  'text',
  'letters, digits, underscores',
  z.string().regex(/^[A-Za-z0-9_]+$/, 'must be letters, digits and underscores'),
);
export const whole = field(
  'integer',
  'whole number',
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number),
);
export const optionalWhole = field(
  'integer',
  'whole number, or empty',
  z
    .string()
    .regex(/^\d{0,9}$/, 'must be a whole number, or empty')
    .transform((value) => (value === '' ? null : Number(value))),
);
/** Name of an event or a state: a colon sets a code apart. */
export const term = field(
  'text',
  'letters, digits, `_`, `:`',
  z.string().regex(/^[A-Za-z0-9_:*<+-]+$/, 'must be one word'),
);
export const terms = field('text', 'words, blanks between', z.string());
export const hundredths = field(
  'decimal(9,2)',
  'number with at most two decimals, or empty',
  z
    .string()
    .regex(/^(\d{1,7}(\.\d{1,2})?)?$/, 'must be a number with at most two decimals, or empty')
    .transform((value) => (value === '' ? null : Number(value))),
);
export const day = field('date', 'yyyy-mm-dd', isoDay);
export const optionalDay = field(
  'date',
  'yyyy-mm-dd or empty',
  z
    .string()
    .refine((value) => value === '' || isDay(value), 'must be a day written as yyyy-mm-dd, or empty')
    .transform(nullIfEmpty),
);
export const yes = field(
  'boolean',
  'Y or N',
  z.enum(['Y', 'N', ''], 'must be Y or N').transform((value) => value === 'Y'),
);
const scope = field(
  'text',
  '`*`, a procedure or an authority',
  z.string().regex(/^(\*|[a-z0-9][a-z0-9-]*)$/, 'must be *, a procedure or an authority code'),
);

const listed = (allowed: readonly string[]): string => allowed.filter((word) => word !== '').join(', ');
const orEmpty = (allowed: readonly string[]): string => (allowed.includes('') ? ' or empty' : '');

/** One of a few words; `''` among them where the field may be left empty. */
export const oneOf = <const W extends readonly [string, ...string[]]>(allowed: W, description: string) =>
  field(
    'text',
    `${listed(allowed)}${orEmpty(allowed)}`,
    z.enum(allowed, `must be one of ${listed(allowed)}${orEmpty(allowed)}`),
  )(description);

/** Any of some words, blanks between; a long list is named and not printed. */
export const words = <const W extends readonly [string, ...string[]]>(
  allowed: W,
  what: string,
  description: string,
) =>
  field(
    'text',
    allowed.length > 16 ? `several, each: ${what}` : `any of ${allowed.join(' ')}`,
    z.string().transform((value, context) => {
      const found = value.split(' ').filter((word) => word !== '');
      const unknown = found.find((word) => !allowed.includes(word));
      if (unknown !== undefined) context.addIssue({ code: 'custom', message: `"${unknown}" is no ${what}` });
      return found as W[number][];
    }),
  )(description);

/** Several codes that other rows declare, blanks between; the checks say which there are. */
export const codeWords = (set: string, description: string) =>
  field(
    'text',
    `several, each: ${set}`,
    z.string().transform((value) => value.split(' ').filter((word) => word !== '')),
  )(description);

// Columns that several files share.
export const requires = (description: string) => words(inputNames, 'input of the contract', description);
export const source = text('where the row comes from; (P) marks a proposal of the product');
export const measureId = key('the measure');
export const measureLine = { measure_id: measureId, line: key('its line; `main` is the measure itself') };
export const position = whole('place in the order in which it is shown');
export const authority = scope('whom the row is for');
/** States that models/models/core/child_state.sql knows; which there are, only the models can tell. */
const states = field('text', 'states of core.child_state, blanks between', z.string());
export const conditions = {
  all_of: states('states that must hold'),
  none_of: states('states that must not'),
};
export const approved = {
  approved_by_role: optionalText('role at the authority that has agreed to it'),
  approved_on: optionalDay('day of that'),
};
export const inForce = {
  effective_from: day('first day on which it holds'),
  effective_to: optionalDay('first day on which it no longer holds; empty until further notice'),
  source,
  ...approved,
};

interface Options {
  /** Name in schema `raw`, as loaded for the models; left out where no model reads the file. */
  readonly raw?: string;
  /** The rows hold for every authority of a warehouse alike, and lie in it once. */
  readonly everyone?: boolean;
}

/** One rule file: what a row of it is, the columns that name a row, and every column with its meaning. */
interface RuleTable<C extends Readonly<Record<string, z.ZodType>> = Readonly<Record<string, z.ZodType>>>
  extends Options {
  readonly one: string;
  /** Besides the authority. */
  readonly key: readonly string[];
  readonly row: z.ZodObject<C>;
}

export const table = <const C extends Readonly<Record<string, z.ZodType>>>(
  one: string,
  key: readonly (keyof C & string)[],
  columns: C,
  options: Options = {},
): RuleTable<C> => ({ one, key, row: z.object(columns), ...options });

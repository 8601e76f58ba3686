/** The kinds of field that rule CSVs are made of; every field is read as text and parsed strictly. */

import { z } from 'zod';
import { isDay } from '../days.ts';

export const text = z.string().min(1, 'must not be empty');
export const optionalText = z.string().transform((value) => (value === '' ? null : value));
export const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
export const hundredths = z
  .string()
  .regex(/^(\d{1,7}(\.\d{1,2})?)?$/, 'must be a number with at most two decimals, or empty')
  .transform((value) => (value === '' ? null : Number(value)));
export const day = z.string().refine(isDay, 'must be a date such as 2026-04-01');
export const optionalDay = z
  .string()
  .refine((value) => value === '' || isDay(value), 'must be a date such as 2026-04-01, or empty')
  .transform((value) => (value === '' ? null : value));
export const yes = z.enum(['Y', 'N', ''], { message: 'must be Y or N' }).transform((value) => value === 'Y');
export const words = <const W extends readonly [string, ...string[]]>(allowed: W, what: string) =>
  z.string().transform((value, context) => {
    const found = value.split(' ').filter((word) => word !== '');
    const unknown = found.find((word) => !allowed.includes(word));
    if (unknown !== undefined) context.addIssue({ code: 'custom', message: `"${unknown}" is no ${what}` });
    return found as W[number][];
  });
export const scope = z
  .string()
  .regex(/^(\*|[a-z0-9][a-z0-9-]*)$/, 'must be *, a procedure or an authority code');
export const key = z.string().regex(/^[A-Za-z0-9_]+$/, 'must be letters, digits and underscores');

export const dated = { effective_from: day, effective_to: optionalDay, source: text };
export const approved = { approved_by_role: optionalText, approved_on: optionalDay };

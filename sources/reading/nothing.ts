import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** What systems write where nothing was entered. */
const nothing = z.object({
  kind: z.enum(['word', 'day']),
  value: z.string().min(1),
  source: z.string().min(1),
});

const rows = z
  .array(nothing)
  .parse(parse(readFileSync(new URL('../rules/nothing.csv', import.meta.url)), { columns: true }));
const valuesOf = (kind: 'word' | 'day'): Set<string> =>
  new Set(rows.filter((row) => row.kind === kind).map(({ value }) => value));
const words = valuesOf('word');
const days = valuesOf('day');
const longest = Math.max(...[...words].map((word) => word.length));

/** Whether a trimmed cell says nothing (`sources/rules/nothing.csv`). */
export const saysNothing = (text: string): boolean =>
  text === '' || (text.length <= longest && words.has(text.toLowerCase()));

/** Whether a day stands for none (`sources/rules/nothing.csv`). */
export const meansNothing = (day: string): boolean => days.has(day);

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const year = z
  .string()
  .regex(/^(\d{4})?$/, 'must be a year or empty')
  .transform((text) => (text === '' ? null : Number(text)));

/** Collection years of a 903 code, each named by the 31 March on which it ends; empty where it has no such bound. */
const codeYears = z.object({
  code_set: z.string().min(1),
  code: z.string().min(1),
  first_year: year,
  last_year: year,
  source: z.string().min(1),
});

type Bounds = Pick<z.infer<typeof codeYears>, 'first_year' | 'last_year'>;

/** The year to 31 March in which a day lies: 2018-03-31 is in 2018, 2018-04-01 in 2019. */
export const collectionYear = (day: string): number =>
  Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0);

let known: Map<string, Bounds> | null = null;

/** Rows of `sources/rules/code_years.csv`; a row that is not as described is a fault of the product. */
function boundsOf(set: string, code: string): Bounds | undefined {
  known ??= readBounds();
  return known.get(`${set} ${code}`);
}

function readBounds(): Map<string, Bounds> {
  const rows = parse(readFileSync(new URL('../rules/code_years.csv', import.meta.url)), { columns: true });
  return new Map(
    z
      .array(codeYears)
      .parse(rows)
      .map((row) => [`${row.code_set} ${row.code}`, row]),
  );
}

/**
 * Whether a code was not in use in any collection year from `first` to `last` (the same day for an event).
 * Codes without a row are in use in every year.
 *
 * @example outsideItsYears('end_reason', 'E44', '2018-04-01', '2018-04-01') // true
 */
export function outsideItsYears(set: string, code: string | null, first: string, last: string): boolean {
  const bounds = code === null ? undefined : boundsOf(set, code);
  if (bounds === undefined) return false;
  return (
    (bounds.last_year !== null && collectionYear(first) > bounds.last_year) ||
    (bounds.first_year !== null && collectionYear(last) < bounds.first_year)
  );
}

/** The public definitions a reader has beside the papers: measures, lines, and what each line is called. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const folder = new URL('../../../sources/rules/', import.meta.url);

function rows(name: string): Record<string, string>[] {
  return parse(readFileSync(new URL(name, folder)), { columns: true, bom: true }) as Record<string, string>[];
}

/** What a line is a share of, by `measure.line`: the same words are the same children. */
export const denominatorNames: ReadonlyMap<string, string> = new Map(
  rows('lines.csv').map((row) => [`${row['measure_id']}.${row['line']}`, row['denominator_name'] ?? '']),
);

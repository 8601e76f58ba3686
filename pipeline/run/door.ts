/** What was seen at the door, for `tracker check` and for the report of a run. */
import { z } from 'zod';
import { type Extract, type Problem, severities } from '../../sources/contract/extract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { lineSupplies } from '../children/requirements.ts';

const problem = z.object({
  severity: z.enum(severities),
  code: z.string(),
  file: z.string().nullable(),
  column: z.string().nullable(),
  count: z.number(),
  sentence: z.string(),
});

/** The object that `tracker check --json` prints. Holds no value of a row. */
export const doorReport = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      recognised_as: z.string().nullable(),
      kind: z.string(),
      encoding: z.string().nullable(),
      separator: z.string().nullable(),
      header_line: z.number(),
      rows: z.number(),
      accepted: z.number(),
      refused: z.number(),
      columns_missing: z.array(z.string()),
      date_notation: z.record(z.string(), z.string()),
      cells_not_recorded: z.record(z.string(), z.number()),
    }),
  ),
  /** Gates first, then causes before what follows from them. */
  problems: z.array(problem),
  not_read: z.array(z.object({ path: z.string(), why: z.string() })),
  /** From when to when each kind of file is whole for a table; null: as far back as anybody asks. */
  coverage: z.array(
    z.object({
      source: z.string(),
      table: z.string(),
      stock_from: z.string().nullable(),
      event_from: z.string().nullable(),
      whole_to: z.string(),
      known_by: z.string(),
    }),
  ),
  /** On the as-at date: under 18, and not on a short-break series; null when the files were refused. */
  children_in_care: z.number().nullable(),
  lines_fed: z.number(),
  lines_by_stand_in: z.number(),
  lines_not_available: z.number(),
});
export type DoorReport = z.infer<typeof doorReport>;

/** The report of files that were read. */
export function doorOf(
  extract: Extract,
  rules: RuleBook,
  asAt: string,
  gates: readonly Problem[],
): DoorReport {
  const supplies = lineSupplies(rules, extract.inputs);
  const count = (state: string): number => supplies.filter((line) => line.state === state).length;
  return doorReport.parse({
    files: extract.seen,
    problems: [...gates, ...extract.problems.filter(({ severity }) => severity !== 'gate')],
    not_read: extract.not_read,
    coverage: extract.coverage,
    children_in_care: childrenInCare(extract, asAt),
    lines_fed: count('available'),
    lines_by_stand_in: count('proxy'),
    lines_not_available: count('not available'),
  });
}

const shortBreaks: ReadonlySet<string> = new Set(['V3', 'V4']);

/** As B7 counts them. */
function childrenInCare({ rows }: Extract, day: string): number {
  const open = <R extends { start_date: string; end_date: string | null }>(row: R): boolean =>
    row.start_date <= day && (row.end_date === null || row.end_date > day);
  const eighteen = `${Number(day.slice(0, 4)) - 18}${day.slice(4)}`;
  const grown = new Set(
    rows.child.flatMap(({ child_id, birth_date }) =>
      birth_date !== null && birth_date <= eighteen ? child_id : [],
    ),
  );
  const away = new Set(
    rows.legal_status.flatMap((row) => (open(row) && shortBreaks.has(row.legal_status) ? row.child_id : [])),
  );
  const inCare = rows.care_period.filter(open).map(({ child_id }) => child_id);
  return new Set(inCare.filter((child) => !grown.has(child) && !away.has(child))).size;
}

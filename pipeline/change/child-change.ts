/** Which children's rows differ between the snapshot behind an edition before and the live one, and how. */

import { tableNames } from '../../sources/contract/tables.ts';
import { type Cell, type Database, quoted } from '../warehouse/database.ts';
import { rawTable } from '../warehouse/raw-tables.ts';

/**
 * Columns that say where a row came from or how it was numbered, not what is true of the child: keys of the 903
 * return follow the lines of its files, and the number of a home, a case or a family follows from those before it.
 */
const noContent = new Set([
  'authority',
  'snapshot_date',
  'row_key',
  'source_file',
  'source_line',
  'child_id',
  'document_id',
  'home_number',
  'case_key',
  'family_key',
]);

/** Rows that are compared: a source that keeps only the latest answers overwrites them, which corrects nothing. */
const comparedRows: Readonly<Record<string, string>> = { care_plan: " AND origin <> 'answers'" };

interface ComparedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

const comparedTables: readonly ComparedTable[] = tableNames.flatMap((name) => {
  const columns = rawTable(name).columns.map((column) => column.name);
  if (!columns.includes('child_id')) return [];
  return [{ name, columns: columns.filter((column) => !noContent.has(column)) }];
});

/** Rows of one child in one table that the other extract does not have. */
interface Difference {
  readonly earlier: Content[];
  readonly later: Content[];
}

/** One row of `raw.child_change`, without the key of the snapshot. */
interface ChildChange {
  readonly child_id: string;
  readonly is_correction: boolean;
}

/** Children whose rows differ between the two authorities of the warehouse, by content, in order of their keys. */
export async function childChanges(database: Database, then: string, now: string): Promise<ChildChange[]> {
  const found = new Map<string, boolean>();
  for (const table of comparedTables)
    for (const [child, difference] of await differences(database, table, then, now))
      found.set(child, found.get(child) === true || hasCorrection(difference.earlier, difference.later));
  return [...found]
    .map(([child_id, is_correction]) => ({ child_id, is_correction }))
    .sort((a, b) => (a.child_id < b.child_id ? -1 : 1));
}

/** The rows that one of the two has more often than the other, by child; each as often as it has it more often. */
async function differences(
  database: Database,
  { name, columns }: ComparedTable,
  then: string,
  now: string,
): Promise<Map<string, Difference>> {
  const shown = ['child_id', ...columns].map((column) => `"${column}"`).join(', ');
  const rowsOf = (authority: string, times: number): string =>
    `SELECT ${shown}, ${times} AS times FROM raw.${name} WHERE authority = ${quoted(authority)}${comparedRows[name] ?? ''}`;
  const rows = await database.rows(
    `SELECT ${shown}, CAST(SUM(times) AS INTEGER) AS more_often FROM (${rowsOf(then, -1)} UNION ALL ${rowsOf(now, 1)})
    GROUP BY ${shown} HAVING SUM(times) <> 0 ORDER BY ALL`,
  );
  const found = new Map<string, Difference>();
  for (const { child_id, more_often, ...content } of rows) {
    const difference = found.get(String(child_id)) ?? { earlier: [], later: [] };
    found.set(String(child_id), difference);
    const row = columns.map((column): Cell => content[column] ?? null);
    const side = Number(more_often) < 0 ? difference.earlier : difference.later;
    side.push(...Array.from({ length: Math.abs(Number(more_often)) }, () => row));
  }
  return found;
}

/** The content of a row, column by column. */
export type Content = readonly Cell[];

/** True when `later` says all that `row` says, and more only where `row` was empty. */
const isFilledBy = (row: Content, later: Content): boolean =>
  row.length === later.length && row.every((cell, at) => cell === null || cell === later[at]);

/**
 * True when a row known before was changed otherwise than by filling what was empty, or is gone: when the rows of
 * then cannot each be given a row of now that fills it. Rows that both extracts have may be left out on both sides.
 *
 * @example hasCorrection([['2026-01-01', null]], [['2026-01-01', '2026-03-01']]) // false: the end was filled in
 */
export function hasCorrection(then: readonly Content[], now: readonly Content[]): boolean {
  const givenTo = new Map<number, number>();
  return !then.every((_, row) => giveRow(row, then, now, givenTo, new Set()));
}

/** Finds a row of now for a row of then, moving others aside where that helps (a matching, augmented path by path). */
function giveRow(
  row: number,
  then: readonly Content[],
  now: readonly Content[],
  givenTo: Map<number, number>,
  tried: Set<number>,
): boolean {
  const content = then[row] ?? [];
  for (const [at, later] of now.entries()) {
    if (tried.has(at) || !isFilledBy(content, later)) continue;
    tried.add(at);
    const owner = givenTo.get(at);
    if (owner !== undefined && !giveRow(owner, then, now, givenTo, tried)) continue;
    givenTo.set(at, row);
    return true;
  }
  return false;
}

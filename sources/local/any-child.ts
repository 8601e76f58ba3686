import type { TableName } from '../contract/tables.ts';
import type { AdapterRun } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';

/**
 * Counts an accepted row about a child whom the case files do not know. Such a row is kept: children before the
 * court, or whose family meets, need not be looked after, and the 903 return lists nobody else.
 */
export function noteUnknownChild(
  run: AdapterRun,
  population: Population,
  table: TableName,
  child_id: string,
): void {
  if (!population.has(child_id)) run.quality.note('child_not_in_case_files', table);
}

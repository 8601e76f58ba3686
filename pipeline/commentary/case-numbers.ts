/** Case numbers of children in stored snapshots: what no commentary may contain. */
import { join } from 'node:path';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { quoted, quotedPath, withDatabase } from '../warehouse/database.ts';

/** Columns whose values name a child or its period of care. */
const keys = [
  ['child', 'child_id'],
  ['child', 'legacy_id'],
  ['care_period', 'care_period_id'],
] as const;

/** Every key of a child in the snapshots, each once. */
export async function caseNumbersOf(snapshots: readonly StoredSnapshot[]): Promise<Set<string>> {
  const found = new Set<string>();
  if (snapshots.length === 0) return found;
  await withDatabase(':memory:', async (database) => {
    for (const [table, column] of keys) {
      const files = snapshots.flatMap(({ manifest, folder }) => {
        const stored = manifest.tables[table];
        return stored === undefined ? [] : [quotedPath(join(folder, stored.file))];
      });
      if (files.length === 0) continue;
      const rows = await database.columns(
        `SELECT DISTINCT CAST("${column}" AS VARCHAR) AS key FROM read_parquet([${files.join(', ')}], union_by_name = true)
         WHERE "${column}" IS NOT NULL AND CAST("${column}" AS VARCHAR) <> ${quoted('')}`,
      );
      for (const key of (rows['key'] ?? []) as string[]) found.add(key);
    }
  });
  return found;
}

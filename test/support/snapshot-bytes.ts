import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../pipeline/hash.ts';
import { writeTableFiles } from '../../pipeline/snapshot/table-file.ts';
import type { Extract } from '../../sources/contract/extract.ts';
import type { ContractRows } from '../../sources/contract/tables.ts';
import { scratchFolder } from './source-folder.ts';

/**
 * Digest of each table's file in a snapshot of the extract, but for the columns that say in which file and line a row
 * stood (and the key of a row that has no other): another file is another place.
 */
export async function snapshotBytes({ rows }: Extract): Promise<Record<string, string>> {
  const folder = scratchFolder();
  const placeless = Object.fromEntries(
    Object.entries(rows).map(([table, some]) => [
      table,
      some.map((row) => ({
        ...row,
        source_file: '',
        source_line: 0,
        row_key: row.row_key === `${row.source_file}:${row.source_line}` ? '' : row.row_key,
      })),
    ]),
  ) as unknown as ContractRows;
  const files = await writeTableFiles(folder, placeless);
  return Object.fromEntries(files.map((file) => [file, sha256(readFileSync(join(folder, file)))]));
}

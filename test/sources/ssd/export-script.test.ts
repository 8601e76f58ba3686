import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptColumns } from '../../../sources/reading/file-contract.ts';
import { ssdFiles } from '../../../sources/ssd/contract.ts';
import { repository } from '../../support/source-folder.ts';

test('the script for SQL Server exports every table and column that is read, and no other', () => {
  const script = readFileSync(join(repository, 'sources/ssd/export-sqlserver.sql'), 'utf8');
  const exported = new Map(
    [...script.matchAll(/EXEC #export N'ssd_(\w+)', N'([\w,]+)'/g)].map(([, table, columns]) => [
      table,
      columns?.split(','),
    ]),
  );
  const read = Object.entries(ssdFiles).map(
    ([table, contract]) =>
      [
        table,
        [...keptColumns(contract), ...Object.keys(('spellings' in contract ? contract.spellings : {}) ?? {})],
      ] as const,
  );
  expect([...exported.keys()]).toEqual(read.map(([table]) => table));
  for (const [table, columns] of read)
    expect([...(exported.get(table) ?? [])].sort()).toEqual([...columns].sort());
});

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { temporaryFolder } from '../small-extract.ts';

/** More than fits: 20 MB are allowed, and the rows to be sorted are twice as much. */
const tooMuch = `SET memory_limit = '20MB'; SET threads = 1;
  CREATE TEMP TABLE heap AS SELECT range AS n, random()::TEXT AS words FROM range(600000) ORDER BY words`;

describe('what does not fit into memory', { timeout: 60_000 }, () => {
  it('is never put into the folder in which the program happens to be started', async () => {
    const here = process.cwd();
    const elsewhere = temporaryFolder();
    process.chdir(elsewhere);
    try {
      await expect(withDatabase(':memory:', (database) => database.run(tooMuch))).rejects.toThrow(
        /Out of Memory/,
      );
    } finally {
      process.chdir(here);
    }
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('lies in the folder that is named, and is gone afterwards', async () => {
    const folder = temporaryFolder();
    const seen = await withDatabase(
      ':memory:',
      async (database) => {
        await database.run(tooMuch);
        return readdirSync(join(folder, 'spill.tmp')).length;
      },
      { spill: folder },
    );
    expect(seen).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lies beside a warehouse that is read', async () => {
    const folder = join(temporaryFolder(), 'board');
    mkdirSync(folder);
    const file = join(folder, 'warehouse.duckdb');
    await withDatabase(file, (database) => database.run('CREATE TABLE t AS SELECT 1 AS one'));
    await withWarehouse(file, async (database) => {
      await database.run(tooMuch);
      expect(existsSync(join(folder, 'spill.tmp'))).toBe(true);
    });
    expect(readdirSync(folder)).toEqual(['warehouse.duckdb']);
  });
});

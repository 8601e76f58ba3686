import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Database, withDatabase } from '../../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { temporaryFolder } from '../small-extract.ts';

const open = <T>(work: (database: Database) => Promise<T>): Promise<T> => withDatabase(':memory:', work);

describe('work for each of a list', () => {
  it('is done once for every one, on connections to the same data', async () => {
    const items = Array.from({ length: 20 }, (_, n) => `item ${n}`);
    const rows = await open(async (database) => {
      await database.run('CREATE TABLE done (n INTEGER, item TEXT)');
      await database.forEach(items, (own, item, n) => own.run(`INSERT INTO done VALUES (${n}, '${item}')`));
      return database.rows('FROM done ORDER BY n');
    });
    expect(rows).toEqual(items.map((item, n) => ({ n, item })));
  });

  it('fails with what the first to fail says, when the others are no more at work', async () => {
    const ended: string[] = [];
    const work = async (own: Database, item: string): Promise<void> => {
      if (item === 'bad') await own.run('SELECT nothing_of_that_name');
      await own.rows('SELECT SUM(range) FROM range(5000000)');
      ended.push(item);
    };
    await expect(open((database) => database.forEach(['bad', 'good'], work))).rejects.toThrow(
      /nothing_of_that_name/,
    );
    expect(ended).toEqual(availableParallelism() > 1 ? ['good'] : []);
  });

  it('is nothing for an empty one', async () => {
    await open((database) => database.forEach([], () => Promise.reject(new Error('there is none'))));
  });
});

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

import { expect, it } from 'vitest';
import { scanForChildren } from '../../../pipeline/edition/checks.ts';
import { valueTable } from '../../../pipeline/edition/values.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';

/** Keys found among the named groups and texts, of children 2025, 4711, kept and QX77 with a period of care P-88. */
async function scanned(groups: readonly string[], texts: readonly string[]): Promise<number> {
  return withDatabase(':memory:', async (database) => {
    await database.run("ATTACH ':memory:' AS warehouse");
    await database.run('CREATE SCHEMA warehouse.raw');
    await database.run('CREATE TABLE warehouse.raw.child (child_id TEXT, legacy_id TEXT)');
    await database.run('CREATE TABLE warehouse.raw.care_period (care_period_id TEXT)');
    await database.run(
      "INSERT INTO warehouse.raw.child VALUES ('2025', NULL), ('4711', 'QX77'), ('kept', NULL)",
    );
    await database.run("INSERT INTO warehouse.raw.care_period VALUES ('P-88')");
    await database.run(`CREATE TABLE ${valueTable} ("group" TEXT, line TEXT)`);
    for (const group of groups) await database.run(`INSERT INTO ${valueTable} VALUES ('${group}', 'main')`);
    return (await scanForChildren(database, texts, ['Plans are kept'])).rows;
  });
}

it.each([
  ['a year in a sentence', [], ['In the year to June 2025'], 0],
  ['a figure', [], ['4711'], 0],
  ['a word of the rule book', [], ['what is kept'], 0],
  ['a child in a sentence', [], ['Child 4711 waits'], 1],
  ['its earlier id, in brackets', [], ['(QX77)'], 1],
  ['a period of care', [], ['see P-88.'], 1],
  ['a group that is a year', ['2025'], [], 1],
  ['a group that is a number', ['4711'], [], 1],
  ['a group that is a word of the rule book', ['kept'], [], 1],
])('%s', async (_, groups, texts, found) => {
  expect(await scanned(groups, texts)).toBe(found);
});

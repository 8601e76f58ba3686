import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { runChecks } from '../../../pipeline/edition/checks.ts';
import {
  assuranceFile,
  groupLabel,
  manifest,
  measureMeta,
  measureValue,
  valuesName,
} from '../../../pipeline/edition/format.ts';
import { codeVersion, editionIdOf } from '../../../pipeline/edition/identity.ts';
import { targetInWords } from '../../../pipeline/edition/rule-words.ts';
import { harmlessGroup, takeValues } from '../../../pipeline/edition/values.ts';
import { writeEdition } from '../../../pipeline/edition/write.ts';
import { emptyFolder } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { storeSnapshot } from '../../../pipeline/snapshot/store.ts';
import { quotedPath, withDatabase } from '../../../pipeline/warehouse/database.ts';
import { loadWarehouse, type WarehousePart } from '../../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { editionCsv } from '../../support/edition-csv.ts';
import { derivePublished } from '../run/small-rooms.ts';
import { smallExtract, smallOwner, temporaryFolder } from '../small-extract.ts';

const asAt = '2026-06-30';
const header =
  'edition_id,authority,measure_id,line,statistic,period,as_at_date,snapshot_date,breakdown,group,numerator,denominator,value,unit,status,provisional';
let folder = '';
let part: WarehousePart;
let warehouse = '';
let csv: Record<string, string>[] = [];
let csvFile = '';

beforeAll(async () => {
  const data = temporaryFolder();
  folder = join(data, 'edition');
  warehouse = join(data, 'warehouse.duckdb');
  const { snapshot } = await storeSnapshot(data, smallOwner, smallExtract(), 'f');
  const rules = loadRules(repositoryFile('sources/rules'), { ...smallOwner, rules: null });
  part = { snapshot, observed: [snapshot], rules };
  await loadWarehouse(warehouse, [part], asAt);
  await withDatabase(warehouse, async (database) => {
    await derivePublished(database);
    await database.run(
      "UPDATE published.measure_value SET value = 12.5, numerator = 3, denominator = 24, statistic = 'percentage', unit = 'percent' WHERE measure_id = 'T2'",
    );
    await database.run(
      "UPDATE published.measure_value SET value = NULL, numerator = NULL, status = 'Not available' WHERE measure_id = 'T3'",
    );
  });
  await withWarehouse(warehouse, async (database) => {
    const editionId = editionIdOf([part], asAt, 'code');
    await takeValues(database);
    const checks = await runChecks(database, [part.snapshot], []);
    const plan = {
      editionId,
      parts: [part],
      commentaries: [],
      asAt,
      codeVersion: 'code',
      warehouse: 'warehouses/x/warehouse.duckdb',
    };
    await writeEdition(database, emptyFolder(folder), plan, checks);
  });
  csvFile = await editionCsv(folder);
  csv = parse(readFileSync(csvFile, 'utf8'), { columns: true });
});

const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('an edition', () => {
  it('is what the format says', () => {
    expect(manifest.parse(read('manifest.json')).edition_id).toMatch(/^board-2026-06-30-[0-9a-f]{8}$/);
    expect(measureMeta.array().parse(read('data/measures.json')).length).toBeGreaterThan(10);
    groupLabel.array().parse(read('data/groups.json'));
    assuranceFile.parse(read('data/assurance.json'));
  });

  it('gives its figures as CSV, sorted, with plain numbers', () => {
    const text = readFileSync(csvFile, 'utf8');
    expect(text.split('\n')[0]).toBe(header);
    expect(text).not.toContain('\r');
    const keys = csv.map((row) =>
      header
        .split(',')
        .slice(1, 10)
        .map((column) => row[column])
        .join('\t'),
    );
    expect(keys).toEqual([...keys].sort());
    expect(csv.find((row) => row['measure_id'] === 'T2')).toMatchObject({
      value: '12.5',
      numerator: '3',
      denominator: '24',
    });
    expect(csv.find((row) => row['measure_id'] === 'B7')).toMatchObject({
      value: '12',
      numerator: '12',
      denominator: '',
    });
    expect(csv.find((row) => row['measure_id'] === 'T3')).toMatchObject({
      value: '',
      numerator: '',
      status: 'Not available',
    });
  });

  it('keeps each of them as a value of the format', async () => {
    const file = quotedPath(join(folder, 'data', valuesName));
    const rows = await withDatabase(':memory:', (database) => database.rows(`SELECT * FROM ${file}`));
    expect(['edition_id', ...Object.keys(rows[0] ?? {})].join(',')).toBe(header);
    const asText = rows.map((row) =>
      Object.values(measureValue.parse(row))
        .map((value) => (value === null ? '' : String(value)))
        .join(','),
    );
    expect(asText).toEqual(csv.map(({ edition_id: _, ...row }) => Object.values(row).join(',')));
  });

  it('names no folder of this machine', () => {
    for (const name of ['manifest.json', 'data/measures.json', 'data/groups.json', 'data/assurance.json'])
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\/tmp|\/home|\/work|[A-Z]:\\\\/);
  });

  it('labels teams by name and keeps them to their authority', () => {
    const groups = groupLabel.array().parse(read('data/groups.json'));
    expect(groups.find((group) => group.breakdown === 'team')).toMatchObject({
      authority: 'smalltown',
      group: 'north',
      label: 'North team',
    });
    expect(groups.find((group) => group.breakdown === 'sex')?.authority).toBe('*');
  });

  it('counts rating rules that nobody has agreed; the three that follow the national quarters need no agreement', () => {
    const { rules_proposed, rules_agreed } = manifest.parse(read('manifest.json'));
    expect([rules_proposed > 0, rules_agreed]).toEqual([true, 3]);
  });
});

describe('the name of an edition', () => {
  it('follows from snapshots, rules, code and date alone', () => {
    const id = editionIdOf([part], asAt, 'code');
    expect(editionIdOf([part], asAt, 'code')).toBe(id);
    expect(editionIdOf([part], asAt, 'other code')).not.toBe(id);
    expect(editionIdOf([part], '2026-06-29', 'code')).not.toBe(id);
    expect(editionIdOf([{ ...part, rules: { ...part.rules, version: 'x' } }], asAt, 'code')).not.toBe(id);
  });

  it('knows the code by its files', () => {
    expect(codeVersion()).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  });
});

/** A defect in the figures, and the check that must find it. */
const defects: readonly (readonly [check: string, sql: string])[] = [
  ['every_line_published', "DELETE FROM edition_value WHERE measure_id = 'T5'"],
  ['one_value_per_key', "INSERT INTO edition_value SELECT * FROM edition_value WHERE measure_id = 'T5'"],
  ['known_words', "UPDATE edition_value SET status = 'Purple' WHERE measure_id = 'T5'"],
  ['breakdown_totals', "UPDATE edition_value SET numerator = 5 WHERE breakdown = 'team'"],
  ['percentages_follow', "UPDATE edition_value SET value = 12.51 WHERE statistic = 'percentage'"],
];

describe('groups for spreadsheets', () => {
  it('never start a formula', async () => {
    await withWarehouse(warehouse, async (database) => {
      const [row] = await database.rows(`SELECT ${harmlessGroup} AS g FROM (SELECT '=1+1' AS group_key)`);
      expect(row?.['g']).toBe("'=1+1");
      const [plain] = await database.rows(`SELECT ${harmlessGroup} AS g FROM (SELECT '<1' AS group_key)`);
      expect(plain?.['g']).toBe('<1');
    });
  });
});

describe('checks', () => {
  it.each(defects)('%s catches its defect', async (name, sql) => {
    await withWarehouse(warehouse, async (database) => {
      await takeValues(database);
      const clean = await runChecks(database, [part.snapshot], []);
      expect(clean.filter((check) => check.result === 'fail')).toEqual([]);
      await database.run('CREATE TABLE spoilt AS FROM edition_value; DROP VIEW edition_value');
      await database.run(`ALTER TABLE spoilt RENAME TO edition_value; ${sql}`);
      const spoilt = await runChecks(database, [part.snapshot], []);
      expect(spoilt.find((check) => check.check === name)?.result).toBe('fail');
    });
  });

  it('rows_accounted_for catches a lost row', async () => {
    const [file] = part.snapshot.manifest.files;
    if (file === undefined) throw new Error('no file');
    const manifestWithLoss = {
      ...part.snapshot.manifest,
      files: [{ ...file, rows_read: file.rows_read + 1 }],
    };
    await withWarehouse(warehouse, async (database) => {
      await takeValues(database);
      const checks = await runChecks(database, [{ ...part.snapshot, manifest: manifestWithLoss }], []);
      expect(checks.find((check) => check.check === 'rows_accounted_for')?.result).toBe('fail');
    });
  });
});

describe('rating rules in words', () => {
  it('say what a reader can check', () => {
    const rule = {
      statistic: 'percentage',
      polarity: 'High',
      target: 95,
      floor: 85,
      tolerance: null,
      minimum_denominator: 10,
    } as const;
    const list = {
      ...rule,
      family: 'Z',
      polarity: 'Low',
      target: 0,
      floor: null,
      tolerance: 10,
      minimum_denominator: 0,
    } as const;
    expect(targetInWords({ ...rule, family: 'C' }, null)).toBe(
      'Green: 95% or more. Amber: 85% or more. Red: below 85%. Too few to rate: fewer than 10 children.',
    );
    expect(targetInWords(list, 'more than 12 months')).toBe(
      'Green: none. Amber: up to 10%. Red: above 10%, or any child more than 12 months.',
    );
    expect(targetInWords({ ...list, family: 'X', target: null, tolerance: null }, null)).toBe(
      'Not rated: context.',
    );
  });
});

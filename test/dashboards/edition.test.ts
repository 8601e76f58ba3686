import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupsOf, readEdition } from '../../dashboards/edition.ts';
import { measureById } from '../../dashboards/edition-face.ts';
import { fixtureEdition } from './fixture-edition.ts';
import { writeFixture } from './fixture-writer.ts';

let folder = '';
const edition = fixtureEdition();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edition-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an edition read from its folder', () => {
  it('gives every value by its key', async () => {
    const read = await readEdition(await writeFixture(edition, folder));
    expect(read.values.length).toBe(edition.values.length);
    const sample = edition.values.filter((_, index) => index % 97 === 0);
    for (const value of sample) expect(read.values.at(value, value.as_at_date)).toEqual(value);
  });

  it('gives a series in order of day', async () => {
    const read = await readEdition(
      await writeFixture({ ...edition, values: [...edition.values].reverse() }, folder),
    );
    const key = {
      authority: 'hertfordshire',
      measure_id: 'T3',
      line: 'main',
      statistic: 'count',
      period: 'as_at',
      breakdown: 'all',
      group: 'all',
    } as const;
    const days = read.values.series(key).map(({ as_at_date }) => as_at_date);
    expect(days).toEqual([...days].sort());
    expect(days.length).toBeGreaterThan(40);
    expect(read.values.series({ ...key, line: 'unknown' })).toEqual([]);
  });

  it('orders measures as the pages do and groups as their labels do', async () => {
    const read = await readEdition(await writeFixture(edition, folder));
    expect(read.measures.map(({ measure_id }) => measure_id)).toEqual([
      'T1',
      'T2',
      'T3',
      'T4',
      'T6',
      'T5',
      'T7',
      'T8',
      'T13',
      'T9',
      'T10',
      'B7',
      'B9',
      'B10',
      'B8',
      'B19',
      'B21',
      'B27',
      'B26',
      'B28',
      'B30',
      'B40',
      'B41',
      'B46',
      'B3',
      'B47',
      'B48',
      'B50',
      'B53',
      'B54',
      'B56',
      'B57',
    ]);
    expect(groupsOf(read, 'hertfordshire', 'age_band').map(({ label }) => label)).toEqual([
      'Under 1',
      '1 to 4',
      '5 to 9',
      '10 to 15',
      '16 and 17',
    ]);
    expect(measureById(read, 't10').measure_id).toBe('T10');
  });
});

describe('an edition that is not in the format', () => {
  const refusal = async (change: () => unknown): Promise<unknown> => {
    await writeFixture(edition, folder);
    await change();
    return readEdition(folder);
  };

  it.each([
    ['a file is missing', () => rmSync(join(folder, 'data', 'groups.json')), /groups\.json/],
    ['a file is not JSON', () => writeFileSync(join(folder, 'manifest.json'), '{'), /manifest\.json/],
    ['a field is missing', () => writeFileSync(join(folder, 'data', 'measures.json'), '[{}]'), /measure_id/],
    [
      'a status is unknown',
      () => writeFixture({ ...edition, values: [{ ...edition.values[0], status: 'Blue' } as never] }, folder),
      /column status/,
    ],
    [
      'a value has no line',
      () => writeFixture({ ...edition, values: [{ ...edition.values[0], line: null } as never] }, folder),
      /column line/,
    ],
    [
      'a column of the values is missing',
      () => {
        const values = edition.values.map(({ unit: _, ...value }) => value);
        return writeFixture({ ...edition, values: values as never }, folder);
      },
      /unit/,
    ],
    [
      'the values are no Parquet file',
      () => writeFileSync(join(folder, 'data', 'measure-values.parquet'), 'authority'),
      /measure-values\.parquet of the edition cannot be read/,
    ],
  ])('is refused when %s', async (_, change, message) => {
    await expect(refusal(change)).rejects.toThrow(message);
  });
});

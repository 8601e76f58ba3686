import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseLine, publishedCount, readLive } from '../../../pipeline/children/live-warehouse.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { changesFile } from '../../../pipeline/edition/change-format.ts';
import { manifest, valuesName } from '../../../pipeline/edition/format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { canonicalJson, fileSha256 } from '../../../pipeline/hash.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { editionCsv } from '../../support/edition-csv.ts';
import { smallAuthority, smallRooms, treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

/** Runs a command with stand-in rooms and keeps what it says. */
async function tracker(...args: string[]) {
  const said: string[] = [];
  const say = (line: string): number => said.push(line);
  const console = { ...silentEffects, say, complain: say };
  const exitCode = await main(args, { console, rooms: smallRooms, exitCode: 0 });
  return { exitCode, said: said.join('\n') };
}

const data = temporaryFolder();
const folders = dataFolders(data);
const out = join(temporaryFolder(), 'figures.csv');
const { yaml } = smallAuthority();
const runFor = (asAt: string) => tracker('run', '--authority', yaml, '--as-at', asAt, '--data', data);
const values = (...args: string[]) => tracker('values', '--data', data, ...args);
const header =
  'edition_id,authority,measure_id,line,statistic,period,as_at_date,snapshot_date,breakdown,group,numerator,denominator,value,unit,status,provisional';

let april = '';
let may = '';
beforeAll(async () => {
  await runFor('2026-04-30');
  april = liveEdition(folders) ?? '';
  await runFor('2026-05-31');
  may = liveEdition(folders) ?? '';
});

describe('tracker values', () => {
  it('writes the figures of the live edition, as the warehouse has them, in order of their keys', async () => {
    expect(await values('--out', out)).toEqual({ exitCode: 0, said: out });
    const [first, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(first).toBe(header);
    const keys = rows.map((row) => row.split(',').slice(1, 10).join('\t'));
    expect(keys).toEqual([...keys].sort());
    const derived = await withWarehouse(join(folders.warehouses, may, 'warehouse.duckdb'), (database) =>
      database.rows('SELECT * FROM warehouse.published.measure_value'),
    );
    const expected = derived.map((row) =>
      [
        may,
        ...['authority', 'measure_id', 'line', 'statistic', 'period', 'as_at_date', 'snapshot_date'].map(
          (column) => row[column],
        ),
        ...['breakdown', 'group_key', 'numerator', 'denominator', 'value'].map((column) => row[column] ?? ''),
        ...['unit', 'status', 'provisional'].map((column) => row[column]),
      ].join(','),
    );
    expect([...rows].sort()).toEqual(expected.sort());
    expect(rows.length).toBeGreaterThan(1000);
    expect(readdirSync(join(out, '..'))).toEqual(['figures.csv']);
  });

  it('writes those of the edition named, in place of the file before', async () => {
    await values('--out', out, '--edition', april);
    const ids = readFileSync(out, 'utf8').split('\n').slice(1, -1);
    expect(new Set(ids.map((row) => row.split(',')[0]))).toEqual(new Set([april]));
  });

  it.each([
    [
      'an edition that is not there',
      ['--edition', 'board-2026-01-31-00000000', '--out', out],
      'edition_unknown',
    ],
    ['a folder that is not there', ['--out', join(data, 'none', 'f.csv')], 'out_unfit'],
    ['a folder as the file', ['--out', data], 'out_unfit'],
    ['what the program keeps', ['--out', join(folders.editions, 'x.csv')], 'out_unfit'],
  ])('refuses %s, and writes nothing', async (_, args, code) => {
    const before = treeHash(folders.editions);
    const { exitCode, said } = await values(...args);
    expect([exitCode, said.includes(code)]).toEqual([2, true]);
    expect(treeHash(folders.editions)).toBe(before);
  });

  it('refuses figures that are not as they were made, and keeps the file before', async () => {
    const file = join(folders.editions, april, 'data', valuesName);
    const bytes = readFileSync(file);
    const before = readFileSync(out, 'utf8');
    writeFileSync(file, Buffer.from(bytes).fill(0, 100, 101));
    const { exitCode, said } = await values('--edition', april, '--out', out);
    writeFileSync(file, bytes);
    expect([exitCode, said.includes('edition_damaged')]).toEqual([4, true]);
    expect(readFileSync(out, 'utf8')).toBe(before);
  });

  it('says that nothing is live', async () => {
    const empty = await tracker('values', '--data', temporaryFolder(), '--out', out);
    expect([empty.exitCode, empty.said.includes('nothing_published')]).toEqual([2, true]);
  });
});

/** Gives an edition the form that version 0.3 gave it: figures as CSV and Arrow, each row with the edition's id. */
async function asBefore(id: string): Promise<string> {
  const folder = join(folders.editions, id);
  const text = readFileSync(await editionCsv(folder), 'utf8');
  writeFileSync(join(folder, 'data', 'measure-values.csv'), text);
  writeFileSync(join(folder, 'data', 'measure-values.arrow'), 'ARROW1');
  rmSync(join(folder, 'data', valuesName));
  const made = manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const { [`data/${valuesName}`]: _, ...files } = made.files;
  for (const name of ['measure-values.csv', 'measure-values.arrow'])
    files[`data/${name}`] = fileSha256(join(folder, 'data', name));
  writeFileSync(join(folder, 'manifest.json'), canonicalJson({ ...made, files }));
  return text;
}

describe('an edition of version 0.3', () => {
  it('is listed, shown, written, compared with, and withdrawn', async () => {
    const text = await asBefore(may);
    const edition = (...args: string[]) => tracker('edition', ...args, '--data', data);
    expect((await edition('list')).said).toContain(may);
    expect(await edition('show', may)).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('as they were made'),
    });
    await values('--out', out);
    expect(readFileSync(out, 'utf8')).toBe(text);
    expect((await edition('diff', may, may)).said).toContain('Totals: no difference');
    const live = readLive(folders);
    const b7 = chooseLine(live, 'smalltown', 'B7', 'main');
    expect(await withDatabase(':memory:', (db) => publishedCount(db, live, b7, 'as_at'))).toBe(12);

    expect((await runFor('2026-06-30')).exitCode).toBe(0);
    const june = liveEdition(folders) ?? '';
    const told = JSON.parse(readFileSync(join(folders.editions, june, 'data', 'changes.json'), 'utf8'));
    const { before, changes, revisions } = changesFile.parse(told);
    expect([before?.edition_id, changes.length > 10]).toEqual([may, true]);
    expect(new Set(revisions.flatMap(({ history }) => history.map((said) => said.edition_id)))).toContain(
      april,
    );
    expect((await edition('diff', may, june)).exitCode).toBe(0);

    const notice = ['--by', 'Director', '--reason', 'A fault.', '--on', '2026-07-01'];
    expect((await edition('withdraw', may, ...notice)).exitCode).toBe(0);
    expect(await values('--edition', may, '--out', out)).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining('was withdrawn on 2026-07-01'),
    });
    rmSync(join(folders.editions, may, 'data', 'measure-values.csv'));
    expect((await edition('diff', may, june)).exitCode).toBe(4);
    expect(existsSync(out)).toBe(true);
  });
});

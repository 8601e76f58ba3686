/** National tables through a whole run: what the edition and the warehouse say of an authority beside others. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BenchmarksFile, benchmarksFile } from '../../../pipeline/edition/benchmark-format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { run } from '../../../pipeline/run/run.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { temporaryFolder } from '../small-extract.ts';
import { smallAuthority, smallRooms } from './small-rooms.ts';

const asAt = '2026-06-30';

/** Runs an authority whose configuration ends with that line. */
async function made(line: string, data = temporaryFolder()) {
  const { yaml } = smallAuthority();
  appendFileSync(yaml, line);
  const report = await run({ authorities: [yaml], asAt, data }, silentEffects, smallRooms);
  const folders = dataFolders(data);
  const id = liveEdition(folders) ?? '';
  const file = (): BenchmarksFile =>
    benchmarksFile.parse(
      JSON.parse(readFileSync(join(folders.editions, id, 'data', 'benchmarks.json'), 'utf8')),
    );
  return { report, id, file, warehouse: join(folders.warehouses, id, 'warehouse.duckdb') };
}

const found = ({ benchmarks }: BenchmarksFile, measure: string, line = 'main', statistic = 'percentage') => {
  const entry = benchmarks.find(
    (each) => each.measure_id === measure && each.line === line && each.statistic === statistic,
  );
  if (entry === undefined) throw new Error(`${measure} ${line} ${statistic} is missing`);
  return { ...entry, newest: entry.years.at(-1) };
};

describe('an authority that names itself in the national tables', () => {
  it('stands beside England, its region and its neighbours, with band and rank', async () => {
    const { report, file, warehouse } = await made('benchmark_authority: Hertfordshire County Council\n');
    expect(report.error).toBeNull();
    const content = file();
    expect(content.missing).toEqual([]);
    expect(content.source).toContain('Open Government Licence v3.0');
    const stability = found(content, 'B19');
    expect(stability).toMatchObject({
      authority: 'smalltown',
      dfe_measure: 'LACStable_2016on',
      polarity: 'Low',
      region_name: 'East of England',
      like_for_like: true,
    });
    expect(stability.neighbours.slice(0, 2)).toEqual(['Oxfordshire', 'Buckinghamshire']);
    expect(stability.newest).toEqual({
      year: 2025,
      period_end: '2025-03-31',
      released_on: null,
      ours: null,
      authority: { value: 11, symbol: null },
      england: { value: 10, symbol: null },
      region: { value: 11, symbol: null },
      neighbours_mean: 11.8,
      neighbours_median: 11.5,
      neighbours_counted: 10,
      band: 'C',
      rank: 78,
      ranked: 151,
      lower_quarter: 8,
      upper_quarter: 12,
    });
    expect(stability.years.map(({ released_on }) => released_on)).toEqual([
      '2019-12-05',
      '2020-12-10',
      null,
      '2022-11-17',
      null,
      null,
      null,
    ]);
    expect(found(content, 'B29').newest).toMatchObject({
      neighbours_mean: 9.555556,
      neighbours_median: 7,
      neighbours_counted: 9,
      rank: 109,
      band: 'D',
    });
    expect(found(content, 'B8', 'main', 'rate').newest).toMatchObject({
      band: null,
      rank: null,
      ranked: null,
    });

    // Our figure at 31 March is that of the edition: twelve invented children on each day that it shows.
    const number = found(content, 'B7', 'main', 'count');
    expect(number.years.map(({ year, ours }) => [year, ours])).toEqual([
      [2019, null],
      [2020, null],
      [2021, null],
      [2022, null],
      [2023, null],
      [2024, 12],
      [2025, 12],
    ]);

    // Where the definitions differ the note says how, and nothing of ours stands beside the figure.
    const distance = found(content, 'B17');
    expect(distance.like_for_like).toBe(false);
    expect(distance.note).toContain("outside the authority's boundary");
    expect(distance.newest).toMatchObject({ rank: 105, ranked: 151, band: 'C' });
    expect(distance.years.every(({ ours }) => ours === null)).toBe(true);

    const quarters = await withDatabase(
      warehouse,
      (database) =>
        database.rows(
          'SELECT measure_id, line, statistic, year, released_on, effective_to, lower_quarter, upper_quarter FROM raw.benchmark_quarter ORDER BY ALL',
        ),
      { readOnly: true },
    );
    expect(quarters.filter((row) => row['measure_id'] === 'B19').at(-1)).toEqual({
      measure_id: 'B19',
      line: 'main',
      statistic: 'percentage',
      year: 2025,
      released_on: '2025-11-24',
      effective_to: null,
      lower_quarter: 8,
      upper_quarter: 12,
    });
    expect(quarters.filter((row) => row['measure_id'] === 'B17')).toEqual([]);
    const open = quarters.filter((row) => row['effective_to'] === null);
    const lines = open.map(({ measure_id, line, statistic }) => `${measure_id} ${line} ${statistic}`);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('gets another edition when it names another authority, though its files are the same', async () => {
    const data = temporaryFolder();
    const one = await made('benchmark_authority: 919\n', data);
    const two = await made('benchmark_authority: Bromley\n', data);
    expect(two.report.outcome).toBe('published');
    expect(two.id).not.toBe(one.id);
    expect(found(two.file(), 'B19').region_name).toBe('London');
  });
});

describe('an authority without comparison', () => {
  it('that names none is told so, and its lines still have quarter points to be rated by', async () => {
    const { file, warehouse } = await made('');
    expect(file()).toMatchObject({
      benchmarks: [],
      missing: [
        {
          authority: 'smalltown',
          reason: 'Smalltown names no authority of the national tables to be compared with.',
        },
      ],
    });
    const rows = await withDatabase(
      warehouse,
      (database) =>
        database.rows("SELECT DISTINCT authority FROM raw.benchmark_quarter WHERE measure_id = 'B19'"),
      { readOnly: true },
    );
    expect(rows).toEqual([{ authority: 'smalltown' }]);
  });

  it('that has ended reads what became of it', async () => {
    const { report, file } = await made('benchmark_authority: Cumbria\n');
    expect(report.outcome).toBe('published');
    expect(file().missing[0]?.reason).toContain(
      'ended on 2023-04-01; since then its area is Cumberland (942) and Westmorland and Furness (943)',
    );
  });

  it('that the tables do not know stops the run before anything is read', async () => {
    const { report } = await made('benchmark_authority: Herfordshire\n');
    expect(report.error?.code).toBe('benchmark_authority_unknown');
    expect(report.error?.message).toContain('authority.yaml, benchmark_authority: no authority');
    expect(report.phases.map(({ phase }) => phase)).toEqual(['configuration']);
  });
});

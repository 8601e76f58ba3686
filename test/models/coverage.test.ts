/**
 * Years of a return through the door to the tallies: nothing is told of a day that they do not cover, and what is told
 * is what all six years tell. The least that can be covered by a line decides, look-back included.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import { loadWarehouse } from '../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { smallOwner } from '../pipeline/small-extract.ts';
import { inventedReturn } from '../reference/returns/invented-return.ts';
import { extractOf, scratchFolder } from '../support/source-folder.ts';
import { deriveInProcess } from './rendered-model.ts';

const asAt = '2019-03-31';
const all = inventedReturn(903, 250);

/** Folders of years, named by the April in which each begins; the quarters after which an in-year run was made. */
const cases = {
  six: { years: [2013, 2014, 2015, 2016, 2017, 2018], from: '2013-04-01' },
  one: { years: [2018], from: '2018-04-01' },
  two: { years: [2017, 2018], from: '2017-04-01' },
  gap: { years: [2014, 2015, 2017, 2018], from: '2017-04-01' },
} as const;
type Case = keyof typeof cases;

const isoOf = (day: string): string => day.split('/').reverse().join('-');

const rowsOf = (path: string): string[][] =>
  (all[path] ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/**
 * Whom a window cannot tell as all years do: away from home for a while on its first day, so that the home that waits
 * lies in no return of it; or with days between two episodes, without a new start, over the turn of the year.
 */
const untold = new Set(
  [2017, 2018].flatMap((year) => {
    const first = `${year}-04-01`;
    const rows = rowsOf(`${year}/episodes.csv`);
    const begun = new Map<string, string>();
    for (const [child = '', start = '', why = ''] of rows)
      if (isoOf(start) < (begun.get(child)?.slice(0, 10) ?? '9999'))
        begun.set(child, `${isoOf(start)}${why}`);
    return rows.flatMap(([child = '', start = '', , , , place = '', , end = '']) => {
      const isAway = /^T[0-4]$/.test(place) && isoOf(start) <= first && (end === '' || isoOf(end) >= first);
      const entry = begun.get(child) ?? '';
      return isAway || (entry > `${first}T` && !entry.endsWith('S')) ? [child] : [];
    });
  }),
);

const ofYears = (years: readonly number[]) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([path]) => years.includes(Number(path.slice(0, 4))))
      .map(([path, text]) => [
        path,
        text
          .split('\n')
          .filter((line) => !untold.has(line.split(',')[0] ?? ''))
          .join('\n'),
      ]),
  );

interface Told {
  readonly key: string;
  readonly day: string;
  readonly period: string;
  readonly value: string;
}
const told = new Map<string, Told[]>();
const reasons = new Map<string, string>();
const windows = new Map<string, string>();

beforeAll(async () => {
  const folder = scratchFolder();
  const parts = await Promise.all(
    Object.entries(cases).map(async ([authority, { years }]) => {
      const extract = await extractOf(ofYears(years), { adapter: 'ssda903', asAt });
      for (const { source, table, stock_from, whole_to } of extract.coverage)
        windows.set(`${authority} ${source} ${table}`, `${stock_from} ${whole_to}`);
      const owner = { ...smallOwner, authority };
      const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), owner, extract, 'f');
      const rules = loadRules(repositoryFile('sources/rules'), { ...owner, rules: null });
      return { snapshot, observed: [snapshot], rules };
    }),
  );
  const warehouse = join(folder, 'warehouse.duckdb');
  await loadWarehouse(warehouse, parts, asAt);
  await deriveInProcess({ warehouse, last: ['scorecard.figure'] });
  await withWarehouse(warehouse, async (database) => {
    const rows = await database.rows(
      `SELECT authority, measure_id || ' ' || line || ' ' || period || ' ' || statistic AS key, period,
         CAST(as_at_date AS VARCHAR) AS day, numerator || ' of ' || COALESCE(denominator, 0) || ' ' || COALESCE(value, 0) AS value
       FROM warehouse.scorecard.figure WHERE breakdown = 'all' AND status <> 'Not available' ORDER BY ALL`,
    );
    for (const { authority, ...row } of rows)
      told.set(String(authority), [...(told.get(String(authority)) ?? []), row as unknown as Told]);
    const why = await database.rows(
      `SELECT authority || ' ' || measure_id || ' ' || line || ' ' || period || ' ' || as_at_date AS key,
         reason_code || ' ' || covered_from || ' ' || needed_from || ' ' || covered_by AS why
       FROM warehouse.scorecard.availability WHERE reason_code = 'before_coverage'`,
    );
    for (const { key, why: said } of why) reasons.set(String(key), String(said));
  });
}, 400_000);

const of = (name: Case): Map<string, string> =>
  new Map((told.get(name) ?? []).map(({ key, day, value }) => [`${key} ${day}`, value]));

/** Lines that rest on the entry of the child, which may lie before all files. */
const onEntry = new Set(
  loadRules(repositoryFile('sources/rules'), { ...smallOwner, rules: null })
    .look_backs.filter(({ needs_entry }) => needs_entry)
    .map(({ measure_id, line }) => `${measure_id} ${line}`),
);

describe.each(['one', 'two', 'gap'] as const)('%s', (name) => {
  test('begins on the first of April after the last gap', () => {
    expect(windows.get(`${name} ssda903.episodes care_period`)).toBe(`${cases[name].from} 2019-03-31`);
  });

  test('nothing is told of a day before', () => {
    const days = (told.get(name) ?? []).map(({ day }) => day);
    expect(days.length).toBeGreaterThan(500);
    expect(days.filter((day) => day < cases[name].from)).toEqual([]);
  });

  test('what is told is what all six years tell', () => {
    const long = of('six');
    const differing = [...of(name)]
      .filter(([key, value]) => long.get(key) !== value && !onEntry.has(key.split(' ').slice(0, 2).join(' ')))
      .map(([key, value]) => `${key}: ${value}, of all years ${long.get(key)}`);
    expect(differing).toEqual([]);
  });
});

describe('of one year', () => {
  const lastDay = (line: string, day = asAt): boolean =>
    (told.get('one') ?? []).some((row) => row.key.startsWith(`${line} `) && row.day === day);

  test.each([
    ['B7 main as_at', true],
    ['B10 main r12m', true],
    ['B19 main as_at', true],
    ['B20 main as_at', false],
    ['B30 main r36m', false],
    ['B30 main r12m', true],
    ['B46 main r12m', false],
  ])('%s is told on its last day: %s', (line, isTold) => {
    expect(lastDay(line)).toBe(isTold);
  });

  test('a year that is covered in part is not told at all', () => {
    expect(lastDay('B10 main r12m', '2019-02-28')).toBe(false);
    expect(lastDay('B10 main month', '2018-04-30')).toBe(true);
  });

  test('the reason has both days', () => {
    expect(reasons.get('one B46 main r12m 2019-03-31')).toBe(
      'before_coverage 2018-04-01 2017-04-01 ssda903.episodes',
    );
  });
});

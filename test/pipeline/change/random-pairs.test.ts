/**
 * Random pairs of extracts: what the models say of the old day and the new one against the second implementation of
 * the measures, the children whose place changed against a count child by child, and the parts against their sum.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { History } from '../../../pipeline/change/edition-before.ts';
import { csvText } from '../../../pipeline/csv.ts';
import { changesOf } from '../../../pipeline/edition/changes-file.ts';
import { measuresFile } from '../../../pipeline/edition/measures-file.ts';
import { takeValues } from '../../../pipeline/edition/values.ts';
import { canonicalJson, fileSha256 } from '../../../pipeline/hash.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import type { StoredSnapshot } from '../../../pipeline/snapshot/manifest.ts';
import { storeSnapshot } from '../../../pipeline/snapshot/store.ts';
import type { Record_ } from '../../../pipeline/warehouse/database.ts';
import { loadWarehouse, type WarehousePart } from '../../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { type ContractRows, tableNames } from '../../../sources/contract/tables.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { deriveInProcess } from '../../models/rendered-model.ts';
import { size } from '../../proofs/sizes.ts';
import type { OlderSnapshot, ReferenceInput, ReferenceValue } from '../../reference/input.ts';
import { hertfordshireLimits, referenceValues } from '../../reference/measures.ts';
import { Random } from '../../reference/random.ts';
import { type RandomPair, randomPair } from './random-pair.ts';

const wanted = size('changePairs');
const folder = mkdtempSync(join(tmpdir(), 'tracker-pairs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Pairs by the day of the earlier extract, for an edition has one date; the first day alone where few are wanted. */
function pairsByDay(): RandomPair[][] {
  const days = new Map<string, RandomPair[]>();
  const isEnough = (): boolean => [...days.values()].flat().length >= wanted;
  for (let seed = 1; !isEnough(); seed += 1) {
    const pair = randomPair(seed, 8);
    if (wanted < 100 && pair.oldDay !== '2026-03-31') continue;
    days.set(pair.oldDay, [...(days.get(pair.oldDay) ?? []), pair]);
  }
  return [...days.values()];
}

const emptyRows = (): ContractRows =>
  Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as ContractRows;

/** Stores the extracts of a pair and makes its part of a warehouse. */
async function partOf(pair: RandomPair, store: string): Promise<WarehousePart> {
  const { authority, cohort } = pair;
  const owner = {
    authority,
    name: authority,
    procedure: 'hertfordshire' as const,
    plan_history_from: cohort.planHistoryFrom,
    sources: [{ adapter: 'ssd' }],
  };
  const stored = async (snapshot_date: string, rows: ContractRows): Promise<StoredSnapshot> => {
    const content = {
      rows,
      inputs: cohort.inputs,
      files: [],
      quarantine: [],
      cells: [],
      seen: [],
      not_read: [],
      problems: [],
      coverage: [],
      quality: [],
      snapshot_date,
    };
    return (await storeSnapshot(store, owner, content, 'f')).snapshot;
  };
  const older: StoredSnapshot[] = [];
  for (const { snapshotDate, carePlanRows } of cohort.olderSnapshots)
    older.push(await stored(snapshotDate, { ...emptyRows(), care_plan: [...carePlanRows] }));
  const earlier = await stored(pair.oldDay, pair.earlier);
  const later = await stored(pair.laterSnapshot, pair.later);
  const rules = loadRules(repositoryFile('sources/rules'), { ...owner, rules: null });
  const between = pair.laterSnapshot === pair.oldDay ? [] : [earlier];
  return {
    snapshot: later,
    observed: [...older, ...between, later],
    rules: { ...rules, settings: { ...rules.settings, month_ends: 1, weeks: 1 } },
    before: { snapshot: earlier, observed: [...older, earlier], asAt: pair.oldDay },
  };
}

/** What the second implementation is asked of a pair: three looks. */
function looksAt(pair: RandomPair): Record<'before' | 'since' | 'now', ReferenceInput> {
  const { inputs, planHistoryFrom, olderSnapshots } = pair.cohort;
  const day = (date: string) => [{ date, isMonthEnd: false, isWeek: false, isCurrent: true }];
  const shared = { inputs, planHistoryFrom, limits: hertfordshireLimits };
  const earlierSeen: OlderSnapshot[] =
    pair.laterSnapshot === pair.oldDay
      ? [...olderSnapshots]
      : [...olderSnapshots, { snapshotDate: pair.oldDay, carePlanRows: pair.earlier.care_plan }];
  const later = {
    ...shared,
    rows: pair.later,
    snapshotDate: pair.laterSnapshot,
    olderSnapshots: earlierSeen,
  };
  return {
    before: {
      ...shared,
      rows: pair.earlier,
      snapshotDate: pair.oldDay,
      olderSnapshots,
      asAtDates: day(pair.oldDay),
    },
    since: { ...later, asAtDates: day(pair.oldDay) },
    now: { ...later, asAtDates: day(pair.newDay) },
  };
}

const figureKey = (row: Record_ | ReferenceValue): string =>
  ['measure_id', 'line', 'statistic', 'period'].map((column) => (row as Record_)[column]).join(' ');
const lineKey = (row: Record_ | ReferenceValue): string =>
  ['measure_id', 'line', 'period'].map((column) => (row as Record_)[column]).join(' ');
const totals = (input: ReferenceInput): ReferenceValue[] =>
  referenceValues(input).filter((row) => row.breakdown === 'all');
const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1e6) / 1e6;

/** The rows of one child, and of teams. */
const onlyOf = (rows: ContractRows, child: string): ContractRows =>
  Object.fromEntries(
    tableNames.map((name) => [
      name,
      (rows[name] as readonly { child_id?: string }[]).filter((row) => (row.child_id ?? child) === child),
    ]),
  ) as unknown as ContractRows;

const ofChild = (input: ReferenceInput, child: string): ReferenceInput => ({
  ...input,
  rows: onlyOf(input.rows, child),
  olderSnapshots: input.olderSnapshots.map((older) => ({
    ...older,
    carePlanRows: older.carePlanRows.filter((row) => row.child_id === child),
  })),
});

/** Children whose place differs, late and corrected, by line: each child alone is an authority of one. */
function placesChanged(pair: RandomPair): Map<string, { late: number; corrected: number }> {
  const { before, since } = looksAt(pair);
  const changed = new Map<string, { late: number; corrected: number }>();
  for (const { child_id } of pair.cohort.rows.child) {
    const places = (input: ReferenceInput): Map<string, string> => {
      const found = new Map<string, string>();
      for (const row of totals(ofChild(input, child_id)))
        found.set(
          lineKey(row),
          `${found.get(lineKey(row)) ?? ''}|${row.numerator}/${row.denominator}=${row.value}`,
        );
      return found;
    };
    const then = places(before);
    for (const [line, place] of places(since)) {
      if (then.get(line) === place) continue;
      const counts = changed.get(line) ?? { late: 0, corrected: 0 };
      counts[pair.deeds.get(child_id) === 'corrected' ? 'corrected' : 'late'] += 1;
      changed.set(line, counts);
    }
  }
  return changed;
}

/** What the models say otherwise than the second implementation. */
function differences(pair: RandomPair, rows: readonly Record_[]): { checked: number; found: string[] } {
  const looks = looksAt(pair);
  const byKey = new Map(rows.map((row) => [figureKey(row), row]));
  const places = placesChanged(pair);
  const found: string[] = [];
  let checked = 0;
  const say = (what: string): number => found.push(`${pair.authority} ${pair.cohort.variant} ${what}`);
  const available = new Map<string, number>();
  for (const look of ['before', 'since', 'now'] as const)
    for (const value of totals(looks[look])) {
      checked += 1;
      const ours = byKey.get(figureKey(value))?.[`value_${look}`] ?? null;
      if (ours !== rounded(value.value))
        say(`${figureKey(value)} ${look}: ${value.value}, but the models say ${ours}`);
      if (value.statistic === 'count' && value.value !== null && look !== 'now')
        available.set(lineKey(value), (available.get(lineKey(value)) ?? 0) + 1);
    }
  for (const [line, looked] of available) {
    if (looked < 2) continue;
    const row = rows.find((each) => lineKey(each) === line && each['statistic'] === 'count');
    const counts = places.get(line) ?? { late: 0, corrected: 0 };
    checked += 1;
    if (row?.['late_recorded_children'] !== counts.late || row['corrected_children'] !== counts.corrected)
      say(
        `${line}: ${counts.late} late and ${counts.corrected} corrected, but the models say ${row?.['late_recorded_children']} and ${row?.['corrected_children']}`,
      );
  }
  return { checked, found };
}

/** An edition of the old day whose figures are those of the models, each a little otherwise. */
function editionBefore(
  place: string,
  parts: readonly WarehousePart[],
  rows: readonly Record_[],
  asAt: string,
): History {
  const random = new Random(rows.length);
  const data = join(place, 'edition', 'data');
  mkdirSync(data, { recursive: true });
  const published = rows.flatMap((row) => {
    if (random.chance(0.05) || row['value_before'] === null) return [];
    const delta = random.chance(0.5) ? 0 : random.between(-3_000_000, 3_000_000) / 1e6;
    const value = String(rounded(Number(row['value_before']) + delta));
    if (value.includes('e')) return [];
    const named = ['authority', 'measure_id', 'line', 'statistic', 'period', 'unit'].map((column) =>
      String(row[column]),
    );
    return [[...named, value, 'all', asAt, 'No rating - context']];
  });
  const header = [
    'authority',
    'measure_id',
    'line',
    'statistic',
    'period',
    'unit',
    'value',
    'breakdown',
    'as_at_date',
    'status',
  ];
  writeFileSync(join(data, 'measure-values.csv'), csvText(header, published));
  writeFileSync(join(data, 'measures.json'), canonicalJson([]));
  const files = Object.fromEntries(
    ['measure-values.csv', 'measures.json'].map((name) => [`data/${name}`, fileSha256(join(data, name))]),
  );
  const authorities = parts.map(({ snapshot: { manifest } }) => ({
    authority: manifest.authority,
    snapshot_id: manifest.snapshot_id,
    snapshot_sha256: manifest.content_sha256,
  }));
  const before = {
    folder: join(place, 'edition'),
    edition_id: 'before',
    kind: 'working' as const,
    as_at_date: asAt,
    rules_version: '',
    authorities,
    files,
  };
  const behind = parts.map(({ rules, before: compared }) => ({
    authority: rules.authority,
    snapshot: compared?.snapshot as StoredSnapshot,
    reason: null,
  }));
  return { before, previous: null, behind, fingerprint: '' };
}

const columns =
  'authority, measure_id, line, statistic, period, unit, value_before, value_since, value_now, late_recorded_children, corrected_children';
const micro = (value: number): number => Math.round(value * 1e6);

/** How much was looked at, and what was wrong with it. */
interface Examined {
  readonly checked: number;
  readonly split: number;
  /** Places of children that changed, over all lines. */
  readonly late: number;
  readonly corrected: number;
  readonly found: readonly string[];
}

/** Derives the pairs of one day and returns what is wrong with them. */
async function examine(pairs: readonly RandomPair[], place: string): Promise<Examined> {
  const [{ oldDay, newDay }] = pairs as readonly [RandomPair];
  const parts: WarehousePart[] = [];
  for (const pair of pairs) parts.push(await partOf(pair, join(place, 'snapshots')));
  const warehouse = join(place, 'warehouse', 'warehouse.duckdb');
  await loadWarehouse(warehouse, parts, newDay);
  await deriveInProcess({ warehouse, last: ['published.comparison', 'published.measure_value'] });
  return withWarehouse(warehouse, async (database) => {
    const rows = await database.rows(`SELECT ${columns} FROM warehouse.published.comparison ORDER BY ALL`);
    const found: string[] = [];
    let checked = 0;
    for (const pair of pairs) {
      const own = rows.filter((row) => row['authority'] === pair.authority);
      const result = differences(pair, own);
      checked += result.checked;
      found.push(...result.found);
    }
    await takeValues(database);
    const books = parts.map((part) => part.rules);
    const told = await changesOf(database, {
      asAt: newDay,
      history: editionBefore(place, parts, rows, oldDay),
      authorities: pairs.map((pair) => pair.authority),
      measures: measuresFile(books, [], newDay),
    });
    for (const each of told.changes) {
      const sum = micro(each.definition) + micro(each.recorded_since) + micro(each.real);
      if (sum !== micro(each.after) - micro(each.before))
        found.push(`${figureKey(each as never)} does not add up`);
    }
    const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);
    const [late, corrected] = [sum('late_recorded_children'), sum('corrected_children')];
    return { checked, split: told.changes.length, late, corrected, found };
  });
}

describe('random pairs of extracts', () => {
  const days = pairsByDay().map((pairs) => [pairs[0]?.oldDay ?? '', pairs.length, pairs] as const);

  it.each(days)(
    'of %s (%i) move as the second implementation says, by as many children, in parts that add up',
    async (day, size, pairs) => {
      const { checked, split, late, corrected, found } = await examine(pairs, join(folder, day));
      if (wanted > 100)
        process.stdout.write(
          `${day}: ${size} pairs, ${checked} figures and counts compared, ${split} movements split, places changed: ${late} late, ${corrected} corrected\n`,
        );
      expect(found.slice(0, 20)).toEqual([]);
      expect(split).toBeGreaterThan(size * 30);
      expect(checked).toBeGreaterThan(size * 150);
      expect(Math.min(late, corrected)).toBeGreaterThan(size * 2);
    },
  );
});

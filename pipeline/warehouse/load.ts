/** Fills an empty warehouse file: the live snapshots, what older ones still tell, and the rules. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import { quartersInForce } from '../../sources/benchmarks/standing.ts';
import { tableNames } from '../../sources/contract/tables.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { childChanges } from '../change/child-change.ts';
import { type ComparedSnapshot, nameBefore, nameSince } from '../change/compared.ts';
import { limitsDiffer, limitsOfToday } from '../change/limits-in-force.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { asAtDates, comparedDate, type LoadedDate, withCompared } from './as-at-dates.ts';
import { type Cell, type Database, dateOrNull, quoted, quotedPath, withDatabase } from './database.ts';
import { rawTable, rawTables } from './raw-tables.ts';
import { ruleRows } from './rule-rows.ts';

/** One authority's part of a warehouse. */
export interface WarehousePart {
  readonly snapshot: StoredSnapshot;
  /** Snapshots of the same authority up to the live one, oldest first, the live one included. */
  readonly observed: readonly StoredSnapshot[];
  readonly rules: RuleBook;
  /** What was behind the edition before; absent when there is nothing to compare with. */
  readonly before?: ComparedSnapshot;
  /** The national tables; absent when nothing is to be compared with them. */
  readonly benchmarks?: AuthorityBenchmarks;
}

/**
 * Makes the warehouse file. Its stem is the catalogue's name in every view, so it must be `warehouse`.
 *
 * @example await loadWarehouse('runs/x/warehouse/warehouse.duckdb', parts, '2026-06-30')
 */
export async function loadWarehouse(
  file: string,
  parts: readonly WarehousePart[],
  asAt: string,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await withDatabase(file, async (database) => {
    await fillWarehouse(database, parts, asAt);
    await database.run('CHECKPOINT');
  });
}

/** The same in an open database, where schema `raw` is made. */
export async function fillWarehouse(
  database: Database,
  parts: readonly WarehousePart[],
  asAt: string,
): Promise<void> {
  await database.run('BEGIN');
  await createTables(database);
  const loaded = parts.flatMap((part) => loadedSnapshots(part, asAt));
  for (const each of loaded) await loadSnapshot(database, each);
  await loadRules(
    database,
    loaded.map((each) => each.rules),
  );
  for (const part of parts) await loadBenchmarkQuarters(database, part, asAt);
  for (const part of parts) await loadChildChanges(database, part);
  await database.run('COMMIT');
}

/** Makes every table of schema `raw`, empty. */
export async function createTables(database: Database): Promise<void> {
  // Statements go to the database together: each call costs more than what it does.
  const statements = rawTables.map((table) => {
    const columns = table.columns.map((column) => `"${column.name}" ${column.type}`);
    return `CREATE TABLE raw.${table.name} (${columns.join(', ')}); COMMENT ON TABLE raw.${table.name} IS ${quoted(table.description)}`;
  });
  await database.run(['CREATE SCHEMA raw', ...statements].join(';\n'));
}

/** A snapshot under the name that it has in the warehouse. */
interface Loaded {
  readonly authority: string;
  readonly snapshot: StoredSnapshot;
  readonly observed: readonly StoredSnapshot[];
  readonly asAt: string;
  readonly dates: readonly LoadedDate[];
  /** Authority that it is compared with, and as what; null for a live snapshot. */
  readonly compared: { readonly with: string; readonly as: 'before' | 'since' } | null;
  readonly rules: RuleBook;
}

/** The live snapshot, and beside it what the edition before is compared by. */
function loadedSnapshots(part: WarehousePart, asAt: string): Loaded[] {
  const { snapshot, observed, rules, before } = part;
  const { authority } = snapshot.manifest;
  const dates = asAtDates(asAt, rules.settings);
  const live = { authority, snapshot, observed, asAt, compared: null, rules };
  if (before === undefined) return [{ ...live, dates: withCompared(dates, null) }];
  const comparedAs = (as: 'before' | 'since', name: string) => ({
    authority: name,
    asAt: before.asAt,
    dates: [comparedDate(before.asAt)],
    compared: { with: authority, as },
    rules: { ...rules, authority: name, limits: limitsOfToday(rules.limits, before.asAt, asAt) },
  });
  const then = { ...comparedAs('before', nameBefore(authority)), ...pick(before) };
  // Only where a limit has changed must today's data be looked at twice on the old day, by its limits and by today's.
  if (!limitsDiffer(rules.limits, before.asAt, asAt))
    return [{ ...live, dates: withCompared(dates, before.asAt) }, then];
  const since = { ...comparedAs('since', nameSince(authority)), snapshot, observed };
  return [{ ...live, dates: withCompared(dates, null) }, then, since];
}

const pick = ({ snapshot, observed }: ComparedSnapshot) => ({ snapshot, observed });

async function loadSnapshot(database: Database, loaded: Loaded): Promise<void> {
  const { manifest, folder } = loaded.snapshot;
  const key = `${quoted(loaded.authority)}, DATE ${quoted(manifest.snapshot_date)}`;
  // By name: a snapshot of an earlier contract lacks later tables and columns, which then stay empty.
  const tables = tableNames.flatMap((name) => {
    const stored = manifest.tables[name];
    if (stored === undefined) return [];
    const file = quotedPath(join(folder, stored.file));
    return [
      `INSERT INTO raw.${name} BY NAME SELECT ${quoted(loaded.authority)} AS authority, ` +
        `DATE ${quoted(manifest.snapshot_date)} AS snapshot_date, * FROM read_parquet(${file})`,
    ];
  });
  const oldest = loaded.observed[0]?.manifest.snapshot_date ?? manifest.snapshot_date;
  const dates = loaded.dates.map(
    (date) =>
      `(${key}, DATE ${quoted(date.as_at_date)}, ${date.is_month_end}, ${date.is_week}, ${date.is_current}, ${date.is_provisional}, ${date.is_compared}, ${date.is_broken_down})`,
  );
  const given = manifest.inputs.map((input) => `(${key}, ${quoted(input)})`).join(', ');
  const windows = (manifest.coverage ?? []).flatMap((window) =>
    window.inputs.map(
      (input) =>
        `INSERT INTO raw.coverage VALUES (${key}, ${quoted(window.source)}, ${quoted(window.table)}, ${quoted(input)}, ` +
        `${dateOrNull(window.stock_from)}, ${dateOrNull(window.event_from)}, DATE ${quoted(window.whole_to)}, ${quoted(window.known_by)})`,
    ),
  );
  const seen = observations(key, loaded.observed);
  const { compared } = loaded;
  const comparison = compared === null ? 'NULL, NULL' : `${quoted(compared.with)}, ${quoted(compared.as)}`;
  const snapshot =
    `INSERT INTO raw.snapshot VALUES (${key}, DATE ${quoted(loaded.asAt)}, DATE ${quoted(oldest)}, ` +
    `${dateOrNull(manifest.plan_history_from)}, ${quoted(manifest.procedure)}, ${comparison})`;
  const statements = [
    ...tables,
    snapshot,
    `INSERT INTO raw.as_at VALUES ${dates.join(', ')}`,
    ...(given === '' ? [] : [`INSERT INTO raw.input VALUES ${given}`]),
    ...windows,
    ...seen,
  ];
  await database.run(statements.join(';\n'));
}

/** What became of each child's rows since the edition before; both snapshots must be loaded. */
async function loadChildChanges(database: Database, part: WarehousePart): Promise<void> {
  if (part.before === undefined) return;
  const { authority, snapshot_date } = part.snapshot.manifest;
  const changes = await childChanges(database, nameBefore(authority), authority);
  await insertRows(
    database,
    'child_change',
    changes.map((change) => [authority, snapshot_date, change.child_id, change.is_correction]),
  );
}

/**
 * A source that keeps only the latest answers is dated by the snapshots in which each answer was seen. All of them are
 * read in one statement: after years of weeks a statement each would cost more than what it reads.
 */
function observations(key: string, observed: readonly StoredSnapshot[]): string[] {
  const seen = observed.map(({ folder, manifest }) => ({
    file: quotedPath(join(folder, manifest.tables['care_plan']?.file ?? 'care_plan.parquet')),
    date: `DATE ${quoted(manifest.snapshot_date)}`,
  }));
  const dates = seen.map(({ date }) => `(${key}, ${date})`);
  const files = seen.map(({ file, date }) => `(${file}, ${date})`);
  return [
    `INSERT INTO raw.snapshot_taken VALUES ${dates.join(', ')}`,
    // A file that is not found among the snapshots again by its name must not cost its rows in silence.
    `INSERT INTO raw.plan_observation SELECT ${key}, ` +
      `CASE WHEN s.seen_date IS NULL THEN error('a snapshot was read under another name') ELSE s.seen_date END AS seen_date, ` +
      `child_id, care_period_id, document_id, plan, start_date, end_date, row_key ` +
      `FROM read_parquet([${seen.map(({ file }) => file).join(', ')}], union_by_name = true, filename = 'file') ` +
      `LEFT JOIN (VALUES ${files.join(', ')}) AS s(file, seen_date) USING (file) ` +
      `WHERE origin = 'answers' ORDER BY seen_date, row_key`,
  ];
}

async function loadRules(database: Database, books: readonly RuleBook[]): Promise<void> {
  await insertAll(database, ruleRows(books));
}

/** Under every name that the authority has in the warehouse: each is rated by the same points. */
async function loadBenchmarkQuarters(database: Database, part: WarehousePart, asAt: string): Promise<void> {
  const { benchmarks } = part;
  if (benchmarks === undefined) return;
  const books = loadedSnapshots(part, asAt).map((loaded) => loaded.rules);
  await insertRows(
    database,
    'benchmark_quarter',
    books.flatMap((rules) => benchmarkRows(rules, benchmarks)),
  );
}

/**
 * One row per line with a published measure of the same definition and period, and per year while it was the
 * latest out. The points are those of all authorities, so they hold also for one that names none as its own.
 */
function benchmarkRows(rules: RuleBook, { book }: AuthorityBenchmarks): Cell[][] {
  const alike = rules.benchmark_links.filter((link) => link.like_for_like);
  return alike.flatMap(({ measure_id, line, statistic, dfe_measure }) =>
    quartersInForce(book, dfe_measure).map(({ year, from, to, lower, upper }) => [
      rules.authority,
      measure_id,
      line,
      statistic,
      year,
      from,
      to,
      lower,
      upper,
    ]),
  );
}

/** Appends rows to a table of schema `raw`, each cell cast from text to the type of its column. */
export const insertRows = (
  database: Database,
  name: string,
  rows: readonly (readonly Cell[])[],
): Promise<void> => insertAll(database, { [name]: rows });

/** The same for many tables. Statements go to the database together: each call costs more than what it does. */
async function insertAll(
  database: Database,
  tables: Readonly<Record<string, readonly (readonly Cell[])[]>>,
): Promise<void> {
  const filled = Object.entries(tables)
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => ({ name, staging: `load_${name}`, columns: rawTable(name).columns, rows }));
  const created = filled.map(
    ({ staging, columns }) =>
      `CREATE TEMP TABLE ${staging} (${columns.map(({ name }) => `"${name}" TEXT`).join(', ')})`,
  );
  await database.run(created.join(';\n'));
  for (const { staging, columns, rows } of filled)
    await database.appendText(
      staging,
      columns.length,
      rows.map((row) => row.map(asText)),
    );
  const moved = filled.flatMap(({ name, staging, columns }) => [
    `INSERT INTO raw.${name} SELECT ${columns.map((column) => `CAST("${column.name}" AS ${column.type})`).join(', ')} FROM ${staging}`,
    `DROP TABLE ${staging}`,
  ]);
  await database.run(moved.join(';\n'));
}

const asText = (value: Cell): string | null => (value === null ? null : String(value));

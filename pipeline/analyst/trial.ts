/**
 * One measure derived with the models of this checkout and compared with what is published. Only what it needs, for the
 * as-at date alone, in memory: nothing of it is kept, and nothing that is published is touched.
 */
import { TrackerError } from '../../sources/error.ts';
import { harmlessGroup, publishedValues, valuesFile } from '../edition/values.ts';
import type { DataFolders } from '../folders.ts';
import type { Rooms } from '../run/rooms.ts';
import { type Database, quoted, type Record_, withDatabase } from '../warehouse/database.ts';
import { fillWarehouse, type WarehousePart } from '../warehouse/load.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';
import { type Ground, groundOf } from './ground.ts';
import { type RenderedModel, renderedModels } from './models.ts';
import { knownMeasure, type Needs, needsOf } from './needs.ts';

/** One figure of the whole population, now and in production. */
export interface TriedValue {
  readonly authority: string;
  readonly line: string;
  readonly statistic: string;
  readonly period: string;
  readonly now: Told | null;
  readonly production: Told | null;
}

/** A figure: its value as a plain decimal, how many of how many, and its rating in words. */
export interface Told {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly status: string;
}

/** RESTRICTED: the children counted in a line, by their case numbers. */
export interface TriedChildren {
  readonly authority: string;
  readonly line: string;
  readonly period: string;
  readonly counted: readonly string[];
  /** Counted now and not in production, and the other way round; null where there is nothing to compare with. */
  readonly change: { readonly in: readonly string[]; readonly out: readonly string[] } | null;
}

export interface Trial {
  readonly measure: { readonly measure_id: string; readonly name: string };
  readonly asAt: string;
  /** Edition that it is compared with; null when the children are invented ones. */
  readonly production: string | null;
  readonly models: number;
  readonly values: readonly TriedValue[];
  /** Figures of groups that are other than in production. */
  readonly groupsChanged: number;
  readonly children: readonly TriedChildren[];
}

const last = ['published.measure_value', 'published.worklist'];

/** Tries a measure on the snapshots behind the live edition, or on invented children where nothing is published. */
export async function tryMeasure(
  folders: DataFolders,
  rooms: Rooms,
  asked: string,
  authorities: readonly string[],
): Promise<Trial> {
  const [models, ground] = await Promise.all([
    renderedModels(folders.cache),
    groundOf(folders, rooms, authorities),
  ]);
  const [first] = ground.parts;
  if (first === undefined) throw new Error('nothing to try a measure on');
  const measure = knownMeasure(first.rules, asked);
  const { measure_id } = measure;
  const cases = ground.parts.flatMap(({ rules }) => rules.cases);
  const needs = needsOf(models, { cases }, measure_id, last);
  const made = await derived(ground, needs, (database) => told(database, ground.asAt, measure_id));
  const before = await published(ground, measure_id);
  return {
    measure,
    asAt: ground.asAt,
    production: ground.production?.editionId ?? null,
    models: needs.models.length,
    values: paired(made.values, before?.values ?? []),
    groupsChanged: before === null ? 0 : changed(made.groups, before.groups),
    children: children(made.children, before?.children ?? null),
  };
}

/** The as-at date alone: figures of other days decide nothing of its own. */
const onTheDay = (part: WarehousePart): WarehousePart => ({
  ...part,
  rules: { ...part.rules, settings: { ...part.rules.settings, month_ends: 0, weeks: 0 } },
});

/** Queries name the database, so it must be called as a run's is. */
async function derived<T>(
  { parts, asAt }: Ground,
  { models, leftOut, makers }: Needs,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(':memory:', async (database) => {
    await database.run("ATTACH ':memory:' AS warehouse; USE warehouse");
    await fillWarehouse(database, parts.map(onTheDay), asAt);
    for (const schema of ['staging', 'core', 'measures', 'scorecard', 'published'])
      await database.run(`CREATE SCHEMA ${schema}`);
    for (const model of models) {
      await make(database, model);
      // All models of measures have the same columns.
      if (model.name === makers.at(-1))
        for (const name of leftOut)
          await database.run(`CREATE TABLE ${name} AS SELECT * FROM ${model.name} LIMIT 0`);
    }
    return work(database);
  });
}

async function make(database: Database, { name, query }: RenderedModel): Promise<void> {
  try {
    await database.run(`CREATE TABLE ${name} AS ${query}`);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // Only what is wrong with a query whatever the rows are is said: other words may quote a row.
    const ofTheQuery = /^(Binder|Catalog|Parser) Error/.test(message) ? ` ${message}` : '';
    throw new TrackerError(
      'derivation_failed',
      'model_failed',
      `${name} cannot be derived.${ofTheQuery}`,
      `Correct models/models/${name.replace('.', '/')}.sql and try again.`,
      cause,
    );
  }
}

interface Said {
  readonly values: readonly Record_[];
  readonly groups: readonly Record_[];
  readonly children: readonly Record_[];
}

const figure = 'authority, line, statistic, period';
const figures = (relation: string, groupColumn: string, measureId: string, asAt: string): string => `
  SELECT ${figure}, breakdown, ${groupColumn} AS group_key, CAST(numerator AS VARCHAR) AS numerator,
    CAST(denominator AS VARCHAR) AS denominator, CAST(CAST(value AS DECIMAL(18, 6)) AS VARCHAR) AS value, status
  FROM ${relation} WHERE measure_id = ${quoted(measureId)} AND CAST(as_at_date AS VARCHAR) = ${quoted(asAt)} ORDER BY ALL`;
const counted = (measureId: string): string =>
  `SELECT authority, line, period, child_id FROM warehouse.published.worklist WHERE measure_id = ${quoted(measureId)} ORDER BY ALL`;

const split = (rows: readonly Record_[]): Pick<Said, 'values' | 'groups'> => ({
  values: rows.filter((row) => row['breakdown'] === 'all'),
  groups: rows.filter((row) => row['breakdown'] !== 'all'),
});

async function told(database: Database, asAt: string, measureId: string): Promise<Said> {
  const rows = await database.rows(
    figures('warehouse.published.measure_value', harmlessGroup, measureId, asAt),
  );
  return { ...split(rows), children: await database.rows(counted(measureId)) };
}

/** What production says: figures out of the edition, children out of the warehouse behind it. */
async function published({ production, parts, asAt }: Ground, measureId: string): Promise<Said | null> {
  if (production === null) return null;
  const values = publishedValues(valuesFile(production.folder));
  const tried = new Set<unknown>(parts.map(({ rules }) => rules.authority));
  const ofTried = (rows: readonly Record_[]): Record_[] => rows.filter((row) => tried.has(row['authority']));
  return withWarehouse(production.warehouse, async (database) => ({
    ...split(ofTried(await database.rows(figures(values, '"group"', measureId, asAt)))),
    children: ofTried(await database.rows(counted(measureId))),
  }));
}

const keyOf = (row: Record_): string =>
  [row['authority'], row['line'], row['statistic'], row['period'], row['breakdown'], row['group_key']].join(
    '|',
  );

function paired(now: readonly Record_[], before: readonly Record_[]): TriedValue[] {
  const byKey = (rows: readonly Record_[]) => new Map(rows.map((row) => [keyOf(row), row]));
  const [made, production] = [byKey(now), byKey(before)];
  return [...new Set([...made.keys(), ...production.keys()])].map((key) => {
    const row = made.get(key) ?? production.get(key) ?? {};
    const word = (column: string): string => String(row[column]);
    return {
      authority: word('authority'),
      line: word('line'),
      statistic: word('statistic'),
      period: word('period'),
      now: toldOf(made.get(key)),
      production: toldOf(production.get(key)),
    };
  });
}

function toldOf(row: Record_ | undefined): Told | null {
  if (row === undefined) return null;
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]));
  const value = text('value')?.replace(/\.?0+$/, '') ?? null;
  return {
    value,
    numerator: text('numerator'),
    denominator: text('denominator'),
    status: String(row['status']),
  };
}

function changed(now: readonly Record_[], before: readonly Record_[]): number {
  const says = (row: Record_): string => JSON.stringify(Object.values(row));
  const [made, production] = [new Set(now.map(says)), new Set(before.map(says))];
  const differing = [...now, ...before].filter((row) => !made.has(says(row)) || !production.has(says(row)));
  return new Set(differing.map(keyOf)).size;
}

function children(now: readonly Record_[], before: readonly Record_[] | null): TriedChildren[] {
  const lineOf = (row: Record_): string => [row['authority'], row['line'], row['period']].join('|');
  const lines = [...new Set([...now, ...(before ?? [])].map(lineOf))].sort();
  const ofLine = (rows: readonly Record_[], line: string): string[] =>
    rows.filter((row) => lineOf(row) === line).map((row) => String(row['child_id']));
  return lines.map((line) => {
    const [authority = '', key = '', period = ''] = line.split('|');
    const made = ofLine(now, line);
    if (before === null) return { authority, line: key, period, counted: made, change: null };
    const were = ofLine(before, line);
    const without = (some: readonly string[], others: readonly string[]): string[] => {
      const known = new Set(others);
      return some.filter((child) => !known.has(child));
    };
    return {
      authority,
      line: key,
      period,
      counted: made,
      change: { in: without(made, were), out: without(were, made) },
    };
  });
}

/** The warehouse and edition that readers see at this moment, for commands that look behind its figures. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { type Manifest, type MeasureMeta, manifest } from '../edition/format.ts';
import { publishedValues, valuesFile } from '../edition/values.ts';
import type { DataFolders } from '../folders.ts';
import { liveEdition } from '../shelf/live.ts';
import { type Database, quoted } from '../warehouse/database.ts';

export interface LiveEdition {
  readonly edition: Manifest;
  readonly editionFolder: string;
  readonly warehouse: string;
  readonly measures: readonly MeasureMeta[];
}

/** What is live; an error when nothing is, or when its warehouse has been cleared away. */
export function readLive(folders: DataFolders): LiveEdition {
  const id = liveEdition(folders);
  if (id === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const editionFolder = join(folders.editions, id);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(editionFolder, path), 'utf8'));
  const warehouse = join(folders.warehouses, id, 'warehouse.duckdb');
  if (!existsSync(warehouse))
    throw new TrackerError(
      'usage',
      'warehouse_cleared',
      `The warehouse of ${id} has been cleared away.`,
      'Run that as-at date again: the edition is made anew from its snapshots.',
    );
  return {
    edition: manifest.parse(read('manifest.json')),
    editionFolder,
    warehouse,
    measures: read(join('data', 'measures.json')) as MeasureMeta[],
  };
}

/** One line of a measure of one authority in the live edition. */
export interface LineChoice {
  readonly authority: string;
  readonly measure: MeasureMeta;
  readonly line: MeasureMeta['lines'][number];
  readonly snapshotDate: string;
  readonly asAt: string;
}

/** Finds the line asked for, or says what there is to choose from. */
export function chooseLine(
  live: LiveEdition,
  authority: string,
  measureId: string,
  lineKey: string,
): LineChoice {
  const entry = live.edition.authorities.find((each) => each.authority === authority);
  if (entry === undefined)
    throw new TrackerError(
      'usage',
      'authority_not_in_edition',
      `${live.edition.edition_id} holds nothing of ${authority}.`,
      `It holds: ${live.edition.authorities.map((each) => each.authority).join(', ')}.`,
    );
  const measure = live.measures.find((each) => each.measure_id.toLowerCase() === measureId.toLowerCase());
  if (measure === undefined)
    throw new TrackerError(
      'usage',
      'measure_unknown',
      `There is no measure ${measureId}.`,
      `There are: ${live.measures.map((each) => each.measure_id).join(', ')}.`,
    );
  const line = measure.lines.find((each) => each.line === lineKey);
  if (line === undefined)
    throw new TrackerError(
      'usage',
      'line_unknown',
      `${measure.measure_id} has no line ${lineKey}.`,
      `It has: ${measure.lines.map((each) => each.line).join(', ')}.`,
    );
  const state = measure.availability.find((each) => each.authority === authority && each.line === lineKey);
  if (state?.state === 'not available')
    throw new TrackerError(
      'usage',
      'line_not_available',
      `${measure.measure_id} ${lineKey} is not available from this authority's files.`,
      state.reason,
    );
  return { authority, measure, line, snapshotDate: entry.snapshot_date, asAt: live.edition.as_at_date };
}

/** Keys of the authority's rows in the warehouse, as a condition. */
export const ofSnapshot = (choice: LineChoice, alias: string): string =>
  `${alias}.authority = ${quoted(choice.authority)} AND ${alias}.snapshot_date = DATE ${quoted(choice.snapshotDate)}`;

/** The same, for tables that also have as-at dates. */
export const atDate = (choice: LineChoice, alias: string): string =>
  `${ofSnapshot(choice, alias)} AND ${alias}.as_at_date = DATE ${quoted(choice.asAt)}`;

/** The same, for tables that also have measure and line. */
export const ofLine = (choice: LineChoice, alias: string): string =>
  `${atDate(choice, alias)} AND ${alias}.measure_id = ${quoted(choice.measure.measure_id)} AND ${alias}.line = ${quoted(choice.line.line)}`;

/** The figure as published, from the edition itself. */
export async function publishedCount(
  database: Database,
  live: LiveEdition,
  choice: LineChoice,
  period: string,
): Promise<number | null> {
  const [row] = await database.rows(`
    SELECT numerator FROM ${publishedValues(valuesFile(live.editionFolder))}
    WHERE authority = ${quoted(choice.authority)} AND measure_id = ${quoted(choice.measure.measure_id)}
      AND line = ${quoted(choice.line.line)} AND statistic = 'count' AND period = ${quoted(period)}
      AND as_at_date = ${quoted(choice.asAt)} AND breakdown = 'all'`);
  const numerator = row?.['numerator'];
  return numerator === undefined || numerator === null ? null : Number(numerator);
}

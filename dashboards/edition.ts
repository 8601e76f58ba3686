import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type BenchmarksFile, benchmarksFile } from '../pipeline/edition/benchmark-format.ts';
import { type ChangesFile, changesFile } from '../pipeline/edition/change-format.ts';
import { type ChartsFile, chartsFile } from '../pipeline/edition/chart-format.ts';
import { type CommentaryFile, commentaryFile } from '../pipeline/edition/commentary-format.ts';
import {
  type AssuranceFile,
  assuranceFile,
  type Breakdown,
  groupLabel,
  type Manifest,
  valuesName,
} from '../pipeline/edition/format.ts';
import { type OutlookFile, outlookFile } from '../pipeline/edition/outlook-format.ts';
import { type ReconciliationFile, reconciliationFile } from '../pipeline/edition/reconciliation-format.ts';
import { type TrackingFile, trackingFile } from '../pipeline/edition/tracking-format.ts';
import { type EditionFace, readEditionFace, readJson, unreadable } from './edition-face.ts';
import { ValueTable } from './value-table.ts';

export type GroupLabel = z.infer<typeof groupLabel>;
export type Authority = Manifest['authorities'][number];

/** An edition as pages read it: what it says of itself, and its values found by key. */
export interface PublishedEdition extends EditionFace, EditionLists {
  readonly groups: readonly GroupLabel[];
  readonly assurance: AssuranceFile;
  readonly values: ValueTable;
  /** The Panel's figures beside the Board's; null where no Panel paper was made with the edition. */
  readonly reconciliation: ReconciliationFile | null;
  /** Lines of the authorities' procedures; none in editions of before there were any. */
  readonly tracking: TrackingFile;
}

const reconciliation = 'data/reconciliation.json';
const tracking = 'data/tracking.json';

/**
 * Works out what many pages of an edition ask for once, by a name.
 * @example const series = onceAnEdition<Figure[]>(); series(edition, 'T3 main', () => readSeries(...))
 */
export function onceAnEdition<T>(): (edition: PublishedEdition, name: string, work: () => T) => T {
  const found = new WeakMap<PublishedEdition, Map<string, T>>();
  return (edition, name, work) => {
    const known = found.get(edition) ?? new Map<string, T>();
    found.set(edition, known);
    const made = known.get(name) ?? work();
    known.set(name, made);
    return made;
  };
}

/**
 * Reads an edition folder, refusing anything that is not in the edition format.
 * @example (await readEdition('/data/editions/board-2026-06-30')).manifest.as_at_date
 */
export async function readEdition(folder: string): Promise<PublishedEdition> {
  return {
    ...readEditionFace(folder),
    ...readEditionLists(folder),
    groups: readJson(folder, 'data/groups.json', z.array(groupLabel)),
    assurance: readJson(folder, 'data/assurance.json', assuranceFile),
    reconciliation: existsSync(join(folder, reconciliation))
      ? readJson(folder, reconciliation, reconciliationFile)
      : null,
    tracking: existsSync(join(folder, tracking))
      ? readJson(folder, tracking, trackingFile)
      : { lines: [], cases: [] },
    values: await readValues(folder),
  };
}

function readValues(folder: string): Promise<ValueTable> {
  return ValueTable.fromFile(join(folder, 'data', valuesName)).catch((cause: unknown) => {
    throw unreadable(`data/${valuesName}`, cause instanceof Error ? cause.message : 'it is damaged', cause);
  });
}

/** The groups of a breakdown that an authority has values for, labelled and in order. */
export function groupsOf(
  edition: PublishedEdition,
  authority: string,
  breakdown: Breakdown,
): readonly GroupLabel[] {
  const labels = edition.groups.filter((label) => label.breakdown === breakdown);
  const labelOf = (group: string): GroupLabel =>
    labels.find((label) => label.group === group && label.authority === authority) ??
    labels.find((label) => label.group === group && label.authority === '*') ?? {
      authority,
      breakdown,
      group,
      label: group,
      position: Number.MAX_SAFE_INTEGER,
    };
  return edition.values
    .groups(authority, breakdown)
    .map(labelOf)
    .sort((a, b) => a.position - b.position || (a.label < b.label ? -1 : 1));
}

/** What every entry of an edition's lists is about. */
export interface LineKey {
  readonly authority: string;
  readonly measure_id: string;
  readonly line: string;
}

/** A list of an edition, found by authority, measure and line, each in the order of the file. */
export class LineIndex<T extends LineKey> {
  readonly all: readonly T[];
  readonly #places = new Map<string, T[]>();

  constructor(entries: readonly T[]) {
    this.all = entries;
    for (const entry of entries) {
      const key = LineIndex.#keyOf(entry.authority, entry.measure_id, entry.line);
      this.#places.set(key, [...(this.#places.get(key) ?? []), entry]);
    }
  }

  /** Everything said of one line. */
  of(authority: string, measureId: string, line: string): readonly T[] {
    return this.#places.get(LineIndex.#keyOf(authority, measureId, line)) ?? [];
  }

  /** Everything said of one measure, whichever the line. */
  ofMeasure(authority: string, measureId: string): readonly T[] {
    return this.all.filter((entry) => entry.authority === authority && entry.measure_id === measureId);
  }

  static #keyOf(authority: string, measureId: string, line: string): string {
    return `${authority}\n${measureId}\n${line}`;
  }
}

/** The lists that an edition holds beside its values. */
export interface EditionLists {
  readonly charts: LineIndex<ChartsFile['charts'][number]>;
  readonly travel: LineIndex<ChartsFile['travel'][number]>;
  readonly movement: LineIndex<ChartsFile['movement'][number]>;
  readonly outliers: LineIndex<ChartsFile['outliers'][number]>;
  readonly benchmarks: LineIndex<BenchmarksFile['benchmarks'][number]>;
  /** Source of the published figures, and which authorities have none. */
  readonly benchmarkSource: Pick<BenchmarksFile, 'source' | 'missing'>;
  readonly changes: LineIndex<ChangesFile['changes'][number]>;
  readonly notSplit: LineIndex<ChangesFile['not_split'][number]>;
  readonly revisions: LineIndex<ChangesFile['revisions'][number]>;
  /** The edition compared with, and which rules changed since. */
  readonly comparison: Pick<ChangesFile, 'before' | 'reason' | 'rules_changed' | 'ratings_before'>;
  readonly commentary: LineIndex<CommentaryFile['entries'][number]>;
  readonly commentaryDue: LineIndex<CommentaryFile['due'][number]>;
  readonly outlook: OutlookFile;
}

/** Reads charts, benchmarks, changes, commentary and outlook of an edition folder. */
function readEditionLists(folder: string): EditionLists {
  const charts = readJson(folder, 'data/charts.json', chartsFile);
  const benchmarks = readJson(folder, 'data/benchmarks.json', benchmarksFile);
  const changes = readJson(folder, 'data/changes.json', changesFile);
  const commentary = readJson(folder, 'data/commentary.json', commentaryFile);
  return {
    charts: new LineIndex(charts.charts),
    travel: new LineIndex(charts.travel),
    movement: new LineIndex(charts.movement),
    outliers: new LineIndex(charts.outliers),
    benchmarks: new LineIndex(benchmarks.benchmarks),
    benchmarkSource: benchmarks,
    changes: new LineIndex(changes.changes),
    notSplit: new LineIndex(changes.not_split),
    revisions: new LineIndex(changes.revisions),
    comparison: changes,
    commentary: new LineIndex(commentary.entries),
    commentaryDue: new LineIndex(commentary.due),
    outlook: readJson(folder, 'data/outlook.json', outlookFile),
  };
}

/** What the live edition says of the lines that a commentary may speak of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';
import { type BenchmarksFile, benchmarksFile } from '../edition/benchmark-format.ts';
import { type ChartsFile, chartsFile } from '../edition/chart-format.ts';
import type { LineKey } from '../edition/commentary-file.ts';
import { commentaryFile } from '../edition/commentary-format.ts';
import type { MeasureMeta } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { lineTotals } from '../shelf/figures.ts';
import { liveEdition } from '../shelf/live.ts';
import { boardEdition, measuresOf } from '../shelf/shelf.ts';
import type { LineFigures } from './scaffold.ts';

/** The live edition without its values. */
export interface LiveFigures {
  readonly editionId: string;
  readonly asAt: string;
  readonly folder: string;
  readonly measures: readonly MeasureMeta[];
  /** Lines of the authority that are Red. */
  readonly red: readonly LineKey[];
  /** Charts of the authority. */
  readonly charts: ChartsFile;
  readonly benchmarks: BenchmarksFile;
}

/** Reads it; an error when nothing is live or it holds nothing of the authority. */
export function liveFigures(folders: DataFolders, authority: string): LiveFigures {
  const live = liveEdition(folders);
  if (live === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const edition = boardEdition(folders, live);
  if (!edition.manifest.authorities.some((each) => each.authority === authority))
    throw new TrackerError(
      'usage',
      'authority_not_in_edition',
      `${live} holds nothing of ${authority}.`,
      `It holds: ${edition.manifest.authorities.map((each) => each.authority).join(', ')}.`,
    );
  const read = <T>(name: string, schema: z.ZodType<T>): T =>
    schema.parse(JSON.parse(readFileSync(join(edition.folder, 'data', name), 'utf8')));
  const charts = read('charts.json', chartsFile);
  const { due } = read('commentary.json', commentaryFile);
  return {
    editionId: live,
    asAt: edition.manifest.as_at_date,
    folder: edition.folder,
    measures: measuresOf(edition),
    red: due.filter((each) => each.authority === authority && each.because !== 'special cause'),
    charts: {
      charts: charts.charts.filter((each) => each.authority === authority),
      travel: charts.travel.filter((each) => each.authority === authority),
    },
    benchmarks: read('benchmarks.json', benchmarksFile),
  };
}

/** The figures of one line; the rated one when none is named. */
export async function lineFigures(
  live: LiveFigures,
  authority: string,
  measureId: string,
  lineKey: string | null,
): Promise<LineFigures> {
  const measure = live.measures.find((each) => each.measure_id.toLowerCase() === measureId.toLowerCase());
  if (measure === undefined)
    throw new TrackerError(
      'usage',
      'measure_unknown',
      'There is no measure of that id.',
      `There are: ${live.measures.map((each) => each.measure_id).join(', ')}.`,
    );
  const line = lineKey ?? measure.rated_line;
  if (!measure.lines.some((each) => each.line === line))
    throw new TrackerError(
      'usage',
      'line_unknown',
      `${measure.measure_id} has no such line.`,
      `It has: ${measure.lines.map((each) => each.line).join(', ')}.`,
    );
  const key = { authority, measure_id: measure.measure_id, line };
  const { asAt, charts, benchmarks } = live;
  return { key, asAt, measure, totals: await lineTotals(live.folder, key), charts, benchmarks };
}

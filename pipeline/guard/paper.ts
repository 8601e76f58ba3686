/** A published paper as its readers have it: every file, and its printed figures out of `figures.csv`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { addDays, addMonths, isDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { type UnitKind, unitKinds } from './policy.ts';

/** A folder that holds exactly what is published; `site` where the site lies elsewhere. */
export interface PublishedFolder {
  readonly id: string;
  readonly folder: string;
  readonly site?: string;
}

export interface PublishedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** One printed cell. */
export interface Figure {
  readonly key: string;
  readonly question: string;
  /** `measure.line`. */
  readonly line: string;
  readonly statistic: string;
  readonly step: string;
  /** First and last day, ISO; a stock has no first. */
  readonly from: string;
  readonly to: string;
  readonly period: string;
  readonly breakdown: string;
  readonly group: string;
  readonly label: string;
  readonly unit: UnitKind;
  readonly shown: string;
  readonly kind: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Place in the file, from 0. */
  readonly at: number;
}

export interface Paper {
  readonly id: string;
  readonly files: readonly PublishedFile[];
  readonly figures: readonly Figure[];
  readonly byKey: ReadonlyMap<string, Figure>;
  /** Its own id and the policy that it prints, out of `manifest.json`. */
  readonly manifest: Manifest;
  /** Names of the columns, to tell one that has no business there. */
  readonly columns: readonly string[];
}

interface Manifest {
  readonly edition_id: string;
  readonly policy: readonly { readonly rule: string; readonly value: number }[];
  readonly authority: { readonly procedure: string };
}

/** Papers that do not say whose procedure the authority follows counted everybody's drift by Hertfordshire's lists. */
const unsaid = { procedure: 'hertfordshire' };

const manifest = z.object({
  edition_id: z.string(),
  policy: z.array(z.object({ rule: z.string(), value: z.number() })).default([]),
  authority: z.object({ procedure: z.string().default(unsaid.procedure) }).default(unsaid),
});

export const figureColumns =
  'key question measure_id line statistic step from_date to_date period breakdown group label unit_kind shown kind value lower upper provisional'.split(
    ' ',
  );

/** The list of printed figures, whatever the site calls its download. */
export const isFiguresFile = ({ path, bytes }: PublishedFile): boolean =>
  path.endsWith('.csv') && /^\uFEFF?key,[^\n]*\bshown\b/.test(bytes.subarray(0, 2000).toString('utf8'));

/** Rows of a CSV as texts by column. */
export const csvRows = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, bom: true, relax_column_count: true }) as Record<string, string>[];

/** Reads a paper. Throws where the folder or its list of figures is missing: nothing could be held against it. */
export function readPaper({ id, folder, site }: PublishedFolder): Paper {
  const files = (site === undefined ? [folder] : [folder, site]).flatMap((place) => filesOf(place));
  const list = files.find(isFiguresFile);
  const note = noteOf(files, id);
  if (list === undefined || note === null)
    throw new TrackerError(
      'check_stopped',
      'guard_paper_missing',
      `what was published as ${id} is not there, holds no figures.csv, or a manifest.json that cannot be read`,
      `Put the folder ${folder} back from a copy. A paper is judged together with every earlier one.`,
    );
  const rows = csvRows(list.bytes.toString('utf8'));
  const figures = rows.map((row, at) => figureOf(row, at));
  return {
    id,
    files,
    figures,
    manifest: note,
    byKey: new Map(figures.map((each) => [each.key, each])),
    columns: Object.keys(rows[0] ?? {}),
  };
}

/** The manifest; what has none goes by the id it was asked for, and a broken one is null. */
function noteOf(files: readonly PublishedFile[], id: string): Manifest | null {
  const text = files.find(({ path }) => path === 'manifest.json')?.bytes.toString('utf8');
  if (text === undefined) return { edition_id: id, policy: [], authority: unsaid };
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function filesOf(folder: string): PublishedFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      path: path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, ''),
      bytes: readFileSync(path),
    }));
}

function figureOf(row: Record<string, string>, at: number): Figure {
  const text = (name: string): string => row[name] ?? '';
  const number = (name: string): number | null => (text(name) === '' ? null : Number(text(name)));
  const unit = unitKinds.find((each) => each === text('unit_kind')) ?? 'child';
  const old = 'as_at_date' in row ? fromOld(row) : {};
  return {
    key: text('key'),
    question: text('question'),
    line: `${text('measure_id')}.${text('line')}`,
    statistic: text('statistic'),
    step: text('step'),
    from: text('from_date'),
    to: text('to_date'),
    period: text('period'),
    breakdown: text('breakdown'),
    group: text('group'),
    label: text('label'),
    unit,
    shown: text('shown'),
    kind: text('kind'),
    value: number('value'),
    lower: number('lower'),
    upper: number('upper'),
    at,
    ...old,
  };
}

const oldMonths: Readonly<Record<string, number>> = { quarter: 3, r12m: 12, r36m: 36 };

/** Papers of the time of rolling windows: a window is a period like any other, by its first and last day. */
function fromOld(row: Record<string, string>): Partial<Figure> {
  const { as_at_date: to = '', period = '', shown = '', breakdown = '', value = '' } = row;
  if (!isDay(to)) return {};
  const after = addDays(to, 1);
  const april = `${Number(to.slice(0, 4)) - (to.slice(5) < '04-01' ? 1 : 0)}-04-01`;
  const from =
    period === 'as_at' ? '' : period === 'ytd' ? april : addMonths(after, -(oldMonths[period] ?? 0));
  const printed = breakdown !== 'all' && Number(value) % 5 === 0 ? 'rounded' : 'exact';
  const kind = /^\[c/.test(shown) ? 'hidden' : value === '' ? 'unknown' : printed;
  const outside = breakdown === 'compared' || breakdown === 'target';
  return { from, to, step: 'old', kind: outside ? 'outside' : kind };
}

/** The cell that a figure speaks of, whatever its statistic, question or paper. */
export const cellOf = ({ line, from, to, breakdown, group }: Omit<Figure, 'key'> | Figure): string =>
  [line, `${from}..${to}`, breakdown, group].join('|');

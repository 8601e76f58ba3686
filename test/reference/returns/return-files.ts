import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Day, dayOfReturn } from './day.ts';

/** One row of the episodes file. `home` is postcode and URN of the placement, null when neither is given. */
export interface Episode {
  readonly child: string;
  readonly start: Day;
  readonly startReason: string;
  readonly status: string;
  readonly place: string;
  readonly end: Day | null;
  readonly endReason: string | null;
  readonly home: string | null;
  /** Folder and line, for looking a difference up. */
  readonly row: string;
}

export interface Decision {
  readonly on: Day;
  readonly reversed: Day | null;
}

export interface AdoptedRow {
  readonly match: Day | null;
  readonly byCarer: boolean;
}

/** What the return says of all its years, the later year having won. */
export interface Return {
  readonly episodes: ReadonlyMap<string, readonly Episode[]>;
  readonly births: ReadonlyMap<string, Day>;
  /** Children of the UASC file with the day they stopped being unaccompanied. */
  readonly unaccompanied: ReadonlyMap<string, Day | null>;
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  readonly adopted: ReadonlyMap<string, readonly AdoptedRow[]>;
  readonly has: { readonly decisions: boolean; readonly adopted: boolean };
}

type Row = Readonly<Record<string, string>>;

function rowsOf(folder: string, year: string, name: string): Row[] {
  const file = join(folder, year, name);
  if (!readdirSync(join(folder, year)).includes(name)) return [];
  return parse(readFileSync(file, 'utf8'), { columns: true, bom: true, trim: true }) as Row[];
}

function homeOf(row: Row): string | null {
  const urn = row.URN === 'XXXXXXX' ? '' : (row.URN ?? '');
  const home = `${row.PL_POST ?? ''}|${urn}`.toUpperCase().replaceAll(' ', '');
  return home === '|' ? null : home;
}

const episodeOf = (row: Row, where: string): Episode => ({
  child: row.CHILD ?? '',
  start: dayOfReturn(row.DECOM) ?? '',
  startReason: row.RNE ?? '',
  status: row.LS ?? '',
  place: row.PLACE ?? '',
  end: dayOfReturn(row.DEC),
  // A reason without an end says nothing.
  endReason: dayOfReturn(row.DEC) ? row.REC || null : null,
  home: homeOf(row),
  row: where,
});

function grouped<T>(entries: Iterable<readonly [string, T]>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

/** Rows of one file over the years in order; of two with the same key the later year's stands. */
function merged(folder: string, name: string, key: (row: Row) => string): { row: Row; where: string }[] {
  const kept = new Map<string, { row: Row; where: string }>();
  for (const year of readdirSync(folder).sort()) {
    for (const [index, row] of rowsOf(folder, year, name).entries())
      kept.set(key(row), { row, where: `${year}/${name}:${index + 2}` });
  }
  return [...kept.values()];
}

/**
 * An episode that a return leaves open, against the return after it (coverage 3): dropped where the child is in care there
 * at the turn of the year by another start, over with the year where the child is not in care there on that day.
 * A folder is named by the April in which its year begins.
 */
function settled(folder: string, episode: Episode): Episode[] {
  const years = readdirSync(folder).sort();
  const next = years[years.indexOf(episode.row.split('/')[0] ?? '') + 1];
  if (episode.end !== null || next === undefined) return [episode];
  const turn = `${Number(episode.row.slice(0, 4)) + 1}-04-01`;
  const listed = rowsOf(folder, next, 'episodes.csv').filter((row) => row.CHILD === episode.child);
  return listed.some((row) => (dayOfReturn(row.DECOM) ?? '') < turn) ? [] : [{ ...episode, end: turn }];
}

function episodesOf(folder: string): Map<string, Episode[]> {
  const rows = merged(folder, 'episodes.csv', (row) => `${row.CHILD} ${row.DECOM}`);
  const episodes = rows.flatMap(({ row, where }) => settled(folder, episodeOf(row, where)));
  const children = grouped(episodes.map((row) => [row.child, row] as const));
  for (const episodes of children.values()) episodes.sort((a, b) => (a.start < b.start ? -1 : 1));
  return children;
}

/** Agency decisions: DATE_PLACED of the decisions file (data-standards 0.3, trap 6) and DATE_INT of AD1. */
function decisionsOf(folder: string): Map<string, Decision[]> {
  const made = new Map<string, { child: string; decision: Decision }>();
  const add = (child: string, on: Day | null, reversed: Day | null): void => {
    if (on && !made.has(`${child} ${on}`)) made.set(`${child} ${on}`, { child, decision: { on, reversed } });
  };
  for (const { row } of merged(folder, 'placed_for_adoption.csv', (row) => `${row.CHILD} ${row.DATE_PLACED}`))
    add(row.CHILD ?? '', dayOfReturn(row.DATE_PLACED), dayOfReturn(row.DATE_PLACED_CEASED));
  for (const { row } of merged(folder, 'ad1.csv', (row) => row.CHILD ?? ''))
    add(row.CHILD ?? '', dayOfReturn(row.DATE_INT), null);
  return grouped([...made.values()].map(({ child, decision }) => [child, decision] as const));
}

function adoptedOf(folder: string): Map<string, AdoptedRow[]> {
  const rows = merged(folder, 'ad1.csv', (row) => row.CHILD ?? '');
  const entry = (row: Row): AdoptedRow => ({
    match: dayOfReturn(row.DATE_MATCH),
    byCarer: row.FOSTER_CARE === '1',
  });
  return grouped(rows.map(({ row }) => [row.CHILD ?? '', entry(row)] as const));
}

/** The CSV files of a folder that holds one folder per collection year. */
export function readReturn(folder: string): Return {
  const births = merged(folder, 'header.csv', (row) => row.CHILD ?? '').flatMap(({ row }) => {
    const born = dayOfReturn(row.DOB);
    return born ? [[row.CHILD ?? '', born] as const] : [];
  });
  const unaccompanied = merged(folder, 'uasc.csv', (row) => row.CHILD ?? '').map(
    ({ row }) => [row.CHILD ?? '', dayOfReturn(row.DUC)] as const,
  );
  const given = (name: string): boolean =>
    readdirSync(folder).some((year) => readdirSync(join(folder, year)).includes(name));
  return {
    episodes: episodesOf(folder),
    births: new Map(births),
    unaccompanied: new Map(unaccompanied),
    decisions: decisionsOf(folder),
    adopted: adoptedOf(folder),
    has: { decisions: given('placed_for_adoption.csv') || given('ad1.csv'), adopted: given('ad1.csv') },
  };
}

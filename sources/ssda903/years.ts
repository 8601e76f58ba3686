import { posix } from 'node:path';
import type { CoverageWindow } from '../contract/extract.ts';
import { addDays } from '../days.ts';
import { TrackerError } from '../error.ts';
import type { AdapterRun } from '../reading/adapter.ts';
import { collectionYear } from '../reading/code-years.ts';
import type { Column } from '../reading/column.ts';
import { entryOf } from '../reading/entry.ts';
import { compare } from '../reading/ledger.ts';
import { RowReader } from '../reading/row-reader.ts';
import { dateColumns, type SourceTable } from '../reading/source-table.ts';

/** Rows of one file that were one return: the whole file, or what lies between headers where years were pasted together. */
export interface ReturnPart {
  readonly table: SourceTable;
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** The collection year, named by the 31 March on which it ends. */
  readonly year: number;
}

/**
 * Parts of one kind, oldest collection year first. Which year a return is of, its own dates tell, never how folders
 * are spelt: the newest start or end of its episodes. Files without such dates are of the year of the episodes
 * beside them, or of those whose children they share.
 */
export function byYear(run: AdapterRun, kind: string): ReturnPart[] {
  const known = parted.get(run) ?? new Map<string, ReturnPart[]>();
  parted.set(run, known);
  return entryOf(known, kind, () => partsByYear(run, kind));
}

/** Asked for several times in one reading. */
const parted = new WeakMap<AdapterRun, Map<string, ReturnPart[]>>();

function partsByYear(run: AdapterRun, kind: string): ReturnPart[] {
  const parts =
    kind === 'episodes'
      ? toldApart((run.tables.get('episodes') ?? []).flatMap((table) => episodeParts(run, table)))
      : otherParts(run, kind, byYear(run, 'episodes'));
  return parts.sort(
    (a, b) =>
      a.year - b.year ||
      compare(pathYear(a), pathYear(b)) ||
      compare(a.table.ledger.file, b.table.ledger.file),
  );
}

/** Returns of one year by their dates, whose paths all name different years: a year in which nothing happened. */
function toldApart(parts: readonly ReturnPart[]): ReturnPart[] {
  return parts.map((part) => {
    const rivals = parts.filter(({ year }) => year === part.year).map(pathYear);
    const apart = rivals.length > 1 && !rivals.includes('') && new Set(rivals).size === rivals.length;
    return apart ? { ...part, year: Number(pathYear(part)) } : part;
  });
}

const partsOf = (table: SourceTable): Omit<ReturnPart, 'year'>[] =>
  table.parts.map((from, at) => ({ table, from, to: table.parts[at + 1] ?? table.rows }));

/**
 * Parts of one file with their years. A header that stands in a file once more may part two years, or two pages of one
 * return: the return of a year lists whom the one before left in care, a second page lists others.
 */
function episodeParts(run: AdapterRun, table: SourceTable): ReturnPart[] {
  const whole = { table, from: 0, to: table.rows };
  const dated = (part: Omit<ReturnPart, 'year'>): ReturnPart => ({
    ...part,
    year: collectionYear(newestDay(part, run.context.snapshotDate)),
  });
  const parts = partsOf(table).map(dated);
  const byAge = [...parts].sort((a, b) => a.year - b.year);
  const successive = byAge.every((part, at) => {
    const next = byAge[at + 1];
    return next === undefined || (next.year > part.year && carriesOn(run, part, next));
  });
  return parts.length > 1 && successive ? parts : [dated(whole)];
}

/** Whether half or more of the children whom a part leaves in care are in the next. */
function carriesOn(run: AdapterRun, part: ReturnPart, next: ReturnPart): boolean {
  const later = childrenOf(run, next);
  const open = new Set<string>();
  for (let row = part.from; row < part.to; row += 1) {
    const child = new RowReader(part.table, row, run.context).key('CHILD');
    if (child !== null && part.table.columns.get('DEC')?.text(row) === null) open.add(child);
  }
  return [...open].filter((child) => later.has(child)).length * 2 >= open.size;
}

/** Of starts, and of last days: an end is the day after, and the return to 31 March writes 1 April. */
function newestDay({ table, from, to }: Omit<ReturnPart, 'year'>, snapshotDate: string): string {
  const start = newestIn(table.columns.get('DECOM'), from, to, snapshotDate);
  const end = newestIn(table.columns.get('DEC'), from, to, addDays(snapshotDate, 1));
  const last = end === '' ? '' : addDays(end, -1);
  const newest = [start, last].sort(compare)[1] ?? '';
  return newest === '' ? snapshotDate : newest;
}

function newestIn(column: Column | undefined, from: number, to: number, limit: string): string {
  let newest = '';
  for (let row = from; row < to; row += 1) {
    const day = column?.day(row) ?? null;
    if (day !== null && day !== 'impossible' && day > newest && day <= limit) newest = day;
  }
  return newest;
}

function otherParts(run: AdapterRun, kind: string, episodes: readonly ReturnPart[]): ReturnPart[] {
  const children = new Map<ReturnPart, Set<string>>();
  return (run.tables.get(kind) ?? []).flatMap((table) =>
    partsOf(table).map((part) => {
      const near = besides(part, episodes);
      if (near.length < 2) return { ...part, year: near[0]?.year ?? 0 };
      for (const each of near) entryOf(children, each, () => childrenOf(run, each));
      return { ...part, year: likest(near, childrenOf(run, part), children)?.year ?? 0 };
    }),
  );
}

/** Episodes that lie in the folder of a file; else those whose path names the same year; else all. */
function besides(part: Omit<ReturnPart, 'year'>, episodes: readonly ReturnPart[]): readonly ReturnPart[] {
  const folder = posix.dirname(part.table.ledger.file);
  const inFolder = episodes.filter(({ table }) => posix.dirname(table.ledger.file) === folder);
  const near = inFolder.length > 0 ? inFolder : episodes;
  const sameYear = near.filter((other) => pathYear(other) !== '' && pathYear(other) === pathYear(part));
  return sameYear.length > 0 ? sameYear : near;
}

function childrenOf(run: AdapterRun, { table, from, to }: Omit<ReturnPart, 'year'>): Set<string> {
  const children = new Set<string>();
  for (let row = from; row < to; row += 1) {
    const child = new RowReader(table, row, run.context).key('CHILD');
    if (child !== null) children.add(child);
  }
  return children;
}

/** The episodes of which most of these children are; of several, the newest. */
function likest(
  near: readonly ReturnPart[],
  children: ReadonlySet<string>,
  known: ReadonlyMap<ReturnPart, ReadonlySet<string>>,
): ReturnPart | undefined {
  const shared = (part: ReturnPart): number =>
    [...children].filter((child) => known.get(part)?.has(child)).length;
  return near
    .map((part) => ({ part, shared: shared(part) }))
    .reduce((best, each) =>
      each.shared > best.shared || (each.shared === best.shared && each.part.year > best.part.year)
        ? each
        : best,
    ).part;
}

/** The year that a path names last, such as `2017/`, `2023-24/` or `SSDA903_2020_episodes.csv`; it breaks ties alone. */
function pathYear({ table }: Pick<ReturnPart, 'table'>): string {
  const named =
    table.ledger.file.match(/(?<!\d)(?:19|20)\d{2}(?:[-_ ]?\d{2}(?:\d{2})?)?(?!\d)/g)?.at(-1) ?? '';
  const [, first = '', second = ''] = /^(\d{4})[-_ ]?(\d{2,4})?$/.exec(named) ?? [];
  return second !== '' && Number(second) % 100 === (Number(first) + 1) % 100
    ? String(Number(first) + 1)
    : first;
}

/** Collection years between those on hand, oldest first, of which no return is there. */
export function missingYears(years: readonly number[]): number[] {
  return years.flatMap((year, at) =>
    Array.from({ length: (years[at + 1] ?? year + 1) - year - 1 }, (_, n) => year + 1 + n),
  );
}

/**
 * The days of which the returns of a kind tell everything: from 1 April of the first year after the last gap to
 * 31 March of the newest, or to the day of the extract. Files with hardly a date in their newest year do not show
 * that it is over: they are taken as whole to the day of the extract.
 */
export function yearsWindow(run: AdapterRun, kind: string): CoverageWindow {
  const years = [...new Set(byYear(run, kind).map(({ year }) => year))];
  const first = years.reduceRight((from, year) => (year === from - 1 ? year : from), years.at(-1) ?? 0);
  const from = `${first - 1}-04-01`;
  const { snapshotDate } = run.context;
  const end = `${years.at(-1) ?? 0}-03-31`;
  const isOver =
    end < snapshotDate
      ? daysOfYear(run, end) >= run.settings.busy_days
      : goesOn(byYear(run, kind), snapshotDate, end);
  const whole_to = isOver ? end : snapshotDate;
  return { stock_from: from, event_from: from, whole_to, known_by: 'years of the return' };
}

/** Whether files hold a date between two days: they were made after the first. */
const goesOn = (parts: readonly ReturnPart[], after: string, to: string): boolean =>
  parts.some(({ table }) =>
    dateColumns(table).some(([, column]) =>
      Array.from({ length: table.rows }, (_, row) => column.day(row)).some(
        (day) => day !== null && day !== 'impossible' && day > after && day <= to,
      ),
    ),
  );

/** Distinct starts and ends of episodes within the collection year that ends on a day. */
function daysOfYear(run: AdapterRun, end: string): number {
  const days = new Set<string>();
  for (const { table, from, to } of byYear(run, 'episodes'))
    for (const name of ['DECOM', 'DEC'])
      for (let row = from; row < to; row += 1) {
        const day = table.columns.get(name)?.day(row) ?? null;
        if (day !== null && day <= end && collectionYear(day) === Number(end.slice(0, 4))) days.add(day);
      }
  return days.size;
}

/** A row that passed its checks, with the reader that settles it. */
export interface Candidate<R> {
  readonly key: string;
  readonly row: R;
  readonly reader: RowReader;
  /** Of two rows with one key in one file, the one that says more is of the later return. */
  readonly ended?: boolean;
}

export interface Dated<R> extends Candidate<R> {
  readonly year: number;
}

/**
 * Rows of all years: within a file the first of a key stays and later ones are quarantined, unless it was open and a
 * later one has ended (years pasted together without a header); across years the later wins and the earlier row
 * counts as accepted.
 *
 * @throws TrackerError `return_twice` when two files of one year hold the same record
 */
export function mergeYears<R>(
  run: AdapterRun,
  kind: string,
  read: (reader: RowReader) => Candidate<R> | null,
): Dated<R>[] {
  const merged = new Map<string, Dated<R>>();
  for (const part of byYear(run, kind)) {
    for (let row = part.from; row < part.to; row += 1) {
      const candidate = read(new RowReader(part.table, row, run.context));
      if (candidate === null) continue;
      const found = { ...candidate, year: part.year };
      const earlier = merged.get(candidate.key);
      if (earlier === undefined) merged.set(candidate.key, found);
      else if (laterOf(run, kind, earlier, found)) merged.set(candidate.key, found);
    }
  }
  return [...merged.values()];
}

/** Settles the row that does not stay; true when it is the earlier one. */
function laterOf<R>(run: AdapterRun, kind: string, earlier: Dated<R>, later: Dated<R>): boolean {
  const oneFile = earlier.reader.ledger === later.reader.ledger;
  if (earlier.year === later.year && !oneFile) throw returnTwice(kind, earlier, later);
  if (earlier.year === later.year && !(later.ended === true && earlier.ended === false)) {
    later.reader.refuse('duplicate_key', null);
    return false;
  }
  earlier.reader.accept();
  run.quality.note('superseded_row', `ssda903.${kind}`);
  return true;
}

function returnTwice<R>(kind: string, earlier: Dated<R>, later: Dated<R>): TrackerError {
  return new TrackerError(
    'input_refused',
    'return_twice',
    `${earlier.reader.ledger.file} and ${later.reader.ledger.file} are two files of the same collection year (to 31 March ${later.year}) and hold the same ${kind} record`,
    'Keep one return of each year in the folder that authority.yaml names: the program cannot tell a draft from the final one.',
  );
}

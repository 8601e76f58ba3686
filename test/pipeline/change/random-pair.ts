/** Random pairs of extracts of one authority, and what was done to each child between them. */
import { type ContractRows, type TableName, tableNames } from '../../../sources/contract/tables.ts';
import { addMonths, toDay, toIso } from '../../reference/calendar.ts';
import { type RandomCohort, randomCohort } from '../../reference/cohort.ts';
import { Random } from '../../reference/random.ts';

/** What was done to a child: nothing, rows recorded later, or known rows corrected. */
export type Deed = 'late' | 'corrected';

export interface RandomPair {
  readonly authority: string;
  readonly cohort: RandomCohort;
  readonly oldDay: string;
  readonly newDay: string;
  /** Day of the later extract: that of the earlier one where it was made again. */
  readonly laterSnapshot: string;
  readonly earlier: ContractRows;
  readonly later: ContractRows;
  /** By child; a child to whom nothing was done is absent. */
  readonly deeds: ReadonlyMap<string, Deed>;
}

type AnyRow = Record<string, string | number | boolean | null>;
type AnyRows = Record<TableName, AnyRow[]>;

/** Tables in which a row may be missing from one of the extracts. */
const optionalTables: readonly TableName[] = [
  'placement',
  'legal_status',
  'care_plan',
  'permanence_meeting',
  'adoption',
  'long_term_match',
];

const isOf = (child: string) => (row: AnyRow) => row['child_id'] === child;
const copyOf = (rows: ContractRows): AnyRows => structuredClone(rows) as unknown as AnyRows;

/** The pair of that seed: about a third of the children have something done to them. */
export function randomPair(seed: number, size: number): RandomPair {
  const cohort = randomCohort(seed, size);
  const random = new Random(seed + 1_000_000);
  const earlier = copyOf(cohort.rows);
  const later = copyOf(cohort.rows);
  const deeds = new Map<string, Deed>();
  for (const { child_id } of cohort.rows.child) {
    const done = random.chance(0.4) ? doSomething(random, earlier, later, child_id) : null;
    if (done !== null) deeds.set(child_id, done);
  }
  const oldDay = cohort.snapshotDate;
  const newDay = toIso(addMonths(toDay(oldDay), 1));
  const laterSnapshot = random.chance(0.3) ? oldDay : newDay;
  reKey(later);
  return {
    authority: `pair-${String(seed).padStart(4, '0')}`,
    cohort,
    oldDay,
    newDay,
    laterSnapshot,
    earlier: earlier as unknown as ContractRows,
    later: later as unknown as ContractRows,
    deeds,
  };
}

/** Keys follow the lines of the files, which move; their order stays. Answers are known again by their documents. */
function reKey(rows: AnyRows): void {
  for (const name of tableNames.filter((table) => table !== 'care_plan'))
    for (const row of rows[name]) row['row_key'] = `moved-${row['row_key']}`;
}

function doSomething(random: Random, earlier: AnyRows, later: AnyRows, child: string): Deed | null {
  const kinds = [
    'row late',
    'child late',
    'filled',
    'corrected',
    'birth date',
    'row gone',
    'child gone',
  ] as const;
  switch (random.pick(kinds)) {
    case 'row late':
      return dropRow(random, earlier, child) === null ? null : 'late';
    case 'child late':
      return dropChild(earlier, child, 'late');
    case 'filled':
      return emptyField(random, earlier, child);
    case 'corrected':
      return moveStart(random, later, child);
    case 'birth date':
      return moveBirth(random, later, child);
    case 'row gone':
      return dropRow(random, later, child);
    case 'child gone':
      return dropChild(later, child, 'corrected');
  }
}

/** A row of the child in one of the tables; null when the child has none there. */
function pickRow(random: Random, rows: AnyRows, child: string): [TableName, AnyRow] | null {
  const name = random.pick(optionalTables);
  const own = rows[name].filter(isOf(child));
  return own.length === 0 ? null : [name, random.pick(own)];
}

/** An answer that is overwritten is no correction: its source keeps only the latest. */
const deedOn = (row: AnyRow): Deed => (row['origin'] === 'answers' ? 'late' : 'corrected');

/** The row, with the other answers of its document: a document has one date. */
const sameDocument = (rows: AnyRows, [name, row]: [TableName, AnyRow]): AnyRow[] =>
  row['origin'] === 'answers'
    ? rows[name].filter((other) => other['document_id'] === row['document_id'])
    : [row];

/** Takes a row away. */
function dropRow(random: Random, rows: AnyRows, child: string): Deed | null {
  const found = pickRow(random, rows, child);
  if (found === null) return null;
  const [name, row] = found;
  rows[name] = rows[name].filter((other) => other !== row);
  return deedOn(row);
}

function dropChild(rows: AnyRows, child: string, deed: Deed): Deed {
  for (const name of tableNames) rows[name] = rows[name].filter((row) => !isOf(child)(row));
  return deed;
}

/** Empties a day other than a start, so that the later extract fills it. */
function emptyField(random: Random, rows: AnyRows, child: string): Deed | null {
  const found = pickRow(random, rows, child);
  if (found === null) return null;
  const days = Object.keys(found[1]).filter(
    (column) => column.endsWith('_date') && column !== 'start_date' && found[1][column] !== null,
  );
  if (days.length === 0) return null;
  const day = random.pick(days);
  for (const row of sameDocument(rows, found)) row[day] = null;
  return 'late';
}

/** Moves a start some days back. */
function moveStart(random: Random, rows: AnyRows, child: string): Deed | null {
  const found = pickRow(random, rows, child);
  const start = found?.[1]['start_date'];
  if (found === null || typeof start !== 'string') return null;
  const moved = toIso(toDay(start) - random.between(1, 60));
  for (const row of sameDocument(rows, found)) row['start_date'] = moved;
  return deedOn(found[1]);
}

function moveBirth(random: Random, rows: AnyRows, child: string): Deed | null {
  const row = rows.child.find(isOf(child));
  if (row === undefined || typeof row['birth_date'] !== 'string') return null;
  row['birth_date'] = toIso(toDay(row['birth_date']) - random.between(1, 800));
  return 'corrected';
}

/** Extracts of the trackers that are tables of the contract column by column: read as the contract declares them. */
import { contractTables, type Row } from '../contract/tables.ts';
import { trackingTables } from '../contract/tracking-tables.ts';
import { type AdapterRun, give, readersOf } from '../reading/adapter.ts';
import { absentCells, columnsOf, type Declared, declaredCells } from '../reading/declared.ts';
import type { FileContract } from '../reading/file-contract.ts';
import { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { noteUnknownChild } from './any-child.ts';
import { placeRow } from './place.ts';

type TrackerTable = Exclude<keyof typeof trackingTables, 'court_application'>;

interface Tracker {
  readonly table: TrackerTable;
  readonly prefix: string;
  /** Whom a row is about: a child of the case files, or any; before the court, children need not be known to them. */
  readonly about: 'known child' | 'any child' | 'household' | 'nobody';
  /** Columns of which one must be in the file. */
  readonly oneOf?: readonly string[];
}

const trackers = {
  local_milestones: {
    table: 'milestone',
    prefix: 'mile',
    about: 'any child',
    oneOf: ['mile_date', 'mile_due_date'],
  },
  local_review_items: {
    table: 'review_item',
    prefix: 'rvit',
    about: 'known child',
    oneOf: ['rvit_review_date', 'rvit_review_id'],
  },
  local_escalations: { table: 'escalation', prefix: 'escl', about: 'any child' },
  local_forum_meetings: {
    table: 'forum_meeting',
    prefix: 'frum',
    about: 'nobody',
    oneOf: ['frum_held_date', 'frum_due_date'],
  },
  local_report_register: {
    table: 'report',
    prefix: 'rprt',
    about: 'nobody',
    oneOf: ['rprt_presented_date', 'rprt_period_end_date'],
  },
  local_longterm_carers: { table: 'longterm_carer', prefix: 'ltca', about: 'household' },
  local_adoption_tracking: { table: 'adoption_tracking', prefix: 'adtr', about: 'known child' },
  local_special_guardianship: { table: 'special_guardianship', prefix: 'sgot', about: 'any child' },
  local_supervision_orders: { table: 'supervision_order', prefix: 'supo', about: 'any child' },
} as const satisfies Record<string, Tracker>;
type TrackerName = keyof typeof trackers;
const trackerNames = Object.keys(trackers) as TrackerName[];

/** Columns of a table beside those that say where a row is from and whom it is about. */
export function ownColumns<T extends keyof typeof trackingTables>(table: T): Declared {
  const given = new Set([
    'row_key',
    'source_file',
    'source_line',
    'child_id',
    'care_period_id',
    'household_key',
  ]);
  return Object.fromEntries(Object.entries(contractTables[table].shape).filter(([name]) => !given.has(name)));
}

const columns = Object.fromEntries(
  Object.keys(trackingTables).map((table) => [table, ownColumns(table as keyof typeof trackingTables)]),
) as Record<keyof typeof trackingTables, Declared>;

/** The file contracts of these extracts, as their tables declare their columns. */
export const trackerFiles = Object.fromEntries(
  trackerNames.map((name) => [name, fileOf(name, trackers[name])]),
) as unknown as Record<TrackerName, FileContract>;

function fileOf(name: string, { table, prefix, about, oneOf = [] }: Tracker): FileContract {
  const { required, optional, dates, evidence } = columnsOf(columns[table]);
  const whose =
    about === 'known child' || about === 'any child'
      ? { required: [`${prefix}_person_id`], optional: [`${prefix}_cla_id`] }
      : { required: about === 'household' ? [`${prefix}_household_id`] : [], optional: [] };
  const all = [...whose.required, ...required, ...optional];
  return {
    name: `local.${name}`,
    adapter: 'local',
    used: true,
    required: [...whose.required, ...required.filter((column) => !oneOf.includes(column))],
    ...(oneOf.length === 0 ? {} : { oneOf: [oneOf] }),
    optional: [`${prefix}_table_id`, ...whose.optional, ...optional, ...oneOf],
    dates,
    evidence,
    signature: all,
  };
}

/** Reads every extract of this kind that is there. */
export function readTrackers(run: AdapterRun, population: Population): void {
  const households = new Numbering('offer');
  // A review may be named by its number alone.
  const reviews = new Map(run.collector.rows.review.map((review) => [review.row_key, review.held_date]));
  for (const name of trackerNames) {
    const tracker: Tracker = trackers[name];
    for (const reader of readersOf(run, name)) {
      const row = {
        row_key: reader.rowKey(`${tracker.prefix}_table_id`),
        ...reader.trace,
        ...whose(run, population, reader, tracker, households),
        ...declaredCells(run, reader, columns[tracker.table]),
      } as Row<TrackerTable>;
      if (saysNothing(reader, tracker, row)) reader.blame('invalid_value', null);
      if ('item' in row) row.review_date = dayOfReview(reader, row, reviews);
      checkTracker(run, population, reader, row);
      if (!run.collector.settle(reader, tracker.table, [row])) continue;
      if (tracker.about === 'any child' && 'child_id' in row)
        noteUnknownChild(run, population, tracker.table, row.child_id);
      if ('link_identified_date' in row) addLink(run, row);
    }
    give(run, name, tracker.table);
  }
}

/** The child, household or nobody that a row is about. */
function whose(
  run: AdapterRun,
  population: Population,
  reader: RowReader,
  { about, prefix, table }: Tracker,
  households: Numbering,
) {
  if (about === 'nobody') return {};
  if (about === 'household')
    return { household_key: households.keyOf(reader.requiredKey(`${prefix}_household_id`)) };
  if (about === 'known child') return placeRow(run, population, reader, prefix, table);
  const child_id = reader.requiredKey(`${prefix}_person_id`);
  return { child_id, care_period_id: population.period(child_id, reader.key(`${prefix}_cla_id`)) };
}

/** What makes a row of an extract unusable beside a column that cannot be read. */
function checkTracker(
  { context }: AdapterRun,
  population: Population,
  reader: RowReader,
  row: Row<TrackerTable>,
): void {
  if ('milestone' in row) checkMilestone(context, population, reader, row);
  else if ('raised_date' in row) reader.checkOrder(row.raised_date, row.answered_date, 'escl_answered_date');
  else if ('forum' in row) oneDay(reader, [row.held_date, row.due_date], 'frum_held_date');
  else if ('report' in row) oneDay(reader, [row.presented_date, row.period_end_date], 'rprt_presented_date');
  else if ('midpoint_review_date' in row) reader.checkOrder(row.start_date, row.end_date, 'supo_end_date');
}

/** Without one of these days a row says nothing; a day that is written and cannot be is to blame before one that is not. */
function oneDay(reader: RowReader, days: readonly (string | null)[], column: string): void {
  if (days.some((day) => day !== null)) return;
  reader.placingDay(column);
  reader.blame('missing_value', column);
}

/** A step that nobody can have taken: not yet, before the child was born, or once the child had left care. */
function checkMilestone(
  { codes, snapshotDate }: AdapterRun['context'],
  population: Population,
  reader: RowReader,
  { child_id, milestone, milestone_date: day, due_date, status }: Row<'milestone'>,
): void {
  if (status !== 'NOT_NEEDED') oneDay(reader, [day, due_date], 'mile_date');
  if (day === null) return;
  if (status !== 'BOOKED' && day > snapshotDate) reader.blame('future_date', 'mile_date');
  const born = population.birthOf(child_id);
  if (born !== null && day < born && !codes.mayPrecedeBirth.has(milestone))
    reader.blame('before_birth', 'mile_date');
  const left = population.leftCareOn(child_id);
  if (left !== null && day > left && !codes.mayFollowCare.has(milestone))
    reader.blame('after_care', 'mile_date');
}

/** The day of the review, or of the one that the row names. */
function dayOfReview(
  reader: RowReader,
  { review_key, review_date }: Row<'review_item'>,
  reviews: ReadonlyMap<string, string | null>,
): string {
  const day = review_date ?? reviews.get(review_key ?? '') ?? null;
  if (day === null) reader.blame('missing_value', 'rvit_review_date');
  return day ?? '';
}

/** A link on the adoption tracker is a link of the adoption record too. */
function addLink(run: AdapterRun, row: Row<'adoption_tracking'>): void {
  if (row.link_identified_date === null) return;
  const { care_period_id, link_identified_date: link_date } = row;
  run.collector.rows.adoption.push({
    ...absentCells(contractTables.adoption.shape),
    ...{ row_key: `tracking:${row.row_key}`, source_file: row.source_file, source_line: row.source_line },
    ...{ child_id: row.child_id, care_period_id, link_date },
    matched_by: care_period_id === null ? 'person' : 'care_period',
  });
}

/** Whether not one of the cells that are filled can be read; a row with none filled says that the child is on the tracker. */
function saysNothing(reader: RowReader, { table }: Tracker, row: Row<TrackerTable>): boolean {
  const cells = row as unknown as Readonly<Record<string, unknown>>;
  const own = columns[table];
  for (const name in own) if (cells[name] !== null) return false;
  const { required, optional } = columnsOf(own);
  return [...required, ...optional].some((column) => reader.text(column) !== null);
}

import type { ContractRows, Row } from '../../sources/contract/tables.ts';
import { type AdoptionRecord, adoptionRecords } from './adoption-record.ts';
import { plansFromAnswers } from './answers.ts';
import { type Day, endDay, optionalDay, toDay } from './calendar.ts';
import { careSpells, type StatusSpan } from './care.ts';
import type { ReferenceInput } from './input.ts';
import type { PlacementSpan } from './placements.ts';
import { type PlanSpan, unrecorded } from './plans.ts';
import {
  bridged,
  compareText,
  endedWith,
  isOpen,
  type PeriodSpan,
  periodOf,
  type RowSpan,
  type Span,
} from './spans.ts';

/** A period of care with everything that belongs to it. */
export interface PeriodRecord extends PeriodSpan {
  readonly statuses: readonly StatusSpan[];
  readonly placements: readonly PlacementSpan[];
  readonly plans: readonly PlanSpan[];
  readonly adoption: readonly AdoptionRecord[];
  /** Days on which a long-term match was ratified. */
  readonly ratified: readonly Day[];
}

/** A spell of being looked after within a period of care. */
export interface CareSpell extends Span {
  readonly period: PeriodRecord;
}

export interface ChildRecord {
  readonly row: Row<'child'>;
  readonly birth: Day | null;
  /** Spells in order of the period's start, then its id. */
  readonly spells: readonly CareSpell[];
  readonly meetings: readonly Row<'permanence_meeting'>[];
  readonly allocations: readonly Row<'allocation'>[];
}

interface DatedRow {
  readonly row_key: string;
  readonly start_date: string;
  readonly end_date: string | null;
  readonly care_period_id: string | null;
}

const rowSpan = (row: DatedRow): RowSpan => ({
  start: toDay(row.start_date),
  end: endDay(row.end_date),
  recordedEnd: endDay(row.end_date),
  key: row.row_key,
});

const planSpan = (row: Row<'care_plan'>): PlanSpan => ({
  ...rowSpan(row),
  plan: row.plan,
  rank: row.plan_rank,
  document: row.document_id,
  isAnswers: row.origin === 'answers',
  recorded: optionalDay(row.recorded_date) ?? unrecorded,
});

/** Rows of the child that belong to the period by name or by start. */
const ofPeriod = <R extends DatedRow>(
  rows: readonly R[],
  period: PeriodSpan,
  periods: readonly PeriodSpan[],
): R[] =>
  rows.filter((row) => periodOf(periods, row.care_period_id, toDay(row.start_date))?.id === period.id);

/** Plan rows of a period: the plan history where it has any row, else what the answers or categories say (boundaries 14). */
function periodPlans(snapshots: readonly { taken: Day; rows: readonly Row<'care_plan'>[] }[]): PlanSpan[] {
  const current = snapshots.at(-1)?.rows ?? [];
  const history = current.filter((row) => row.origin === 'history');
  if (history.length > 0) return bridged(history.map(planSpan));
  const categories = current.filter((row) => row.origin === 'category').map(planSpan);
  const seen = snapshots.map(({ taken, rows }) => ({
    taken,
    rows: rows.filter((row) => row.origin === 'answers').map(planSpan),
  }));
  return bridged([...categories, ...plansFromAnswers(seen)]);
}

/** Ratified matches: rows that name the period, others by the day of ratification. */
function ratifiedDays(
  rows: readonly Row<'long_term_match'>[],
  period: PeriodSpan,
  periods: readonly PeriodSpan[],
): Day[] {
  return rows.flatMap((row) => {
    const day = optionalDay(row.match_ratified_date);
    if (day === null) return [];
    const named = periods.find((other) => other.id === row.care_period_id);
    return (named === undefined ? isOpen(period, day) : named.id === period.id) ? [day] : [];
  });
}

const ofChild = <R extends { readonly child_id: string }>(rows: readonly R[], childId: string): R[] =>
  rows.filter((row) => row.child_id === childId);

interface PlanSnapshot {
  readonly taken: Day;
  readonly rows: readonly Row<'care_plan'>[];
}

/** Care plans as each snapshot had them, oldest first, the current one last. */
function planSnapshots(input: ReferenceInput): PlanSnapshot[] {
  const older = input.olderSnapshots.map(({ snapshotDate, carePlanRows }) => ({
    taken: toDay(snapshotDate),
    rows: carePlanRows,
  }));
  return [
    ...older.sort((a, b) => a.taken - b.taken),
    { taken: toDay(input.snapshotDate), rows: input.rows.care_plan },
  ];
}

function periodRecord(
  rows: ContractRows,
  snapshots: readonly PlanSnapshot[],
  period: PeriodSpan,
  periods: readonly PeriodSpan[],
): PeriodRecord {
  const statuses = ofPeriod(rows.legal_status, period, periods).map((row) => ({
    ...rowSpan(row),
    status: row.legal_status,
  }));
  const placements = ofPeriod(rows.placement, period, periods).map((row) => ({
    ...rowSpan(row),
    type: row.placement_type,
  }));
  return {
    ...period,
    statuses: endedWith(bridged(statuses), period.end),
    placements: endedWith(bridged(placements), period.end),
    plans: periodPlans(
      snapshots.map((snapshot) => ({ ...snapshot, rows: ofPeriod(snapshot.rows, period, periods) })),
    ),
    adoption: adoptionRecords(rows.adoption, period, periods),
    ratified: ratifiedDays(rows.long_term_match, period, periods),
  };
}

/** The rows of one child only. */
function rowsOfChild(rows: ContractRows, id: string): ContractRows {
  return {
    ...rows,
    care_period: ofChild(rows.care_period, id),
    legal_status: ofChild(rows.legal_status, id),
    placement: ofChild(rows.placement, id),
    adoption: ofChild(rows.adoption, id),
    long_term_match: ofChild(rows.long_term_match, id),
    permanence_meeting: ofChild(rows.permanence_meeting, id),
    allocation: ofChild(rows.allocation, id),
  };
}

function childRecord(
  row: Row<'child'>,
  all: ContractRows,
  allSnapshots: readonly PlanSnapshot[],
): ChildRecord {
  const rows = rowsOfChild(all, row.child_id);
  const snapshots = allSnapshots.map((snapshot) => ({
    ...snapshot,
    rows: ofChild(snapshot.rows, row.child_id),
  }));
  const birth = optionalDay(row.birth_date);
  const periods = rows.care_period
    .map((period) => ({
      id: period.care_period_id,
      start: toDay(period.start_date),
      end: endDay(period.end_date),
    }))
    .sort((a, b) => a.start - b.start || compareText(a.id, b.id));
  const spells = periods.flatMap((period) => {
    const record = periodRecord(rows, snapshots, period, periods);
    return careSpells(period, record.statuses, birth).map((spell) => ({ ...spell, period: record }));
  });
  return { row, birth, spells, meetings: rows.permanence_meeting, allocations: rows.allocation };
}

/** The children of an authority, each with its periods of care. */
export function childRecords(input: ReferenceInput): ChildRecord[] {
  const snapshots = planSnapshots(input);
  return input.rows.child.map((row) => childRecord(row, input.rows, snapshots));
}

import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { type AdapterRun, give } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { readEpisodes } from './episodes.ts';
import { readHeaders } from './header.ts';
import { type Candidate, mergeYears, yearsWindow } from './years.ts';

/** Reads any number of collection years of the children looked after return, merged. */
export function extractSsda903(run: AdapterRun): Population {
  readHeaders(run);
  const population = readEpisodes(run);
  readReviews(run, population);
  readUnaccompanied(run, population);
  readDecisions(run, population);
  readAdopted(run, population);
  give(run, 'header');
  give(run, 'episodes', 'care_period', 'legal_status', 'placement', 'placement_history');
  give(run, 'reviews', 'review');
  give(run, 'uasc', 'unaccompanied');
  give(run, 'placed_adoption', 'adoption_decision');
  give(run, 'ad1', 'adoption_decision');
  for (const kind of run.tables.keys()) run.windows.set(`ssda903.${kind}`, yearsWindow(run, kind));
  return population;
}

function childOf(population: Population, reader: RowReader): string {
  const child = reader.requiredKey('CHILD');
  if (!population.has(child)) reader.blame('orphan_row', 'CHILD');
  return child;
}

const candidate = <R>(reader: RowReader, key: string, row: R): Candidate<R> | null =>
  reader.refuseIfFaulty() ? null : { key, row, reader };

/** One row per review held. */
function readReviews(run: AdapterRun, population: Population): void {
  const merged = mergeYears<Row<'review'>>(run, 'reviews', (reader) => {
    const child_id = childOf(population, reader);
    const held_date = reader.requiredDay('REVIEW');
    const row_key = `${child_id}:${held_date}`;
    return candidate(reader, row_key, {
      row_key,
      ...reader.trace,
      child_id,
      care_period_id: null,
      due_date: null,
      held_date,
      cancelled: false,
      participation: reader.code('REVIEW_CODE', codes.participation),
    });
  });
  for (const { row, reader } of merged) run.collector.settle(reader, 'review', [row]);
}

/** Being in the file is being unaccompanied; since when, it does not say. */
function readUnaccompanied(run: AdapterRun, population: Population): void {
  const merged = mergeYears<Row<'unaccompanied'>>(run, 'uasc', (reader) => {
    const child_id = childOf(population, reader);
    const end_date = reader.placingAnyDay('DUC');
    return candidate(reader, child_id, {
      row_key: child_id,
      ...reader.trace,
      child_id,
      start_date: null,
      end_date,
    });
  });
  for (const { row, reader } of merged) run.collector.settle(reader, 'unaccompanied', [row]);
}

const noDates = {
  care_period_id: null,
  matched_by: 'person',
  decision_reversed_date: null,
  decision_reversed_reason: null,
  placement_order_date: null,
  link_date: null,
  matched_date: null,
  early_permanence_decision_date: null,
  early_permanence_placed_date: null,
  placed_date: null,
  order_date: null,
  order_type: null,
  adopted_by_carer: null,
  carer_placed_date: null,
  sibling_group: null,
  siblings_together: null,
} as const;

/** Decisions that a child should be placed for adoption. DATE_PLACED is the decision, not a placement (trap 6). */
function readDecisions(run: AdapterRun, population: Population): void {
  const merged = mergeYears<Row<'adoption'>>(run, 'placed_adoption', (reader) => {
    const child_id = childOf(population, reader);
    const decision_date = reader.requiredDay('DATE_PLACED');
    const decision_reversed_date = reader.placingDay('DATE_PLACED_CEASED');
    reader.checkOrder(decision_date, decision_reversed_date, 'DATE_PLACED_CEASED');
    const row_key = `${child_id}:${decision_date}`;
    return candidate(reader, row_key, {
      row_key,
      ...reader.trace,
      child_id,
      ...noDates,
      decision_date,
      decision_reversed_date,
      decision_reversed_reason: reader.code('REASON_PLACED_CEASED', codes.reversalReason),
    });
  });
  for (const { row, reader } of merged) run.collector.settle(reader, 'adoption', [row]);
}

/** Children adopted in the year: the only place where the return holds a match. */
function readAdopted(run: AdapterRun, population: Population): void {
  const merged = mergeYears<Row<'adoption'>>(run, 'ad1', (reader) => {
    const child_id = childOf(population, reader);
    const decision_date = reader.pastDay('DATE_INT');
    const row_key = `adopted:${child_id}:${decision_date ?? ''}`;
    return candidate(reader, row_key, {
      row_key,
      ...reader.trace,
      child_id,
      ...noDates,
      decision_date,
      matched_date: reader.pastDay('DATE_MATCH'),
      adopted_by_carer: reader.flag('FOSTER_CARE'),
    });
  });
  for (const { row, reader } of merged) run.collector.settle(reader, 'adoption', [row]);
}

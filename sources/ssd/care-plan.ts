import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, plainEnd, readersOf } from '../reading/adapter.ts';
import { leaveOut } from '../reading/aliases.ts';
import { absentCells } from '../reading/declared.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';

type CarePlan = Row<'care_plan'>;
type Origin = CarePlan['origin'];
type Chosen = { readonly key: string | null; readonly plan: CarePlan['plan'] };

const column = 'lacp_cla_care_plan_json';

/** Reads ssd_cla_care_plan in either shape: JSON answers (SystemC) or one category a row (Mosaic). */
export function readCarePlans(run: AdapterRun, population: Population): void {
  const readers = [...readersOf(run, 'cla_care_plan')];
  const shapes = new Set(readers.flatMap((reader) => shapeOf(reader.text(column)) ?? []));
  if (shapes.has('answers')) run.inputs.add('care_plan_answers');
  if (shapes.has('category')) run.inputs.add('care_plan_category');
  // Rows without a value take the shape of their file; where all are blank, the less trusting one.
  const blank: Origin = shapes.has('category') && !shapes.has('answers') ? 'category' : 'answers';
  for (const reader of readers) readCarePlan(run, population, reader, blank);
}

function shapeOf(text: string | null): Origin | null {
  if (text === null) return null;
  return /^[{["]/.test(text) ? 'answers' : 'category';
}

function readCarePlan(run: AdapterRun, population: Population, reader: RowReader, blank: Origin): void {
  const child_id = reader.requiredKey('lacp_person_id');
  if (!population.has(child_id)) reader.blame('orphan_row', 'lacp_person_id');
  const document_id = reader.rowKey('lacp_table_id');
  const start_date = reader.requiredDay('lacp_cla_care_plan_start_date');
  const end = reader.placingAnyDay('lacp_cla_care_plan_end_date');
  reader.checkOrder(start_date, end, 'lacp_cla_care_plan_end_date');
  const origin = shapeOf(reader.text(column)) ?? blank;
  const document = {
    ...reader.trace,
    child_id,
    care_period_id: null,
    document_id,
    plan_rank: 'primary',
    origin,
    start_date,
    end_date: plainEnd(run, end),
    recorded_date: null,
    ratified_date: null,
    ...absentCells(tracked.care_plan),
  } as const;
  const rows = chosenPlans(run, reader, origin).map(({ key, plan }) => ({
    row_key: key === null ? document_id : `${document_id}:${key}`,
    ...document,
    plan,
  }));
  run.collector.settle(reader, 'care_plan', rows);
}

function chosenPlans(run: AdapterRun, reader: RowReader, origin: Origin): Chosen[] {
  const text = reader.text(column);
  if (text === null) return [{ key: null, plan: 'NO_PLAN' }];
  const chosen = origin === 'category' ? category(reader) : answers(run, reader, text);
  return chosen.length === 0 ? [{ key: null, plan: 'NO_PLAN' }] : chosen;
}

function category(reader: RowReader): Chosen[] {
  const plan = reader.codeOrLeaveOut(column, codes.plan);
  return plan === null || plan === leaveOut ? [] : [{ key: null, plan }];
}

function answers(run: AdapterRun, reader: RowReader, text: string): Chosen[] {
  const answered = parseAnswers(text);
  if (answered === null) {
    reader.blame('unreadable_plan', column);
    return [];
  }
  return [...answered]
    .filter(([, answer]) => isSet(answer))
    .flatMap(([key]) => {
      const plan = run.context.aliases.resolve(codes.plan, key);
      if (plan === null) reader.blame('unknown_code', column);
      return plan === null || plan === leaveOut ? [] : [{ key, plan }];
    });
}

/** The answers by key; null when the text is no JSON object (the query builds it by joining text, so quotes break it). */
function parseAnswers(text: string): Map<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    return new Map(Object.entries(parsed).map(([key, answer]) => [key.trim().toUpperCase(), answer]));
  } catch {
    return null;
  }
}

/** A key counts as set unless blank, N, No, false, 0 or null (boundaries 33). */
function isSet(answer: unknown): boolean {
  if (answer === null || answer === undefined || answer === false || answer === 0) return false;
  return !['', 'n', 'no', 'false', '0', 'null'].includes(String(answer).trim().toLowerCase());
}

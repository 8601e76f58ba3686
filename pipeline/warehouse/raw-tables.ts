/** Every table of schema `raw`: those of the contract, and those that the program itself loads beside them. */
import { columnMeta } from '../../sources/contract/column.ts';
import { contractTables, tableNames } from '../../sources/contract/tables.ts';

export interface RawColumn {
  readonly name: string;
  readonly type: string;
}

export interface RawTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly RawColumn[];
}

const snapshotKey: readonly RawColumn[] = [
  { name: 'authority', type: 'text' },
  { name: 'snapshot_date', type: 'date' },
];

const contractRawTables: readonly RawTable[] = tableNames.map((name) => ({
  name,
  description: `Contract table ${name} of every live snapshot (sources/contract/tables.ts).`,
  columns: [
    ...snapshotKey,
    ...Object.entries(contractTables[name].shape).map(([column, schema]) => ({
      name: column,
      type: columnMeta(schema).sql as string,
    })),
  ],
}));

/** `name type, name type` as columns. */
function table(name: string, description: string, columns: string): RawTable {
  const parts = columns.split(/,\s*(?![^(]*\))/).map((part) => part.trim());
  const parsed = parts.map((part) => {
    const space = part.indexOf(' ');
    return { name: part.slice(0, space), type: part.slice(space + 1) };
  });
  return { name, description, columns: parsed };
}

const runTables: readonly RawTable[] = [
  table(
    'snapshot',
    'One row per live snapshot: which authority, the day it was extracted, and the day the run asks about. What an earlier edition was made from is loaded under a name of its own (`county@before`), with the authority it is compared with; compared_as says what it is for: before, the data of then by the limits of today; since, the data of today by them, where a limit in force has changed.',
    'authority text, snapshot_date date, as_at_date date, oldest_snapshot_date date, plan_history_from date, procedure text, compared_with text, compared_as text',
  ),
  table(
    'as_at',
    'The dates at which every measure is computed from a snapshot. is_compared marks the date of the edition before; a date that is nothing else is computed for the comparison only and never published.',
    'authority text, snapshot_date date, as_at_date date, is_month_end boolean, is_week boolean, is_current boolean, is_provisional boolean, is_compared boolean, is_broken_down boolean',
  ),
  table(
    'snapshot_taken',
    'Every snapshot that could have shown a plan: the live one and those before it.',
    'authority text, snapshot_date date, seen_date date',
  ),
  table(
    'input',
    'What the sources of the authority can give (sources/contract/extract.ts).',
    'authority text, snapshot_date date, input text',
  ),
  table(
    'plan_observation',
    'Plans seen in this and earlier snapshots of a source that keeps only the latest answers; seen_date is the date of that snapshot.',
    'authority text, snapshot_date date, seen_date date, child_id text, care_period_id text, document_id text, plan text, start_date date, end_date date, row_key text',
  ),
  table(
    'child_change',
    'Children whose rows differ between this snapshot and the one behind the edition before; a correction is a row changed otherwise than by filling what was empty, or gone.',
    'authority text, snapshot_date date, child_id text, is_correction boolean',
  ),
];

const ruleTables: readonly RawTable[] = [
  table(
    'rule_measure',
    'The measure registry.',
    'authority text, measure_id text, position integer, polarity text, headline_statistic text, rated_line text',
  ),
  table(
    'rule_measure_period',
    'The periods in which each measure is computed; the headline period is the one that is rated.',
    'authority text, measure_id text, period text, is_headline boolean',
  ),
  table(
    'rule_breakdown',
    'Breakdowns, and the input without which one is left out.',
    'authority text, breakdown text, input text',
  ),
  table(
    'rule_line',
    'The lines of each measure.',
    'authority text, measure_id text, line text, position integer, longest_wait boolean, has_denominator boolean, has_rate boolean, has_median boolean, has_mean boolean, chart text, drift boolean',
  ),
  table(
    'rule_requirement',
    'One row per input that a line, or its stand-in, needs.',
    'authority text, measure_id text, line text, input text, is_stand_in boolean',
  ),
  table(
    'rule_line_reason',
    'Why a line may be a stand-in or not available.',
    'measure_id text, line text, reason_code text',
  ),
  table(
    'rule_case',
    'Lines that are cases of a generic measure.',
    'authority text, generic text, measure_id text, line text, population text, clock text, limit_key text, comparison text, wait_from text',
  ),
  table(
    'rule_case_condition',
    'One row per state that a counted child must be in, or must not.',
    'authority text, measure_id text, line text, condition text, must_hold boolean',
  ),
  table(
    'rule_category',
    'Codes that the derivation treats alike.',
    'code_set text, code text, category text',
  ),
  table(
    'rule_age_band',
    'Age bands in completed years.',
    'group_key text, age_from integer, age_below integer',
  ),
  table(
    'rule_limit',
    'Time limits and counts.',
    'authority text, measure_id text, limit_key text, n integer, unit text, effective_from date, effective_to date',
  ),
  table(
    'rule_target',
    'Rating rules.',
    'authority text, measure_id text, line text, family text, statistic text, polarity text, target decimal(9,2), floor decimal(9,2), tolerance decimal(9,2), red_if_line text, minimum_denominator integer, effective_from date, effective_to date',
  ),
  table(
    'rule_group',
    'To which group of a breakdown a code belongs.',
    'authority text, breakdown text, code text, group_key text, position integer',
  ),
  table(
    'rule_alert',
    'Who must be told when a rule bites: one row per required alert and role of which any will do.',
    'authority text, measure_id text, alert text, role text, effective_from date, effective_to date',
  ),
  table(
    'rule_process_change',
    'Known changes of process: control limits begin anew.',
    'authority text, measure_id text, line text, changed_on date',
  ),
  table(
    'rule_population',
    'Resident children aged 0 to 17, from the day of each estimate on.',
    'authority text, estimated_on date, effective_to date, children integer',
  ),
  table(
    'rule_deadline',
    'Time limits of single children that are announced before they fall due.',
    'authority text, deadline text, measure_id text, line text, population text, clock text, limit_measure text, limit_key text',
  ),
  table(
    'rule_deadline_condition',
    'One row per state that a child with that deadline must be in, or must not.',
    'authority text, deadline text, condition text, must_hold boolean',
  ),
  table(
    'rule_escalation',
    'Alarms that a rule requires: the children counted in the line lack it, or those not counted.',
    'authority text, measure_id text, line text, counted boolean',
  ),
  table(
    'rule_student_t',
    '97.5% points of Student t, in thousandths.',
    'degrees integer, thousandths integer',
  ),
  table(
    'benchmark_quarter',
    'Quarter points of a comparable published measure over all authorities, from the day of publication until the next.',
    'authority text, measure_id text, line text, statistic text, year integer, released_on date, effective_to date, lower_quarter decimal(18,6), upper_quarter decimal(18,6)',
  ),
  table(
    'rule_panel_line',
    "Lines that the Panel's questions are answered from.",
    'authority text, measure_id text, line text',
  ),
  table('rule_setting', 'Numbers that steer the derivation.', 'authority text, setting text, value integer'),
  table('bank_holiday', 'Bank holidays in England.', 'holiday_date date, name text'),
];

/** All tables of schema `raw`, in loading order. */
export const rawTables: readonly RawTable[] = [...contractRawTables, ...runTables, ...ruleTables];

/** The table of that name. */
export function rawTable(name: string): RawTable {
  const found = rawTables.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no raw table is called ${name}`);
  return found;
}

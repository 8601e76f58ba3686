/** Every table of schema `raw`: those of the contract, and those that the program itself loads beside them. */
import { sqlColumns } from '../../sources/contract/column.ts';
import { contractTables, tableNames } from '../../sources/contract/tables.ts';
import { ruleRawTables } from './rule-rows.ts';

interface RawColumn {
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
  columns: [...snapshotKey, ...sqlColumns(contractTables[name].shape)],
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
    'coverage',
    'From when to when the files that give an input are whole: who is in it on a day (stock), what happened in a period (event). No row for an input: its snapshot says nothing of it (sources/contract/extract.ts).',
    'authority text, snapshot_date date, source text, table_name text, input text, stock_from date, event_from date, whole_to date, known_by text',
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
  table(
    'benchmark_quarter',
    'Quarter points of a comparable published measure over all authorities, from the day of publication until the next.',
    'authority text, measure_id text, line text, statistic text, year integer, released_on date, effective_to date, lower_quarter decimal(18,6), upper_quarter decimal(18,6)',
  ),
];

/** All tables of schema `raw`, in loading order. */
export const rawTables: readonly RawTable[] = [...contractRawTables, ...runTables, ...ruleRawTables];

/** The table of that name. */
export function rawTable(name: string): RawTable {
  const found = rawTables.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no raw table is called ${name}`);
  return found;
}

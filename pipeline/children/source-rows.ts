/** The rows of the case files that speak of one child, each with its file and line. */
import type { InputName } from '../../sources/contract/extract.ts';
import type { TableName } from '../../sources/contract/tables.ts';
import { type Database, quoted, type Record_ } from '../warehouse/database.ts';
import { type LineChoice, ofSnapshot } from './live-warehouse.ts';

/** A row as an analyst finds it: where it stands and what it says. */
export interface SourceRow {
  readonly table: string;
  /** `<file>:<line>` in the folder of the extract. */
  readonly place: string;
  readonly says: string;
}

/** In which contract tables an input of a line lies. */
const tablesOfInput: Readonly<Record<InputName, readonly TableName[]>> = {
  care_period: ['child', 'care_period', 'episode'],
  legal_status: ['legal_status'],
  placement: ['placement'],
  placement_history: ['placement'],
  review: ['review'],
  review_due: ['review'],
  review_participation: ['review'],
  officer_contact: ['episode'],
  officer_checks: ['review'],
  visit: ['visit'],
  visit_alone: ['visit'],
  care_plan: ['care_plan'],
  care_plan_history: ['care_plan'],
  care_plan_answers: ['care_plan'],
  care_plan_category: ['care_plan'],
  permanence_meeting: ['permanence_meeting'],
  adoption: ['adoption'],
  adoption_decision: ['adoption'],
  adoption_match: ['adoption'],
  adopted_by_carer: ['adoption'],
  end_reason: ['care_period'],
  long_term_match: ['long_term_match'],
  panel_decision: ['panel_decision'],
  distance: ['placement'],
  boundary: ['placement'],
  home: ['placement'],
  provider: ['placement'],
  registration: ['placement'],
  siblings: ['adoption'],
  adoption_siblings: ['adoption'],
  allocation: ['allocation'],
  team: ['allocation'],
  unaccompanied: ['unaccompanied'],
  proceedings: ['proceedings'],
  pre_proceedings: ['legal_gateway', 'pre_proceedings'],
  family_group_conference: ['family_group_conference'],
  // Households: no row of theirs tells of a child.
  adopter_household: [],
  foster_household: [],
  foster_places: [],
  longterm_carer: [],
  milestone: ['milestone'],
  review_item: ['review_item'],
  escalation: ['escalation'],
  // Forums and reports are about nobody.
  forum_meeting: [],
  report: [],
  adoption_tracking: ['adoption_tracking'],
  special_guardianship: ['special_guardianship'],
  supervision_order: ['supervision_order'],
  court_application: ['court_application'],
};

const trace = new Set([
  'authority',
  'snapshot_date',
  'row_key',
  'source_file',
  'source_line',
  'child_id',
  'legacy_id',
]);

/** Rows of the tables that the line needs, in order of table, date and line; the team's rows come last. */
export async function sourceRows(
  database: Database,
  choice: LineChoice,
  childId: string,
): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for (const table of await tablesOfLine(database, choice)) {
    const rows = await database.rows(
      `SELECT * FROM warehouse.raw.${table} AS r WHERE ${ofSnapshot(choice, 'r')} AND r.child_id = ${quoted(childId)} ORDER BY source_file, source_line`,
    );
    found.push(...[...rows].sort(byDate).map((row) => sourceRow(table, row)));
  }
  return found;
}

async function tablesOfLine(database: Database, choice: LineChoice): Promise<TableName[]> {
  const rows = await database.rows(`
    SELECT DISTINCT q.input FROM warehouse.staging.rule_requirement AS q
    WHERE q.authority = ${quoted(choice.authority)} AND q.measure_id = ${quoted(choice.measure.measure_id)}
      AND q.line = ${quoted(choice.line.line)}`);
  const inputs: InputName[] = ['care_period', ...rows.map((row) => row['input'] as InputName), 'allocation'];
  const order = Object.values(tablesOfInput).flat();
  const tables = new Set(inputs.flatMap((input) => tablesOfInput[input]));
  return [...tables].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

const dateOf = (row: Record_): string =>
  String(row['start_date'] ?? row['meeting_date'] ?? row['held_date'] ?? row['visit_date'] ?? '');
const byDate = (a: Record_, b: Record_): number =>
  dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0;

function sourceRow(table: string, row: Record_): SourceRow {
  const says = Object.entries(row)
    .filter(([column, value]) => !trace.has(column) && value !== null && value !== false)
    .map(([column, value]) => `${column.replaceAll('_', ' ')} ${String(value)}`);
  return {
    table,
    place: `${String(row['source_file'])}:${String(row['source_line'])}`,
    says: says.join('; '),
  };
}

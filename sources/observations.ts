import type { ContractRows, Row } from './contract/tables.ts';
import { addDays } from './days.ts';
import { entryOf } from './reading/entry.ts';
import type { QualityLog } from './reading/ledger.ts';
import type { CellReason } from './reading/reasons.ts';
import type { SourceTable } from './reading/source-table.ts';
import { twoIds } from './same-children.ts';
import type { ExtractSettings } from './snapshot-date.ts';
import { settleTeams } from './teams.ts';

/** What is looked at once all rows of an extract are there. */
export interface Gathered {
  readonly rows: ContractRows;
  readonly tables: readonly SourceTable[];
  readonly quality: QualityLog;
  readonly settings: ExtractSettings;
}

/** What no row tells by itself: births after care began, children under two ids, teams that are none, a change of system. */
export function observe(gathered: Gathered): void {
  const note = notebook(gathered.tables);
  birthsAfterCare(gathered, note);
  for (const child of twoIds(gathered.rows)) {
    gathered.quality.note('two_ids', 'child');
    note(child, 'same_child', ['CHILD', 'pers_person_id']);
  }
  for (const { row, column } of settleTeams(gathered.rows)) note(row, 'team_not_known', [column]);
  restarts(gathered);
}

type Traced = Pick<Row<'child'>, 'source_file' | 'source_line'>;
export type Note = (row: Traced, reason: CellReason, columns: readonly string[]) => void;

/** Lists a cell of a row that was accepted, under the first of these columns that its file has. */
function notebook(tables: readonly SourceTable[]): Note {
  const files = new Map(tables.map((table) => [table.ledger.file, table]));
  return ({ source_file, source_line }, reason, columns) => {
    const table = files.get(source_file);
    const column = columns.find((name) => table?.columns.has(name)) ?? columns[0] ?? '';
    table?.ledger.cell(source_line, reason, column);
  };
}

/** Nobody is born in care before care begins: the child stays, of unknown age. */
function birthsAfterCare({ rows, quality }: Gathered, note: Note): void {
  const entered = new Map<string, string>();
  for (const { child_id, start_date } of rows.care_period)
    if (start_date < (entered.get(child_id) ?? '9999')) entered.set(child_id, start_date);
  for (const child of rows.child) {
    const start = entered.get(child.child_id);
    if (child.birth_date === null || start === undefined || child.birth_date <= start) continue;
    child.birth_date = null;
    child.birth_date_estimated = false;
    note(child, 'birth_after_care', ['DOB', 'pers_dob']);
    quality.note('no_birth_date', 'child');
    quality.note('born_after_entry', 'child');
  }
}

/** Many children whose care ends on one day and starts again on it or the next: a change of case system, as a rule. */
function restarts({ rows, quality, settings }: Gathered): void {
  const starts = new Set(rows.care_period.map(({ child_id, start_date }) => `${child_id}|${start_date}`));
  const children = new Map<string, number>();
  for (const { child_id, end_date } of rows.care_period) {
    if (end_date === null) continue;
    const again = [end_date, addDays(end_date, 1)].some((day) => starts.has(`${child_id}|${day}`));
    if (again) children.set(end_date, entryOf(children, end_date, () => 0) + 1);
  }
  for (const count of children.values())
    if (count >= settings.restart_children) quality.note('restarted_on_one_day', 'care_period', count);
}

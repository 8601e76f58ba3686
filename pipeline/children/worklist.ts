/** RESTRICTED: the children behind a figure, as a file that only its owner may read. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { csvText, harmless } from '../csv.ts';
import { type DataFolders, makePrivateFolder } from '../folders.ts';
import { type Cell, type Database, quoted, type Record_ } from '../warehouse/database.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';
import { atDate, type LineChoice, type LiveEdition, ofLine, publishedCount } from './live-warehouse.ts';

export interface Worklist {
  readonly file: string;
  readonly children: number;
}

/** Writes the counted children of a line and checks that they are as many as the edition says. */
export async function writeWorklist(
  folders: DataFolders,
  live: LiveEdition,
  choice: LineChoice,
  period: string,
): Promise<Worklist> {
  return withWarehouse(live.warehouse, async (database) => {
    const states = await conditionStates(database, choice);
    const rows = await countedChildren(database, choice, period, states);
    const published = await publishedCount(database, live, choice, period);
    if (published !== rows.length)
      throw new TrackerError(
        'check_stopped',
        'worklist_differs',
        `The worklist has ${rows.length} children and the edition says ${published ?? 'nothing'}; it was not written.`,
        'Run the as-at date again; if they still differ, report it as a fault of the models.',
      );
    return { file: write(folders, live, choice, period, rows), children: rows.length };
  });
}

/** States that a counted child must be in: the dates since which they hold are what puts the child on the list. */
async function conditionStates(database: Database, choice: LineChoice): Promise<string[]> {
  const measure = quoted(choice.measure.measure_id);
  const where = `authority = ${quoted(choice.authority)} AND measure_id = ${measure} AND line = ${quoted(choice.line.line)}`;
  const rows = await database.rows(`
    SELECT population AS state, 0 AS n FROM warehouse.raw.rule_case WHERE ${where}
    UNION SELECT condition, 1 FROM warehouse.staging.rule_case_condition WHERE ${where} AND must_hold
    ORDER BY n, state`);
  return [...new Set(rows.map((row) => String(row['state'])))];
}

async function countedChildren(
  database: Database,
  choice: LineChoice,
  period: string,
  states: readonly string[],
): Promise<Record_[]> {
  const since = states.map((state, n) => `s${n}.since_date AS "since ${state.replaceAll('"', '')}"`);
  const joins = states.map(
    (state, n) =>
      `LEFT JOIN warehouse.core.child_state AS s${n} ON ${atDate(choice, `s${n}`)} AND s${n}.child_id = w.child_id AND s${n}.state = ${quoted(state)}`,
  );
  const columns = [
    'w.child_id',
    'w.team_id AS team',
    't.team_name',
    'w.days',
    'w.anchor_name AS waiting_for',
    'w.anchor_date AS waiting_since',
    'COALESCE(e.entry_date, c.entry_date) AS in_care_since',
    'e.group_day AS day',
    'w.care_period_id',
    ...since,
  ];
  return database.rows(`
    SELECT ${columns.join(', ')}
    FROM warehouse.published.worklist AS w
    LEFT JOIN warehouse.core.child_as_at AS c ON ${atDate(choice, 'c')} AND c.child_id = w.child_id
    LEFT JOIN warehouse.measures.children_in_care AS e
      ON ${atDate(choice, 'e')} AND e.child_id = w.child_id AND e.measure_id = w.measure_id AND e.period = w.period
    LEFT JOIN (SELECT authority, snapshot_date, team_id, MAX(team_name) AS team_name FROM warehouse.raw.team GROUP BY ALL) AS t
      ON t.authority = w.authority AND t.snapshot_date = w.snapshot_date AND t.team_id = w.team_id
    ${joins.join('\n')}
    WHERE ${ofLine(choice, 'w')} AND w.period = ${quoted(period)}
    ORDER BY w.days DESC NULLS LAST, w.child_id`);
}

function write(
  folders: DataFolders,
  live: LiveEdition,
  choice: LineChoice,
  period: string,
  rows: readonly Record_[],
): string {
  const folder = join(makePrivateFolder(folders.worklists), live.edition.edition_id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = join(
    folder,
    `${[choice.authority, choice.measure.measure_id, choice.line.line, period].join('-')}.csv`,
  );
  const first = {
    authority: choice.authority,
    measure_id: choice.measure.measure_id,
    line: choice.line.line,
    as_at_date: choice.asAt,
  };
  const columns = Object.keys(rows[0] ?? { child_id: '', team: '', days: '' }).filter((column) =>
    isTold(rows, column),
  );
  const header = [...Object.keys(first), ...columns];
  const cells = rows.map((row) =>
    [...Object.values(first), ...columns.map((column) => row[column] ?? null)].map(safe),
  );
  writeFileSync(file, csvText(header, cells), { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

/** A column that no child has a value in says nothing of this line. */
const isTold = (rows: readonly Record_[], column: string): boolean =>
  ['child_id', 'team', 'days'].includes(column) || rows.some((row) => row[column] !== null);

const safe = (cell: Cell): Cell => (typeof cell === 'string' ? harmless(cell) : cell);

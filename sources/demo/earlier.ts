/** The invented county as its files stood on an earlier day: without what had not happened, or was not yet recorded. */
import { type Day, isoOf } from './day.ts';
import { meetings, reviews } from './dirt-places.ts';
import type { Cell, Table } from './tables/table.ts';

/** Days that may lie ahead when they are written: what is due, booked or expires. */
const ahead =
  /_due_date$|_next_meeting_date$|_final_hearing_date$|_expiry_date$|_extension_to_date$|_booked_date$/;

/** What is known only with a date: it is blank where the date is. */
const knownWith: Readonly<Record<string, readonly string[]>> = {
  clae_cla_episode_ceased_date: ['clae_cla_episode_ceased_reason'],
  clap_cla_placement_end_date: ['clap_cla_placement_change_reason'],
  clar_cla_review_date: ['clar_cla_review_participation'],
  invo_involvement_end_date: ['invo_worker_change_reason'],
  perm_decision_reversed_date: ['perm_decision_reversed_reason'],
  perm_permanence_order_date: ['perm_permanence_order_type'],
  adop_left_date: ['adop_left_reason'],
  proc_end_date: ['proc_final_order', 'proc_order_expiry_date'],
  fgcn_held_date: ['fgcn_outcome'],
  ltmt_panel_date: ['ltmt_panel_outcome'],
  ltmt_match_ratified_date: ['ltmt_ratification_route'],
  ltmt_closed_date: ['ltmt_closed_reason'],
  fost_ended_date: ['fost_ended_reason'],
  panl_heard_date: ['panl_barrier', 'panl_outcome', 'panl_action', 'panl_action_due_date', 'panl_rag'],
  escl_answered_date: ['escl_outcome'],
  sgot_viability_end_date: ['sgot_viability_outcome'],
};

/** Of what happened in the weeks before the day, one row in so many had not been typed in yet. */
const late = { files: [reviews, meetings, 'ssd/ssd_cla_visits.csv'], days: 35, oneIn: 7 };

/** A date as a case system or a spreadsheet writes it, as yyyy-mm-dd; null for anything else. */
function isoDate(cell: Cell): string | null {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell ?? '') ?? [];
  if (day !== undefined) return `${year}-${month}-${day}`;
  return /^(\d{4}-\d\d-\d\d)(?: 00:00:00\.000)?$/.exec(cell ?? '')?.[1] ?? null;
}

/** When a row's story begins: its first date; of a review the day it was held, where that came before the day it was due. */
function begins(table: Table, row: readonly Cell[]): string {
  const dates = row.map(isoDate).filter((date) => date !== null);
  return (table.file === reviews ? [...dates].sort() : dates)[0] ?? '';
}

/**
 * A table as it stood on the day. Rows that begin later are left out, later dates are blank with all that is known only
 * with them, and a few rows of the last weeks are missing that were recorded late.
 */
export function standingOn(table: Table, day: Day): Table {
  const on = isoOf(day);
  const lateFrom = late.files.includes(table.file) ? isoOf(day - late.days) : '9999';
  const rows = table.rows.filter((row, index) => {
    const from = begins(table, row);
    return from <= on && (from <= lateFrom || index % late.oneIn !== 0);
  });
  return { ...table, rows: rows.map((row) => rowOn(table, row, on)) };
}

function rowOn({ columns }: Table, row: readonly Cell[], on: string): Cell[] {
  const gone = columns.filter(
    (column, index) => !ahead.test(column) && (isoDate(row[index] ?? null) ?? '') > on,
  );
  const blank = new Set(gone.flatMap((column) => [column, ...(knownWith[column] ?? [])]));
  return row.map((cell, index) => (blank.has(columns[index] ?? '') ? null : cell));
}

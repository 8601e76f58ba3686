import type { OpenSetName } from '../contract/open-sets.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { leaveOut } from '../reading/aliases.ts';
import { codesIn, declaredCells } from '../reading/declared.ts';
import type { Population } from '../reading/population.ts';
import type { QualityCode } from '../reading/reasons.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { placeRow } from './place.ts';

/** Reads local_panel_decisions: referrals to a panel or to a head of service, with the alerts that went out. */
export function readPanelDecisions(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'local_panel_decisions')) {
    const place = placeRow(run, population, reader, 'panl', 'panel_decision');
    const referred_date = reader.placingDay('panl_referred_date');
    // A panel is a meeting and may be booked.
    const heard_date = reader.anyDay('panl_heard_date');
    if (referred_date === null && heard_date === null) reader.blame('missing_value', 'panl_referred_date');
    const { aliases } = run.context;
    const alerted = codesIn(aliases, aliases.set('manager_role'), reader.text('panl_alerted_roles'));
    const notes = new WordNotes(run, reader);
    const accepted = run.collector.settle(reader, 'panel_decision', [
      {
        row_key: reader.rowKey('panl_table_id'),
        ...reader.trace,
        ...place,
        panel: reader.requiredCode('panl_panel', aliases.set('panel')),
        referred_date,
        heard_date,
        barrier: notes.code('panl_barrier', 'barrier', 'panel_text_not_kept'),
        outcome: notes.code('panl_outcome', 'panel_outcome', 'panel_text_not_kept'),
        action_owner_role: notes.code('panl_action_owner_role', 'manager_role', 'manager_role_not_mapped'),
        action_due_date: reader.anyDay('panl_action_due_date'),
        action_done_date: reader.pastDay('panl_action_done_date'),
        alerted_roles: alerted.codes.length === 0 ? null : alerted.codes.join(' '),
        ...declaredCells(run, reader, tracked.panel_decision),
      },
    ]);
    if (!accepted) continue;
    notes.take();
    if (alerted.unknown) run.quality.note('manager_role_not_mapped', 'panel_decision');
  }
}

/** Codes from cells that may hold free text: what is no code is left out and counted, never kept. */
class WordNotes {
  readonly #found: QualityCode[] = [];
  readonly #run: AdapterRun;
  readonly #reader: RowReader;

  constructor(run: AdapterRun, reader: RowReader) {
    this.#run = run;
    this.#reader = reader;
  }

  code(column: string, set: OpenSetName, otherwise: QualityCode): string | null {
    const text = this.#reader.text(column);
    if (text === null) return null;
    const { aliases } = this.#run.context;
    const code = aliases.resolve(aliases.set(set), text);
    if (code === null) this.#found.push(otherwise);
    return code === leaveOut ? null : code;
  }

  take(): void {
    for (const code of this.#found) this.#run.quality.note(code, 'panel_decision');
  }
}

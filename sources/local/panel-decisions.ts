import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { type Aliases, leaveOut } from '../reading/aliases.ts';
import { compare } from '../reading/ledger.ts';
import type { Population } from '../reading/population.ts';
import type { QualityCode } from '../reading/reasons.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { placeRow } from './place.ts';

type Role = NonNullable<Row<'panel_decision'>['action_owner_role']>;

/** Reads local_panel_decisions: referrals to a panel or to a head of service, with the alerts that went out. */
export function readPanelDecisions(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'local_panel_decisions')) {
    const place = placeRow(run, population, reader, 'panl', 'panel_decision');
    const referred_date = reader.placingDay('panl_referred_date');
    // A panel is a meeting and may be booked.
    const heard_date = reader.anyDay('panl_heard_date');
    if (referred_date === null && heard_date === null) reader.blame('missing_value', 'panl_referred_date');
    const alerted = alertedRoles(run.context.aliases, reader.text('panl_alerted_roles'));
    const notes = new WordNotes(run, reader);
    const accepted = run.collector.settle(reader, 'panel_decision', [
      {
        row_key: reader.rowKey('panl_table_id'),
        ...reader.trace,
        ...place,
        panel: reader.requiredCode('panl_panel', codes.panel),
        referred_date,
        heard_date,
        barrier: notes.code('panl_barrier', codes.barrier, 'panel_text_not_kept'),
        outcome: notes.code('panl_outcome', codes.panelOutcome, 'panel_text_not_kept'),
        action_owner_role: notes.code('panl_action_owner_role', codes.managerRole, 'manager_role_not_mapped'),
        action_due_date: reader.anyDay('panl_action_due_date'),
        action_done_date: reader.pastDay('panl_action_done_date'),
        alerted_roles: alerted.roles.length === 0 ? null : alerted.roles.join(' '),
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

  code<const C extends readonly [string, ...string[]]>(
    column: string,
    set: codes.CodeSet<C>,
    otherwise: QualityCode,
  ): C[number] | null {
    const text = this.#reader.text(column);
    if (text === null) return null;
    const code = this.#run.context.aliases.resolve(set, text);
    if (code === null) this.#found.push(otherwise);
    return code === leaveOut ? null : code;
  }

  take(): void {
    for (const code of this.#found) this.#run.quality.note(code, 'panel_decision');
  }
}

const headsOfNamedServices: ReadonlySet<Role> = new Set([
  'head_of_adoption_and_fostering',
  'head_of_children_looked_after',
  'head_of_family_safeguarding',
]);

/** The roles named in a cell, sorted, and whether a word of it is no known role. */
function alertedRoles(aliases: Aliases, text: string | null): { roles: Role[]; unknown: boolean } {
  const roles = new Set<Role>();
  let unknown = false;
  for (const part of (text ?? '').split(/[;,|+/\n]/)) {
    const found = part.trim() === '' ? [] : rolesOf(aliases, part.trim());
    for (const role of found) roles.add(role);
    unknown ||= found.length === 0 && part.trim() !== '';
  }
  if ([...roles].some((role) => headsOfNamedServices.has(role))) roles.add('head_of_service');
  return { roles: [...roles].sort(compare), unknown };
}

/** One role in the authority's words, or several codes with blanks between; none when any word is unknown. */
function rolesOf(aliases: Aliases, part: string): Role[] {
  const whole = aliases.resolve(codes.managerRole, part);
  if (whole !== null) return whole === leaveOut ? [] : [whole];
  const words = part.split(/\s+/).map((word) => aliases.resolve(codes.managerRole, word));
  return words.every((word) => word !== null && word !== leaveOut) ? (words as Role[]) : [];
}

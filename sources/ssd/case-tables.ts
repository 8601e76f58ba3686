import * as codes from '../contract/codes.ts';
import { type AdapterRun, plainEnd, readersOf } from '../reading/adapter.ts';
import { immigrationStatus, leaveOut } from '../reading/aliases.ts';
import type { Population } from '../reading/population.ts';
import { childOf, periodOf } from './owner.ts';

/** Reads ssd_legal_status; statuses that are not care statuses are accepted and left out. */
export function readLegalStatuses(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'legal_status')) {
    const child_id = reader.requiredKey('lega_person_id');
    if (!population.has(child_id)) reader.blame('orphan_row', 'lega_person_id');
    const legal_status = reader.codeOrLeaveOut('lega_legal_status', codes.legalStatus);
    if (legal_status === null) reader.blame('missing_value', 'lega_legal_status');
    const start_date = reader.requiredDay('lega_legal_status_start_date');
    const end = reader.placingDay('lega_legal_status_end_date');
    reader.checkOrder(start_date, end, 'lega_legal_status_end_date');
    const row = {
      row_key: reader.rowKey('lega_legal_status_id'),
      ...reader.trace,
      child_id,
      care_period_id: null,
      start_date,
      end_date: population.stateEnd(child_id, end),
    };
    run.collector.settle(
      reader,
      'legal_status',
      legal_status === null || legal_status === leaveOut ? [] : [{ ...row, legal_status }],
    );
  }
}

/** Reads ssd_cla_reviews. */
export function readReviews(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'cla_reviews')) {
    const child_id = childOf(population, reader, 'clar_cla_person_id', 'clar_cla_id', (id) =>
      population.childOfPeriod(id),
    );
    run.collector.settle(reader, 'review', [
      {
        row_key: reader.rowKey('clar_cla_review_id'),
        ...reader.trace,
        child_id,
        care_period_id: periodOf(run, population, reader, child_id, 'clar_cla_id', 'review'),
        due_date: reader.anyDay('clar_cla_review_due_date'),
        held_date: reader.placingDay('clar_cla_review_date'),
        cancelled: reader.flag('clar_cla_review_cancelled') ?? false,
        participation: reader.code('clar_cla_review_participation', codes.participation),
      },
    ]);
  }
}

/** Reads ssd_immigration_status; only being an unaccompanied asylum-seeking child is kept. */
export function readImmigration(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'immigration_status')) {
    const child_id = reader.requiredKey('immi_person_id');
    if (!population.has(child_id)) reader.blame('orphan_row', 'immi_person_id');
    const status = reader.code('immi_immigration_status', immigrationStatus);
    const start_date = reader.pastDay('immi_immigration_status_start_date');
    // Leave to remain is granted for years: its end is planned.
    const end = reader.placingAnyDay('immi_immigration_status_end_date');
    reader.checkOrder(start_date, end, 'immi_immigration_status_end_date');
    const row = {
      row_key: reader.rowKey('immi_immigration_status_id'),
      ...reader.trace,
      child_id,
      start_date,
      end_date: plainEnd(run, end),
    };
    run.collector.settle(reader, 'unaccompanied', status === null ? [] : [row]);
  }
}

/** Reads ssd_involvements; the worker is dropped, the team and the role are kept. */
export function readInvolvements(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'involvements')) {
    const child_id = childOf(population, reader, 'invo_person_id', 'invo_referral_id', (id) =>
      population.childOfReferral(id),
    );
    const start_date = reader.requiredDay('invo_involvement_start_date');
    const end = reader.placingAnyDay('invo_involvement_end_date');
    reader.checkOrder(start_date, end, 'invo_involvement_end_date');
    const written = reader.text('invo_professional_role_id');
    const role = written === null ? null : run.context.aliases.resolve(codes.allocationRole, written);
    const accepted = run.collector.settle(reader, 'allocation', [
      {
        row_key: reader.rowKey('invo_involvements_id'),
        ...reader.trace,
        child_id,
        team_id: reader.key('invo_professional_team'),
        role: role === null || role === leaveOut ? 'other' : role,
        start_date,
        end_date: plainEnd(run, end),
      },
    ]);
    if (accepted && role === null) run.quality.note('role_not_mapped', 'allocation');
  }
}

/** Reads ssd_department; its hierarchy cannot be trusted (data-standards 1.13), so only id and name are kept. */
export function readDepartments(run: AdapterRun): void {
  for (const reader of readersOf(run, 'department')) {
    const team_id = reader.requiredKey('dept_team_id');
    run.collector.settle(reader, 'team', [
      {
        row_key: team_id,
        ...reader.trace,
        team_id,
        team_name: reader.text('dept_team_name'),
        service: null,
        area: null,
      },
    ]);
  }
}

/** Counts ssd_professionals; nothing of it is kept. */
export function readProfessionals(run: AdapterRun): void {
  for (const reader of readersOf(run, 'professionals')) {
    const id = reader.requiredKey('prof_professional_id');
    if (reader.refuseIfFaulty()) continue;
    if (run.collector.claim('professionals', id)) reader.accept();
    else reader.refuse('duplicate_key', null);
  }
}

/** Reads ssd_linked_identifiers: a former number that is another child's own says that one child may count twice. */
export function readLinkedIdentifiers(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'linked_identifiers')) {
    const child = reader.requiredKey('link_person_id');
    const written = reader.text('link_identifier_value');
    const other = written === null ? null : run.context.ids.child(written);
    if (reader.refuseIfFaulty()) continue;
    if (other !== null && other !== child && population.has(other) && population.has(child)) {
      reader.leave('same_child', 'link_identifier_value');
      run.quality.note('two_ids', 'linked_identifiers');
    }
    reader.accept();
  }
}

import * as codes from '../contract/codes.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { leaveOut } from '../reading/aliases.ts';
import { declaredCells } from '../reading/declared.ts';
import type { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import { noteUnknownChild } from './any-child.ts';

/** Reads local_family_group_conference; why a family declined is free text and is not read. */
export function readFamilyGroupConferences(
  run: AdapterRun,
  population: Population,
  families: Numbering,
): void {
  for (const reader of readersOf(run, 'local_family_group_conference')) {
    const child_id = reader.requiredKey('fgcn_person_id');
    const family = reader.key('fgcn_family_id');
    const referral_date = reader.pastDay('fgcn_referral_date');
    const held_date = reader.placingDay('fgcn_held_date');
    const offered = reader.flag('fgcn_offered_flag');
    // A declined offer need have neither day; without an offer a row that has none tells of nothing.
    if (referral_date === null && held_date === null && offered !== true)
      reader.blame('missing_value', 'fgcn_referral_date');
    reader.checkOrder(referral_date, held_date, 'fgcn_held_date');
    const written = reader.text('fgcn_outcome');
    const outcome = written === null ? null : run.context.aliases.resolve(codes.conferenceOutcome, written);
    const accepted = run.collector.settle(reader, 'family_group_conference', [
      {
        row_key: reader.rowKey('fgcn_table_id'),
        ...reader.trace,
        child_id,
        family_key: family === null ? null : families.keyOf(family),
        referral_date,
        offered,
        held_date,
        outcome: outcome === leaveOut ? null : outcome,
        // A review may be booked ahead.
        review_date: reader.anyDay('fgcn_review_date'),
        ...declaredCells(run, reader, tracked.family_group_conference),
      },
    ]);
    if (!accepted) continue;
    noteUnknownChild(run, population, 'family_group_conference', child_id);
    if (referral_date === null && held_date === null)
      run.quality.note('conference_offer_not_dated', 'family_group_conference');
    else if (offered === null && held_date === null)
      run.quality.note('conference_offer_not_recorded', 'family_group_conference');
    if (written !== null && outcome === null)
      run.quality.note('conference_text_not_kept', 'family_group_conference');
  }
}

import * as codes from '../contract/codes.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { declaredCells } from '../reading/declared.ts';
import { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { placeRow } from './place.ts';

/** Reads local_permanence_meetings: meetings, bookings, exemptions and specialist discussions. */
export function readMeetings(run: AdapterRun, population: Population): void {
  // What a sibling group is called may be the family's name: only a number of its own goes further.
  const siblings = new Numbering('siblings');
  for (const reader of readersOf(run, 'local_permanence_meetings')) {
    const place = placeRow(run, population, reader, 'ppmt', 'permanence_meeting');
    const sibling_group = reader.key('ppmt_sibling_group_id');
    const meeting_status = reader.code('ppmt_meeting_status', codes.meetingStatus);
    run.collector.settle(reader, 'permanence_meeting', [
      {
        row_key: reader.rowKey('ppmt_table_id'),
        ...reader.trace,
        ...place,
        // A booking may lie ahead; a meeting that was held cannot.
        meeting_date:
          meeting_status === 'HELD'
            ? reader.placingDay('ppmt_meeting_date')
            : reader.placingAnyDay('ppmt_meeting_date'),
        meeting_type: reader.code('ppmt_meeting_type', codes.meetingType),
        meeting_status,
        referral_received_date: reader.pastDay('ppmt_referral_received_date'),
        sibling_group_id: sibling_group === null ? null : siblings.keyOf(sibling_group),
        parallel_plan: reader.flag('ppmt_parallel_plan_flag'),
        ...circulated(reader),
        next_meeting_date: reader.anyDay('ppmt_next_meeting_date'),
        not_required: reader.flag('ppmt_not_required_flag') ?? false,
        not_required_reason: null,
        not_required_agreed_date: reader.pastDay('ppmt_not_required_agreed_date'),
        not_required_agreed_role: reader.code(
          'ppmt_not_required_agreed_role',
          run.context.aliases.set('manager_role'),
        ),
        specialist_discussion_date: reader.pastDay('ppmt_specialist_discussion_date'),
        ...declaredCells(run, reader, tracked.permanence_meeting),
      },
    ]);
  }
}

function circulated(reader: RowReader) {
  return {
    minutes_sent_iro_date: reader.pastDay('ppmt_minutes_sent_iro_date'),
    summary_sent_parents_date: reader.pastDay('ppmt_summary_sent_parents_date'),
    summary_sent_independent_review_date: reader.pastDay('ppmt_summary_sent_independent_review_date'),
    adoption_advice_date: reader.pastDay('ppmt_adoption_advice_date'),
  };
}

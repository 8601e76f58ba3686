import { addMonths, type Day, ukOf, weekday } from '../day.ts';
import type { Period } from '../life/life.ts';
import type { Meeting } from '../life/meeting.ts';
import { groupSizes } from './permanence.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World, yesNo } from './table.ts';

const columns = [
  'ppmt_table_id',
  'ppmt_person_id',
  'ppmt_cla_id',
  'ppmt_meeting_date',
  'ppmt_meeting_type',
  'ppmt_meeting_status',
  'ppmt_referral_received_date',
  'ppmt_sibling_group_id',
  'ppmt_primary_plan',
  'ppmt_contingency_plan',
  'ppmt_parallel_plan_flag',
  'ppmt_chair_role',
  'ppmt_minutes_sent_iro_date',
  'ppmt_summary_sent_parents_date',
  'ppmt_summary_sent_independent_review_date',
  'ppmt_adoption_advice_date',
  'ppmt_next_meeting_date',
  'ppmt_not_required_flag',
  'ppmt_not_required_reason',
  'ppmt_not_required_agreed_date',
  'ppmt_not_required_agreed_role',
  'ppmt_specialist_discussion_date',
] as const;
type MeetingRecord = Record<(typeof columns)[number], Cell>;

/** How far ahead meetings are booked. */
const bookedAhead = 60;

/** Meetings, bookings, exemptions and discussions of the last four years: a tracker spreadsheet, dates as typed. */
export function meetingTable(world: World): Table {
  const { asAt } = world;
  const oldest = addMonths(asAt, -48);
  const sizes = groupSizes(world.periods);
  const records = begun(world).flatMap((period) => {
    const shown = period.meetings.filter(
      (each) => each.date >= oldest && each.date <= (isBookable(each) ? asAt + bookedAhead : asAt),
    );
    return shown.map((each, i) => meetingRecord(period, each, i, shown[i + 1]?.date ?? null, asAt, sizes));
  });
  return table('local/local_permanence_meetings.csv', columns, records);
}

const isBookable = (each: Meeting) => each.kind !== 'EXEMPT' && !each.cancelled;

const blank = Object.fromEntries(columns.map((column) => [column, null])) as MeetingRecord;

function meetingRecord(
  period: Period,
  meeting: Meeting,
  index: number,
  next: Day | null,
  asAt: Day,
  sizes: ReadonlyMap<string, number>,
): MeetingRecord {
  const key = {
    ...blank,
    ppmt_table_id: numbered('Q', period, index),
    ppmt_person_id: period.personId,
    ppmt_cla_id: period.id,
  };
  if (meeting.kind === 'EXEMPT') return { ...key, ...exemption(period, meeting, asAt) };
  if (meeting.kind === 'DISCUSSION' && meeting.date <= asAt && period.random.chance(0.4)) {
    return { ...key, ppmt_not_required_flag: 'N', ppmt_specialist_discussion_date: ukOf(meeting.date) };
  }
  const siblings = sizes.get(meeting.group ?? '') ?? 1;
  return {
    ...key,
    ...heldOrBooked(period, meeting, next, asAt),
    ppmt_sibling_group_id: siblings > 1 ? meeting.group : null,
  };
}

function exemption({ random, course }: Period, { date }: Meeting, asAt: Day): Partial<MeetingRecord> {
  const discussed = random.chance(0.7) ? date + random.int(0, 12) : null;
  return {
    ppmt_not_required_flag: 'Y',
    ppmt_not_required_reason: random.pick([
      'RETURN_DATE_SET',
      'PLAN_MADE_IN_COURT',
      course.destination === 'CONNECTED' ? 'WITH_FAMILY' : 'OVER_TWELVE_SOON',
    ]),
    ppmt_not_required_agreed_date: ukOf(date),
    ppmt_not_required_agreed_role: random.chance(0.9) ? 'Service Manager' : 'Team Manager',
    ppmt_specialist_discussion_date: new DateCells(asAt).uk(discussed),
  };
}

function heldOrBooked(period: Period, meeting: Meeting, next: Day | null, asAt: Day): Partial<MeetingRecord> {
  const { plans, random, reviews } = period;
  const { date, cancelled, kind } = meeting;
  const held = !cancelled && date <= asAt;
  const dates = new DateCells(asAt);
  const sent = (low: number, high: number) => (held ? dates.uk(date + random.int(low, high)) : null);
  const onDay = plans.filter((plan) => plan.from <= date && plan.to > date);
  const adoption = onDay.some((plan) => plan.code === 'ADOPTION');
  const secondReview = reviews.filter((review) => review.held !== null)[1]?.held ?? null;
  const minutes =
    secondReview !== null && secondReview > date + 10
      ? Math.min(date + random.int(4, 20), secondReview - random.int(2, 12))
      : date + random.int(4, 20);
  return {
    ppmt_meeting_date: ukOf(date),
    ppmt_meeting_type: kind,
    ppmt_meeting_status: cancelled ? 'CANCELLED' : held ? 'HELD' : 'BOOKED',
    ppmt_referral_received_date: dates.uk(date - random.int(10, 30)),
    ppmt_primary_plan: onDay.find((plan) => plan.rank === 1)?.code ?? null,
    ppmt_contingency_plan: onDay.find((plan) => plan.rank === 2)?.code ?? null,
    ppmt_parallel_plan_flag: yesNo(onDay.some((plan) => plan.rank === 3)),
    ppmt_chair_role: random.pick(['Service Manager', 'Adoption Service Manager', 'Team Manager']),
    ppmt_minutes_sent_iro_date: held && random.chance(0.9) ? dates.uk(minutes) : null,
    ppmt_summary_sent_parents_date: random.chance(0.8) ? sent(4, 15) : null,
    ppmt_summary_sent_independent_review_date: adoption ? sent(2, 9) : null,
    ppmt_adoption_advice_date: adoption ? sent(1, 8) : null,
    ppmt_next_meeting_date: held && next !== null ? ukOf(weekday(next)) : null,
    ppmt_not_required_flag: 'N',
  };
}

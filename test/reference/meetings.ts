import type { Row } from '../../sources/contract/tables.ts';
import { addMonths, ageOn, type Day, toDay } from './calendar.ts';
import { type Moment, type Verdict, verdict } from './moment.ts';

/** What the child of the cohort has, in order of precedence (boundaries 29). */
type MeetingState = 'meeting' | 'exempt' | 'discussion' | 'none';
type Meeting = Row<'permanence_meeting'>;

/** In the cohort: came into care in the last 18 months, and more than four months ago. */
function isInCohort({ day, entry, limits }: Moment): boolean {
  return entry >= addMonths(day, -limits.cohortMonths) && addMonths(entry, limits.cohortMinimumMonths) < day;
}

function meetingState({ child, day, entry, limits }: Moment): MeetingState {
  const isInWindow = (iso: string | null) =>
    iso !== null && toDay(iso) <= day && toDay(iso) >= entry - 7 * limits.meetingLookBackWeeks;
  const isHeld = (row: Meeting) => row.meeting_status === 'HELD' && isInWindow(row.meeting_date);
  const { meetings } = child;
  if (meetings.some((row) => isHeld(row) && row.meeting_type !== 'DISCUSSION')) return 'meeting';
  if (meetings.some((row) => row.not_required && isInWindow(row.not_required_agreed_date))) return 'exempt';
  const isDiscussion = (row: Meeting) =>
    isInWindow(row.specialist_discussion_date) || (isHeld(row) && row.meeting_type === 'DISCUSSION');
  return meetings.some(isDiscussion) ? 'discussion' : 'none';
}

/** Part of the cohort by age on day 70 after entry. */
function agePart({ child, entry, limits }: Moment): 'under_12' | '12_and_over' | 'age_unknown' {
  if (child.birth === null) return 'age_unknown';
  return ageOn(child.birth, meetingDue(entry, limits.meetingDay)) < limits.meetingAge
    ? 'under_12'
    : '12_and_over';
}

const meetingDue = (entry: Day, days: number): Day => entry + days;

/** T9 and T10: meetings of children who came into care in the last 18 months. */
export function meetingVerdicts(moment: Moment): Verdict[] {
  if (!isInCohort(moment)) return [];
  const state = meetingState(moment);
  const part = agePart(moment);
  const due = meetingDue(moment.entry, moment.limits.meetingDay);
  return [
    verdict('T9', 'main', state === 'meeting'),
    verdict('T9', part, state === 'meeting'),
    verdict('T9', 'exempt', state === 'exempt'),
    verdict('T9', 'discussion', state === 'discussion'),
    verdict('T10', part === 'under_12' ? 'main' : part, state === 'none', due),
  ];
}

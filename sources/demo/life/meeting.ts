import { ageAt, type Day, weekday } from '../day.ts';
import type { Random } from '../prng.ts';
import type { Team } from '../teams.ts';
import type { Course } from './course.ts';
import type { Review } from './review.ts';

/** A permanence planning meeting, or the record that none is required. */
export interface Meeting {
  readonly kind: 'INITIAL' | 'REVIEW' | 'FINAL' | 'DISCUSSION' | 'EXEMPT';
  /** Day of the meeting or discussion; of an exemption the day it was agreed. */
  readonly date: Day;
  readonly cancelled: boolean;
  /** Siblings' meetings carry the number of their group. */
  readonly group: string | null;
}

/** Chance that a meeting due today is held in time, and how much lower that chance was a year ago. */
const chanceNow = 0.965;
const gainPerYear = 0.055;

/**
 * Misses spread evenly over a team's children instead of being drawn afresh for each: with some 150 children
 * in the weekly tool's cohort, chance alone would hide the trend that the demo is meant to show.
 */
export class Timeliness {
  readonly #owed = new Map<string, number>();

  held(team: Team | null, chance: number, random: Random): boolean {
    const key = team?.id ?? '';
    const owed = (this.#owed.get(key) ?? random.next()) + 1 - chance;
    this.#owed.set(key, owed >= 1 ? owed - 1 : owed);
    return owed < 1;
  }
}

export interface MeetingContext {
  readonly course: Course;
  readonly reviews: readonly Review[];
  readonly team: Team | null;
  readonly asAt: Day;
  readonly timeliness: Timeliness;
  /** Day of an elder sibling's first meeting, where there was one: siblings are discussed together. */
  readonly siblingMeeting: Day | null;
}

export function meetingHistory(random: Random, context: MeetingContext): Meeting[] {
  const { course } = context;
  const care = course.route === 'short_break' ? course.careFrom : course.entry;
  if (care === null || course.exit - care < 20) return [];
  const first =
    ageAt(course.person.birth, care + 70) < 12
      ? underTwelve(random, context, care)
      : older(random, context, care);
  const meetings = first === null ? [] : [first];
  if (first !== null && first.kind === 'INITIAL') meetings.push(...laterMeetings(random, course, first));
  return meetings.filter((each) => each.date < course.exit).flatMap((each) => withCancelled(random, each));
}

function underTwelve(random: Random, context: MeetingContext, care: Day): Meeting | null {
  const { course, team, asAt, timeliness, siblingMeeting } = context;
  const years = Math.max(0, (asAt - 330 - care) / 365.25);
  const chance = Math.min(0.985, Math.max(0.45, chanceNow - gainPerYear * years + (team?.reliability ?? 0)));
  if (random.chance(0.02)) return meeting('EXEMPT', care + random.int(25, 75), course);
  if (random.chance(0.015)) return meeting('DISCUSSION', weekday(care + random.int(30, 75)), course);
  if (!timeliness.held(team, chance, random)) {
    return random.chance(0.4) ? meeting('INITIAL', weekday(care + random.int(125, 420)), course) : null;
  }
  if (siblingMeeting !== null && siblingMeeting - care < 122)
    return meeting('INITIAL', siblingMeeting, course);
  return meeting('INITIAL', weekday(inTime(random, course, care)), course);
}

/** Mostly between the sixth and the eleventh week; some before care began, while proceedings were prepared. */
function inTime(random: Random, { inProceedings }: Course, care: Day): Day {
  if (inProceedings && random.chance(0.04)) return care - random.int(5, 120);
  return care + (random.chance(0.82) ? random.skewed(20, 55, 70) : random.int(71, 115));
}

/** From 12 no meeting is required: a specialist discussion is recorded instead, or should be. */
function older(random: Random, { course, siblingMeeting }: MeetingContext, care: Day): Meeting | null {
  if (siblingMeeting !== null && random.chance(0.6)) return meeting('INITIAL', siblingMeeting, course);
  const kind = random.weighted([
    ['INITIAL', 30],
    ['DISCUSSION', 42],
    ['EXEMPT', 10],
    [null, 18],
  ] as const);
  return kind === null ? null : meeting(kind, weekday(care + random.skewed(25, 65, 130)), course);
}

const meeting = (kind: Meeting['kind'], date: Day, course: Course): Meeting => ({
  kind,
  date,
  cancelled: false,
  group: course.group,
});

function laterMeetings(random: Random, course: Course, first: Meeting): Meeting[] {
  const later: Meeting[] = [];
  const until = Math.min(course.exit, course.adoption?.placed ?? course.matched ?? first.date + 400);
  for (let date = first.date + random.int(42, 110); date < until; date += random.int(60, 150)) {
    later.push(meeting('REVIEW', weekday(date), course));
  }
  if (course.hearing !== null && course.hearing - 40 > first.date && random.chance(0.7)) {
    later.push(meeting('FINAL', weekday(course.hearing - random.int(15, 40)), course));
  }
  later.sort((a, b) => a.date - b.date);
  return later;
}

function withCancelled(random: Random, held: Meeting): Meeting[] {
  if (held.kind === 'EXEMPT' || !random.chance(0.04)) return [held];
  return [{ ...held, date: weekday(held.date - random.int(5, 20)), cancelled: true }, held];
}

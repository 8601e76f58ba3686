import type { Day } from '../day.ts';
import { Random } from '../prng.ts';
import type { Outline, Person } from '../route.ts';
import type { Workforce } from '../teams.ts';
import { type Allocation, allocationHistory, teamOn } from './allocation.ts';
import { type Course, plotCourse } from './course.ts';
import { type LegalSpell, legalHistory } from './legal.ts';
import { type Meeting, meetingHistory, Timeliness } from './meeting.ts';
import { type Placement, placementHistory } from './placement.ts';
import { type PlanSpell, planHistory } from './plan.ts';
import { type Review, reviewHistory } from './review.ts';

/** Everything that happens in one period of care; what lies after the as-at date is cut off by the writers. */
export interface Period {
  readonly id: string;
  readonly personId: string;
  readonly legacyId: string;
  readonly person: Person;
  readonly course: Course;
  readonly legal: readonly LegalSpell[];
  readonly placements: readonly Placement[];
  readonly plans: readonly PlanSpell[];
  readonly reviews: readonly Review[];
  readonly meetings: readonly Meeting[];
  readonly allocations: readonly Allocation[];
  /** Random numbers for what the writers add, one stream per period. */
  readonly random: Random;
}

export const personId = (person: { readonly number: number }): string => String(200_001 + person.number);
/** The older number that staff see; never equal to a person number. */
export const legacyId = (person: { readonly number: number }): string =>
  String(5_000_003 + ((person.number * 7919) % 1_000_003));

export interface LifeSettings {
  readonly asAt: Day;
  readonly seed: number;
  readonly workforce: Workforce;
}

/** Lives of all periods in order; siblings meet on the day of the eldest's meeting. */
export function liveLives(outlines: readonly Outline[], settings: LifeSettings): Period[] {
  const meetingOfGroup = new Map<string, Day>();
  const timeliness = new Timeliness();
  return outlines.map((outline) => {
    const period = live(outline, settings, timeliness, meetingOfGroup.get(outline.group ?? '') ?? null);
    const first = period.meetings.find((each) => each.kind === 'INITIAL' && !each.cancelled);
    if (outline.group !== null && first !== undefined && !meetingOfGroup.has(outline.group))
      meetingOfGroup.set(outline.group, first.date);
    return period;
  });
}

function live(
  outline: Outline,
  { asAt, seed, workforce }: LifeSettings,
  timeliness: Timeliness,
  siblingMeeting: Day | null,
): Period {
  const { person } = outline;
  const random = Random.stream(seed, 2_000_000 + person.number * 4 + outline.number);
  const course = plotCourse(random, outline);
  const legal = legalHistory(random, course);
  const placements = placementHistory(random, course);
  const plans = planHistory(random, course);
  const reviews = reviewHistory(random, course, legal);
  const allocations = allocationHistory(random, course, workforce);
  const team = teamOn(allocations, outline.entry + 60) ?? teamOn(allocations, outline.entry);
  const meetings = meetingHistory(random, { course, reviews, team, asAt, timeliness, siblingMeeting });
  return {
    id: `C${personId(person)}-${outline.number}`,
    personId: personId(person),
    legacyId: legacyId(person),
    person,
    course,
    legal,
    placements,
    plans,
    reviews,
    meetings,
    allocations,
    random,
  };
}

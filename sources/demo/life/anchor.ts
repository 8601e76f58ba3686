import { addYears, ageAt, type Day } from '../day.ts';
import type { CourtFamily } from './court.ts';
import type { Period } from './life.ts';

/** What the court and the gateway have to do with a child. */
interface CourtLife {
  readonly gateway: CourtFamily['gateway'];
  readonly issue: Day | null;
  readonly supervision: Day | null;
  /** Gateway before the birth. */
  readonly expecting: Day | null;
}

export function courtLives(families: readonly CourtFamily[]): Map<string, CourtLife> {
  return new Map(
    families.flatMap(({ children, gateway, proceedings, isExpecting = false }) =>
      children.map(({ personId }) => {
        const heard = proceedings?.children.find((child) => child.personId === personId);
        const supervision = heard?.order === 'SO' ? heard.end : null;
        const expecting = isExpecting ? (gateway?.start ?? null) : null;
        return [personId, { gateway, issue: proceedings?.issue ?? null, supervision, expecting }] as const;
      }),
    ),
  );
}

/** A child's story as the trackers see it: before the court, in care, or both. */
interface Story {
  readonly court: CourtLife;
  readonly period: Period | null;
  readonly asAt: Day;
}
type Told = Story & Period & Period['course'];
type Days = readonly Day[];

const noCourt: CourtLife = { gateway: null, issue: null, supervision: null, expecting: null };
const none: Days = [];
const one = (day: Day | null | undefined, holds = true): Days => (day == null || !holds ? none : [day]);

/** Days of a story by the name that a step runs from; a name that nothing is known by has none. */
export type AnchorsOf = (name: string) => Days;

/**
 * What a step may run from, for one child.
 *
 * @example storyOf(period, asAt, court)('review_2') // the day of the second review held, or nothing
 */
export function storyOf(period: Period | null, asAt: Day, court: CourtLife = noCourt): AnchorsOf {
  const told = period === null ? null : ({ ...period.course, ...period, court, asAt } as unknown as Told);
  return (name) => {
    const before = ofCourt[name];
    if (before !== undefined) return before(court);
    return told === null ? none : (ofCare[name]?.(told) ?? none);
  };
}

const ofCourt: Readonly<Record<string, (court: CourtLife) => Days>> = {
  issue: ({ issue }) => one(issue),
  supervision: ({ supervision }) => one(supervision),
  expecting: ({ expecting }) => one(expecting),
  gateway: ({ gateway }) => one(gateway?.start),
  gateway_end: ({ gateway }) => one(gateway?.end),
  stepped_down: ({ gateway }) => one(gateway?.end, gateway?.outcome === 'STEP_DOWN'),
  long_gateway: ({ gateway }) => one(gateway?.start, gateway !== null && gateway.end - gateway.start > 112),
};

const held = ({ reviews }: Told, number: number): Day | undefined => {
  let seen = 0;
  for (const review of reviews) if (review.held !== null && ++seen === number) return review.held;
  return undefined;
};
const met = ({ meetings }: Told): Days =>
  meetings.flatMap(({ kind, cancelled, date }) => (kind === 'INITIAL' && !cancelled ? date : []));
const movedOut = ({ placements }: Told, isLong: boolean): Days =>
  placements.flatMap(({ reason, from, to }) => (reason !== '' && to - from >= 365 === isLong ? to : []));
const movedIn = ({ placements }: Told, types: string): Days =>
  one(placements.find(({ type }) => types.includes(type))?.from);
const isKin = ({ destination }: Told): boolean =>
  destination === 'SGO' || destination === 'CAO' || destination === 'CONNECTED';

const ofCare: Readonly<Record<string, (told: Told) => Days>> = {
  entry: ({ entry }) => [entry],
  entry_without_gateway: ({ entry, court }) => one(entry, court.gateway === null),
  exit: ({ exit, asAt }) => one(exit, exit <= asAt),
  home_exit: ({ exit, asAt, route }) => one(exit, exit <= asAt && route === 'home'),
  home: ({ entry, destination }) => one(entry, destination === 'HOME'),
  settled: ({ settled }) => [settled],
  hearing: ({ hearing }) => one(hearing),
  review_2: (told) => one(held(told, 2)),
  review_3: (told) => one(held(told, 3)),
  young_review: (told) => one(held(told, 1), ageAt(told.person.birth, held(told, 1) ?? 0) < 2),
  meeting: met,
  sibling_meeting: (told) => (told.group === null ? none : met(told)),
  residential: (told) => movedIn(told, 'K1 K2 R1'),
  with_parents: (told) => movedIn(told, 'P1'),
  placement_end: (told) => movedOut(told, false),
  long_placement_end: (told) => movedOut(told, true),
  sixteen: ({ person, entry, exit }) => {
    const day = addYears(person.birth, 16);
    return one(day, day > entry && day < exit);
  },
  newborn: ({ person, entry }) => one(person.birth, entry - person.birth < 60),
  monthly: ({ asAt, entry, exit }) =>
    [asAt - 80, asAt - 50, asAt - 20].filter((day) => day > entry && day < exit),
  decision: ({ adoption }) => one(adoption?.decision),
  order: ({ adoption }) => one(adoption?.order),
  match: ({ adoption }) => one(adoption?.match),
  placed: ({ adoption }) => one(adoption?.placed),
  early: ({ adoption }) => one(adoption?.early),
  // Where early permanence carers adopt, they are the family; else nobody is named before the match.
  link: ({ adoption }) => one(adoption?.early ?? adoption?.match),
  consent: ({ adoption }) => one(adoption?.decision, adoption?.order === null),
  sibling_match: ({ adoption, group }) => one(adoption?.match, group !== null),
  unapplied: ({ adoption, exit }) => one(adoption?.placed, exit - (adoption?.placed ?? exit) > 280),
  adoption_issue: ({ court, adoption }) => one(court.issue, adoption !== null),
  adoption_gateway: ({ court, adoption }) => one(court.gateway?.start, adoption !== null),
  kin_gateway: (told) => one(told.court.gateway?.start, isKin(told)),
  home_gateway: ({ court, destination }) => one(court.gateway?.start, destination === 'HOME'),
  home_found: ({ adoption, matched }) => one(adoption?.placed ?? matched),
  fostering: ({ settled, destination }) => one(settled, destination === 'LTF' || destination === 'CONNECTED'),
  fostering_match: ({ matched }) => one(matched),
  fostering_year: ({ matched, exit }) =>
    matched === null ? none : [matched + 365, matched + 730, matched + 1095].filter((day) => day < exit),
  kin: (told) => one(told.entry + 20, isKin(told)),
  guardianship: ({ exit, asAt, route }) => one(exit, exit <= asAt && route === 'guardianship'),
};

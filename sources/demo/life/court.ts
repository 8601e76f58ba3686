import { addMonths, type Day, isoOf, weekday } from '../day.ts';
import { Random } from '../prng.ts';
import { type Period, personId } from './life.ts';

/** A child in the proceedings of its family. */
export interface ChildInCourt {
  readonly personId: string;
  readonly inCare: boolean;
  /** Final order, and the day it was made. */
  readonly end: Day;
  readonly order: string;
}

/** A family before the court, or in the last step before it. */
export interface CourtFamily {
  readonly number: number;
  readonly children: readonly { readonly personId: string }[];
  /** Pre-proceedings; null where the case went to court at once. */
  readonly gateway: {
    readonly start: Day;
    readonly end: Day;
    readonly outcome: 'STEP_DOWN' | 'ISSUE';
  } | null;
  readonly proceedings: { readonly issue: Day; readonly children: readonly ChildInCourt[] } | null;
  /** The child is not born yet. */
  readonly isExpecting?: boolean;
  readonly random: Random;
}

interface Known {
  readonly asAt: Day;
  readonly periods: readonly Period[];
  /** Numbers of children who were never in care. */
  readonly others: readonly number[];
}

/** Streams of their own, so that the lives told elsewhere stay as they are. */
const storyOf = (number: number): Random => Random.stream(13, number);

/** Families of children in care, then families whose children never were. */
export function courtFamilies({ asAt, periods, others }: Known): CourtFamily[] {
  const groups = new Map<string, Period[]>();
  for (const period of periods) {
    const { inProceedings, group, entry } = period.course;
    if (!inProceedings || entry > asAt) continue;
    const key = group ?? period.id;
    groups.set(key, [...(groups.get(key) ?? []), period]);
  }
  const inCare = [...groups.values()].map(familyInCare);
  const lastYear = inCare.filter(({ proceedings }) => (proceedings?.issue ?? 0) > asAt - 365).length;
  const underway = familiesUnderway(others, asAt, Math.round(lastYear * shareUnderway));
  return [...inCare, ...familiesAtHome(others.slice(underway.length), asAt, inCare.length), ...underway];
}

function familyInCare(siblings: readonly Period[], index: number): CourtFamily {
  const random = storyOf(index);
  const issue = Math.min(...siblings.map((sibling) => issueOf(random, sibling)));
  const children = siblings.map((sibling) => childInCourt(random, sibling, issue));
  const planned = random.chance(0.72);
  const end = issue - random.int(2, 12);
  const start = weekday(issue - random.skewed(30, 118, 330));
  const gateway = planned && start < end ? { start, end: weekday(end), outcome: 'ISSUE' as const } : null;
  return { number: index + 1, children, gateway, proceedings: { issue, children }, random };
}

/** The application comes some days before the interim care order. */
function issueOf(random: Random, { course, legal }: Period): Day {
  const interim = legal.find(({ status }) => status === 'C1');
  return weekday((interim?.from ?? course.entry) - random.int(1, 7));
}

/** With which order and when the proceedings of a child end: as the way out of care says, if that is not long after. */
function childInCourt(random: Random, { course, personId: id }: Period, issue: Day): ChildInCourt {
  const heard = course.hearing ?? course.entry + 180;
  const made = (order: string, day: Day): ChildInCourt => ({
    personId: id,
    inCare: true,
    order,
    end: Math.max(weekday(day), issue + 20),
  });
  if (course.adoption?.order != null) return made('PO', course.adoption.order);
  const soon = course.exit - issue < 400;
  if (soon && course.route === 'guardianship') return made('Special Guardianship Order', course.exit);
  if (soon && course.route === 'arrangements') return made('CAO', course.exit);
  if (course.route === 'home' || course.route === 'brief')
    return made(random.chance(0.7) ? 'SO' : 'NO_ORDER', Math.min(course.exit, heard + 120));
  return made(random.chance(0.9) ? 'CO' : 'Care Order', heard);
}

const familiesPerFamilyInCare = 0.5;

/** Families who stepped down, or whose children stayed at home under the court's eye. */
function familiesAtHome(others: readonly number[], asAt: Day, familiesInCare: number): CourtFamily[] {
  const first = 5_000;
  const wanted = Math.min(
    Math.round(familiesInCare * familiesPerFamilyInCare),
    Math.floor(others.length / 2),
  );
  return Array.from({ length: wanted }, (_, i) => {
    const random = storyOf(first + i);
    const size = random.chance(0.4) ? 2 : 1;
    const children = others.slice(2 * i, 2 * i + size).map((number) => ({ personId: personId({ number }) }));
    return familyAtHome(random, first + i, children, asAt);
  }).filter((family) => family.children.length > 0);
}

/** Of the families who reach the court in a year, about this many are on the way to it on any day. */
const shareUnderway = 0.25;

/** Families on the way to court today: those of children who will come into care are not among the lives told so far. */
function familiesUnderway(others: readonly number[], asAt: Day, wanted: number): CourtFamily[] {
  const first = 9_000;
  return others.slice(0, wanted).map((number, i) => {
    const random = storyOf(first + i);
    const length = random.skewed(30, 118, 330);
    const start = weekday(asAt - random.int(3, length));
    const gateway = { start, end: start + length + 4, outcome: 'ISSUE' as const };
    return {
      number: first + i,
      children: [{ personId: personId({ number }) }],
      gateway,
      proceedings: null,
      random,
    };
  });
}

/** Families in pre-proceedings whose child is not born yet. */
export function familiesExpecting(unborn: readonly number[], asAt: Day): CourtFamily[] {
  const first = 9_500;
  return unborn.map((number, i) => {
    const random = storyOf(first + i);
    const start = weekday(asAt - random.int(10, 150));
    const gateway = { start, end: weekday(asAt + random.int(5, 90)), outcome: 'ISSUE' as const };
    const children = [{ personId: personId({ number }) }];
    return { number: first + i, children, gateway, proceedings: null, isExpecting: true, random };
  });
}

function familyAtHome(
  random: Random,
  number: number,
  children: readonly { readonly personId: string }[],
  asAt: Day,
): CourtFamily {
  const start = weekday(random.int(addMonths(asAt, -52), asAt - 5));
  const end = weekday(start + random.skewed(45, 112, 330));
  const stepsDown = random.chance(0.78);
  const gateway = { start, end, outcome: stepsDown ? ('STEP_DOWN' as const) : ('ISSUE' as const) };
  if (stepsDown) return { number, children, gateway, proceedings: null, random };
  const issue = weekday(end + random.int(2, 12));
  const over = weekday(issue + random.skewed(100, 175, 420));
  const order = random.weighted([
    ['SO', 6],
    ['No order', 2],
    ['CAO', 2],
  ]);
  const before = children.map((child) => ({ ...child, inCare: false, end: over, order }));
  return { number, children, gateway, proceedings: { issue, children: before }, random };
}

/** A reference such as a court might give, of a court that does not exist. */
export const courtReference = ({ number }: CourtFamily, issue: Day): string =>
  `ZZ${isoOf(issue).slice(2, 4)}C${50_000 + number}`;

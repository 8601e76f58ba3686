import { addMonths, addYears, ageAt, type Day } from '../day.ts';
import type { Random } from '../prng.ts';
import type { Outline } from '../route.ts';

/** Where the case work of one period of care is heading. */
export type Destination =
  | 'HOME'
  | 'ADOPTION'
  | 'SGO'
  | 'CAO'
  | 'LTF'
  | 'CONNECTED'
  | 'RESIDENTIAL'
  | 'SUPPORTED'
  | 'OTHER'
  | 'SHORT_BREAK';

export interface AdoptionCourse {
  readonly decision: Day;
  /** Placement order; null where the parents consent. */
  readonly order: Day | null;
  readonly match: Day | null;
  readonly placed: Day | null;
  /** Day the child moved to carers who may adopt (fostering for adoption, concurrent planning). */
  readonly early: Day | null;
  readonly reversed: Day | null;
  /** Adopted by the carers the child lived with before. */
  readonly byCarer: boolean;
}

/** The turning points of one period of care; everything else hangs on these days. */
export interface Course extends Outline {
  readonly destination: Destination;
  /** First plan recorded. */
  readonly planned: Day;
  /** Day the destination became the plan. */
  readonly settled: Day;
  readonly inProceedings: boolean;
  /** Final hearing: care order or other final order. */
  readonly hearing: Day | null;
  readonly adoption: AdoptionCourse | null;
  /** Long-term match ratified. */
  readonly matched: Day | null;
  /** Move to supported accommodation at 16 or 17. */
  readonly supported: Day | null;
  /** Short breaks became care (V4 to V2). */
  readonly careFrom: Day | null;
}

export function plotCourse(random: Random, outline: Outline): Course {
  const { entry, exit, route, person } = outline;
  const length = exit - entry;
  const age = ageAt(person.birth, entry);
  const destination = destinationOf(random, outline, age);
  const inProceedings = proceedings(random, outline, age);
  const hearing = inProceedings ? entry + random.skewed(105, 170, 620) : null;
  const adoption = adoptionCourse(random, outline, destination, age);
  const planned = entry + firstPlanAfter(random);
  const aimed = settledOn(random, outline, destination, adoption);
  const settled = late(planned, entry) ? Math.max(planned, aimed) : aimed;
  const supported = supportedFrom(random, outline, destination, age);
  return {
    ...outline,
    destination,
    planned: Math.min(planned, settled),
    settled,
    inProceedings,
    hearing,
    adoption,
    matched: matchedOn(random, outline, destination, settled),
    supported,
    careFrom:
      route === 'short_break' && length > 400 && random.chance(0.1)
        ? entry + random.int(200, length - 60)
        : null,
  };
}

function destinationOf(random: Random, { route, exit, person }: Outline, age: number): Destination {
  switch (route) {
    case 'home':
    case 'home_unplanned':
      return 'HOME';
    case 'adoption':
      return 'ADOPTION';
    case 'guardianship':
      return 'SGO';
    case 'arrangements':
      return 'CAO';
    case 'short_break':
      return 'SHORT_BREAK';
    case 'uasc':
      return age < 16 || random.chance(0.3) ? 'LTF' : random.chance(0.97) ? 'SUPPORTED' : 'OTHER';
    case 'brief':
      return random.weighted([
        ['HOME', 7],
        ['OTHER', 1],
        ['LTF', 1],
      ]);
    case 'long_term':
      break;
  }
  // A few who stay to adulthood keep a plan to go home standing for years.
  if (ageAt(person.birth, exit) > 17 && random.chance(0.008)) return 'HOME';
  if (age >= 16)
    return random.weighted([
      ['SUPPORTED', 45],
      ['LTF', 24],
      ['RESIDENTIAL', 29],
      ['HOME', 2],
      ['OTHER', 3],
    ]);
  if (age >= 10)
    return random.weighted([
      ['LTF', 47],
      ['RESIDENTIAL', 39],
      ['CONNECTED', 12],
      ['HOME', 1],
      ['OTHER', 1.5],
    ]);
  return random.weighted([
    ['LTF', 66],
    ['CONNECTED', 21],
    ['RESIDENTIAL', 11],
    ['OTHER', 1],
  ]);
}

function proceedings(random: Random, { route }: Outline, age: number): boolean {
  const chances: Partial<Record<Outline['route'], number>> = {
    adoption: 0.96,
    guardianship: 0.85,
    arrangements: 0.7,
    home: 0.35,
    home_unplanned: 0.15,
    brief: 0.1,
    uasc: 0.03,
  };
  return random.chance(
    chances[route] ?? (route === 'long_term' ? (age < 12 ? 0.88 : age < 15 ? 0.6 : 0.25) : 0),
  );
}

const lateAfter = 120;
const late = (planned: Day, entry: Day): boolean => planned - entry > lateAfter;

/** Most children have a plan within six weeks; a few wait well past the second review. */
function firstPlanAfter(random: Random): number {
  if (random.chance(0.045)) return random.int(lateAfter + 5, 320);
  return random.chance(0.12) ? random.int(45, 105) : random.skewed(3, 18, 45);
}

function settledOn(
  random: Random,
  { entry, route }: Outline,
  destination: Destination,
  adoption: AdoptionCourse | null,
): Day {
  if (destination === 'ADOPTION' && adoption !== null) {
    return adoption.early !== null
      ? adoption.early + random.int(0, 50)
      : adoption.decision - random.int(5, 70);
  }
  if (destination === 'HOME' || destination === 'SHORT_BREAK') return entry + random.skewed(4, 18, 50);
  if (route === 'uasc') return entry + random.skewed(4, 20, 80);
  return entry + random.skewed(30, 140, 330);
}

function adoptionCourse(
  random: Random,
  outline: Outline,
  destination: Destination,
  age: number,
): AdoptionCourse | null {
  const { entry, exit, route } = outline;
  const length = exit - entry;
  if (route === 'adoption' && destination === 'ADOPTION' && length > 330) return adopted(random, entry, exit);
  if (route === 'long_term' && age < 6.5 && length > 900 && random.chance(0.55))
    return notAdopted(random, entry, exit);
  return null;
}

function adopted(random: Random, entry: Day, exit: Day): AdoptionCourse {
  const length = exit - entry;
  const decision = entry + Math.round(Math.min(length * (0.28 + 0.12 * random.next()), 420));
  const consent = random.chance(0.05);
  const order = decision + random.int(15, 70);
  const match = order + Math.round((exit - order) * (0.25 + 0.4 * random.next()));
  const placed = Math.min(match + random.int(14, 45), exit - 75);
  const early = random.chance(0.3) ? entry + random.int(20, 140) : null;
  if (early !== null) {
    const legallyPlaced = order + random.int(20, 120);
    return {
      decision,
      order,
      match: legallyPlaced - random.int(7, 20),
      placed: Math.min(legallyPlaced, exit - 75),
      early,
      reversed: null,
      byCarer: true,
    };
  }
  return {
    decision,
    order: consent ? null : order,
    match: Math.min(match, placed),
    placed,
    early,
    reversed: null,
    byCarer: random.chance(0.1),
  };
}

/** The plan was adoption and an order was made, but no family was found and the plan changed in the end. */
function notAdopted(random: Random, entry: Day, exit: Day): AdoptionCourse {
  const decision = entry + random.int(170, 330);
  const order = decision + random.int(15, 80);
  const reversed = Math.min(order + random.skewed(240, 700, 1500), exit - 100);
  return { decision, order, match: null, placed: null, early: null, reversed, byCarer: false };
}

function matchedOn(
  random: Random,
  { entry, exit, route }: Outline,
  destination: Destination,
  settled: Day,
): Day | null {
  if (destination !== 'LTF' && destination !== 'CONNECTED') return null;
  if (route === 'uasc' || random.chance(0.17)) return null;
  const match = settled + random.skewed(40, 260, 1100);
  return match < exit - 30 && match > entry + 100 ? match : null;
}

function supportedFrom(
  random: Random,
  { entry, exit, route, person }: Outline,
  destination: Destination,
  age: number,
): Day | null {
  if (route !== 'uasc' && route !== 'long_term') return null;
  const sixteen = addYears(person.birth, 16);
  if (destination === 'SUPPORTED') return Math.max(entry + random.int(0, 60), sixteen);
  const chance =
    route === 'uasc'
      ? 0.62
      : destination === 'RESIDENTIAL'
        ? 0.45
        : destination === 'LTF' && age > 11
          ? 0.36
          : 0.08;
  const move = addMonths(Math.max(sixteen, entry), random.int(1, 20));
  return random.chance(chance) && move < exit - 30 ? move : null;
}

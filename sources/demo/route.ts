import { addYears, ageAt, type Day } from './day.ts';
import type { Random } from './prng.ts';
import type { Area } from './teams.ts';

/** How a period of care will run: the way out that its case work leads to. */
export type Route =
  | 'uasc'
  | 'adoption'
  | 'guardianship'
  | 'arrangements'
  | 'home'
  | 'home_unplanned'
  | 'brief'
  | 'long_term'
  | 'short_break';

export interface Person {
  readonly number: number;
  readonly household: number;
  readonly area: Area;
  readonly birth: Day;
  /** The case system moves an estimated date of birth to another column. */
  readonly estimated: boolean;
  readonly sex: 'M' | 'F';
  readonly ethnicity: string;
  readonly need: string;
  readonly unaccompanied: boolean;
}

/** A period of care in outline, before its episodes, plans and meetings are worked out. */
export interface Outline {
  readonly person: Person;
  /** 1 for the child's first period, 2 for the second. */
  readonly number: number;
  readonly route: Route;
  readonly entry: Day;
  /** Day care ends; may lie after the as-at date. */
  readonly exit: Day;
  /** 903 code of the end of care. */
  readonly reason: string;
  /** Siblings who entered together share it. */
  readonly group: string | null;
}

/**
 * Share of starts by route, so that the ways out of care come near England's: of those who leave, about 9% are
 * adopted, 12% go to special guardians, 3% leave under child arrangements, 16% go home as planned and 3% not.
 */
const shares: readonly (readonly [Route, number])[] = [
  ['uasc', 24],
  ['adoption', 9],
  ['guardianship', 10],
  ['arrangements', 2.5],
  ['home', 13.5],
  ['home_unplanned', 3],
  ['brief', 11],
  ['long_term', 28],
];

export const drawRoute = (random: Random): Route => random.weighted(shares);

export function siblingChance(route: Route): number {
  switch (route) {
    case 'adoption':
      return 0.2;
    case 'guardianship':
    case 'arrangements':
    case 'home':
      return 0.3;
    case 'long_term':
    case 'home_unplanned':
      return 0.18;
    default:
      return 0;
  }
}

/** Length and end of one stay; siblings on the same route leave together, save those who stay to adulthood. */
export function outlineStay(
  random: Random,
  person: Person,
  route: Route,
  entry: Day,
  number: number,
  first: Outline | undefined,
): Outline {
  const adult = addYears(person.birth, 18);
  const together = first !== undefined && !staysOn(route);
  const planned = together ? first.exit : entry + stay(random, route, adult - entry);
  const exit = Math.max(entry + 1, Math.min(planned, adult));
  const reason =
    exit >= adult
      ? reasonAtAdulthood(random, route)
      : together
        ? first.reason
        : reasonFor(random, route, ageAt(person.birth, exit));
  const group = first?.group ?? `G${person.household}-${number}`;
  return { person, number, route, entry, exit, reason, group };
}

const staysOn = (route: Route) => route === 'long_term' || route === 'uasc' || route === 'short_break';

function stay(random: Random, route: Route, toAdulthood: number): number {
  switch (route) {
    case 'adoption':
      return random.chance(0.18) ? random.int(1150, 1800) : random.skewed(480, 800, 1200);
    case 'guardianship':
      return random.skewed(170, 420, 1300);
    case 'arrangements':
      return random.skewed(120, 320, 1000);
    case 'home':
      return random.skewed(40, 190, 1000);
    case 'home_unplanned':
      return random.skewed(4, 70, 420);
    case 'brief':
      return random.skewed(2, 60, 600);
    case 'uasc':
      return random.chance(0.12) ? random.int(20, 240) : toAdulthood;
    case 'short_break':
      return random.chance(0.6) ? toAdulthood : random.int(300, 1500);
    case 'long_term':
      return random.chance(0.12) ? Math.round(toAdulthood * (0.4 + 0.55 * random.next())) : toAdulthood;
  }
}

function reasonAtAdulthood(random: Random, route: Route): string {
  if (route === 'uasc')
    return random.weighted([
      ['E5', 5],
      ['E6', 2],
      ['E17', 2],
      ['E8', 1],
    ]);
  return random.weighted([
    ['E17', 4],
    ['E5', 4],
    ['E6', 2],
    ['E7', 1],
    ['E8', 2],
  ]);
}

function reasonFor(random: Random, route: Route, age: number): string {
  switch (route) {
    case 'adoption':
      return random.chance(0.45) ? 'E11' : 'E12';
    case 'guardianship':
      return random.weighted([
        ['E45', 68],
        ['E47', 22],
        ['E46', 7],
        ['E48', 3],
      ]);
    case 'arrangements':
      return 'E41';
    case 'home':
      return 'E4A';
    case 'home_unplanned':
      return 'E4B';
    case 'uasc':
      return random.weighted([
        ['E3', 5],
        ['E15', 4],
        ['E16', 1],
      ]);
    case 'short_break':
      return 'E8';
    case 'brief':
      return random.weighted([
        ['E13', 4],
        ['E3', 1],
        ['E8', 4],
        ['E16', 0.3],
        [age > 12 ? 'E14' : 'E8', 1.5],
      ]);
    case 'long_term':
      return age > 16
        ? random.weighted([
            ['E5', 4],
            ['E6', 2],
            ['E9', 1],
            ['E13', 1],
          ])
        : random.weighted([
            ['E4A', 4],
            ['E13', 2],
            ['E46', 2],
            ['E45', 2],
            ['E3', 1],
            ['E2', 0.2],
          ]);
  }
}

import { addMonths, ageAt, type Day } from './day.ts';
import { Random } from './prng.ts';
import { drawRoute, type Outline, outlineStay, type Person, type Route, siblingChance } from './route.ts';
import type { Area } from './teams.ts';

/**
 * Who comes into care when. Months are walked from long before the first day that the extract shows, and the
 * number who start is steered so that those in care follow the target: a steady state with mild growth, in
 * which starts and ends still vary from month to month as they do in life.
 */
export interface Population {
  readonly outlines: Outline[];
  readonly persons: Person[];
}

/** Months of history before the as-at date that the extract is meant to show in full. */
export const monthsShown = 48;
const monthsOfRunUp = 168;

/** Share of the children in care who start in a month, after the published figures (424 of 999 in a year). */
const monthlyStarts = 0.0353;

export function populate(children: number, asAt: Day, seed: number): Population {
  const random = Random.stream(seed, 0);
  const state = new Arrivals(random, seed);
  for (let back = monthsShown + monthsOfRunUp; back > 0; back--) {
    const [from, to] = [addMonths(asAt, -back) + 1, addMonths(asAt, -back + 1)];
    state.month(from, to, startsNeeded(state, children, back - 1, to, random));
  }
  state.shortBreaks(Math.max(2, Math.round(children * 0.06)), asAt);
  return keepShown(state.outlines, addMonths(asAt, -monthsShown));
}

function startsNeeded(state: Arrivals, children: number, back: number, to: Day, random: Random): number {
  const target = children * (1 - (0.045 * Math.min(back, monthsShown)) / monthsShown);
  const missing = target - state.inCareOn(to);
  const usual = children * monthlyStarts;
  const grip = back === 0 || children < 300 ? 0.95 : 0.35;
  const wanted = usual + grip * (missing - usual) + usual * 0.2 * (random.next() - 0.5);
  return Math.round(Math.min(Math.max(wanted, usual * 0.4), usual * 2.2));
}

/** Whoever left before the history shown is not in the extract; both periods of a child who came back are. */
function keepShown(outlines: readonly Outline[], shownFrom: Day): Population {
  const persons = new Set(outlines.filter((each) => each.exit > shownFrom).map((each) => each.person));
  return { outlines: outlines.filter((each) => persons.has(each.person)), persons: [...persons] };
}

class Arrivals {
  readonly outlines: Outline[] = [];
  readonly #random: Random;
  readonly #seed: number;
  #persons = 0;
  #households = 0;
  #mayReturn: Outline[] = [];

  constructor(random: Random, seed: number) {
    this.#random = random;
    this.#seed = seed;
  }

  inCareOn(day: Day): number {
    let count = 0;
    for (const each of this.outlines) if (each.entry <= day && each.exit > day) count++;
    return count;
  }

  month(from: Day, to: Day, starts: number): void {
    for (let started = 0; started < starts; ) {
      const day = this.#random.int(from, to);
      started += this.#random.chance(0.06)
        ? this.#comeBack(day)
        : this.#household(day, drawRoute(this.#random), starts - started);
    }
  }

  /** Children on a series of short breaks: in the files, but in no figure until the breaks become care. */
  shortBreaks(number: number, asAt: Day): void {
    const from = addMonths(asAt, -monthsShown - 12);
    for (let i = 0; i < number; i++) this.#household(this.#random.int(from, asAt - 60), 'short_break', 1);
  }

  #household(day: Day, route: Route, room: number): number {
    const random = Random.stream(this.#seed, 1_000_000 + this.#households++);
    const area: Area = random.chance(0.52) ? 'East' : 'West';
    const size = random.chance(siblingChance(route))
      ? random.weighted([
          [2, 6],
          [3, 3],
          [4, 1],
        ])
      : 1;
    const siblings: Outline[] = [];
    for (let i = 0; i < Math.min(size, Math.max(room, 1)); i++) {
      const person = this.#person(random, area, route, day, siblings[0]?.person);
      siblings.push(outlineStay(random, person, route, day, 1, siblings[0]));
    }
    this.#add(siblings);
    return siblings.length;
  }

  #person(random: Random, area: Area, route: Route, day: Day, elder: Person | undefined): Person {
    const number = this.#persons++;
    return newPerson({ random, number, household: this.#households, area, route, day, elder });
  }

  /** Three in four of those who come back left within a year and a half, the rest longer ago. */
  #comeBack(day: Day): number {
    const free = this.#mayReturn.filter(
      (each) => each.exit + 45 < day && ageAt(each.person.birth, day) < 16.5,
    );
    const recent = free.filter((each) => each.exit > addMonths(day, -18));
    const before = recent.length > 0 && this.#random.chance(0.75) ? this.#random.pick(recent) : free[0];
    if (before === undefined) return this.#household(day, 'long_term', 1);
    this.#mayReturn.splice(this.#mayReturn.indexOf(before), 1);
    const route = this.#random.weighted<Route>([
      ['long_term', 5],
      ['home', 3],
      ['guardianship', 1],
    ]);
    this.#add([outlineStay(this.#random, before.person, route, day, before.number + 1, undefined)]);
    return 1;
  }

  #add(outlines: Outline[]): void {
    for (const each of outlines) {
      this.outlines.push(each);
      const wentHome = each.route === 'home' || each.route === 'home_unplanned' || each.reason === 'E13';
      if (wentHome && each.number === 1 && this.#random.chance(0.5)) this.#mayReturn.push(each);
    }
  }
}

interface Newcomer {
  readonly random: Random;
  readonly number: number;
  readonly household: number;
  readonly area: Area;
  readonly route: Route;
  readonly day: Day;
  readonly elder: Person | undefined;
}

const ethnicities = [
  ['WBRI', 60],
  ['WOTH', 6],
  ['WIRI', 1],
  ['WIRT', 1],
  ['WROM', 1],
  ['MWBC', 6],
  ['MWBA', 3],
  ['MWAS', 2],
  ['MOTH', 4],
  ['AIND', 1],
  ['APKN', 2],
  ['ABAN', 1],
  ['AOTH', 2],
  ['BCRB', 2],
  ['BAFR', 5],
  ['BOTH', 2],
  ['OOTH', 1],
  ['NOBT', 1],
] as const;
const arrivedAlone = [
  ['BAFR', 45],
  ['OOTH', 20],
  ['WOTH', 15],
  ['AOTH', 20],
] as const;

function newPerson({ random, number, household, area, route, day, elder }: Newcomer): Person {
  const age = elder === undefined ? entryAge(random, route) : siblingAge(random, ageAt(elder.birth, day));
  const birth = Math.min(day - Math.max(1, Math.round(age * 365.25)), day - 1);
  const alone = route === 'uasc';
  return {
    number,
    household,
    area,
    birth,
    estimated: alone && random.chance(0.7),
    sex: random.chance(alone ? 0.9 : 0.53) ? 'M' : 'F',
    ethnicity: elder?.ethnicity ?? (alone ? random.weighted(arrivedAlone) : random.weighted(ethnicities)),
    need: alone
      ? 'N8'
      : route === 'short_break'
        ? 'N2'
        : random.weighted([
            ['N1', 62],
            ['N2', 4],
            ['N3', 4],
            ['N4', 9],
            ['N5', 15],
            ['N6', 3],
            ['N8', 3],
          ]),
    unaccompanied: alone,
  };
}

function entryAge(random: Random, route: Route): number {
  const between = (low: number, high: number) => low + random.next() * (high - low);
  switch (route) {
    case 'uasc':
      return random.chance(0.15) ? between(13.5, 16) : between(16, 17.6);
    case 'adoption':
      return (
        random.weighted([
          [0.02, 4],
          [0.6, 3],
          [2, 2],
          [3.5, 1],
        ]) +
        random.next() * 0.8
      );
    case 'guardianship':
      return between(0.05, random.chance(0.6) ? 4 : 12);
    case 'arrangements':
      return between(0.2, 13);
    case 'short_break':
      return between(7, 15);
    case 'long_term': {
      const [low, high] = random.weighted([
        [[0.1, 5], 7],
        [[5, 10], 18],
        [[10, 14], 27],
        [[14, 16], 26],
        [[16, 17.7], 22],
      ] as const);
      return between(low, high);
    }
    default:
      return random.chance(0.45) ? between(0.05, 10) : between(10, 17.2);
  }
}

function siblingAge(random: Random, elder: number): number {
  const younger = elder - 1 - random.next() * 4;
  return younger > 0.05 ? younger : elder + 1 + random.next() * 3;
}

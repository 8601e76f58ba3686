import type { Day } from '../day.ts';
import { Random } from '../prng.ts';

/** A household on its way to adopt; days may lie after the as-at date. */
export interface AdopterHousehold {
  readonly number: number;
  readonly adults: 1 | 2;
  readonly enquiry: Day;
  readonly stage1: Day;
  readonly stage2: Day | null;
  readonly approved: Day | null;
  readonly matched: Day | null;
  readonly placed: Day | null;
  readonly order: Day | null;
  readonly left: Day | null;
  /** Code of Annex A: 1 withdrew, 2 on hold, 3 refused. */
  readonly reason: string;
  readonly fostersFirst: boolean;
  readonly children: number;
}

/** A foster household and its approval; the end may lie after the as-at date. */
export interface FosterHousehold {
  readonly number: number;
  readonly connected: boolean;
  readonly approved: Day;
  readonly ended: Day;
  readonly reason: string;
  readonly places: number;
  /** Children living there, of those it is approved for; more only where an exemption was given. */
  readonly filled: number | null;
}

/** Streams of their own, so that the lives told elsewhere stay as they are. */
const storyOf = (kind: number, number: number): Random => Random.stream(kind, number);
const yearDays = 365;

/** Households that registered in the last five years: some five for every hundred children in care a year. */
export function adopterHouseholds(childrenInCare: number, asAt: Day): AdopterHousehold[] {
  const years = 5;
  const wanted = Math.max(years, Math.round(childrenInCare * 0.052 * years));
  return Array.from({ length: wanted }, (_, i) => {
    const random = storyOf(17, i);
    return adopters(random, i + 1, asAt - random.int(0, years * yearDays));
  });
}

function adopters(random: Random, number: number, stage1: Day): AdopterHousehold {
  const stage2 = stage1 + random.skewed(30, 68, 190);
  const approved = stage2 + random.skewed(60, 118, 320);
  const matched = approved + random.skewed(8, 150, 900);
  const placed = matched + random.int(14, 45);
  const order = placed + random.int(110, 320);
  const leaves = random.weighted([
    [null, 78],
    [stage1 + random.int(10, 60), 9],
    [stage2 + random.int(10, 55), 7],
    [approved + random.int(30, 700), 6],
  ]);
  const reached = (day: Day): Day | null => (leaves === null || day < leaves ? day : null);
  const family = {
    number,
    adults: random.chance(0.86) ? (2 as const) : (1 as const),
    enquiry: stage1 - random.int(15, 120),
    stage1,
    stage2: reached(stage2),
    approved: reached(approved),
    matched: reached(matched),
    placed: reached(matched) === null ? null : placed,
    order: reached(matched) === null ? null : order,
    // who is matched stays
    left: leaves !== null && reached(matched) === null ? leaves : null,
    reason: random.pick(['1', '1', '1', '2', '3']),
    fostersFirst: random.chance(0.25),
    children: random.chance(0.3) ? 2 : 1,
  };
  return family;
}

/** Households approved in the last sixteen years; about a third as many stand approved today as children are in care. */
export function fosterHouseholds(childrenInCare: number, asAt: Day): FosterHousehold[] {
  const years = 16;
  const wanted = Math.max(years, Math.round(childrenInCare * 0.055 * years));
  return Array.from({ length: wanted }, (_, i) => {
    const random = storyOf(19, i);
    return fosterCarers(random, i + 1, asAt - random.int(0, years * yearDays));
  });
}

function fosterCarers(random: Random, number: number, approved: Day): FosterHousehold {
  const connected = random.chance(0.28);
  const stays = connected ? random.skewed(120, 900, 5200) : random.skewed(200, 2600, 7000);
  const places = connected
    ? random.weighted([
        [1, 6],
        [2, 3],
        [3, 1],
      ])
    : random.weighted([
        [1, 3],
        [2, 4],
        [3, 3],
      ]);
  const full = connected || random.chance(0.28);
  const filled = full ? places : random.int(0, places - 1);
  return {
    number,
    connected,
    approved,
    ended: approved + stays,
    reason: connected
      ? random.pick(['Placement ended', 'Placement ended', 'Special guardianship order made'])
      : random.pick(['Resigned', 'Resigned', 'Retired', 'Terminated', 'Transferred to an agency']),
    places,
    filled: random.chance(0.01) ? null : random.chance(0.012) ? places + 1 : filled,
  };
}

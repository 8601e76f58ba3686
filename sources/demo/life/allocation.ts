import { addYears, type Day } from '../day.ts';
import type { Random } from '../prng.ts';
import { type Team, teamById, type Worker, type Workforce } from '../teams.ts';
import type { Course } from './course.ts';

export type Role = 'case_worker' | 'reviewing_officer' | 'personal_adviser';

export interface Allocation {
  readonly worker: Worker;
  readonly role: Role;
  readonly from: Day;
  readonly to: Day;
  readonly reason: string;
}

/** Workers of one period of care: case workers as the case passes from team to team, reviewing officers, advisers. */
export function allocationHistory(random: Random, course: Course, workforce: Workforce): Allocation[] {
  const { entry, exit, person, route } = course;
  const stations = teamsOf(random, course);
  const caseWorkers = stations.flatMap(([team, from], i) => {
    const to = stations[i + 1]?.[1] ?? exit;
    return spells(random, workforce, team, 'case_worker', from, to);
  });
  const officers =
    route === 'short_break'
      ? []
      : spells(random, workforce, teamById('D501'), 'reviewing_officer', entry, exit);
  const adviserFrom = Math.max(addYears(person.birth, 16) + 60, entry + 91);
  const adviserTeam = teamById(person.area === 'East' ? 'D601' : 'D611');
  const advisers =
    adviserFrom < exit && route !== 'short_break'
      ? spells(random, workforce, adviserTeam, 'personal_adviser', adviserFrom, exit)
      : [];
  return [...caseWorkers, ...officers, ...advisers];
}

type Station = readonly [team: Team, from: Day];

function teamsOf(random: Random, course: Course): Station[] {
  const { entry, exit, person, route, adoption, destination } = course;
  const knownBefore = route === 'uasc' ? 0 : random.skewed(0, 40, 400);
  if (route === 'uasc') return [[teamById('D220'), entry]];
  if (person.need === 'N2' || route === 'short_break') return [[teamById('D230'), entry - knownBefore]];
  const east = person.area === 'East';
  const stations: Station[] = [[teamById(safeguardingOf(random, east)), entry - knownBefore]];
  if (adoption?.order != null && adoption.order + 20 < exit && adoption.reversed === null) {
    stations.push([teamById(east ? 'D301' : 'D311'), adoption.order + random.int(1, 20)]);
  } else if (destination !== 'HOME' || exit - entry > 300) {
    const transfer = Math.max(course.settled, entry + 100) + random.int(10, 120);
    if (transfer < exit)
      stations.push([teamById(random.pick(east ? ['D201', 'D202'] : ['D211', 'D212'])), transfer]);
  }
  return stations;
}

const safeguardingOf = (random: Random, east: boolean): string =>
  east
    ? random.weighted([
        ['D101', 4],
        ['D102', 3],
        ['D103', 3],
      ])
    : random.weighted([
        ['D111', 4],
        ['D112', 3],
        ['D113', 3],
      ]);

function spells(
  random: Random,
  workforce: Workforce,
  team: Team,
  role: Role,
  from: Day,
  to: Day,
): Allocation[] {
  const result: Allocation[] = [];
  for (let start = from; start < to; ) {
    const leaves = start + random.skewed(60, 420, 1400);
    const end = leaves > to - 30 ? to : leaves;
    const reason = end < to ? random.weighted(reasonsToLeave) : 'TSPROC';
    result.push({ worker: workforce.worker(team, random), role, from: start, to: end, reason });
    start = end;
  }
  return result;
}

const reasonsToLeave = [
  ['LEFTRL', 5],
  ['MANAGE', 3],
  ['ABSENC', 2],
  ['ORGRST', 1],
] as const;

/** The team that holds the case on a day. */
export function teamOn(allocations: readonly Allocation[], day: Day): Team | null {
  return (
    allocations.find((each) => each.role === 'case_worker' && each.from <= day && each.to > day)?.worker
      .team ?? null
  );
}

/** Who joined and who left each line, a second time: from lists of children at two month-ends, by judging-movement.md. */
import { type Day, monthEnd, toDay, toIso } from './calendar.ts';
import type { Availability, ReferenceInput } from './input.ts';
import { availabilityOf, hasPlans, type Line, lines } from './lines.ts';
import { momentOf, verdictsOf } from './measures.ts';
import { type ChildRecord, childRecords } from './record.ts';

/** What moved on a line in the month that ends on a day. */
export interface Movement {
  readonly measure: string;
  readonly line: string;
  readonly month: string;
  readonly joined: number;
  readonly departed: number;
  /** Of those who left: still in the population, and no longer looked after. */
  readonly noLongerCounted: number;
  readonly leftCare: number;
}

/** The children of one line on one day. */
interface Roll {
  readonly counted: Set<string>;
  readonly population: Set<string>;
}

type Rolls = ReadonlyMap<string, Roll>;
const nobody: Roll = { counted: new Set(), population: new Set() };
const keyOf = (measure: string, line: string): string => `${measure} ${line}`;

function rollsOn(input: ReferenceInput, children: readonly ChildRecord[], day: Day): Rolls {
  const rolls = new Map<string, Roll>();
  for (const child of children) {
    const moment = momentOf(input, child, day);
    if (moment === undefined) continue;
    for (const { measure, line, counted } of verdictsOf(moment, hasPlans(input))) {
      const key = keyOf(measure, line);
      const roll = rolls.get(key) ?? { counted: new Set(), population: new Set() };
      rolls.set(key, roll);
      roll.population.add(child.row.child_id);
      if (counted) roll.counted.add(child.row.child_id);
    }
  }
  return rolls;
}

const inCare = (rolls: Rolls): Set<string> => (rolls.get('B7 main') ?? nobody).counted;

/** Children who came into care after one day and were out of it again by another. */
function passing(children: readonly ChildRecord[], after: Day, upTo: Day): number {
  const isOpenOn = (child: ChildRecord, day: Day): boolean =>
    child.spells.some(({ start, end }) => start <= day && day < end);
  return children.filter(
    (child) =>
      !isOpenOn(child, after) &&
      !isOpenOn(child, upTo) &&
      child.spells.some(({ start, end }) => start > after && end <= upTo),
  ).length;
}

function moved(line: Line, month: Day, before: Rolls, now: Rolls, through: number): Movement {
  const key = keyOf(line.measure, line.line);
  const [then, today] = [before.get(key) ?? nobody, now.get(key) ?? nobody];
  const left = [...then.counted].filter((child) => !today.counted.has(child));
  const isThere = left.filter((child) => today.population.has(child));
  const isGone = left.filter((child) => !inCare(now).has(child));
  const both = line.measure === 'B7' ? through : 0;
  return {
    measure: line.measure,
    line: line.line,
    month: toIso(month),
    joined: [...today.counted].filter((child) => !then.counted.has(child)).length + both,
    departed: left.length + both,
    noLongerCounted: isThere.length,
    leftCare: isGone.length + both,
  };
}

/** Every line and month for which the line is told from one kind of source at both ends. */
export function movementsOf(input: ReferenceInput): Movement[] {
  const children = childRecords(input);
  const ends = input.asAtDates.filter(({ isMonthEnd }) => isMonthEnd).map(({ date }) => toDay(date));
  const rolls = new Map(ends.map((day) => [day, rollsOn(input, children, day)]));
  const state = (line: Line, day: Day): Availability => availabilityOf(input, line, day);
  return ends.flatMap((day) => {
    const [before, now] = [rolls.get(monthEnd(day, 1)), rolls.get(day)];
    if (before === undefined || now === undefined) return [];
    const through = passing(children, monthEnd(day, 1), day);
    return lines
      .filter(({ periods }) => periods.includes('as_at'))
      .filter(
        (line) => state(line, day) !== 'not available' && state(line, day) === state(line, monthEnd(day, 1)),
      )
      .map((line) => moved(line, day, before, now, through));
  });
}

/** More joined than left, or fewer, beyond chance: |J - L| / root of (J + L) at least 1.96, of at least 10. */
export function directionOf(joined: number, departed: number): 1 | 0 | -1 | 'too few' {
  if (joined + departed < 10) return 'too few';
  const z = (joined - departed) / Math.sqrt(joined + departed);
  return z >= 1.96 ? 1 : z <= -1.96 ? -1 : 0;
}

import { addYears, type Day, stampOf, weekday } from '../day.ts';
import type { Period } from '../life/life.ts';
import type { Placement } from '../life/placement.ts';
import type { Random } from '../prng.ts';
import { begun, type Cell, numbered, type Table, table, type World, yesNo } from './table.ts';

const columns = [
  'clav_cla_visit_id',
  'clav_cla_id',
  'clav_person_id',
  'clav_cla_visit_date',
  'clav_cla_visit_seen',
  'clav_cla_visit_seen_alone',
] as const;
type VisitRecord = Record<(typeof columns)[number], Cell>;

/** Statutory visits of the last four years: in the first week of each placement, then as often as its kind asks. */
export function visitTable(world: World): Table {
  return table(
    'ssd/ssd_cla_visits.csv',
    columns,
    begun(world).flatMap((period) => visitsOf(period, world.asAt)),
  );
}

function visitsOf(period: Period, asAt: Day): VisitRecord[] {
  const { random, course } = period;
  const oldest = addYears(asAt, -4);
  return staysOf(period.placements)
    .flatMap((stay) => visitDays(random, period, stay))
    .filter((day) => day >= oldest && day <= asAt && day < course.exit)
    .map((day, i) => {
      const seen = !random.chance(0.02);
      return {
        clav_cla_visit_id: numbered('VS', period, i),
        clav_cla_id: period.id,
        clav_person_id: period.personId,
        clav_cla_visit_date: stampOf(day),
        clav_cla_visit_seen: yesNo(seen),
        clav_cla_visit_seen_alone: yesNo(seen && random.chance(0.86)),
      };
    });
}

interface Stay {
  readonly from: Day;
  to: Day;
  /** Kind of placement last seen in it. */
  type: string;
  readonly home: Placement['home'];
}

/** Time with the same carers; temporary moves and hours somewhere else interrupt no visits. */
function staysOf(placements: readonly Placement[]): Stay[] {
  const stays: Stay[] = [];
  for (const { type, from, to, home } of placements) {
    if (type.startsWith('T') || from === to) continue;
    const last = stays[stays.length - 1];
    if (last?.home === home) {
      last.to = to;
      last.type = type;
    } else stays.push({ from, to, type, home });
  }
  return stays;
}

function visitDays(random: Random, period: Period, { from, to, type }: Stay): Day[] {
  const days: Day[] = [];
  let day = weekday(from + (random.chance(0.06) ? random.int(8, 16) : random.int(1, 5)));
  while (day < to) {
    days.push(day);
    day = weekday(day + interval(random, period, type, day, day - from));
  }
  return days;
}

/** Days to the next visit: most are made a few days before they fall due, some late. */
function interval(random: Random, period: Period, type: string, day: Day, stayed: number): number {
  const longest = longestInterval(period, type, day, stayed);
  if (random.chance(0.05)) return longest + random.int(3, 25);
  return longest - random.int(3, Math.max(3, Math.floor(longest / 4)));
}

function longestInterval({ legal, reviews }: Period, type: string, day: Day, stayed: number): number {
  const interim = legal.some((spell) => spell.status === 'C1' && spell.from <= day && spell.to > day);
  if (type === 'P1' && interim) return reviews.some(({ held }) => held !== null && held <= day) ? 28 : 7;
  return stayed >= 365 && (type === 'U1' || type === 'U4') ? 88 : 42;
}

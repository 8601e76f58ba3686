import { addYears, type Day } from '../day.ts';
import type { Random } from '../prng.ts';
import type { Course } from './course.ts';

/** A spell of one looked-after legal status (903 code); ends touch. */
export interface LegalSpell {
  readonly status: string;
  readonly from: Day;
  readonly to: Day;
}

/** Legal statuses of one period of care, from the first day to the last without a gap. */
export function legalHistory(random: Random, course: Course): LegalSpell[] {
  return closed(startsOf(random, course), course.exit);
}

type Start = readonly [status: string, from: Day];

function startsOf(random: Random, course: Course): Start[] {
  const { entry, route, careFrom, hearing, adoption } = course;
  if (route === 'short_break')
    return careFrom === null
      ? [['V4', entry]]
      : [
          ['V4', entry],
          ['V2', careFrom],
        ];
  if (course.reason === 'E14') return [['J1', entry]];
  const starts: Start[] = opening(random, course);
  if (hearing !== null && staysUnderOrder(random, course)) starts.push(['C2', hearing]);
  const order = adoption?.order ?? null;
  if (order !== null) {
    starts.push(['E1', order]);
    if (adoption?.reversed) starts.push(['C2', adoption.reversed + random.int(20, 120)]);
  }
  return starts;
}

function opening(random: Random, { entry, inProceedings }: Course): Start[] {
  if (!inProceedings)
    return random.chance(0.04)
      ? [
          ['L1', entry],
          ['V2', entry + random.int(1, 3)],
        ]
      : [['V2', entry]];
  return random.weighted<() => Start[]>([
    [() => [['C1', entry]], 62],
    [
      () => [
        ['V2', entry],
        ['C1', entry + random.int(8, 90)],
      ],
      25,
    ],
    [
      () => [
        ['L1', entry],
        ['C1', entry + 3],
      ],
      8,
    ],
    [
      () => [
        ['L2', entry],
        ['C1', entry + random.int(6, 8)],
      ],
      5,
    ],
  ])();
}

function staysUnderOrder(random: Random, { route, adoption, hearing }: Course): boolean {
  if (adoption?.order != null && hearing !== null && adoption.order <= hearing + 60) return false;
  return route === 'long_term' || route === 'adoption' || random.chance(0.5);
}

/** Each status lasts until the next begins; what would begin after the end of care is dropped. */
function closed(starts: readonly Start[], exit: Day): LegalSpell[] {
  const inOrder = [...starts].sort((a, b) => a[1] - b[1]).filter(([, from]) => from < exit);
  return inOrder.flatMap(([status, from], i) => {
    const to = inOrder[i + 1]?.[1] ?? exit;
    return to > from ? [{ status, from, to }] : [];
  });
}

/** Accommodation under section 20 has another name from the 16th birthday; the record keeps the first. */
export function vocabularyKey(spell: LegalSpell, birth: Day): string {
  return spell.status === 'V2' && spell.from >= addYears(birth, 16) ? 'V2_16' : spell.status;
}

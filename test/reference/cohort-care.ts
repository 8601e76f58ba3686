import type { Row } from '../../sources/contract/tables.ts';
import { addMonths, type Day, toDay, toIso } from './calendar.ts';
import {
  boundaryDay,
  type Care,
  chain,
  dayWithin,
  isoOf,
  namedPeriod,
  type Piece,
  type Scene,
  type Theme,
  themed,
} from './scene.ts';

type Status = Row<'legal_status'>['legal_status'];
type Placement = Row<'placement'>['placement_type'];

const statusChains: readonly (readonly Status[])[] = [
  ['C2'],
  ['C1', 'C2'],
  ['C1'],
  ['V2'],
  ['V2', 'C1', 'C2'],
  ['C1', 'C1', 'C2'],
  ['C2', 'E1'],
  ['E1'],
  ['C1', 'E1', 'E1'],
  ['E1', 'E1', 'E1'],
  ['C2', 'E1', 'C2', 'E1'],
  ['E1', 'C2', 'E1'],
  ['C1', 'E1', 'V2'],
];
const shortBreakChains: readonly (readonly Status[])[] = [
  ['V4'],
  ['V4', 'V2'],
  ['V3', 'V2', 'V4'],
  ['V2', 'V4', 'V2'],
  ['V2', 'V3'],
  ['V4', 'V3', 'C1'],
  ['V4', 'V2', 'V4', 'V2'],
];
const placementChains: readonly (readonly Placement[])[] = [
  ['U6'],
  ['U6', 'U4'],
  ['U4', 'U4'],
  ['U1'],
  ['U3', 'U1'],
  ['U1', 'U3', 'U1'],
  ['U1', 'U4'],
  ['K2'],
  ['K1', 'U6'],
  ['U6', 'S1'],
  ['R1', 'K2'],
  ['U6', 'A4'],
  ['U6', 'A6', 'U6'],
  ['A5', 'U6', 'A6'],
  ['U2', 'A3'],
  ['U5', 'A5'],
  ['U5'],
  ['A4', 'A6'],
  ['U6', 'A4', 'T1', 'A4'],
  ['U6', 'T4', 'U6'],
  ['T0', 'U6'],
  ['U4', 'T3', 'T2', 'U4'],
  ['A6', 'T1'],
  ['K2', 'T4', 'K2'],
  ['P1'],
  ['K3', 'DQ'],
  ['U2', 'T0', 'U6'],
];

const themes: readonly Theme[] = ['adoption', 'fostering', 'any'];

/** Starts and ends of a child's periods of care: one, two apart, two that touch or nearly, or two at once. */
function periodSpans(scene: Scene): [Day, Day | null][] {
  const { random, snapshot } = scene;
  const start = boundaryDay(scene) - (random.chance(0.5) ? 0 : random.between(0, 900));
  const end = random.chance(0.55) ? null : random.chance(0.1) ? start : dayWithin(scene, start, snapshot);
  if (end === null || end > snapshot - 1 || random.chance(0.4)) {
    return random.chance(0.03)
      ? [
          [start, end],
          [dayWithin(scene, start, snapshot), null],
        ]
      : [[start, end]];
  }
  const second = random.chance(0.5) ? end + random.pick([0, 0, 1, 2]) : dayWithin(scene, end, snapshot);
  const secondEnd = random.chance(0.7) ? null : dayWithin(scene, Math.min(second, snapshot), snapshot);
  return second > snapshot
    ? [[start, end]]
    : [
        [start, end],
        [second, secondEnd],
      ];
}

/** Birthdays at the limits: 12 on day 70, 18 in care, 29 February, unknown. */
function birthDate(scene: Scene, entry: Day): string | null {
  const { random } = scene;
  const choices: readonly (() => Day | null)[] = [
    () => addMonths(entry + 70, -144) + random.pick([-1, 0, 1]),
    () => addMonths(boundaryDay(scene), -216) + random.pick([-1, 0, 1]),
    () => toDay(random.pick(['2008-02-29', '2012-02-29', '2016-02-29', '2020-02-29'])),
    () => addMonths(random.pick(scene.asAtDays), -12 * random.pick([1, 5, 10, 16])),
    () => entry - random.between(0, 6000),
    () => null,
  ];
  const birth = random.pick(choices)();
  return isoOf(birth !== null && birth > entry ? entry : birth);
}

/** Adds the legal statuses of a period, short breaks only where they may be. */
export function addStatuses(scene: Scene, care: Care, mayBreak: boolean): Piece<Status>[] {
  const { random, book } = scene;
  if (random.chance(0.03)) return [];
  const codes = themed(scene, care, mayBreak && random.chance(0.25) ? shortBreakChains : statusChains);
  const pieces: Piece<Status>[] = chain(scene, care, codes);
  if (random.chance(0.08))
    pieces.push({ code: random.pick(['C2', 'V2', 'E1'] as const), start: care.start, end: null });
  for (const piece of pieces) {
    book.status({
      child_id: care.child,
      care_period_id: namedPeriod(scene, care),
      legal_status: piece.code,
      start_date: toIso(piece.start),
      end_date: isoOf(piece.end),
    });
  }
  return pieces;
}

/** Adds the placements of a period. */
export function addPlacements(scene: Scene, care: Care): Piece<Placement>[] {
  const { random, book } = scene;
  if (random.chance(0.04)) return [];
  const pieces = chain(scene, care, themed(scene, care, placementChains));
  if (random.chance(0.1)) {
    const latest = Math.max(care.start, Math.min(care.end ?? scene.snapshot, scene.snapshot));
    const start = random.chance(0.3)
      ? random.pick([care, ...pieces]).start
      : dayWithin(scene, care.start, latest);
    pieces.push({
      code: random.pick(['T1', 'T4', 'U6', 'K2'] as const),
      start,
      end: start + random.between(1, 20),
    });
  }
  for (const piece of pieces) {
    book.placement({
      child_id: care.child,
      care_period_id: namedPeriod(scene, care),
      placement_type: piece.code,
      start_date: toIso(piece.start),
      end_date: isoOf(piece.end),
    });
  }
  return pieces;
}

/** Adds a child and its periods of care. */
export function addChild(scene: Scene, child: string): Care[] {
  const { random, book } = scene;
  const periods = periodSpans(scene).map(([start, end], i) => ({
    child,
    id: `${child}-${i + 1}`,
    start,
    end,
    theme: random.pick(themes),
  }));
  const last = periods.at(-1) as Care;
  book.child({
    child_id: child,
    birth_date: birthDate(scene, last.start),
    sex: random.pick(['M', 'F', 'U']),
  });
  for (const { id, start, end } of periods) {
    const dates = {
      start_date: toIso(start),
      end_date: isoOf(end),
      end_reason: end === null ? null : ('E4A' as const),
    };
    book.period({ child_id: child, care_period_id: id, ...dates });
    book.episode({ child_id: child, care_period_id: id, ...dates });
  }
  return periods;
}

/** Two periods at once: short breaks are then left out, since nobody says which of the two they interrupt. */
export function overlap(periods: readonly Care[]): boolean {
  const [first, second] = periods;
  return first !== undefined && second !== undefined && (first.end === null || first.end > second.start);
}

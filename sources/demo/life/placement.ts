import { type Day, dayOf } from '../day.ts';
import { inventedPostcode } from '../invented.ts';
import type { Random } from '../prng.ts';
import type { Course } from './course.ts';

export interface Placement {
  /** 903 placement type. */
  readonly type: string;
  readonly from: Day;
  readonly to: Day;
  readonly home: Home;
  /** Why it ended; empty at the end of care and for temporary moves. */
  readonly reason: string;
}

/** The carers or setting: the same object while the child stays with them. */
export interface Home {
  readonly provider: string;
  readonly urn: string;
  readonly postcode: string;
  readonly miles: number;
}

/** A stretch of one kind of placement; `settled` ones are rarely moved from. */
interface Phase {
  readonly from: Day;
  readonly type: string;
  readonly movesPerYear: number;
  /** Same carers as in the phase before: only the status of the placement changed. */
  readonly same: boolean;
}

export function placementHistory(random: Random, course: Course): Placement[] {
  const placements: Placement[] = [];
  const phases = phasesOf(random, course);
  let home: Home | null = null;
  phases.forEach((phase, i) => {
    const to = phases[i + 1]?.from ?? course.exit;
    let from = phase.from;
    home = phase.same && home !== null ? home : newHome(random, phase.type);
    while (from < to) {
      const moveAt = nextMove(random, from, to, phase.movesPerYear);
      const reason =
        moveAt < to
          ? random.weighted(reasonsToMove)
          : to < course.exit
            ? phases[i + 1]?.same
              ? 'PLACE'
              : 'CARPL'
            : '';
      placements.push({ type: phase.type, from, to: moveAt, home, reason });
      if (moveAt < to) {
        if (random.chance(0.05)) placements.push(forSomeHours(random, moveAt));
        home = newHome(random, phase.type);
      }
      from = moveAt;
    }
  });
  return placements.flatMap((placement) => withTemporaryMove(random, placement));
}

/** An emergency bed, left on the same day: less than 24 hours, so no placement of the national count. */
const forSomeHours = (random: Random, day: Day): Placement => ({
  type: 'U6',
  from: day,
  to: day,
  home: newHome(random, 'U6'),
  reason: 'CARPL',
});

const reasonsToMove = [
  ['CARPL', 40],
  ['CREQB', 20],
  ['CREQO', 12],
  ['CHILD', 8],
  ['LAREQ', 6],
  ['STAND', 3],
  ['ALLEG', 2],
  ['CLOSE', 4],
  ['OTHER', 5],
] as const;

function phasesOf(random: Random, course: Course): Phase[] {
  const { entry, exit, adoption, matched, supported, hearing, destination } = course;
  const first: Phase = { from: entry, type: firstType(random, course), movesPerYear: 0.62, same: false };
  const phases: Phase[] = [first];
  if (destination === 'RESIDENTIAL' && !residential.has(first.type)) {
    phases.push({
      from: Math.max(entry + random.int(20, 300), entry),
      type: random.weighted([
        ['K2', 88],
        ['S1', 4],
        ['R1', 5],
        ['K1', 3],
      ]),
      movesPerYear: 0.6,
      same: false,
    });
  }
  if (adoption?.early)
    phases.push({
      from: adoption.early,
      type: random.chance(0.15) ? 'U2' : 'U5',
      movesPerYear: 0,
      same: false,
    });
  if (adoption?.placed && exit > adoption.placed)
    phases.push(adoptive(adoption.placed, adoption.order !== null, adoption.byCarer));
  if (matched !== null) {
    phases.push({
      from: matched,
      type: destination === 'CONNECTED' ? 'U1' : 'U4',
      movesPerYear: 0.03,
      same: destination === 'CONNECTED' || random.chance(0.75),
    });
  } else if (destination === 'LTF' || destination === 'CONNECTED') {
    phases.push({ from: entry + 365, type: first.type, movesPerYear: 0.42, same: true });
  }
  if (destination === 'HOME' && hearing !== null && hearing - 60 < exit - 20 && random.chance(0.8)) {
    phases.push({ from: Math.max(hearing - 60, entry + 20), type: 'P1', movesPerYear: 0, same: false });
  }
  if (supported !== null)
    phases.push({ from: supported, type: supported < k3From ? 'H5' : 'K3', movesPerYear: 0.8, same: false });
  return inOrder(phases, exit);
}

/** Supported accommodation has been a registered setting with a code of its own since the year to March 2025. */
const k3From = dayOf('2024-04-01');
const residential = new Set(['K1', 'K2', 'S1', 'R1']);

const adoptive = (from: Day, underOrder: boolean, byCarer: boolean): Phase => ({
  from,
  type: underOrder ? (byCarer ? 'A5' : 'A6') : byCarer ? 'A3' : 'A4',
  movesPerYear: 0,
  same: byCarer,
});

function firstType(random: Random, { route, destination, supported, entry, person }: Course): string {
  if (route === 'short_break') return random.chance(0.6) ? 'U6' : 'K2';
  if (supported !== null && supported <= entry) return 'K3';
  if (destination === 'CONNECTED' || destination === 'SGO' || (destination === 'CAO' && random.chance(0.6)))
    return 'U3';
  if (destination === 'RESIDENTIAL' && random.chance(0.5)) return 'K2';
  if (route === 'uasc') return random.chance(0.8) ? 'U6' : 'K2';
  const age = (entry - person.birth) / 365.25;
  if (age < 2 && random.chance(0.05)) return 'R3';
  return random.weighted([
    ['U6', 84],
    ['U3', 8],
    ['K2', age > 12 ? 14 : 1],
    ['Z1', entry < k3From ? 1 : 0],
    ['R2', 0.5],
  ]);
}

/** Phases that cannot be reached in order, or begin after care ends, fall away. */
function inOrder(phases: readonly Phase[], exit: Day): Phase[] {
  const kept: Phase[] = [];
  for (const phase of [...phases].sort((a, b) => a.from - b.from)) {
    if (phase.from >= exit) break;
    if (kept[kept.length - 1]?.from === phase.from) kept.pop();
    kept.push(phase);
  }
  return kept;
}

function nextMove(random: Random, from: Day, to: Day, perYear: number): Day {
  if (perYear <= 0) return to;
  for (let day = from + random.int(10, 40); day < to - 5; day += 30) {
    const newlyPlaced = day - from < 180 ? 1.4 : 0.9;
    if (random.chance((perYear * newlyPlaced) / 12)) return day;
  }
  return to;
}

function newHome(random: Random, type: string): Home {
  const provider = providerOf(random, type);
  const registered = provider === 'PR4' || type.startsWith('K');
  return {
    provider,
    urn: registered ? `SC999${random.int(100, 999)}` : '',
    postcode: inventedPostcode(random),
    miles: random.chance(0.02) ? 999.9 : random.skewed(0, 60, random.chance(0.62) ? 900 : 250) / 10,
  };
}

const fosteringProviders = [
  ['PR1', 60],
  ['PR4', 36],
  ['PR5', 4],
] as const;
const otherProviders = [
  ['PR4', 80],
  ['PR1', 12],
  ['PR5', 8],
] as const;

function providerOf(random: Random, type: string): string {
  if (type.startsWith('T') || type.startsWith('Z')) return '';
  if (type === 'P1') return 'PR0';
  if (type.startsWith('A') || type === 'U1' || type === 'U2' || type === 'U3') return 'PR1';
  if (type.startsWith('U')) return random.weighted(fosteringProviders);
  return random.weighted(otherProviders);
}

/** A temporary move is coded as a move out and a move back to the same home. */
function withTemporaryMove(random: Random, placement: Placement): Placement[] {
  const { from, to, type } = placement;
  const length = to - from;
  if (
    length < 60 ||
    type.startsWith('A') ||
    type.startsWith('P') ||
    !random.chance(Math.min(0.5, (length / 365) * 0.12))
  )
    return [placement];
  const away = from + random.int(20, length - 30);
  const kind = random.weighted([
    ['T0', 1],
    ['T1', 2],
    ['T2', 1],
    ['T3', 5],
    ['T4', 5],
  ]);
  const back = away + (kind === 'T4' ? random.int(2, 7) : random.int(3, 16));
  const home = { ...placement.home, provider: '', urn: '' };
  return [
    { ...placement, to: away, reason: '' },
    { type: kind, from: away, to: back, home, reason: '' },
    { ...placement, from: back },
  ];
}

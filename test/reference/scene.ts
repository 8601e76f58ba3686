import { asAtDates } from './as-at-dates.ts';
import { addMonths, type Day, toDay, toIso } from './calendar.ts';
import type { Random } from './random.ts';
import type { RowBook } from './row-book.ts';

/** What the parts of a random cohort share. */
export interface Scene {
  readonly random: Random;
  readonly book: RowBook;
  readonly snapshot: Day;
  /** As-at days, the rarer ends of February and August over-represented. */
  readonly asAtDays: readonly Day[];
}

/** A period of care of the cohort, as generated. */
export interface Care {
  readonly child: string;
  readonly id: string;
  readonly start: Day;
  readonly end: Day | null;
  readonly theme: Theme;
}

/** What the records of a period are mostly about, so that rare combinations meet. */
export type Theme = 'adoption' | 'fostering' | 'any';

const themeCodes: Record<Theme, readonly string[]> = {
  adoption: ['E1', 'A3', 'A4', 'A5', 'A6', 'U5', 'ADOPTION'],
  fostering: ['U1', 'U4', 'LTF', 'CONNECTED_LT'],
  any: [],
};

/** One of the chains, mostly one of the theme where there is any. */
export function themed<C extends string>(
  { random }: Scene,
  care: Care,
  chains: readonly (readonly C[])[],
): readonly C[] {
  const fitting = chains.filter((codes) => codes.some((code) => themeCodes[care.theme].includes(code)));
  return random.pick(fitting.length > 0 && random.chance(0.85) ? fitting : chains);
}

/** A row in the making. */
export interface Piece<C extends string> {
  readonly code: C;
  readonly start: Day;
  readonly end: Day | null;
}

export function sceneOf(random: Random, book: RowBook, snapshotDate: string): Scene {
  const all = asAtDates(snapshotDate);
  const recent = all.slice(-30);
  const isRare = (date: string) => ['-02-28', '-02-29', '-08-31'].some((end) => date.endsWith(end));
  const dates = [
    ...recent,
    ...all.filter((row) => isRare(row.date)),
    ...all.slice(-1),
    ...all.slice(-1),
    ...all.slice(-1),
  ];
  return { random, book, snapshot: toDay(snapshotDate), asAtDays: dates.map((row) => toDay(row.date)) };
}

export const isoOf = (day: Day | null): string | null => (day === null ? null : toIso(day));

const monthSteps = [4, 6, 12, 18];
const daySteps = [0, 70, 98, 112, 182];

/** A day that lies on, or a few days beside, a limit of some measure; never after the snapshot. */
export function boundaryDay({ random, asAtDays, snapshot }: Scene): Day {
  const asAt = random.pick(asAtDays);
  const day = random.chance(0.6) ? addMonths(asAt, -random.pick(monthSteps)) : asAt - random.pick(daySteps);
  return Math.min(day + random.pick([-1, 0, 0, 0, 1, 2, 3]), snapshot);
}

/** A boundary day within [from, to]; a random one where no boundary is hit. */
export function dayWithin(scene: Scene, from: Day, to: Day): Day {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const day = boundaryDay(scene);
    if (from <= day && day <= to) return day;
  }
  return scene.random.between(from, Math.max(from, to));
}

/** How the next row joins the one before it: days from its end to the next start; null leaves it open. */
const joins: readonly (number | null)[] = [0, 0, 0, 0, 0, 1, 1, 2, 3, -5, null];

/** Rows that follow one another: touching, with one or two days missing, overlapping, or left open. */
export function chain<C extends string>(scene: Scene, care: Care, codes: readonly C[]): Piece<C>[] {
  const { random, snapshot } = scene;
  const last = Math.min(care.end ?? snapshot, snapshot);
  const later = codes
    .slice(1)
    .map(() => dayWithin(scene, care.start, Math.max(care.start, last)))
    .sort((a, b) => a - b);
  const starts = [care.start + (random.chance(0.1) && care.start < last ? 1 : 0), ...later];
  return codes.flatMap((code, i) => {
    const start = starts[i] as Day;
    const next = starts[i + 1];
    const join = random.pick(joins);
    const end = next === undefined ? lastEnd(scene, care, start) : join === null ? null : next - join;
    const isEmpty = end !== null && end <= start;
    if (isEmpty && (end < start || random.chance(0.8))) return [];
    return [{ code, start, end }];
  });
}

/** End of the last row: with its period, before it, or left open. */
function lastEnd(scene: Scene, care: Care, start: Day): Day | null {
  const { random, snapshot } = scene;
  if (random.chance(0.12)) return dayWithin(scene, start, Math.max(start, snapshot));
  return random.chance(0.7) ? care.end : null;
}

/** The period a row names: usually its own, sometimes none or one that nobody knows. */
export function namedPeriod({ random }: Scene, care: Care): string | null {
  if (random.chance(0.3)) return null;
  return random.chance(0.04) ? 'unknown-period' : care.id;
}

import { leavers, openOn, type Period, periodsOf, type Spell } from './care.ts';
import { addDays, addMonths, type Day, daysBetween, type Window } from './day.ts';
import { adoptiveStays, orderRuns, staysOf } from './homes.ts';
import type { Return } from './return-files.ts';

export const adoptedReasons: ReadonlySet<string> = new Set(['E11', 'E12', 'E1']);

/** The dates of one adoption; null where the return does not tell. */
export interface AdoptedChild {
  readonly entry: Day;
  readonly order: Day;
  readonly placementOrder: Day | null;
  readonly decision: Day | null;
  readonly match: Day | null;
  readonly placed: Day | null;
  /** Where the clock of A10 stops: the adoptive placement, or the foster placement with those who adopt. */
  readonly movedIn: Day | null;
}

const latest = (days: readonly Day[]): Day | null => [...days].sort().at(-1) ?? null;

/** A row without a period of care belongs to the one open on its day, else to the next to begin (boundaries 6, 14). */
function belongs(data: Return, period: Period, day: Day): boolean {
  const periods = periodsOf(data.episodes.get(period.child) ?? []);
  const own = periods.findLast((other) => openOn(other, day)) ?? periods.find(({ start }) => start > day);
  return own?.start === period.start;
}

/** Where the clock of A10 stops for a child whom the foster carers adopt: their stay up to the adoptive placement. */
function fosteredSince(spell: Spell, placed: Day | null): Day | null {
  if (placed === null) return null;
  const stays = staysOf(spell.period.episodes);
  const within = stays.find((stay) => openOn(stay, placed));
  if (within && within.start < placed) return within.start;
  return stays.find((stay) => openOn(stay, addDays(placed, -1)))?.start ?? placed;
}

function adoptedChild(data: Return, spell: Spell): AdoptedChild {
  const order = spell.end ?? '';
  const { episodes } = spell.period;
  const placed = latest(adoptiveStays(episodes).flatMap(({ start }) => (start < order ? [start] : [])));
  const rows = data.adopted.get(spell.child) ?? [];
  const match = latest(
    rows.flatMap((row) =>
      row.match && row.match <= order && belongs(data, spell.period, row.match) ? [row.match] : [],
    ),
  );
  const by = match ?? placed ?? order;
  const decisions = (data.decisions.get(spell.child) ?? []).filter(
    ({ on, reversed }) => on <= by && belongs(data, spell.period, on) && (reversed === null || reversed > by),
  );
  return {
    entry: spell.start,
    order,
    placementOrder: latest(orderRuns(episodes).flatMap(({ start }) => (start <= order ? [start] : []))),
    decision: latest(decisions.map(({ on }) => on)),
    match,
    placed,
    movedIn: rows.some(({ byCarer }) => byCarer) ? fosteredSince(spell, placed) : placed,
  };
}

/** Children whose last cessation in the window is by adoption. */
export const adoptedIn = (data: Return, spells: readonly Spell[], window: Window): AdoptedChild[] =>
  leavers(spells, window)
    .filter(({ endReason }) => adoptedReasons.has(endReason ?? ''))
    .map((spell) => adoptedChild(data, spell));

/** Days of one step; a step before the one it is measured from took none, an unknown date leaves them unknown. */
export const stepDays = (from: Day | null, to: Day | null): number | null =>
  from === null || to === null ? null : Math.max(0, daysBetween(from, to));

export const placedInTime = ({ decision, placed }: AdoptedChild, months: number): boolean =>
  decision !== null && placed !== null && placed <= addMonths(decision, months);

/** A2: of those with a placement order who were placed before the adoption order. */
export const courtToMatch = (children: readonly AdoptedChild[]): (number | null)[] =>
  children
    .filter(({ placementOrder, placed }) => placementOrder !== null && placed !== null)
    .map(({ placementOrder, match }) => stepDays(placementOrder, match));

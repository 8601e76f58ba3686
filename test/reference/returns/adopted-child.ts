import { leavers, openOn, type Spell } from './care.ts';
import { addMonths, type Day, daysBetween, type Window } from './day.ts';
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

function adoptedChild(data: Return, spell: Spell): AdoptedChild {
  const order = spell.end ?? '';
  const { episodes } = spell.period;
  const placed = latest(adoptiveStays(episodes).flatMap(({ start }) => (start < order ? [start] : [])));
  const rows = data.adopted.get(spell.child) ?? [];
  const match = latest(rows.flatMap((row) => (row.match && row.match <= order ? [row.match] : [])));
  const by = match ?? placed ?? order;
  const decisions = (data.decisions.get(spell.child) ?? []).filter(
    ({ on, reversed }) => on <= by && (reversed === null || reversed > by),
  );
  const stay = staysOf(episodes).find((home) => placed !== null && openOn(home, placed));
  return {
    entry: spell.start,
    order,
    placementOrder: latest(orderRuns(episodes).flatMap(({ start }) => (start <= order ? [start] : []))),
    decision: latest(decisions.map(({ on }) => on)),
    match,
    placed,
    movedIn: rows.some(({ byCarer }) => byCarer) && stay ? stay.start : placed,
  };
}

/** Children adopted in the window, each by the last adoption in it. */
export const adoptedIn = (data: Return, spells: readonly Spell[], window: Window): AdoptedChild[] =>
  leavers(spells, window, adoptedReasons).map((spell) => adoptedChild(data, spell));

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

import { closed, openOn, periodsOf, type Spell } from './care.ts';
import { addDays, addMonths, type Day, earlier, later } from './day.ts';
import { adoptive, type Stay, staysOf } from './homes.ts';
import type { Episode, Return } from './return-files.ts';

/** The stays of every child, with the days each child was looked after. */
export interface Residence {
  readonly stays: ReadonlyMap<string, readonly Stay[]>;
  readonly spells: ReadonlyMap<string, readonly Spell[]>;
}

/**
 * Placements end with the period of care they belong to, and where the next begins: a child lives in one place, of
 * several that are open the latest to start.
 */
function inPeriods(episodes: readonly Episode[]): Episode[] {
  const records = periodsOf(episodes).flatMap(({ episodes: own, end }) =>
    closed(own).map((record, index) => {
      // The first of a period starts it, whatever the source calls it.
      const startReason = index === 0 ? 'S' : record.startReason;
      return { record: { ...record, startReason }, ends: [record.end, end] };
    }),
  );
  return records.map(({ record, ends }, index) => {
    const days = [...ends, records[index + 1]?.record.start].flatMap((day) => day ?? []);
    return { ...record, end: days.sort()[0] ?? null };
  });
}

export function residenceOf(data: Return, spells: readonly Spell[]): Residence {
  const stays = [...data.episodes].map(([child, episodes]) => [child, staysOf(inPeriods(episodes))] as const);
  const byChild = new Map<string, Spell[]>();
  for (const spell of spells) byChild.set(spell.child, [...(byChild.get(spell.child) ?? []), spell]);
  return { stays: new Map(stays), spells: byChild };
}

/** Placements of a child in the months up to the day: stays with at least one day looked after among them. */
export function placementsIn(residence: Residence, child: string, day: Day, months: number): number {
  const first = addDays(addMonths(day, -months), 1);
  const after = addDays(day, 1);
  const spells = residence.spells.get(child) ?? [];
  const counts = (stay: Stay): boolean =>
    spells.some((spell) => {
      const from = later(later(stay.start, spell.start), first);
      return from < earlier(earlier(stay.end ?? after, spell.end ?? after), after);
    });
  return (residence.stays.get(child) ?? []).filter(counts).length;
}

/** Stays joined over days without a record where the home on both sides is the same. */
function joined(stays: readonly Stay[], period: Spell['period']): Stay[] {
  const whole: Stay[] = [];
  for (const stay of stays.filter(({ start }) => openOn(period, start))) {
    const before = whole.at(-1);
    const home = stay.records[0]?.home ?? null;
    const same = home !== null && before?.records.at(-1)?.home === home && (before.end ?? '9') < stay.start;
    if (before && same)
      whole[whole.length - 1] = {
        ...stay,
        start: before.start,
        records: [...before.records, ...stay.records],
      };
    else whole.push(stay);
  }
  return whole;
}

/** Since when a child lives where it lives on the day; with adopters, the placement just before counts as well. */
export function sameHomeSince(residence: Residence, spell: Spell, day: Day): Day | null {
  const stays = joined(residence.stays.get(spell.child) ?? [], spell.period);
  const index = stays.findLastIndex((stay) => openOn(stay, day));
  const stay = stays[index];
  if (!stay) return null;
  const now = stay.records.filter(({ start }) => start <= day).at(-1);
  const before = stays[index - 1];
  const wholeStayAdoptive = stay.records.every(({ place, start }) => start > day || adoptive(place));
  if (now && adoptive(now.place) && wholeStayAdoptive && before?.end === stay.start) return before.start;
  return stay.start;
}

/** What time ties: periods are made of shorter ones, a stock changes by those who come and those who leave. */
import { group } from 'd3-array';
import { addDays } from '../../sources/days.ts';
import { apart, family, nameOf, ofKind, type Place, placeOf } from './definitions.ts';
import type { Knowledge } from './knowledge.ts';

const nextDay = (place: Place): string => addDays(place.to, 1);
const lineOf = ({ what, breakdown, group }: Place): string => [what, breakdown, group].join('|');

/** Adds the rows of every line that papers speak of. */
export function tieTime(all: Knowledge): void {
  const spoken = [...all.counts.keys()].filter((name) => !name.includes(' without ')).map(placeOf);
  const flows = spoken.filter(({ from, what }) => from !== '' && !apart.has(what.split('/')[0] ?? ''));
  const stocks = spoken.filter(({ from }) => from === '');
  const days = new Map<string, Set<string>>();
  const cut = (what: string, each: readonly string[]): void => {
    const known = days.get(family(what)) ?? new Set<string>();
    for (const day of each) known.add(day);
    days.set(family(what), known);
  };
  for (const place of flows) cut(place.what, [place.from, nextDay(place)]);
  for (const { lesser, greater } of ofKind('inflow', 'outflow'))
    cut(lesser, stocks.filter(({ what }) => what === greater).map(nextDay));
  const stretches = ({ what, ...place }: Place, from: string, to: string): string[] => {
    const inside = [...(days.get(family(what)) ?? [])].filter((day) => day >= from && day <= to).sort();
    return inside
      .slice(1)
      .map((day, at) => nameOf({ ...place, what, from: inside[at] ?? day, to: addDays(day, -1) }));
  };
  for (const places of group(flows, lineOf).values()) tiePeriods(all, places, stretches);
  for (const places of group(stocks, lineOf).values())
    tieStock(all, places, new Set(flows.map(lineOf)), stretches);
}

type Stretches = (place: Place, from: string, to: string) => string[];

/** Each period is the sum of its stretches; what is left of it without shorter ones is a set of children too. */
function tiePeriods(all: Knowledge, places: readonly Place[], stretches: Stretches): void {
  for (const place of places) {
    const title = `${place.what} ${place.group} to ${place.to}`;
    const parts = stretches(place, place.from, nextDay(place));
    if (parts.length > 1) all.sum(nameOf(place), parts, `${title}: the periods in it`);
    const within = places.filter((each) => each !== place && each.from >= place.from && each.to <= place.to);
    for (const each of within) all.rest(nameOf(place), [nameOf(each)], `${title}: without a period in it`);
    const apartFromEachOther: Place[] = [];
    for (const each of [...within].sort((a, b) => (a.to < b.to ? -1 : 1)))
      if (each.from > (apartFromEachOther.at(-1)?.to ?? '')) apartFromEachOther.push(each);
    if (apartFromEachOther.length > 1)
      all.rest(nameOf(place), apartFromEachOther.map(nameOf), `${title}: without the periods in it`);
  }
}

/** Only for groups that a child never leaves. */
function tieStock(
  all: Knowledge,
  places: readonly Place[],
  spoken: ReadonlySet<string>,
  stretches: Stretches,
): void {
  const sorted = [...places].sort((a, b) => (a.to < b.to ? -1 : 1));
  const first = sorted[0];
  if (first === undefined || !/^(?:all|sex|ethnicity)$/.test(first.breakdown)) return;
  const moves = ofKind('inflow', 'outflow').filter(({ greater }) => greater === first.what);
  if (moves.length !== 2 || !moves.every(({ lesser }) => spoken.has(lineOf({ ...first, what: lesser }))))
    return;
  for (const [at, now] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before === undefined) continue;
    const terms = moves.flatMap(({ kind, lesser }) =>
      stretches({ ...first, what: lesser }, nextDay(before), nextDay(now)).map(
        (name) => [name, kind === 'inflow' ? 1 : -1] as const,
      ),
    );
    const name = `${first.what} ${first.group} on ${now.to}: the number before, those who came, those who left`;
    all.row(name, [[nameOf(before), 1], ...terms, [nameOf(now), -1]]);
  }
}

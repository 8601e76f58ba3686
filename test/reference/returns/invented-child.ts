import { addDays, addMonths, type Day, earlier } from './day.ts';

/** Draws of one seed: the same seed, the same children. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  upTo(n: number): number {
    return Math.floor(this.roll() * n);
  }

  chance(percent: number): boolean {
    return this.roll() * 100 < percent;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length)] as T;
  }
}

export interface InventedEpisode {
  start: Day;
  startReason: string;
  status: string;
  place: string;
  end: Day | null;
  endReason: string;
  home: string;
}

export interface InventedChild {
  readonly id: string;
  readonly born: Day;
  readonly episodes: readonly InventedEpisode[];
  readonly unaccompanied: { readonly until: Day | null } | null;
  readonly decisions: readonly { readonly on: Day; readonly reversed: Day | null }[];
  readonly adopted: { readonly match: Day; readonly decision: Day; readonly byCarer: boolean } | null;
}

const lastDay: Day = '2019-04-01';
const statuses = ['V2', 'V2', 'C1', 'C1', 'C2', 'C2', 'C2', 'E1', 'E1', 'V3', 'V4', 'J1'];
const fosterPlaces = ['U1', 'U3', 'U4', 'U4', 'U5', 'U6', 'U6'];
const places = [...fosterPlaces, ...fosterPlaces, 'K2', 'K1', 'P1', 'H5', 'R1', 'S1', 'Z1', 'A4', 'A6'];
const reasons = ['E4A', 'E4A', 'E4B', 'E41', 'E45', 'E47', 'E43', 'E3', 'E9', 'E13', 'E17', 'E11', 'E12'];
const lengths = [1, 1, 3, 20, 45, 90, 120, 180, 365, 400, 730];

/** A home as the return tells it: postcode and URN, or neither. */
const newHome = (dice: Dice): string =>
  dice.chance(6) ? ',' : `AB${1 + dice.upTo(99)} ${dice.upTo(10)}CD,${1_000_000 + dice.upTo(9_000_000)}`;

/** Days at which months, years and birthdays turn are drawn more often than others. */
function drawDay(dice: Dice, from: Day, days: number): Day {
  const day = addDays(from, dice.upTo(days));
  if (dice.chance(25)) return addDays(addMonths(`${day.slice(0, 8)}01`, 1), -1);
  return dice.chance(10) ? addMonths(lastDay, -(1 + dice.upTo(48))) : day;
}

/** The next episode of the same period, by one of the reasons that the return knows. */
function followOn(
  dice: Dice,
  before: InventedEpisode,
  left: InventedEpisode | undefined,
): Partial<InventedEpisode> {
  if (/^T/.test(before.place)) {
    if (left && dice.chance(80)) return { startReason: 'P', place: left.place, home: left.home };
    return { startReason: 'P', place: dice.of(places), home: newHome(dice) };
  }
  const kind = dice.upTo(10);
  if (kind < 2) return { startReason: 'L', status: dice.of(statuses) };
  if (kind < 4)
    return {
      startReason: 'T',
      place: dice.of(fosterPlaces),
      home: dice.chance(50) ? before.home : newHome(dice),
    };
  if (kind < 5)
    return { startReason: 'U', status: 'E1', place: 'A5', home: dice.chance(50) ? before.home : ',' };
  if (kind < 6) return { startReason: 'P', place: dice.of(['T0', 'T1', 'T4']), home: newHome(dice) };
  if (kind < 7)
    return { startReason: 'B', status: 'E1', place: dice.of(['A4', 'A6', 'A3']), home: newHome(dice) };
  return { startReason: 'P', place: dice.of(places), home: dice.chance(10) ? before.home : newHome(dice) };
}

function drawPeriod(dice: Dice, start: Day): InventedEpisode[] {
  const first = { startReason: 'S', status: dice.of(statuses), place: dice.of(places), home: newHome(dice) };
  const period: InventedEpisode[] = [];
  let [from, facts]: [Day, Pick<InventedEpisode, 'startReason' | 'status' | 'place' | 'home'>] = [
    start,
    first,
  ];
  for (let more = 1 + dice.upTo(7); more > 0 && from < lastDay; more -= 1) {
    const drawn =
      dice.chance(8) && more > 1 ? addDays(from, 1) : addDays(from, dice.of(lengths) + dice.upTo(9));
    const end = drawn > lastDay ? null : drawn;
    const last = more === 1 || end === null;
    period.push({
      ...facts,
      start: from,
      end,
      endReason: end === null ? '' : last ? dice.of(reasons) : 'X1',
    });
    if (last) break;
    const now = period.at(-1) as InventedEpisode;
    facts = { ...facts, ...followOn(dice, now, period.at(-2)) };
    from = addDays(end as Day, dice.chance(4) ? 1 + dice.upTo(12) : 0);
  }
  // A period of care neither starts nor ends with a temporary placement (903 rules 380, 381).
  const ending = period.at(-1);
  if (ending && /^T/.test(ending.place)) Object.assign(ending, { place: 'U4', home: newHome(dice) });
  if (ending?.endReason === 'X1') ending.endReason = 'E4A';
  return period;
}

function drawEpisodes(dice: Dice): InventedEpisode[] {
  const episodes: InventedEpisode[] = [];
  let start = drawDay(dice, '2013-06-01', 2000);
  for (let periods = 1 + dice.upTo(3); periods > 0 && start < lastDay; periods -= 1) {
    episodes.push(...drawPeriod(dice, start));
    const end = episodes.at(-1)?.end;
    if (!end) break;
    const gap = dice.of([0, 1, 2, 40, 200, 365, 366, 500]);
    start = dice.chance(20) ? addMonths(end, 12) : addDays(end, gap);
  }
  return episodes;
}

const inCareDay = (dice: Dice, { start, end }: InventedEpisode): Day =>
  addDays(
    start,
    dice.upTo(Math.min(300, Math.max(1, (Date.parse(end ?? lastDay) - Date.parse(start)) / 86_400_000))),
  );

/** A child whose whole record is drawn, with what the return says of decisions and adoptions beside it. */
export function inventedChild(dice: Dice, id: string): InventedChild {
  const episodes = drawEpisodes(dice);
  const first = episodes[0] as InventedEpisode;
  const age = dice.upTo(18);
  const turns = dice.chance(15) ? (episodes.at(-1)?.end ?? lastDay) : null;
  const drawn = turns
    ? addMonths(turns, -dice.of([16, 18]) * 12)
    : addDays(addMonths(first.start, -age * 12), -dice.upTo(360));
  const born = earlier(drawn, first.start);
  const onOrder = episodes.filter(({ status }) => status === 'E1');
  const decisions = onOrder.slice(0, 2).flatMap((episode) => {
    if (dice.chance(35)) return [];
    const on = inCareDay(dice, dice.of([first, episode]));
    return [{ on, reversed: dice.chance(30) ? addDays(on, 30 + dice.upTo(400)) : null }];
  });
  const days = [...new Map(decisions.map((decision) => [decision.on, decision])).values()];
  const known = days.map(({ reversed, ...decision }) => ({
    ...decision,
    reversed: reversed && reversed < lastDay ? reversed : null,
  }));
  const leaving = episodes.find(({ endReason }) => endReason === 'E11' || endReason === 'E12');
  const standing = known.filter(({ reversed }) => reversed === null).map(({ on }) => on);
  const decision = standing.at(-1) ?? first.start;
  const adopted =
    leaving && dice.chance(75)
      ? {
          match: inCareDay(
            dice,
            dice.of([...episodes.filter(({ end }) => end && end <= (leaving.end ?? '')), leaving]),
          ),
          decision,
          byCarer: dice.chance(40),
        }
      : null;
  const unaccompanied = dice.chance(15)
    ? {
        until: dice.chance(30)
          ? null
          : addMonths(dice.chance(50) ? born : first.start, dice.chance(50) ? 216 : 14),
      }
    : null;
  return { id, born, episodes, unaccompanied, decisions: known, adopted };
}

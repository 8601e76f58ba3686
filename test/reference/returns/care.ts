import { addDays, addMonths, type Day, earlier, type Window, within } from './day.ts';
import type { Episode, Return } from './return-files.ts';

/** A period of care: from RNE `S`, or from an episode that does not touch the one before. */
export interface Period {
  readonly child: string;
  readonly episodes: readonly Episode[];
  readonly start: Day;
  readonly end: Day | null;
  readonly endReason: string | null;
}

/**
 * Unbroken days of being looked after within one period of care: under 18 and not on short breaks. `endReason` is
 * that of the period where both end together; a birthday and a change to short breaks give none.
 */
export interface Spell {
  readonly child: string;
  readonly period: Period;
  readonly start: Day;
  readonly end: Day | null;
  readonly endReason: string | null;
}

export interface Span {
  readonly start: Day;
  readonly end: Day | null;
}

const never: Day = '9999-12-31';
export const openOn = (span: Span, day: Day): boolean => span.start <= day && day < (span.end ?? never);
const shortBreak = new Set(['V3', 'V4']);

function startsPeriod(episode: Episode, before: Episode | undefined): boolean {
  if (!before || episode.startReason === 'S') return true;
  if (before.end === null || before.endReason === 'X1') return false;
  return addDays(before.end, 1) < episode.start;
}

/**
 * A period ends with its last episode. One that says `X1`, or is open, ends no care (boundaries 11), but the next
 * period of care ends it where it begins: a child is not taken into care twice.
 */
function periodOf(episodes: readonly Episode[], next: Episode | undefined): Period {
  const [first, last] = [episodes[0], episodes.at(-1)];
  if (!first || !last) throw new Error('a period of care has an episode');
  const ended = last.end !== null && last.endReason !== 'X1';
  return {
    child: first.child,
    episodes,
    start: first.start,
    end: ended ? last.end : (next?.start ?? null),
    endReason: ended ? last.endReason : null,
  };
}

export function periodsOf(episodes: readonly Episode[]): Period[] {
  const groups: Episode[][] = [];
  episodes.forEach((episode, index) => {
    if (startsPeriod(episode, episodes[index - 1])) groups.push([episode]);
    else groups.at(-1)?.push(episode);
  });
  return groups.map((group, index) => periodOf(group, groups[index + 1]?.[0]));
}

/** Episodes with the end of their status and placement: an open one ends where the next begins; a day is bridged. */
export function closed(episodes: readonly Episode[]): Episode[] {
  return episodes.map((episode, index) => {
    const next = episodes[index + 1]?.start;
    if (!next) return episode;
    if (episode.end === null || addDays(episode.end, 1) === next) return { ...episode, end: next };
    return episode;
  });
}

function onShortBreak(statuses: readonly Episode[], day: Day): boolean {
  const open = statuses.filter((status) => openOn(status, day));
  return open.length > 0 && open.every(({ status }) => shortBreak.has(status));
}

/** Maximal spans of the period in which the child is not on short breaks. */
function cared(period: Period): Span[] {
  const statuses = closed(period.episodes);
  const days = [period.start, ...statuses.flatMap(({ start, end }) => (end ? [start, end] : [start]))];
  const cuts = [...new Set(days)].filter((day) => day < (period.end ?? never)).sort();
  const spans: Span[] = [];
  cuts.forEach((day, index) => {
    if (onShortBreak(statuses, day)) return;
    const end = cuts[index + 1] ?? period.end;
    const last = spans.at(-1);
    if (last?.end === day) spans[spans.length - 1] = { start: last.start, end };
    else spans.push({ start: day, end });
  });
  const oneDay = period.end === period.start && !shortBreak.has(period.episodes[0]?.status ?? '');
  return oneDay ? [{ start: period.start, end: period.end }] : spans;
}

function spellsOf(period: Period, birthday: Day): Spell[] {
  return cared(period)
    .filter(({ start }) => start < birthday)
    .map((span) => {
      const end = span.end === null && birthday === never ? null : earlier(span.end ?? never, birthday);
      const whole = end !== null && end === period.end;
      return {
        child: period.child,
        period,
        start: span.start,
        end,
        endReason: whole ? period.endReason : null,
      };
    });
}

/** Every spell of every child, in order of child and start. */
export function allSpells(data: Return): Spell[] {
  return [...data.episodes].flatMap(([child, episodes]) => {
    const born = data.births.get(child);
    const birthday = born ? addMonths(born, 18 * 12) : never;
    return periodsOf(episodes).flatMap((period) => spellsOf(period, birthday));
  });
}

/** The last of each child's, by day. */
export function lastOfEach<T extends { child: string }>(items: readonly T[], day: (item: T) => Day): T[] {
  const last = new Map<string, T>();
  for (const item of items) {
    const known = last.get(item.child);
    if (!known || day(known) <= day(item)) last.set(item.child, item);
  }
  return [...last.values()];
}

export const lookedAfter = (spells: readonly Spell[], day: Day): Spell[] =>
  lastOfEach(
    spells.filter((spell) => openOn(spell, day)),
    ({ start }) => start,
  );

export const starters = (spells: readonly Spell[], window: Window): Spell[] =>
  lastOfEach(
    spells.filter(({ start }) => within(window, start)),
    ({ start }) => start,
  );

/** Children who ceased in the window, each by the last cessation in it; `reasons` narrows which count. */
export const leavers = (spells: readonly Spell[], window: Window, reasons?: ReadonlySet<string>): Spell[] =>
  lastOfEach(
    spells.filter(({ end, endReason }) => within(window, end) && (!reasons || reasons.has(endReason ?? ''))),
    ({ end }) => end ?? '',
  );

import type { Row } from '../contract/tables.ts';
import { addDays, addMonths, daysBetween } from '../days.ts';
import type { AdapterRun } from './adapter.ts';
import { entryOf } from './entry.ts';
import { type EndRule, exclusiveEnd } from './intervals.ts';
import { compare, type QualityLog } from './ledger.ts';

export type Episode = Row<'episode'>;

/** An episode as read: ends as the source writes them, period of care only where the source names one. */
export interface RawEpisode extends Omit<Episode, 'care_period_id'> {
  readonly source_care_period_id: string | null;
  readonly entered_care_date: string | null;
}

/** Episodes with exclusive ends, each in its period of care, and the periods they make. */
export interface CareHistory {
  readonly episodes: Episode[];
  readonly periods: Row<'care_period'>[];
  /** Per child, the ends of care as the source writes them. */
  readonly rawCareEnds: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Sorts, groups and closes episodes into periods of care (boundaries 6-11). */
export function careHistory(raw: readonly RawEpisode[], rule: EndRule, quality: QualityLog): CareHistory {
  const builder = new HistoryBuilder(rule, quality);
  const shared = sharedIds(raw);
  for (const episodes of byChild(raw)) builder.addChild(withPeriodIds(episodes, shared, quality));
  return builder;
}

function byChild(raw: readonly RawEpisode[]): RawEpisode[][] {
  const groups = new Map<string, RawEpisode[]>();
  for (const episode of raw) {
    entryOf<string, RawEpisode[]>(groups, episode.child_id, () => []).push(episode);
  }
  return [...groups.keys()].sort(compare).map((child) => (groups.get(child) ?? []).sort(inOrder));
}

/** By start; of episodes that start together, the one that ends first, an open one last. */
function inOrder(a: RawEpisode, b: RawEpisode): number {
  return (
    compare(a.start_date, b.start_date) ||
    compare(a.end_date ?? '9999', b.end_date ?? '9999') ||
    compare(a.row_key, b.row_key)
  );
}

/** Period-of-care ids that more than one child has: numbered per child, so no key by themselves. */
function sharedIds(raw: readonly RawEpisode[]): Set<string> {
  const owner = new Map<string, string>();
  const shared = new Set<string>();
  for (const { source_care_period_id: id, child_id } of raw) {
    if (id === null) continue;
    if ((owner.get(id) ?? child_id) !== child_id) shared.add(id);
    owner.set(id, child_id);
  }
  return shared;
}

interface Placed {
  readonly episode: RawEpisode;
  readonly periodId: string;
}

function withPeriodIds(
  episodes: readonly RawEpisode[],
  shared: ReadonlySet<string>,
  quality: QualityLog,
): Placed[] {
  const placed: Placed[] = [];
  let built: Placed | null = null;
  for (const episode of episodes) {
    const id = episode.source_care_period_id;
    if (id !== null) {
      if (shared.has(id)) quality.note('shared_care_period_id', 'episode');
      placed.push({ episode, periodId: shared.has(id) ? `${episode.child_id}:${id}` : id });
      continue;
    }
    const periodId: string =
      built !== null && continues(built.episode, episode)
        ? built.periodId
        : `${episode.child_id}:${episode.start_date}`;
    built = { episode, periodId };
    placed.push(built);
  }
  return placed;
}

/** Whether an episode carries on the period of the one before, where the source names no period (903). */
function continues(before: RawEpisode, episode: RawEpisode): boolean {
  if (episode.start_reason === 'S') return false;
  if (before.end_date === null || before.end_reason === 'X1') return true;
  return daysBetween(before.end_date, episode.start_date) <= 1;
}

class HistoryBuilder implements CareHistory {
  readonly episodes: Episode[] = [];
  readonly periods: Row<'care_period'>[] = [];
  readonly rawCareEnds = new Map<string, Set<string>>();

  constructor(
    readonly rule: EndRule,
    readonly quality: QualityLog,
  ) {}

  addChild(placed: readonly Placed[]): void {
    const periods = new Map<string, RawEpisode[]>();
    for (const { episode, periodId } of placed)
      entryOf<string, RawEpisode[]>(periods, periodId, () => []).push(episode);
    const ordered = [...periods].sort(([, a], [, b]) => compare(first(a).start_date, first(b).start_date));
    ordered.forEach(([id, episodes], at) => {
      this.#addPeriod(id, episodes, ordered[at + 1]?.[1]);
    });
  }

  #addPeriod(id: string, episodes: readonly RawEpisode[], next: readonly RawEpisode[] | undefined): void {
    const last = lastOf(episodes);
    const ended = this.#periodEnd(last, next);
    const entered = episodes.flatMap((episode) => episode.entered_care_date ?? []).sort(compare)[0];
    const { child_id, source_file, source_line, start_date } = first(episodes);
    this.periods.push({
      row_key: id,
      source_file,
      source_line,
      child_id,
      care_period_id: id,
      start_date: entered ?? start_date,
      ...ended,
    });
    for (const episode of episodes) this.#addEpisode(id, episode, episode === last);
    this.#noteGaps(episodes);
  }

  /**
   * Care ends with the last-starting episode, unless that one is open or says that care continues. Where
   * only 903 episodes tell periods apart, a period still open when the next begins ends there.
   */
  #periodEnd(
    last: RawEpisode,
    next: readonly RawEpisode[] | undefined,
  ): { end_date: string | null; end_reason: Episode['end_reason'] } {
    if (last.end_date !== null && last.end_reason !== 'X1') {
      this.#rememberCareEnd(last.child_id, last.end_date);
      return { end_date: exclusiveEnd(last.end_date, true, this.rule), end_reason: last.end_reason };
    }
    if (next === undefined) {
      if (last.end_date !== null) this.quality.note('continues_without_next', 'episode');
      return { end_date: null, end_reason: null };
    }
    if (last.source_care_period_id === null) return { end_date: first(next).start_date, end_reason: null };
    this.quality.note('overlapping_care_periods', 'care_period');
    return { end_date: null, end_reason: null };
  }

  #rememberCareEnd(child: string, end: string): void {
    entryOf<string, Set<string>>(this.rawCareEnds, child, () => new Set()).add(end);
  }

  #addEpisode(periodId: string, raw: RawEpisode, isLast: boolean): void {
    const { source_care_period_id: _source, entered_care_date: _entered, ...episode } = raw;
    const endsCare = raw.end_reason === null ? isLast : raw.end_reason !== 'X1';
    const end_date = raw.end_date === null ? null : exclusiveEnd(raw.end_date, endsCare, this.rule);
    this.episodes.push({ ...episode, end_date, care_period_id: periodId });
  }

  #noteGaps(episodes: readonly RawEpisode[]): void {
    let latest: string | null | undefined;
    for (const episode of episodes) {
      if (latest !== undefined) {
        if (latest === null || episode.start_date < latest)
          this.quality.note('overlapping_episodes', 'episode');
        else if (episode.start_date > addDays(latest, 1)) this.quality.note('episode_gap', 'episode');
      }
      latest = laterEnd(latest, episode.end_date);
    }
  }
}

/** The later of two ends; an open one (null) is latest of all. */
function laterEnd(a: string | null | undefined, b: string | null): string | null {
  if (a === undefined) return b;
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

function first(episodes: readonly RawEpisode[]): RawEpisode {
  const [episode] = episodes;
  if (episode === undefined) throw new Error('a period of care without an episode');
  return episode;
}

/** The last-starting episode; of several, an open one, then the highest row key. */
function lastOf(episodes: readonly RawEpisode[]): RawEpisode {
  return episodes.reduce((best, episode) => {
    if (episode.start_date !== best.start_date) return episode.start_date > best.start_date ? episode : best;
    if ((episode.end_date === null) !== (best.end_date === null))
      return episode.end_date === null ? episode : best;
    return episode.row_key > best.row_key ? episode : best;
  });
}

/** The episode as the contract has it, before its period of care is known: for checking it row by row. */
export function withoutPeriod(raw: RawEpisode): Episode {
  const { source_care_period_id: _source, entered_care_date: _entered, ...episode } = raw;
  return { ...episode, care_period_id: 'built later' };
}

/** Adds episodes that were admitted one by one, and the periods that they make. */
export function addHistory(run: AdapterRun, history: CareHistory): void {
  for (const episode of history.episodes) run.collector.rows.episode.push(episode);
  for (const period of history.periods) run.collector.rows.care_period.push(period);
  notePeriods(history.periods, run.collector.rows.child, run.context.snapshotDate, run.quality);
}

/** Notes on periods that only the child's own record explains. */
function notePeriods(
  periods: readonly Row<'care_period'>[],
  children: readonly Row<'child'>[],
  snapshotDate: string,
  quality: QualityLog,
): void {
  const known = new Map(children.map((child) => [child.child_id, child]));
  for (const period of periods) {
    const child = known.get(period.child_id);
    if (period.end_date !== null && period.end_date <= snapshotDate) continue;
    if (child?.birth_date != null && addMonths(child.birth_date, 18 * 12) <= snapshotDate)
      quality.note('open_past_18', 'care_period');
    if (child?.death_date != null) quality.note('death_recorded_care_open', 'care_period');
  }
}

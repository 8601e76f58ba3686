import * as codes from '../contract/codes.ts';
import type { Problem } from '../contract/extract.ts';
import type { Row } from '../contract/tables.ts';
import { daysBetween } from '../days.ts';
import type { AdapterRun } from '../reading/adapter.ts';
import {
  addHistory,
  careHistory,
  type Episode,
  type RawEpisode,
  withoutPeriod,
} from '../reading/care-periods.ts';
import { outsideItsYears } from '../reading/code-years.ts';
import { entryOf } from '../reading/entry.ts';
import { homeNumbers, keepsCarer, type Located, placementInputs } from '../reading/homes.ts';
import { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { byYear, type Candidate, type Dated, mergeYears, missingYears } from './years.ts';

interface Episode903 {
  readonly raw: RawEpisode;
  readonly provider: Row<'placement'>['provider'];
  readonly changeReason: Row<'placement'>['change_reason'];
  readonly postcode: string | null;
  readonly urn: string | null;
}

/** Reads the episodes of all years into episodes, periods of care, legal statuses and placements. */
export function readEpisodes(run: AdapterRun): Population {
  const children = new Set(run.collector.rows.child.map((child) => child.child_id));
  const merged = mergeYears(run, 'episodes', (reader) => readEpisode(reader, children));
  const accepted = withoutStale(run, merged).filter(({ row, reader }) =>
    run.collector.admit(reader, 'episode', withoutPeriod(row.raw)),
  );
  for (const { row } of accepted) noteYears(run, row);
  const raw = accepted.map(({ row }) => row.raw);
  const history = careHistory(raw, run.endRule, run.quality);
  addHistory(run, history);
  const details = new Map(accepted.map(({ row }) => [row.raw.row_key, row]));
  addStates(run, history.episodes, details);
  return new Population(run.collector.rows.child, raw, history, run.endRule);
}

function readEpisode(reader: RowReader, children: ReadonlySet<string>): Candidate<Episode903> | null {
  const child_id = reader.requiredKey('CHILD');
  if (!children.has(child_id)) reader.blame('orphan_row', 'CHILD');
  const start_date = reader.requiredDay('DECOM');
  // An end is the day after the last day in care: the return to 31 March writes ends on 1 April.
  const end_date = reader.placingEnd('DEC');
  reader.checkOrder(start_date, end_date, 'DEC');
  const endReason = reader.code('REC', codes.endReason);
  // An episode of less than a day shares its start with the next: it must not stand in the place of that one.
  const row_key = start_date === end_date ? `${child_id}:${start_date}:hours` : `${child_id}:${start_date}`;
  const raw: RawEpisode = {
    row_key,
    ...reader.trace,
    child_id,
    source_care_period_id: null,
    entered_care_date: null,
    start_date,
    end_date,
    start_reason: reader.code('RNE', codes.startReason),
    // Suppliers leave a reason on open episodes; without an end it says nothing (rule 148).
    end_reason: end_date === null ? null : endReason,
    legal_status: reader.code('LS', codes.legalStatus),
    placement_type: reader.code('PLACE', codes.placementType),
    need: reader.code('CIN', codes.need),
    officer_contact_date: null,
  };
  const row = {
    raw,
    provider: reader.code('PLACE_PROVIDER', codes.placementProvider),
    changeReason: reader.code('REASON_PLACE_CHANGE', codes.changeReason),
    postcode: reader.text('PL_POST'),
    urn: reader.text('URN'),
  };
  return reader.refuseIfFaulty() ? null : { key: raw.row_key, row, reader, ended: end_date !== null };
}

/** Codes that were not in use in the years of the episode: read as they stand, and counted. */
function noteYears(run: AdapterRun, { raw, changeReason }: Episode903): void {
  const { start_date, end_date, end_reason, placement_type } = raw;
  const last = end_date ?? run.context.snapshotDate;
  const outside = [
    outsideItsYears('end_reason', end_reason, last, last),
    outsideItsYears('change_reason', changeReason, last, last),
    outsideItsYears('placement_type', placement_type, start_date, last),
  ];
  run.quality.note('code_outside_its_years', 'episode', outside.filter(Boolean).length);
}

/** Legal statuses one per episode; placements one per run of episodes in which only the legal status changed. */
function addStates(
  run: AdapterRun,
  episodes: readonly Episode[],
  details: ReadonlyMap<string, Episode903>,
): void {
  const placements: Row<'placement'>[] = [];
  episodes.forEach((episode, at) => {
    const next = episodes.slice(at + 1, at + 8).find((later) => later.start_date > episode.start_date);
    const end_date = stateEnd(run, episode, next);
    addLegalStatus(run, episode, end_date);
    const placement = placementOf(run, episode, end_date, details.get(episode.row_key));
    const before = placements.at(-1);
    if (placement === null) return;
    if (before !== undefined && samePlacement(before, placement, episode))
      placements[placements.length - 1] = extended(before, placement);
    else placements.push(placement);
  });
  const numbers = homeNumbers(placements.flatMap((placement) => located(placement, details)));
  for (const placement of placements) placement.home_number = numbers.get(placement.row_key) ?? null;
  for (const placement of placements) run.collector.rows.placement.push(placement);
  for (const input of placementInputs(run.collector.rows)) run.inputs.add(input);
}

function located(placement: Row<'placement'>, details: ReadonlyMap<string, Episode903>): Located[] {
  const detail = details.get(placement.row_key);
  if (detail === undefined) return [];
  const { row_key, child_id, start_date } = placement;
  return [{ row_key, child_id, start_date, postcode: detail.postcode, urn: detail.urn }];
}

/** An open episode that a later one follows ends where that one starts: the repair that regional pools use too. */
function stateEnd(run: AdapterRun, episode: Episode, next: Episode | undefined): string | null {
  if (episode.end_date !== null || next === undefined || next.child_id !== episode.child_id)
    return episode.end_date;
  run.quality.note('closed_at_next_start', 'episode');
  return next.start_date;
}

function trace(episode: Episode) {
  const { row_key, source_file, source_line, child_id, care_period_id, start_date } = episode;
  return { row_key, source_file, source_line, child_id, care_period_id, start_date };
}

function addLegalStatus(run: AdapterRun, episode: Episode, end_date: string | null): void {
  const { legal_status } = episode;
  if (legal_status === null) run.quality.note('episode_without_legal_status', 'episode');
  else run.collector.rows.legal_status.push({ ...trace(episode), end_date, legal_status });
}

function placementOf(
  run: AdapterRun,
  episode: Episode,
  end_date: string | null,
  detail: Episode903 | undefined,
): Row<'placement'> | null {
  const { placement_type } = episode;
  if (placement_type === null) {
    run.quality.note('episode_without_placement', 'episode');
    return null;
  }
  return {
    ...trace(episode),
    end_date,
    placement_type,
    provider: detail?.provider ?? null,
    distance_miles: null,
    change_reason: detail?.changeReason ?? null,
    home_number: null,
    same_carer: keepsCarer(episode.start_reason),
  };
}

function samePlacement(before: Row<'placement'>, placement: Row<'placement'>, episode: Episode): boolean {
  return (
    episode.start_reason === 'L' &&
    before.care_period_id === placement.care_period_id &&
    before.placement_type === placement.placement_type &&
    before.end_date !== null &&
    Math.abs(daysBetween(before.end_date, placement.start_date)) <= 1
  );
}

const extended = (before: Row<'placement'>, placement: Row<'placement'>): Row<'placement'> => ({
  ...before,
  end_date: placement.end_date,
  change_reason: placement.change_reason,
});

/**
 * What a later return says of episodes that were open at the end of an earlier one. The return of a year lists every
 * child in care on its first day: an open episode that the next return lists with another start was replaced by it;
 * one whose child it does not list, or lists from a later day only, is over, and no later than the year's end
 * (coverage 3; a setting keeps it open instead).
 */
function withoutStale(run: AdapterRun, merged: readonly Dated<Episode903>[]): Dated<Episode903>[] {
  const years = [...new Set(byYear(run, 'episodes').map(({ year }) => year))];
  for (const year of missingYears(years)) run.problems.push(yearMissing(year));
  const starts = startsByYear(merged);
  noteAbsence(run, merged, years, starts);
  return merged.flatMap((episode) => {
    const { raw } = episode.row;
    const next = years.find((year) => year > episode.year);
    if (raw.end_date !== null || next === undefined) return [episode];
    const listed = starts.get(`${next}|${raw.child_id}`);
    const closing = `${episode.year}-04-01`;
    if (listed?.some((start) => start < closing)) {
      episode.reader.accept();
      run.quality.note('replaced_by_later_year', 'episode');
      return [];
    }
    return [listed === undefined ? absent(run, episode, closing) : closed(episode, closing)];
  });
}

const yearMissing = (year: number): Problem => ({
  severity: 'warning',
  code: 'year_missing',
  file: null,
  column: null,
  count: 1,
  sentence: `The return of the year to 31 March ${year} is missing between those on hand: what happened in that year is not known, and children who are in the return before it and not in the one after count as in care until the end of the return before it.`,
});

/** A return that lacks many of the children who were in care at the end of the one before is not whole. */
function noteAbsence(
  run: AdapterRun,
  merged: readonly Dated<Episode903>[],
  years: readonly number[],
  starts: ReadonlyMap<string, readonly string[]>,
): void {
  const { absent_children_percent, gate_rows } = run.settings;
  for (const [at, year] of years.entries()) {
    const next = years[at + 1];
    if (next !== year + 1) continue;
    const open = new Set(
      merged
        .filter((episode) => episode.year === year && episode.row.raw.end_date === null)
        .map(({ row }) => row.raw.child_id),
    );
    const inNext = [...starts.keys()].filter((key) => key.startsWith(`${next}|`)).length;
    const gone = [...open].filter((child) => !starts.has(`${next}|${child}`)).length;
    if (gone < gate_rows || gone * 100 <= absent_children_percent * (gone + inNext)) continue;
    run.problems.push({
      severity: 'gate',
      code: 'children_absent',
      file: null,
      column: 'CHILD',
      count: gone,
      sentence: `${gone} children were in care at the end of the year to 31 March ${year} and are not in the return of the year to 31 March ${next}, which lists ${inNext}: it is cut off, or its children have new ids (same_child.csv says which are the same child).`,
    });
  }
}

function startsByYear(merged: readonly Dated<Episode903>[]): Map<string, string[]> {
  const starts = new Map<string, string[]>();
  for (const { row, year } of merged)
    entryOf<string, string[]>(starts, `${year}|${row.raw.child_id}`, () => []).push(row.raw.start_date);
  return starts;
}

function absent(run: AdapterRun, episode: Dated<Episode903>, closing: string): Dated<Episode903> {
  const open = run.absentFromLaterYear === 'open';
  run.quality.note(open ? 'absent_from_later_year' : 'closed_at_year_end', 'episode');
  return open ? episode : closed(episode, closing);
}

const closed = (episode: Dated<Episode903>, end_date: string): Dated<Episode903> => ({
  ...episode,
  row: { ...episode.row, raw: { ...episode.row.raw, end_date } },
});

import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { addMonths } from '../days.ts';
import { readAdopters } from '../local/adopters.ts';
import { type AdapterRun, give, readersOf } from '../reading/adapter.ts';
import { addHistory, careHistory, type RawEpisode, withoutPeriod } from '../reading/care-periods.ts';
import { absentCells } from '../reading/declared.ts';
import { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { list8, list10, list11 } from './contract.ts';

/** Annex A as the case system: a list of where each child stands today, and no history before it. */
export function extractAnnexA(run: AdapterRun): Population {
  const children = new Map<string, Row<'child'>>();
  const listed = [...readersOf(run, 'list_8')].map((reader) => readChild(run, reader, children));
  const adopted = [...readersOf(run, 'list_10')].flatMap((reader) => adoptedChild(run, reader, children));
  const standing = listed.filter((row) => row !== null);
  run.collector.rows.child.push(...children.values());
  const raw = [...standing.map(({ episode }) => episode), ...adopted];
  const history = careHistory(raw, run.endRule, run.quality);
  addHistory(run, history);
  const population = new Population(run.collector.rows.child, raw, history, run.endRule);
  for (const row of standing) addStanding(run, population, row);
  addPlansAndTeams(run, standing);
  readAdoptions(run, population);
  readAdopters(run, 'list_11', (column) => list11[column as keyof typeof list11]);
  give(run, 'list_8', 'care_period', 'legal_status', 'placement');
  give(run, 'list_8', ...standingInputs(standing));
  give(run, 'list_10', 'adoption', 'adoption_decision');
  give(run, 'list_11', 'adopter_household');
  setWindows(run);
  return population;
}

/** Annex A beside a case system that has the children and their history: plan, team, adoption and adopters. */
export function addAnnexA(run: AdapterRun, population: Population): void {
  const standing: Standing[] = [];
  for (const reader of readersOf(run, 'list_8')) {
    const row = standingOf(reader);
    if (!population.has(row.episode.child_id)) reader.blame('orphan_row', list8.child);
    if (reader.refuseIfFaulty()) continue;
    reader.accept();
    standing.push(row);
  }
  addPlansAndTeams(run, standing);
  readAdoptions(run, population);
  readAdopters(run, 'list_11', (column) => list11[column as keyof typeof list11]);
  give(run, 'list_8', ...standingInputs(standing).filter((input) => input !== 'unaccompanied'));
  give(run, 'list_10', 'adoption', 'adoption_decision');
  give(run, 'list_11', 'adopter_household');
  setWindows(run);
}

/** Each list says by its own rule how far back it goes. */
function setWindows(run: AdapterRun): void {
  const { snapshotDate } = run.context;
  for (const list of [8, 10, 11] as const) {
    const from = addMonths(snapshotDate, -run.settings[`annex_a_list_${list}_months`]);
    run.windows.set(`annex-a.list_${list}`, {
      stock_from: from,
      event_from: from,
      whole_to: snapshotDate,
      known_by: "the list's own rule",
    });
  }
}

/** What one row of list 8 says beside the child itself. */
interface Standing {
  readonly episode: RawEpisode;
  readonly legalStatus: {
    readonly code: Row<'legal_status'>['legal_status'] | null;
    readonly start: string | null;
  };
  readonly placement: {
    readonly code: Row<'placement'>['placement_type'] | null;
    readonly provider: Row<'placement'>['provider'];
    readonly start: string | null;
  };
  readonly plan: Row<'care_plan'>['plan'] | null;
  readonly team: string | null;
  readonly isUnaccompanied: boolean;
}

function standingOf(reader: RowReader): Standing {
  const child_id = reader.requiredKey(list8.child);
  const start_date = reader.requiredDay(list8.start);
  const end_date = reader.placingEnd(list8.end);
  reader.checkOrder(start_date, end_date, list8.end);
  const end_reason = reader.code(list8.endReason, codes.endReason);
  const plan = reader.text(list8.plan);
  return {
    episode: {
      row_key: `${child_id}:${start_date}`,
      ...reader.trace,
      child_id,
      source_care_period_id: null,
      entered_care_date: null,
      start_date,
      end_date,
      start_reason: 'S',
      end_reason: end_date === null ? null : end_reason,
      legal_status: null,
      placement_type: null,
      need: reader.code(list8.need, codes.need),
      officer_contact_date: reader.pastDay(list8.officerContact),
    },
    legalStatus: {
      code: reader.code(list8.status, codes.legalStatus),
      start: reader.pastDay(list8.statusStart),
    },
    placement: {
      code: reader.code(list8.placement, codes.placementType),
      provider: reader.code(list8.provider, codes.placementProvider),
      start: reader.pastDay(list8.placementStart),
    },
    plan: plan === null ? null : reader.code(list8.plan, codes.plan),
    team: reader.text(list8.team),
    isUnaccompanied: reader.flag(list8.unaccompanied) === true,
  };
}

function readChild(run: AdapterRun, reader: RowReader, children: Map<string, Row<'child'>>): Standing | null {
  const standing = standingOf(reader);
  const child = childOf(reader, standing.episode.child_id, list8);
  if (!run.collector.admit(reader, 'episode', withoutPeriod(standing.episode))) return null;
  keepChild(run, children, child);
  return standing;
}

type Headings = Readonly<Record<'sex' | 'ethnicity' | 'birth', string>>;

function childOf(reader: RowReader, child_id: string, heading: Headings): Row<'child'> {
  return {
    row_key: child_id,
    ...reader.trace,
    child_id,
    legacy_id: null,
    birth_date: reader.pastDay(heading.birth),
    birth_date_estimated: false,
    sex: reader.code(heading.sex, codes.sex) ?? 'U',
    ethnicity: reader.code(heading.ethnicity, codes.ethnicity),
    death_date: null,
  };
}

/** A child who came back within the year is listed twice; where the birth dates differ, nobody can say which is right. */
function keepChild(run: AdapterRun, children: Map<string, Row<'child'>>, child: Row<'child'>): void {
  const before = children.get(child.child_id);
  if (before === undefined) {
    children.set(child.child_id, child);
    if (child.birth_date === null) run.quality.note('no_birth_date', 'child');
  } else if (before.birth_date !== child.birth_date) {
    if (before.birth_date !== null) run.quality.note('no_birth_date', 'child');
    children.set(child.child_id, { ...before, birth_date: null });
  }
}

/**
 * Children adopted more than six months ago are on list 10 alone. Their care began and ended on days that the list
 * gives; an adoption order ends it.
 */
function adoptedChild(run: AdapterRun, reader: RowReader, children: Map<string, Row<'child'>>): RawEpisode[] {
  const child_id = reader.key(list10.child);
  const start_date = reader.pastDay(list10.entered);
  const end_date = reader.pastDay(list10.order);
  if (child_id === null || children.has(child_id) || start_date === null || end_date === null) return [];
  if (end_date < start_date || reader.fault !== null) return [];
  keepChild(run, children, childOf(reader, child_id, list10));
  const row_key = `${child_id}:${start_date}`;
  return [
    {
      row_key,
      ...reader.trace,
      child_id,
      source_care_period_id: null,
      entered_care_date: null,
      start_date,
      end_date,
      start_reason: 'S',
      end_reason: 'E1',
      legal_status: null,
      placement_type: null,
      need: null,
      officer_contact_date: null,
    },
  ];
}

/** The legal status, placement, plan and team of the day; none is known for the days before it began. */
function addStanding(run: AdapterRun, population: Population, standing: Standing): void {
  const { episode, legalStatus, placement } = standing;
  const { row_key, source_file, source_line, child_id, end_date } = episode;
  const shared = { row_key, source_file, source_line, child_id, care_period_id: null };
  const { rows } = run.collector;
  const until = { end_date: population.stateEnd(child_id, end_date) };
  if (legalStatus.code !== null && legalStatus.start !== null)
    rows.legal_status.push({
      ...shared,
      start_date: legalStatus.start,
      ...until,
      legal_status: legalStatus.code,
    });
  else run.quality.note('episode_without_legal_status', 'episode');
  if (placement.code !== null && placement.start !== null)
    rows.placement.push({
      ...shared,
      start_date: placement.start,
      ...until,
      placement_type: placement.code,
      provider: placement.provider,
      distance_miles: null,
      change_reason: null,
      home_number: null,
      same_carer: null,
    });
  else run.quality.note('episode_without_placement', 'episode');
  if (standing.isUnaccompanied)
    rows.unaccompanied.push({
      row_key,
      source_file,
      source_line,
      child_id,
      start_date: null,
      end_date: null,
    });
}

/**
 * The list tells the plan and the team of its day, not since when; successive lists make the history. Where no child
 * has a plan the column is not in use, and a blank is no answer.
 */
function addPlansAndTeams(run: AdapterRun, standing: readonly Standing[]): void {
  const { snapshotDate } = run.context;
  const inUse = standing.some(({ plan }) => plan !== null);
  for (const { episode, plan, team } of standing) {
    const { row_key, source_file, source_line, child_id, end_date } = episode;
    if (end_date !== null && end_date <= snapshotDate) continue;
    const row = { row_key, source_file, source_line, child_id, start_date: snapshotDate, end_date: null };
    if (inUse)
      run.collector.rows.care_plan.push({
        ...row,
        care_period_id: null,
        document_id: row_key,
        plan: plan ?? 'NO_PLAN',
        plan_rank: 'primary',
        origin: 'answers',
        recorded_date: null,
        ratified_date: null,
        ...absentCells(tracked.care_plan),
      });
    if (team !== null) run.collector.rows.allocation.push({ ...row, team_id: team, role: 'case_worker' });
  }
}

/** A column that no child has filled says nothing of any. */
function standingInputs(standing: readonly Standing[]) {
  return [
    ...(standing.some(({ plan }) => plan !== null) ? (['care_plan', 'care_plan_answers'] as const) : []),
    ...(standing.some(({ team }) => team !== null) ? (['allocation'] as const) : []),
    ...(standing.some(({ isUnaccompanied }) => isUnaccompanied) ? (['unaccompanied'] as const) : []),
  ];
}

/** Reads list 10. */
function readAdoptions(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'list_10')) {
    const child_id = reader.requiredKey(list10.child);
    if (!population.has(child_id)) reader.blame('orphan_row', list10.child);
    const decision_date = reader.pastDay(list10.decision);
    const order_date = reader.pastDay(list10.order);
    run.collector.settle(reader, 'adoption', [
      {
        row_key: `${child_id}:${decision_date ?? order_date ?? ''}`,
        ...reader.trace,
        child_id,
        care_period_id: null,
        matched_by: 'person',
        decision_date,
        decision_reversed_date: reader.pastDay(list10.reversed),
        decision_reversed_reason: reader.code(list10.reversedReason, codes.reversalReason),
        placement_order_date: reader.pastDay(list10.placementOrder),
        link_date: null,
        matched_date: reader.pastDay(list10.matched),
        early_permanence_decision_date: null,
        early_permanence_placed_date: reader.pastDay(list10.earlyPlaced),
        placed_date: reader.pastDay(list10.placed),
        order_date,
        order_type: order_date === null ? null : 'ADOPTION',
        adopted_by_carer: null,
        carer_placed_date: null,
        sibling_group: null,
        siblings_together: null,
      },
    ]);
  }
}

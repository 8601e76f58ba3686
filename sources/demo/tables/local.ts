import { addMonths, type Day } from '../day.ts';
import type { Period } from '../life/life.ts';
import type { PlanSpell } from '../life/plan.ts';
import { supportTeams, teams } from '../teams.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const historyColumns = [
  'lcph_table_id',
  'lcph_person_id',
  'lcph_cla_id',
  'lcph_plan_code',
  'lcph_plan_rank',
  'lcph_plan_start_date',
  'lcph_plan_end_date',
  'lcph_recorded_date',
  'lcph_ratified_review_date',
] as const;
type HistoryRecord = Record<(typeof historyColumns)[number], Cell>;

/** The dated truth about plans: every spell open at any time in the last three and a half years, with its real start. */
export function planHistoryTable(world: World): Table {
  const keptFrom = addMonths(world.asAt, -42);
  const records = begun(world).flatMap((period) => {
    const rows = period.plans
      .filter((plan) => plan.from <= world.asAt && plan.to > keptFrom)
      .flatMap((plan) => rerecorded(period, plan, keptFrom, world.asAt));
    return rows.map((plan, i) => historyRecord(period, plan, i, world.asAt));
  });
  return table('local/local_care_plan_history.csv', historyColumns, records);
}

/** Some plans are recorded afresh, unchanged, after a review: rows that touch and say the same. */
function rerecorded(period: Period, plan: PlanSpell, keptFrom: Day, asAt: Day): PlanSpell[] {
  const rows: PlanSpell[] = [];
  let from = plan.from;
  const days = plan.rank === 1 ? period.reviews.flatMap(({ held }) => (held === null ? [] : [held])) : [];
  for (const day of days) {
    if (
      day > Math.max(plan.from, keptFrom) + 30 &&
      day < plan.to - 30 &&
      day <= asAt &&
      period.random.chance(0.15)
    ) {
      rows.push({ ...plan, from, to: day });
      from = day;
    }
  }
  return [...rows, { ...plan, from }];
}

function historyRecord(period: Period, plan: PlanSpell, index: number, asAt: Day): HistoryRecord {
  const dates = new DateCells(asAt);
  const ratified =
    period.reviews.find(({ held }) => held !== null && held >= plan.from && held < plan.to)?.held ?? null;
  return {
    lcph_table_id: numbered('H', period, index),
    lcph_person_id: period.personId,
    lcph_cla_id: period.id,
    lcph_plan_code: plan.code,
    lcph_plan_rank: String(plan.rank),
    lcph_plan_start_date: dates.uk(plan.from),
    lcph_plan_end_date: dates.uk(plan.to),
    lcph_recorded_date: dates.uk(Math.min(asAt, plan.from + period.random.int(0, 9))),
    lcph_ratified_review_date: dates.uk(ratified),
  };
}

const matchColumns = [
  'ltmt_table_id',
  'ltmt_person_id',
  'ltmt_cla_id',
  'ltmt_plan_agreed_date',
  'ltmt_referral_date',
  'ltmt_questionnaire_date',
  'ltmt_profile_date',
  'ltmt_carer_type',
  'ltmt_link_identified_date',
  'ltmt_matching_meeting_date',
  'ltmt_panel_date',
  'ltmt_panel_outcome',
  'ltmt_adm_decision_date',
  'ltmt_match_ratified_date',
  'ltmt_ratification_route',
  'ltmt_closed_date',
  'ltmt_closed_reason',
] as const;

/** The long-term fostering list: waiting, linked and ratified. */
export function longTermMatchTable(world: World): Table {
  const keptFrom = addMonths(world.asAt, -72);
  const listed = begun(world).filter(
    ({ course, random }) =>
      course.route === 'long_term' &&
      (course.destination === 'LTF' || course.destination === 'CONNECTED') &&
      course.settled <= world.asAt &&
      course.settled > keptFrom &&
      random.chance(0.94),
  );
  return table(
    'local/local_long_term_match.csv',
    matchColumns,
    listed.map((period) => matchRecord(period, world.asAt)),
  );
}

function matchRecord(period: Period, asAt: Day): Record<(typeof matchColumns)[number], Cell> {
  const { course, random, person } = period;
  const dates = new DateCells(asAt);
  const { settled, matched, exit } = course;
  const byReview = matched !== null && matched - person.birth >= 14 * 365.25;
  const ratified = matched !== null && matched <= asAt;
  const link =
    matched === null
      ? random.chance(0.3)
        ? settled + random.int(60, 300)
        : null
      : matched - random.int(25, 90);
  const linked = link !== null && link <= asAt && link < exit;
  const carers =
    course.destination === 'CONNECTED'
      ? 'CONNECTED'
      : random.weighted([
          ['INHOUSE', 6],
          ['IFA', 4],
        ]);
  const closed = ratified && random.chance(0.6) ? matched + random.int(5, 40) : exit;
  return {
    ltmt_table_id: numbered('T', period, 0),
    ltmt_person_id: period.personId,
    ltmt_cla_id: period.id,
    ltmt_plan_agreed_date: dates.uk(settled),
    ltmt_referral_date: dates.uk(settled + random.int(3, 30)),
    ltmt_questionnaire_date: dates.uk(settled + random.int(20, 60)),
    ltmt_profile_date: dates.uk(settled + random.int(30, 70)),
    ltmt_carer_type: linked ? carers : null,
    ltmt_link_identified_date: linked ? dates.uk(Math.max(link, settled)) : null,
    ltmt_matching_meeting_date: matched === null ? null : dates.uk(matched - random.int(10, 24)),
    ltmt_panel_date: matched === null || byReview ? null : dates.uk(matched - random.int(3, 9)),
    ltmt_panel_outcome: ratified && !byReview ? 'Recommended' : null,
    ltmt_adm_decision_date: matched === null || byReview ? null : dates.uk(matched),
    ltmt_match_ratified_date: dates.uk(matched),
    ltmt_ratification_route: ratified ? (byReview ? 'REVIEW14' : 'PANEL') : null,
    ltmt_closed_date: dates.uk(Math.min(closed, exit)),
    ltmt_closed_reason: Math.min(closed, exit) <= asAt ? (ratified ? 'Matched' : 'Left care') : null,
  };
}

const teamColumns = [
  'team_id',
  'team_name',
  'team_service',
  'team_area',
  'team_head_of_service_role',
] as const;

/** Teams, services and areas as the authority draws them; reviewing officers belong to neither area. */
export function teamMapTable(): Table {
  const mapped = [...teams, ...supportTeams].filter((team) => team.area !== '');
  return table(
    'local/local_team_map.csv',
    teamColumns,
    mapped.map((team) => ({
      team_id: team.id,
      team_name: team.name,
      team_service: team.service,
      team_area: team.area,
      team_head_of_service_role: team.headOfService,
    })),
  );
}

import { ageOn, type Day, endDay, toDay } from './calendar.ts';
import { statusOn } from './care.ts';
import type { Breakdown } from './input.ts';
import { homeOn } from './placements.ts';
import { currentPlans, headPlan } from './plans.ts';
import type { ChildRecord, PeriodRecord } from './record.ts';
import { isOpen, latestToStart } from './spans.ts';

/** The group of a child in each breakdown. */
export type Groups = Readonly<Record<Breakdown, string>>;

/** Age bands of the return; `unknown` without a date of birth. */
function ageBand(birth: Day | null, day: Day): string {
  if (birth === null) return 'unknown';
  const age = ageOn(birth, day);
  if (age < 1) return '<1';
  if (age < 5) return '1-4';
  if (age < 10) return '5-9';
  return age < 16 ? '10-15' : '16-17';
}

/** Team of the case worker on a day; of several workers, the latest to start. */
function teamOn(child: ChildRecord, day: Day): string {
  const open = child.allocations
    .filter((row) => row.role === 'case_worker')
    .map((row) => ({
      start: toDay(row.start_date),
      end: endDay(row.end_date),
      key: row.row_key,
      team: row.team_id,
    }))
    .filter((span) => isOpen(span, day));
  return latestToStart(open)?.team ?? 'not allocated';
}

/** Long term with relatives counts as long-term fostering while the child lives in a U1 placement (boundaries 15). */
const planGroup = (plan: string, home: string | undefined): string =>
  plan === 'CONNECTED_LT' && home === 'U1' ? 'LTF' : plan;

/** Groups of a child in a period of care on a day (boundaries 13). */
export function groupsOn(child: ChildRecord, period: PeriodRecord, day: Day): Groups {
  return {
    all: 'all',
    age_band: ageBand(child.birth, day),
    sex: child.row.sex,
    legal_status: statusOn(period.statuses, day) ?? 'none',
    placement_type: homeOn(period.placements, day) ?? 'unknown',
    team: teamOn(child, day),
    plan: planGroup(headPlan(currentPlans(period.plans, day)), homeOn(period.placements, day)),
  };
}

import { addMonths, type Day } from './calendar.ts';
import { statusOn } from './care.ts';
import { currentOf, type Moment, sinceOf, type Verdict, verdict } from './moment.ts';
import { isIn, longTermFostering, residential, stayStart } from './placements.ts';
import { hasStepDown, lastPlanEnd, openPlans, planSince } from './plans.ts';

/** Last day on which the second review is in time: earlier for a child on an interim care order on that day (boundaries 18). */
function reviewLimit(moment: Moment): Day {
  const { entry, limits } = moment;
  const isInterim = statusOn(moment.period.statuses, entry + limits.reviewInterimOrderDays) === 'C1';
  return entry + (isInterim ? limits.reviewInterimOrderDays : limits.reviewDays);
}

/** T1: no open plan of any rank. */
export function noPlanVerdicts(moment: Moment): Verdict[] {
  const { period, day, entry } = moment;
  const hasNone = openPlans(period.plans, day).length === 0;
  const isOverdue = day > reviewLimit(moment);
  const since = lastPlanEnd(period.plans, day) ?? entry;
  return [
    verdict('T1', 'main', hasNone, since),
    verdict('T1', 'overdue', hasNone && isOverdue, since),
    verdict('T1', 'not_yet_due', hasNone && !isOverdue, since),
  ];
}

/** T2: return home for six months or more; over twelve months. */
export function returnHomeVerdicts(moment: Moment): Verdict[] {
  const plans = currentOf(moment, 'RETURN_HOME');
  if (plans.length === 0) return [];
  const { day, limits } = moment;
  const since = sinceOf(moment, plans);
  return [
    verdict('T2', 'main', since !== null && addMonths(since, limits.returnHomeMonths) <= day, since),
    verdict(
      'T2',
      'over_12_months',
      since !== null && addMonths(since, limits.returnHomeLongMonths) < day,
      since,
    ),
  ];
}

/** T6 and T8: share of children with a plan whose plan is "other", or residential. */
export function otherAndResidentialVerdicts(moment: Moment): Verdict[] {
  const { period, day } = moment;
  if (openPlans(period.plans, day).length === 0) return [];
  const other = currentOf(moment, 'OTHER');
  const home = currentOf(moment, 'RESIDENTIAL');
  const verdicts = [
    verdict('T6', 'main', other.length > 0, sinceOf(moment, other)),
    verdict('T8', 'main', home.length > 0, sinceOf(moment, home)),
  ];
  if (home.length === 0) return verdicts;
  return [...verdicts, verdict('T8', 'no_step_down', !hasStepDown(period.plans, day), sinceOf(moment, home))];
}

/** T7: long-term fostering for a year or more; connected care counts while the child lives in a U1 placement (boundaries 15). */
export function longTermFosteringVerdicts(moment: Moment): Verdict[] {
  const { day, limits, period, home } = moment;
  const plans = currentOf(moment, ...(home === 'U1' ? ['LTF', 'CONNECTED_LT'] : ['LTF']));
  if (plans.length === 0) return [];
  const starts = plans
    .map((row) => planSince(period.plans, [row]))
    .filter((start) => start !== moment.planHistoryFrom) as Day[];
  const since = starts.length === 0 ? null : Math.min(...starts);
  const isLong = since !== null && addMonths(since, limits.longTermFosteringMonths) <= day;
  const isMatched = isIn(home, longTermFostering) || period.ratified.some((ratified) => ratified <= day);
  return [verdict('T7', 'main', isLong, since), verdict('T7', 'unmatched', isLong && !isMatched, since)];
}

/** T7 without plans: an unbroken stay of a year or more in long-term foster placements. */
export function longTermFosteringProxyVerdicts(moment: Moment): Verdict[] {
  const { day, home, limits, period } = moment;
  if (!isIn(home, longTermFostering)) return [];
  const since = stayStart(period.placements, day, longTermFostering);
  return [verdict('T7', 'main', addMonths(since, limits.longTermFosteringMonths) <= day, since)];
}

/** T8 without plans: living in a residential placement. */
export function residentialProxyVerdicts(moment: Moment): Verdict[] {
  const { day, home, period } = moment;
  if (!isIn(home, residential)) return [verdict('T8', 'main', false)];
  return [verdict('T8', 'main', true, stayStart(period.placements, day, residential))];
}

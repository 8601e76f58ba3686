import { type DateField, dateOf } from './adoption-record.ts';
import { addMonths, type Day, toDay } from './calendar.ts';
import type { StatusSpan } from './care.ts';
import { currentOf, type Moment, sinceOf, type Verdict, verdict } from './moment.ts';
import { adoptive, adoptiveStayEnd, earlyPermanence, isIn } from './placements.ts';
import { isOpen, runStart, type Span } from './spans.ts';

/** Dates of one kind in the records of the child's period, up to the day. */
function datesUpTo(moment: Moment, field: DateField): Day[] {
  const { period, day } = moment;
  return period.adoption
    .map((record) => dateOf(record, field, period))
    .filter((date) => date !== null && date <= day) as Day[];
}

/** Adopted: an adoption order dated on or before the day, even if the period is still open (boundaries 22). */
function isAdopted(moment: Moment): boolean {
  const { period, day } = moment;
  return period.adoption.some((record) => {
    const date = record.row.order_type === 'ADOPTION' ? dateOf(record, 'order_date', period) : null;
    return date !== null && date <= day;
  });
}

const placementOrders = (moment: Moment): StatusSpan[] =>
  moment.period.statuses.filter((span) => span.status === 'E1');

const openOrder = (moment: Moment): StatusSpan | undefined =>
  placementOrders(moment).find((span) => isOpen(span, moment.day));

/** Runs of E1 rows that ended before the run that starts on `start`. */
const earlierRuns = (orders: readonly StatusSpan[], start: Day): Span[] =>
  orders.map((row) => ({ start: runStart(orders, row), end: row.end })).filter((run) => run.start < start);

/**
 * Date of the placement order: the start of the unbroken E1 run, or an earlier recorded date that lies
 * in this period of care and not before the end of an earlier run (boundaries 21, 42).
 */
function orderDate(moment: Moment, open: StatusSpan): Day {
  const { period } = moment;
  const orders = placementOrders(moment);
  const start = runStart(orders, open);
  const earliest = Math.max(period.start, ...earlierRuns(orders, start).map((run) => run.end));
  const recorded = datesUpTo(moment, 'placement_order_date').filter(
    (date) => date >= earliest && date < period.end,
  );
  return Math.min(start, ...recorded);
}

/** T3: placement orders made a year ago or more, child not yet adopted. */
export function placementOrderVerdicts(moment: Moment): Verdict[] {
  const open = openOrder(moment);
  if (open === undefined) return [];
  const since = orderDate(moment, open);
  const isLong = addMonths(since, moment.limits.placementOrderMonths) <= moment.day && !isAdopted(moment);
  const isPlaced = isIn(moment.home, adoptive);
  return [
    verdict('T3', 'main', isLong, since),
    verdict('T3', 'placed', isLong && isPlaced, since),
    verdict('T3', 'not_placed', isLong && !isPlaced, since),
  ];
}

/** A family is identified by a match, link or placed date that an ended adoptive placement has not undone (boundaries 24). */
export function isFamilyIdentified(moment: Moment): boolean {
  if (isIn(moment.home, adoptive) || isIn(moment.home, earlyPermanence)) return true;
  const disruption = isAdopted(moment) ? null : adoptiveStayEnd(moment.period.placements, moment.day);
  const dates = (['matched_date', 'placed_date', 'link_date'] as const).flatMap((field) =>
    datesUpTo(moment, field),
  );
  return dates.some((date) => disruption === null || date >= disruption);
}

/** Verdicts of T5 for a child that belongs to its denominator. */
function notLivingThere(moment: Moment, since: Day | null): Verdict[] {
  const isElsewhere = !isIn(moment.home, adoptive);
  const isEarly = isIn(moment.home, earlyPermanence);
  return [
    verdict('T5', 'main', isElsewhere, since),
    verdict('T5', 'early_permanence', isElsewhere && isEarly, since),
    verdict('T5', 'other', isElsewhere && !isEarly, since),
  ];
}

/** T4 and T5: children with an adoption plan and no family identified, or not living with it. */
export function adoptionPlanVerdicts(moment: Moment): Verdict[] {
  const plans = currentOf(moment, 'ADOPTION');
  if (plans.length === 0) return [];
  const since = sinceOf(moment, plans);
  return [verdict('T4', 'main', !isFamilyIdentified(moment), since), ...notLivingThere(moment, since)];
}

/** Dates of agency decisions that stand on the day, not reversed. */
function standingDecisions(moment: Moment): Day[] {
  const { period, day } = moment;
  return period.adoption.flatMap((record) => {
    const decided = dateOf(record, 'decision_date', period);
    const reversed = record.row.decision_reversed_date;
    const stands = decided !== null && decided <= day && (reversed === null || toDay(reversed) > day);
    return stands ? [decided] : [];
  });
}

/** T5 without plans: children on a placement order or with a standing decision for adoption. */
export function adoptionProxyVerdicts(moment: Moment): Verdict[] {
  const open = openOrder(moment);
  const anchors = [...standingDecisions(moment), ...(open === undefined ? [] : [orderDate(moment, open)])];
  return anchors.length === 0 ? [] : notLivingThere(moment, Math.min(...anchors));
}

import { adoptionPlanVerdicts, adoptionProxyVerdicts, placementOrderVerdicts } from './adoption.ts';
import { type Day, optionalDay, toDay } from './calendar.ts';
import { careEvents } from './flow.ts';
import { type Groups, groupsOn } from './groups.ts';
import type { Period, ReferenceInput, ReferenceValue } from './input.ts';
import { availabilityOf, hasPlans, type Line, lines } from './lines.ts';
import { meetingVerdicts } from './meetings.ts';
import { type Moment, spellOn, type Verdict, verdict } from './moment.ts';
import { homeOn } from './placements.ts';
import {
  longTermFosteringProxyVerdicts,
  longTermFosteringVerdicts,
  noPlanVerdicts,
  otherAndResidentialVerdicts,
  residentialProxyVerdicts,
  returnHomeVerdicts,
} from './plan-lines.ts';
import { currentPlans } from './plans.ts';
import { type ChildRecord, childRecords } from './record.ts';
import { type Heading, LineTally, unavailableRows, valueRows, waited } from './tally.ts';

export type { ReferenceInput, ReferenceValue } from './input.ts';
export { hertfordshireLimits } from './limits.ts';

/** The child on a day, or undefined when it is not looked after then. */
export function momentOf(input: ReferenceInput, child: ChildRecord, day: Day): Moment | undefined {
  const spell = spellOn(child, day);
  if (spell === undefined) return undefined;
  const { period } = spell;
  return {
    day,
    child,
    period,
    entry: spell.start,
    home: homeOn(period.placements, day),
    plans: currentPlans(period.plans, day),
    limits: input.limits,
    planHistoryFrom: optionalDay(input.planHistoryFrom),
  };
}

const planVerdicts = (moment: Moment): Verdict[] => [
  ...noPlanVerdicts(moment),
  ...returnHomeVerdicts(moment),
  ...adoptionPlanVerdicts(moment),
  ...otherAndResidentialVerdicts(moment),
  ...longTermFosteringVerdicts(moment),
];

const proxyVerdicts = (moment: Moment): Verdict[] => [
  ...adoptionProxyVerdicts(moment),
  ...longTermFosteringProxyVerdicts(moment),
  ...residentialProxyVerdicts(moment),
];

/** Every line whose denominator the child belongs to. */
export function verdictsOf(moment: Moment, withPlans: boolean): Verdict[] {
  return [
    verdict('B7', 'main', true),
    ...placementOrderVerdicts(moment),
    ...(withPlans ? planVerdicts(moment) : proxyVerdicts(moment)),
    ...meetingVerdicts(moment),
  ];
}

/** Tallies of all lines on one day. */
class DayTallies {
  readonly #tallies = new Map<string, LineTally>();

  of(measure: string, line: string, period: Period): LineTally {
    const key = `${measure} ${line} ${period}`;
    const tally = this.#tallies.get(key) ?? new LineTally();
    this.#tallies.set(key, tally);
    return tally;
  }

  addChild(child: ChildRecord, moment: Moment | undefined, day: Day, withPlans: boolean): void {
    for (const event of careEvents(child, day))
      this.of(event.measure, 'main', event.period).add(event.groups, true, null);
    if (moment === undefined) return;
    const groups: Groups = groupsOn(child, moment.period, day);
    for (const { measure, line, counted, since } of verdictsOf(moment, withPlans)) {
      this.of(measure, line, 'as_at').add(groups, counted, waited(since, day));
    }
  }
}

function lineRows(input: ReferenceInput, line: Line, date: string, tallies: DayTallies): ReferenceValue[] {
  const availability = availabilityOf(input, line, toDay(date));
  return line.periods.flatMap((period) => {
    const heading: Heading = { line, period, date, availability };
    if (availability === 'not available') return unavailableRows(heading);
    return valueRows(heading, tallies.of(line.measure, line.line, period));
  });
}

/**
 * Every measure of one authority on every as-at date, child by child and day by day, straight from
 * boundaries.md. Totals are always there; a group is there when a child of it is in the denominator.
 *
 * @example
 * const values = referenceValues({ ...randomCohort(1, 12), asAtDates: asAtDates('2026-03-31'), limits: hertfordshireLimits });
 */
export function referenceValues(input: ReferenceInput): ReferenceValue[] {
  const children = childRecords(input);
  const withPlans = hasPlans(input);
  const values: ReferenceValue[] = [];
  for (const { date } of input.asAtDates) {
    const day = toDay(date);
    const tallies = new DayTallies();
    for (const child of children) tallies.addChild(child, momentOf(input, child, day), day, withPlans);
    for (const line of lines) values.push(...lineRows(input, line, date, tallies));
  }
  return values;
}

/** A child that a procedure tracks, on a day: what it is, since when, and what has happened to it. */
import { isFamilyIdentified, placementOrderVerdicts } from '../adoption.ts';
import { addMonths, ageOn, type Day, endDay, never, toDay } from '../calendar.ts';
import { statusOn } from '../care.ts';
import { momentOf, type ReferenceInput } from '../measures.ts';
import { currentOf, type Moment, sinceOf } from '../moment.ts';
import { adoptive, homeOn, longTermFostering, stayStart, temporary } from '../placements.ts';
import { currentPlans, headPlan } from '../plans.ts';
import { type ChildRecord, childRecords } from '../record.ts';
import { isOpen, type RowSpan, runStart } from '../spans.ts';
import { type Happening, happeningsOf } from './events.ts';

export interface Subject {
  readonly child: string;
  readonly day: Day;
  readonly birth: Day | null;
  /** What is known of a child that is looked after that day. */
  readonly moment: Moment | undefined;
  /** Last spell of care that ended in the twelve months before, of a child that is in care no more. */
  readonly leftCare: Spanned | undefined;
  /** Oldest first; those ahead of the day included. */
  readonly happenings: readonly Happening[];
  readonly input: ReferenceInput;
  readonly periods: ReadonlyMap<string, boolean>;
}

/** How long before entry an event counts for a child in care; null: where it belongs to the period of care, or to none. */
export type Windows = ReadonlyMap<string, number | null>;

const windowOf = (windows: Windows, event: string): number | null =>
  windows.get(event) ?? windows.get(event.replace(/:.*/, ':*')) ?? null;

/** What happened to the child as far as it counts; what lies ahead included. */
export function countingOf(subject: Subject, windows: Windows, event: string): Happening[] {
  const { moment } = subject;
  const found = subject.happenings.filter((each) => each.event === event);
  return found.filter((each) => {
    if (moment === undefined) return true;
    const before = windowOf(windows, event);
    if (before !== null) return each.day >= moment.entry - before;
    const names = each.period !== null && subject.periods.has(each.period);
    return names ? each.period === moment.period.id : isOpen(moment.period, each.day);
  });
}

/** Days on which an event happened to the child as far as it counts, oldest first, each once; those ahead included. */
export const daysOf = (subject: Subject, windows: Windows, event: string): Day[] =>
  [...new Set(countingOf(subject, windows, event).map((each) => each.day))].sort((a, b) => a - b);

/** Every child that the procedure may track on a day. */
export function subjectsOn(input: ReferenceInput, day: Day): Subject[] {
  const happenings = happeningsOf(input.rows);
  const records = new Map(childRecords(input).map((record) => [record.row.child_id, record]));
  const children = [...new Set([...records.keys(), ...happenings.keys()])].sort();
  return children.map((child) => {
    const record = records.get(child);
    const moment = record === undefined ? undefined : momentOf(input, record, day);
    const periods = new Map((record?.spells ?? []).map(({ period }) => [period.id, true]));
    const before = preProceedings({ input, child }).flatMap(({ start, end }) => [
      { event: 'pre_proceedings', day: start, row: child, period: null },
      ...(end === never ? [] : [{ event: 'pre_proceedings_end', day: end, row: child, period: null }]),
    ]);
    const own = [
      ...before,
      ...housed(
        (happenings.get(child) ?? []).filter(({ event }) => record === undefined || !raw.test(event)),
        record,
      ),
      ...(record === undefined ? [] : [...planned(record), ...ceased(record, input)]),
      ...(record === undefined ? [] : plansAndOrders(record, day, input)),
    ];
    own.sort((a, b) => a.day - b.day);
    const left = (record?.spells ?? []).filter(({ end }) => end <= day && end > addMonths(day, -12)).at(-1);
    const leftCare = moment === undefined ? left : undefined;
    return { child, day, birth: record?.birth ?? null, moment, leftCare, happenings: own, input, periods };
  });
}

/** What is told by a placement belongs to the period of care that the placement does, and lies where its home ends, a day bridged (boundaries 2); a return from a temporary one begins no new home (boundaries 20). */
function housed(happenings: readonly Happening[], record: ChildRecord | undefined): Happening[] {
  if (record === undefined) return [...happenings];
  const periods = [...new Set(record.spells.map(({ period }) => period))];
  const endOf = new Map(
    periods.flatMap((period) =>
      period.placements.map(({ key, end }) => [key, { period: period.id, day: end }] as const),
    ),
  );
  const homes = periods.flatMap((period) => {
    const rows = period.placements.toSorted((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
    return rows.flatMap((row, at) => {
      const before = rows
        .slice(0, at)
        .filter(({ type }) => !temporary.has(type))
        .at(-1);
      const isReturn = temporary.has(rows[at - 1]?.type ?? '') && before?.type === row.type;
      return temporary.has(row.type) || isReturn
        ? []
        : [{ event: `lived:${row.type}`, day: row.start, row: row.key, period: period.id }];
    });
  });
  const others = happenings.filter(({ event }) => !event.startsWith('lived:'));
  return [
    ...homes,
    ...others.map((each) =>
      each.event.endsWith('placement_broke') ? { ...each, ...endOf.get(each.row) } : each,
    ),
  ];
}

const raw = /^plan(_parallel|_of:.*)?$/;

/** Plans of the periods of care: a row belongs to the period it names, else to the one open on its start, else to the next to begin; an answer counts from the day on which no other was known any more (boundaries 14, 17). */
function planned(record: ChildRecord): Happening[] {
  const periods = new Set(record.spells.map(({ period }) => period));
  return [...periods].flatMap((period) =>
    period.plans.flatMap(({ plan, rank, start, key }) =>
      plan === 'NO_PLAN'
        ? []
        : [rank === 'primary' ? 'plan' : 'plan_parallel', `plan_of:${plan}`].map((event) => ({
            ...{ event, day: start, row: key, period: period.id },
          })),
    ),
  );
}

/** Every end of being looked after; home where the reason says so and care ended with its period (boundaries 8, 9). */
function ceased({ spells }: ChildRecord, { rows }: ReferenceInput): Happening[] {
  return spells
    .filter(({ end }) => end !== never)
    .flatMap(({ start, end, period }) => {
      const reason = rows.care_period.find((row) => row.care_period_id === period.id)?.end_reason;
      const isHome = period.end === end && (reason === 'E4A' || reason === 'E4B');
      return (isHome ? ['ceased', 'ceased_home'] : ['ceased']).map((event) => ({
        ...{ event, day: end, row: `${period.id}@${start}`, period: period.id },
      }));
    });
}

/** Changes of plan, and placement orders, which follow from several rows of a period. */
function plansAndOrders(record: ChildRecord, day: Day, input: ReferenceInput): Happening[] {
  const periods = [...new Set(record.spells.map(({ period }) => period))];
  return periods.flatMap((period) => {
    const days = [...new Set(period.plans.map((row) => row.start))].sort((a, b) => a - b);
    const heads = days.flatMap((start) => {
      const plan = headPlan(currentPlans(period.plans, start));
      return plan === 'none' ? [] : [{ start, plan }];
    });
    const changes = heads.flatMap(({ start, plan }, i) =>
      i > 0 && heads[i - 1]?.plan !== plan ? [{ event: 'plan_changed', day: start }] : [],
    );
    const orders = period.statuses.filter(({ status }) => status === 'E1');
    const runs = orders.map((row) => ({ event: 'placement_order', day: runStart(orders, row) }));
    const moment = momentOf(input, record, day);
    const now = moment?.period.id === period.id ? placementOrderVerdicts(moment)[0]?.since : undefined;
    const latest = Math.max(...runs.map((run) => run.day));
    return [...changes, ...runs].map((each) => ({
      event: each.event,
      day: each.event === 'placement_order' && each.day === latest ? (now ?? each.day) : each.day,
      row: period.id,
      period: period.id,
    }));
  });
}

interface Spanned {
  readonly start: Day;
  readonly end: Day;
}

/** Start of the first row of the child that is open on the day. */
const openSince = (spans: readonly Spanned[], day: Day): Day | undefined =>
  spans
    .filter((span) => isOpen(span, day))
    .map((span) => span.start)
    .sort((a, b) => a - b)
    .at(0);

const ofChild = <R extends { readonly child_id: string }>(rows: readonly R[], child: string) =>
  rows.filter((row) => row.child_id === child);

/** Periods of pre-proceedings: from a gateway that begins them, else the case system's; the first decision to end them, or the issue, ends them (B6). */
function preProceedings({ input: { rows }, child }: Pick<Subject, 'input' | 'child'>): Spanned[] {
  const sittings = ofChild(rows.legal_gateway, child);
  const on = (outcomes: readonly string[]) =>
    sittings.filter(({ outcome }) => outcomes.includes(outcome ?? '')).map((row) => toDay(row.gateway_date));
  const ends = [
    ...on(['ISSUE', 'STEP_DOWN']),
    ...ofChild(rows.proceedings, child).map((row) => toDay(row.issue_date)),
  ];
  const endOf = (start: Day) => Math.min(...ends.filter((end) => end >= start), never);
  const starts = on(['START_PRE_PROCEEDINGS']);
  if (starts.length > 0) {
    const spans = [...new Set(starts)].sort((a, b) => a - b).map((start) => ({ start, end: endOf(start) }));
    return spans.filter(({ start, end }) => !spans.some((other) => other.start < start && other.end === end));
  }
  return ofChild(rows.pre_proceedings, child).map((row) => {
    const start = toDay(row.start_date);
    return { start, end: row.end_date === null ? endOf(start) : toDay(row.end_date) };
  });
}

const court = ({ input: { rows }, child }: Subject): Spanned[] =>
  ofChild(rows.proceedings, child).map((row) => ({
    start: toDay(row.issue_date),
    end: endDay(row.end_date),
  }));
const supervision = ({ input: { rows }, child }: Subject): Spanned[] =>
  ofChild(rows.supervision_order, child).map((row) => ({
    start: toDay(row.start_date),
    end: endDay(row.end_date),
  }));

/** A gateway, pre-proceedings, proceedings or a supervision order in the twelve months to the day. */
function hadCase(subject: Subject): boolean {
  const gateways = ofChild(subject.input.rows.legal_gateway, subject.child).map((row) => ({
    start: toDay(row.gateway_date),
    end: toDay(row.gateway_date),
  }));
  return [...gateways, ...preProceedings(subject), ...court(subject), ...supervision(subject)].some(
    ({ start, end }) => start <= subject.day && (end === never || addMonths(end, 12) > subject.day),
  );
}

const foster = new Set(['U1', 'U2', 'U3', 'U4', 'U5', 'U6']);

/** First day of the unbroken time in which some plan of the rows was open. */
function runOf(rows: readonly RowSpan[], day: Day): Day | undefined {
  const open = rows.filter((row) => isOpen(row, day));
  return open.length === 0 ? undefined : Math.min(...open.map((row) => runStart(rows, row)));
}

/** Of a child in care: the day since which a state holds, null when it holds since nobody knows when, undefined when it does not hold. */
function sinceInCare(moment: Moment, state: string): Day | null | undefined {
  const [name, of = ''] = state.split(':');
  const { period, day, home } = moment;
  const plans = period.plans.filter((row) => row.plan !== 'NO_PLAN');
  const status = statusOn(period.statuses, day);
  switch (name) {
    case 'care':
      return moment.entry;
    case 'has_plan':
      return runOf(plans, day);
    case 'plan': {
      const inU1 = home === 'U1';
      const current =
        of === 'CONNECTED_LT' && inU1
          ? []
          : currentOf(moment, of, ...(of === 'LTF' && inU1 ? ['CONNECTED_LT'] : []));
      return current.length === 0 ? undefined : sinceOf(moment, current);
    }
    case 'plan_any':
      return runOf(
        plans.filter((row) => row.plan === of),
        day,
      );
    case 'parallel_plan':
      return runOf(
        plans.filter((row) => row.rank !== 'primary'),
        day,
      );
    case 'placement_order':
      return placementOrderVerdicts(moment)[0]?.since;
    case 'legal':
      return status === of
        ? runOf(
            period.statuses.filter((row) => row.status === of),
            day,
          )
        : undefined;
    case 'lives':
      return home === of ? stayStart(period.placements, day, new Set([of])) : undefined;
    case 'living':
      return adoptive.has(home ?? '') ? stayStart(period.placements, day, adoptive) : undefined;
    case 'fostered':
      return foster.has(home ?? '') ? null : undefined;
    case 'family_identified':
      return isFamilyIdentified(moment) ? null : undefined;
    case 'long_term_matched': {
      const days = period.ratified.filter((ratified) => ratified <= day);
      if (longTermFostering.has(home ?? '')) days.push(stayStart(period.placements, day, longTermFostering));
      return days.length === 0 ? undefined : Math.min(...days);
    }
    default:
      return undefined;
  }
}

/** Day since which the child is in a state; null: in it, since nobody knows when; undefined: not in it. */
export function since(subject: Subject, windows: Windows, state: string): Day | null | undefined {
  const { moment, day, birth } = subject;
  const { rows } = subject.input;
  if (state.startsWith('has:'))
    return daysOf(subject, windows, state.slice(4))
      .filter((each) => each <= day)
      .at(-1);
  switch (state.replace(/:.*/, '')) {
    case 'pre_proceedings':
      return openSince(preProceedings(subject), day);
    case 'court':
      return openSince(court(subject), day);
    case 'supervision_order':
      return openSince(supervision(subject), day);
    case 'tracked':
      return ['care', 'pre_proceedings', 'court'].some((each) => since(subject, windows, each) !== undefined)
        ? null
        : undefined;
    case 'tracked_year':
      return since(subject, windows, 'tracked') !== undefined || hadCase(subject) ? null : undefined;
    case 'not_in_care':
      return moment === undefined ? null : undefined;
    case 'unborn':
      return birth !== null && birth > day && openSince(preProceedings(subject), day) !== undefined
        ? null
        : undefined;
    case 'left_care':
      return subject.leftCare?.end;
    case 'sibling_group':
      return ofChild(rows.permanence_meeting, subject.child).some(
        (row) => row.sibling_group_id !== null && row.meeting_date !== null && toDay(row.meeting_date) <= day,
      )
        ? null
        : undefined;
    case 'provider': {
      if (moment === undefined) return undefined;
      const home = homeOn(moment.period.placements, day);
      const row = ofChild(rows.placement, subject.child)
        .filter((each) => each.placement_type === home && toDay(each.start_date) <= day)
        .toSorted((a, b) => (a.start_date + a.row_key < b.start_date + b.row_key ? -1 : 1))
        .at(-1);
      return ['PR4', 'PR5'].includes(row?.provider ?? '') ? null : undefined;
    }
    default:
      return moment === undefined ? undefined : sinceInCare(moment, state);
  }
}

/** Age in completed years on a day; null when the date of birth is not known. */
export const ageAt = (subject: Subject, day: Day): number | null =>
  subject.birth === null ? null : ageOn(subject.birth, day);

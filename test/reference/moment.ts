import type { Day } from './calendar.ts';
import type { Limits } from './limits.ts';
import { type PlanSpan, planSince } from './plans.ts';
import type { CareSpell, ChildRecord, PeriodRecord } from './record.ts';

/** A looked-after child on one day. */
export interface Moment {
  readonly day: Day;
  readonly child: ChildRecord;
  readonly period: PeriodRecord;
  /** Day from which time limits run: the start of the spell of care (boundaries 8, 38). */
  readonly entry: Day;
  /** Placement type lived in. */
  readonly home: string | undefined;
  readonly plans: readonly PlanSpan[];
  readonly limits: Limits;
  readonly planHistoryFrom: Day | null;
}

/** A child that belongs to a line's denominator, and whether the line counts it. */
export interface Verdict {
  readonly measure: string;
  readonly line: string;
  readonly counted: boolean;
  /** Where its wait began; null when unknown or not measured. */
  readonly since: Day | null;
}

export const verdict = (
  measure: string,
  line: string,
  counted: boolean,
  since: Day | null = null,
): Verdict => ({
  measure,
  line,
  counted,
  since,
});

/** The child's current plan rows of some kind. */
export const currentOf = (moment: Moment, ...kinds: readonly string[]): PlanSpan[] =>
  moment.plans.filter((row) => kinds.includes(row.plan));

/** Start of the spell of current plan rows; unknown for one that starts with the plan history itself (boundaries 39). */
export function sinceOf(moment: Moment, current: readonly PlanSpan[]): Day | null {
  const since = planSince(moment.period.plans, current);
  return since === moment.planHistoryFrom ? null : since;
}

/** The child's spell of care on a day: of two periods, the latest to start. */
export function spellOn(child: ChildRecord, day: Day): CareSpell | undefined {
  return child.spells.filter((spell) => spell.start <= day && day < spell.end).at(-1);
}

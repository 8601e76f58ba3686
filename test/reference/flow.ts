import { addMonths, type Day, firstOfMonth } from './calendar.ts';
import { type Groups, groupsOn } from './groups.ts';
import type { CareSpell, ChildRecord } from './record.ts';

/** A start or an end of care, and the groups it falls in. */
export interface CareEvent {
  readonly measure: 'B9' | 'B10';
  readonly period: 'month' | 'r12m';
  readonly groups: Groups;
}

/** Days that a flow figure covers, both included (boundaries 5). */
const covered = {
  month: (day: Day) => firstOfMonth(day),
  r12m: (day: Day) => addMonths(day, -12) + 1,
} as const;

/** Last of the spells that began, or ended, in a stretch of days. */
function lastWithin(
  child: ChildRecord,
  when: (spell: CareSpell) => Day,
  from: Day,
  to: Day,
): CareSpell | undefined {
  return child.spells
    .filter((spell) => from <= when(spell) && when(spell) <= to)
    .sort((a, b) => when(a) - when(b))
    .at(-1);
}

/** Start and end of care of a child in the month, and in the year, up to the day: each counted once (boundaries 12). */
export function careEvents(child: ChildRecord, day: Day): CareEvent[] {
  return (['month', 'r12m'] as const).flatMap((period) => {
    const from = covered[period](day);
    const started = lastWithin(child, (spell) => spell.start, from, day);
    const ended = lastWithin(child, (spell) => spell.end, from, day);
    const events: CareEvent[] = [];
    if (started !== undefined) {
      events.push({ measure: 'B9', period, groups: groupsOn(child, started.period, started.start) });
    }
    if (ended !== undefined) {
      const lastDay = Math.max(ended.start, ended.end - 1);
      events.push({ measure: 'B10', period, groups: groupsOn(child, ended.period, lastDay) });
    }
    return events;
  });
}

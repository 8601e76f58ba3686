import { monthsBefore } from '../../dashboards/components/day.ts';
import type { CommentaryEntry, CommentaryFile } from '../../pipeline/edition/commentary-format.ts';
import type { Edition } from '../../pipeline/edition/format.ts';
import type { OutlookFile } from '../../pipeline/edition/outlook-format.ts';
import { dayBefore } from './fixture-charts.ts';

/** What people say of an invented edition's figures, and where nobody has spoken. */
export function fixtureCommentary(edition: Edition, authorities: readonly string[]): CommentaryFile {
  const asAt = edition.manifest.as_at_date;
  const entry = (authority: string, id: string, more: Partial<CommentaryEntry>): CommentaryEntry => ({
    authority,
    measure_id: id,
    line: 'main',
    as_at_date: monthsBefore(asAt, 1),
    what_happened: 'Five children passed twelve months on a placement order without moving in.',
    why: 'Two sibling groups wait for one family each, and one adopter withdrew.',
    effect_on_children: 'Seven children do not know yet where they will grow up.',
    action: 'Family finding goes national for both sibling groups.',
    owner_role: 'Head of Adoption',
    by_when: dayBefore(edition, 12),
    status: 'under way',
    expires_on: dayBefore(edition, -60),
    author_role: 'Service Manager, Adoption',
    approved_on: dayBefore(edition, 20),
    current: true,
    overdue: true,
    body: ['The panel has asked for a weekly report.'],
    ...more,
  });
  return {
    entries: authorities.flatMap((authority) => [
      entry(authority, 'T3', {}),
      entry(authority, 'T3', {
        as_at_date: monthsBefore(asAt, 6),
        expires_on: dayBefore(edition, 30),
        by_when: dayBefore(edition, 90),
        current: false,
        overdue: false,
        status: 'done',
        body: [],
      }),
      entry(authority, 'T4', {
        by_when: dayBefore(edition, -40),
        overdue: false,
        status: 'planned',
        action: 'Profiles are written again by the adoption team.',
      }),
    ]),
    due: authorities.flatMap((authority) => [
      {
        authority,
        measure_id: 'T3',
        line: 'main',
        because: 'Red and special cause',
        state: 'current',
        waived_because: null,
      },
      { authority, measure_id: 'T2', line: 'main', because: 'Red', state: 'missing', waived_because: null },
      {
        authority,
        measure_id: 'T7',
        line: 'unmatched',
        because: 'Red',
        state: 'waived',
        waived_because: 'The panel meets next week.',
      },
    ]),
  };
}

/** Who drifts, what is overdue and what falls due in an invented edition. */
export function fixtureOutlook(edition: Edition, authorities: readonly string[]): OutlookFile {
  const weeks = [1, 2, 3, 4];
  const due = (authority: string, id: string, what: string, role: string | null, counts: readonly number[]) =>
    weeks.map((week) => ({
      authority,
      measure_id: id,
      line: 'main',
      what,
      role,
      week,
      week_ends_on: dayBefore(edition, -7 * week),
      children: counts[week - 1] ?? 0,
    }));
  return {
    drift: authorities.map((authority) => ({
      authority,
      children: 131,
      looked_after: 999,
      since: monthsBefore(edition.manifest.as_at_date, 1),
      new_children: 14,
      resolved_children: 9,
      left_children: 2,
      longest_days: 1034,
      longest_measure_id: 'T3',
      longest_line: 'main',
      lines_missing: ['T20', 'T21'],
    })),
    deadlines: authorities.flatMap((authority) => [
      ...due(authority, 'T9', 'Permanence planning meeting due', 'Team Manager', [4, 2, 0, 5]),
      ...due(authority, 'T3', 'Placement order reaches 12 months', null, [1, 0, 2, 0]),
    ]),
    deadlines_missing: authorities.map((authority) => ({
      authority,
      measure_id: 'T22',
      what: 'a meeting within ten weeks',
    })),
    escalations: authorities.flatMap((authority) => [
      {
        authority,
        measure_id: 'T3',
        line: 'main',
        what: 'Referral to the Head of Service',
        role: 'Service Manager',
        children: 4,
        longest_days: 244,
      },
      {
        authority,
        measure_id: 'T10',
        line: 'main',
        what: 'Alert to the reviewing officer',
        role: null,
        children: 0,
        longest_days: null,
      },
    ]),
  };
}

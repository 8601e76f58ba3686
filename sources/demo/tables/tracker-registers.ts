/** The registers of the trackers, about no child: forums that sat, reports that went out, carers who offer permanence. */
import { ukOf } from '../day.ts';
import { Random } from '../prng.ts';
import type { Cell, Table, World } from './table.ts';
import { dueDays, kept, type Step, tableOf } from './tracker-step.ts';

export function registers(forums: readonly Step[], reports: readonly Step[], { asAt }: World): Table[] {
  const random = Random.stream(17, 1);
  const sat = forums.flatMap((each) =>
    dueDays(each, asAt, kept.registers).map((due): Cell[] => {
      const held = random.chance(each.percent / 100)
        ? due
        : random.chance(0.6)
          ? due + random.int(1, 6)
          : null;
      const area = /_(EAST|WEST)$/.exec(each.code)?.[1] ?? null;
      return [
        each.code,
        area,
        ukOf(due),
        held === null || held > asAt ? null : ukOf(held),
        'SM; IRO; Head of CLA',
      ];
    }),
  );
  const sent = reports.flatMap((each) =>
    dueDays(each, asAt, kept.registers).map((due): Cell[] => {
      const day = random.chance(each.percent / 100)
        ? due
        : random.chance(0.6)
          ? due + random.int(1, 9)
          : null;
      return [each.code, ukOf(due - 1), each.anchor, day === null || day > asAt ? null : ukOf(day), '4', '3'];
    }),
  );
  const keyed = (letter: string, rows: Cell[][]) =>
    rows.map((row, index) => [`${letter}${index + 1}`, ...row]);
  return [
    tableOf(
      'local_forum_meetings',
      'frum_table_id frum_forum frum_area frum_due_date frum_held_date frum_attended_roles',
      keyed('U', sat),
    ),
    tableOf(
      'local_report_register',
      'rprt_table_id rprt_report rprt_period_end_date rprt_audience rprt_presented_date rprt_actions_set rprt_actions_done',
      keyed('O', sent),
    ),
  ];
}

/** Households that offer a child permanence: one for every twenty-five children in care. */
export function carers({ periods, asAt }: World): Table {
  const random = Random.stream(17, 2);
  const inCare = periods.filter(({ course }) => course.entry <= asAt && course.exit > asAt).length;
  const rows = Array.from({ length: Math.ceil(inCare / 25) }, (_, index): Cell[] => {
    const updated = asAt - random.skewed(0, 45, 150);
    const status = random.pick(['AVAILABLE', 'AVAILABLE', 'LINKED', 'MATCHED']);
    return [`LH-${index + 1}`, ukOf(updated - random.int(0, 400)), ukOf(updated), status];
  });
  return tableOf(
    'local_longterm_carers',
    'ltca_household_id ltca_offered_date ltca_updated_date ltca_status',
    rows,
  );
}

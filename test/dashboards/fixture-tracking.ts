import type { TrackingFile, TrackingLine, TrackingPages } from '../../pipeline/edition/tracking-format.ts';

type Lists = { readonly pages: TrackingPages; readonly tracking: TrackingFile };

const figure = {
  numerator: 41,
  denominator: 50,
  met: 41,
  late: 3,
  overdue: 6,
  not_yet_due: 12,
  listed: 0,
  unknown: 0,
  in_aim: 20,
  longest_days: 75,
  status: 'Red - worse than floor',
} as const;

/** One line of each kind: in time, on a list, a register, by week, of a measure, proposed, not available, not measurable. */
export function fixtureTracking(authority: string): Lists {
  const line = (line_id: string, name: string, over: Partial<TrackingLine> = {}): TrackingLine => ({
    ...{ authority, line_id, part: 'main', name, part_name: null, family: 'C', generic: 'step_after' },
    ...{
      direction: 'after',
      limit_n: 10,
      limit_unit: 'working_days',
      aim_n: null,
      event: null,
      is_proposed: false,
    },
    ...{ role: 'Team manager', goes_to: 'Permanence tracker', source: 'Policy 8.1', state: 'available' },
    ...{ reason: null, measure_id: null, measure_line: null, figure },
    ...over,
  });
  const lines: TrackingLine[] = [
    line('W17', 'First permanence planning meeting'),
    line('W36', 'Agreed, not yet issued', {
      ...{ family: 'Z', generic: 'open_too_long', limit_n: 10 },
      figure: { ...figure, numerator: 2, denominator: 9, status: 'Amber - short of target' },
    }),
    line('W77', 'Permanence tracker sits', {
      ...{ family: 'R', part: 'sits', part_name: 'the tracker sits', direction: 'register' },
      ...{ limit_n: 1, limit_unit: 'months' },
      figure: { ...figure, numerator: 11, denominator: 12, status: 'No rating - context' },
    }),
    line('W142', 'First meeting, plan on system', {
      ...{ generic: 'pathway_week', part: 'adoption', part_name: 'adoption', limit_n: 3 },
      ...{ limit_unit: 'weeks', aim_n: 2 },
    }),
    line('T3', 'Placement order standing', { measure_id: 'T3', measure_line: 'main', figure: null }),
    line('W45', 'Significant change told to the reviewing officer', {
      ...{ is_proposed: true, limit_n: 2, figure: { ...figure, status: 'No rating - limit not adopted' } },
    }),
    line('W1', 'Discussion before the gateway', {
      ...{
        direction: 'before',
        limit_n: 0,
        limit_unit: 'days',
        event: 'legal gateway',
        state: 'not available',
        figure: null,
      },
      reason: 'Would come with local_milestones (mile:PRE_GATEWAY)',
    }),
    line('WN1', 'Writing style', { state: 'not measurable', figure: null, reason: 'It needs a judgement.' }),
  ];
  const on = (section: string, ...ids: readonly string[]) =>
    ids.map((line_id) => ({ line_id, part: '*', section }));
  return {
    pages: [
      {
        ...{ authority, page: 'gateway', title: 'Legal gateway' },
        introduction: 'What must be there before a child is heard.',
        lines: [
          ...on('Before', 'W1', 'W17', 'W36', 'T3', 'W45'),
          ...on('Sittings', 'W77'),
          ...on('By week', 'W142'),
        ],
      },
    ],
    tracking: {
      lines,
      cases: [
        { authority, view: 'computed', colour: 'RED', against: 'all', children: 7 },
        { authority, view: 'manager', colour: 'AMBER', against: 'all', children: 9 },
        { authority, view: 'manager_and_computed', colour: 'AMBER', against: 'AMBER', children: 6 },
        { authority, view: 'manager_and_computed', colour: 'AMBER', against: 'RED', children: 3 },
      ],
    },
  };
}

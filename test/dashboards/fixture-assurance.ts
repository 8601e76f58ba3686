import { addDays } from '../../dashboards/components/day.ts';
import type { AssuranceFile } from '../../pipeline/edition/format.ts';

const files = [
  ['ssd/ssd_person.csv', 'SSD person', 4212, 9],
  ['ssd/ssd_cla_episodes.csv', 'SSD cla_episodes', 6120, 31],
  ['ssd/ssd_cla_placement.csv', 'SSD cla_placement', 7304, 12],
  ['ssd/ssd_legal_status.csv', 'SSD legal_status', 5233, 4],
  ['ssd/ssd_cla_reviews.csv', 'SSD cla_reviews', 9877, 18],
  ['ssd/ssd_permanence.csv', 'SSD permanence', 402, 2],
  ['local/local_care_plan_history.csv', 'local care plan history', 5101, 22],
  ['local/local_permanence_meetings.csv', 'local permanence meetings', 2205, 10],
  ['local/notes.csv', null, 0, 0],
] as const;

/** What the assurance page says of invented files. */
export function fixtureAssurance(authorities: readonly string[], asAt: string): AssuranceFile {
  const sum = (column: 2 | 3) => files.reduce((total, file) => total + file[column], 0);
  return {
    authorities: authorities.map((authority) => ({
      authority,
      snapshot_date: asAt,
      as_at_date: asAt,
      newest_record_date: addDays(asAt, -2),
      rows_read: sum(2),
      rows_accepted: sum(2) - sum(3),
      rows_quarantined: sum(3),
      files: files.map(([file, recognised_as, read, aside]) => ({
        file,
        recognised_as,
        rows_read: read,
        rows_accepted: read - aside,
        rows_quarantined: aside,
      })),
      coverage: [
        {
          source: 'local.local_permanence_meetings',
          table: 'permanence_meeting',
          stock_from: null,
          event_from: null,
          whole_to: asAt,
          known_by: 'nobody has said',
          lost_today: 0,
          lost_before: 0,
        },
        {
          source: 'ssd.cla_episodes',
          table: 'care_period',
          stock_from: '2022-06-30',
          event_from: '2022-06-30',
          whole_to: asAt,
          known_by: 'authority.yaml',
          lost_today: 1,
          lost_before: 12,
        },
      ],
      quarantine: [
        {
          file: 'ssd/ssd_cla_episodes.csv',
          column: 'clae_cla_episode_start_date',
          reason: 'impossible_date',
          advice: 'Correct the date in the case system: the day does not exist.',
          rows: 6,
        },
        {
          file: 'ssd/ssd_cla_episodes.csv',
          column: null,
          reason: 'orphan_row',
          advice: 'The episode names a child who is not in the person file: export both on the same day.',
          rows: 25,
        },
        {
          file: 'ssd/ssd_person.csv',
          column: 'pers_dob',
          reason: 'future_date',
          advice: 'Correct the date of birth in the case system.',
          rows: 9,
        },
        {
          file: 'local/local_care_plan_history.csv',
          column: 'plan_code',
          reason: 'unknown_code',
          advice: 'Add the code to the authority’s aliases.',
          rows: 22,
        },
      ],
      quality: [
        {
          code: 'placement_gap',
          table: 'placement',
          rows: 14,
          meaning: 'Children in care on the as-at date with no placement recorded: shown as unknown home.',
        },
        {
          code: 'open_past_18',
          table: 'care_period',
          rows: 3,
          meaning: 'Periods of care still open after the 18th birthday: not counted as in care.',
        },
      ],
    })),
    checks: [
      {
        check: 'rows_add_up',
        meaning: 'Rows read equal rows accepted and quarantined, for every file.',
        severity: 'stop',
        result: 'pass',
        rows: 0,
      },
      {
        check: 'stock_and_flow',
        meaning: 'Children in care now equal those before, plus starts, less departures.',
        severity: 'stop',
        result: 'pass',
        rows: 0,
      },
      {
        check: 'sub_lines_within',
        meaning: 'No sub-line counts a child that its line does not.',
        severity: 'stop',
        result: 'pass',
        rows: 0,
      },
      {
        check: 'order_dates_agree',
        meaning: 'Placement order dates agree with the legal status to within 31 days.',
        severity: 'warn',
        result: 'fail',
        rows: 5,
      },
    ],
  };
}

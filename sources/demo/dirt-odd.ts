import type { Bench, Dirt } from './bench.ts';
import { stampOf, ukOf } from './day.ts';
import {
  any,
  episodes,
  history,
  isoOfUk,
  isPast,
  later,
  legal,
  meetings,
  permanence,
  person,
  placements,
  professionals,
} from './dirt-places.ts';
import type { Cell } from './tables/table.ts';

/** Rows that are odd but say enough. */
export const odd: readonly Dirt[] = [
  {
    key: 'sex_in_words',
    file: person,
    rows: 8,
    fate: 'accepted',
    what: 'sex as a word or an old code',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'pers_sex') !== 'U',
        (row, i) => {
          const male = bench.get(row, 'pers_sex') === 'M';
          bench.set(row, 'pers_sex', i % 2 === 0 ? (male ? 'Male' : 'Female') : male ? '1' : '2');
        },
      ),
  },
  {
    key: 'no_birth_date',
    file: person,
    rows: 2,
    fate: 'accepted',
    what: 'an unaccompanied child with neither a date of birth nor an estimate',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) =>
          bench.get(row, 'pers_dob') === null &&
          isPast(bench.get(row, 'pers_expected_dob'), bench.world.asAt),
        (row) => bench.set(row, 'pers_expected_dob', null),
      ),
  },
  {
    key: 'lower_case_code',
    file: placements,
    rows: 4,
    fate: 'accepted',
    what: 'a placement type in lower case',
    soil: (bench, number) =>
      bench.change(number, any, (row) =>
        bench.set(
          row,
          'clap_cla_placement_type',
          bench.get(row, 'clap_cla_placement_type')?.toLowerCase() ?? null,
        ),
      ),
  },
  {
    key: 'spaced_code',
    file: placements,
    rows: 4,
    fate: 'accepted',
    what: 'a placement type with spaces around it',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => /^[A-Z]/.test(bench.get(row, 'clap_cla_placement_type') ?? ''),
        (row) => bench.set(row, 'clap_cla_placement_type', ` ${bench.get(row, 'clap_cla_placement_type')} `),
      ),
  },
  {
    key: 'missing_placement',
    file: placements,
    rows: 8,
    fate: 'accepted',
    what: 'an episode in supported accommodation whose placement row is missing',
    soil: (bench, number) => {
      const gone = new Set(bench.draw(number, (row) => bench.get(row, 'clap_cla_placement_type') === 'K3'));
      const { rows } = bench.table;
      const left = rows.filter((row) => !gone.has(row));
      // One by one: a call takes no more arguments than some tens of thousands.
      rows.length = 0;
      for (const row of left) rows.push(row);
      return gone.size;
    },
  },
  {
    key: 'planned_placement_end',
    file: placements,
    rows: 4,
    fate: 'accepted',
    what: 'an open placement whose end is planned',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'clap_cla_placement_end_date') === null,
        (row, i) => bench.set(row, 'clap_cla_placement_end_date', stampOf(bench.world.asAt + 20 + 9 * i)),
      ),
  },
  {
    key: 'overlapping_episode',
    file: episodes,
    rows: 3,
    fate: 'accepted',
    what: 'an episode that ends four days after the next began',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) =>
          (bench.get(row, 'clae_cla_episode_ceased_reason') ?? '').startsWith('Episode ceases') &&
          bench.filled(row, 'clae_cla_episode_ceased_date') < stampOf(bench.world.asAt - 10),
        (row) =>
          bench.set(
            row,
            'clae_cla_episode_ceased_date',
            later(bench.filled(row, 'clae_cla_episode_ceased_date'), 4),
          ),
      ),
  },
  {
    key: 'open_past_18',
    file: episodes,
    rows: 3,
    fate: 'accepted',
    what: 'the last episode of a young adult, never closed',
    soil: openPastAdulthood,
  },
  {
    key: 'one_day_gap',
    file: legal,
    rows: 6,
    fate: 'accepted',
    what: 'a legal status that ends the day before the next begins',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) =>
          bench.get(row, 'lega_legal_status') === 'Interim care order Sec. 38(1)' &&
          bench.get(row, 'lega_legal_status_end_date') !== null,
        (row) =>
          bench.set(
            row,
            'lega_legal_status_end_date',
            later(bench.filled(row, 'lega_legal_status_end_date'), -1),
          ),
      ),
  },
  {
    key: 'order_date_disagrees',
    file: permanence,
    rows: 4,
    fate: 'accepted',
    what: 'a placement order dated more than a month before its legal status began',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'perm_placement_order_date') !== null,
        (row, i) =>
          bench.set(
            row,
            'perm_placement_order_date',
            later(bench.filled(row, 'perm_placement_order_date'), -35 - 4 * i),
          ),
      ),
  },
  {
    key: 'permanence_without_period',
    file: permanence,
    rows: 4,
    fate: 'accepted',
    what: 'a permanence row that names no period of care, so that only the legacy number finds the child',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'perm_cla_id', null)),
  },
  {
    key: 'minus_one',
    file: permanence,
    rows: 3,
    fate: 'accepted',
    what: 'minus one adopters: the form was not filled in',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'perm_number_of_adopters') === null,
        (row) => bench.set(row, 'perm_number_of_adopters', '-1'),
      ),
  },
  {
    key: 'newline_in_title',
    file: professionals,
    rows: 4,
    fate: 'accepted',
    what: 'a job title of two lines',
    soil: (bench, number) =>
      bench.change(number, any, (row) =>
        bench.set(
          row,
          'prof_professional_job_title',
          `${bench.get(row, 'prof_professional_job_title')}\nand "buddy" for new staff`,
        ),
      ),
  },
  {
    key: 'meeting_without_period',
    file: meetings,
    rows: 10,
    fate: 'accepted',
    what: 'a meeting that names no period of care',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'ppmt_cla_id', null)),
  },
  {
    key: 'iso_meeting_date',
    file: meetings,
    rows: 12,
    fate: 'accepted',
    what: 'an ISO date among dates written dd/mm/yyyy',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'ppmt_meeting_date') !== null,
        (row) => bench.set(row, 'ppmt_meeting_date', isoOfUk(bench.filled(row, 'ppmt_meeting_date'))),
      ),
  },
  {
    key: 'past_booking',
    file: meetings,
    rows: 6,
    fate: 'accepted',
    what: 'a review meeting still marked as booked after its day',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) =>
          bench.get(row, 'ppmt_meeting_type') === 'REVIEW' &&
          bench.get(row, 'ppmt_meeting_status') === 'HELD',
        (row) => bench.set(row, 'ppmt_meeting_status', 'BOOKED'),
      ),
  },
  {
    key: 'planned_plan_end',
    file: history,
    rows: 2,
    fate: 'accepted',
    what: 'an open plan whose end is planned',
    soil: (bench, number) =>
      bench.change(
        number,
        (row) => bench.get(row, 'lcph_plan_end_date') === null,
        (row, i) => bench.set(row, 'lcph_plan_end_date', ukOf(bench.world.asAt + 30 + i)),
      ),
  },
];

function openPastAdulthood(bench: Bench, number: number): number {
  const left = new Set(
    bench.world.periods
      .filter(
        ({ course }) =>
          course.reason === 'E17' && course.exit <= bench.world.asAt && course.exit > bench.world.asAt - 200,
      )
      .map(({ id }) => id),
  );
  const last = (row: Cell[]) =>
    left.has(bench.get(row, 'clae_cla_id') ?? '') &&
    (bench.get(row, 'clae_cla_episode_ceased_reason') ?? '').startsWith('Aged 18');
  return bench.change(number, last, (row) => {
    bench.set(row, 'clae_cla_episode_ceased_date', null);
    bench.set(row, 'clae_cla_episode_ceased_reason', null);
  });
}

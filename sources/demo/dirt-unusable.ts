import type { Bench, Dirt } from './bench.ts';
import { addMonths, stampOf, ukOf } from './day.ts';
import {
  any,
  documents,
  episodes,
  fosterHouseholds,
  history,
  immigration,
  involvements,
  later,
  legal,
  meetings,
  nobody,
  permanence,
  person,
  placements,
  reviews,
} from './dirt-places.ts';
import { numbersNeverInCare } from './tables/person.ts';

const placeholder = (file: string): Dirt => ({
  key: `placeholder_${file.slice(8, -4)}`,
  file,
  rows: 1,
  fate: 'quarantined',
  what: 'a row with nothing in it',
  soil: ({ table }) =>
    table.rows.splice(
      0,
      0,
      table.columns.map(() => null),
    ).length + 1,
});

const repeats = (file: string, rows: number): Dirt => ({
  key: `duplicate_${file.replace(/^.*\/(ssd_|local_)|\.csv$/g, '')}`,
  file,
  rows,
  fate: 'quarantined',
  what: 'an exact repeat of another row',
  soil: (bench, number) => bench.repeat(number),
});

/** Rows that cannot be used. */
export const unusable: readonly Dirt[] = [
  placeholder(documents),
  placeholder(permanence),
  placeholder(immigration),
  repeats(episodes, 3),
  repeats(involvements, 4),
  repeats(reviews, 4),
  repeats(meetings, 3),
  {
    key: 'orphan_episode',
    file: episodes,
    rows: 5,
    fate: 'quarantined',
    what: 'an episode of a child who is not in the person file',
    soil: (bench, number) =>
      bench.add(number, (row, i) => {
        bench.set(row, 'clae_person_id', nobody(i));
        bench.set(row, 'clae_cla_id', `C${nobody(i)}-1`);
      }),
  },
  {
    key: 'orphan_placement',
    file: placements,
    rows: 3,
    fate: 'quarantined',
    what: 'a placement of such a child',
    soil: (bench, number) =>
      bench.add(number, (row, i) => {
        bench.set(row, 'clap_person_id', nobody(i));
        bench.set(row, 'clap_cla_id', `C${nobody(i)}-1`);
      }),
  },
  {
    key: 'orphan_review',
    file: reviews,
    rows: 3,
    fate: 'quarantined',
    what: 'a review of such a child',
    soil: (bench, number) =>
      bench.add(number, (row, i) => {
        bench.set(row, 'clar_cla_person_id', nobody(i));
        bench.set(row, 'clar_cla_id', `C${nobody(i)}-1`);
      }),
  },
  {
    key: 'impossible_review_date',
    file: reviews,
    rows: 4,
    fate: 'quarantined',
    what: 'a review held on 30 February',
    soil: (bench, number) =>
      bench.add(number, (row) => bench.set(row, 'clar_cla_review_date', '2025-02-30 00:00:00.000')),
  },
  {
    key: 'impossible_plan_date',
    file: history,
    rows: 3,
    fate: 'quarantined',
    what: 'a plan that starts on 31 April',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'lcph_plan_start_date', '31/04/2025')),
  },
  {
    key: 'future_review_date',
    file: reviews,
    rows: 4,
    fate: 'quarantined',
    what: 'a review held in a year mistyped into the future',
    soil: (bench, number) =>
      bench.add(number, (row) =>
        bench.set(row, 'clar_cla_review_date', stampOf(addMonths(bench.world.asAt, 432))),
      ),
  },
  {
    key: 'future_legal_status',
    file: legal,
    rows: 2,
    fate: 'quarantined',
    what: 'a legal status that starts after the extract was made',
    soil: (bench, number) =>
      bench.add(number, (row) => {
        bench.set(row, 'lega_legal_status_start_date', stampOf(bench.world.asAt + 200));
        bench.set(row, 'lega_legal_status_end_date', null);
      }),
  },
  {
    key: 'unknown_legal_status',
    file: legal,
    rows: 3,
    fate: 'quarantined',
    what: 'a legal status in words that no alias resolves',
    soil: (bench, number) =>
      bench.add(number, (row) => bench.set(row, 'lega_legal_status', 'To be confirmed')),
  },
  {
    key: 'unknown_placement_type',
    file: placements,
    rows: 3,
    fate: 'quarantined',
    what: 'a placement type that is in no code set',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'clap_cla_placement_type', 'YY9')),
  },
  {
    key: 'unknown_plan_code',
    file: history,
    rows: 3,
    fate: 'quarantined',
    what: 'a plan code typed freely',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'lcph_plan_code', 'TBC')),
  },
  {
    key: 'ended_before_approved',
    file: fosterHouseholds,
    rows: 2,
    fate: 'quarantined',
    what: 'a foster household whose approval ended before it began',
    soil: (bench, number) =>
      bench.add(number, (row) => {
        bench.set(row, 'fost_approved_date', ukOf(bench.world.asAt - 100));
        bench.set(row, 'fost_ended_date', ukOf(bench.world.asAt - 101));
      }),
  },
  {
    key: 'broken_json',
    file: documents,
    rows: 3,
    fate: 'quarantined',
    what: 'a plan answer with a double quote in it, which breaks the JSON that the script strings together',
    soil: (bench, number) =>
      bench.change(number, any, (row) =>
        bench.set(
          row,
          'lacp_cla_care_plan_json',
          bench
            .get(row, 'lacp_cla_care_plan_json')
            ?.replace('"OTHERPLN": ""', '"OTHERPLN": "see "minutes""') ?? null,
        ),
      ),
  },
  {
    key: 'ragged_row',
    file: reviews,
    rows: 2,
    fate: 'quarantined',
    what: 'a row that lacks its last two fields',
    soil: (bench, number) => bench.add(number, (row) => row.splice(-2)),
  },
  {
    key: 'three_birth_dates',
    file: person,
    rows: 3,
    fate: 'quarantined',
    what: 'one child, never in care, with three dates of birth: three rows',
    soil: threeBirthDates,
  },
];

function threeBirthDates(bench: Bench): number {
  const number = numbersNeverInCare(bench.world).at(-1);
  if (number === undefined) return 0;
  const row = bench.table.rows.find((each) => each[bench.at('pers_person_id')] === String(200_001 + number));
  if (row === undefined || row[bench.at('pers_dob')] === null) return 0;
  for (const [i, earlier] of [400, 31].entries()) {
    const copy = [...row];
    bench.set(copy, 'pers_dob', later(bench.filled(row, 'pers_dob'), -earlier));
    bench.table.rows.splice(bench.table.rows.length - 40 * i - 3, 0, copy);
  }
  return 3;
}

import { addMonths, type Day, isoOf, stampOf, ukOf } from './day.ts';
import { Random } from './prng.ts';
import { numbersNeverInCare } from './tables/person.ts';
import type { Cell, Table, World } from './tables/table.ts';

/** What the adapters should do with a soiled row. */
export type Fate = 'quarantined' | 'accepted';

/** One kind of dirt: where it lies, how many rows have it among 1,000 children, and what becomes of them. */
export interface Dirt {
  readonly key: string;
  readonly file: string;
  readonly rows: number;
  readonly fate: Fate;
  readonly what: string;
  readonly soil: (bench: Bench, number: number) => number;
}

/** Tools to soil one table: rows are looked up by column name and drawn without repetition. */
export class Bench {
  readonly table: Table;
  readonly world: World;
  readonly random: Random;
  #added = 0;
  readonly #key: string;

  constructor(table: Table, world: World, key: string, random: Random) {
    this.table = table;
    this.world = world;
    this.random = random;
    this.#key = key;
  }

  at(column: string): number {
    const index = this.table.columns.indexOf(column);
    if (index < 0) throw new Error(`no column ${column} in ${this.table.file}`);
    return index;
  }

  get(row: readonly Cell[], column: string): Cell {
    return row[this.at(column)] ?? null;
  }

  set(row: Cell[], column: string, value: Cell): void {
    row[this.at(column)] = value;
  }

  /** Up to `number` different rows that satisfy the condition. */
  draw(number: number, condition: (row: Cell[]) => boolean = () => true): Cell[][] {
    const fit = this.table.rows.filter((row) => row[0] !== null && row.length === this.table.columns.length && condition(row));
    const drawn: Cell[][] = [];
    while (drawn.length < number && fit.length > 0) drawn.push(...fit.splice(this.random.int(0, fit.length - 1), 1));
    return drawn;
  }

  /** Changes cells of rows that are there. */
  change(number: number, condition: (row: Cell[]) => boolean, alter: (row: Cell[], index: number) => void): number {
    const rows = this.draw(number, condition);
    rows.forEach(alter);
    return rows.length;
  }

  /** Adds a copy of a row under a key of its own, with some cells changed: the true rows stay as they are. */
  add(number: number, alter: (row: Cell[], index: number) => void): number {
    const copies = this.draw(number).map((row) => [...row]);
    copies.forEach((row, index) => {
      row[0] = `X-${this.#key}-${++this.#added}`;
      alter(row, index);
      this.table.rows.splice(this.random.int(0, this.table.rows.length), 0, row);
    });
    return copies.length;
  }

  /** Adds an exact copy further down. */
  repeat(number: number): number {
    const rows = this.draw(number);
    for (const row of rows) this.table.rows.push([...row]);
    return rows.length;
  }
}

const episodes = 'ssd/ssd_cla_episodes.csv';
const placements = 'ssd/ssd_cla_placement.csv';
const legal = 'ssd/ssd_legal_status.csv';
const reviews = 'ssd/ssd_cla_reviews.csv';
const documents = 'ssd/ssd_cla_care_plan.csv';
const permanence = 'ssd/ssd_permanence.csv';
const person = 'ssd/ssd_person.csv';
const involvements = 'ssd/ssd_involvements.csv';
const professionals = 'ssd/ssd_professionals.csv';
const immigration = 'ssd/ssd_immigration_status.csv';
const history = 'local/local_care_plan_history.csv';
const meetings = 'local/local_permanence_meetings.csv';

const any = () => true;
const nobody = (index: number) => String(900_001 + index);

const placeholder = (file: string): Dirt => ({
  key: `placeholder_${file.slice(8, -4)}`, file, rows: 1, fate: 'quarantined', what: 'a row with nothing in it',
  soil: ({ table }) => table.rows.splice(0, 0, table.columns.map(() => null)).length + 1,
});

const repeats = (file: string, rows: number): Dirt => ({
  key: `duplicate_${file.replace(/^.*\/(ssd_|local_)|\.csv$/g, '')}`, file, rows, fate: 'quarantined',
  what: 'an exact repeat of another row', soil: (bench, number) => bench.repeat(number),
});

/** Rows that cannot be used. */
const unusable: readonly Dirt[] = [
  placeholder(documents), placeholder(permanence), placeholder(immigration),
  repeats(episodes, 3), repeats(involvements, 4), repeats(reviews, 4), repeats(meetings, 3),
  {
    key: 'orphan_episode', file: episodes, rows: 5, fate: 'quarantined', what: 'an episode of a child who is not in the person file',
    soil: (bench, number) => bench.add(number, (row, i) => {
      bench.set(row, 'clae_person_id', nobody(i));
      bench.set(row, 'clae_cla_id', `C${nobody(i)}-1`);
    }),
  },
  {
    key: 'orphan_placement', file: placements, rows: 3, fate: 'quarantined', what: 'a placement of such a child',
    soil: (bench, number) => bench.add(number, (row, i) => {
      bench.set(row, 'clap_person_id', nobody(i));
      bench.set(row, 'clap_cla_id', `C${nobody(i)}-1`);
    }),
  },
  {
    key: 'orphan_review', file: reviews, rows: 3, fate: 'quarantined', what: 'a review of such a child',
    soil: (bench, number) => bench.add(number, (row, i) => {
      bench.set(row, 'clar_cla_person_id', nobody(i));
      bench.set(row, 'clar_cla_id', `C${nobody(i)}-1`);
    }),
  },
  {
    key: 'impossible_review_date', file: reviews, rows: 4, fate: 'quarantined', what: 'a review held on 30 February',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'clar_cla_review_date', '2025-02-30 00:00:00.000')),
  },
  {
    key: 'impossible_plan_date', file: history, rows: 3, fate: 'quarantined', what: 'a plan that starts on 31 April',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'lcph_plan_start_date', '31/04/2025')),
  },
  {
    key: 'future_review_date', file: reviews, rows: 4, fate: 'quarantined', what: 'a review held in a year mistyped into the future',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'clar_cla_review_date', stampOf(addMonths(bench.world.asAt, 432)))),
  },
  {
    key: 'future_legal_status', file: legal, rows: 2, fate: 'quarantined', what: 'a legal status that starts after the extract was made',
    soil: (bench, number) => bench.add(number, (row) => {
      bench.set(row, 'lega_legal_status_start_date', stampOf(bench.world.asAt + 200));
      bench.set(row, 'lega_legal_status_end_date', null);
    }),
  },
  {
    key: 'unknown_legal_status', file: legal, rows: 3, fate: 'quarantined', what: 'a legal status in words that no alias resolves',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'lega_legal_status', 'To be confirmed')),
  },
  {
    key: 'unknown_placement_type', file: placements, rows: 3, fate: 'quarantined', what: 'a placement type that is in no code set',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'clap_cla_placement_type', 'YY9')),
  },
  {
    key: 'unknown_plan_code', file: history, rows: 3, fate: 'quarantined', what: 'a plan code typed freely',
    soil: (bench, number) => bench.add(number, (row) => bench.set(row, 'lcph_plan_code', 'TBC')),
  },
  {
    key: 'broken_json', file: documents, rows: 3, fate: 'quarantined', what: 'a plan answer with a double quote in it, which breaks the JSON that the script strings together',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'lacp_cla_care_plan_json', bench.get(row, 'lacp_cla_care_plan_json')?.replace('"OTHERPLN": ""', '"OTHERPLN": "see "minutes""') ?? null)),
  },
  {
    key: 'ragged_row', file: reviews, rows: 2, fate: 'quarantined', what: 'a row that lacks its last two fields',
    soil: (bench, number) => bench.add(number, (row) => row.splice(-2)),
  },
  {
    key: 'three_birth_dates', file: person, rows: 3, fate: 'quarantined', what: 'one child, never in care, with three dates of birth: three rows',
    soil: threeBirthDates,
  },
];

/** Rows that are odd but say enough. */
const odd: readonly Dirt[] = [
  {
    key: 'sex_in_words', file: person, rows: 8, fate: 'accepted', what: 'sex as a word or an old code',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'pers_sex') !== 'U', (row, i) => {
      const male = bench.get(row, 'pers_sex') === 'M';
      bench.set(row, 'pers_sex', i % 2 === 0 ? (male ? 'Male' : 'Female') : male ? '1' : '2');
    }),
  },
  {
    key: 'no_birth_date', file: person, rows: 2, fate: 'accepted', what: 'an unaccompanied child with neither a date of birth nor an estimate',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'pers_dob') === null && isPast(bench.get(row, 'pers_expected_dob'), bench.world.asAt), (row) => bench.set(row, 'pers_expected_dob', null)),
  },
  {
    key: 'lower_case_code', file: placements, rows: 4, fate: 'accepted', what: 'a placement type in lower case',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'clap_cla_placement_type', bench.get(row, 'clap_cla_placement_type')?.toLowerCase() ?? null)),
  },
  {
    key: 'spaced_code', file: placements, rows: 4, fate: 'accepted', what: 'a placement type with spaces around it',
    soil: (bench, number) => bench.change(number, (row) => /^[A-Z]/.test(bench.get(row, 'clap_cla_placement_type') ?? ''), (row) => bench.set(row, 'clap_cla_placement_type', ` ${bench.get(row, 'clap_cla_placement_type')} `)),
  },
  {
    key: 'missing_placement', file: placements, rows: 8, fate: 'accepted', what: 'an episode in supported accommodation whose placement row is missing',
    soil: (bench, number) => {
      const gone = new Set(bench.draw(number, (row) => bench.get(row, 'clap_cla_placement_type') === 'K3'));
      bench.table.rows.splice(0, Infinity, ...bench.table.rows.filter((row) => !gone.has(row)));
      return gone.size;
    },
  },
  {
    key: 'planned_placement_end', file: placements, rows: 4, fate: 'accepted', what: 'an open placement whose end is planned',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'clap_cla_placement_end_date') === null, (row, i) => bench.set(row, 'clap_cla_placement_end_date', stampOf(bench.world.asAt + 20 + 9 * i))),
  },
  {
    key: 'overlapping_episode', file: episodes, rows: 3, fate: 'accepted', what: 'an episode that ends four days after the next began',
    soil: (bench, number) => bench.change(number, (row) => (bench.get(row, 'clae_cla_episode_ceased_reason') ?? '').startsWith('Episode ceases') && bench.get(row, 'clae_cla_episode_ceased_date')! < stampOf(bench.world.asAt - 10), (row) => bench.set(row, 'clae_cla_episode_ceased_date', later(bench.get(row, 'clae_cla_episode_ceased_date')!, 4))),
  },
  {
    key: 'open_past_18', file: episodes, rows: 3, fate: 'accepted', what: 'the last episode of a young adult, never closed',
    soil: openPastAdulthood,
  },
  {
    key: 'one_day_gap', file: legal, rows: 6, fate: 'accepted', what: 'a legal status that ends the day before the next begins',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'lega_legal_status') === 'Interim care order Sec. 38(1)' && bench.get(row, 'lega_legal_status_end_date') !== null, (row) => bench.set(row, 'lega_legal_status_end_date', later(bench.get(row, 'lega_legal_status_end_date')!, -1))),
  },
  {
    key: 'order_date_disagrees', file: permanence, rows: 4, fate: 'accepted', what: 'a placement order dated more than a month before its legal status began',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'perm_placement_order_date') !== null, (row, i) => bench.set(row, 'perm_placement_order_date', later(bench.get(row, 'perm_placement_order_date')!, -35 - 4 * i))),
  },
  {
    key: 'permanence_without_period', file: permanence, rows: 4, fate: 'accepted', what: 'a permanence row that names no period of care, so that only the legacy number finds the child',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'perm_cla_id', null)),
  },
  {
    key: 'minus_one', file: permanence, rows: 3, fate: 'accepted', what: 'minus one adopters: the form was not filled in',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'perm_number_of_adopters') === null, (row) => bench.set(row, 'perm_number_of_adopters', '-1')),
  },
  {
    key: 'newline_in_title', file: professionals, rows: 4, fate: 'accepted', what: 'a job title of two lines',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'prof_professional_job_title', `${bench.get(row, 'prof_professional_job_title')}\nand "buddy" for new staff`)),
  },
  {
    key: 'meeting_without_period', file: meetings, rows: 10, fate: 'accepted', what: 'a meeting that names no period of care',
    soil: (bench, number) => bench.change(number, any, (row) => bench.set(row, 'ppmt_cla_id', null)),
  },
  {
    key: 'iso_meeting_date', file: meetings, rows: 12, fate: 'accepted', what: 'an ISO date among dates written dd/mm/yyyy',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'ppmt_meeting_date') !== null, (row) => bench.set(row, 'ppmt_meeting_date', isoOfUk(bench.get(row, 'ppmt_meeting_date')!))),
  },
  {
    key: 'past_booking', file: meetings, rows: 6, fate: 'accepted', what: 'a review meeting still marked as booked after its day',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'ppmt_meeting_type') === 'REVIEW' && bench.get(row, 'ppmt_meeting_status') === 'HELD', (row) => bench.set(row, 'ppmt_meeting_status', 'BOOKED')),
  },
  {
    key: 'planned_plan_end', file: history, rows: 2, fate: 'accepted', what: 'an open plan whose end is planned',
    soil: (bench, number) => bench.change(number, (row) => bench.get(row, 'lcph_plan_end_date') === null, (row, i) => bench.set(row, 'lcph_plan_end_date', ukOf(bench.world.asAt + 30 + i))),
  },
];

/** Every kind of dirt, in the order in which it is laid. */
export const dirt: readonly Dirt[] = [...odd, ...unusable];

/** Rows of a kind among so many children; at least one. */
export const rowsOf = (kind: Dirt, children: number): number => Math.max(1, Math.round((kind.rows * children) / 1000));

/** Soils the tables in place and says how many rows each kind took. */
export function layDirt(tables: readonly Table[], world: World, children: number, seed: number): Record<string, number> {
  const laid: Record<string, number> = {};
  dirt.forEach((kind, i) => {
    const table = tables.find((each) => each.file === kind.file);
    if (table === undefined) throw new Error(`no table ${kind.file}`);
    const bench = new Bench(table, world, kind.key, Random.stream(seed, 3_000_000 + i));
    laid[kind.key] = kind.soil(bench, kind.key.startsWith('placeholder') ? 1 : rowsOf(kind, children));
  });
  return laid;
}

function threeBirthDates(bench: Bench): number {
  const number = numbersNeverInCare(bench.world).at(-1);
  const row = bench.table.rows.find((each) => each[bench.at('pers_person_id')] === String(200_001 + number!));
  if (row === undefined) return 0;
  for (const [i, earlier] of [400, 31].entries()) {
    const copy = [...row];
    bench.set(copy, 'pers_dob', later(bench.get(row, 'pers_dob')!, -earlier));
    bench.table.rows.splice(bench.table.rows.length - 40 * i - 3, 0, copy);
  }
  return 3;
}

function openPastAdulthood(bench: Bench, number: number): number {
  const left = new Set(bench.world.periods.filter(({ course }) => course.reason === 'E17' && course.exit <= bench.world.asAt && course.exit > bench.world.asAt - 200).map(({ id }) => id));
  const last = (row: Cell[]) => left.has(bench.get(row, 'clae_cla_id') ?? '') && (bench.get(row, 'clae_cla_episode_ceased_reason') ?? '').startsWith('Aged 18');
  return bench.change(number, last, (row) => {
    bench.set(row, 'clae_cla_episode_ceased_date', null);
    bench.set(row, 'clae_cla_episode_ceased_reason', null);
  });
}

const later = (stamp: string, days: number): string => stampOf(Date.parse(`${stamp.slice(0, 10)}T00:00:00Z`) / 86_400_000 + days);
const isoOfUk = (text: string): string => text.split('/').reverse().join('-');
const isPast = (stamp: Cell, asAt: Day): boolean => stamp !== null && stamp.slice(0, 10) <= isoOf(asAt);

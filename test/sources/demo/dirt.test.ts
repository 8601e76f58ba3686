import { describe, expect, it } from 'vitest';
import { Bench } from '../../../sources/demo/bench.ts';
import { addMonths, dayOf, isoOf } from '../../../sources/demo/day.ts';
import { demoFiles } from '../../../sources/demo/demo.ts';
import { dirt, rowsOf } from '../../../sources/demo/dirt.ts';
import { Random } from '../../../sources/demo/prng.ts';
import { unborn } from '../../../sources/demo/tables/person.ts';
import type { World } from '../../../sources/demo/tables/table.ts';
import { dayIn, readDemo } from './read-demo.ts';

const demo = readDemo();
const rows = (name: string) => demo.rows(name);
const ids = (name: string, column: string) => new Set(rows(name).map((row) => row[column]));
const count = (name: string, test: (row: Record<string, string>) => boolean) =>
  rows(name).filter(test).length;
const expected = (key: string) => rowsOf(dirt.find((kind) => kind.key === key)!, 1000);

/** Rows that repeat an earlier one cell by cell. */
function repeated(name: string): number {
  const seen = new Set<string>();
  return rows(name).filter((row) => {
    const text = JSON.stringify(row);
    if (seen.has(text)) return true;
    seen.add(text);
    return false;
  }).length;
}

describe('the dirt', () => {
  it('is laid as often as the table says', () => {
    for (const kind of dirt) expect(demo.dirt[kind.key], kind.key).toBe(rowsOf(kind, 1000));
  });

  it('can be found again in the files', () => {
    const people = ids('ssd/ssd_person.csv', 'pers_person_id');
    expect(count('ssd/ssd_cla_episodes.csv', (row) => !people.has(row['clae_person_id']))).toBe(
      expected('orphan_episode'),
    );
    expect(count('ssd/ssd_cla_placement.csv', (row) => !people.has(row['clap_person_id']))).toBe(
      expected('orphan_placement'),
    );
    expect(
      count(
        'ssd/ssd_cla_reviews.csv',
        (row) => row['clar_cla_review_date']?.startsWith('2025-02-30') ?? false,
      ),
    ).toBe(expected('impossible_review_date'));
    expect(count('ssd/ssd_cla_reviews.csv', (row) => row['clar_cla_review_cancelled'] === undefined)).toBe(
      expected('ragged_row'),
    );
    expect(count('ssd/ssd_legal_status.csv', (row) => row['lega_legal_status'] === 'To be confirmed')).toBe(
      expected('unknown_legal_status'),
    );
    expect(count('local/local_care_plan_history.csv', (row) => row['lcph_plan_code'] === 'TBC')).toBe(
      expected('unknown_plan_code'),
    );
    expect(
      count('local/local_permanence_meetings.csv', (row) => /^\d{4}-/.test(row['ppmt_meeting_date'] ?? '')),
    ).toBe(expected('iso_meeting_date'));
    expect(
      count(
        'ssd/ssd_professionals.csv',
        (row) => row['prof_professional_job_title']?.includes('\n') ?? false,
      ),
    ).toBe(expected('newline_in_title'));
    expect(count('ssd/ssd_permanence.csv', (row) => row['perm_table_id'] === 'NULL')).toBe(
      expected('placeholder_permanence'),
    );
    expect(repeated('ssd/ssd_cla_episodes.csv')).toBe(expected('duplicate_cla_episodes'));
    expect(repeated('ssd/ssd_involvements.csv')).toBe(expected('duplicate_involvements'));
    expect(repeated('ssd/ssd_cla_reviews.csv')).toBe(expected('duplicate_cla_reviews'));
  });

  it('has the magic date on every permanence row and the legacy number instead of the person number', () => {
    const people = ids('ssd/ssd_person.csv', 'pers_person_id');
    const real = rows('ssd/ssd_permanence.csv').filter((row) => row['perm_table_id'] !== 'NULL');
    expect(real.every((row) => row['perm_placed_foster_carer_date'] === '1900-01-01 00:00:00.000')).toBe(
      true,
    );
    expect(real.some((row) => people.has(row['perm_person_id']))).toBe(false);
  });

  it('comes in three encodings', () => {
    const { contents } = demoFiles({ children: 60 });
    expect(contents.get('ssd/ssd_cla_reviews.csv')!.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(() =>
      new TextDecoder('utf-8', { fatal: true }).decode(contents.get('ssd/ssd_professionals.csv')!),
    ).toThrow();
    expect(() =>
      new TextDecoder('utf-8', { fatal: true }).decode(contents.get('ssd/ssd_person.csv')!),
    ).not.toThrow();
  });
});

describe('a table of a very large county', () => {
  it('is soiled like any other: no call takes its rows as arguments', () => {
    const columns = ['clap_cla_placement_id', 'clap_cla_placement_type'];
    const rows = Array.from({ length: 300_000 }, (_, i) => [`P${i}`, i % 2 === 0 ? 'K3' : 'U1']);
    const table = { file: 'ssd/ssd_cla_placement.csv', columns, rows };
    const world = { asAt: 0, periods: [], persons: [] } as unknown as World;
    const kind = dirt.find(({ key }) => key === 'missing_placement')!;
    expect(kind.soil(new Bench(table, world, kind.key, Random.stream(1, 1)), 8)).toBe(8);
    expect(rows).toHaveLength(299_992);
    expect(rows.filter(([, type]) => type === 'U1')).toHaveLength(150_000);
  });
});

describe('days after the as-at date', () => {
  /** Columns in which a later day is a plan, not a mistake. */
  const forward = new Set(['clar_cla_review_due_date', 'ppmt_next_meeting_date']);
  const late = () => {
    const files = [
      'ssd/ssd_person.csv',
      'ssd/ssd_cla_episodes.csv',
      'ssd/ssd_cla_placement.csv',
      'ssd/ssd_legal_status.csv',
      'ssd/ssd_cla_reviews.csv',
      'ssd/ssd_cla_care_plan.csv',
      'ssd/ssd_permanence.csv',
      'ssd/ssd_immigration_status.csv',
      'ssd/ssd_involvements.csv',
      'local/local_care_plan_history.csv',
      'local/local_permanence_meetings.csv',
      'local/local_long_term_match.csv',
    ];
    const found: Record<string, number> = {};
    for (const file of files)
      for (const row of rows(file))
        for (const [column, cell] of Object.entries(row)) {
          if (!/(_date|_dob)$/.test(column) || forward.has(column) || !(dayIn(cell) > demo.asAt)) continue;
          if (column === 'ppmt_meeting_date' && row['ppmt_meeting_status'] === 'BOOKED') continue;
          found[column] = (found[column] ?? 0) + 1;
        }
    return found;
  };

  it('lie only in booked columns, in planned ends, in the unborn, and in the documented dirt', () => {
    expect(late()).toEqual({
      pers_expected_dob: unborn,
      clap_cla_placement_end_date: expected('planned_placement_end'),
      lega_legal_status_start_date: expected('future_legal_status'),
      clar_cla_review_date: expected('future_review_date'),
      lcph_plan_end_date: expected('planned_plan_end'),
    });
  });

  it('mistyped years lie decades ahead', () => {
    const wrong = rows('ssd/ssd_cla_reviews.csv')
      .map((row) => dayIn(row['clar_cla_review_date']))
      .filter((day) => day > demo.asAt);
    expect(new Set(wrong)).toEqual(new Set([isoOf(addMonths(dayOf(demo.asAt), 432))]));
  });
});

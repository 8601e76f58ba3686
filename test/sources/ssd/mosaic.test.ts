import { beforeAll, describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { configOf, fixtures, refusals, settings } from '../../support/source-folder.ts';

describe('an SSD extract as Mosaic gives it', () => {
  let extract: Extract;
  beforeAll(async () => {
    const config = configOf([
      { adapter: 'ssd', folders: [fixtures('ssd/fixtures/mosaic')], end_dates: 'day_before' },
    ]);
    extract = await extractAuthority(config, { asAt: '2024-12-31', settings });
  });

  test('trap 8: last days become the first day on which the state no longer holds', () => {
    expect(
      extract.rows.episode.map(({ row_key, start_date, end_date }) => [row_key, start_date, end_date]),
    ).toEqual([
      ['E1', '2024-01-10', '2024-03-01'],
      ['E2', '2024-03-01', '2024-06-30'],
      ['E3', '2024-03-01', null],
    ]);
    expect(extract.rows.placement.map(({ row_key, end_date }) => [row_key, end_date])).toEqual([
      ['P1', '2024-03-01'],
      ['P2', '2024-06-30'],
    ]);
    expect(extract.rows.allocation.map(({ end_date }) => end_date)).toEqual(['2024-04-01']);
  });

  test('the last day in care becomes the day after where the authority says so', async () => {
    const config = configOf([
      {
        adapter: 'ssd',
        folders: [fixtures('ssd/fixtures/mosaic')],
        end_dates: 'day_before',
        last_day_in_care: 'inclusive',
      },
    ]);
    const { rows } = await extractAuthority(config, { asAt: '2024-12-31', settings });
    expect(rows.care_period[0]?.end_date).toBe('2024-07-01');
    expect(rows.episode[1]?.end_date).toBe('2024-07-01');
    expect(rows.placement[1]?.end_date).toBe('2024-07-01');
  });

  test('trap 4: one category a row is history', () => {
    expect(extract.rows.care_plan.map(({ plan, origin, end_date }) => [plan, origin, end_date])).toEqual([
      ['RETURN_HOME', 'category', '2024-05-01'],
      ['SGO_CAO', 'category', null],
      ['LTF', 'category', null],
      ['NO_PLAN', 'category', null],
    ]);
    expect(extract.inputs).toContain('care_plan_category');
  });

  test('rows without a person find their child by period of care or referral', () => {
    expect(extract.rows.placement.map(({ child_id, care_period_id }) => [child_id, care_period_id])).toEqual([
      ['201', 'C1'],
      ['201', 'C1'],
    ]);
    expect(extract.rows.review).toMatchObject([{ child_id: '201' }]);
    expect(extract.rows.allocation).toMatchObject([{ child_id: '201', role: 'case_worker' }]);
    expect(refusals(extract)).toEqual([
      'cla_placement.csv:4 orphan_row clap_cla_id',
      'involvements.csv:3 orphan_row invo_referral_id',
    ]);
  });

  test('what a source does not give is not among its inputs', () => {
    expect(extract.inputs).toEqual([
      'care_period',
      'placement',
      'placement_history',
      'review',
      'review_due',
      'review_participation',
      'care_plan',
      'care_plan_category',
      'end_reason',
      'provider',
      'allocation',
    ]);
  });
});

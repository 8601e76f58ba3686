import { beforeAll, describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import {
  configOf,
  csv,
  extractOf,
  fixtures,
  notes,
  refusals,
  settings,
} from '../../support/source-folder.ts';

describe('two collection years of 903', () => {
  let extract: Extract;
  beforeAll(async () => {
    const config = configOf([{ adapter: 'ssda903', folders: [fixtures('ssda903/fixtures')] }]);
    extract = await extractAuthority(config, { asAt: '2025-03-31', settings });
  });

  test('the later year wins on child and start; the earlier row counts as accepted', () => {
    expect(
      extract.rows.episode.map(({ row_key, end_date, source_file }) => [
        row_key,
        end_date,
        source_file.slice(0, 7),
      ]),
    ).toEqual([
      ['1:2023-05-10', '2023-09-01', '2023-24'],
      ['1:2023-09-01', '2024-07-01', '2024-25'],
      ['1:2024-07-01', null, '2024-25'],
      ['2:2023-02-01', '2023-06-01', '2023-24'],
      ['2:2023-12-01', '2024-05-10', '2024-25'],
      // absent from the next return: in care until the 31 March of the last one that lists it
      ['3:2023-02-01', '2024-04-01', '2023-24'],
      ['4:2023-02-01', '2024-05-01', '2024-25'],
      ['4:2024-05-01', '2024-12-01', '2024-25'],
    ]);
    expect(extract.files.every(({ rows_quarantined }) => rows_quarantined === 0)).toBe(true);
  });

  test('a period of care starts at RNE S and runs while episodes touch', () => {
    expect(
      extract.rows.care_period.map(({ care_period_id, end_date, end_reason }) => [
        care_period_id,
        end_date,
        end_reason,
      ]),
    ).toEqual([
      ['1:2023-05-10', null, null],
      ['2:2023-02-01', '2023-06-01', 'E4A'],
      ['2:2023-12-01', null, null],
      ['3:2023-02-01', '2024-04-01', null],
      ['4:2023-02-01', '2024-12-01', 'E11'],
    ]);
    expect(notes(extract)).toMatchObject({ continues_without_next: 1, closed_at_year_end: 1 });
  });

  test('a change of legal status alone is no new placement', () => {
    expect(
      extract.rows.placement
        .filter(({ child_id }) => child_id === '1')
        .map(({ start_date, end_date, placement_type, change_reason }) => [
          start_date,
          end_date,
          placement_type,
          change_reason,
        ]),
    ).toEqual([
      ['2023-05-10', '2024-07-01', 'U6', 'CARPL'],
      ['2024-07-01', null, 'U4', null],
    ]);
    expect(
      extract.rows.legal_status
        .filter(({ child_id }) => child_id === '1')
        .map(({ legal_status }) => legal_status),
    ).toEqual(['C1', 'C2', 'C2']);
  });

  test('a reason on an open episode says nothing', () => {
    expect(extract.rows.episode.find(({ row_key }) => row_key === '1:2024-07-01')?.end_reason).toBeNull();
  });

  test('reviews of both years are counted once, the later word on them stands', () => {
    expect(extract.rows.review.map(({ held_date }) => held_date)).toEqual(
      ['2023-06-05', '2023-09-01', '2024-05-01'].sort(),
    );
  });

  test('trap 6: DATE_PLACED is the decision, and a match is known only once adopted', () => {
    expect(extract.rows.adoption).toMatchObject([
      { row_key: '4:2023-01-15', decision_date: '2023-01-15', placed_date: null, matched_by: 'person' },
      { row_key: 'adopted:4:2023-01-15', matched_date: '2024-04-20', adopted_by_carer: true },
    ]);
  });

  test('a corrected date of birth is taken from the later year', () => {
    expect(extract.rows.child.find(({ child_id }) => child_id === '4')?.birth_date).toBe('2018-02-01');
    expect(notes(extract).birth_date_corrected).toBe(1);
  });

  test('an unaccompanied child is one until a day that may lie ahead', () => {
    expect(extract.rows.unaccompanied).toMatchObject([
      { child_id: '2', start_date: null, end_date: '2028-01-15' },
    ]);
  });

  test('plans, meetings and teams are not given; unread files are listed without rows', () => {
    expect(extract.inputs).toEqual([
      'care_period',
      'legal_status',
      'placement',
      'placement_history',
      'review',
      'review_participation',
      'adoption_decision',
      'adoption_match',
      'adopted_by_carer',
      'end_reason',
      'home',
      'provider',
      'unaccompanied',
    ]);
    expect(extract.files.find(({ file }) => file === '2023-24/missing.csv')).toMatchObject({
      recognised_as: 'ssda903.missing (not used)',
      rows_read: 0,
    });
  });

  test('folders may be listed in any order', async () => {
    const folders = ['2024-25', '2023-24'].map((year) => fixtures(`ssda903/fixtures/${year}`));
    const listed = await extractAuthority(configOf([{ adapter: 'ssda903', folders }]), {
      asAt: '2025-03-31',
      settings,
    });
    expect(listed.rows).toEqual(extract.rows);
  });
});

describe('what goes wrong in 903 episodes', () => {
  const header = csv('CHILD,SEX,DOB,ETHNIC,UPN', '1,M,01/01/2015,WBRI,UN2');
  const columns = 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE';
  const run = (...rows: string[]) =>
    extractOf({ 'header.csv': header, 'episodes.csv': csv(columns, ...rows) }, { adapter: 'ssda903' });

  test('an open episode followed by a later one ends its states there', async () => {
    const extract = await run('1,01/02/2024,S,C1,N1,U6,PR1,,,', '1,01/05/2024,P,C1,N1,U4,PR1,,,');
    expect(extract.rows.episode[0]?.end_date).toBeNull();
    expect(extract.rows.placement.map(({ end_date }) => end_date)).toEqual(['2024-05-01', null]);
    expect(extract.rows.care_period).toHaveLength(1);
    expect(notes(extract).closed_at_next_start).toBe(1);
  });

  test('after a gap of two days a new period begins, after one day it is the same', async () => {
    const gap = (start: string) =>
      run('1,01/02/2024,S,C1,N1,U6,PR1,01/05/2024,E8,', `1,${start},P,C1,N1,U4,PR1,,,`);
    expect((await gap('02/05/2024')).rows.care_period).toHaveLength(1);
    expect((await gap('03/05/2024')).rows.care_period).toHaveLength(2);
  });

  test('an end soon after the as-at date dates the extract; a far one lies in the future', async () => {
    const extract = await run(
      '1,01/02/2024,S,C1,N1,U6,PR1,01/02/2025,E8,',
      '1,01/02/2023,S,C1,N1,U6,PR1,02/06/2025,E8,',
    );
    expect(refusals(extract)).toEqual(['episodes.csv:3 future_date DEC']);
  });

  test('the same child and start twice in one file: the first stays', async () => {
    const extract = await run('1,01/02/2024,S,C1,N1,U6,PR1,,,', '1,01/02/2024,S,C2,N1,U6,PR1,,,');
    expect(refusals(extract)).toEqual(['episodes.csv:3 duplicate_key -']);
    expect(extract.rows.episode).toMatchObject([{ legal_status: 'C1' }]);
  });
});

import { describe, expect, test } from 'vitest';
import { collectionYear, outsideItsYears } from '../../../sources/reading/code-years.ts';
import { csv, extractOf, notes } from '../../support/source-folder.ts';

describe('years of a code', () => {
  test('a collection year ends on 31 March', () => {
    expect(['2018-03-31', '2018-04-01', '2018-12-31', '2019-03-31'].map(collectionYear)).toEqual([
      2018, 2019, 2019, 2019,
    ]);
  });

  test.each([
    ['end_reason', 'E44', '2018-03-31', '2018-03-31', false],
    ['end_reason', 'E44', '2018-04-01', '2018-04-01', true],
    ['end_reason', 'E46', '2018-03-31', '2018-03-31', true],
    ['end_reason', 'E46', '2018-04-01', '2018-04-01', false],
    ['end_reason', 'E11', '2010-01-01', '2030-01-01', false],
    ['placement_type', 'H5', '2024-03-01', '2026-09-01', false],
    ['placement_type', 'H5', '2025-04-01', '2026-09-01', true],
    ['placement_type', 'K3', '2023-01-01', '2024-03-31', true],
    ['placement_type', 'K3', '2023-01-01', '2024-04-01', false],
    ['placement_type', null, '2023-01-01', '2024-04-01', false],
  ])('%s %s from %s to %s is outside: %s', (set, code, first, last, outside) => {
    expect(outsideItsYears(set, code, first, last)).toBe(outside);
  });

  test('special guardianship under the wrong code of its year is accepted and counted', async () => {
    const extract = await extractOf(
      {
        'header.csv': csv(
          'CHILD,SEX,DOB,ETHNIC',
          ...[1, 2, 3, 4].map((child) => `${child},F,04/05/2012,WBRI`),
        ),
        'episodes.csv': csv(
          'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE',
          '1,01/02/2017,S,C2,N1,U6,PR1,31/03/2018,E44,',
          '2,01/02/2017,S,C2,N1,U6,PR1,01/04/2018,E44,',
          '3,01/02/2017,S,C2,N1,U6,PR1,31/03/2018,E46,',
          '4,01/02/2017,S,C2,N1,U6,PR1,01/04/2018,E46,',
        ),
      },
      { adapter: 'ssda903', asAt: '2018-06-30' },
    );
    expect(extract.rows.care_period.map((row) => row.end_reason)).toEqual(['E44', 'E44', 'E46', 'E46']);
    expect(notes(extract).code_outside_its_years).toBe(2);
    expect(extract.quarantine).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { csv, extractOf, leftOut, notes, oneChild, refusals } from '../../support/source-folder.ts';

const adopterHeader =
  'adop_table_id,adop_family_id,adop_enquiry_date,adop_stage1_start_date,adop_stage1_end_date,adop_stage2_start_date,adop_stage2_end_date,adop_application_date,adop_approved_date,adop_ffa_flag,adop_matched_date,adop_placed_date,adop_children_placed,adop_order_date,adop_left_date,adop_left_reason';
const adopters = (...rows: string[]) =>
  extractOf({ ...oneChild, 'local_adopters.csv': csv(adopterHeader, ...rows) });

describe('local_adopters', () => {
  test('steps are kept, the numbers of adopter and family are not', async () => {
    const extract = await adopters(
      'AD-771,AF-882,2023-12-01,2024-01-05,2024-03-05,2024-03-10,2024-06-20,2024-01-02,2024-07-01,Yes,2024-09-01,2024-10-01,2,2025-01-20,,',
    );
    expect(extract.rows.adopter_household).toEqual([
      {
        row_key: 'local_adopters.csv:2',
        source_file: 'local_adopters.csv',
        source_line: 2,
        household_key: 'household-0001',
        enquiry_date: '2023-12-01',
        stage1_start_date: '2024-01-05',
        stage1_end_date: '2024-03-05',
        stage2_start_date: '2024-03-10',
        stage2_end_date: '2024-06-20',
        application_date: '2024-01-02',
        approved_date: '2024-07-01',
        early_permanence: true,
        matched_date: '2024-09-01',
        placed_date: '2024-10-01',
        children_placed: 2,
        order_date: '2025-01-20',
        left_date: null,
        left_reason: null,
        listed_date: null,
      },
    ]);
    expect(extract.inputs).toContain('adopter_household');
    expect(JSON.stringify(extract)).not.toMatch(/771|882/);
  });

  test('two adopters of one household share its number; a row without a family is one of its own', async () => {
    const extract = await adopters(
      '1,AF-1,,2024-01-05,,,,,,,,,,,,',
      '2,af 1,,2024-01-05,,,,,2024-07-01,,,,,,,',
      '3,,,2024-02-05,,,,,,,,,,,,',
      '4,,,2024-02-05,,,,,,,,,,,,',
    );
    expect(extract.rows.adopter_household.map((row) => row.household_key)).toEqual([
      'household-0001',
      'household-0001',
      'household-0002',
      'household-0003',
    ]);
    expect(notes(extract)).toMatchObject({ adopters_without_family: 2, adopters_dates_differ: 1 });
  });

  test.each([
    ['1', 'WITHDREW'],
    ['2', 'ON_HOLD'],
    ['Not approved by panel', 'REFUSED'],
  ])('the reason for leaving %j is %s', async (written, reason) => {
    const extract = await adopters(`1,A,,2024-01-05,,,,,,,,,,,2024-02-01,${written}`);
    expect(extract.rows.adopter_household.map((row) => row.left_reason)).toEqual([reason]);
  });

  test('what cannot be is quarantined', async () => {
    const extract = await adopters(
      '1,A,,2024-01-05,,,,,2024-01-05,,2024-01-05,2024-01-05,1,2024-01-05,,',
      '2,B,,,,,,,,,2024-01-05,,,,,',
      '3,C,,2024-01-05,,,,,2024-01-04,,,,,,,',
      '4,D,,2024-01-05,,,,,2024-07-01,,2024-06-30,,,,,',
      '5,E,,2024-01-05,,2024-01-04,,,,,,,,,,',
      '6,F,,31/04/2024,,,,,,,,,,,,',
      '7,G,,2030-01-05,,,,,,,,,,,,',
      '8,H,,2024-01-05,,,,,,maybe,,,,,,',
      '9,I,,2024-01-05,,,,,,,,,two,,,',
      '1,J,,2024-01-05,,,,,,,,,,,,',
      '10,K,,2024-01-05,,,,,,,,,,,2024-01-04,1',
      '11,L,,2024-01-05,,,,,,,,,,,2024-02-04,moved away',
    );
    expect(extract.rows.adopter_household.map((row) => row.source_line)).toEqual([10, 13, 2, 9]);
    expect(refusals(extract)).toEqual([
      'local_adopters.csv:3 missing_value adop_stage1_start_date',
      'local_adopters.csv:4 end_before_start adop_approved_date',
      'local_adopters.csv:5 end_before_start adop_matched_date',
      'local_adopters.csv:6 end_before_start adop_stage2_start_date',
      'local_adopters.csv:7 impossible_date adop_stage1_start_date',
      'local_adopters.csv:8 future_date adop_stage1_start_date',
      'local_adopters.csv:11 duplicate_key -',
      'local_adopters.csv:12 end_before_start adop_left_date',
    ]);
    expect(leftOut(extract)).toEqual([
      'local_adopters.csv:9 unknown_code adop_ffa_flag',
      'local_adopters.csv:10 invalid_number adop_children_placed',
      'local_adopters.csv:13 unknown_code adop_left_reason',
    ]);
  });

  test('the day that means no date is none', async () => {
    const extract = await adopters('1,A,,2024-01-05,,1900-01-01,,,01/01/1900,,,,,,,');
    expect(extract.rows.adopter_household[0]).toMatchObject({ stage2_start_date: null, approved_date: null });
  });
});

const fosterHeader =
  'fost_household_id,fost_approved_date,fost_ended_date,fost_ended_reason,fost_approved_places,fost_filled_places,fost_kind';
const fostering = (...rows: string[]) =>
  extractOf({ ...oneChild, 'local_foster_households.csv': csv(fosterHeader, ...rows) });

describe('local_foster_households', () => {
  test('approval, end and places are kept, the number of the household is not', async () => {
    const extract = await fostering(
      'FH-993,2020-02-29,,,3,2,In-house',
      'FH-994,2021-05-01,2024-05-01,Retired,1,,Kinship',
    );
    expect(extract.rows.foster_household).toEqual([
      {
        row_key: 'local_foster_households.csv:2',
        source_file: 'local_foster_households.csv',
        source_line: 2,
        household_key: 'household-0001',
        approved_date: '2020-02-29',
        ended_date: null,
        ended_reason: null,
        approved_places: 3,
        filled_places: 2,
        kind: 'INHOUSE',
      },
      {
        row_key: 'local_foster_households.csv:3',
        source_file: 'local_foster_households.csv',
        source_line: 3,
        household_key: 'household-0002',
        approved_date: '2021-05-01',
        ended_date: '2024-05-01',
        ended_reason: 'RESIGNED',
        approved_places: 1,
        filled_places: null,
        kind: 'CONNECTED',
      },
    ]);
    expect(extract.inputs).toEqual(expect.arrayContaining(['foster_household', 'foster_places']));
    expect(JSON.stringify(extract)).not.toMatch(/99[34]/);
  });

  test('without a single number of filled places there is no occupancy', async () => {
    const extract = await fostering('1,2020-02-29,,,3,,', '2,2020-02-29,,,,1,');
    expect(extract.inputs).toContain('foster_household');
    expect(extract.inputs).not.toContain('foster_places');
    expect(notes(extract)).toMatchObject({ places_not_recorded: 2 });
  });

  test('more children than places are told of; of a household that ended nothing is asked', async () => {
    const extract = await fostering('1,2020-02-29,,,2,3,', '2,2020-02-29,2021-01-01,,,,');
    expect(notes(extract)).toMatchObject({ more_filled_than_approved: 1 });
    expect(notes(extract)).not.toHaveProperty('places_not_recorded');
  });

  test('what cannot be is quarantined; a new approval of one household on another day is none of it', async () => {
    const extract = await fostering(
      '1,2020-01-01,2021-01-01,,2,,',
      '1,2021-01-01,,,3,1,',
      '1,2021-01-01,,,4,1,',
      ',2021-01-01,,,3,1,',
      '2,,,,3,1,',
      '3,2021-01-02,2021-01-01,,3,1,',
      '4,2021-01-01,,,-3,1,',
      '5,2021-01-01,,,2,1.5,',
      '6,2021-01-01,2030-01-01,,2,1,',
      '7,2021-01-01,,,2,1,Agency',
      '8,2021-01-01,2022-01-01,Tired,2,,',
    );
    expect(extract.rows.foster_household.map((row) => row.source_line)).toEqual([11, 12, 2, 3, 8, 9]);
    expect(refusals(extract)).toEqual([
      'local_foster_households.csv:4 duplicate_key -',
      'local_foster_households.csv:5 missing_value fost_household_id',
      'local_foster_households.csv:6 missing_value fost_approved_date',
      'local_foster_households.csv:7 end_before_start fost_ended_date',
      'local_foster_households.csv:10 future_date fost_ended_date',
    ]);
    expect(leftOut(extract)).toEqual([
      'local_foster_households.csv:8 invalid_number fost_approved_places',
      'local_foster_households.csv:9 invalid_number fost_filled_places',
      'local_foster_households.csv:11 unknown_code fost_kind',
      'local_foster_households.csv:12 unknown_code fost_ended_reason',
    ]);
  });

  test('a file of which nothing is accepted feeds nothing', async () => {
    expect((await fostering(',2020-02-29,,,3,2,')).inputs).not.toContain('foster_household');
    expect((await adopters('1,A,,,,,,,,,,,,,,')).inputs).not.toContain('adopter_household');
  });
});

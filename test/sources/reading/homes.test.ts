import { describe, expect, test } from 'vitest';
import { homeNumbers } from '../../../sources/reading/homes.ts';
import { csv, extractOf, oneChild } from '../../support/source-folder.ts';

const at = (row_key: string, start_date: string, postcode: string | null, urn: string | null = null) => ({
  row_key,
  child_id: row_key.slice(0, 1),
  start_date,
  postcode,
  urn,
});

describe('which home a placement is', () => {
  test('one postcode and URN is one home, numbered in order of first appearance, per child', () => {
    const numbers = homeNumbers([
      at('a3', '2024-03-01', 'qq1 1aa', 'SC1'),
      at('a1', '2024-01-01', 'QQ1 1AA', 'SC1'),
      at('a2', '2024-02-01', 'QQ2 2BB', 'SC1'),
      at('a4', '2024-04-01', 'QQ11AA', 'SC2'),
      at('b1', '2024-01-01', 'QQ2 2BB', 'SC1'),
    ]);
    expect(Object.fromEntries(numbers)).toEqual({ a1: 1, a2: 2, a3: 1, a4: 3, b1: 1 });
  });

  test('without a URN it is the latest home of that postcode; without a postcode it is unknown', () => {
    const numbers = homeNumbers([
      at('a1', '2024-01-01', 'QQ1 1AA'),
      at('a2', '2024-02-01', 'QQ1 1AA', 'SC1'),
      at('a3', '2024-03-01', 'QQ1 1AA', 'SC2'),
      at('a4', '2024-04-01', 'QQ1 1AA', 'XXXXXXX'),
      at('a5', '2024-05-01', null, 'SC1'),
      at('a6', '2024-06-01', 'ZZ99 3VZ', 'SC1'),
    ]);
    expect(Object.fromEntries(numbers)).toEqual({ a1: 1, a2: 1, a3: 2, a4: 2 });
  });
});

describe('homes and carers through the door', () => {
  test('SSD: the episode that starts with the placement tells of the carer; no address is kept', async () => {
    const extract = await extractOf({
      ...oneChild,
      'episodes.csv': csv(
        'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_entered_care_date',
        'E1,1,C1,2024-02-01,S,2024-03-01,X1,',
        'E2,1,C1,2024-03-01,L,2024-04-01,X1,',
        'E3,1,C1,2024-04-01,T,2024-05-01,X1,',
        'E4,1,C1,2024-05-01,P,2024-06-01,X1,',
        'E5,1,C1,2024-06-01,U,,,',
      ),
      'placement.csv': csv(
        'clap_cla_placement_id,clap_person_id,clap_cla_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date,clap_cla_placement_postcode,clap_cla_placement_urn,clap_cla_placement_distance',
        'P1,1,C1,2024-02-01,U6,2024-03-01,QQ1 1AA,SC1,',
        'P2,1,C1,2024-03-01,U6,2024-04-01,QQ1 1AA,SC1,',
        'P3,1,C1,2024-04-01,U6,2024-05-01,QQ2 2BB,SC1,',
        'P4,1,C1,2024-05-01,U6,2024-06-01,QQ3 3CC,SC1,999.9',
        'P5,1,C1,2024-06-01,A5,,,,',
        'P6,1,C1,2024-07-15,T1,2024-07-16,,,',
      ),
    });
    const rows = extract.rows.placement.map((row) => [row.row_key, row.home_number, row.same_carer]);
    expect(rows).toEqual([
      ['P1', 1, false],
      ['P2', 1, null],
      ['P3', 2, true],
      ['P4', 3, false],
      ['P5', null, true],
      ['P6', null, null],
    ]);
    expect(extract.inputs).toContain('home');
    expect(extract.inputs).not.toContain('distance');
    expect(JSON.stringify(extract)).not.toMatch(/QQ|SC1/);
  });

  test('903: the reason for the new episode tells of the carer; no address is kept', async () => {
    const extract = await extractOf(
      {
        'header.csv': csv('CHILD,SEX,DOB,ETHNIC', '1,F,04/05/2016,WBRI'),
        'episodes.csv': csv(
          'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,PL_POST,URN',
          '1,01/02/2024,S,C2,N1,U6,PR1,01/03/2024,X1,,QQ1 1AA,SC1',
          '1,01/03/2024,L,E1,N1,U6,PR1,01/04/2024,X1,CARPL,QQ1 1AA,SC1',
          '1,01/04/2024,P,E1,N1,U6,PR1,01/05/2024,X1,,QQ2 2BB,SC1',
          '1,01/05/2024,B,E1,N1,U6,PR1,01/06/2024,X1,,QQ1 1AA,SC1',
          '1,01/06/2024,U,E1,N1,A5,PR1,,,,,',
        ),
      },
      { adapter: 'ssda903' },
    );
    const rows = extract.rows.placement.map((row) => [row.start_date, row.home_number, row.same_carer]);
    expect(rows).toEqual([
      ['2024-02-01', 1, false],
      ['2024-04-01', 2, false],
      ['2024-05-01', 1, false],
      ['2024-06-01', null, true],
    ]);
    expect(extract.inputs).toContain('home');
    expect(JSON.stringify(extract)).not.toMatch(/QQ|SC1/);
  });

  test('without postcodes no home is known, and the input is not given', async () => {
    const extract = await extractOf({
      ...oneChild,
      'placement.csv': csv(
        'clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date,clap_cla_placement_distance',
        'P1,1,2024-02-01,U6,,12.5',
      ),
    });
    expect(extract.inputs).toContain('distance');
    expect(extract.inputs).not.toContain('home');
  });
});

test('the day on which the adopting carer began; 1900-01-01 is no date', async () => {
  const extract = await extractOf({
    ...oneChild,
    'permanence.csv': csv(
      'perm_table_id,perm_person_id,perm_cla_id,perm_adm_decision_date,perm_placed_foster_carer_date',
      'M1,1,C1,2024-06-01,2024-02-10',
      'M2,1,C1,2024-07-01,1900-01-01 00:00:00.000',
    ),
  });
  expect(extract.rows.adoption.map((row) => row.carer_placed_date)).toEqual(['2024-02-10', null]);
});

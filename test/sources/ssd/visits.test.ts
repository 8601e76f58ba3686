import { expect, test } from 'vitest';
import { csv, extractOf, leftOut, notes, oneChild, refusals } from '../../support/source-folder.ts';

const header =
  'clav_cla_visit_id,clav_cla_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen,clav_cla_visit_seen_alone';

test('visits are read with who was seen; what cannot be a visit of a known child is quarantined', async () => {
  const files = {
    ...oneChild,
    'visits.csv': csv(
      header,
      'V1,C1,1,2024-02-05 00:00:00.000,Y,N',
      'V2,C1,,05/03/2024,N,',
      'V3,C9,1,2024-04-01,,',
      'V4,C1,2,2024-04-02,Y,Y',
      'V5,C1,1,2025-02-01,Y,Y',
      'V6,C1,1,,Y,Y',
      'V7,C1,1,2024-05-01,perhaps,Y',
      'V1,C1,1,2024-06-01,Y,Y',
    ),
  };
  const extract = await extractOf(files, { config: { extract_date: '2025-01-31' } });
  expect(
    extract.rows.visit.map((row) => [
      row.row_key,
      row.child_id,
      row.care_period_id,
      row.visit_date,
      row.seen,
      row.seen_alone,
    ]),
  ).toEqual([
    ['V1', '1', 'C1', '2024-02-05', true, false],
    ['V2', '1', 'C1', '2024-03-05', false, null],
    ['V3', '1', null, '2024-04-01', null, null],
    ['V7', '1', 'C1', '2024-05-01', null, true],
  ]);
  expect(refusals(extract)).toEqual([
    'visits.csv:5 orphan_row clav_person_id',
    'visits.csv:6 future_date clav_cla_visit_date',
    'visits.csv:7 missing_value clav_cla_visit_date',
    'visits.csv:9 duplicate_key -',
  ]);
  expect(notes(extract)).toMatchObject({ unknown_care_period: 1 });
  expect(extract.inputs).toEqual(expect.arrayContaining(['visit', 'visit_alone']));
  const tally = extract.files.find(({ file }) => file === 'visits.csv');
  expect([tally?.rows_read, tally?.rows_accepted, tally?.rows_quarantined]).toEqual([8, 4, 4]);
  expect(leftOut(extract)).toEqual(['visits.csv:8 unknown_code clav_cla_visit_seen']);
});

test('a file of which no row is accepted gives no visits, and nobody seen alone is no answer', async () => {
  const none = await extractOf({ ...oneChild, 'visits.csv': csv(header, 'V1,C1,1,31/02/2024,Y,Y') });
  expect(none.inputs).not.toContain('visit');
  const silent = await extractOf({ ...oneChild, 'visits.csv': csv(header, 'V1,C1,1,2024-03-01,Y,') });
  expect(silent.inputs).toContain('visit');
  expect(silent.inputs).not.toContain('visit_alone');
});

const episodeHeader =
  'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_last_iro_contact_date';

test('a contact of the reviewing officer that cannot be costs no episode', async () => {
  const extract = await extractOf({
    'person.csv': oneChild['person.csv'] ?? '',
    'episodes.csv': csv(
      episodeHeader,
      'E1,1,C1,2024-02-01,2024-03-01,X1,2024-12-24',
      'E2,1,C1,2024-03-01,2024-04-01,X1,2025-03-01',
      'E3,1,C1,2024-04-01,,,31/02/2024',
    ),
  });
  expect(extract.rows.episode.map((row) => row.officer_contact_date)).toEqual(['2024-12-24', null, null]);
  expect(notes(extract)).toMatchObject({ cell_not_recorded: 2 });
  expect(extract.inputs).toContain('officer_contact');
});

test('siblings of an adoption record are read as they stand there', async () => {
  const extract = await extractOf({
    ...oneChild,
    'permanence.csv': csv(
      'perm_table_id,perm_cla_id,perm_adm_decision_date,perm_part_of_sibling_group,perm_siblings_placed_together',
      'M1,C1,2024-06-01,1,2',
      'M2,C1,2024-06-02,0,-1',
      'M3,C1,2024-06-03,1,0',
      'M4,C1,2024-06-04,1,1.5',
      'M5,C1,2024-06-05,1,',
      'M6,C1,2024-06-06,,',
    ),
  });
  expect(extract.rows.adoption.map((row) => [row.row_key, row.sibling_group, row.siblings_together])).toEqual(
    [
      ['M1', true, 2],
      ['M2', false, null],
      ['M3', true, null],
      ['M4', true, null],
      ['M5', true, null],
      ['M6', null, null],
    ],
  );
  expect(leftOut(extract)).toEqual(['permanence.csv:5 invalid_number perm_siblings_placed_together']);
  // The three of the group that do not say how many live together, 0 being no answer.
  expect(notes(extract)).toMatchObject({ siblings_together_not_recorded: 3 });
  expect(extract.inputs).toContain('adoption_siblings');
});

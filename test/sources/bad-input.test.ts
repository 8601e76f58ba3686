import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { extractAuthority } from '../../sources/extract.ts';
import {
  configOf,
  csv,
  episodes,
  extractOf,
  folderOf,
  leftOut,
  notes,
  oneChild,
  person,
  refusals,
  scratchFolder,
  settings,
} from '../support/source-folder.ts';

const failure = async (run: Promise<unknown>): Promise<TrackerError> => {
  const error: unknown = await run.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TrackerError);
  return error as TrackerError;
};

const legal = (...rows: string[]): string =>
  csv(
    'lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date',
    ...rows,
  );

describe('input that is refused', () => {
  const run = (folder: string) =>
    extractAuthority(configOf([{ adapter: 'ssd', folders: [folder] }]), { asAt: '2025-01-31', settings });

  test('a folder that does not exist', async () => {
    expect(await failure(run(join(scratchFolder(), 'gone')))).toMatchObject({
      code: 'folder_missing',
      exitCode: 3,
    });
  });

  test('an empty folder says which file is needed', async () => {
    const error = await failure(run(scratchFolder()));
    expect(error).toMatchObject({ code: 'file_missing', exitCode: 3 });
    expect(error.message).toContain('ssd.person');
  });

  test('a required column absent: file, line, column and what to do', async () => {
    const error = await failure(
      run(
        folderOf({
          'person.csv': oneChild['person.csv'] ?? '',
          'e.csv': csv(
            'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date',
            'E1,1,C1,2024-01-01',
          ),
        }),
      ),
    );
    expect(error).toMatchObject({ code: 'column_missing', exitCode: 3 });
    expect(error.message).toBe(
      'e.csv, line 1: the column clae_cla_episode_ceased_date is missing (recognised as ssd.cla_episodes)',
    );
    expect(error.advice).not.toBe('');
  });

  test('one of two columns, named twice', async () => {
    const twice = csv('pers_person_id,PERS_PERSON_ID ,pers_dob', '1,1,2016-01-01');
    expect(await failure(run(folderOf({ ...oneChild, 'person.csv': twice })))).toMatchObject({
      code: 'column_repeated',
    });
  });

  test('an as-at date after the day the authority says it made the extract', async () => {
    const error = await failure(
      extractOf(oneChild, { asAt: '2025-01-31', config: { extract_date: '2025-01-30' } }),
    );
    expect(error).toMatchObject({ code: 'as_at_after_extract', exitCode: 3 });
  });

  const daily = (from: string, days: number): string =>
    legal(...Array.from({ length: days }, (_, n) => `S${n},1,C2,${addDays(from, n)},`));

  test('an as-at date long after files in daily use stop', async () => {
    const files = { ...oneChild, 'legal.csv': daily('2024-10-01', 20) };
    expect(await failure(extractOf(files, { asAt: '2025-01-31' }))).toMatchObject({
      code: 'as_at_after_extract',
    });
    expect((await extractOf(files, { asAt: '2024-12-15' })).snapshot_date).toBe('2024-12-15');
  });

  test('files that are not in daily use may stop long before', async () => {
    expect((await extractOf(oneChild, { asAt: '2026-01-31' })).snapshot_date).toBe('2026-01-31');
  });

  test('files that evidently go on after the as-at date are of their newest day, and a mistyped year does not move it', async () => {
    const later = daily('2025-01-25', 20).trimEnd();
    const extract = await extractOf(
      { ...oneChild, 'legal.csv': `${later}\nS99,1,C2,2095-02-01,\n` },
      { asAt: '2025-01-31' },
    );
    expect(extract.snapshot_date).toBe('2025-02-13');
    expect(refusals(extract)).toEqual(['legal.csv:22 future_date lega_legal_status_start_date']);
  });

  test('a permanence table with the wrong person key stops the run', async () => {
    const ids = Array.from({ length: 10 }, (_, n) => String(n + 1));
    const files = {
      'person.csv': person(...ids.map((id) => `${id},F,WBRI,2016-05-04,,,,`)),
      'episodes.csv': episodes(...ids.map((id) => `E${id},${id},C${id},2024-02-01,S,,,`)),
      'legal.csv': legal(...ids.map((id) => `S${id},${id},E1,2024-03-01,`)),
    };
    const permanence = (matching: number) =>
      csv(
        'perm_table_id,perm_person_id,perm_placement_order_date',
        ...ids.map((id) => `M${id},${Number(id) <= matching ? id : `9${id}`},2024-03-01`),
      );
    expect(await failure(extractOf({ ...files, 'permanence.csv': permanence(4) }))).toMatchObject({
      code: 'permanence_join',
      exitCode: 4,
    });
    expect((await extractOf({ ...files, 'permanence.csv': permanence(5) })).rows.adoption).toHaveLength(5);
    expect((await extractOf(files)).inputs).not.toContain('adoption');
  });
});

test('more rows than an extract may have are refused with the file and its line, whatever its size', async () => {
  const error = await failure(extractOf(oneChild, { settings: { most_rows: 1 } }));
  expect(error).toMatchObject({ code: 'too_many_rows', exitCode: 3 });
  expect(error.message).toContain('person.csv, line 2: the files hold more than 1 rows in all');
});

describe('rows that are quarantined', () => {
  const run = (name: string, content: string) => extractOf({ ...oneChild, [name]: content });

  test('an exact repeat, and a key that comes back with other content', async () => {
    const extract = await run(
      'legal.csv',
      legal('S1,1,C1,2024-02-01,', 'S1,1,C1,2024-02-01,', 'S1,1,C2,2024-02-01,'),
    );
    expect(refusals(extract)).toEqual(['legal.csv:3 duplicate_row -', 'legal.csv:4 duplicate_key -']);
    expect(extract.rows.legal_status).toMatchObject([{ legal_status: 'C1' }]);
  });

  test('an orphan', async () => {
    expect(refusals(await run('legal.csv', legal('S1,2,C1,2024-02-01,')))).toEqual([
      'legal.csv:2 orphan_row lega_person_id',
    ]);
  });

  test('dd/mm beside ISO dates are both read; impossible and future days are not', async () => {
    const extract = await run(
      'legal.csv',
      legal(
        'S1,1,C1,2024-02-01 00:00:00.000,01/03/2024',
        'S2,1,C2,30/02/2024,',
        'S3,1,C2,2025-06-01,',
        'S4,1,C2,2024-03-01,2206-02-01',
      ),
    );
    expect(extract.rows.legal_status).toMatchObject([{ start_date: '2024-02-01', end_date: '2024-03-01' }]);
    expect(refusals(extract)).toEqual([
      'legal.csv:3 impossible_date lega_legal_status_start_date',
      'legal.csv:4 future_date lega_legal_status_start_date',
      'legal.csv:5 future_date lega_legal_status_end_date',
    ]);
  });

  test('1900-01-01 is no date, NULL no value, -1 no key', async () => {
    const extract = await extractOf({
      ...oneChild,
      'legal.csv': legal(
        '-1,1,C1,2024-02-01,1900-01-01 00:00:00.000',
        'S2,NULL,C1,2024-02-01,',
        'S3,-1,C1,2024-02-01,',
        'S4,1,null,2024-02-01,',
        'S5,1,C1,1900-01-01,',
      ),
    });
    expect(extract.rows.legal_status).toMatchObject([{ row_key: 'legal.csv:2', end_date: null }]);
    expect(refusals(extract)).toEqual([
      'legal.csv:3 missing_value lega_person_id',
      'legal.csv:4 missing_value lega_person_id',
      'legal.csv:5 missing_value lega_legal_status',
      'legal.csv:6 missing_value lega_legal_status_start_date',
    ]);
  });

  test('ragged, blank and all-NULL rows; an empty cell beyond the header is none', async () => {
    const extract = await run(
      'legal.csv',
      legal(
        'S1,1,C1,2024-02-01',
        'S2,1,C1,2024-02-01,,',
        '',
        'NULL,NULL,NULL,NULL,NULL',
        ',,,,',
        'S3,1,C1,2024-02-01,,x',
      ),
    );
    expect(refusals(extract)).toEqual([
      'legal.csv:2 ragged_row -',
      'legal.csv:4 placeholder_row -',
      'legal.csv:5 placeholder_row -',
      'legal.csv:6 placeholder_row -',
      'legal.csv:7 ragged_row -',
    ]);
  });

  test('unknown codes: the column is named, the value is not', async () => {
    const extract = await run('legal.csv', legal('S1,1,Sesame,2024-02-01,'));
    expect(refusals(extract)).toEqual(['legal.csv:2 unknown_code lega_legal_status']);
    expect(JSON.stringify(extract.quarantine)).not.toContain('Sesame');
  });

  test('a child with three dates of birth stays, of unknown age', async () => {
    const extract = await extractOf({
      'person.csv': person(
        '1,F,WBRI,2016-05-04,,,,A',
        '1,F,WBRI,2015-05-04,,,,A',
        '1,F,WBRI,2014-05-04,,,,A',
        '2,F,WBRI,2014-05-04,,,,B',
      ),
      'episodes.csv': episodes('E1,1,C1,2024-02-01,S,,,', 'E2,2,C2,2024-02-01,S,,,'),
    });
    expect(refusals(extract)).toEqual(['person.csv:3 duplicate_key -', 'person.csv:4 duplicate_key -']);
    expect(leftOut(extract)).toEqual(['person.csv:2 conflicting_birth_date pers_dob']);
    expect(extract.rows.child.map((child) => child.birth_date)).toEqual([null, '2014-05-04']);
    expect(extract.rows.care_period).toHaveLength(2);
  });

  test('an end before its start', async () => {
    expect(refusals(await run('legal.csv', legal('S1,1,C1,2024-02-01,2024-01-31')))).toEqual([
      'legal.csv:2 end_before_start lega_legal_status_end_date',
    ]);
  });

  test('quoted line breaks keep the count of lines', async () => {
    const content = csv(
      'prof_professional_id,prof_professional_job_title',
      'W1,"Worker,\r\nnorth"',
      'W1,Worker',
    );
    expect(refusals(await run('professionals.csv', content))).toEqual([
      'professionals.csv:4 duplicate_key -',
    ]);
  });
});

describe('what is accepted', () => {
  test.each([
    [
      'utf-8-bom',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('team_id,team_name\nT1,Café\n')]),
    ],
    [
      'utf-16le',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('team_id,team_name\nT1,Café\n', 'utf16le')]),
    ],
    ['windows-1252', Buffer.from('team_id,team_name\nT1,Caf\xe9\n', 'latin1')],
    ['utf-8', Buffer.from('team_id,team_name\nT1,Café\n')],
  ])('a file in %s', async (encoding, bytes) => {
    const extract = await extractOf({ ...oneChild, 'local.csv': bytes });
    expect(extract.files.find(({ file }) => file === 'local.csv')?.encoding).toBe(encoding);
    expect(extract.rows.team).toMatchObject([{ team_name: 'Café' }]);
  });

  test('columns in any case and order, with others among them', async () => {
    const extract = await extractOf({
      ...oneChild,
      'x.csv': csv(
        ' LEGA_Legal_Status ,surprise,lega_person_id,lega_legal_status_end_date,lega_legal_status_start_date',
        'c1 ,x,1,,2024-02-01',
      ),
    });
    expect(extract.rows.legal_status).toMatchObject([{ legal_status: 'C1', row_key: 'x.csv:2' }]);
  });

  test('a header without rows gives nothing, and says so: not available, never zero', async () => {
    const extract = await extractOf({ ...oneChild, 'legal.csv': legal() });
    expect(extract.inputs).toEqual(['care_period', 'end_reason']);
    expect(notes(extract).empty_file).toBe(1);
  });

  test('a file of which every row is refused gives nothing', async () => {
    const extract = await extractOf({
      ...oneChild,
      'legal.csv': legal('S1,1,C1,30/02/2024,', 'S2,1,C1,31/04/2024,'),
    });
    expect(refusals(extract)).toHaveLength(2);
    expect(extract.inputs).toEqual(['care_period', 'end_reason']);
  });

  test('a quote that never ends refuses the file, naming its line', async () => {
    const broken = legal('S1,1,"C1,2024-02-01,', 'S2,1,C2,2024-03-01,');
    await expect(extractOf({ ...oneChild, 'legal.csv': broken })).rejects.toMatchObject({
      code: 'unclosed_quote',
      failure: 'input_refused',
      message: expect.stringContaining('legal.csv, line 2'),
    });
  });

  test('one record in two files is refused: which extract is newer is not guessed', async () => {
    const files = {
      ...oneChild,
      'may/legal.csv': legal('S1,1,C1,2024-02-01,'),
      'june/legal.csv': legal('S1,1,C1,2024-02-01,2024-06-01'),
    };
    await expect(extractOf(files)).rejects.toMatchObject({ code: 'record_in_two_files' });
  });

  test('a child who leaves days after the as-at date stays in the count; a mistyped year moves nothing', async () => {
    const files = {
      ...oneChild,
      'legal.csv': legal('S1,1,C1,2024-02-01,2025-02-02', 'S2,1,C1,2024-02-01,2206-02-02'),
    };
    const extract = await extractOf(files);
    expect(extract.snapshot_date).toBe('2025-02-02');
    expect(extract.rows.legal_status).toMatchObject([{ end_date: '2025-02-02' }]);
    expect(refusals(extract)).toEqual(['legal.csv:3 future_date lega_legal_status_end_date']);
  });

  test('trap 4: placeholders alone give nothing', async () => {
    const extract = await extractOf({ ...oneChild, 'legal.csv': legal('NULL,NULL,NULL,NULL,NULL') });
    expect(extract.inputs).toEqual(['care_period', 'end_reason']);
    expect(notes(extract).placeholder_file).toBe(1);
  });

  test('overlapping episodes, gaps and an end that continues', async () => {
    const extract = await extractOf({
      ...oneChild,
      'episodes.csv': episodes(
        'E1,1,C1,2024-02-01,S,2024-04-01,X1,',
        'E2,1,C1,2024-03-01,P,2024-05-01,X1,',
        'E3,1,C1,2024-05-03,P,2024-06-01,X1,',
      ),
    });
    expect(extract.rows.episode).toHaveLength(3);
    expect(extract.rows.care_period).toMatchObject([{ end_date: null }]);
    expect(notes(extract)).toMatchObject({
      overlapping_episodes: 1,
      episode_gap: 1,
      continues_without_next: 1,
    });
  });

  test('an open period beyond the 18th birthday and a death are told, and end nothing', async () => {
    const extract = await extractOf({
      ...oneChild,
      'person.csv': person('1,F,WBRI,2005-05-04,,2024-12-01,,'),
    });
    expect(extract.rows.care_period).toMatchObject([{ end_date: null }]);
    expect(notes(extract)).toMatchObject({ open_past_18: 1, death_recorded_care_open: 1 });
  });

  test('an unknown file is listed, and the rest is read', async () => {
    const extract = await extractOf({ ...oneChild, 'sub/other.csv': 'a,b\n1,2\n', 'readme.md': 'x' });
    expect(extract.files.find(({ file }) => file === 'sub/other.csv')).toMatchObject({
      recognised_as: null,
      rows_read: 0,
    });
    expect(notes(extract).file_not_recognised).toBe(1);
  });

  test('periods numbered per child are told apart', async () => {
    const extract = await extractOf({
      'person.csv': person('1,F,WBRI,2016-05-04,,,,', '2,F,WBRI,2016-05-04,,,,'),
      'episodes.csv': episodes('E1,1,1,2024-02-01,S,,,', 'E2,2,1,2024-02-01,S,,,'),
      'placement.csv': csv(
        'clap_cla_placement_id,clap_cla_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date',
        'P1,1,2,2024-02-01,U4,',
      ),
    });
    expect(extract.rows.care_period.map(({ care_period_id }) => care_period_id)).toEqual(['1:1', '2:1']);
    expect(extract.rows.placement).toMatchObject([{ child_id: '2', care_period_id: '2:1' }]);
  });

  test('an address id as placement key names several placements', async () => {
    const header =
      'clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date';
    const extract = await extractOf({
      ...oneChild,
      'placement.csv': csv(header, 'A1,1,2024-02-01,U6,2024-03-01', 'A1,1,2024-05-01,DQ,'),
    });
    expect(extract.rows.placement.map(({ row_key }) => row_key)).toEqual([
      'A1@1@2024-02-01',
      'A1@1@2024-05-01',
    ]);
  });

  test("an authority lays its own aliases over the product's", async () => {
    const aliases = join(scratchFolder(), 'aliases.csv');
    writeFileSync(
      aliases,
      csv(
        'authority,code_set,alias,match,code,source',
        'test,legal_status,Sesame,exact,V2,our system',
        'other,legal_status,C2,exact,C1,not ours',
        '*,legal_status,Old order,contains,-,our system',
      ),
    );
    const extract = await extractOf(
      {
        ...oneChild,
        'legal.csv': legal('S1,1,sesame,2024-02-01,', 'S2,1,C2,2024-03-01,', 'S3,1,an old order,2024-03-01,'),
      },
      { config: { aliases } },
    );
    expect(extract.rows.legal_status.map(({ legal_status }) => legal_status)).toEqual(['V2', 'C2']);
    expect(extract.quarantine).toEqual([]);
  });

  test('a bad alias stops with file and line', async () => {
    const aliases = join(scratchFolder(), 'aliases.csv');
    writeFileSync(
      aliases,
      csv(
        'authority,code_set,alias,match,code,source',
        '*,legal_status,x,exact,C1,us',
        '*,legal_status,y,exact,Q9,us',
      ),
    );
    const error = await failure(extractOf(oneChild, { config: { aliases } }));
    expect(error).toMatchObject({ code: 'alias_field_invalid', exitCode: 2 });
    expect(error.message).toContain('aliases.csv:3: column code: Q9 is not in the code set');
  });
});

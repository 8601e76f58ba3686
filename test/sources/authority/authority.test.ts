import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { authorityCode, authorityYaml } from '../../../sources/authority/authority-yaml.ts';
import { TrackerError } from '../../../sources/error.ts';
import { extractAuthority, inputFingerprint } from '../../../sources/extract.ts';
import { inspectFolder } from '../../../sources/inspect.ts';
import { csv, fixtures, folderOf, oneChild, scratchFolder, settings } from '../../support/source-folder.ts';

function thrown(run: () => unknown): TrackerError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(TrackerError);
    return error as TrackerError;
  }
  throw new Error('nothing was thrown');
}

function written(text: string): string {
  const path = join(scratchFolder(), 'authority.yaml');
  writeFileSync(path, text);
  return path;
}

const least = 'authority: herts\nname: Hertfordshire\nsources:\n  - adapter: ssd\n    folder: files\n';

describe('authority.yaml', () => {
  test('the least that is needed; paths start from its folder', () => {
    const path = written(`${least}rules: rules\nextract_date: 2026-06-30\n`);
    expect(readAuthority(path)).toMatchObject({
      authority: 'herts',
      procedure: 'unnamed',
      extract_date: '2026-06-30',
      aliases: null,
      rules: join(dirname(path), 'rules'),
      sources: [
        {
          adapter: 'ssd',
          folders: [join(dirname(path), 'files')],
          end_dates: 'touch',
          last_day_in_care: 'exclusive',
        },
      ],
    });
  });

  test.each([
    [`${least}colour: red\n`, 'line 6: the key colour is not known'],
    [least.replace('folder', 'fodler'), 'line 5: the key fodler is not known'],
    [least.replace('herts', 'Herts!'), 'line 1: authority must be a short code'],
    [least.replace('ssd', 'spreadsheet'), 'line 4: sources.0.adapter must be one of'],
    ['name: X\nsources: []\n', 'the key authority is missing'],
    [`${least}extract_date: 31/02/2024\n`, 'line 6: extract_date must be a day'],
    [`${least}board_site: intranet\n`, 'line 6: board_site must be the address of a folder'],
    [`${least}  - adapter: ssda903\n    folder: x\n`, 'choose the one that feeds the periods of care'],
    [least.replace('ssd', 'local'), 'need ssd or ssda903'],
    ['authority: [a\n', 'line '],
  ])('a mistake is told with its line (%#)', (text, message) => {
    const error = thrown(() => readAuthority(written(text)));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(message);
  });

  test('a file that is not there', () => {
    expect(thrown(() => readAuthority('/nowhere/authority.yaml'))).toMatchObject({
      code: 'authority_unreadable',
      exitCode: 2,
    });
  });
});

describe('looking at a folder', () => {
  test('files are recognised by their columns, whatever their names', async () => {
    const inspection = await inspectFolder(fixtures('ssd/fixtures/mosaic'), settings);
    expect(inspection.files.map(({ file, recognised_as }) => [file, recognised_as])).toContainEqual([
      'cla_care_plan.csv',
      'ssd.cla_care_plan',
    ]);
    expect(inspection.files.find(({ file }) => file === 'person.csv')).toMatchObject({
      missing: [],
    });
  });

  test('what is not read is told, with the nearest known file and never with what stands in it', async () => {
    const folder = folderOf({
      ...oneChild,
      'odd.csv': 'lega_person_id,x\n1,2\n',
      'none.csv': 'x,y\n1,2\n',
      'bare.csv': '1,Nameless,2024-01-01\n2,Other,2024-01-02\n',
      'book.xlsx': 'PK',
      'empty.csv': '',
    });
    const { notRead } = await inspectFolder(folder, settings);
    expect(Object.fromEntries(notRead.map(({ path, why }) => [path, why]))).toEqual({
      'odd.csv':
        'its columns fit no known table; nearest is ssd.legal_status, without lega_legal_status, lega_legal_status_start_date, lega_legal_status_end_date',
      'none.csv': 'its columns fit no known table: the header is not one that is known',
      'bare.csv': 'its first line looks like data: export it with the names of the columns as header',
      'book.xlsx':
        'the file is no workbook that can be read: it is damaged, cut off, or something else under the name of a workbook. Open it in Excel and save it again as .xlsx, or save each sheet as CSV.',
      'empty.csv': 'the file is empty',
    });
  });

  test('how ends are written is judged from the episodes', async () => {
    const header =
      'clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason';
    const rows = Array.from({ length: 12 }, (_, n) => [
      `${n},2024-01-01,2024-01-31,X1`,
      `${n},2024-02-01,,`,
    ]).flat();
    expect((await inspectFolder(folderOf({ 'e.csv': csv(header, ...rows) }), settings)).end_dates).toBe(
      'day_before',
    );
    expect((await inspectFolder(fixtures('ssd/fixtures/mosaic'), settings)).end_dates).toBeNull();
  });

  test.each([
    ['ssd/fixtures/systemc', 'ssd.person'],
    ['ssda903/fixtures', 'ssda903.header'],
  ])('the yaml for %s runs as it is', async (folder, table) => {
    const out = join(scratchFolder(), 'authority.yaml');
    const text = authorityYaml(
      await inspectFolder(fixtures(folder), settings),
      { authority: 'test', name: 'Test: "quoted" & co', national: null },
      out,
    );
    writeFileSync(out, text);
    const config = readAuthority(out);
    expect(config.name).toBe('Test: "quoted" & co');
    const extract = await extractAuthority(config, { asAt: '2025-03-31', settings });
    expect(extract.files.some(({ recognised_as }) => recognised_as === table)).toBe(true);
    expect(text).toContain('local.local_permanence_meetings: T9 and T10');
  });

  test('SSD and local files in one folder are both read', async () => {
    const folder = folderOf({ ...oneChild, 'teams.csv': 'team_id,team_name\nT1,One\n', 'notes.pdf': '' });
    const out = join(folder, 'authority.yaml');
    writeFileSync(
      out,
      authorityYaml(
        await inspectFolder(folder, settings),
        { authority: 'test', name: 'Test', national: null },
        out,
      ),
    );
    const extract = await extractAuthority(readAuthority(out), { asAt: '2025-01-31', settings });
    expect(extract.files.map(({ file }) => file)).toEqual(['episodes.csv', 'person.csv', 'teams.csv']);
    expect(extract.rows.team).toHaveLength(1);
  });

  test('a folder without case records is refused', async () => {
    const inspection = await inspectFolder(folderOf({ 'odd.csv': 'pers_person_id,x\n1,2\n' }), settings);
    const error = thrown(() =>
      authorityYaml(inspection, { authority: 'x', name: 'X', national: null }, 'a.yaml'),
    );
    expect(error).toMatchObject({ code: 'nothing_recognised', exitCode: 3 });
    expect(error.advice).toContain('nearest is ssd.person, without pers_dob');
    await expect(inspectFolder(scratchFolder(), settings)).rejects.toMatchObject({
      code: 'folder_empty',
      exitCode: 3,
    });
  });

  test('a name becomes a code', () => {
    expect(authorityCode('Westmorland & Furness Council')).toBe('westmorland-furness-council');
  });
});

test('the fingerprint changes with any byte of the input, and with nothing else', async () => {
  const folder = folderOf({ ...oneChild, 'authority.yaml': least.replace('files', '.'), 'notes.md': 'a' });
  const print = () => inputFingerprint(readAuthority(join(folder, 'authority.yaml')));
  const before = await print();
  writeFileSync(join(folder, 'notes.md'), 'b');
  expect(await print()).toBe(before);
  writeFileSync(join(folder, 'person.csv'), `${readFileSync(join(folder, 'person.csv'), 'utf8')} `);
  expect(await print()).not.toBe(before);
});

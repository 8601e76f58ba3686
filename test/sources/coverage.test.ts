/** From when to when files are whole, as the door works it out, and what it refuses to believe. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAuthority } from '../../sources/authority/authority.ts';
import type { Extract } from '../../sources/contract/extract.ts';
import { addDays } from '../../sources/days.ts';
import { extractAuthority } from '../../sources/extract.ts';
import { inventedReturn } from '../reference/returns/invented-return.ts';
import {
  csv,
  episodes,
  extractOf,
  type Files,
  folderOf,
  oneChild,
  person,
  settings,
} from '../support/source-folder.ts';

/** Two children a month come into care from 2017 on and stay a year and a half; `kept` says whose rows are in the files. */
function ssd(kept: (entry: string, exit: string) => boolean = () => true): Files {
  const asAt = '2026-06-30';
  const all = Array.from({ length: 228 }, (_, n) => {
    const entry = addDays('2017-01-10', 15 * n);
    return { id: String(n + 1), entry, exit: addDays(entry, 540) };
  }).filter(({ entry, exit }) => entry <= asAt && kept(entry, exit));
  return {
    'person.csv': person(...all.map(({ id }) => `${id},F,WBRI,2015-05-04,,,,Nameless`)),
    'episodes.csv': episodes(
      ...all.map(({ id, entry, exit }) =>
        exit <= asAt
          ? `E${id},${id},C${id},${entry},S,${exit},E4A,${entry}`
          : `E${id},${id},C${id},${entry},S,,,${entry}`,
      ),
    ),
  };
}

const care = ({ coverage }: Extract): string => {
  const found = coverage.find(({ table }) => table === 'care_period');
  return `${found?.stock_from} ${found?.event_from} ${found?.whole_to} ${found?.known_by}`;
};
const codes = ({ problems }: Extract): string[] => problems.map(({ code }) => code);
const asAt = '2026-06-30';

describe('the Standard Safeguarding Dataset', () => {
  test('is whole for the six years that its scripts keep', async () => {
    const extract = await extractOf(ssd(), { asAt });
    expect(care(extract)).toBe('2020-06-30 2020-06-30 2026-06-30 retention of the standard');
    expect(codes(extract)).not.toContain('only_survivors');
  });

  test('of children who are still there is whole on the day of the extract alone', async () => {
    const extract = await extractOf(
      ssd((_, exit) => exit > asAt),
      { asAt },
    );
    expect(care(extract)).toBe('2026-06-30 2026-06-30 2026-06-30 survivorship test');
    expect(codes(extract)).toContain('only_survivors');
  });

  test('that has leavers from a day on is whole from the month-end before', async () => {
    const extract = await extractOf(
      ssd((_, exit) => exit > '2022-03-31'),
      { asAt },
    );
    expect(care(extract)).toBe('2022-03-31 2022-03-31 2026-06-30 survivorship test');
  });

  test('is settled by extract_covers_from, either way', async () => {
    const kept = (_: string, exit: string): boolean => exit > '2022-03-31';
    const config = { extract_covers_from: '2021-01-01' };
    const extract = await extractOf(ssd(kept), { asAt, config });
    expect(care(extract)).toBe('2021-01-01 2021-01-01 2026-06-30 authority.yaml');
    expect(codes(extract)).not.toContain('only_survivors');
  });

  test('of a few children is not judged: in a year nobody may leave by chance', async () => {
    expect(care(await extractOf(oneChild, { asAt: '2025-01-31' }))).toMatch(/retention of the standard$/);
  });
});

describe('the return', () => {
  const all = inventedReturn(903, 60);
  const until = (day: string): Files =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([path]) => path.startsWith('2018/'))
        .map(([path, text]) => {
          const [header = '', ...lines] = text.split('\n');
          const iso = (cell = ''): string => cell.split('/').reverse().join('-');
          if (!path.endsWith('episodes.csv')) return [path, text];
          const open = lines
            .filter((line) => line !== '' && iso(line.split(',')[1]) <= day)
            .map((line) => {
              const cells = line.split(',');
              return iso(cells[7]) > day
                ? cells.map((cell, at) => (at === 7 || at === 8 ? '' : cell)).join(',')
                : line;
            });
          return [path, csv(header, ...open)];
        }),
    );

  test('run within its year is whole to the day of the extract', async () => {
    const extract = await extractOf(until('2018-11-30'), {
      adapter: 'ssda903',
      asAt: '2018-11-30',
      config: { extract_date: '2018-11-30' },
    });
    expect(care(extract)).toBe('2018-04-01 2018-04-01 2018-11-30 years of the return');
  });

  test.each(['2018-03-31', '2017-03-31'])(
    'refuses %s, a day before its year, with the window',
    async (day) => {
      const files = Object.fromEntries(Object.entries(all).filter(([path]) => path.startsWith('2018/')));
      const outside = extractOf(files, { adapter: 'ssda903', asAt: day });
      await expect(outside).rejects.toMatchObject({
        code: 'as_at_outside_coverage',
        exitCode: 3,
        message: expect.stringContaining('2018-04-01 to 2019-03-31'),
      });
    },
  );

  test('refuses a day after its year', async () => {
    const later = extractOf(all, {
      adapter: 'ssda903',
      asAt: '2019-04-30',
      config: { extract_date: '2019-04-30' },
    });
    await expect(later).rejects.toMatchObject({ code: 'as_at_outside_coverage', exitCode: 3 });
  });
});

/** An authority whose yaml has these lines, read from its own folder. */
async function claimed(files: Files, lines: readonly string[]): Promise<Extract> {
  const folder = folderOf(files);
  const yaml = join(folder, 'authority.yaml');
  writeFileSync(yaml, ['authority: test', 'name: Test', 'extract_date: 2026-06-30', ...lines, ''].join('\n'));
  return extractAuthority(readAuthority(yaml), { asAt, settings });
}

const meetings = {
  'local_permanence_meetings.csv': csv(
    'ppmt_person_id,ppmt_meeting_date,ppmt_meeting_status,ppmt_meeting_type',
    '100,2025-05-05,HELD,PPM',
  ),
};
const sources = ['sources:', '  - adapter: ssd', '    folder: .', '  - adapter: local', '    folder: .'];

describe('what authority.yaml says', () => {
  test('a local extract is whole from the day that is named', async () => {
    const { coverage } = await claimed({ ...ssd(), ...meetings }, [
      ...sources,
      '    covers_from:',
      '      local_permanence_meetings: 2025-01-01',
    ]);
    expect(coverage.find(({ table }) => table === 'permanence_meeting')).toMatchObject({
      source: 'local.local_permanence_meetings',
      inputs: ['permanence_meeting'],
      stock_from: '2025-01-01',
      known_by: 'authority.yaml',
    });
  });

  test.each([
    [
      'after the newest day',
      'extract_covers_from: 2026-07-01',
      'line 4: extract_covers_from 2026-07-01 lies after',
    ],
    [
      'before anybody',
      'extract_covers_from: 2015-04-01',
      'line 4: extract_covers_from 2015-04-01 is contradicted by the rows',
    ],
  ])('a window from %s is refused with its line', async (_, line, message) => {
    await expect(claimed(ssd(), [line, ...sources.slice(0, 3)])).rejects.toMatchObject({
      code: 'authority_invalid',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    [
      'of a file that is not there',
      'local_adopters: 2025-01-01',
      'line 10: covers_from names local_adopters, and no such file is there',
    ],
    [
      'that ends before it begins',
      'local_permanence_meetings: 2026-07-01',
      'line 10: covers_from 2026-07-01 of local_permanence_meetings lies after',
    ],
    ['of no kind of file', 'meetings: 2025-01-01', 'meetings is no kind of file of local'],
    [
      'that is no day',
      'local_permanence_meetings: soon',
      'line 10: sources.1.covers_from.local_permanence_meetings must be a day',
    ],
  ])('a window %s is refused with its line', async (_, line, message) => {
    const config = [...sources, '    covers_from:', `      ${line}`];
    await expect(claimed({ ...ssd(), ...meetings }, config)).rejects.toMatchObject({
      code: 'authority_invalid',
      message: expect.stringContaining(message),
    });
  });

  test('years of a return cannot be widened', async () => {
    const files = Object.fromEntries(
      Object.entries(inventedReturn(903, 60)).filter(([path]) => path.startsWith('2018/')),
    );
    const config = {
      extract_covers_from: '2016-04-01',
      path: join(folderOf({ 'a.yaml': 'extract_covers_from: 2016-04-01\n' }), 'a.yaml'),
    };
    await expect(extractOf(files, { adapter: 'ssda903', asAt: '2019-03-31', config })).rejects.toMatchObject({
      message:
        'a.yaml, line 1: extract_covers_from 2016-04-01 is contradicted by the files: the returns on hand begin on 2018-04-01',
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../sources/days.ts';
import { check } from '../../support/check.ts';
import {
  base,
  changed,
  csvOf,
  filesOf,
  notations,
  type Return,
  type Row,
  thisYear,
  withIds,
  yearBefore,
} from '../../support/invented-return.ts';
import { type Files, folderOf, scratchFolder } from '../../support/source-folder.ts';

const given = base();
/** The base with one of its files rewritten. */
const but = (part: Partial<Record<keyof Return, readonly Row[]>>): Return => ({ ...given, ...part });
const episodes = (change: (row: Row, at: number) => Row | null): Return =>
  but({ episodes: changed(given.episodes, change) });
const header = (change: (row: Row, at: number) => Row | null): Return =>
  but({ header: changed(given.header, change) });
const openOf = (row: Row): boolean => row['DEC'] === '';
const lines = (text: string, ...above: string[]): string => [...above, text].join('\n');
const every = (files: Record<string, string>, change: (text: string) => string | Uint8Array): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]));
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const years = (before: Return, now: Return, names = ['2023-24/', '2024-25/']): Files => ({
  ...filesOf(before, names[0]),
  ...filesOf(now, names[1]),
});
const before = yearBefore(given);
const now = thisYear(given);
const leavers = new Set(['810005', '810006', '810007', '810008']);

/** [what, files, children in care, what must be said] */
type Read = readonly [what: string, files: () => Files, inCare: number, says: RegExp, yaml?: string];

const read: readonly Read[] = [
  ['the base', () => filesOf(given), 32, /"problems": \[\]/],
  // formats
  ['separated by tabs', () => filesOf(given, '', { separator: '\t' }), 32, /separated by tabs/],
  ['separated by bars', () => filesOf(given, '', { separator: '|' }), 32, /separated by bars/],
  ['UTF-16 with semicolons', () => every(filesOf(given, '', { separator: ';' }), utf16), 32, /UTF-16LE/],
  [
    'UTF-16, the other way round',
    () => every(filesOf(given), (text) => utf16(text).swap16()),
    32,
    /UTF-16BE/,
  ],
  [
    'a sep= line',
    () => every(filesOf(given, '', { separator: ';' }), (text) => lines(text, 'sep=;')),
    32,
    /semicolon/,
  ],
  [
    'Windows line ends and an empty last cell',
    () => every(filesOf(given, '', { eol: '\r\n' }), (text) => text.replaceAll('\r\n', ',\r\n')),
    32,
    /"accepted": 80/,
  ],
  [
    'titles and a blank line',
    () => every(filesOf(given), (text) => lines(text, 'Looked after children', '', '')),
    32,
    /header is on line 4/,
  ],
  [
    'a title of many cells',
    () => every(filesOf(given), (text) => lines(text, 'Report,of,1 April 2025')),
    32,
    /header is on line 2/,
  ],
  ['old Mac line ends', () => filesOf(given, '', { eol: '\r' }), 32, /"rows": 80/],
  [
    'dashes and a count of rows, separated by tabs',
    () =>
      every(
        filesOf(given, '', { separator: '\t' }),
        (text) => `${text.replace('\n', '\n------\t---\n')}\n(80 rows affected)\n`,
      ),
    32,
    /query_tool_line/,
  ],
  [
    'a header on every page',
    () => every(filesOf(given), (text) => repeatHeader(text, 30)),
    32,
    /header_again/,
  ],
  [
    'column names with blanks, hyphens and small letters',
    () => filesOf(given, '', { header: (name) => ` ${name.toLowerCase().replaceAll('_', '-')} ` }),
    32,
    /"columns_missing": \[\]/,
  ],
  [
    'files without the ending of CSV',
    () =>
      Object.fromEntries(
        Object.entries(filesOf(given)).map(([name, text]) => [name.replace('csv', 'txt'), text]),
      ),
    32,
    /"problems": \[\]/,
  ],
  ['six folders deep', () => filesOf(given, 'a/b/c/d/e/f/'), 32, /6 folders deep/],
  [
    'an optional column misspelt',
    () =>
      filesOf(
        but({
          episodes: given.episodes.map(({ PLACE_PROVIDER, ...row }) => ({
            ...row,
            PLACEMENT_PROVIDER: PLACE_PROVIDER ?? '',
          })),
        }),
      ),
    32,
    /PLACE_PROVIDER is missing; nearest is PLACEMENT_PROVIDER/,
  ],
  // dates
  ['d-Mon-yyyy', () => filesOf(given, '', { notation: notations.named }), 32, /d-Mon-yyyy/],
  ['DD-MON-YY', () => filesOf(given, '', { notation: notations.oracle }), 32, /d-Mon-yyyy/],
  ['d/m/yyyy', () => filesOf(given, '', { notation: notations.short }), 32, /d\/m\/yyyy/],
  ['Mon d yyyy 12:00AM', () => filesOf(given, '', { notation: notations.sqlServer }), 32, /Mon d yyyy/],
  ['m/d/yyyy with a time', () => filesOf(given, '', { notation: notations.americanTime }), 32, /month first/],
  ['spreadsheet numbers', () => filesOf(given, '', { notation: notations.serial }), 32, /spreadsheet number/],
  ['yyyymmdd', () => filesOf(given, '', { notation: notations.compact }), 32, /yyyy-mm-dd/],
  [
    'US reviews beside British files',
    () => ({ ...filesOf(given), 'reviews.csv': csvOf(given.reviews, { notation: notations.american }) }),
    32,
    /REVIEW.*month first/,
  ],
  [
    'few dates in the order of the others',
    () => ({
      ...filesOf(given, '', { notation: notations.american }),
      'uasc.csv': 'CHILD,DUC\n810001,01/02/2025\n',
    }),
    32,
    /"DUC": "m\/d\/yyyy \(as the other dates\)"/,
  ],
  [
    'other words for nothing',
    () =>
      filesOf(
        episodes((row, at) =>
          openOf(row) ? { ...row, DEC: ['<NULL>', 'N/A', '-', 'NaT', '#N/A'][at % 5] ?? '' } : null,
        ),
      ),
    32,
    /"refused": 0/,
  ],
  [
    'an end on 31 December 9999',
    () => filesOf(episodes((row) => (openOf(row) ? { ...row, DEC: '9999-12-31' } : null))),
    32,
    /"refused": 0/,
  ],
  // identity
  [
    'thousands separators',
    () => filesOf(but({ episodes: withIds(given.episodes, (id) => `${id.slice(0, 3)},${id.slice(3)}`) })),
    32,
    /separators of thousands/,
  ],
  [
    'scientific notation, every figure',
    () => filesOf(but({ episodes: withIds(given.episodes, (id) => `${id[0]}.${id.slice(1)}E+05`) })),
    32,
    /scientific notation/,
  ],
  [
    'zeros in the episodes alone',
    () => filesOf(but({ episodes: withIds(given.episodes, (id) => `00${id}`) })),
    32,
    /leading zeros/,
  ],
  [
    'small letters',
    () =>
      filesOf(
        but({
          header: withIds(given.header, (id) => `AB${id}`),
          episodes: withIds(given.episodes, (id) => `ab${id}`),
          reviews: withIds(given.reviews, (id) => ` Ab${id}\u00a0`),
        }),
      ),
    32,
    /"problems": \[\]/,
  ],
  [
    'five children with new ids in the next return',
    () =>
      years(before, {
        header: withIds(now.header, renamed),
        episodes: withIds(now.episodes, renamed),
        reviews: withIds(now.reviews, renamed),
      }),
    32,
    /two_ids/,
  ],
  [
    'all children with new ids, settled by same_child.csv',
    () =>
      years(before, {
        header: withIds(now.header, (id) => `X${id}`),
        episodes: withIds(now.episodes, (id) => `X${id}`),
        reviews: withIds(now.reviews, (id) => `X${id}`),
      }),
    32,
    /"superseded_row"/,
    'same_child',
  ],
  // cells
  [
    'ethnic codes that are not known',
    () => filesOf(header((row, at) => (at % 4 === 0 ? { ...row, ETHNIC: 'OTHER?' } : null))),
    32,
    /"ETHNIC": 10/,
  ],
  [
    'optional codes that are not known',
    () =>
      filesOf(
        episodes((row, at) => ({
          ...row,
          CIN: 'X',
          PLACE_PROVIDER: at % 3 === 0 ? 'zz' : 'PR1',
          RNE: at === 1 ? '?' : (row['RNE'] ?? ''),
        })),
      ),
    32,
    /"CIN": 80/,
  ],
  [
    'births in the future and after care began',
    () =>
      filesOf(
        header((row, at) =>
          at === 0 ? { ...row, DOB: '2026-01-01' } : at === 1 ? { ...row, DOB: '2023-01-01' } : null,
        ),
      ),
    32,
    /birth_after_care/,
  ],
  [
    'a birth that is no day',
    () => filesOf(header((row, at) => (at < 3 ? { ...row, DOB: '31/02/2012' } : null))),
    32,
    /"DOB": 3/,
  ],
  [
    'a decision with a reason that is none',
    () => ({
      ...filesOf(given),
      'placed.csv': csvOf([
        { CHILD: '810001', DATE_PLACED: '2024-01-09', DATE_PLACED_CEASED: '', REASON_PLACED_CEASED: 'XXX' },
      ]),
    }),
    32,
    /"REASON_PLACED_CEASED": 1/,
  ],
  [
    'a sex that is not known',
    () => filesOf(header((row, at) => (at < 4 ? { ...row, SEX: 'x9' } : null))),
    32,
    /"SEX": 4/,
  ],
  // years
  ['two years', () => years(before, now), 32, /"superseded_row"/],
  [
    'folders that sort the wrong way',
    () => years(before, now, ['later/', 'earlier/']),
    32,
    /"superseded_row"/,
  ],
  ['folders that name the wrong years', () => years(before, now, ['2025/', '2024/']), 32, /"superseded_row"/],
  ['both years pasted into one file', () => pasted(before, now), 32, /header_again/],
  [
    'both years pasted into one file, without the second header',
    () => pasted(before, now, false),
    32,
    /"superseded_row"/,
  ],
  [
    'starts corrected by two days, of children who then left',
    () => years(before, corrected(now, 2)),
    28,
    /replaced_by_later_year/,
  ],
  [
    'children absent from the next return',
    () => years(before, without(now, leavers)),
    28,
    /closed_at_year_end/,
  ],
  [
    'the same, kept open',
    () => years(before, without(now, leavers)),
    32,
    /absent_from_later_year/,
    'absent_from_later_year: open\n',
  ],
  [
    'a year missing between',
    () => years(ago(before), now, ['a/', 'b/']),
    32,
    /year to 31 March 202[34] is missing/,
  ],
  [
    'everybody restarted on one day',
    () =>
      filesOf(
        but({
          episodes: given.episodes.flatMap((row) =>
            openOf(row)
              ? [
                  { ...row, DEC: '2024-04-01', REC: 'E8' },
                  { ...row, DECOM: '2024-04-01', RNE: 'S' },
                ]
              : [row],
          ),
        }),
      ),
    32,
    /restarted_on_one_day/,
  ],
];

const renamed = (id: string): string => (Number(id) % 8 === 1 ? `9${id}` : id);

function repeatHeader(text: string, size: number): string {
  const [first = '', ...rest] = text.split('\n');
  return [
    first,
    ...rest.flatMap((line, at) => (at > 0 && at % size === 0 && line !== '' ? [first, line] : [line])),
  ].join('\n');
}

function pasted(one: Return, two: Return, withHeader = true): Files {
  const [first, second] = [filesOf(one), filesOf(two)];
  return Object.fromEntries(
    Object.entries(first).map(([name, text]) => {
      const more = second[name] ?? '';
      return [name, text + (withHeader ? more : more.slice(more.indexOf('\n') + 1))];
    }),
  );
}

/** Open episodes of four children begin earlier than the return before had them, and end in January. */
const corrected = (year: Return, days: number): Return => ({
  ...year,
  episodes: changed(year.episodes, (row) => {
    if (!leavers.has(row['CHILD'] ?? '')) return null;
    const moved = openOf(row)
      ? { ...row, DECOM: addDays(row['DECOM'] ?? '', -days), DEC: '2025-01-15', REC: 'E4A' }
      : row;
    return moved;
  }),
});

const without = (year: Return, children: ReadonlySet<string>): Return => ({
  header: year.header.filter((row) => !children.has(row['CHILD'] ?? '')),
  episodes: year.episodes.filter((row) => !children.has(row['CHILD'] ?? '')),
  reviews: year.reviews.filter((row) => !children.has(row['CHILD'] ?? '')),
});

/** What was known on 31 March 2023. */
const ago = (year: Return): Return => {
  const known = year.episodes
    .filter((row) => (row['DECOM'] ?? '') < '2023-04-01')
    .map((row) => ((row['DEC'] ?? '') >= '2023-04-01' ? { ...row, DEC: '', REC: '' } : row));
  const children = new Set(known.map((row) => row['CHILD']));
  return {
    header: year.header.filter((row) => children.has(row['CHILD'])),
    episodes: known,
    reviews: year.reviews.filter((row) => (row['REVIEW'] ?? '') < '2023-04-01'),
  };
};

/** [what, files, exit code, what must be said] */
type Refused = readonly [what: string, files: () => Files, exitCode: 3 | 4, says: RegExp];

const refused: readonly Refused[] = [
  [
    'an empty file of episodes',
    () => ({ ...filesOf(given), 'episodes.csv': '' }),
    3,
    /episodes\.csv: the file is empty/,
  ],
  [
    'zero bytes',
    () => every(filesOf(given), (text) => text.replace('WBRI', 'W\0RI').replace('PR1', 'P\0')),
    3,
    /zero bytes/,
  ],
  [
    'no header',
    () => ({ ...filesOf(given), 'episodes.csv': csvOf(given.episodes).split('\n').slice(1).join('\n') }),
    3,
    /first line looks like data/,
  ],
  [
    'a quote that does not close',
    () => ({ ...filesOf(given), 'episodes.csv': csvOf(given.episodes).replace(',U4,', ',"U4,') }),
    3,
    /episodes\.csv, line 2: a quoted cell begins here/,
  ],
  [
    'a column of starts that is gone',
    () =>
      filesOf(
        but({
          episodes: given.episodes.map(({ DECOM, ...row }) => ({
            ...row,
            DATE_OF_COMMENCEMENT: DECOM ?? '',
          })),
        }),
      ),
    3,
    /column DECOM is missing/,
  ],
  [
    'the same return under two folders',
    () => ({ ...filesOf(given, 'checked/'), ...filesOf(given, 'sent/') }),
    3,
    /two files of the same collection year/,
  ],
  [
    'last figures lost in scientific notation',
    () => filesOf(but({ episodes: withIds(given.episodes, (id) => `${id[0]}.${id.slice(1, 3)}E+05`) })),
    4,
    /scientific notation and its last figures are lost/,
  ],
  [
    'zeros that tell children apart',
    () => filesOf(but({ header: [...given.header, { ...(given.header[0] as Row), CHILD: '0810001' }] })),
    3,
    /differ by leading zeros/,
  ],
  [
    'dates in both orders in one column',
    () =>
      filesOf(
        episodes((row, at) => ({
          ...row,
          DECOM: (at % 2 === 0 ? notations.british : notations.american)(row['DECOM'] ?? ''),
        })),
      ),
    4,
    /British and in US order/,
  ],
  [
    'episodes of other children',
    () => filesOf(but({ episodes: withIds(given.episodes, (id) => `55${id}`) })),
    4,
    /orphan_row/,
  ],
  [
    'episodes cut off',
    () => filesOf(but({ episodes: given.episodes.slice(0, 30) })),
    4,
    /25 of 40 children of header\.csv \(header\) are without an episode/,
  ],
  [
    'ends before their starts',
    () => filesOf(episodes((row) => ({ ...row, DEC: '2020-01-01' }))),
    4,
    /end_before_start/,
  ],
  [
    'a return that lacks half of the children',
    () => years(before, without(now, new Set(now.header.slice(0, 16).map((row) => row['CHILD'] ?? '')))),
    4,
    /children were in care at the end of the year to 31 March 2024 and are not in the return/,
  ],
  [
    'a header and no episode',
    () => filesOf(but({ episodes: given.episodes.map((row) => ({ ...row, DECOM: '' })) })),
    4,
    /nothing_read/,
  ],
  ['no file at all', () => ({ 'readme.md': 'x' }), 3, /no file with the columns of ssda903\.header/],
];

describe('files that are read', () => {
  for (const [what, files, inCare, says, yaml = ''] of read)
    test(what, async () => {
      const same = join(scratchFolder(), 'same_child.csv');
      writeFileSync(
        same,
        lines(given.header.map((row) => `${row['CHILD']},X${row['CHILD']}`).join('\n'), 'child_id,same_as'),
      );
      const settings = yaml === 'same_child' ? `same_child: ${JSON.stringify(same)}\n` : yaml;
      const { exitCode, report, text } = await check(folderOf(files()), { yaml: settings });
      expect(text).toMatch(says);
      expect(report.children_in_care).toBe(inCare);
      expect(exitCode).toBe(0);
    });
});

describe('files that stop a run', () => {
  for (const [what, files, code, says] of refused)
    test(what, async () => {
      const { exitCode, text } = await check(folderOf(files()));
      expect(text).toMatch(says);
      expect(exitCode).toBe(code);
      expect(text).not.toMatch(/8100\d\d/);
    });
});

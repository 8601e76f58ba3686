import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAgenda } from '../../../pipeline/pack/agenda.ts';
import { keepAnswers, packFolder, readAnswers } from '../../../pipeline/pack/answers.ts';
import { heldOn, isDue } from '../../../pipeline/pack/changes.ts';
import type { ListedChild, PackList } from '../../../pipeline/pack/content.ts';
import { forgetChildInPacks, forgetOldPacks } from '../../../pipeline/pack/forget.ts';
import { readLog } from '../../../pipeline/pack/log.ts';
import { writeContent } from '../../../pipeline/pack/write.ts';
import { excelFaults } from '../../support/excel-faults.ts';
import { child, config, contentOf, Desk, line, listOf, someChildren } from './invented-pack.ts';

let root: string;
let desk: Desk;
let to: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tracker-pack-'));
  desk = new Desk(root);
  to = join(root, 'packs');
  mkdirSync(to);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const request = (over = {}) => ({
  ...{ folders: desk.folders, config, to, byRole: 'performance analyst', at: '2026-06-29T06:00:00.000Z' },
  ...over,
});
const write = (
  asAt: string,
  children: readonly ListedChild[] = someChildren,
  over: Partial<PackList> = {},
  more = {},
) => writeContent(request(more), contentOf(asAt, [listOf(children, over)]));
const sheet = async (asAt: string, team: string, name: string) => {
  const file = join(to, asAt, 'weekly_tool', `weekly_tool-${team}.xlsx`);
  return (await readXlsx(readFileSync(file))).sheets.find((each) => each.name === name);
};
const cases = async (asAt: string, team: string, name = 'Children') =>
  (await sheet(asAt, team, name))?.rows
    .slice(1)
    .map(([id, why]) => (name === 'Gone' ? `${id}: ${why}` : String(id)));
const bytesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => `${each.name} ${readFileSync(join(each.parentPath, each.name), 'base64')}`)
    .sort();

test('one workbook for each team, the longest overdue first, and the same bytes again', async () => {
  const { lists } = await write('2026-06-29');
  expect(lists).toEqual([
    expect.objectContaining({ list: 'weekly_tool', workbooks: 2, children: 5, withheld: 0, unplaced: 0 }),
  ]);
  expect(await cases('2026-06-29', 'a1')).toEqual(['1001', '1002', '1003']);
  expect(await cases('2026-06-29', 'b2')).toEqual(['2001', '2002']);
  const first = bytesOf(join(to, '2026-06-29'));
  rmSync(join(to, '2026-06-29'), { recursive: true });
  await write('2026-06-29');
  expect(bytesOf(join(to, '2026-06-29'))).toEqual(first);
});

test('the Read me leads to the page of its team: by its address where the authority gives one, else by its name', async () => {
  const onSite = async (team: string) =>
    (await sheet('2026-06-29', team, 'Read me'))?.rows.find(
      ([what]) => what === 'How you stand beside the rest',
    )?.[1];
  await write('2026-06-29');
  expect(await onSite('a1')).toBe("On the Board's site, under Teams: East A.");
  expect(await onSite('b2')).toBeUndefined();
  await write(
    '2026-06-29',
    someChildren,
    {},
    {
      config: { ...config, board_site: 'https://intranet.example/permanence' },
    },
  );
  expect(await onSite('a1')).toBe(
    'https://intranet.example/permanence/board-2026-06-29-0a1b2c3d/teams/team-a1.html',
  );
});

test('the sheet follows the rules of accessible spreadsheets: one header, no blank row, no merged cell, locked but for the answers', async () => {
  await write('2026-06-29');
  const bytes = readFileSync(join(to, '2026-06-29', 'weekly_tool', 'weekly_tool-a1.xlsx'));
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  for (const { name, rows, merges = [], tables = [], freezePane } of sheets) {
    const [header = []] = rows;
    expect([name, new Set(header).size, header.includes(null)]).toEqual([name, header.length, false]);
    expect([name, merges.length, tables.length, freezePane?.rows]).toEqual([name, 0, 1, 1]);
    expect(rows.filter((row) => row.every((cell) => cell === null))).toEqual([]);
  }
  const children = sheets.find(({ name }) => name === 'Children');
  const header = children?.rows[0] ?? [];
  const locked = header.map((name, at) => [
    String(name).startsWith('Fill in'),
    children?.cells?.get(`1,${at}`)?.style?.protection?.locked === false,
  ]);
  expect(locked.every(([isAnswer, isOpen]) => isAnswer === isOpen)).toBe(true);
  expect(locked.filter(([isAnswer]) => isAnswer)).toHaveLength(7);
  expect(children?.protection?.sheet).toBe(true);
  expect(children?.dataValidations?.length).toBe(6);
  expect(header.every((_, at) => (children?.cells?.get(`0,${at}`)?.comment?.text.length ?? 0) > 10)).toBe(
    true,
  );
  const entry = header.indexOf('In care since');
  expect(children?.rows[1]?.[entry]).toEqual(new Date('2026-01-05T00:00:00Z'));
});

test('Excel opens every workbook without a word, whatever stands in it: no formula, no name or title it refuses', async () => {
  const odd = [
    child('=1+1', 'A1', [line('T10', 'overdue', 3)]),
    child('0007', 'B2', [line('T10', 'met', 0, { done: '2026-02-02' })]),
    child('<&>"\'', 'B2', []),
  ];
  const text = `=HYPERLINK("x")\u0007 ${'long '.repeat(6000)}`;
  keepAnswers(desk.own, [said('=1+1', 'doing', text), said('0007', 'doing', '+1 & <b>')]);
  const content = contentOf('2026-06-29', [
    listOf(odd, { isWholeLine: false, name: 'Weekly: a/b [c]'.repeat(9) }),
  ]);
  await writeContent(request(), { ...content, teams: new Map([['A1', "Team 'A' & Co"]]) });
  await write('2026-07-06', [], { isWholeLine: false, oneForEach: 'authority' });
  const all = readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xlsx'));
  expect(all).toHaveLength(3);
  for (const name of all) expect([name, excelFaults(readFileSync(join(to, name)))]).toEqual([name, []]);
  const broken = await writeXlsx({
    sheets: [
      {
        name: 'A',
        rows: [['a'], ['b']],
        tables: [{ name: 'A b', range: 'A1:A2', columns: [{ name: 'x' }] }],
      },
    ],
  });
  expect(excelFaults(broken)).toEqual([
    'xl/tables/table1.xml: name "A b"',
    'xl/tables/table1.xml: column "x" is not what its cell says',
  ]);
});

test('a list goes out as often as its recipient gets it; what is compared is the last time it did', async () => {
  const monthly = { id: 'panel', frequency: 'monthly', oneForEach: 'authority' };
  const pack = (asAt: string, children: readonly ListedChild[] = someChildren, more = {}) =>
    writeContent(request(more), contentOf(asAt, [listOf(someChildren), listOf(children, monthly)]));
  const sent = async (asAt: string) => (await pack(asAt)).lists.map(({ list }) => list);
  expect(await sent('2026-06-22')).toEqual(['weekly_tool', 'panel']);
  expect(await sent('2026-06-22')).toEqual(['weekly_tool', 'panel']);
  const { lists, notDue } = await pack('2026-06-29');
  expect([lists.map(({ list }) => list), notDue]).toEqual([
    ['weekly_tool'],
    [{ list: 'panel', frequency: 'monthly', last: '2026-06-22' }],
  ]);
  const fewer = someChildren.filter(({ subject }) => subject !== '2002');
  expect((await pack('2026-07-06', fewer)).lists.map(({ list }) => list)).toEqual(['weekly_tool', 'panel']);
  const book = await readXlsx(readFileSync(join(to, '2026-07-06', 'panel', 'panel-all.xlsx')));
  const rows = (name: string) => book.sheets.find((each) => each.name === name)?.rows ?? [];
  expect(rows('Gone')[1]?.[0]).toBe('2002');
  expect(rows('Read me').find(([what]) => what === 'Compared with the pack of')?.[1]).toBe('22 June 2026');
  expect((await pack('2026-07-13', fewer, { every: true })).notDue).toEqual([]);
  expect(await sent('2026-07-13')).toEqual(['weekly_tool', 'panel']);
});

test.each([
  ['weekly', '2026-06-29', '2026-07-05', false],
  ['weekly', '2026-06-30', '2026-07-06', true],
  ['fortnightly', '2026-06-29', '2026-07-12', false],
  ['fortnightly', '2026-06-30', '2026-07-13', true],
  ['three_weekly', '2026-06-29', '2026-07-19', false],
  ['three_weekly', '2026-06-29', '2026-07-20', true],
  ['four_weekly', '2026-06-29', '2026-07-26', false],
  ['four_weekly', '2026-06-29', '2026-07-27', true],
  ['monthly', '2026-06-01', '2026-06-30', false],
  ['monthly', '2026-06-30', '2026-07-01', true],
  ['quarterly', '2026-04-01', '2026-06-30', false],
  ['quarterly', '2026-06-30', '2026-07-01', true],
  ['yearly', '2026-01-01', '2026-12-31', false],
  ['yearly', '2026-12-31', '2027-01-01', true],
  ['event', '2026-06-29', '2026-07-06', true],
])('a %s list, last written on %s, is due on %s: %s', (frequency, last, asAt, due) => {
  expect(isDue(frequency, last, asAt)).toBe(due);
});

test('a list says by when the meeting sits or the report goes out again, and by role who works with a child', async () => {
  const content = contentOf('2026-06-29', [listOf(someChildren, { steps: ['T11', 'T75', 'T72'] })]);
  const register = { rule: 'Source: Test 1.', available: true, isProposed: false, isRegister: true };
  const lines = new Map([
    ...content.lines,
    [
      'T75',
      {
        ...register,
        name: 'T75 Profiles',
        step: 'T75 Profiles',
        kept: [{ last: '2026-06-12', next: '2026-07-03' }],
      },
    ] as const,
    ['T72', { ...register, name: 'T72 Panel sits', step: 'T72 Panel sits', kept: [] }] as const,
  ]);
  await writeContent(request(), { ...content, lines });
  const [header = [], first = []] = (await sheet('2026-06-29', 'a1', 'Children'))?.rows ?? [];
  expect(first[header.indexOf('T75 Profiles: next by')]).toEqual(new Date('2026-07-03T00:00:00Z'));
  expect(first[header.indexOf('Who works with the child')]).toBe('case worker; reviewing officer');
  expect(header.filter((name) => String(name).startsWith('T72'))).toEqual([]);
  const told = (await sheet('2026-06-29', 'a1', 'Read me'))?.rows.filter(([what]) =>
    /^T7/.test(String(what)),
  );
  expect(told?.map(([, says]) => says)).toEqual([
    expect.stringContaining('Last on 12/06/2026; the next by 03/07/2026.'),
    expect.stringContaining('None is on file yet.'),
  ]);
  await writeContent(request(), {
    ...contentOf('2026-07-06', [listOf(someChildren)]),
    saysWorkers: false,
  });
  expect((await sheet('2026-07-06', 'a1', 'Children'))?.rows[0]).not.toContain('Who works with the child');
});

test('what is new, newly overdue, gone and moved is told from the week before, whatever the workbooks say', async () => {
  await write('2026-06-22', [...someChildren, child('1009', 'A1', [line('T10', 'overdue', 9)])], {
    isWholeLine: false,
  });
  const now = [
    child('1001', 'A1', [line('T10', 'overdue', 47), line('T11', 'overdue', 113)]),
    child('1003', 'A1', [line('T10', 'overdue', 1)]),
    child('1004', 'A1', [line('T10', 'not yet due')]),
    child('1002', 'B2', [line('T10', 'met')]),
    child('2001', 'B2', [line('T10', 'overdue', 10)]),
  ];
  const content = contentOf('2026-06-29', [listOf(now, { isWholeLine: false })]);
  const standing = new Map([
    ...content.standing,
    ['1009', [line('T10', 'met', 0, { done: '2026-06-25' })] as const],
  ]);
  const left = new Map([['2002', { day: '2026-06-26', reason: 'turned 18' }]]);
  await writeContent(request(), {
    ...content,
    counts: new Map([
      ['T10', { any: 5, open: 3 }],
      ['T11', { any: 1, open: 1 }],
    ]),
    standing,
    left,
  });
  const news = async (team: string) =>
    (await sheet('2026-06-29', team, 'Children'))?.rows
      .slice(1)
      .map((row) => `${row[0]} ${row[1] ?? ''}`.trim())
      .sort();
  expect(await news('a1')).toEqual(['1001', '1003 Newly overdue: T10', '1004 New on this list']);
  expect(await news('b2')).toEqual(['1002 New in this team', '2001']);
  expect(await cases('2026-06-29', 'a1', 'Gone')).toEqual([
    '1002: Moved to West B',
    '1009: T10 No meeting: done 25/06/2026',
  ]);
  expect(await cases('2026-06-29', 'b2', 'Gone')).toEqual(['2002: Turned 18 on 26/06/2026']);
});

test('a restricted record is counted and never named, nor is an adopted child, not even as gone', async () => {
  await write('2026-06-22');
  const file = join(root, 'restricted.csv');
  writeFileSync(file, 'child_id\n1001\n');
  const now = someChildren.map((each) => (each.subject === '2001' ? { ...each, adopted: true } : each));
  const { lists } = await write('2026-06-29', now, {}, { config: { ...config, restricted_records: file } });
  expect(lists).toEqual([expect.objectContaining({ children: 3, withheld: 1, adopted: 1 })]);
  for (const team of ['a1', 'b2']) {
    const { sheets } = await readXlsx(
      readFileSync(join(to, '2026-06-29', 'weekly_tool', `weekly_tool-${team}.xlsx`)),
    );
    expect(JSON.stringify(sheets.map(({ rows }) => rows))).not.toMatch(/1001|2001/);
  }
  const readMe = (await sheet('2026-06-29', 'a1', 'Read me'))?.rows ?? [];
  expect(readMe).toContainEqual(['Withheld: restricted records, counted and not listed', '1']);
  expect(JSON.stringify(heldOn(desk.own, '2026-06-29'))).not.toMatch(/1001|2001/);
  await expect(
    write('2026-06-29', now, {}, { config: { ...config, restricted_records: join(root, 'none.csv') } }),
  ).rejects.toMatchObject({ code: 'restricted_invalid' });
});

test('rows that are not as many as the edition says are written nowhere', async () => {
  await expect(write('2026-06-29', someChildren.slice(1))).rejects.toMatchObject({
    code: 'pack_differs',
    exitCode: 4,
  });
  await expect(write('2026-06-29', [...someChildren, someChildren[4] as ListedChild])).rejects.toMatchObject({
    code: 'pack_differs',
  });
  expect(readdirSync(to)).toEqual([]);
});

test('children without a team go to whom the list names', async () => {
  const none = someChildren.map((each) => (each.team === 'B2' ? { ...each, team: 'not allocated' } : each));
  const { lists } = await write('2026-06-29', none);
  expect(lists).toEqual([
    expect.objectContaining({ workbooks: 2, unplaced: 2, unplacedTo: 'Performance analyst' }),
  ]);
  expect(await cases('2026-06-29', 'no-team')).toEqual(['2001', '2002']);
});

test('a workbook that somebody has changed is never overwritten, nor a folder that is no pack', async () => {
  await write('2026-06-29');
  const file = join(to, '2026-06-29', 'weekly_tool', 'weekly_tool-a1.xlsx');
  writeFileSync(file, 'filled in');
  await expect(write('2026-06-29')).rejects.toMatchObject({ code: 'pack_in_use' });
  expect(readFileSync(file, 'utf8')).toBe('filled in');
  mkdirSync(join(to, '2026-07-06'));
  writeFileSync(join(to, '2026-07-06', 'minutes.txt'), 'ours');
  await expect(write('2026-07-06')).rejects.toMatchObject({ code: 'pack_in_use' });
  expect(readFileSync(join(to, '2026-07-06', 'minutes.txt'), 'utf8')).toBe('ours');
});

test('packs older than the rule are deleted, but not what people put beside them; writing is logged without a child', async () => {
  await write('2026-01-05');
  writeFileSync(join(to, '2026-01-05', 'notes.txt'), 'ours');
  await write('2026-01-12');
  const { deleted } = await write('2026-06-29');
  expect(deleted).toEqual(['2026-01-05', '2026-01-12']);
  expect(readdirSync(to).sort()).toEqual(['2026-01-05', '2026-06-29']);
  expect(readdirSync(join(to, '2026-01-05'))).toEqual(['notes.txt']);
  expect(heldOn(desk.own, '2026-01-12')).toBeNull();
  const log = readLog(desk.folders);
  expect(log.map(({ did, day }) => `${did} ${day}`)).toEqual([
    'written 2026-01-05',
    'written 2026-01-12',
    'written 2026-06-29',
    'deleted 2026-01-05',
    'deleted 2026-01-12',
  ]);
  expect(log[2]?.lists).toEqual({ weekly_tool: { workbooks: 2, children: 5 } });
  expect(JSON.stringify(log)).not.toMatch(/1001/);
});

const said = (
  subject: string,
  answer: 'barrier' | 'doing' | 'by_when' | 'done_on',
  value: string,
  day = '2026-06-22',
) => ({
  ...{ list_id: 'weekly_tool', case_number: subject, answer, value, workbook_date: day, read_on: day },
});

test('an agenda hears the worst first, by barrier, with last time, as the same bytes; whoever may not be listed is not in it', async () => {
  keepAnswers(desk.own, [
    said('1001', 'barrier', 'COURT'),
    said('1001', 'by_when', '2026-06-24'),
    said('2001', 'barrier', 'COURT'),
  ]);
  const content = contentOf('2026-06-29', [listOf(someChildren)]);
  const one = await writeAgenda(request(), content, 'weekly_tool');
  expect(one).toMatchObject({ children: 5, withheld: 0 });
  const bytes = readFileSync(one.file);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await writeAgenda(request(), content, 'weekly_tool');
  expect(readFileSync(one.file).equals(bytes)).toBe(true);
  await expect(writeAgenda(request(), content, 'no_such')).rejects.toMatchObject({ code: 'list_unknown' });
});

/** The letters of a PDF as its fonts say them, and all its streams as text. */
function lettersOf(pdf: Buffer): { letters: string; text: string } {
  const streams: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf('endstream', at))).toString('latin1'));
    } catch {
      // a stream that is not packed
    }
  }
  const maps = streams.filter((stream) => stream.includes('begincmap')).join(' ');
  const letters = [...maps.matchAll(/<([0-9a-f]{4,8})>/g)].map(([, hex = '']) =>
    String.fromCodePoint(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
  );
  return { letters: [...new Set(letters)].sort().join(''), text: pdf.toString('latin1') };
}

test('an agenda shows the letters of every European name; what its fonts do not know stands as its number', async () => {
  const teams = new Map([['A1', 'Łódź a Tŷ Gŵyr; Мир; Αθήνα; 中文 😀']]);
  const content = { ...contentOf('2026-06-29', [listOf(someChildren)]), teams };
  const { file } = await writeAgenda(request(), content, 'weekly_tool');
  const bytes = readFileSync(file);
  const { letters, text } = lettersOf(bytes);
  for (const letter of 'ŁódźŷŵМирΑθήνα[U+4E2DF60')
    expect([letter, letters.includes(letter)]).toEqual([letter, true]);
  expect(letters).not.toMatch(/中/);
  expect(text).toMatch(/DejaVuSansCondensed-Bold/);
  expect(text).not.toMatch(/\/Helvetica/);
  await writeAgenda(request(), content, 'weekly_tool');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('forgetting a child takes it out of answers, held lists and workbooks, and leaves the others', async () => {
  keepAnswers(desk.own, [
    said('1001', 'doing', 'a visit'),
    said('1001', 'barrier', 'COURT'),
    said('2001', 'barrier', 'HEALTH'),
  ]);
  await write('2026-06-29');
  await writeAgenda(request(), contentOf('2026-06-29', [listOf(someChildren)]), 'weekly_tool');
  expect(await forgetChildInPacks(desk.folders, 'herts', '1001')).toBe(2);
  expect(readAnswers(packFolder(desk.folders, 'herts')).map((each) => each.case_number)).toEqual(['2001']);
  expect(desk.decisions()).not.toContain('1001');
  expect(desk.decisions()).toContain('2001');
  expect(existsSync(join(to, '2026-06-29', 'weekly_tool', 'weekly_tool-a1.xlsx'))).toBe(false);
  expect(await cases('2026-06-29', 'b2')).toEqual(['2001', '2002']);
  expect(Object.keys(heldOn(desk.own, '2026-06-29')?.lists['weekly_tool'] ?? {})).not.toContain('1001');
  expect(forgetOldPacks(desk.folders, '2026-06-30')).toBe(1);
  expect(readAnswers(desk.own)).toEqual([]);
});

test('a pack is as open as the folder that the authority has restricted, and no more', async () => {
  if (process.platform === 'win32') return;
  await write('2026-06-29');
  const above = statSync(to).mode & 0o777;
  expect(statSync(join(to, '2026-06-29')).mode & 0o777).toBe(above);
  expect(statSync(join(to, '2026-06-29', 'weekly_tool', 'weekly_tool-a1.xlsx')).mode & 0o777).toBe(
    above & 0o666,
  );
});

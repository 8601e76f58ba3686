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
import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAgenda } from '../../../pipeline/pack/agenda.ts';
import { keepAnswers, packFolder, readAnswers } from '../../../pipeline/pack/answers.ts';
import { heldOn } from '../../../pipeline/pack/changes.ts';
import type { ListedChild, PackList } from '../../../pipeline/pack/content.ts';
import { forgetChildInPacks, forgetOldPacks } from '../../../pipeline/pack/forget.ts';
import { readLog } from '../../../pipeline/pack/log.ts';
import { writeContent } from '../../../pipeline/pack/write.ts';
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOds } from 'hucre/ods';
import { writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { csvText } from '../../../pipeline/csv.ts';
import { readAnswers } from '../../../pipeline/pack/answers.ts';
import { readLines } from '../../../pipeline/pack/read.ts';
import { dayOf } from '../../../pipeline/pack/reference.ts';
import { Desk, fill, type Grid, listOf, someChildren } from './invented-pack.ts';

const rag = "Fill in: Manager's rating";
const barrier = 'Fill in: Barrier';
const doing = 'Fill in: What we are doing';
const by = 'Fill in: By when';
const done = 'Fill in: Done on';

let root: string;
let desk: Desk;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tracker-pack-'));
  desk = new Desk(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Case number, answer and value of everything kept. */
const kept = (): string[] =>
  readAnswers(desk.own).map((each) => `${each.case_number} ${each.answer}=${each.value}`);
const sheetOf = async (asAt = '2026-06-29', team = 'A1'): Promise<Grid> =>
  desk.grid(await desk.write(asAt, team));

test('what was filled in is kept, reaches the next workbook, and goes through the door without its words', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', rag, 'Red');
  fill(grid, '1001', barrier, 'Family finding');
  fill(grid, '1001', doing, 'Visit to Wilhelmina Quillfeather booked');
  fill(grid, '1001', by, new Date('2026-08-01T00:00:00Z'));
  await desk.save('anything.xlsx', grid);
  const found = await desk.read();
  expect(found.told).toEqual([]);
  expect(kept()).toEqual([
    '1001 barrier=FAMILY_FINDING',
    '1001 by_when=2026-08-01',
    '1001 doing=Visit to Wilhelmina Quillfeather booked',
    '1001 manager_rag=RED',
  ]);
  expect(desk.decisions()).toContain(
    'pack:weekly_tool:2026-06-29:1001,1001,TEAM,2026-06-29,2026-06-29,FAMILY_FINDING,RED,,,2026-08-01,,2026-07-06,2026-07-06',
  );
  expect(desk.decisions()).not.toContain('Quillfeather');
  expect(readLines(found, desk.back).join('\n')).not.toMatch(/Quillfeather|1001/);
  const next = await sheetOf('2026-07-06');
  const row = next.find((each) => each[0] === '1001') ?? [];
  expect(row[next[0]?.indexOf(barrier) ?? -1]).toBe('Family finding');
  expect(row[next[0]?.indexOf(doing) ?? -1]).toBe('Visit to Wilhelmina Quillfeather booked');
  expect(row[next[0]?.indexOf(rag) ?? -1]).toBe('Red');
});

test('a workbook that nobody changed says nothing', async () => {
  writeFileSync(join(desk.back, 'a.xlsx'), await desk.write('2026-06-29'));
  const found = await desk.read();
  expect([found.taken, found.told, found.rows]).toEqual([[], [], 3]);
});

test('sorted, filtered, rows deleted, columns moved, another sheet name, .ods and CSV all read alike', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', rag, 'Amber');
  const [header = [], ...rows] = grid;
  const filled = rows.filter((row) => row[0] === '1001');
  const turned = (row: readonly (typeof header)[number][]) => [...row].reverse();
  const days = (row: Grid[number]) =>
    row.map((cell) =>
      cell instanceof Date ? cell.toISOString().slice(0, 10).split('-').reverse().join('/') : cell,
    );
  const ways: Record<string, () => Promise<void>> = {
    sorted: () => desk.save('x.xlsx', [header, ...[...rows].reverse()]),
    deleted: () => desk.save('x.xlsx', [header, ...filled]),
    moved: () => desk.save('x.xlsx', grid.map(turned)),
    renamed: () => desk.save('Copy of list (2).xlsx', grid, 'Sheet1'),
    titled: () => desk.save('x.xlsx', [['Team A, for Monday'], [], ...grid]),
    ods: async () =>
      writeFileSync(join(desk.back, 'x.ods'), await writeOds({ sheets: [{ name: 'Children', rows: grid }] })),
    csv: async () =>
      writeFileSync(join(desk.back, 'x.csv'), csvText(header.map(String), rows.map(days) as string[][])),
  };
  for (const [way, save] of Object.entries(ways)) {
    const other = new Desk(join(root, way));
    desk = other;
    await desk.write('2026-06-29');
    await save();
    const found = await desk.read();
    expect([way, kept(), found.told]).toEqual([way, ['1001 manager_rag=AMBER'], []]);
  }
});

test('a CSV that writes the month first is read so: the days that nobody changed tell', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', by, new Date('2026-07-08T00:00:00Z'));
  const american = (cell: Grid[number][number]): string =>
    cell instanceof Date
      ? cell.toISOString().replace(/^(\d+)-(\d+)-(\d+)T.*$/, '$2/$3/$1')
      : String(cell ?? '');
  writeFileSync(
    join(desk.back, 'x.csv'),
    csvText(
      (grid[0] ?? []).map(String),
      grid.slice(1).map((row) => row.map(american)),
    ),
  );
  expect([(await desk.read()).told, kept()]).toEqual([[], ['1001 by_when=2026-07-08']]);
});

test('a row pasted twice is taken once; pasted with another answer, neither is taken', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', rag, 'Red');
  fill(grid, '1003', rag, 'Green');
  const row = (subject: string) => grid.find((each) => each[0] === subject) ?? [];
  grid.push([...row('1001')], [...row('1003')]);
  const last = grid.at(-1) ?? [];
  last[(grid[0] ?? []).indexOf(rag)] = 'Amber';
  await desk.save('a.xlsx', grid);
  const { told } = await desk.read();
  expect(kept()).toEqual(['1001 manager_rag=RED']);
  expect(told.filter(({ kind }) => kind === 'refused')).toEqual([
    expect.objectContaining({ row: 4, column: rag, what: expect.stringContaining('a.xlsx, row 6') }),
    expect.objectContaining({ row: 6, column: rag, what: expect.stringContaining('a.xlsx, row 4') }),
  ]);
});

test('two workbooks of one day that differ are both refused, by cell; one that was not touched does not count', async () => {
  const [one, two, three] = [await sheetOf(), await sheetOf(), await sheetOf()];
  fill(one, '1001', rag, 'Red');
  fill(two, '1001', rag, 'Green');
  fill(two, '1002', rag, 'Green');
  await desk.save('one.xlsx', one);
  await desk.save('two.xlsx', two);
  await desk.save('three.xlsx', three);
  const { told } = await desk.read();
  expect(kept()).toEqual(['1002 manager_rag=GREEN']);
  expect(told.map(({ file, row, column }) => [file, row, column])).toEqual([
    ['one.xlsx', 2, rag],
    ['two.xlsx', 2, rag],
  ]);
});

test('an older workbook overwrites nothing and says so; what only it answers is taken', async () => {
  const old = await sheetOf('2026-06-08');
  const now = await sheetOf('2026-06-29');
  fill(now, '1001', rag, 'Amber');
  await desk.save('now.xlsx', now);
  await desk.read();
  rmSync(join(desk.back, 'now.xlsx'));
  fill(old, '1001', rag, 'Red');
  fill(old, '1001', barrier, 'Court');
  await desk.save('old.xlsx', old);
  const { told } = await desk.read();
  expect(told).toEqual([
    expect.objectContaining({
      kind: 'refused',
      row: 2,
      column: rag,
      what: expect.stringContaining('a newer workbook'),
    }),
  ]);
  const next = await sheetOf('2026-07-06');
  const row = next.find((each) => each[0] === '1001') ?? [];
  expect([row[next[0]?.indexOf(rag) ?? -1], row[next[0]?.indexOf(barrier) ?? -1]]).toEqual([
    'Amber',
    'Court',
  ]);
});

test('a locked cell that was changed is told by cell and not taken; the answer beside it is', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', 'In care since', new Date('2020-01-01T00:00:00Z'));
  fill(grid, '1001', 'Rating by the rules', 'Green');
  fill(grid, '1001', rag, 'Red');
  await desk.save('a.xlsx', grid);
  const { told } = await desk.read();
  expect(told.map(({ kind, row, column }) => [kind, row, column])).toEqual([
    ['noticed', 2, 'Rating by the rules'],
    ['noticed', 2, 'In care since'],
  ]);
  expect(kept()).toEqual(['1001 manager_rag=RED']);
});

test('what is no answer is refused by cell: a day that is none or ahead, a word that is no choice, a formula, a link', async () => {
  const grid = await sheetOf();
  const heading = grid[0] ?? [];
  fill(grid, '1001', by, 'next week');
  fill(grid, '1002', done, new Date('2027-01-01T00:00:00Z'));
  fill(grid, '1003', rag, 'Purple');
  fill(grid, '1003', barrier, 'The moon');
  const place = (subject: string, name: string) =>
    `${grid.findIndex((row) => row[0] === subject)},${heading.indexOf(name)}`;
  const cells = new Map([
    [
      place('1001', doing),
      { value: 'x', type: 'formula' as const, formula: 'CONCAT("a","b")', formulaResult: 'ab' },
    ],
    [
      place('1002', doing),
      { value: 'here', type: 'string' as const, hyperlink: { target: 'https://example.org/' } },
    ],
  ]);
  fill(grid, '1003', doing, '=1+1');
  writeFileSync(
    join(desk.back, 'a.xlsx'),
    await writeXlsx({ sheets: [{ name: 'Children', rows: grid, cells }] }),
  );
  const { told } = await desk.read();
  expect(kept()).toEqual([]);
  const refused = told.map(({ kind, row, column }) => `${kind} ${row} ${column}`).sort();
  expect(refused).toEqual(
    [
      `refused 2 ${by}`,
      `refused 2 ${doing}`,
      `refused 3 ${doing}`,
      `refused 3 ${done}`,
      `refused 4 ${barrier}`,
      `refused 4 ${doing}`,
      `refused 4 ${rag}`,
    ].sort(),
  );
});

test('rows of another authority, of nobody on the list, mixed up, or without a reference are refused by row', async () => {
  const grid = await sheetOf();
  const reference = (grid[0] ?? []).length - 1;
  const [, one = [], two = [], three = []] = grid;
  const text = (row: Grid[number]) => String(row[reference]);
  const foreign = [...one];
  foreign[reference] = text(one).replace('herts|', 'kent|');
  const unknown = [...one];
  unknown[0] = '9999';
  unknown[reference] = text(one).replace('|1001|', '|9999|');
  const mixed = [...two];
  mixed[reference] = text(three);
  const bare = [...three];
  bare[reference] = null;
  for (const row of [foreign, unknown, mixed, bare]) row[(grid[0] ?? []).indexOf(rag)] = 'Red';
  await desk.save('a.xlsx', [grid[0] ?? [], foreign, unknown, mixed, bare]);
  const { told } = await desk.read();
  expect(kept()).toEqual([]);
  expect(told.map(({ row, what }) => `${row} ${what}`)).toEqual([
    expect.stringMatching(/^2 the row is of another authority/),
    expect.stringMatching(/^3 no pack of 29 June 2026/),
    expect.stringMatching(/^4 the case number is not the one/),
    expect.stringMatching(/^5 the reference is missing/),
  ]);
});

test('a file that is no list, a damaged one and the mark of an open one cost themselves alone; a renamed column is told', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', rag, 'Red');
  fill(grid, '1001', barrier, 'Court');
  const heading = grid[0] ?? [];
  heading[heading.indexOf(barrier)] = 'Obstacle';
  await desk.save('good.xlsx', grid);
  writeFileSync(join(desk.back, '~$good.xlsx'), 'lock');
  writeFileSync(join(desk.back, 'broken.xlsx'), 'PK\u0003\u0004 and then nothing');
  writeFileSync(join(desk.back, 'other.csv'), 'a,b\n1,2\n');
  const { told } = await desk.read();
  expect(kept()).toEqual(['1001 manager_rag=RED']);
  expect(told.map(({ file, column }) => [file, column])).toEqual([
    ['broken.xlsx', null],
    ['good.xlsx', barrier],
    ['other.csv', null],
  ]);
});

test('lists that say otherwise of one child are told of by file and row, and both are kept, each on its own', async () => {
  const panel = { id: 'countywide_panel', panel: 'PERMANENCE' };
  const one = await desk.grid(await desk.write('2026-06-29'));
  const two = await desk.grid(await desk.write('2026-06-29', 'A1', someChildren, panel));
  desk.hold('2026-06-29', [listOf(someChildren), listOf(someChildren, panel)]);
  fill(one, '1001', rag, 'Red');
  fill(one, '1002', rag, 'Green');
  fill(one, '1001', doing, 'A visit');
  fill(two, '1001', rag, 'Amber');
  fill(two, '1002', rag, 'Green');
  fill(two, '1001', doing, 'A letter');
  await desk.save('one.xlsx', one);
  await desk.save('two.xlsx', two);
  const { told, taken } = await desk.read();
  expect(taken).toHaveLength(6);
  expect(told).toEqual([
    expect.objectContaining({
      ...{ kind: 'noticed', file: 'one.xlsx', row: 2, column: rag },
      what: expect.stringContaining('the list countywide_panel (two.xlsx, row 2) says otherwise'),
    }),
    expect.objectContaining({
      ...{ kind: 'noticed', file: 'two.xlsx', row: 2, column: rag },
      what: expect.stringContaining('the list weekly_tool (one.xlsx, row 2) says otherwise'),
    }),
  ]);
  expect(readAnswers(desk.own).map((each) => `${each.list_id} ${each.case_number} ${each.value}`)).toEqual(
    expect.arrayContaining(['weekly_tool 1001 RED', 'countywide_panel 1001 AMBER']),
  );
  // and against what was read before
  fill(two, '1002', rag, 'Amber');
  rmSync(join(desk.back, 'one.xlsx'));
  await desk.save('two.xlsx', two);
  const again = await desk.read();
  expect(again.told.map(({ row, what }) => `${row} ${what}`)).toEqual([
    expect.stringMatching(/^2 the list weekly_tool \(read on 2026-07-06\) says otherwise/),
    expect.stringMatching(/^3 the list weekly_tool \(read on 2026-07-06\) says otherwise/),
  ]);
});

test('an answer counts by its own date, however late it was read; what lies after the extract waits for the next', async () => {
  const grid = await sheetOf('2026-06-29');
  fill(grid, '1001', rag, 'Red');
  fill(grid, '1001', by, new Date('2026-07-02T00:00:00Z'));
  fill(grid, '1001', done, new Date('2026-07-03T00:00:00Z'));
  await desk.save('a.xlsx', grid);
  await desk.read('2026-07-08');
  const row = (asAt: string) => desk.decisions(asAt).trim().split('\n').slice(1);
  expect(row('2026-07-06')).toEqual([
    'pack:weekly_tool:2026-06-29:1001,1001,TEAM,2026-06-29,2026-06-29,,RED,,,2026-07-02,2026-07-03,,',
  ]);
  expect(row('2026-07-01')).toEqual([
    'pack:weekly_tool:2026-06-29:1001,1001,TEAM,2026-06-29,2026-06-29,,RED,,,2026-07-02,,,',
  ]);
  expect(row('2026-07-08')).toEqual([
    'pack:weekly_tool:2026-06-29:1001,1001,TEAM,2026-06-29,2026-06-29,,RED,,,2026-07-02,2026-07-03,2026-07-08,2026-07-08',
  ]);
  expect(() => desk.decisions('2026-06-28')).toThrow(/ENOENT/);
});

test('an answer longer than a cell of the next workbook could hold is refused', async () => {
  const grid = await sheetOf();
  fill(grid, '1001', doing, 'x'.repeat(32_768));
  fill(grid, '1002', doing, 'x'.repeat(32_767));
  const rows = grid
    .slice(1)
    .map((row) =>
      row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''))),
    );
  writeFileSync(join(desk.back, 'x.csv'), csvText((grid[0] ?? []).map(String), rows));
  const { told } = await desk.read();
  expect(told.map(({ kind, row, what }) => [kind, row, what])).toEqual([
    ['refused', 2, expect.stringContaining('32767 characters')],
  ]);
  expect(readAnswers(desk.own)).toHaveLength(1);
});

test('an answer that is taken away is gone from the next workbook', async () => {
  const grid = await sheetOf('2026-06-22');
  fill(grid, '1001', barrier, 'Court');
  await desk.save('a.xlsx', grid);
  await desk.read();
  const next = await sheetOf('2026-06-29');
  fill(next, '1001', barrier, null);
  await desk.save('a.xlsx', next);
  expect((await desk.read()).taken).toHaveLength(1);
  const after = await sheetOf('2026-07-06');
  const row = after.find((each) => each[0] === '1001') ?? [];
  expect(row[after[0]?.indexOf(barrier) ?? -1] ?? null).toBeNull();
});

test.each([
  ['2026-06-30', '2026-06-30'],
  ['2026-06-30 00:00:00', '2026-06-30'],
  ['30/06/2026', '2026-06-30'],
  ['3.6.26', '2026-06-03'],
  ['30 Jun 2026', '2026-06-30'],
  ['1-September-2026', '2026-09-01'],
  ['31/06/2026', null],
  ['30 Foo 2026', null],
  ['soon', null],
])('the day %s is %s', (text, day) => {
  expect(dayOf(text)).toBe(day);
});

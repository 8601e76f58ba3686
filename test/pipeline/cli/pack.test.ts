/**
 * `tracker pack read` by the command line, with every way in which people damage a workbook: each is told by file, sheet and
 * row, nothing that was answered before is lost, and no name reaches what the program says or counts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOds } from 'hucre/ods';
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processContext } from '../../../pipeline/cli/context.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { csvText } from '../../../pipeline/csv.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { readAnswers } from '../../../pipeline/pack/answers.ts';
import { readLog } from '../../../pipeline/pack/log.ts';
import { Desk, fill, type Grid } from '../pack/invented-pack.ts';

const rag = "Fill in: Manager's rating";
const doing = 'Fill in: What we are doing';
const done = 'Fill in: Done on';
const name = 'Wilhelmina Quillfeather';

let root: string;
let desk: Desk;
let yaml: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tracker-pack-'));
  desk = new Desk(root);
  yaml = join(root, 'authority.yaml');
  writeFileSync(
    yaml,
    'authority: herts\nname: Herts\nprocedure: hertfordshire\nsources:\n  - adapter: ssd\n    folder: ssd\n',
  );
  // what was answered three weeks ago, and must outlive whatever comes back now
  const old = await desk.grid(await desk.write('2026-06-08'));
  fill(old, '1003', doing, 'Known before');
  await desk.save('old.xlsx', old);
  await desk.read('2026-06-10');
  rmSync(join(desk.back, 'old.xlsx'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function packRead() {
  const said: string[] = [];
  const say = (line: string): number => said.push(line);
  const console = {
    ...silentEffects,
    ...{ say, complain: say, now: () => new Date('2026-07-06T09:00:00Z') },
  };
  const args = [
    'pack',
    'read',
    desk.back,
    '--authority',
    yaml,
    '--data',
    desk.folders.root,
    '--on',
    '2026-07-06',
  ];
  const exitCode = await main(args, { ...processContext(), console });
  return { exitCode, said: said.join('\n') };
}

const answers = (): string[] =>
  readAnswers(desk.own).map((each) => `${each.case_number} ${each.answer}=${each.value}`);
const cell = (grid: Grid, subject: string, heading: string): [number, number] => [
  grid.findIndex((row) => row[0] === subject),
  (grid[0] ?? []).indexOf(heading),
];
/** The workbook as a program saves it: with the other sheets. */
async function saved(
  file: string,
  grid: Grid,
  more: Partial<WriteSheet> = {},
  sheet = 'Children',
): Promise<void> {
  const readMe = { name: 'Read me', rows: [['Subject', 'What it says']] };
  writeFileSync(
    join(desk.back, file),
    await writeXlsx({ sheets: [readMe, { name: sheet, rows: grid, ...more }] }),
  );
}
const plain = (value: CellValue | undefined): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '');

interface Way {
  /** What is done with the sheet, in which 1001 is rated Red. */
  readonly how: (grid: Grid) => Promise<void>;
  /** Answers about 1001 and 1002 that are kept. */
  readonly kept?: readonly string[];
  readonly told?: readonly RegExp[];
  readonly exitCode?: number;
}
const red = ['1001 manager_rag=RED'];
const reference = (grid: Grid): number => (grid[0] ?? []).length - 1;

const ways: Readonly<Record<string, Way>> = {
  renamed: { how: (grid) => saved('Copy of team A (2) final.xlsx', grid) },
  sorted: { how: ([header = [], ...rows]) => saved('a.xlsx', [header, ...rows.reverse()]) },
  'filtered, so that rows are hidden': {
    how: (grid) =>
      saved('a.xlsx', grid, {
        autoFilter: { range: 'A1:Z9' },
        rowDefs: new Map([
          [1, { hidden: true }],
          [2, { hidden: true }],
        ]),
      }),
  },
  'rows deleted': {
    how: (grid) =>
      saved(
        'a.xlsx',
        grid.filter((row, at) => at === 0 || row[0] === '1001'),
      ),
  },
  'a row pasted twice': {
    how: (grid) => saved('a.xlsx', [...grid, [...(grid[1] ?? [])]]),
    told: [/noticed: .*a\.xlsx, sheet Children, row 5: the same as row 2: taken once/],
  },
  'a row pasted twice with another answer': {
    how: (grid) => {
      const again = [...(grid[1] ?? [])];
      again[cell(grid, '1001', rag)[1]] = 'Green';
      return saved('a.xlsx', [...grid, again]);
    },
    kept: [],
    told: [
      /refused: .*a\.xlsx, sheet Children, row 2, column "Fill in: Manager's rating": .*a\.xlsx, sheet Children, row 5: neither/,
      /refused: .*a\.xlsx, sheet Children, row 5, column/,
      /noticed: .*a\.xlsx, sheet Children, row 5: the child stands in row 2 already/,
    ],
    exitCode: 3,
  },
  'columns moved': {
    how: (grid) =>
      saved(
        'a.xlsx',
        grid.map((row) => [...row].reverse()),
      ),
  },
  'a sheet renamed': { how: (grid) => saved('a.xlsx', grid, {}, 'Tabelle1') },
  'saved as .ods': {
    how: async (grid) =>
      writeFileSync(join(desk.back, 'a.ods'), await writeOds({ sheets: [{ name: 'Children', rows: grid }] })),
  },
  'saved as CSV': {
    how: async ([header = [], ...rows]) =>
      writeFileSync(
        join(desk.back, 'a.csv'),
        csvText(
          header.map(String),
          rows.map((row) => row.map(plain)),
        ),
      ),
  },
  'from three weeks ago, after a newer one': {
    how: async (grid) => {
      await saved('now.xlsx', grid);
      const old = await desk.grid(await desk.write('2026-06-08'));
      fill(old, '1001', rag, 'Green');
      await saved('old.xlsx', old);
    },
    told: [
      /refused: .*old\.xlsx, sheet Children, row 2, column .*: a newer workbook has answered this already/,
    ],
  },
  'of another authority': {
    how: (grid) => {
      for (const row of grid.slice(1))
        row[reference(grid)] = plain(row[reference(grid)]).replace('herts|', 'kent|');
      return saved('a.xlsx', grid);
    },
    kept: [],
    told: [2, 3, 4].map(
      (row) => new RegExp(`a\\.xlsx, sheet Children, row ${row}: the row is of another authority`),
    ),
    exitCode: 3,
  },
  'open in Excel and in LibreOffice': {
    how: async (grid) => {
      await saved('a.xlsx', grid);
      writeFileSync(join(desk.back, '~$a.xlsx'), 'lock');
      writeFileSync(join(desk.back, '.~lock.a.xlsx#'), ',someone');
    },
  },
  'half written, because it was open': {
    how: async (grid) => {
      await saved('a.xlsx', grid);
      await saved('b.xlsx', grid);
      const bytes = readFileSync(join(desk.back, 'b.xlsx'));
      writeFileSync(join(desk.back, 'b.xlsx'), bytes.subarray(0, bytes.length / 2));
    },
    told: [/refused: .*b\.xlsx: /],
  },
  'a formula in a free cell': {
    how: (grid) => {
      const formula = {
        value: 'x',
        type: 'formula' as const,
        formula: 'CONCAT("a","b")',
        formulaResult: 'ab',
      };
      return saved('a.xlsx', grid, { cells: new Map([[cell(grid, '1002', doing).join(','), formula]]) });
    },
    told: [
      /refused: .*a\.xlsx, sheet Children, row 3, column "Fill in: What we are doing": a formula or a link/,
    ],
  },
  'a link in a free cell': {
    how: (grid) => {
      const link = { value: 'here', type: 'string' as const, hyperlink: { target: 'https://example.org/' } };
      return saved('a.xlsx', grid, { cells: new Map([[cell(grid, '1002', doing).join(','), link]]) });
    },
    told: [
      /refused: .*a\.xlsx, sheet Children, row 3, column "Fill in: What we are doing": a formula or a link/,
    ],
  },
  'a formula typed into a CSV': {
    how: async ([header = [], ...rows]) => {
      fill([header, ...rows], '1002', doing, '=cmd|x');
      writeFileSync(
        join(desk.back, 'a.csv'),
        csvText(
          header.map(String),
          rows.map((row) => row.map(plain)),
        ).replace("'=cmd", '=cmd'),
      );
    },
    told: [/refused: .*a\.csv, row 3, column "Fill in: What we are doing": a formula or a link/],
  },
  "a child's name in a note": {
    how: (grid) => {
      fill(grid, '1001', doing, `${name} is to be seen`);
      return saved('a.xlsx', grid);
    },
    kept: [`1001 doing=${name} is to be seen`, ...red],
  },
  'a locked cell changed': {
    how: (grid) => {
      fill(grid, '1002', 'Plan', name);
      return saved('a.xlsx', grid);
    },
    told: [
      /noticed: .*a\.xlsx, sheet Children, row 3, column "Plan": a cell that the program works out was changed/,
    ],
  },
  'an unknown case number': {
    how: (grid) => {
      const row = [...(grid[2] ?? [])];
      row[reference(grid)] = plain(row[reference(grid)]).replace('|1002|', '|9999|');
      row[0] = '9999';
      return saved('a.xlsx', [...grid, row]);
    },
    told: [/refused: .*a\.xlsx, sheet Children, row 5, column "Case number": no pack of 29 June 2026/],
  },
  'a day that is none': {
    how: (grid) => {
      fill(grid, '1002', done, 'last week');
      return saved('a.xlsx', grid);
    },
    told: [/refused: .*a\.xlsx, sheet Children, row 3, column "Fill in: Done on": this is no day/],
  },
  'the case number column deleted': {
    how: (grid) =>
      saved(
        'a.xlsx',
        grid.map((row) => row.slice(1)),
      ),
    kept: [],
    told: [/refused: .*a\.xlsx: no sheet has the columns "Case number"/],
    exitCode: 3,
  },
};

test.each(Object.entries(ways))('a workbook %s', async (_, { how, kept = red, told = [], exitCode = 0 }) => {
  const grid = await desk.grid(await desk.write('2026-06-29'));
  fill(grid, '1001', rag, 'Red');
  await how(grid);
  const found = await packRead();
  expect(answers().filter((each) => !each.startsWith('1003'))).toEqual(kept);
  expect(answers().filter((each) => each.startsWith('1003'))).toEqual(['1003 doing=Known before']);
  const lines = found.said.split('\n').filter((line) => /refused|noticed/.test(line));
  for (const each of told) expect(lines).toContainEqual(expect.stringMatching(each));
  expect(lines).toHaveLength(told.length);
  expect(found.exitCode).toBe(exitCode);
  expect(found.said).not.toMatch(/Quillfeather|\b(1001|1002|1003|9999)\b/);
  expect(JSON.stringify(readLog(desk.folders))).not.toMatch(/Quillfeather|1001/);
  expect(desk.decisions()).not.toMatch(/Quillfeather/);
});

test('a folder that is not there is an error that says what to do', async () => {
  rmSync(desk.back, { recursive: true });
  const { exitCode, said } = await packRead();
  expect(exitCode).toBe(3);
  expect(said).toMatch(/back does not exist/);
});

/** A small invented pack: two teams, five children, one list, written and read in a folder of its own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { type DataFolders, dataFolders } from '../../../pipeline/folders.ts';
import { carriedOf, packFolder, readAnswers, withAnswers } from '../../../pipeline/pack/answers.ts';
import { keepHeld } from '../../../pipeline/pack/changes.ts';
import type { ChildLine, ListedChild, PackContent, PackList } from '../../../pipeline/pack/content.ts';
import { type ReadPack, readPack } from '../../../pipeline/pack/read.ts';
import { workbookOf } from '../../../pipeline/pack/workbook.ts';
import { extractSettings } from '../../../sources/extract.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { configOf, repository } from '../../support/source-folder.ts';

export const config = configOf([{ adapter: 'ssd', folders: [] }], {
  authority: 'herts',
  procedure: 'hertfordshire',
});
const rules = loadRules(join(repository, 'sources/rules'), config);

export const line = (name: string, status: string, over = 0, more: Partial<ChildLine> = {}): ChildLine => ({
  ...{
    line: name,
    status,
    anchor: '2026-01-05',
    due: '2026-03-16',
    done: null,
    over,
  },
  ...more,
});

export const child = (
  subject: string,
  team: string,
  lines: readonly ChildLine[],
  adopted = false,
): ListedChild => ({
  ...{ subject, team, service: 'Looked after', adopted, lines },
  facts: {
    ...{
      entry_date: '2026-01-05',
      age_band: '5 to 9',
      legal_status: 'C1',
      legal_since: '2026-01-07',
      plan: 'none',
    },
    ...{ plan_since: null, placement_type: 'U6', placement_since: '2026-01-05' },
    workers: 'case worker; reviewing officer',
    rating: lines.some(({ over }) => over > 28) ? 'RED' : 'GREEN',
    rated_by: lines.find(({ over }) => over > 28)?.line ?? null,
  },
});

export const someChildren = [
  child('1001', 'A1', [line('T10', 'overdue', 40), line('T11', 'overdue', 106)]),
  child('1002', 'A1', [line('T10', 'met', 0, { done: '2026-02-02' })]),
  child('1003', 'A1', [line('T10', 'not yet due', 0, { due: '2026-07-20' })]),
  child('2001', 'B2', [line('T10', 'overdue', 3)]),
  child('2002', 'B2', []),
];

export const listOf = (children: readonly ListedChild[], over: Partial<PackList> = {}): PackList => ({
  ...{
    id: 'weekly_tool',
    name: 'Weekly tool',
    recipient: 'All managers',
    frequency: 'weekly',
    oneForEach: 'team',
  },
  ...{
    withoutTeam: 'Performance analyst',
    members: ['T10'],
    shows: 'any',
    isWholeLine: true,
    steps: ['T11'],
  },
  ...{ order: 'longest', panel: 'TEAM', source: 'Test 1', children },
  answers: ['manager_rag', 'officer_view', 'barrier', 'doing', 'owner', 'by_when', 'done_on'],
  ...over,
});

const namesOf = (set: string) =>
  new Map(
    rules.codes.flatMap(({ code_set, code, name }) => (code_set === set ? [[code, name] as const] : [])),
  );
const fact = (name: string) => ({
  name,
  step: name,
  rule: `${name}. Source: Test 1.`,
  available: true,
  isProposed: false,
  isRegister: false,
  kept: [],
});

export function contentOf(asAt: string, lists: readonly PackList[]): PackContent {
  const all = lists.flatMap(({ children }) => children);
  return {
    ...{
      authority: 'herts',
      authorityName: 'Herts',
      snapshotId: `herts/${asAt}.1`,
      asAt,
      lists,
      saysWorkers: true,
      daysKept: 92,
    },
    lines: new Map(
      ['T10', 'T11'].map((name) => [
        name,
        fact(name === 'T10' ? 'T10 No meeting' : 'T11 Meeting in ten weeks'),
      ]),
    ),
    // as the edition has it; of lists that hold a part of a line, far more
    counts: new Map(
      lists.every(({ isWholeLine }) => isWholeLine)
        ? [
            ['T10', { any: 4, open: 2 }],
            ['T11', { any: 1, open: 1 }],
          ]
        : [
            ['T10', { any: 99, open: 99 }],
            ['T11', { any: 99, open: 99 }],
          ],
    ),
    pages: new Map([['team A1', 'board-2026-06-29-0a1b2c3d/teams/team-a1.html']]),
    teams: new Map([
      ['A1', 'East A'],
      ['B2', 'West B'],
    ]),
    words: new Map([['legal_status C1', 'Interim care order']]),
    choices: { barrier: namesOf('barrier'), manager_role: namesOf('manager_role') },
    left: new Map(),
    standing: new Map(all.map((each) => [each.subject, each.lines])),
  };
}

/** The rows of the sheet Children by heading, as somebody may change them. */
export type Grid = CellValue[][];

/** A data folder, a folder for what comes back, and what people do in between. */
export class Desk {
  readonly folders: DataFolders;
  readonly back: string;

  constructor(root: string) {
    this.folders = dataFolders(join(root, 'data'));
    this.back = join(root, 'back');
    mkdirSync(this.folders.root, { recursive: true });
    mkdirSync(this.back, { recursive: true });
  }

  get own(): string {
    return packFolder(this.folders, 'herts');
  }

  /** The workbook of one team as the program writes it, and whom the list held. */
  async write(
    asAt: string,
    team = 'A1',
    children = someChildren,
    over: Partial<PackList> = {},
  ): Promise<Uint8Array> {
    const list = listOf(children, over);
    const content = contentOf(asAt, [list]);
    keepHeld(this.own, content, [list]);
    const own = children.filter((each) => each.team === team);
    const recipient = {
      key: team,
      name: team,
      list,
      children: own,
      gone: [],
      withheld: 0,
      adopted: 0,
      since: null,
      page: null,
    };
    return workbookOf(recipient, content, carriedOf(readAnswers(this.own), list.id), new Map());
  }

  /** Has the lists hold whom they say on the day. */
  hold(asAt: string, lists: readonly PackList[]): void {
    keepHeld(this.own, contentOf(asAt, lists), lists);
  }

  /** The sheet Children of a workbook as rows. */
  async grid(bytes: Uint8Array): Promise<Grid> {
    return (
      (await readXlsx(bytes)).sheets.find(({ name }) => name === 'Children')?.rows.map((row) => [...row]) ??
      []
    );
  }

  async save(name: string, grid: Grid, sheet = 'Children'): Promise<void> {
    writeFileSync(join(this.back, name), await writeXlsx({ sheets: [{ name: sheet, rows: grid }] }));
  }

  async read(on = '2026-07-06'): Promise<ReadPack> {
    const limits = extractSettings(rules.settings);
    const request = { folders: this.folders, config, rules, limits, folder: this.back, on };
    return readPack({ ...request, byRole: 'performance analyst', at: '2026-07-06T09:00:00.000Z' });
  }

  /** What a run of the day reads. */
  decisions(asAt = '2026-07-20'): string {
    withAnswers(config, this.folders, rules, asAt);
    return readFileSync(join(this.own, 'read', 'local_panel_decisions.csv'), 'utf8');
  }
}

/** Writes an answer into the row of a child. */
export function fill(grid: Grid, subject: string, heading: string, value: CellValue): void {
  const at = (grid[0] ?? []).indexOf(heading);
  const row = grid.find((each) => each[0] === subject);
  if (at === -1 || row === undefined) throw new Error(`no ${heading} of ${subject}`);
  row[at] = value;
}

/**
 * The packs of the demo of a procedure against the warehouse that they were written from, counted here from the states and
 * lines of each child: who stands on each list, and what each step says of each.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CellValue, readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { readContent } from '../../../pipeline/pack/content.ts';
import { type WrittenPack, writeContent } from '../../../pipeline/pack/write.ts';
import type { Record_ } from '../../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import type { Procedure } from '../../../sources/rules/vocabulary.ts';
import { type DemoWarehouse, demoDay, demoWarehouse } from '../../models/demo-warehouse.ts';
import { someOf } from '../../proofs/sizes.ts';
import { excelFaults } from '../../support/excel-faults.ts';

const procedures = ['warrington', 'hertfordshire', 'cumbria', 'hillingdon', 'unnamed'] as const;
const models = ['published.list_child', 'published.tracking_line', 'published.tracking_value'];

interface Sheet {
  readonly list: string;
  readonly rows: readonly ReadonlyMap<string, CellValue>[];
  readonly readMe: readonly (readonly CellValue[])[];
  readonly faults: readonly string[];
}

async function sheetsIn(folder: string): Promise<Sheet[]> {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xlsx'),
  );
  return Promise.all(
    all.sort().map(async (name) => {
      const bytes = readFileSync(join(folder, name));
      const { sheets } = await readXlsx(bytes);
      const rowsOf = (sheet: string) => sheets.find((each) => each.name === sheet)?.rows ?? [];
      const [header = [], ...rows] = rowsOf('Children');
      const named = rows.map(
        (row) => new Map(header.map((heading, at) => [String(heading), row[at] ?? null])),
      );
      const filled = named.filter((row) => row.get('Case number') !== null);
      const list = name.split(/[\\/]/)[0] ?? '';
      return { list, rows: filled, readMe: rowsOf('Read me'), faults: excelFaults(bytes) };
    }),
  );
}

/** Everything the test counts from, of the day of the demo. */
async function facts({ warehouse }: DemoWarehouse) {
  return withWarehouse(warehouse, async (database) => {
    const rows = (sql: string) => database.rows(sql);
    const onDay = `as_at_date = DATE '${demoDay}'`;
    return {
      children: await rows(`SELECT child_day, child_id FROM warehouse.core.tracked_child WHERE ${onDay}`),
      events: await rows('SELECT child_day, event FROM warehouse.core.tracking_event'),
      lines: await rows(
        `SELECT *, CASE WHEN unit = 'other' THEN 'household ' || subject_id ELSE subject_id END AS subject
         FROM warehouse.measures.tracking_line WHERE ${onDay} AND unit <> 'register'`,
      ),
      values: await rows(
        `SELECT * FROM warehouse.published.tracking_value WHERE ${onDay} AND breakdown = 'all'`,
      ),
      adopted: await rows(
        `SELECT child_id FROM warehouse.core.cessation WHERE reason_group = 'adopted' AND end_date <= DATE '${demoDay}'
         UNION SELECT child_id FROM warehouse.staging.adoption WHERE adoption_order_date <= DATE '${demoDay}'`,
      ),
    };
  });
}

const nameOf = (row: Record_): string =>
  row['part'] === 'main' ? String(row['line_id']) : `${row['line_id']}:${row['part']}`;
const isOpen = (status: unknown): boolean => status === 'overdue' || status === 'listed';
const wordsOf = (text: unknown): string[] =>
  (Array.isArray(text) ? text.join(' ') : String(text ?? '')).split(' ').filter((word) => word !== '');

describe.each(someOf(procedures, 'packedProcedures'))('the packs of %s', (procedure: Procedure) => {
  const root = mkdtempSync(join(tmpdir(), 'tracker-procedure-'));
  let demo: DemoWarehouse;
  let written: WrittenPack;
  let sheets: Sheet[];
  let known: Awaited<ReturnType<typeof facts>>;

  beforeAll(async () => {
    demo = await demoWarehouse(root, { procedure, children: 60 }, models);
    const { config, warehouse, snapshotId } = demo;
    const to = join(root, 'packs');
    mkdirSync(to);
    const entry = {
      authority: config.authority,
      name: config.name,
      procedure,
      snapshot_id: snapshotId,
      snapshot_date: demoDay,
      snapshot_sha256: '',
    };
    const content = await readContent(
      { warehouse, editionFolder: root, edition: { edition_id: 'board-test', authorities: [entry] } },
      config.authority,
    );
    const folders = dataFolders(join(root, 'data'));
    written = await writeContent(
      { folders, config, to, byRole: 'test', at: `${demoDay}T09:00:00.000Z` },
      content,
    );
    sheets = await sheetsIn(written.folder);
    known = await facts(demo);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const listed = (list: string) => sheets.filter((each) => each.list === list).flatMap(({ rows }) => rows);

  /** Whom a list holds, from the states of each child and the lines that make it. */
  function expectedOn(list: DemoWarehouse['rules']['lists'][number]): Set<string> {
    const states = new Map<unknown, Set<string>>();
    for (const { child_day, event } of known.events)
      states.set(child_day, (states.get(child_day) ?? new Set()).add(String(event)));
    const holds = (day: unknown, word: string): boolean =>
      states.get(day)?.has(word.startsWith('has:') ? word.slice(4) : `since:${word}`) === true;
    const population = wordsOf(list.population);
    const inPopulation = known.children.flatMap(({ child_day: day, child_id: child }) =>
      population.every((word) =>
        word.startsWith('!') ? !holds(day, word.slice(1)) : word.split('/').some((each) => holds(day, each)),
      )
        ? [String(child)]
        : [],
    );
    const members = new Set(wordsOf(list.members));
    const onLines = known.lines.flatMap((row) =>
      members.has(nameOf(row)) && (list.shows === 'any' || isOpen(row['status']))
        ? [String(row['subject'])]
        : [],
    );
    const adopted = new Set(known.adopted.map((row) => String(row['child_id'])));
    const all =
      members.size === 0
        ? inPopulation
        : population.length === 0
          ? onLines
          : onLines.filter((each) => inPopulation.includes(each));
    return new Set(all.filter((subject) => !adopted.has(subject)));
  }

  test('every list holds whom it must, each child once', () => {
    const counts: Record<string, number> = {};
    for (const list of demo.rules.lists) {
      const found = listed(list.list_id).map((row) => String(row.get('Case number')));
      expect([list.list_id, [...found].sort()]).toEqual([list.list_id, [...expectedOn(list)].sort()]);
      counts[list.list_id] = found.length;
    }
    expect(written.lists.map(({ list, children }) => [list, children]).sort()).toEqual(
      Object.entries(counts).sort(),
    );
    expect(Object.values(counts).filter((count) => count > 0).length).toBeGreaterThan(
      Object.keys(counts).length * 0.7,
    );
  });

  test('each step of each child stands as the line has it, and Read me counts as the edition does', () => {
    const standing = new Map(known.lines.map((row) => [`${nameOf(row)} ${row['subject']}`, row]));
    const values = new Map(known.values.map((row) => [nameOf(row), row]));
    let compared = 0;
    for (const { list, rows, readMe } of sheets) {
      const steps = wordsOf(demo.rules.lists.find(({ list_id }) => list_id === list)?.steps);
      for (const row of rows)
        for (const [heading, cell] of row) {
          const [, line = '', what] = /^([A-Z]\d+(?::\w+)?) .*: (due|stands)$/.exec(heading) ?? [];
          if (!steps.includes(line)) continue;
          const truth = standing.get(`${line} ${row.get('Case number')}`);
          const day = cell instanceof Date ? cell.toISOString().slice(0, 10) : cell;
          if (what === 'due') expect([heading, day]).toEqual([heading, truth?.['due_date'] ?? null]);
          else expect(String(cell ?? '').replace(/, done .*/, '')).toBe(String(truth?.['status'] ?? ''));
          compared += 1;
        }
      for (const [what, says] of readMe) {
        const value = values.get(String(what).split(' ')[0] ?? '');
        const [, all] = /(\d+) in the whole authority/.exec(String(says)) ?? [];
        if (all === undefined) continue;
        expect([what, Number(all)]).toEqual([what, Number(value?.['overdue']) + Number(value?.['listed'])]);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('Excel opens each workbook without a word', () => {
    expect(sheets.flatMap(({ list, faults }) => faults.map((fault) => `${list}: ${fault}`))).toEqual([]);
  });
});

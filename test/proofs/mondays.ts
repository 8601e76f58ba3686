/**
 * A month of Mondays on the invented county: each week a run with its packs, workbooks filled in as people do (some of them
 * damaged in every way that people damage them), read back, and the figures of the next edition compared with a count by
 * hand, which is kept here and reads nothing of what the program keeps.
 *
 *     npx tsx test/proofs/mondays.ts /tmp/mondays 60
 */
import { strict as assert } from 'node:assert';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { processContext } from '../../pipeline/cli/context.ts';
import { main } from '../../pipeline/cli/main.ts';
import { realRooms } from '../../pipeline/run/rooms.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { deriveInProcess } from '../models/rendered-model.ts';

const [root = '/tmp/mondays', children = '60'] = process.argv.slice(2);
const data = resolve(root, 'data');
const packs = resolve(root, 'packs');
const back = resolve(root, 'back');
const yaml = join(data, 'demo', 'authority.yaml');
const mondays = ['2026-06-30', '2026-07-06', '2026-07-13', '2026-07-20'];

const context = { ...processContext(), rooms: { ...realRooms, derive: deriveInProcess } };
async function tracker(...args: string[]): Promise<void> {
  const code = await main(args, context);
  assert.equal(code, 0, args.join(' '));
}

/** What was filled in and must count: by case number the rating, and the barrier of who was heard by the panel. */
const rated = new Map<string, Map<string, { day: string; colour: string }>>();
const heard = new Map<string, string>();

/** A rating counts from the day on which it, or something beside it, was said; of two on one day that of the later list. */
function rate(subject: string, list: string, day: string, colour: string): void {
  const lists = rated.get(subject) ?? new Map<string, { day: string; colour: string }>();
  if (list !== 'weekly_tool' || lists.get(list)?.colour !== colour) lists.set(list, { day, colour });
  rated.set(subject, lists);
}
const colourOf = (lists: ReadonlyMap<string, { day: string; colour: string }>): string =>
  [...lists].sort(([a, one], [b, two]) => (`${one.day} ${a}` < `${two.day} ${b}` ? -1 : 1)).at(-1)?.[1]
    .colour ?? '';

const barriers = ['Court', 'Health', 'Housing', 'Family finding'];

type Grid = CellValue[][];
const column = (grid: Grid, name: string): number => (grid[0] ?? []).indexOf(`Fill in: ${name}`);

/** Fills in one workbook; what is damaged on purpose is not counted. */
async function fillIn(list: string, name: string, monday: string, number: number): Promise<void> {
  const book = await readXlsx(readFileSync(join(packs, monday, list, name)));
  const grid = book.sheets.find((sheet) => sheet.name === 'Children')?.rows.map((row) => [...row]) ?? [];
  const rows = grid.slice(1).filter((row) => row[0] !== null && row[0] !== undefined);
  rows.forEach((row, at) => {
    const subject = String(row[0]);
    const week = mondays.indexOf(monday);
    if ((at + week) % 3 === 0) return;
    const word = ['Red', 'Amber', 'Green'][(at + week + number) % 3] ?? 'Red';
    const isWrong = (at + number) % 10 === 9;
    row[column(grid, "Manager's rating")] = isWrong ? 'Puce' : word;
    row[column(grid, 'What we are doing')] = 'Wilhelmina Quillfeather is to be seen';
    if (list === 'weekly_tool') {
      if (!isWrong) rate(subject, list, monday, word.toUpperCase());
      return;
    }
    const barrier = barriers[(at + week) % 4] ?? 'Court';
    row[column(grid, 'Barrier')] = barrier;
    row[column(grid, 'Discussed on')] = isWrong ? 'last week' : new Date(`${monday}T00:00:00Z`);
    if (!isWrong) rate(subject, list, monday, word.toUpperCase());
    // a barrier counts once the child was heard
    if (!isWrong || heard.has(subject)) heard.set(subject, barrier.toUpperCase().replace(' ', '_'));
  });
  const turned = number % 2 === 0 ? [grid[0] ?? [], ...rows.reverse()] : grid;
  const moved = number % 3 === 0 ? turned.map((row) => [...row].reverse()) : turned;
  const sheets = [{ name: number % 4 === 0 ? 'Sheet1' : 'Children', rows: moved }];
  writeFileSync(join(back, `${number} copy of ${name}`), await writeXlsx({ sheets }));
}

async function figures(): Promise<{
  tracked: Set<string>;
  ratings: Map<string, string>;
  barriers: Map<string, string>;
  onLine: Set<string>;
  published: Map<string, number>;
}> {
  const live = readdirSync(join(data, 'warehouses')).sort().at(-1) ?? '';
  return withWarehouse(join(data, 'warehouses', live, 'warehouse.duckdb'), async (database) => {
    const ratings =
      await database.rows(`SELECT c.child_id, c.manager FROM warehouse.scorecard.case_rating AS c
      INNER JOIN warehouse.raw.as_at AS a USING (authority, snapshot_date, as_at_date) WHERE a.is_current`);
    const published = await database.rows(`SELECT colour, children FROM warehouse.published.case_rating
      INNER JOIN warehouse.raw.as_at AS a USING (authority, snapshot_date, as_at_date) WHERE a.is_current AND view = 'manager'`);
    const decisions = await database.rows(`SELECT child_id, barrier FROM warehouse.raw.panel_decision
      WHERE row_key LIKE 'pack:countywide_panel:%' AND heard_date IS NOT NULL AND authority = 'demo' ORDER BY row_key`);
    const line = await database.rows(`SELECT subject_id FROM warehouse.measures.tracking_line
      INNER JOIN warehouse.raw.as_at AS a USING (authority, snapshot_date, as_at_date) WHERE a.is_current AND line_id = 'T30'`);
    // a case that has ended since is heard of no more
    const tracked = await database.rows(`SELECT c.child_id FROM warehouse.core.tracked_child AS c
      INNER JOIN warehouse.core.tracking_state AS s USING (child_day)
      INNER JOIN warehouse.raw.as_at AS a USING (authority, snapshot_date, as_at_date)
      WHERE a.is_current AND s.state = 'since:tracked'`);
    return {
      tracked: new Set(tracked.map((row) => String(row['child_id']))),
      ratings: new Map(ratings.map((row) => [String(row['child_id']), String(row['manager'])])),
      barriers: new Map(decisions.map((row) => [String(row['child_id']), String(row['barrier'])])),
      onLine: new Set(line.map((row) => String(row['subject_id']))),
      published: new Map(published.map((row) => [String(row['colour']), Number(row['children'])])),
    };
  });
}

/** No name, address or number of the invented children but the case number stands in what was written or said. */
function searchPublished(): void {
  for (const folder of ['editions', 'published', 'snapshots', 'audiences'])
    for (const each of readdirSync(join(data, folder), { recursive: true, withFileTypes: true }))
      if (each.isFile() && /\.(json|html|csv|md)$/.test(each.name))
        assert.ok(
          !readFileSync(join(each.parentPath, each.name)).includes('is to be seen'),
          `${each.name} holds a note`,
        );
}

rmSync(root, { recursive: true, force: true });
for (const folder of [data, packs, back]) mkdirSync(folder, { recursive: true });
for (const [week, monday] of mondays.entries()) {
  if (week === 0)
    await tracker(
      'demo',
      '--no-past',
      '--children',
      children,
      '--no-serve',
      '--data',
      data,
      '--as-at',
      monday,
    );
  else {
    const text = readFileSync(yaml, 'utf8').replace(/extract_date: .*/, `extract_date: ${monday}`);
    writeFileSync(yaml, text.includes('packs:') ? text : `${text}packs: ${packs}\n`);
    await tracker('run', '--authority', yaml, '--as-at', monday, '--data', data);
    const found = await figures();
    const current = [...rated].filter(([subject]) => found.ratings.has(subject));
    for (const [subject, lists] of current)
      assert.equal(found.ratings.get(subject), colourOf(lists), `rating, ${monday}`);
    for (const [subject, barrier] of heard)
      assert.equal(found.barriers.get(subject), barrier, `barrier, ${monday}`);
    for (const subject of [...heard.keys()].filter((each) => found.tracked.has(each)))
      assert.ok(found.onLine.has(subject), `T30, ${monday}`);
    const byHand = [...found.ratings.values()].filter((colour) => colour === 'RED').length;
    assert.equal(found.published.get('RED') ?? 0, byHand);
    console.log(
      `${monday}: ${current.length} ratings and ${heard.size} barriers as counted by hand; T30 holds ${found.onLine.size}`,
    );
  }
  // the panel's list is a monthly one: here it goes out every week
  await tracker(
    ...['pack', 'write', '--every', '--authority', yaml, '--as-at', monday, '--data', data, '--to', packs],
  );
  rmSync(back, { recursive: true, force: true });
  mkdirSync(back, { recursive: true });
  let number = 0;
  for (const list of ['weekly_tool', 'countywide_panel'])
    for (const name of readdirSync(join(packs, monday, list)).sort()) {
      number += 1;
      await fillIn(list, name, monday, number);
    }
  await tracker('pack', 'read', back, '--authority', yaml, '--data', data, '--on', monday);
  await tracker(
    'pack',
    'agenda',
    '--meeting',
    'countywide_panel',
    '--authority',
    yaml,
    '--as-at',
    monday,
    '--data',
    data,
    '--to',
    packs,
  );
}
searchPublished();
console.log('A month of Mondays: every figure as counted by hand.');

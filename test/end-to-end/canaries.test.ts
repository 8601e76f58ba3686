/** The whole way of identifying values that lie in every input: nothing that a run writes or says may hold one. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../pipeline/cli/main.ts';
import { silentEffects } from '../../pipeline/effects.ts';
import { type Rooms, realRooms } from '../../pipeline/run/rooms.ts';
import { deriveInProcess } from '../models/rendered-model.ts';
import { smallRooms } from '../pipeline/run/small-rooms.ts';
import { temporaryFolder } from '../pipeline/small-extract.ts';
import { proving } from '../proofs/sizes.ts';
import { type Canary, identifying, plantedCanaries } from '../support/canary/canary.ts';
import { findCanariesInDatabase } from '../support/canary/databases.ts';
import { CanarySearch, findCanaries } from '../support/canary/find.ts';
import { demoOf, prepared } from '../support/prepared.ts';

const { asAt, seed } = demoOf;
const canaries = plantedCanaries(seed);
/** The data folder of the demo, run by SQLMesh from the command line; the second run has the telling texts. */
const data = temporaryFolder();
const input = join(data, 'demo');
const search = new CanarySearch(canaries);
const of = (kind: string): Canary => canaries.find((each) => each.kind === kind)!;
let said = '';
let exitCode: number | undefined;

const { beginSite: _, buildPages: __, ...rooms } = realRooms;
/** Everything is real but the process in which the models run, and the site, which is made of the edition alone. */
const quickRooms: Rooms = {
  ...(proving ? realRooms : { ...rooms, buildSite: smallRooms.buildSite }),
  derive: deriveInProcess,
};

/** Everything that the command line says. */
async function tracker(...args: string[]): Promise<{ said: string; exitCode: number }> {
  const lines: string[] = [];
  const hear = (line: string): void => void lines.push(line);
  const console = { ...silentEffects, say: hear, complain: hear, log: hear, progress: hear, step: hear };
  const exitCode = await main([...args, '--data', data], { console, rooms: quickRooms, exitCode: 0 });
  return { said: lines.join('\n'), exitCode };
}

/** Texts that people write beside the figures, with values in them that their form gives away. */
function writeTellingTexts(): void {
  const values = [
    of('NHS number'),
    of('postcode'),
    of('telephone number'),
    of('e-mail address'),
    of('case number'),
  ];
  const text = values.map(({ value }) => `About ${value} we say nothing.`).join('\n');
  mkdirSync(join(input, 'commentary'));
  writeFileSync(join(input, 'commentary', 't3.md'), `---\nmeasure: T3\n${text}\n---\n${text}\n`);
  writeFileSync(
    join(input, 'panel-words', `${of('case number').value}.md`),
    `---\naudience: panel\nquestion: P6\nquarter_end: ${asAt}\nkind: what_next\nauthor_role: Manager\nauthor_on: ${asAt}\nsign_off_role: Director\nsign_off_on: ${asAt}\n---\n${text}\n`,
  );
  appendFileSync(join(input, 'authority.yaml'), 'commentary: commentary\n');
}

const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
const isDatabase = (path: string): boolean => /\.(?:duckdb|parquet)$/.test(path);
const isRestricted = (path: string): boolean => /^(?:snapshots|warehouses|worklists|packs)\//.test(path);

beforeAll(async () => {
  const demo = await prepared('demo');
  cpSync(join(demo, 'data'), data, { recursive: true });
  writeTellingTexts();
  const run = await tracker('run', '--authority', join(input, 'authority.yaml'), '--as-at', asAt);
  said = readFileSync(join(demo, 'said.txt'), 'utf8') + run.said;
  exitCode = run.exitCode;
});

describe('after a run over inputs in which every field identifies somebody', () => {
  it('the edition is published, and the texts that told too much were left out', () => {
    expect([exitCode, said]).toEqual([0, expect.stringContaining('Published board-')]);
    expect(said).toContain('an NHS number seems to stand here');
  });

  it('all the values lie in the inputs, or the search would prove nothing', () => {
    const found = new Set(
      findCanaries([join(input, 'ssd'), join(input, 'local')], canaries).map(
        (hit) => `${hit.kind} ${hit.field}`,
      ),
    );
    expect(
      canaries.filter(({ kind, field }) => !found.has(`${kind} ${field}`)).map(({ field }) => field),
    ).toEqual([]);
  });

  it('no byte of an edition, a site, a report, a log or a cache holds one, case numbers included', async () => {
    const open = filesBelow(data).filter((path) => !isRestricted(path) && !path.startsWith('demo/'));
    for (const place of ['published/board/', 'editions/board/', 'audiences/', 'runs/', 'cache/'])
      expect([place, open.some((path) => path.startsWith(place))]).toEqual([place, true]);
    expect(
      findCanaries(
        open.filter((path) => !isDatabase(path)).map((path) => join(data, path)),
        canaries,
      ),
    ).toEqual([]);
    const figures = open.filter(isDatabase);
    expect(figures.some((path) => path.endsWith('measure-values.parquet'))).toBe(true);
    for (const path of figures) expect(await findCanariesInDatabase(join(data, path), canaries)).toEqual([]);
  });

  it('neither does anything that was said on the way', () => {
    expect(search.inBytes(Buffer.from(said))).toEqual([]);
  });

  it('the warehouse, the snapshot and the quarantine hold case numbers and nothing else of a child', async () => {
    const restricted = filesBelow(data).filter(isRestricted);
    const texts = restricted.filter((path) => !isDatabase(path));
    expect(texts.some((path) => path.endsWith('quarantine.csv'))).toBe(true);
    expect(
      findCanaries(
        texts.map((path) => join(data, path)),
        identifying(canaries),
      ),
    ).toEqual([]);
    const databases = restricted.filter(isDatabase);
    expect(databases.filter((path) => path.endsWith('.duckdb'))).toHaveLength(2);
    const kinds = new Map<string, Set<string>>();
    for (const path of databases)
      for (const { file, kind } of await findCanariesInDatabase(join(data, path), canaries))
        kinds.set(kind, (kinds.get(kind) ?? new Set()).add(file));
    expect([...kinds.keys()]).toEqual(['case number']);
    expect(kinds.get('case number')?.size).toBeGreaterThan(20);
  });

  it('a worklist names the child by its case number alone', async () => {
    const list = await tracker('worklist', '--authority', join(input, 'authority.yaml'), '--measure', 'B7');
    expect([list.exitCode, list.said]).toEqual([0, expect.any(String)]);
    const files = filesBelow(join(data, 'worklists')).map((path) => join(data, 'worklists', path));
    expect(findCanaries(files, identifying(canaries))).toEqual([]);
    expect(findCanaries(files, canaries).length).toBeGreaterThan(0);
    expect(search.inBytes(Buffer.from(list.said))).toEqual([]);
  });

  it('a pack names the child by its case number alone', async () => {
    const to = temporaryFolder();
    const pack = await tracker(
      'pack',
      'write',
      '--authority',
      join(input, 'authority.yaml'),
      '--as-at',
      asAt,
      '--to',
      to,
    );
    expect([pack.exitCode, pack.said]).toEqual([0, expect.stringContaining('weekly_tool')]);
    expect(search.inBytes(Buffer.from(pack.said))).toEqual([]);
    const texts: string[] = [];
    for (const path of filesBelow(to).filter((each) => each.endsWith('.xlsx'))) {
      const { sheets } = await readXlsx(readFileSync(join(to, path)), { readStyles: true });
      const notes = sheets.flatMap(({ cells }) =>
        [...(cells?.values() ?? [])].map(({ comment }) => comment?.text),
      );
      texts.push(join(to, `${texts.length}.txt`));
      writeFileSync(texts.at(-1) ?? '', JSON.stringify([path, notes, sheets.map(({ rows }) => rows)]));
    }
    expect(findCanaries(texts, identifying(canaries))).toEqual([]);
    expect(findCanaries(texts, canaries).length).toBeGreaterThan(0);
  });

  it('a refused input is refused in words that tell nobody', async () => {
    const file = join(input, 'ssd', 'ssd_cla_episodes.csv');
    writeFileSync(file, `${readFileSync(file, 'utf8')}"${of('surname').value} ${of('NHS number').value}`);
    const authority = join(input, 'authority.yaml');
    const run = await tracker('run', '--authority', authority, '--as-at', asAt);
    const check = await tracker('check', '--authority', authority, '--as-at', asAt);
    expect([run.exitCode, run.said]).toEqual([3, expect.stringContaining('quoted cell')]);
    expect(search.inBytes(Buffer.from(run.said + check.said))).toEqual([]);
    expect(findCanaries([join(data, 'runs')], canaries)).toEqual([]);
  });
});

/** The whole way of identifying values that lie in every input: nothing that a run writes or says may hold one. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Canary, identifying, plantedCanaries } from '../../../pipeline/canary/canary.ts';
import { findCanariesInDatabase } from '../../../pipeline/canary/databases.ts';
import { CanarySearch, findCanaries } from '../../../pipeline/canary/find.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { writeDemo } from '../../../sources/demo/demo.ts';
import { temporaryFolder } from '../small-extract.ts';

const seed = 3;
const asAt = '2026-06-30';
const canaries = plantedCanaries(seed);
const data = temporaryFolder();
const input = temporaryFolder();
const search = new CanarySearch(canaries);
const of = (kind: string): Canary => canaries.find((each) => each.kind === kind)!;
let said = '';
let exitCode: number | undefined;

/** Everything that the command line says. */
async function tracker(...args: string[]): Promise<{ said: string; exitCode: number | undefined }> {
  const done = await execa('node', [repositoryFile('pipeline/cli/tracker.js'), ...args, '--data', data], {
    reject: false,
    all: true,
  });
  return { said: String(done.all), exitCode: done.exitCode };
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
    `---\naudience: panel\nquestion: P6\nquarter_end: ${asAt}\nkind: what_next\nsign_off_role: Director\nsign_off_on: ${asAt}\n---\n${text}\n`,
  );
  appendFileSync(join(input, 'authority.yaml'), 'commentary: commentary\n');
}

const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
const isDatabase = (path: string): boolean => /\.(?:duckdb|parquet)$/.test(path);
const isRestricted = (path: string): boolean => /^(?:snapshots|warehouses|worklists)\//.test(path);

beforeAll(async () => {
  writeDemo(input, { children: 60, asAt, seed });
  writeTellingTexts();
  const run = await tracker('run', '--authority', join(input, 'authority.yaml'), '--as-at', asAt);
  ({ said, exitCode } = run);
}, 900_000);

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

  it('no byte of an edition, a site, a report, a log or a cache holds one, case numbers included', {
    timeout: 300_000,
  }, () => {
    const open = filesBelow(data).filter((path) => !isRestricted(path));
    for (const place of ['published/board/', 'editions/board/', 'audiences/', 'runs/', 'cache/'])
      expect([place, open.some((path) => path.startsWith(place))]).toEqual([place, true]);
    expect(
      findCanaries(
        open.map((path) => join(data, path)),
        canaries,
      ),
    ).toEqual([]);
  });

  it('neither does anything that was said on the way', () => {
    expect(search.inBytes(Buffer.from(said))).toEqual([]);
  });

  it('the warehouse, the snapshot and the quarantine hold case numbers and nothing else of a child', {
    timeout: 600_000,
  }, async () => {
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
    expect(databases.filter((path) => path.endsWith('.duckdb'))).toHaveLength(1);
    const kinds = new Map<string, Set<string>>();
    for (const path of databases)
      for (const { file, kind } of await findCanariesInDatabase(join(data, path), canaries))
        kinds.set(kind, (kinds.get(kind) ?? new Set()).add(file));
    expect([...kinds.keys()]).toEqual(['case number']);
    expect(kinds.get('case number')?.size).toBeGreaterThan(20);
  });

  it('a worklist names the child by its case number alone', { timeout: 120_000 }, async () => {
    const list = await tracker('worklist', '--authority', join(input, 'authority.yaml'), '--measure', 'B7');
    expect([list.exitCode, list.said]).toEqual([0, expect.any(String)]);
    const files = filesBelow(join(data, 'worklists')).map((path) => join(data, 'worklists', path));
    expect(findCanaries(files, identifying(canaries))).toEqual([]);
    expect(findCanaries(files, canaries).length).toBeGreaterThan(0);
    expect(search.inBytes(Buffer.from(list.said))).toEqual([]);
  });

  it('a refused input is refused in words that tell nobody', { timeout: 120_000 }, async () => {
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

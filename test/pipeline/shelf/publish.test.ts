import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { canonicalJson, sha256 } from '../../../pipeline/hash.ts';
import { type BuiltFrom, liveBuiltFrom, publish, republish } from '../../../pipeline/shelf/publish.ts';
import { verify } from '../../../pipeline/shelf/verify.ts';
import { temporaryFolder } from '../small-extract.ts';

const id = 'board-2026-06-30-0123abcd';
const from: BuiltFrom = {
  edition_id: id,
  as_at: '2026-06-30',
  code_version: 'c',
  rules_version: 'r',
  inputs: {},
  configurations: {},
};

/** Publishes the same small edition into a data folder, as a run would, and returns what was said. */
function publishInto(data: string, step: (name: string) => void = () => undefined): string[] {
  const folders = dataFolders(data);
  const [edition, site] = [join(data, 'scratch', 'edition'), join(data, 'scratch', 'site')];
  mkdirSync(join(edition, 'data'), { recursive: true });
  mkdirSync(join(site, 'measures'), { recursive: true });
  writeFileSync(join(edition, 'data', 'groups.json'), '[]');
  const files = { 'data/groups.json': sha256('[]') };
  writeFileSync(join(edition, 'manifest.json'), canonicalJson({ edition_id: id, files }));
  writeFileSync(join(site, 'index.html'), '<h1>Board</h1>');
  writeFileSync(join(site, 'measures', 't1.html'), '<h1>T1</h1>');
  const warehouseFile = join(data, 'scratch', 'warehouse.duckdb');
  writeFileSync(warehouseFile, 'rows');
  const said: string[] = [];
  publish(
    folders,
    { editionId: id, editionFolder: edition, siteFolder: site, warehouseFile, from },
    { step, say: (line) => void said.push(line) },
  );
  rmSync(join(data, 'scratch'), { recursive: true });
  return said;
}

describe('a published edition', () => {
  it('is complete while every part is as it was made, and its note holds no more than it was made from', () => {
    const data = temporaryFolder();
    expect(publishInto(data)).toEqual([]);
    expect(liveBuiltFrom(dataFolders(data))).toMatchObject(from);
    republish(dataFolders(data), { ...from, rules_version: 's' }, () => undefined);
    expect(liveBuiltFrom(dataFolders(data))).toMatchObject({ ...from, rules_version: 's' });
  });

  it.each([
    ['published/board', 'measures/t1.html', ''],
    ['published/board', 'index.html', '<h1>Board</h2>'],
    ['published/board', 'more.html', 'more'],
    ['editions/board', 'data/groups.json', ''],
    ['editions/board', 'manifest.json', ''],
    ['warehouses', 'warehouse.duckdb', 'rowz'],
    ['warehouses', 'built-from.json', '{"edition_id": "board-20'],
    ['warehouses', 'built-from.json', '{}'],
  ])('is made again when %s/…/%s is not as it was made, and that is said', (folder, file, content) => {
    const data = temporaryFolder();
    publishInto(data);
    const path = join(data, folder, id, file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
    writeFileSync(path, content);
    expect(liveBuiltFrom(dataFolders(data))).toBeNull();
    const said = publishInto(data);
    expect(said.every((line) => line.includes('made again'))).toBe(true);
    expect(said.length).toBeGreaterThan(0);
    if (before !== null) expect(readFileSync(path, 'utf8')).toBe(before);
    expect(liveBuiltFrom(dataFolders(data))).toMatchObject(from);
    // What readers and analysts saw is kept to be looked at; a warehouse is only derived.
    const aside = join(data, 'damaged', folder, id);
    expect(existsSync(aside)).toBe(folder !== 'warehouses');
    if (folder !== 'warehouses') expect(readFileSync(join(aside, file), 'utf8')).toBe(content);
  });

  it.each(['edition', 'site', 'swap'])('whose run ended at %s promises nothing that is not there', (at) => {
    const data = temporaryFolder();
    const ended = (): string[] =>
      publishInto(data, (step) => {
        if (step === at) throw new Error('ended');
      });
    expect(ended).toThrow('ended');
    expect(verify(dataFolders(data)).findings).toEqual([]);
    // The next run of that day finds what is in its place, and says of nothing that it was damaged.
    expect(publishInto(data)).toEqual([]);
    expect(liveBuiltFrom(dataFolders(data))).toMatchObject(from);
    expect(verify(dataFolders(data)).findings).toEqual([]);
  });

  it('notes the checksum of its site anew when that note is gone', () => {
    const data = temporaryFolder();
    publishInto(data);
    rmSync(join(dataFolders(data).editions, id, 'made.json'));
    expect(liveBuiltFrom(dataFolders(data))).toBeNull();
    publishInto(data);
    expect(liveBuiltFrom(dataFolders(data))).toMatchObject(from);
  });

  it('keeps no half-written note that a killed run left', () => {
    const data = temporaryFolder();
    publishInto(data);
    const folder = join(dataFolders(data).warehouses, id);
    writeFileSync(join(folder, 'built-from.json.next'), '{"half');
    republish(dataFolders(data), from, () => undefined);
    expect(readdirSync(folder).sort()).toEqual(['built-from.json', 'warehouse.duckdb']);
  });
});

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { type BuiltFrom, liveBuiltFrom, republish } from '../../../pipeline/publish/publish.ts';
import { temporaryFolder } from '../small-extract.ts';

const from: BuiltFrom = {
  edition_id: 'board-2026-06-30-0123abcd',
  as_at: '2026-06-30',
  code_version: 'c',
  rules_version: 'r',
  inputs: {},
  configurations: {},
};

describe('what the live edition was made from', () => {
  const folders = dataFolders(temporaryFolder());
  const parts: [string, string][] = [
    [folders.editions, 'manifest.json'],
    [folders.published, 'index.html'],
    [folders.warehouses, 'warehouse.duckdb'],
  ];
  for (const [folder, file] of parts) {
    mkdirSync(join(folder, from.edition_id), { recursive: true });
    writeFileSync(join(folder, from.edition_id, file), '');
  }
  const warehouse = join(folders.warehouses, from.edition_id);

  it('is written aside and renamed', () => {
    republish(folders, from, () => undefined);
    expect(liveBuiltFrom(folders)).toEqual(from);
    expect(readdirSync(warehouse).sort()).toEqual(['built-from.json', 'warehouse.duckdb']);
  });

  it.each(['', '{"edition_id": "board-20', '{}'])('is unknown when the note says %j', (text) => {
    writeFileSync(join(warehouse, 'built-from.json'), text);
    expect(liveBuiltFrom(folders)).toBeNull();
  });

  it('keeps no half-written note that a killed run left', () => {
    writeFileSync(join(warehouse, 'built-from.json.next'), '{"half');
    republish(folders, from, () => undefined);
    expect(liveBuiltFrom(folders)).toEqual(from);
    expect(readdirSync(warehouse)).not.toContain('built-from.json.next');
  });
});

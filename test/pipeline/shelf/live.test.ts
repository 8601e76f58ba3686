import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { liveEdition, makeLive, publishedEditions } from '../../../pipeline/shelf/live.ts';
import { size } from '../../proofs/sizes.ts';
import { compiledScript } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';

const editions = ['board-2026-05-31-aaaaaaaa', 'board-2026-06-30-bbbbbbbb'];

function publishedFolder(): string {
  const data = temporaryFolder();
  for (const edition of editions) {
    const folder = join(dataFolders(data).published, edition);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), `<h1>${edition}</h1>`);
  }
  return data;
}

describe('what is live', () => {
  it('is named by one small file, and nothing before the first publication', () => {
    const data = publishedFolder();
    const folders = dataFolders(data);
    expect(liveEdition(folders)).toBeNull();
    expect(publishedEditions(folders)).toEqual(editions);
    makeLive(folders, editions[1] ?? '');
    expect(liveEdition(folders)).toBe(editions[1]);
  });

  it('is whole at every moment of many publications', async () => {
    const data = publishedFolder();
    const folders = dataFolders(data);
    makeLive(folders, editions[0] ?? '');
    const stop = join(data, 'stop');
    const script = await compiledScript('reader');
    const reader = execa('node', [script, folders.published, stop], {
      cwd: repositoryFile('.'),
    });
    const started = Date.now();
    for (let n = 0; n < size('publications') || Date.now() - started < 2000; n += 1) {
      makeLive(folders, editions[n % 2] ?? '');
      if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    writeFileSync(stop, '');
    const { reads, faults } = JSON.parse((await reader).stdout) as { reads: number; faults: number };
    expect(reads).toBeGreaterThan(10);
    expect(faults).toBe(0);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { serve } from '../../../pipeline/cli/commands/serve.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { liveEdition, makeLive, publishedEditions } from '../../../pipeline/publish/live.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { silentEffects } from '../../../pipeline/run/effects.ts';
import { size } from '../../proofs/sizes.ts';
import { smallRooms } from '../run/small-rooms.ts';
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
    const script = repositoryFile('test/pipeline/publish/reader.ts');
    const reader = execa('node', ['--import', 'tsx', script, folders.published, stop], {
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

  it('is served on this machine only, by way of the live edition', async () => {
    const data = publishedFolder();
    makeLive(dataFolders(data), editions[1] ?? '');
    const said: string[] = [];
    const console = {
      ...silentEffects,
      say: (line: string) => void said.push(line),
      complain: () => undefined,
    };
    const context: Context = { console, rooms: smallRooms, exitCode: 0 };
    const server = await serve({ port: 0, data }, context);
    try {
      const base = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join('\n'))?.[0] ?? '';
      expect((await fetch(`${base}/`, { redirect: 'manual' })).headers.get('location')).toBe('/board/');
      expect(await (await fetch(`${base}/board/`)).text()).toContain(editions[1]);
      expect(await (await fetch(`${base}/board/${editions[0]}/`)).text()).toContain(editions[0]);
      expect((await fetch(`${base}/board/none/`)).status).toBe(404);
      expect((await fetch(`${base}/../run.lock`)).status).toBe(404);
    } finally {
      server.close();
    }
  });
});

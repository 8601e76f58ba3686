/** The thread in which a site is drawn: what goes wrong there is told as if it had gone wrong here. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildPages } from '../../../dashboards/build.ts';
import { beginSite, buildSite } from '../../../pipeline/run/site.ts';
import { TrackerError } from '../../../sources/error.ts';
import { prepared } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';

const failure = (work: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  ) as Promise<Error & Record<string, unknown>>;

describe('a site that is drawn in a thread of its own', () => {
  it('fails in our words and with the name that the system has for what lies behind, as it would fail here', async () => {
    const folder = temporaryFolder();
    const face = join(await prepared('board'), 'edition');
    const place = {
      editionFolder: folder,
      outputFolder: join(folder, 'site'),
      cacheFolder: join(folder, 'x'),
    };
    const kept = join(await prepared('board'), 'work', 'built.json');
    const site = await beginSite({ editionFolder: face, cacheFolder: join(folder, 'work'), kept });
    const [own, aside] = [await failure(buildSite(place)), await failure(site.draw(place))];
    await site.end();
    expect(aside).toBeInstanceOf(TrackerError);
    expect([aside.message, aside['code'], aside['failure'], aside['advice']]).toEqual([
      own.message,
      own['code'],
      own['failure'],
      own['advice'],
    ]);
    expect(aside.cause).toMatchObject({ code: 'ENOENT', syscall: 'open' });
    expect(aside.stack).toContain('dashboards');
  });
});

describe('what Framework built', () => {
  it('serves again for the same pages, and is built anew for others or when it is damaged', async () => {
    const folder = temporaryFolder();
    const editionFolder = join(folder, 'edition');
    cpSync(join(await prepared('board'), 'edition'), editionFolder, { recursive: true });
    const [kept, cacheFolder] = [join(folder, 'board.json'), join(folder, 'work')];
    cpSync(join(await prepared('board'), 'work', 'built.json'), kept);
    const build = async (): Promise<{ text: string; wasBuilt: boolean }> => {
      rmSync(cacheFolder, { recursive: true, force: true });
      const file = await buildPages({ editionFolder, cacheFolder, kept });
      expect(file).toBe(kept);
      return { text: readFileSync(kept, 'utf8'), wasBuilt: existsSync(cacheFolder) };
    };
    const first = await build();
    expect(first.wasBuilt).toBe(false);
    writeFileSync(kept, first.text.slice(0, -20));
    // The first was built with nothing kept, this one beside a damaged file.
    expect(await build()).toEqual({ ...first, wasBuilt: true });
    const measures = join(editionFolder, 'data', 'measures.json');
    writeFileSync(
      measures,
      readFileSync(measures, 'utf8').replace(/"plain_name": "/, '"plain_name": "Newly named '),
    );
    const renamed = await build();
    expect(renamed.wasBuilt).toBe(true);
    expect(renamed.text).toContain('Newly named');
  });
});

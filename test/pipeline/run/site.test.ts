/** The thread in which a site is drawn: what goes wrong there is told as if it had gone wrong here. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildSite, buildSiteAside } from '../../../pipeline/run/site.ts';
import { TrackerError } from '../../../sources/error.ts';
import { prepared } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';

const place = (editionFolder: string, folder: string) => ({
  editionFolder,
  outputFolder: join(folder, 'site'),
  cacheFolder: join(folder, 'work'),
  pages: join(folder, 'pages'),
});
const failure = (work: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  ) as Promise<Error & Record<string, unknown>>;

describe('a site that is drawn in a thread of its own', () => {
  it('fails in our words, with the code, the class and the advice of here', async () => {
    const here = temporaryFolder();
    const [own, aside] = [
      await failure(buildSite(place(here, here))),
      await failure(buildSiteAside(place(here, here))),
    ];
    expect(aside).toBeInstanceOf(TrackerError);
    expect([aside.message, aside['code'], aside['failure'], aside['advice']]).toEqual([
      own.message,
      own['code'],
      own['failure'],
      own['advice'],
    ]);
  });

  it('fails at what the system refuses with the name that the system has for it', async () => {
    const board = join(await prepared('board'), 'edition');
    const aside = await failure(buildSiteAside(place(board, temporaryFolder())));
    expect([aside['code'], aside['syscall']]).toEqual(['ENOENT', 'open']);
    expect(aside.stack).toContain('dashboards');
  });
});

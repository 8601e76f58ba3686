/** The one arrow from the pipeline to the dashboards: an edition in, a site out. */
import { Worker } from 'node:worker_threads';
import { buildPages, buildSite, prepareToDraw, type SiteBuild } from '../../dashboards/build.ts';
import { type FailureClass, TrackerError } from '../../sources/error.ts';
import { programFile } from '../program.js';
import type { BegunSite, SitePlace } from './rooms.ts';

export { buildPages, buildSite, prepareToDraw, type SiteBuild };

/** An error as it passes between threads, which keep no field of an error's own. */
export interface ToldError {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly cause: ToldError | null;
}

/** What the thread that draws a site answers. */
export type DrawnAside = { readonly pages: number } | { readonly error: ToldError };

/**
 * Begins a site in a thread of its own, so that the Board's and the papers' are drawn side by side: while there is no
 * figure yet Framework builds its pages, and the thread loads what draws. Drawing throws what `buildSite` throws.
 */
export async function beginSite(place: Omit<SitePlace, 'outputFolder'>): Promise<BegunSite> {
  const pages = buildPages(place);
  const thread = new Worker(await programFile('pipeline/run/site-thread.ts'));
  const answer = new Promise<DrawnAside>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread that draws a site ended (${code})`)));
  });
  // Told when the site is drawn, if ever.
  for (const each of [pages, answer]) each.catch(() => undefined);
  return {
    draw: async (site) => {
      thread.postMessage({ ...site, pages: await pages } satisfies SiteBuild);
      const drawn = await answer;
      if ('error' in drawn) throw heard(drawn.error);
      return drawn;
    },
    end: async () => {
      await thread.terminate();
      await pages.catch(() => undefined);
    },
  };
}

function heard({ message, fields, cause }: ToldError): Error {
  const { failure, code = '', advice = '', stack = message } = fields;
  const behind = cause === null ? undefined : heard(cause);
  const error =
    failure === undefined
      ? Object.assign(new Error(message, { cause: behind }), fields)
      : new TrackerError(failure as FailureClass, code, message, advice, behind);
  return Object.assign(error, { stack });
}

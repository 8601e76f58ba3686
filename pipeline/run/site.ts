/** The one arrow from the pipeline to the dashboards: an edition in, a site out. */
import { Worker } from 'node:worker_threads';
import { buildSite } from '../../dashboards/build.ts';
import { type FailureClass, TrackerError } from '../../sources/error.ts';
import { programFile } from '../program.js';
import type { SitePlace } from './rooms.ts';

export { buildPages } from '../../dashboards/build.ts';
export { buildSite };

/** An error as it passes between threads, which keep no field of an error's own. */
export interface ToldError {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly cause: ToldError | null;
}

/** What the thread that draws a site answers. */
export type DrawnAside = { readonly pages: number } | { readonly error: ToldError };

/**
 * Draws a site in a thread of its own, so that the Board's and the papers' are drawn side by side; its pages must have
 * been built by Framework already. Throws what `buildSite` throws.
 */
export async function buildSiteAside(place: SitePlace): Promise<{ pages: number }> {
  const thread = new Worker(await programFile('pipeline/run/site-thread.ts'), { workerData: place });
  try {
    const answer = await new Promise<DrawnAside>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`the thread that draws a site ended (${code})`)));
    });
    if ('error' in answer) throw heard(answer.error);
    return answer;
  } finally {
    await thread.terminate();
  }
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

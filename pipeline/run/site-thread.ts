/** What runs in the thread that draws a site: it answers with how many pages there are, or with what went wrong. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SitePlace } from './rooms.ts';
import { buildSite, type DrawnAside, type ToldError } from './site.ts';

/** Of an error's own fields those that are plain: a code, a path, an advice. */
function told(error: unknown): ToldError {
  if (!(error instanceof Error)) return { message: String(error), fields: {}, cause: null };
  const plain = Object.entries(error).filter(([, value]) => typeof value === 'string');
  const { message, stack, cause } = error;
  return {
    message,
    fields: { ...Object.fromEntries(plain), ...(stack === undefined ? {} : { stack }) },
    cause: cause === undefined ? null : told(cause),
  };
}

const answer = (what: DrawnAside): void => parentPort?.postMessage(what);
buildSite(workerData as SitePlace).then(
  ({ pages }) => answer({ pages }),
  (error: unknown) => answer({ error: told(error) }),
);

/** What runs in the thread that draws a site: it answers with how many pages there are, or with what went wrong. */
import { parentPort } from 'node:worker_threads';
import { buildSite, type DrawnAside, prepareToDraw, type SiteBuild, type ToldError } from './site.ts';

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
parentPort?.once('message', (place: SiteBuild) => {
  buildSite(place).then(
    ({ pages }) => answer({ pages }),
    (error: unknown) => answer({ error: told(error) }),
  );
});
await prepareToDraw();

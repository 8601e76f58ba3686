import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Command } from 'commander';
import sirv from 'sirv';
import { TrackerError } from '../../../sources/error.ts';
import { currentDraft } from '../../shelf/draft.ts';
import { liveEdition } from '../../shelf/live.ts';
import { type Context, dataOf, dataOption, parseWhole } from '../context.ts';
import { placeOf } from './edition.ts';

interface Options {
  readonly port: number;
  readonly data: string;
  /** The Board unless told. */
  readonly audience?: string;
  readonly authority?: string;
  /** The current draft and not what is published. */
  readonly draft?: boolean;
}

export const defaultPort = 4173;

/** `tracker serve`: the published site on this machine only. */
export function addServe(program: Command, context: Context): void {
  const command = program
    .command('serve')
    .summary('show the published site on this machine')
    .description(
      'Serves <data>/published on 127.0.0.1, for reading on this machine only. Stop it with Ctrl-C.',
    )
    .option('--port <number>', 'port to listen on', parseWhole, defaultPort)
    .option('--audience <audience>', 'whose site: board, or an audience of audiences.csv', 'board')
    .option('--authority <code>', 'of which authority, where the data folder holds several')
    .option('--draft', 'the current draft of that audience, which is published nowhere')
    .addHelpText(
      'after',
      '\nExamples:\n  tracker serve --port 8080\n  tracker serve --audience panel_public --draft',
    );
  dataOption(command).action(async (options: Options) => {
    await serve(options, context);
  });
}

/** Starts serving and returns the server once it listens. */
export async function serve(options: Options, { console }: Context): Promise<Server> {
  const { folder, start, name } =
    options.audience === undefined || options.audience === 'board' ? boardSite(options) : paperSite(options);
  const handler = sirv(folder, { dev: true, etag: true });
  const server = createServer((request, response) => {
    if (request.url === '/' && start !== '/') return void response.writeHead(302, { location: start }).end();
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    handler(
      request,
      response,
      () => void response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n'),
    );
  });
  await listen(server, options.port);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  console.say(`${name} is at http://127.0.0.1:${port}${start} (stop with Ctrl-C).`);
  return server;
}

interface Served {
  readonly folder: string;
  /** Where reading starts. */
  readonly start: string;
  readonly name: string;
}

function boardSite(options: Options): Served {
  const { data, folders } = dataOf(options);
  if (liveEdition(folders) === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      `Nothing has been published in ${data} yet.`,
      'Make an edition with `tracker demo` or `tracker run` first.',
    );
  return { folder: join(data, 'published'), start: '/board/', name: 'The site' };
}

/** One audience's own address: nothing of the Board or of another audience can be reached from it. */
function paperSite(options: Options): Served {
  const place = placeOf({ ...options, audience: options.audience ?? '' });
  if (options.draft === true) {
    const draft = currentDraft(place);
    if (draft === null)
      throw new TrackerError('usage', 'no_draft', 'There is no draft.', 'Make one with `tracker run`.');
    return { folder: join(draft.folder, 'site'), start: '/', name: `The draft ${draft.edition_id}` };
  }
  if (!existsSync(join(place.published, 'index.html')))
    throw new TrackerError(
      'usage',
      'nothing_published',
      'No paper has been sealed for this audience yet.',
      'Seal one with `tracker panel seal`, or look at the draft with --draft.',
    );
  return { folder: place.published, start: '/', name: 'The published paper' };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new TrackerError(
          'usage',
          'port_in_use',
          `Port ${port} cannot be used: ${cause.message}.`,
          'Choose another one with --port.',
          cause,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Command } from 'commander';
import sirv from 'sirv';
import { TrackerError } from '../../../sources/error.ts';
import { liveEdition } from '../../publish/live.ts';
import { type Context, dataOf, dataOption, parseWhole } from '../context.ts';

interface Options {
  readonly port: number;
  readonly data: string;
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
    .addHelpText('after', '\nExample:\n  tracker serve --port 8080');
  dataOption(command).action(async (options: Options) => {
    await serve(options, context);
  });
}

/** Starts serving and returns the server once it listens. */
export async function serve(options: Options, { console }: Context): Promise<Server> {
  const { data, folders } = dataOf(options);
  if (liveEdition(folders) === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      `Nothing has been published in ${data} yet.`,
      'Make an edition with `tracker demo` or `tracker run` first.',
    );
  const handler = sirv(join(data, 'published'), { dev: true, etag: true });
  const server = createServer((request, response) => {
    if (request.url === '/') return void response.writeHead(302, { location: '/board/' }).end();
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
  console.say(`The site is at http://127.0.0.1:${port}/board/ (stop with Ctrl-C).`);
  return server;
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

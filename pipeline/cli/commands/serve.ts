import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
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
      'Serves what is published for one audience on 127.0.0.1, for reading on this machine only: the Board unless told.\n' +
        'Stop it with Ctrl-C.',
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
  const { folder, name } =
    options.audience === undefined || options.audience === 'board' ? boardSite(options) : paperSite(options);
  const root = realpathSync(folder);
  const server = createServer((request, response) => answer(root, request, response));
  await listen(server, options.port);
  console.say(`${name} is at http://127.0.0.1:${portOf(server.address())}/ (stop with Ctrl-C).`);
  return server;
}

const portOf = (address: ReturnType<Server['address']>): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** What may be loaded by a page that does not say; `frame-ancestors` is for a header alone to say. */
const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'";
const ownPolicy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/;
const policy = (own = closedPolicy) => ({ 'Content-Security-Policy': `${own}; frame-ancestors 'none'` });

/** Nothing is kept by the browser, framed, guessed at, sent on or read by another site. */
const headers = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  ...policy(),
} as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.arrow': 'application/vnd.apache.arrow.file',
};

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const reply = replyTo(root, request);
  response.writeHead(reply.status, {
    ...headers,
    ...reply.headers,
    'Content-Length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
}

const refusal = (status: number, words: string, more: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { ...more, Connection: 'close', 'Content-Type': 'text/plain; charset=utf-8' },
  body: `${words}\n`,
});

function replyTo(root: string, request: IncomingMessage): Reply {
  if (!isOwnName(request)) return refusal(421, 'This server answers to its own name only.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refusal(405, 'This server is for reading only.', { Allow: 'GET, HEAD' });
  const path = pathOf(request.url ?? '');
  const found = path === null ? null : publishedFile(root, path);
  if (path === null || found === null) return refusal(404, 'Not found');
  if (found === 'folder') return refusal(308, 'It is a folder', { Location: `${path}/` });
  const type = { 'Content-Type': types[found.extension] ?? 'application/octet-stream' };
  const page = found.extension === '.html' ? ownPolicy.exec(found.bytes.toString('utf8')) : null;
  return { status: 200, headers: { ...type, ...policy(page?.[1]) }, body: found.bytes };
}

/** Another site whose name has been made to lead to this machine must not be answered: its scripts could read along. */
function isOwnName({ headersDistinct, socket }: IncomingMessage): boolean {
  const [host = '', ...others] = headersDistinct.host ?? [];
  const port = socket.localPort === 80 ? '(:80)?' : `:${socket.localPort}`;
  return others.length === 0 && new RegExp(`^(127\\.0\\.0\\.1|localhost|\\[::1\\])${port}$`, 'i').test(host);
}

/** Names as sites have them, and nothing else: no dots before, no ways up, no escapes, no other server's address. */
function pathOf(url: string): string | null {
  const path = url.split('?', 1)[0] ?? '';
  return /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/?$/.test(path) && path !== '' ? path : null;
}

/** A file whose real place is where its name says; null when there is none, or a link leads to it. */
function publishedFile(root: string, path: string): { bytes: Buffer; extension: string } | 'folder' | null {
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  try {
    const found = lstatSync(file);
    if (realpathSync(file) !== file) return null;
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? { bytes: readFileSync(file), extension: extname(file) } : null;
  } catch {
    return null;
  }
}

interface Served {
  readonly folder: string;
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
  return { folder: folders.published, name: 'The site' };
}

/** One audience's own address: nothing of the Board or of another audience can be reached from it. */
function paperSite(options: Options): Served {
  const place = placeOf({ ...options, audience: options.audience ?? '' });
  if (options.draft === true) {
    const draft = currentDraft(place);
    if (draft === null)
      throw new TrackerError('usage', 'no_draft', 'There is no draft.', 'Make one with `tracker run`.');
    return { folder: join(draft.folder, 'site'), name: `The draft ${draft.edition_id}` };
  }
  if (!existsSync(join(place.published, 'index.html')))
    throw new TrackerError(
      'usage',
      'nothing_published',
      'No paper has been sealed for this audience yet.',
      'Seal one with `tracker panel seal`, or look at the draft with --draft.',
    );
  return { folder: place.published, name: 'The published paper' };
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

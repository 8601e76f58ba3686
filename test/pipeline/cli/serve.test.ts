import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../../pipeline/cli/commands/serve.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { makeLive } from '../../../pipeline/shelf/live.ts';
import { smallRooms } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

const edition = 'board-2026-06-30-bbbbbbbb';
const secret = 'nobody but the owner reads this';
const pagePolicy = "default-src 'none'; style-src 'self' 'sha256-abc='; base-uri 'none'";
const data = temporaryFolder();
const folders = dataFolders(data);
let server: Server;
let port = 0;

beforeAll(async () => {
  const site = join(folders.published, edition);
  mkdirSync(join(site, 'measures'), { recursive: true });
  mkdirSync(join(site, '.hidden'));
  mkdirSync(join(data, 'published', 'elsewhere'));
  const page = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy}"><h1>The page</h1>`;
  for (const file of ['index.html', 'measures/t1.html']) writeFileSync(join(site, file), page);
  writeFileSync(join(site, 'theme.css'), 'main{}');
  for (const file of [
    join(data, 'run.lock'),
    join(data, 'published', 'elsewhere', 'index.html'),
    join(site, '.env'),
    join(site, '.hidden', 'index.html'),
    join(folders.published, '.next-1'),
  ])
    writeFileSync(file, secret);
  symlinkSync(join(data, 'run.lock'), join(site, 'link.html'));
  symlinkSync(join(data, 'published', 'elsewhere'), join(site, 'linked'));
  symlinkSync(site, join(folders.published, 'alias'));
  makeLive(folders, edition);
  const console = { ...silentEffects, say: () => undefined, complain: () => undefined };
  const context: Context = { console, rooms: smallRooms, exitCode: 0 };
  server = await serve({ port: 0, data }, context);
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** What comes back for bytes sent as they are. */
function raw(bytes: string, address = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(port, address, () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (part) => {
      reply += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(reply));
  });
}

const ask = (path: string, host = `127.0.0.1:${port}`, method = 'GET') =>
  raw(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(reply)?.[1]);

describe('tracker serve', () => {
  it('leads from the address itself to the live edition and its pages', async () => {
    expect(await ask('/')).toContain(`url=./${edition}/`);
    expect(await ask(`/${edition}/`)).toContain('The page');
    expect(await ask(`/${edition}/measures/t1.html?from=here`)).toContain('The page');
    expect(await ask(`/${edition}/theme.css`)).toMatch(/^content-type: text\/css; charset=utf-8\r$/im);
    const folder = await ask(`/${edition}/measures`);
    expect(folder).toMatch(new RegExp(`^HTTP/1.1 308 [\\s\\S]*Location: /${edition}/measures/\r`, 'i'));
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('answers to %s with its port', async (name) => {
    expect(statusOf(await ask('/', `${name}:${port}`))).toBe(200);
  });

  it.each([
    'tracker.example:PORT',
    '127.0.0.1.tracker.example:PORT',
    'localhost.tracker.example:PORT',
    '127.0.0.1',
    'localhost:1',
    '127.0.0.1:PORT0',
    '127.0.0.2:PORT',
    'user@127.0.0.1:PORT',
    '2130706433:PORT',
    '',
  ])('does not answer to the name "%s"', async (name) => {
    const reply = await ask('/', name.replace('PORT', String(port)));
    expect([400, 421]).toContain(statusOf(reply));
    expect(reply).not.toContain(edition);
  });

  it('does not answer without a name, or to two of them', async () => {
    expect(statusOf(await raw('GET / HTTP/1.0\r\n\r\n'))).toBe(421);
    expect(statusOf(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toBe(400);
    const host = `Host: 127.0.0.1:${port}\r\n`;
    for (const other of [host, 'Host: tracker.example\r\n'])
      expect([400, 421]).toContain(
        statusOf(await raw(`GET / HTTP/1.1\r\n${host}${other}Connection: close\r\n\r\n`)),
      );
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'refuses %s',
    async (method) => {
      const reply = await ask(`/${edition}/`, undefined, method);
      expect(statusOf(reply)).toBe(405);
      expect(reply).toMatch(/^allow: GET, HEAD\r$/im);
      expect(reply).not.toContain('The page');
    },
  );

  it('gives HEAD the same headers and no body', async () => {
    const [get, head] = [await ask(`/${edition}/`), await ask(`/${edition}/`, undefined, 'HEAD')];
    const [headersOfGet = '', body = ''] = get.split('\r\n\r\n');
    const dateless = (text: string) => text.replace(/^date: .*$/im, '');
    expect(dateless(head)).toBe(`${dateless(headersOfGet)}\r\n\r\n`);
    expect(headersOfGet).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(body)}\r?$`, 'im'));
  });

  it.each([
    '/../run.lock',
    '/../../run.lock',
    `/${edition}/../../../run.lock`,
    '/..%2frun.lock',
    '/%2e%2e/run.lock',
    '/%2e%2e%2f%2e%2e%2frun.lock',
    '/%252e%252e/run.lock',
    '/..%c0%afrun.lock',
    '/..\\..\\run.lock',
    '/..%5c..%5crun.lock',
    '/....//....//run.lock',
    '//etc/passwd',
    '/./../../run.lock',
    '/%00',
    `/${edition}/index.html%00.css`,
    `/${edition}/index.html::$DATA`,
    '/../elsewhere/',
    '/elsewhere/',
    '/board/',
    '/run.lock',
    `/${edition}/.env`,
    `/${edition}/.hidden/`,
    `/${edition}/.hidden/index.html`,
    '/.next-1',
    `/${edition}/link.html`,
    `/${edition}/linked/`,
    `/${edition}/linked/index.html`,
    `/alias/`,
    '/alias/index.html',
    `/${edition}/measures/`,
    `/${edition}/measures/t1.html/`,
    `/${edition}/measures/t1`,
    'http://tracker.example/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    '*',
    'run.lock',
    '?',
  ])('has nothing at %s', async (path) => {
    const reply = await ask(path);
    expect([400, 404]).toContain(statusOf(reply));
    expect(reply).not.toMatch(new RegExp(`${secret}|The page|root:|t1\\.html`));
  });

  it('has nothing for a tunnel or another protocol, and goes on answering', async () => {
    expect(await raw(`CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)).toBe('');
    expect(statusOf(await raw('\u0016\u0003\u0001\u0000\r\n\r\n'))).toBe(400);
    const host = `Host: 127.0.0.1:${port}\r\nConnection: close\r\n`;
    expect(statusOf(await raw(`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(100_000)}\r\n\r\n`))).toBe(431);
    expect([400, 404, 414, 431]).toContain(statusOf(await ask(`/${'a'.repeat(100_000)}`)));
    expect([400, 404]).toContain(statusOf(await ask(`/${'a/'.repeat(4_000)}`)));
    expect(
      statusOf(
        await raw(
          `GET / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        ),
      ),
    ).toBe(400);
    expect(statusOf(await ask('/'))).toBe(200);
  });

  it('forbids to keep, frame, guess, send on and read along, on every answer', async () => {
    for (const path of ['/', `/${edition}/`, `/${edition}/theme.css`, '/none', `/${edition}/measures`]) {
      const reply = await ask(path);
      for (const header of [
        'Cache-Control: no-store',
        'X-Content-Type-Options: nosniff',
        'X-Frame-Options: DENY',
        'Referrer-Policy: no-referrer',
        'Cross-Origin-Resource-Policy: same-origin',
        'Cross-Origin-Opener-Policy: same-origin',
      ])
        expect(reply, path).toContain(`\r\n${header}\r\n`);
      const policy =
        path === `/${edition}/` ? pagePolicy : "default-src 'none'; base-uri 'none'; form-action 'none'";
      expect(reply, path).toContain(`\r\nContent-Security-Policy: ${policy}; frame-ancestors 'none'\r\n`);
      expect(reply).not.toMatch(/^(server|x-powered-by|access-control-[a-z-]+):/im);
    }
  });

  it('listens on the loopback address alone', async () => {
    expect((server.address() as AddressInfo).address).toBe('127.0.0.1');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.internal === false && each.family === 'IPv4');
    if (outside !== undefined)
      await expect(raw('GET / HTTP/1.0\r\n\r\n', outside.address)).rejects.toThrow(/ECONNREFUSED/);
  });
});

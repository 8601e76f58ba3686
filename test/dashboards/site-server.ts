import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { filesOf } from './build-fixture.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** WCAG 2.2 A and AA, with the size of targets (2.5.8), which axe leaves out unless asked; and its own good practice. */
export const axeRules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
} as const;

/** Serves a folder compressed, as a web server would. */
export async function serveFolder(folder: string): Promise<{ address: string; server: Server }> {
  const files = filesOf(folder);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname).slice(1);
    const bytes = files.get(path);
    if (bytes === undefined) return response.writeHead(404).end();
    const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Everything that Tab reaches within a part of a page, in turn: is its focus marked, and is it on top where it stands? */
export async function tabbed(page: Page, part: string): Promise<{ name: string; isSeen: boolean }[]> {
  const stops: { name: string; isSeen: boolean }[] = [];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let press = 0; press < 400; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((selector) => {
      const active = document.activeElement;
      if (active === null || active === document.body) return null;
      if (active.closest(selector) === null) return { name: '', isSeen: true };
      const box = active.getBoundingClientRect();
      const top = document.elementFromPoint(
        box.left + Math.min(8, box.width / 2),
        box.top + Math.min(8, box.height / 2),
      );
      const { outlineStyle, boxShadow } = getComputedStyle(active);
      return {
        name:
          active.getAttribute('name') ??
          (active.id || active.className || active.textContent || active.tagName),
        isSeen:
          (outlineStyle !== 'none' || boxShadow !== 'none') &&
          top !== null &&
          (active.contains(top) || top.contains(active)),
      };
    }, part);
    if (stop === null) return stops;
    if (stop.name !== '') stops.push(stop);
  }
  return stops;
}

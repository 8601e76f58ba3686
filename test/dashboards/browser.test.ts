import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proving, someOf } from '../proofs/sizes.ts';
import { prepared } from '../support/prepared.ts';
import { filesOf } from './build-fixture.ts';
import { serveFolder } from './site-server.ts';

const program = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/**
 * A page for each way in which measure pages differ: a changed rule and limits begun anew, commentary, not available,
 * trial limits, a chart of shares, benchmarks, times by quarter, rare events, an old national threshold.
 */
const kindsOfMeasure = ['t2', 't3', 't4', 't7', 't9', 'b21', 'b26', 'b28', 'b30', 'b54'];
let browser: Browser;
let server: Server;
let address = '';
let paths: readonly string[] = [];

beforeAll(async () => {
  if (!existsSync(program)) return;
  const site = join(await prepared('board'), 'site');
  ({ address, server } = await serveFolder(site));
  const measure = (path: string): boolean => path.startsWith('measures/');
  const all = [...filesOf(site).keys()].filter((path) => path.endsWith('.html'));
  const kinds = all.filter((path) => kindsOfMeasure.includes(path.slice(9, -5)));
  const wanted = new Set(someOf(proving ? all.filter(measure) : kinds, 'measurePages'));
  paths = all.filter((path) => !measure(path) || wanted.has(path));
  browser = await chromium.launch({
    executablePath: program,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Opens every page in turn with a browser set up in one way. */
async function onEveryPage(
  setting: BrowserContextOptions,
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(setting);
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(`${address}/${path}`, { waitUntil: 'load' });
    await look(page, path);
  }
  await context.close();
}

describe.skipIf(!existsSync(program))('in a browser', () => {
  it('every page passes axe, wide and narrow, with its tables open', async () => {
    for (const width of [1280, 320])
      await onEveryPage({ viewport: { width, height: 900 } }, async (page, path) => {
        await page.evaluate(() =>
          document.querySelectorAll('details').forEach((details) => {
            details.open = true;
          }),
        );
        const { violations, passes } = (await page.evaluate(
          `${axeSource}; axe.run({ resultTypes: ['violations'] })`,
        )) as AxeResults;
        const found = violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html)
              .join(' | ')}`,
        );
        expect(found, `${path} at ${width}`).toEqual([]);
        expect(passes.length, path).toBeGreaterThan(15);
      });
  });

  it('no page asks for anything outside the site, for much, or against its own policy', async () => {
    const context = await browser.newContext();
    const look = async (path: string): Promise<void> => {
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      let weight = 0;
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.setCacheDisabled', { cacheDisabled: true });
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        weight += encodedDataLength;
      });
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' });
      const sent = requests.filter((url) => !url.startsWith('data:'));
      expect(
        sent.filter((url) => !url.startsWith(address)),
        path,
      ).toEqual([]);
      expect(sent.length, path).toBeLessThanOrEqual(8);
      expect(weight, path).toBeLessThan(path === 'explore.html' ? 350_000 : 40_000);
      expect(complaints, path).toEqual([]);
      await page.close();
    };
    // Each waits half a second for what may still be asked for: several wait together.
    for (let first = 0; first < paths.length; first += 8)
      await Promise.all(paths.slice(first, first + 8).map(look));
    await context.close();
  });

  it('every page fits 320 pixels', async () => {
    await onEveryPage({ viewport: { width: 320, height: 800 } }, async (page, path) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
    });
  });

  it('every page can be read and walked through with scripts off', async () => {
    await onEveryPage({ javaScriptEnabled: false }, async (page, path) => {
      expect(await page.locator('main').textContent(), path).toMatch(/\d/);
      expect(await page.locator('nav.menu a').count(), path).toBe(24);
    });
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${address}/index.html`);
    await page.locator('ol.concerns a').first().click();
    expect(page.url()).toMatch(/\/measures\/t\d+\.html$/);
    await page.locator('summary').first().click();
    expect(await page.locator('details table').first().isVisible()).toBe(true);
  });

  it('prints on A4 without losing its right-hand side', async () => {
    await onEveryPage({ viewport: { width: 688, height: 900 } }, async (page, path) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(688);
      expect(await page.locator('#observablehq-header .marking').isVisible(), path).toBe(true);
    });
  });

  it('can be reached by keyboard: skip link first, then the menu', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/countywide.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the figures');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Overview');
    await page.close();
  });
});

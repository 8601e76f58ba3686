import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepared } from '../support/prepared.ts';
import { filesOf } from './build-fixture.ts';
import { axeRules, serveFolder } from './site-server.ts';

const program = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let server: Server;
let address = '';
let paths: readonly string[] = [];

beforeAll(async () => {
  if (!existsSync(program)) return;
  const outputFolder = join(await prepared('panel'), 'site');
  ({ address, server } = await serveFolder(outputFolder));
  paths = [...filesOf(outputFolder).keys()].filter((path) => path.endsWith('.html'));
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

describe.skipIf(!existsSync(program))('the Panel’s site in a browser', () => {
  it('passes axe on every page, wide and narrow', async () => {
    for (const width of [1280, 320])
      await onEveryPage({ viewport: { width, height: 900 } }, async (page, path) => {
        const { violations, passes } = (await page.evaluate(
          `${axeSource}; axe.run(${JSON.stringify(axeRules)})`,
        )) as AxeResults;
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        expect(found, `${path} at ${width}`).toEqual([]);
        expect(passes.length, path).toBeGreaterThan(15);
      });
  });

  it('asks for nothing outside the site, for little, and never against its own policy', async () => {
    const context = await browser.newContext();
    const look = async (path: string): Promise<void> => {
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`${address}/${path}`, { waitUntil: 'networkidle' });
      const sent = requests.filter((url) => !url.startsWith('data:'));
      expect(
        sent.filter((url) => !url.startsWith(address)),
        path,
      ).toEqual([]);
      expect(sent.length, path).toBeLessThanOrEqual(3);
      expect(complaints, path).toEqual([]);
      await page.close();
    };
    // Each waits half a second for what may still be asked for: several wait together.
    for (let first = 0; first < paths.length; first += 8)
      await Promise.all(paths.slice(first, first + 8).map(look));
    await context.close();
  });

  it('fits 320 pixels, and no number there lies over its name', async () => {
    await onEveryPage({ viewport: { width: 320, height: 800 } }, async (page, path) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
      const tooTall = await page
        .locator('table.cards tbody tr > *')
        .evaluateAll((cells) =>
          cells.filter((cell) => cell.scrollHeight > cell.clientHeight + 1).map((cell) => cell.outerHTML),
        );
      expect(tooTall, path).toEqual([]);
    });
  });

  it('can be read and walked through with scripts off, the file included', async () => {
    await onEveryPage({ javaScriptEnabled: false }, async (page, path) => {
      expect(await page.locator('h1').count(), path).toBe(1);
      expect(await page.locator('nav.menu a:visible').count(), path).toBe(5);
    });
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${address}/index.html`);
    await page.locator('ul.first a').first().click();
    expect(page.url()).toMatch(/\/questions\/p5\.html$/);
    await page.locator('nav.neighbours a').last().click();
    expect(page.url()).toMatch(/\/index\.html$/);
    await page.goto(`${address}/about.html`);
    const file = await page.locator('main a').last().getAttribute('href');
    expect((await page.request.get(new URL(file ?? '', page.url()).href)).status()).toBe(200);
    await page.close();
  });

  it('folds its menu into one line on a phone, which opens without a script', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 700 },
    });
    const page = await context.newPage();
    await page.goto(`${address}/about.html`);
    expect(await page.locator('nav.menu a:visible').count()).toBe(0);
    await page.locator('nav.menu summary').click();
    expect(await page.locator('nav.menu a:visible').count()).toBe(5);
    await context.close();
  });

  it('says each rating in words, without colour and without a shape', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/index.html`);
    expect(await page.locator('.answer .tag').allInnerTexts()).toEqual([
      'Red – far from our aim',
      'Green – our aim is met',
      'Amber – short of our aim',
    ]);
    await page.close();
  });

  it('puts what young people read on one sheet of paper', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/young-people.html`);
    const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(sheets.match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.close();
  });

  it('prints on A4 with its marking and without losing its right-hand side', async () => {
    await onEveryPage({ viewport: { width: 688, height: 900 } }, async (page, path) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(688);
      expect(await page.locator('#observablehq-header .marking').isVisible(), path).toBe(true);
    });
  });
});

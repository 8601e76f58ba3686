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
import { axeRules, serveFolder, tabbed } from './site-server.ts';

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
  const team = (path: string): boolean => /^teams\/./.test(path);
  const teams = new Set(proving ? all.filter(team) : all.filter(team).slice(0, 2));
  paths = all.filter((path) => (!measure(path) || wanted.has(path)) && (!team(path) || teams.has(path)));
  browser = await chromium.launch({
    executablePath: program,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Opens every page in turn, or some, with a browser set up in one way. */
async function onEveryPage(
  setting: BrowserContextOptions,
  look: (page: Page, path: string) => Promise<void>,
  some: readonly string[] = paths,
): Promise<void> {
  const context = await browser.newContext(setting);
  const page = await context.newPage();
  for (const path of some) {
    await page.goto(`${address}/${path}`, { waitUntil: 'load' });
    await look(page, path);
  }
  await context.close();
}

describe.skipIf(!existsSync(program))('in a browser', () => {
  it('every page passes axe, wide and narrow, with its tables open', async () => {
    for (const [width, some] of [
      [1280, paths],
      [320, someOf(paths, 'narrowPages')],
    ] as const)
      await onEveryPage(
        { viewport: { width, height: 900 } },
        async (page, path) => {
          await page.evaluate(() =>
            document.querySelectorAll('details').forEach((details) => {
              details.open = true;
            }),
          );
          const { violations, passes } = (await page.evaluate(
            `${axeSource}; axe.run(${JSON.stringify(axeRules)})`,
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
        },
        some,
      );
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

  it('every page fits 320 pixels, and no name of a cell lies over the next', async () => {
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

  it('every page can be read and walked through with scripts off', async () => {
    await onEveryPage({ javaScriptEnabled: false }, async (page, path) => {
      expect(await page.locator('main').textContent(), path).toMatch(/\d/);
      expect(await page.locator('nav.menu details').count(), path).toBe(5);
      expect(await page.locator('nav.menu a').count(), path).toBe(26);
      const here = await page.locator('nav.menu [aria-current]').count();
      expect(here, path).toBe(/^(?:measures|teams)\//.test(path) ? 0 : 2);
    });
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${address}/index.html`);
    await page.locator('ol.decisions a').first().click();
    expect(page.url()).toMatch(/\/measures\/t\d+\.html$/);
    await page.locator('main summary').first().click();
    expect(await page.locator('details table').first().isVisible()).toBe(true);
  });

  it('prints on A4 without losing its right-hand side', async () => {
    await onEveryPage({ viewport: { width: 688, height: 900 } }, async (page, path) => {
      await page.emulateMedia({ media: 'print' });
      // the scorecard is one sheet of A4 across
      const room = path === 'scorecard.html' ? 1062 : 688;
      await page.setViewportSize({ width: room, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(room);
      expect(await page.locator('#observablehq-header .marking').isVisible(), path).toBe(true);
      expect(
        await page.locator('.menu, .tools, .said-of-point').filter({ visible: true }).count(),
        path,
      ).toBe(0);
    });
  });

  it('shows verdict and decisions on the first screen, on a phone within two', async () => {
    for (const [width, height, screens] of [
      [1280, 800, 1],
      [320, 700, 2],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(`${address}/index.html`);
      const { top, bottom } = await page
        .locator('.decisions')
        .evaluate(
          (list) => ({ ...list.getBoundingClientRect().toJSON() }) as { top: number; bottom: number },
        );
      expect(top).toBeLessThan(height);
      expect(bottom).toBeLessThan(screens * height);
      expect(await page.locator('.decision').count()).toBe(5);
      await page.close();
    }
  });

  it('can be reached by keyboard: skip link first, then the menu', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/countywide.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the figures');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Now');
    await page.close();
  });

  it('sorts a table by keyboard, sub-lines with their line, and keeps it in the address', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/countywide.html`);
    const table = page.locator('table.lines').first();
    const lines = () => table.locator('tbody tr.main td:nth-child(2)').allInnerTexts();
    const published = await table.locator('tbody').textContent();
    await table.getByRole('button', { name: 'Sort by Children' }).press('Enter');
    const counts = (await lines()).map((text) => Number.parseInt(text, 10)).filter((count) => count >= 0);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(await table.locator('[aria-sort=descending]').textContent()).toContain('Children');
    expect(page.url()).toMatch(/\?[a-z0-9-]+=1d/);
    expect(await table.locator('tbody tr').first().getAttribute('class')).toBe('main');
    for (const _ of ['ascending', 'as published'])
      await table.getByRole('button', { name: 'Sort by Children' }).press('Enter');
    expect(await table.locator('tbody').textContent()).toBe(published);
    expect(page.url()).toBe(`${address}/countywide.html`);
    await page.close();
  });

  it('walks a page of tables by Tab alone: every stop is marked and on top, on a phone too', async () => {
    for (const width of [1280, 320]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.goto(`${address}/countywide.html`);
      const stops = await tabbed(page, 'main');
      const links = await page.locator('main a:visible').count();
      expect(stops.length, String(width)).toBeGreaterThan(links);
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
      await page.close();
    }
  });

  it('finds the lines of a long table that hold some words, and finds them again by the address', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
    await page.goto(`${address}/rules.html`);
    const rows = page.locator('table:has(tbody tr:nth-child(12)) tbody tr:visible');
    const all = await rows.count();
    await page.getByRole('searchbox').first().fill('Placement ORDER');
    const found = await rows.allTextContents();
    expect(found.length).toBeLessThan(all);
    for (const text of found.slice(0, 1)) expect(text.toLowerCase()).toContain('placement order');
    expect(await page.locator('.tools output').filter({ hasText: 'of' }).textContent()).toMatch(
      /^\d+ of \d+$/,
    );
    await page.reload();
    expect(await rows.allTextContents()).toEqual(found);
    await page.close();
  });

  it('tells the points of a chart to the arrow keys and to the pointer', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}/measures/t3.html`);
    const chart = page.locator('svg.trend-wide').first();
    await chart.focus();
    const said = page.locator('svg.trend-wide + .said-of-point').first();
    expect(await said.textContent()).toMatch(/^June 2026: \d+%/);
    await page.keyboard.press('ArrowLeft');
    expect(await said.textContent()).toMatch(/^May 2026: \d+%/);
    await chart.locator('.point').first().hover();
    expect(await said.textContent()).toMatch(/^July 2023: \d+%/);
    await page.close();
  });

  it('opens one group of the menu at a time, and closes it with Escape', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
    await page.goto(`${address}/index.html`);
    const tops = await page
      .locator('nav.menu summary')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    await page.locator('summary', { hasText: 'Now' }).click();
    await page.locator('summary', { hasText: 'Children' }).click();
    expect(await page.locator('nav.menu a:visible').count()).toBe(11);
    await page.keyboard.press('Escape');
    expect(await page.locator('nav.menu a:visible').count()).toBe(0);
    await page.close();
  });
});

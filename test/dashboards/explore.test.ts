import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longDay } from '../../dashboards/components/day.ts';
import { exploreFiles } from '../../dashboards/downloads/explore-data.ts';
import { readEdition } from '../../dashboards/edition.ts';
import { prepared } from '../support/prepared.ts';
import { filesOf } from './build-fixture.ts';
import { fixtureEdition } from './fixture-edition.ts';
import { writeFixture } from './fixture-writer.ts';
import { serveFolder, tabbed } from './site-server.ts';

const program = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let server: Server;
let address = '';
let site = '';

beforeAll(async () => {
  site = join(await prepared('board'), 'site');
  if (!existsSync(program)) return;
  ({ address, server } = await serveFolder(site));
  browser = await chromium.launch({
    executablePath: program,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function opened(query = '', at = address, width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(`${at}/explore.html${query}`, { waitUntil: 'load' });
  await page.locator('#explorer[data-ready]').waitFor();
  return page;
}

const said = (page: Page) => page.locator('#explore-words').textContent();

async function axeFaults(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const options = JSON.stringify({ resultTypes: ['violations'], runOnly: tags });
  const { violations, passes } = (await page.evaluate(`${axeSource}; axe.run(${options})`)) as AxeResults;
  expect(passes.length).toBeGreaterThan(15);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** A site as it is published, with the files of the edition before beside it, in which each count was higher by seven. */
async function twoEditions() {
  const root = mkdtempSync(join(tmpdir(), 'explore-'));
  const plain = fixtureEdition({});
  const read = await readEdition(await writeFixture(plain, join(root, 'edition')));
  const { before } = read.comparison;
  if (before === null) throw new Error('The invented edition has none before it.');
  const older = {
    ...plain,
    manifest: { ...plain.manifest, edition_id: before.edition_id, as_at_date: before.as_at_date },
    groups: plain.groups.map((each) =>
      each.breakdown === 'team' ? { ...each, label: `Renamed ${each.label}` } : each,
    ),
    values: plain.values
      .filter(({ as_at_date }) => as_at_date < plain.manifest.as_at_date)
      .map((value) => ({ ...value, value: value.value === null ? null : value.value + 7 })),
  };
  const edition = await readEdition(await writeFixture(older, join(root, 'before')));
  const now = plain.manifest.edition_id;
  cpSync(site, join(root, now), { recursive: true });
  mkdirSync(join(root, before.edition_id, 'explore'), { recursive: true });
  for (const [path, bytes] of exploreFiles(edition))
    writeFileSync(join(root, before.edition_id, path), bytes);
  return { root, now, asAt: longDay(before.as_at_date) };
}

describe('the files of the explorer', () => {
  it('hold every cell of the edition, each measure in its own', async () => {
    const files = [...filesOf(site)].filter(([path]) => path.startsWith('explore/'));
    const edition = fixtureEdition({ notAvailable: ['T4'], proxies: ['T5'] });
    const rows = files.reduce((sum, [, bytes]) => sum + tableFromIPC(bytes).numRows, 0);
    expect(rows).toBe(edition.values.length);
    const [, bytes] = files.find(([path]) => path === 'explore/t3.arrow') ?? [];
    const table = tableFromIPC(bytes ?? new Uint8Array());
    const first = table.toArray().find((row) => row.breakdown === 'all' && row.line === 'main');
    const same = edition.values.find(
      (value) =>
        value.measure_id === 'T3' &&
        ['authority', 'line', 'statistic', 'period', 'breakdown', 'group', 'as_at_date'].every(
          (key) => String(first?.[key]) === value[key as keyof typeof value],
        ),
    );
    expect([first?.value, first?.numerator]).toEqual([same?.value, same?.numerator]);
  });

  it('let no other page have a script', () => {
    for (const [path, bytes] of filesOf(site))
      if (path.endsWith('.html') && path !== 'explore.html')
        expect(bytes.toString('utf8'), path).not.toMatch(/script\/explore\.js|connect-src/);
  });
});

describe.skipIf(!existsSync(program))('the explorer in a browser', () => {
  it('shows chart, words and table of what the address asks for, within its weight and its policy', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    let weight = 0;
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      weight += encodedDataLength;
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${address}/explore.html?measure=t3&line=main&statistic=count`, {
      waitUntil: 'networkidle',
    });
    expect(complaints).toEqual([]);
    expect(weight).toBeGreaterThan(20_000);
    expect(weight).toBeLessThanOrEqual(350_000);
    const rows = await page.locator('#explore-result tbody tr').count();
    expect(rows).toBeGreaterThan(10);
    expect(await page.locator('.explore-point').count()).toBe(rows);
    const last = await page.locator('#explore-result tbody tr').first().locator('td').textContent();
    expect(await said(page)).toContain(`${last} on 30 Jun 2026`);
    expect(await page.locator('#explore-tables').isVisible()).toBe(false);
    await page.close();
  });

  it('passes axe with the rules of WCAG 2.2, wide and narrow, and fits 320 pixels', async () => {
    for (const width of [1280, 320]) {
      const page = await opened('?measure=t3&by=area', address, width);
      expect(await axeFaults(page), String(width)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.close();
    }
  });

  it('is walked by keyboard: a choice keeps the focus, changes the address, and comes back from it', async () => {
    const page = await opened('?measure=t3');
    await page.locator('#explore-measure').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('#explorer[data-ready="t5"], #explorer[data-ready="t4"]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('explore-measure');
    expect(page.url()).toMatch(/measure=t[45]/);
    await page.keyboard.press('ArrowUp');
    await page.locator('#explorer[data-ready="t3"]').waitFor();
    await page.locator('#explore-day').focus();
    const read = await page.locator('#explore-read').textContent();
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#explore-read').textContent()).not.toBe(read);
    expect(await page.locator('#explore-day').getAttribute('aria-valuetext')).toContain('2026');
    const before = await said(page);
    await page.locator('#explore-by').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.url()).not.toContain('by=all');
    const groups = page.locator('input[name="group"]');
    expect(await groups.count()).toBeGreaterThan(1);
    await groups.first().focus();
    await page.keyboard.press('Space');
    await expect.poll(() => said(page)).not.toBe(before);
    const [url, now] = [page.url(), await said(page)];
    await page.close();
    const again = await opened(new URL(url).search);
    expect(await said(again)).toBe(now);
    await again.close();
  });

  it('compares two editions that lie beside each other: chart, words, table, CSV and address tell them apart', async () => {
    const { root, now, asAt } = await twoEditions();
    const { address: at, server: both } = await serveFolder(root);
    const page = await opened('?measure=t3&line=main&statistic=count', `${at}/${now}`);
    const alone = await page.locator('.explore-point').count();
    // By keyboard, as everything on this page.
    await page.locator('input[name="before"]').focus();
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('#explore-result thead th').count()).toBe(3);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('before');
    expect(page.url()).toContain('before=yes');
    const named = `(edition of ${asAt})`;
    expect(await page.locator('#explore-result thead').textContent()).toContain(named);
    expect(await page.locator('.legend').textContent()).toContain(named);
    // The edition before knew no figure of the last day, and seven children more on every other.
    expect(await page.locator('.explore-point').count()).toBe(2 * alone - 1);
    const cells = (row: number) =>
      page.locator('#explore-result tbody tr').nth(row).locator('td').allTextContents();
    expect((await cells(0))[1]).toBe('');
    const [own = '', other = ''] = await cells(1);
    expect(Number.parseInt(other, 10) - Number.parseInt(own, 10)).toBe(7);
    expect(await said(page)).toContain(`${named}: `);
    expect(await axeFaults(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#explore-csv').click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8').split(named)).toHaveLength(alone);
    const again = await opened(new URL(page.url()).search, `${at}/${now}`);
    expect(await said(again)).toBe(await said(page));
    // A team that only the edition before knew by this name stands under the name it had.
    await page.goto(`${at}/${now}/explore.html?measure=t3&line=main&statistic=count&by=team&before=yes`);
    await page.locator('#explorer[data-ready]').waitFor();
    const heads = await page.locator('#explore-result thead th').allTextContents();
    expect(heads.filter((head) => head.includes(named)).length).toBe(3);
    expect(heads.some((head) => head.startsWith('Renamed') && head.includes(named))).toBe(true);
    await Promise.all([page.close(), again.close()]);
    both.close();
    rmSync(root, { recursive: true });
  });

  it('says that the edition before is not beside it, and shows its own figures all the same', async () => {
    const page = await opened('?measure=t3&line=main&statistic=count&before=yes');
    expect(await said(page)).toContain('The edition before is not published beside this one');
    expect(await page.locator('.explore-point').count()).toBeGreaterThan(10);
    expect(await page.locator('#explore-result thead th').count()).toBe(2);
    await page.close();
  });

  it('is walked by Tab alone: every control in its order, seen, and never beneath something else', async () => {
    const page = await opened('?measure=t3&by=area');
    const stops = await tabbed(page, 'main');
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
    const names = stops.map(({ name }) => name);
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      ...['measure', 'line', 'statistic', 'period', 'by', 'group', 'from', 'to', 'before'],
      ...['explore-day', 'explore-csv', 'scroll'],
    ]);
    await page.close();
  });

  it('gives its table away, and replaces what the edition does not hold', async () => {
    const page = await opened('?measure=t3&line=nowhere&by=shoe_size&from=1066-01-01&statistic=count');
    expect(new URL(page.url()).searchParams.get('by')).toBe('all');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#explore-csv').click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(1 + (await page.locator('#explore-result tbody tr').count()));
    expect(lines[0]).toContain('measure,series,day');
    await page.close();
  });

  it('says what it is and links every table with scripts off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${address}/explore.html`);
    expect(await page.locator('main').textContent()).toContain('scripts may be switched off');
    await page.locator('#explore-tables a').first().click();
    expect(page.url()).toContain('/measures/');
    await context.close();
  });

  it('offers no breakdown where the edition holds none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explore-'));
    const plain = fixtureEdition({});
    const values = plain.values.filter(({ breakdown }) => breakdown === 'all');
    const edition = await readEdition(await writeFixture({ ...plain, values }, join(folder, 'edition')));
    cpSync(site, join(folder, 'site'), { recursive: true });
    for (const [path, bytes] of exploreFiles(edition)) writeFileSync(join(folder, 'site', path), bytes);
    const other = await serveFolder(join(folder, 'site'));
    const page = await opened('?measure=t3', other.address);
    expect(await page.locator('#explore-by').count()).toBe(0);
    expect(await page.locator('#explore-form').textContent()).toContain('holds no breakdown');
    expect(await page.locator('.explore-point').count()).toBeGreaterThan(10);
    await page.close();
    other.server.close();
    rmSync(folder, { recursive: true });
  });
});

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEditionFace } from '../../dashboards/edition-face.ts';
import { textOf } from '../../dashboards/page-tree.ts';
import { finishPage } from '../../dashboards/postprocess.ts';
import { siteFaults } from '../../dashboards/site-check.ts';
import { proving } from '../proofs/sizes.ts';
import { prepared } from '../support/prepared.ts';
import { buildFixture, filesOf, hashesOf } from './build-fixture.ts';
import { fixtureEdition } from './fixture-edition.ts';

const root = mkdtempSync(join(tmpdir(), 'site-'));
const frame = { head: '', header: '', footer: 'board-2026-06-30-5f3a9c1e' };
let site = '';

beforeAll(async () => {
  cpSync(await prepared('board'), join(root, 'one'), { recursive: true });
  site = join(root, 'one', 'site');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pages = () =>
  [...filesOf(site)]
    .filter(([path]) => path.endsWith('.html'))
    .map(([path, bytes]) => [path, bytes.toString('utf8')] as const);

describe('a built site', () => {
  it('has a page for each measure and the fixed pages, and nothing that needs a script', () => {
    const paths = [...filesOf(site).keys()];
    expect(pages()).toHaveLength(32 + 24);
    expect(paths.filter((path) => path.startsWith('measures/'))).toHaveLength(32);
    const taken =
      /^(?:tables|charts|explore)\/[a-z0-9-]+\.(?:csv|svg|arrow)$|^(?:board-pack\.pdf|measures\.xlsx)$/;
    expect(paths.filter((path) => !path.endsWith('.html') && !taken.test(path))).toEqual([
      expect.stringMatching(/^_import\/theme\.[0-9a-f]{8}\.css$/),
      'script/explore.js',
    ]);
  });

  it('names edition, as-at date, marking and provisional state on every page', () => {
    for (const [path, text] of pages()) {
      for (const words of [
        'board-2026-06-30-5f3a9c1e',
        '30 June 2026',
        'OFFICIAL-SENSITIVE',
        'Working edition, provisional.',
      ]) {
        expect(text, path).toContain(words);
      }
      expect(text, path).toContain('@top-center{content:"OFFICIAL-SENSITIVE"}');
    }
  });

  it('carries a policy that allows no script, and only what the page holds', () => {
    for (const [path, text] of pages().filter(([each]) => each !== 'explore.html')) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
      expect(policy, path).toMatch(
        /^default-src 'none'; style-src 'self' 'sha256-[^']+'; img-src 'self' data:; base-uri 'none'; form-action 'none'$/,
      );
      expect(text, path).not.toMatch(/<script|\son\w+=|\sstyle=|maximum-scale|lastModified|<!--block|\{\{/);
      expect(text, path).toContain('<html lang="en-GB">');
    }
  });

  it('is light on the wire', () => {
    const css = [...filesOf(site)]
      .filter(([path]) => path.endsWith('.css'))
      .reduce((sum, [, bytes]) => sum + gzipSync(bytes).length, 0);
    for (const [path, text] of pages()) expect(gzipSync(text).length + css, path).toBeLessThan(40_000);
  });
});

describe('the same edition', () => {
  // In `npm test` the demo shows it, with all of an edition and its papers: test/pipeline/end-to-end.test.ts.
  it.runIf(proving)('gives the same bytes in another folder, time zone and locale', async () => {
    const folder = join(root, 'a folder', 'far', 'away');
    const program = fileURLToPath(new URL('build-fixture.ts', import.meta.url));
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    await execa(process.execPath, ['--import', tsx, program, folder], {
      env: { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect(hashesOf(join(folder, 'site'))).toEqual(hashesOf(site));
  });
});

describe('a region’s edition within a month, with gaps', () => {
  it('builds with a section for each authority', async () => {
    const { site: region } = await buildFixture(join(root, 'region'), {
      asAt: '2026-06-17',
      authorities: ['hertfordshire', 'warrington'],
      notAvailable: ['T1', 'T9'],
      proxies: ['T5'],
    });
    const files = filesOf(region);
    for (const page of [
      'index.html',
      'countywide.html',
      'weekly.html',
      'children.html',
      'measures/t1.html',
    ]) {
      expect(files.get(page)?.toString('utf8'), page).toMatch(/Hertfordshire<\/h3>[\s\S]*Warrington<\/h3>/);
    }
    expect(files.get('children.html')?.toString('utf8')).toContain('so far (incomplete)');
  });
});

describe('a site that is unfit', () => {
  const faultsOf = (body: string) => {
    const page = finishPage(
      'index.html',
      `<!DOCTYPE html><html><head></head><body><main>${body}${'<p></p>'.repeat(20)}</main></body></html>`,
      frame,
    );
    return siteFaults(
      { pages: new Map([['index.html', page]]), styles: new Map(), downloads: new Map() },
      fixtureEdition().manifest.edition_id,
      1,
    );
  };

  it.each([
    ['<a href="/nowhere">x</a>', 'broken link to nowhere.html'],
    ['<a href="#gone">x</a>', 'link to #gone, which has no such place'],
    ['<img src="https://elsewhere.example/x.png" alt="">', 'fetches https://elsewhere.example/x.png'],
    ['<p style="color:red">x</p>', 'inline style'],
    ['<p onclick="x()">x</p>', 'inline onclick'],
    ['<p id="a"></p><p id="a"></p>', 'uses an id twice'],
  ])('because of %s says so', (body, fault) => {
    expect(faultsOf(body).join('\n')).toContain(fault);
  });

  it('is fit otherwise, and loses its scripts', () => {
    expect(faultsOf('<script>x()</script><a href="/index">home</a>')).toEqual([]);
    expect(textOf(finishPage('index.html', '<main>a<script>b</script></main>', frame))).not.toContain('b<');
  });

  it('does not touch the site that lies there', async () => {
    const before = hashesOf(site);
    writeFileSync(join(root, 'one', 'edition', 'data', 'groups.json'), '{}');
    const { buildSite } = await import('../../dashboards/build.ts');
    const build = {
      editionFolder: join(root, 'one', 'edition'),
      outputFolder: site,
      cacheFolder: join(root, 'one', 'work'),
    };
    await expect(buildSite(build)).rejects.toThrow(/groups\.json/);
    expect(hashesOf(site)).toEqual(before);
    expect(readEditionFace(build.editionFolder).measures).toHaveLength(32);
  });
});

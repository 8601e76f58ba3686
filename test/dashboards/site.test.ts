import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardFace } from '../../dashboards/board-site.ts';
import { readEditionFace } from '../../dashboards/edition-face.ts';
import { menuOf, type PageFile, pageFiles } from '../../dashboards/page-source.ts';
import { finishPage } from '../../dashboards/postprocess.ts';
import { siteFaults } from '../../dashboards/site-check.ts';
import { proving } from '../proofs/sizes.ts';
import { prepared } from '../support/prepared.ts';
import { buildFixture, filesOf, hashesOf } from './build-fixture.ts';
import { fixtureEdition } from './fixture-edition.ts';

const root = mkdtempSync(join(tmpdir(), 'site-'));
const words = { marking: 'OFFICIAL', sheetFoot: '', product: '', whose: '', skipTo: 'Skip', banner: null };
const frame = { ...words, editionId: 'board-2026-06-30-5f3a9c1e', footer: 'board-2026-06-30-5f3a9c1e' };
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
    expect(pages()).toHaveLength(32 + 16 + 26);
    expect(paths.filter((path) => path.startsWith('measures/'))).toHaveLength(32);
    expect(paths.filter((path) => path.startsWith('teams/'))).toHaveLength(16);
    const taken =
      /^(?:tables|charts|explore)\/[a-z0-9-]+\.(?:csv|svg|arrow)$|^(?:board-pack\.pdf|measures\.xlsx)$/;
    expect(paths.filter((path) => !path.endsWith('.html') && !taken.test(path))).toEqual([
      '_headers',
      expect.stringMatching(/^_import\/theme\.[0-9a-f]{8}\.css$/),
      'nginx-headers.conf',
      'script/explore.js',
      'script/table.js',
      'web.config',
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
    }
    const css = [...filesOf(site)].find(([path]) => path.endsWith('.css'))?.[1].toString('utf8');
    expect(css).toContain('@top-center{content:"OFFICIAL-SENSITIVE"}');
  });

  it('sends browsers the same policy by its pages and by the headers of common servers', () => {
    const policies = new Map(
      pages().map(([path, text]) => [path, /Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '']),
    );
    // Explore alone may ask for files of the site; a browser that is told twice keeps to the narrower.
    expect(new Set(policies.values()).size).toBe(2);
    expect(policies.get('index.html')).not.toContain('connect-src');
    for (const name of ['_headers', 'nginx-headers.conf', 'web.config'])
      expect(filesOf(site).get(name)?.toString('utf8'), name).toContain(
        `${policies.get('explore.html')}; frame-ancestors 'none'`,
      );
  });

  it('carries a policy that allows nothing but files of the site, and one script', () => {
    for (const [path, text] of pages()) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
      expect(policy, path).toMatch(
        /^default-src 'none'; script-src 'self'; (?:connect-src 'self'; )?style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'$/,
      );
      const scripts = path === 'explore.html' ? ['table', 'explore'] : ['table'];
      expect(text.match(/<script[^>]*>/g), path).toEqual(
        scripts.map((name) => `<script src="${path.includes('/') ? '../' : ''}script/${name}.js" defer>`),
      );
      expect(text, path).not.toMatch(/<style|\son\w+=|\sstyle=|maximum-scale|lastModified|<!--block|\{\{/);
      expect(text, path).toContain('<html lang="en-GB">');
    }
  });

  it('is light on the wire', () => {
    const besides = [...filesOf(site)]
      .filter(([path]) => /\.css$|table\.js$/.test(path))
      .reduce((sum, [, bytes]) => sum + gzipSync(bytes).length, 0);
    for (const [path, text] of pages()) expect(gzipSync(text).length + besides, path).toBeLessThan(40_000);
  });
});

describe('the menu', () => {
  const face = () => boardFace(join(root, 'one', 'edition'));

  it('is made of the front matter of the pages, those of the procedure by their titles', () => {
    const groups = menuOf(face(), pageFiles(face()));
    expect(groups.map(({ name, pages }) => [name, pages.length])).toEqual([
      ['Now', 4],
      ['Procedure', 4],
      ['Children', 11],
      ['Teams', 1],
      ['About', 6],
    ]);
    expect(groups[1]?.pages.map(({ path }) => path)).toEqual([
      '/countywide',
      '/weekly',
      '/procedure/gateway',
      '/procedure-lines',
    ]);
  });

  it('refuses a page of a group that there is not, and names its file', () => {
    const [first] = pageFiles(face());
    expect(() => menuOf(face(), [{ ...(first as PageFile), menu: 'Childern' }])).toThrow(
      /board\/actions\.md: there is no group Childern/,
    );
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
  const pageOf = (body: string) =>
    finishPage(
      'index.html',
      `<!DOCTYPE html><html><head><title>A page</title></head><body><main>${body}${'<p></p>'.repeat(20)}</main></body></html>`,
      { frame, menu: [], render: String, scripts: ['table'] },
    );
  const faultsOf = (body: string) =>
    siteFaults(
      {
        pages: new Map([['index.html', pageOf(body)]]),
        styles: new Map(),
        scripts: new Map([['script/table.js', '']]),
        downloads: new Map(),
      },
      fixtureEdition().manifest.edition_id,
      1,
    );

  it.each([
    ['<a href="/nowhere">x</a>', 'broken link to nowhere.html'],
    ['<a href="#gone">x</a>', 'link to #gone, which has no such place'],
    ['<img src="https://elsewhere.example/x.png" alt="">', 'fetches https://elsewhere.example/x.png'],
    ['<p style="color:red">x</p>', 'inline style'],
    ['<p onclick="x()">x</p>', 'inline onclick'],
    ['<p id="a"></p><p id="a"></p>', 'uses an id twice'],
    ['<style>p{color:red}</style>', 'a style of its own'],
    ['<script>x()</script>', 'a script that is none of the site’s own'],
    ['<script src="/script/other.js"></script>', 'a script that is none of the site’s own'],
    ['<script src="https://elsewhere.example/script/table.js"></script>', 'fetches https://elsewhere'],
  ])('because of %s says so', (body, fault) => {
    expect(faultsOf(body).join('\n')).toContain(fault);
  });

  it('is fit otherwise, and leaves behind what Framework adds around its content', () => {
    expect(faultsOf('<a href="/index">home</a>')).toEqual([]);
    const built = '<html><head><title>x</title><script>b()</script></head><body><main>a</main></body></html>';
    expect(finishPage('index.html', built, { frame, menu: [], render: String, scripts: [] })).not.toContain(
      'b()',
    );
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

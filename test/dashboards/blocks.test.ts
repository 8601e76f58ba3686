import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blockRegister } from '../../dashboards/components/block-register.ts';
import { blockRenderer } from '../../dashboards/components/block-render.ts';
import { readEdition } from '../../dashboards/edition.ts';
import { type FixtureChoice, fixtureEdition } from './fixture-edition.ts';
import { writeFixture } from './fixture-writer.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function rendererFor(choice: FixtureChoice = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  folders.push(folder);
  return blockRenderer(readEdition(writeFixture(fixtureEdition(choice), folder)));
}
const words = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const lines = (markup: string) =>
  `${markup.replace(/>(?=<(tr|li|p|h\d|section|figure|svg|g|td|th|dt|dd)\b)/g, '>\n').trim()}\n`;

describe('each block', () => {
  const render = rendererFor();
  it.each([...blockRegister.keys()])('%s is drawn as stored', async (name) => {
    await expect(lines(render(name, name.startsWith('measure-') ? 'T3' : undefined))).toMatchFileSnapshot(
      `snapshots/${name}.html`,
    );
  });

  it('is refused when nobody has registered it', () => {
    expect(() => render('no-such-block', undefined)).toThrow(/no-such-block/);
  });
});

describe('what needs attention', () => {
  const text = rendererFor()('attention', undefined);

  it('lists Red before Amber', () => {
    const order = [...text.matchAll(/concern-(red|amber)/g)].map(([, word]) => word);
    expect(order).toEqual([...order].sort().reverse());
    expect(new Set(order)).toEqual(new Set(['red', 'amber']));
  });

  it('says why, for how long, and how long the longest wait is', () => {
    expect(words(text)).toMatch(
      /\d+ of \d+ children on a placement order \(\d+%\)\. Green: none\. Amber: up to 20%\. Red: above 20% \(proposed, not agreed\)\./,
    );
    expect(words(text)).toMatch(
      /Red at all 36 month-ends on record · longest wait \d[\d,]* days \(\d+ months/,
    );
  });
});

describe('a source that cannot feed a measure', () => {
  const render = rendererFor({ notAvailable: ['T1', 'T9'], proxies: ['T5'] });

  it('is not shown as zero', () => {
    const text = words(render('countywide-tracker', undefined));
    expect(text).toContain('not available from this source');
    expect(text).toContain('stand-in (proxy)');
    expect(words(render('weekly-teams', undefined))).toContain('–');
  });

  it('is named on the measure’s page with the reason', () => {
    expect(words(render('measure-availability', 'T1'))).toContain(
      'not available from this source . The files hold no plans for permanence.',
    );
    expect(words(render('measure-availability', 'T5'))).toContain(
      'stand-in (proxy) . The placement type stands in for the plan',
    );
    expect(words(render('measure-trend', 'T1'))).toContain('not available from this source');
    expect(words(render('trust-line', undefined))).toContain(
      'not available from this source: T1, T9; stand-ins (proxies): T5',
    );
  });
});

describe('an as-at date within a month', () => {
  it('marks the flows of that month as incomplete', () => {
    const text = words(rendererFor({ asAt: '2026-06-17' })('children-headline', undefined));
    expect(text).toContain('June 2026 so far (incomplete)');
  });
});

describe('several authorities', () => {
  it('get a section each', () => {
    const text = rendererFor({ authorities: ['hertfordshire', 'warrington'] })(
      'countywide-tracker',
      undefined,
    );
    expect(text).toContain('<h3>Hertfordshire</h3>');
    expect(text).toContain('<h3>Warrington</h3>');
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type IntruderInput, intrude } from '../../../pipeline/intruder/intruder.ts';
import { cleanPaper, type Paper, policy, published } from './clean-edition.ts';
import { add, all, print } from './leak.ts';
import { leaks } from './leaks.ts';

const search = (paper: Paper, over: Partial<IntruderInput> = {}) =>
  intrude({ about: { id: 'about', folder: published(paper) }, earlier: [], policy, ...over });
const changed = (change: (paper: Paper) => void): Paper => {
  const paper = cleanPaper();
  change(paper);
  return paper;
};

describe('the intruder', () => {
  it('finds nothing in a clean paper', async () => {
    expect(await search(cleanPaper())).toEqual([]);
  });

  it('has more than thirty kinds of leak to find', () => {
    expect(new Set(leaks.map(({ name }) => name)).size).toBeGreaterThanOrEqual(40);
  });

  it.each(leaks)('names $name', async ({ change, kind, table }) => {
    const found = await search(changed(change));
    expect(found.map((each) => `${each.kind} ${each.table}`)).toContain(`${kind} ${table}`);
  });

  it('never says the value', async () => {
    const found = await search(changed(add('<p>Under 1: 4 children, 4321 in all</p>')));
    expect(found.length).toBeGreaterThan(0);
    for (const { what, equations } of found) expect([what, ...equations].join(' ')).not.toMatch(/4321|\b4 /);
  });

  it('stays calm where a page prints what its figures print', async () => {
    const calm = changed(
      all(
        add('<p>128 children on 30 June 2025, 55 of them 10 to 15 years old; a review every 26 weeks.</p>'),
        add('<svg viewBox="0 0 12 12"><path d="M1 1L2 3L3 2L4 5"></path></svg>'),
      ),
    );
    expect(await search(calm)).toEqual([]);
  });
});

describe('with earlier editions', () => {
  const earlierPaper = (change: (paper: Paper) => void = () => undefined) => ({
    id: 'panel-public-2026-03-31',
    folder: published(changed(change)),
  });

  it('passes where they say the same', async () => {
    expect(await search(cleanPaper(), { earlier: [earlierPaper(), earlierPaper()] })).toEqual([]);
  });

  it('fails where an earlier one printed what is hidden now', async () => {
    const earlier = [earlierPaper(print({ measure: 'B28', date: '2026-06-30' }, '9'))];
    const found = await search(cleanPaper(), { earlier });
    expect(found).toMatchObject([{ kind: 'hidden_count_worked_out', table: 'P7.time' }]);
  });

  it('fails where one hid what is printed now', async () => {
    const earlier = [earlierPaper(print({ measure: 'B28', date: '2025-06-30' }, '[c]'))];
    const found = await search(cleanPaper(), { earlier });
    expect(found).toMatchObject([{ kind: 'hidden_count_worked_out', table: 'P7.time' }]);
  });

  it('believes the newer of two editions that differ', async () => {
    const earlier = [earlierPaper(print({ measure: 'B7', breakdown: 'all', date: '2025-06-30' }, '141'))];
    expect(await search(cleanPaper(), { earlier })).toEqual([]);
  });

  it.each(['missing', 'empty'])('stops where one is %s', async (state) => {
    const folder = state === 'empty' ? mkdtempSync(join(tmpdir(), 'intruder-')) : '/nowhere/at/all';
    await expect(search(cleanPaper(), { earlier: [{ id: 'gone', folder }] })).rejects.toMatchObject({
      code: 'intruder_folder_missing',
      exitCode: 4,
    });
  });
});

describe('against the national tables', () => {
  const fact = { measure: 'B9', line: 'main', statistic: 'count', period: 'r12m', decimals: 0 };

  it('works out a hidden quarter from a published year', async () => {
    const national = [{ ...fact, date: '2026-03-31', value: 37 }];
    const found = await search(cleanPaper(), { national });
    expect(found.map(({ kind }) => kind)).toContain('hidden_count_worked_out');
    expect(found.flatMap(({ equations }) => equations).join()).toContain('Department for Education');
  });

  it('does not blame the paper for a figure that the Department prints itself', async () => {
    const national = [{ ...fact, measure: 'B28', date: '2026-03-31', value: 5 }];
    expect(await search(cleanPaper(), { national })).toEqual([]);
  });
});

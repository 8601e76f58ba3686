import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GuardInput, guardPaper } from '../../../pipeline/guard/guard.ts';
import { cell, cleanPaper, type Paper, policy, published, threeYears } from './clean-paper.ts';
import { add, exact, hidden, more, print } from './leak.ts';
import { leaksInBytes } from './leaks-in-bytes.ts';
import { leaksWorkedOut } from './leaks-worked-out.ts';

const leaks = [...leaksInBytes, ...leaksWorkedOut];
const id = 'panel-public-2026-06-30-12345678';
const coarsening = [
  { breakdown: 'age_band', group: '<1', coarse: 'under_5' },
  { breakdown: 'age_band', group: '1-4', coarse: 'under_5' },
];
const judge = (paper: Paper, over: Partial<GuardInput> = {}) =>
  guardPaper({ about: { id, folder: published(paper) }, earlier: [], policy, coarsening, ...over });
const changed = (change: (paper: Paper) => void, times = 1): Paper => {
  const paper = cleanPaper(times);
  change(paper);
  return paper;
};

describe('the guard', () => {
  it.each([0.3, 1, 3, 8, 20])('finds nothing in a clean paper of %d times 120 children', async (times) => {
    expect(await judge(cleanPaper(times))).toEqual([]);
  });

  it('has the leaks of the first design and more to find', () => {
    expect(new Set(leaks.map(({ name }) => name)).size).toBeGreaterThanOrEqual(70);
  });

  it.each(leaks)('names $name', async ({ change, kind, where }) => {
    const found = await judge(changed(change));
    const named = found.flatMap((each) => [each.file, ...each.cells].map((place) => `${each.kind} ${place}`));
    expect(
      named.some((each) => each.startsWith(`${kind} ${where}`)),
      named.join('\n'),
    ).toBe(true);
  });

  it('never says the value', async () => {
    const found = await judge(changed(add('<p>Under 1: 4 children, 4321 in all</p>')));
    expect(found.length).toBeGreaterThan(0);
    for (const { what, because } of found) expect([what, ...because].join(' ')).not.toMatch(/4321|\b4 /);
  });

  it('stays calm beside dates, ages, laws, lengths of time and ids of editions that hold digits', async () => {
    const calm = changed(
      add(`<p>In the year to 31 March 2026 and on 30 June 2025, children aged four and over: a review every 26 weeks,
        or six months. More than 20 miles away; under 16; Section 20; for every 10,000. Edition ${id}.
        <a href="../downloads/figures.csv">The figures</a></p>`),
    );
    expect(await judge(calm)).toEqual([]);
  });
});

describe('with earlier papers', () => {
  const earlierPaper = (change: (paper: Paper) => void = () => undefined) => ({
    id: 'panel-public-2026-03-31-99999999',
    folder: published(changed(change)),
  });

  it('passes where they say the same', async () => {
    expect(await judge(cleanPaper(), { earlier: [earlierPaper(), earlierPaper()] })).toEqual([]);
  });

  it('fails where this one hides what an earlier one printed', async () => {
    const found = await judge(changed(print({ measure: 'B9', period: '2024-25' }, hidden)), {
      earlier: [earlierPaper()],
    });
    expect(found.map(({ kind }) => kind)).toContain('hidden_though_printed');
  });

  it('fails where this one prints what an earlier one hid', async () => {
    const earlier = [earlierPaper(print({ measure: 'B9', period: '2024-25' }, hidden))];
    const found = await judge(cleanPaper(), { earlier });
    expect(found).toMatchObject([
      { kind: 'hidden_count_worked_out', cells: ['P1.B9.main.count.2024-25.all.all'] },
    ]);
  });

  it('fails where a hidden cell follows from both together', async () => {
    const quarter = (part: string, value: number | null) =>
      cell(['P1', 'B9', 'count', `2025-26-${part}`], 'Came into our care', value);
    const withoutTheYear = (paper: Paper): void => {
      const year = paper.cells.findIndex(({ measure, period }) => measure === 'B9' && period === '2025-26');
      paper.cells.splice(year, 1, quarter('q1', 14), quarter('q2', 13), quarter('q3', 16));
    };
    const earlier = [earlierPaper(withoutTheYear)];
    const found = await judge(changed(more(quarter('q4', null))), { earlier });
    expect(found).toMatchObject([
      { kind: 'hidden_count_worked_out', cells: ['P1.B9.main.count.2025-26-q4.all.all'] },
    ]);
    expect(found[0]?.because.join()).toContain('the periods in it');
  });

  it('does not blame a paper for what earlier ones gave away by themselves', async () => {
    const years = (last: number | null) =>
      [9, 9, last].map((value, at) =>
        cell(['P7', 'B28', 'count', `${2023 + at}-${24 + at}`], 'Adopted', value),
      );
    const found = await judge(cleanPaper(), { earlier: [earlierPaper(more(...years(null)))] });
    expect(found).toEqual([]);
  });

  it('finds a correction by a few children, and lets one by many stand', async () => {
    const corrected = (value: number) => changed(print({ measure: 'B9', period: '2024-25' }, exact(value)));
    const earlier = [earlierPaper()];
    expect((await judge(corrected(47), { earlier })).map(({ kind }) => kind)).toEqual(['correction_of_few']);
    expect(await judge(corrected(60), { earlier })).toEqual([]);
  });

  it('finds an average printed again over a few children more', async () => {
    const again = changed((paper) => {
      print({ measure: 'B30', statistic: 'count' }, exact(23))(paper);
      print({ measure: 'B28' }, exact(23))(paper);
      print({ statistic: 'mean_days' }, exact(415, '415 days'))(paper);
    });
    const kinds = (await judge(again, { earlier: [earlierPaper()] })).flatMap(({ kind, cells }) =>
      cells.map((key) => `${kind} ${key}`),
    );
    expect(kinds).toContain(`correction_of_few P8.B30.main.mean_days.${threeYears}.all.all`);
  });

  /** A list of figures of the time of rolling windows: measure, period, day, value. */
  const oldPaper = (...rows: readonly (readonly [string, string, string, number])[]) => {
    const header =
      'key,question,measure_id,line,statistic,period,as_at_date,breakdown,group,label,shown,value,unit,provisional';
    const lines = rows.map(([measure, period, day, value]) => {
      const key = `P7.${measure}.main.count.${period}.${day}.all.all`;
      return [
        key,
        'P7',
        measure,
        'main',
        'count',
        period,
        day,
        'all',
        'all',
        'Adopted',
        value,
        value,
        'count',
        false,
      ].join();
    });
    const text = `${[header, ...lines].join('\n')}\n`;
    const files = new Map(['data/figures.csv', 'site/downloads/figures.csv'].map((path) => [path, text]));
    return { id: 'panel-public-old', folder: published({ cells: [], files }) };
  };
  const leavers = (measure: string, period: string, value: number | null) =>
    cell(['P7', measure, 'count', period], 'Left', value);
  const kindsAndKeys = async (paper: Paper, earlier: { id: string; folder: string }[]) =>
    (await judge(paper, { earlier })).flatMap(({ kind, cells }) => cells.map((key) => `${kind} ${key}`));

  it('reads papers of rolling windows: their years give a quarter of the new one away', async () => {
    const earlier = [oldPaper(['B28', 'r12m', '2025-12-31', 9], ['B28', 'r12m', '2026-03-31', 10])];
    const paper = changed(more(leavers('B28', '2024-25-q4', 6), leavers('B28', '2025-26-q4', null)));
    expect(await kindsAndKeys(paper, earlier)).toContain(
      'hidden_count_worked_out P7.B28.main.count.2025-26-q4.all.all',
    );
  });

  it('puts sets into one another across measures and periods, as the attack on the first design did', async () => {
    // Adopted in three years 10 now and 6 a year ago, a permanent family in law this year 6: adopted this year 4 to 6.
    const earlier = [oldPaper(['B30', 'r36m', '2025-03-31', 6], ['B30', 'r36m', '2026-03-31', 10])];
    const paper = cleanPaper();
    paper.cells.splice(
      0,
      paper.cells.length,
      leavers('B25', '2025-26', 6),
      leavers('B28', '2025-26', null),
      leavers('B40', '2025-26', null),
    );
    const found = await kindsAndKeys(paper, earlier);
    expect(found).toContain('hidden_count_too_narrow P7.B28.main.count.2025-26.all.all');
    expect(found).toContain('hidden_count_too_narrow P7.B40.main.count.2025-26.all.all');
  });

  it.each(['missing', 'empty'])('stops where one is %s', async (state) => {
    const folder = state === 'empty' ? mkdtempSync(join(tmpdir(), 'guard-')) : '/nowhere/at/all';
    await expect(judge(cleanPaper(), { earlier: [{ id: 'gone', folder }] })).rejects.toMatchObject({
      code: 'guard_paper_missing',
      exitCode: 4,
    });
  });
});

describe('against the national tables', () => {
  const fact = {
    measure: 'B9',
    line: 'main',
    statistic: 'count',
    from: '2025-04-01',
    to: '2026-03-31',
    decimals: 0,
  };
  const quarters = ['q1', 'q2', 'q3', 'q4'].map((part, at) =>
    cell(['P1', 'B9', 'count', `2025-26-${part}`], 'Came into our care', [14, 13, 16, null][at] ?? null),
  );
  const paper = () =>
    changed((each) => {
      print({ measure: 'B9', period: '2025-26' }, hidden)(each);
      more(...quarters)(each);
    });

  it('works out a hidden quarter from a published year', async () => {
    const found = await judge(paper(), { national: [{ ...fact, value: 46 }] });
    expect(found.map(({ kind, cells }) => `${kind} ${cells}`)).toContain(
      'hidden_count_worked_out P1.B9.main.count.2025-26-q4.all.all',
    );
  });

  it('does not blame the paper for a figure that the Department prints itself', async () => {
    const year = changed(print({ measure: 'B9', period: '2025-26' }, hidden));
    expect(await judge(year, { national: [{ ...fact, value: 46 }] })).toEqual([]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PanelFile, panelFile } from '../../../pipeline/edition/panel-format.ts';
import type { Candidate } from '../../../pipeline/panel/candidate.ts';
import { quarterEndOn, quartersBefore } from '../../../pipeline/panel/candidate.ts';
import { type PanelPlan, panelFileOf, writePanelEdition } from '../../../pipeline/panel/write.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { withCandidates } from './candidate-database.ts';
import { randomAuthority } from './random-authority.ts';

const rules = loadRules(repositoryFile('sources/rules'), {
  authority: 'small',
  procedure: 'hertfordshire',
  rules: null,
});
const planFor = (more: Partial<PanelPlan> = {}): PanelPlan => ({
  editionId: 'panel-small-2026-06-30',
  part: {
    rules,
    observed: [],
    snapshot: { manifest: { authority: 'small', name: 'Smalltown' } },
  } as unknown as PanelPlan['part'],
  audience: 'panel_public',
  asAt: '2026-07-10',
  codeVersion: 'test',
  earlier: [],
  ...more,
});
const make = (rows: readonly Candidate[], more: Partial<PanelPlan> = {}): Promise<PanelFile> =>
  withCandidates('small', rows, (database) => panelFileOf(database, planFor(more)));

const figure = (file: PanelFile, key: string) => {
  const found = file.figures.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no figure ${key}`);
  return found;
};
/** Every count of the file is zero or six and more. */
const smallCounts = (file: PanelFile) =>
  file.figures.filter(
    ({ statistic, value, breakdown }) =>
      statistic === 'count' && value !== null && value > 0 && value < (breakdown === 'all' ? 6 : 5),
  );

describe('quarter-ends', () => {
  it.each([
    ['2026-06-30', '2026-06-30'],
    ['2026-06-29', '2026-03-31'],
    ['2026-03-30', '2025-12-31'],
    ['2026-12-31', '2026-12-31'],
    ['2026-01-01', '2025-12-31'],
  ])('on or before %s is %s', (day, end) => expect(quarterEndOn(day)).toBe(end));
  it('go back by whole quarters', () => expect(quartersBefore('2026-03-31', 4)).toBe('2025-03-31'));
});

describe('a Panel edition', () => {
  it('of 400 children prints the large counts, hides the small, and says everything in sentences', async () => {
    const rows = randomAuthority(400, 7);
    const file = await make(rows);
    const total = rows.find(
      (row) => row.measure_id === 'B7' && row.as_at_date === '2026-06-30' && row.breakdown === 'all',
    )?.numerator;
    expect(figure(file, 'P1.B7.main.count.as_at.2026-06-30.all.all').value).toBe(total);
    expect(smallCounts(file)).toEqual([]);
    expect(file.questions.map(({ question }) => question)).toEqual(
      Array.from({ length: 14 }, (_, i) => `P${i + 1}`),
    );
    expect(file.questions[0]?.answer).toBe(`We care for ${total} children.`);
    expect(file.questions.find(({ question }) => question === 'P14')?.answer).toMatch(/^This is not known\./);
    const words = file.questions
      .flatMap(({ answer, how_many, changing, title }) => [answer, how_many ?? '', changing ?? '', title])
      .join(' ');
    expect(words).not.toMatch(/\b(LAC|placement|CLA|SGO|UASC)\b/i);
  });

  it('is not made with a middle number of days that the models do not give', async () => {
    const court = (median_days: number | null): Candidate => ({
      ...{ measure_id: 'B3', line: 'main', period: 'quarter', as_at_date: '2026-06-30' },
      ...{ breakdown: 'all', group: 'all', numerator: 60, denominator: 60, timed: 60, sum_days: 12_345 },
      ...{ median_days, population: null, status: 'No rating - context', provisional: false },
    });
    const key = 'P6.B3.main.median_days.quarter.2026-06-30.all.all';
    expect(figure(await make([...randomAuthority(400, 7), court(190.5)]), key).value).toBe(190);
    const without = make([...randomAuthority(400, 7), court(null)]);
    await expect(without).rejects.toMatchObject({ code: 'panel_days_missing' });
  });

  it('names every figure of its tables, and no figure twice', async () => {
    const file = await make(randomAuthority(400, 7));
    const keys = new Set(file.figures.map(({ key }) => key));
    expect(keys.size).toBe(file.figures.length);
    for (const { rows, columns } of file.tables)
      for (const { figures } of rows) {
        expect(figures.length).toBe(columns.length);
        for (const key of figures) expect(keys.has(key)).toBe(true);
      }
  });

  it('of an authority with 4 children is still made, mostly hidden', async () => {
    const inCare = (rows: readonly Candidate[]): number | undefined =>
      rows.find(
        (row) => row.measure_id === 'B7' && row.as_at_date === '2026-06-30' && row.breakdown === 'all',
      )?.numerator;
    const rows =
      Array.from({ length: 50 }, (_, seed) => randomAuthority(4, seed)).find((each) => inCare(each) === 4) ??
      [];
    expect(rows.length).toBeGreaterThan(0);
    const file = await make(rows);
    expect(smallCounts(file)).toEqual([]);
    expect(file.figures.some(({ shown }) => shown === '[c]')).toBe(true);
    expect(file.questions[0]?.answer).toBe('This number is hidden to protect children.');
  });

  it('names by their names in the tables, and in plain English, the figures that it cannot print', async () => {
    const { questions } = await make(randomAuthority(120, 11));
    const further = (wanted: string) => questions.find(({ question }) => question === wanted)?.how_many ?? '';
    expect(further('P2')).toBe('We do not know the figure for “Living outside our area”.');
    expect(further('P4')).toBe(
      'To protect children we hide the figure for “No plan on record”. We do not know the figure for “Plan for a permanent home by the second review”.',
    );
    expect(further('P8')).toMatch(/^We do not know the figures for “From [^“]*” and “Waiting [^“]*”\.$/);
  });

  it.each([
    ['Green - on target', 'Green - best quarter of councils'],
    ['Red - worse than floor', 'Red - worst quarter of councils'],
    ['Too few to rate', 'Too few to rate'],
  ])('says of a rating by the quarters of councils that it is one: %s', async (status, said) => {
    const rows = randomAuthority(400, 7).map((row) => ({ ...row, status }));
    const { questions } = await make(rows);
    const statusOf = (wanted: string) => questions.find(({ question }) => question === wanted)?.status;
    expect(statusOf('P3')).toBe(said);
    expect(statusOf('P5')).toBe(status);
  });

  it('says to what its tables by group are rounded by the policy in force', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-rounding-'));
    writeFileSync(
      join(folder, 'disclosure.csv'),
      'audience,rule,value,effective_from,effective_to,source,approved_by_role,approved_on\npanel_public,round_cross_breaks_to,10,2020-01-01,,Own,,\n',
    );
    const coarser = loadRules(repositoryFile('sources/rules'), {
      authority: 'small',
      procedure: 'hertfordshire',
      rules: folder,
    });
    const rows = randomAuthority(400, 7);
    const notes = async (part: PanelPlan['part']) =>
      (await make(rows, { part })).tables
        .filter(({ table, withheld }) => !table.endsWith('.time') && withheld === null)
        .map(({ note }) => note ?? '');
    const { part } = planFor();
    for (const [base, given] of [
      [5, part],
      [10, { ...part, rules: coarser }],
    ] as const) {
      const said = await notes(given);
      expect(said.length).toBeGreaterThan(0);
      for (const note of said) expect(note).toContain(`rounded to the nearest ${base}, so`);
    }
  });

  it('has the same bytes whatever the order of the rows, and its id in the manifest alone', async () => {
    const rows = randomAuthority(120, 11);
    const write = (given: readonly Candidate[]) =>
      withCandidates('small', given, async (database) => {
        const folder = mkdtempSync(join(tmpdir(), 'tracker-panel-'));
        await writePanelEdition(database, folder, planFor());
        expect(readdirSync(folder).sort()).toEqual(['data', 'manifest.json']);
        return ['manifest.json', 'data/panel.json', 'data/figures.csv'].map((name) =>
          readFileSync(join(folder, name), 'utf8'),
        );
      });
    const first = await write(rows);
    expect(await write([...rows].reverse())).toEqual(first);
    const holders = first.map((text) => text.includes(planFor().editionId));
    expect(holders).toEqual([true, false, false]);
  });

  it('of 120 children is, figure by figure and sentence by sentence, the one on file', async () => {
    const file = await make(randomAuthority(120, 11));
    const lines = file.figures.map(({ key, label, shown }) => `${key}\t${label}\t${shown}`);
    const said = [...file.questions, ...file.packs].map(({ question, answer, status, how_many, changing }) =>
      [question, answer, status, how_many, changing].join('\t'),
    );
    await expect([...said, ...lines, ''].join('\n')).toMatchFileSnapshot('golden/panel-120.tsv');
  });

  it('in exempt papers shows small counts and bears its mark', async () => {
    const rows = randomAuthority(120, 11);
    const file = await make(rows, { audience: 'panel_part2' });
    expect(smallCounts(file).length).toBeGreaterThan(0);
    expect(file.hidden.hidden).toBe(0);
  });

  it('keeps hidden what an earlier edition hid', async () => {
    const rows = randomAuthority(120, 11);
    const before = await make(rows);
    const shown = before.figures.find(
      ({ key, value }) => key.startsWith('P5.B27.main.count') && value !== null,
    );
    if (shown === undefined) throw new Error('nothing shown to hide');
    const hid = panelFile.parse({
      ...before,
      figures: before.figures.map((each) =>
        each.measure_id === 'B27' && each.as_at_date === shown.as_at_date && each.breakdown === 'all'
          ? { ...each, shown: '[c]', value: null }
          : each,
      ),
    });
    const file = await make(rows, { earlier: [hid] });
    expect(figure(file, shown.key).shown).toBe('[c]');
  });

  it('prints earlier days as they were reported, unless the paper that did was withdrawn', async () => {
    const rows = randomAuthority(400, 7);
    const before = await make(rows, { asAt: '2026-03-31' });
    const key = 'P1.B7.main.count.as_at.2026-03-31.all.all';
    const said = figure(before, key).value ?? 0;
    const revised = rows.map((row) =>
      row.measure_id === 'B7' && row.as_at_date === '2026-03-31' && row.breakdown === 'all'
        ? { ...row, numerator: row.numerator + 1, denominator: row.denominator + 1 }
        : row,
    );
    const after = await make(revised, { earlier: [before], standing: [before] });
    expect(figure(after, key).value).toBe(said);
    const withdrawn = await make(revised, { earlier: [before], standing: [] });
    expect(figure(withdrawn, key).value).toBe(said + 1);
  });

  it('is refused for an unknown audience', async () => {
    await expect(make(randomAuthority(20, 1), { audience: 'press' })).rejects.toThrow(
      'No audience is called press',
    );
  });
});

describe('a policy', () => {
  const own = (rows: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-policy-'));
    writeFileSync(
      join(folder, 'disclosure.csv'),
      `audience,rule,value,effective_from,effective_to,source,approved_by_role,approved_on\n${rows}`,
    );
    return folder;
  };
  const load = (rows: string) =>
    loadRules(repositoryFile('sources/rules'), {
      authority: 'small',
      procedure: 'hertfordshire',
      rules: own(rows),
    });

  it('looser than the floor is refused with file and line', () => {
    expect(() => load('panel_public,least_count,3,2026-01-01,,Our own,,\n')).toThrow(
      /disclosure\.csv:2: least_count 3 is looser than the product's floor of 6/,
    );
  });

  it('that moves the floor is refused', () => {
    expect(() => load('floor,least_count,3,2026-01-01,,Our own,,\n')).toThrow(
      /disclosure\.csv:2: the floor is the product's own/,
    );
  });

  it('that is stricter holds from its day on', () => {
    const { disclosure } = load('panel_public,least_count,10,2026-01-01,,Our own,director,2025-12-01\n');
    const found = disclosure.filter(
      ({ audience, rule }) => audience === 'panel_public' && rule === 'least_count',
    );
    expect(
      found.map(({ value, effective_from, effective_to }) => [value, effective_from, effective_to]),
    ).toEqual([
      [6, '2000-01-01', '2026-01-01'],
      [10, '2026-01-01', null],
    ]);
  });
});

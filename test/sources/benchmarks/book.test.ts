import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import { TrackerError } from '../../../sources/error.ts';
import { repository, scratchFolder } from '../../support/source-folder.ts';

const shipped = join(repository, 'sources/benchmarks/data');
const book = loadBenchmarks(shipped);

/** The shipped tables with one of the files changed. */
function changed(file: string, change: (text: string) => string): string {
  const folder = scratchFolder();
  cpSync(shipped, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(shipped, file), 'utf8')));
  return folder;
}

function complaint(folder: string): string {
  try {
    loadBenchmarks(folder);
  } catch (error) {
    if (error instanceof TrackerError) return `${error.code} ${error.message}`;
  }
  throw new Error('the tables were accepted');
}

describe('the shipped national tables', () => {
  it('hold every authority, region and England for 34 measures', () => {
    const kinds = [...book.areas.values()].map(({ kind }) => kind);
    const count = (kind: string): number => kinds.filter((found) => found === kind).length;
    expect(['authority', 'retired', 'region', 'part', 'nation'].map(count)).toEqual([153, 5, 9, 2, 1]);
    expect(book.measures).toHaveLength(34);
    expect(book.neighbours.size).toBe(153);
    expect([...book.neighbours.values()].every((list) => new Set(list).size === 10)).toBe(true);
  });

  it('add up to what was taken: figures and symbols, and their sum by year', () => {
    const all = book.measures.flatMap(({ dfe_measure }) =>
      [...book.areas.keys()].flatMap((area) =>
        book
          .yearsOf(dfe_measure)
          .map((year) => ({ area, year, figure: book.figure(dfe_measure, area, year) })),
      ),
    );
    expect(all).toHaveLength(36_720);
    expect(all.filter(({ figure }) => figure.symbol === '-')).toHaveLength(3_997);
    expect(all.filter(({ figure }) => figure.value !== null)).toHaveLength(32_723);
    const tenths = new Map<number, number>();
    for (const { year, figure } of all)
      tenths.set(year, (tenths.get(year) ?? 0) + Math.round((figure.value ?? 0) * 10));
    expect([...tenths].sort()).toEqual([
      [2019, 6_363_039],
      [2020, 6_622_773],
      [2021, 6_379_152],
      [2022, 8_703_471],
      [2023, 8_851_468],
      [2024, 8_851_766],
      [2025, 8_652_723],
    ]);
  });

  it('are the known figures of Hertfordshire, its region and England', () => {
    const value = (measure: string, area: number, year: number): number | null =>
      book.figure(measure, area, year).value;
    expect([2021, 2022, 2023, 2024, 2025].map((year) => value('LACnum', 919, year))).toEqual([
      991, 1022, 964, 971, 999,
    ]);
    expect([2022, 2023, 2025].map((year) => value('LACceased', 919, year))).toEqual([350, 435, 404]);
    expect([919, 970, 985].map((area) => value('LACnum', area, 2025))).toEqual([999, 81_770, 6_800]);
    expect([919, 970, 985].map((area) => value('LACDistance', area, 2025))).toEqual([22, 18, 21]);
    expect([919, 970].map((area) => value('Emotional_LAC', area, 2025))).toEqual([14.9, 14.9]);
    expect(value('Emotional_LAC', 810, 2019)).toBe(9.3);
    expect(book.figure('LAC_Other_Place_Inc_Unreg', 919, 2020)).toEqual({ value: null, symbol: '-' });
    expect(book.figure('LAC_Other_Place_Inc_Unreg', 919, 2019)).toEqual({ value: null, symbol: null });
    expect(book.yearsOf('Stability_SocialWorker')).toEqual([2024]);
  });

  it('name the neighbours of Hertfordshire, nearest first', () => {
    const names = book.neighbours.get(919)?.map((number) => book.areas.get(number)?.name);
    expect(names).toEqual([
      'Oxfordshire',
      'Buckinghamshire',
      'Cambridgeshire',
      'Bracknell Forest',
      'West Sussex',
      'Bromley',
      'Hampshire',
      'Trafford',
      'Gloucestershire',
      'West Berkshire',
    ]);
  });
});

describe('tables that cannot be used', () => {
  const line2 = (text: string, next: string): string => text.replace(/\n[^\n]*\n/, `\n${next}\n`);

  it('keep a symbol as a symbol, also k', () => {
    const folder = changed('values.csv', (text) => line2(text, '%_of LAC Adopted,201,c,x,z,k,NA,-,7'));
    const found = [2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) =>
      loadBenchmarks(folder).figure('%_of LAC Adopted', 201, year),
    );
    expect(found.map(({ symbol }) => symbol)).toEqual(['c', 'x', 'z', 'k', 'NA', '-', null]);
    expect(found.map(({ value }) => value)).toEqual([null, null, null, null, null, null, 7]);
  });

  it.each([
    ['values.csv', '%_of LAC Adopted,201,0,0,none,0,0,-,0', 'values.csv:2: column 2021: must be a number'],
    ['values.csv', 'Adopted,201,0,0,0,0,0,0,0', 'values.csv:2: measure Adopted is not in measures.csv'],
    ['values.csv', '%_of LAC Adopted,199,0,0,0,0,0,0,0', 'values.csv:2: area 199 is not in areas.csv'],
    [
      'values.csv',
      '%_of LAC Adopted,202,0,0,0,0,0,0,0',
      'values.csv:3: %_of LAC Adopted 202 already stands in line 2',
    ],
    ['values.csv', '%_of LAC Adopted,201,0', 'values.csv:2: has 3 fields where the header has 9'],
    ['areas.csv', '201,City of London,,919,authority', 'areas.csv:2: column region'],
    [
      'neighbours.csv',
      '201,909,205,207,210,208,206,212,213,209,846',
      'neighbours.csv:2: 909 is no authority',
    ],
    [
      'releases.csv',
      'children_looked_after,2019,2019-03-31,2019-02-30,,x',
      'releases.csv:2: column released_on',
    ],
    [
      'releases.csv',
      'children_looked_after,2019,2019-03-31,2019-03-31,2019-03-31,x',
      "is not after the period's end",
    ],
    [
      'releases.csv',
      'children_looked_after,2019,2019-03-31,2019-12-05,2019-12-04,x',
      'lies before the release',
    ],
    ['successors.csv', '919,2030-04-01,838,x', 'successors.csv:2: 919 is no retired authority'],
  ])('say file and line: %s with %s', (file, row, expected) => {
    const said = complaint(changed(file, (text) => line2(text, row)));
    expect(said).toMatch(/^benchmark_/);
    expect(said).toContain(expected);
  });

  it('say when a retired authority has no successor, a file is missing or a column unknown', () => {
    const gone = changed('successors.csv', (text) => text.replace(/\n836[^\n]*/, ''));
    expect(complaint(gone)).toContain('what became of 836 is not in successors.csv');
    expect(complaint(scratchFolder())).toContain('values.csv:1: the file is missing');
    const odd = changed('measures.csv', (text) => text.replace('polarity', 'direction'));
    expect(complaint(odd)).toContain('measures.csv:1: column polarity is missing');
    expect(complaint(odd)).toContain('column "direction" is not known');
  });
});

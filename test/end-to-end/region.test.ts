/**
 * Through the real door: files in, published bytes out. A region in one run: ten invented children worked
 * by hand at the boundaries, and the public 903 sample years.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataFolders } from '../../pipeline/folders.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { editionCsv } from '../support/edition-csv.ts';
import { prepared } from '../support/prepared.ts';
import { hasSample } from './region.ts';

let data = '';
let values = new Map<string, string>();
let edition = '';

beforeAll(async () => {
  data = join(await prepared('region'), 'data');
  edition = liveEdition(dataFolders(data)) ?? '';
  values = readValues(await editionCsv(join(data, 'editions', 'board', edition)));
});

/** `authority measure line statistic period as_at` of totals, with `numerator/denominator=value status`. */
function readValues(file: string): Map<string, string> {
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const cells = rows.map((row) => row.split(','));
  const totals = cells.filter((cell) => cell[8] === 'all');
  return new Map(
    totals.map((cell) => [
      cell.slice(1, 7).join(' '),
      `${cell[10]}/${cell[11]}=${cell[12]} ${(cell[14] ?? '').split(' - ')[0]}`,
    ]),
  );
}

const figure = (authority: string, what: string, day = '2019-03-31'): string | undefined =>
  values.get(`${authority} ${what} ${day}`);

describe('ten children worked by hand', () => {
  // In care on 31 March 2019: all but c09, who turned 18 on 15 March, and c10, who is on short breaks.
  it.each([
    ['B7 main count as_at', '8/=8 No rating'],
    ['B10 main count month', '1/=1 No rating'],
    // c06, c07 have no plan; c08's plan of an earlier period is none of this one, but it has its own.
    ['T1 main count as_at', '2/8=2 No rating'],
    // Section 20: 112 days. c06 entered 9 December: day 112 is 31 March, not past. c07 entered a day earlier: past.
    ['T1 overdue count as_at', '1/8=1 Too few to rate'],
    ['T1 not_yet_due longest_days as_at', '/=112 No rating'],
    ['T1 overdue longest_days as_at', '/=113 No rating'],
    // c01 and c05 plan to go home; c01 since 31 August, re-recorded on 5 January after a day's gap.
    ['T2 main count as_at', '1/2=1 Too few to rate'],
    ['T2 main longest_days as_at', '/=212 No rating'],
    ['T2 over_12_months count as_at', '0/2=0 No rating'],
    // c02's order is exactly twelve months old; c03's is younger.
    ['T3 main count as_at', '1/2=1 Too few to rate'],
    ['T3 main longest_days as_at', '/=365 No rating'],
    ['T3 not_placed count as_at', '1/2=1 No rating'],
    // c03 was matched on the day itself and lives with early-permanence carers.
    ['T4 main count as_at', '1/2=1 Too few to rate'],
    ['T5 main count as_at', '2/2=2 No rating'],
    ['T5 early_permanence count as_at', '1/2=1 No rating'],
    ['T5 other count as_at', '1/2=1 Too few to rate'],
    ['T6 main count as_at', '1/6=1 Too few to rate'],
    // c08's plan is exactly twelve months old; in hospital it still lives in U4, so it is not unmatched.
    ['T7 main count as_at', '1/1=1 No rating'],
    ['T7 unmatched count as_at', '0/1=0 Too few to rate'],
    ['T8 main count as_at', '0/6=0 No rating'],
    // Entered after 30 September 2017 and before 30 November 2018: c01, c04; c05 on 30 November, four months on 30 March.
    ['T9 main count as_at', '2/3=2 No rating'],
    // c04 turns 12 on day 70 itself; its meeting was exactly 26 weeks before entry.
    ['T9 under_12 count as_at', '1/2=1 Too few to rate'],
    ['T9 12_and_over count as_at', '1/1=1 No rating'],
    // A booking is no meeting: c05 waits since day 70, 8 February.
    ['T10 main count as_at', '1/2=1 Too few to rate'],
    ['T10 main longest_days as_at', '/=51 No rating'],
  ])('%s is %s', (what, expected) => {
    expect(figure('handworked', what)).toBe(expected);
  });

  it.each([
    // 31 August + 6 months = 28 February: counted on that day, not a month before.
    ['T2 main count as_at', '2019-02-28', '1/2=1 Too few to rate'],
    ['T2 main count as_at', '2019-01-31', '0/2=0 Too few to rate'],
    ['T3 main count as_at', '2019-02-28', '0/2=0 Too few to rate'],
    ['T4 main count as_at', '2019-02-28', '1/2=1 Too few to rate'],
    ['T7 main count as_at', '2019-02-28', '0/1=0 No rating'],
    ['B7 main count as_at', '2019-02-28', '9/=9 No rating'],
    // Only c08, in its first period of care, in which its plan was open.
    ['B7 main count as_at', '2016-03-31', '0/=0 No rating'],
    ['B9 main count month', '2018-11-30', '2/=2 No rating'],
  ])('%s on %s is %s', (what, day, expected) => {
    expect(figure('handworked', what, day)).toBe(expected);
  });
});

describe.skipIf(!hasSample)('the public 903 sample', () => {
  it('gives what a return can and says what it cannot', () => {
    expect(figure('sampleshire', 'B7 main count as_at')).toMatch(/^\d+\//);
    for (const measure of ['T1', 'T2', 'T4', 'T6', 'T9', 'T10'])
      expect(figure('sampleshire', `${measure} main count as_at`)).toBe('/= Not available');
    for (const measure of ['T5', 'T7', 'T8'])
      expect(figure('sampleshire', `${measure} main count as_at`)).toMatch(/^\d+\/\d+=\d+ /);
    expect(figure('sampleshire', 'T7 unmatched count as_at')).toBe('/= Not available');
  });

  it('and its pages say so in words', () => {
    const page = (name: string): string =>
      readFileSync(join(data, 'published', 'board', edition, `measures/${name}.html`), 'utf8');
    for (const measure of ['t1', 't2', 't4', 't6', 't9', 't10'])
      expect(page(measure)).toMatch(/not available from this source/i);
    for (const measure of ['t5', 't7', 't8']) expect(page(measure)).toMatch(/stand-in/i);
  });
});

describe('a region', () => {
  it('has one edition, with a section for each authority', () => {
    const home = readFileSync(join(data, 'published', 'board', edition, 'index.html'), 'utf8');
    expect(home).toContain('Handworked (invented)');
    if (hasSample) expect(home).toContain('Sampleshire (public sample)');
  });
});

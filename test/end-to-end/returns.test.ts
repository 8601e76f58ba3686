/**
 * The figures of a statutory return worked out twice: by the product, from files to an edition, and by a second
 * reading of the same files (`test/reference/returns`) that shares no line with it. Six collection years of invented
 * children, and the public 903 sample where it is at hand; every total at every as-at day.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataFolders } from '../../pipeline/folders.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { coveredFrom } from '../reference/returns/covered.ts';
import { differences, editionFigures } from '../reference/returns/edition-figures.ts';
import { returnFigures } from '../reference/returns/figures.ts';
import { editionCsv } from '../support/edition-csv.ts';
import { prepared } from '../support/prepared.ts';
import { hasSample, inventedFolder, regionAsAt, sampleFolder } from './region.ts';

/** Totals of the edition, and those worked out a second time, by authority. */
const published = new Map<string, Map<string, string>>();
const expected = new Map<string, Map<string, string>>();
/** First of April of the first year on hand. */
const begins: Readonly<Record<string, string>> = { inventshire: '2013-04-01', sampleshire: '2017-04-01' };
const authorities = hasSample ? ['inventshire', 'sampleshire'] : ['inventshire'];

beforeAll(async () => {
  const region = await prepared('region');
  const edition = liveEdition(dataFolders(join(region, 'data'))) ?? '';
  const values = await editionCsv(join(region, 'data', 'editions', 'board', edition));
  for (const authority of authorities) {
    published.set(authority, editionFigures(values, authority));
    const files = authority === 'sampleshire' ? sampleFolder : inventedFolder(region);
    expected.set(authority, coveredFrom(returnFigures(files, regionAsAt), begins[authority] ?? ''));
  }
});

const of = (figures: ReadonlyMap<string, string>, measure: string): Map<string, string> =>
  new Map([...figures].filter(([key]) => key.startsWith(`${measure} `)));

const agreed =
  'B7 B9 B10 B11 B12 B13 B19 B20 B21 B25 B26 B28 B29 B30 B31 B32 B33 B36 B40 B41 B43 B44 B46'.split(' ');
/** The public sample has neither the decisions file nor AD1, and its two years are shorter than B21 looks back. */
const untold = new Set(['sampleshire B21', 'sampleshire B31', 'sampleshire B33']);

describe.each(authorities)('%s', (authority) => {
  it.each(agreed)('%s is the same worked out twice', (measure) => {
    const mine = of(expected.get(authority) ?? new Map(), measure);
    if (untold.has(`${authority} ${measure}`)) expect(mine.size).toBe(0);
    else expect(mine.size).toBeGreaterThanOrEqual(authority === 'sampleshire' ? 2 : 49);
    expect(differences(mine, of(published.get(authority) ?? new Map(), measure))).toEqual([]);
  });
});

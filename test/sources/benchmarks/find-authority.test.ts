import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import { findAuthority } from '../../../sources/benchmarks/find-authority.ts';
import { TrackerError } from '../../../sources/error.ts';
import { repository } from '../../support/source-folder.ts';

const book = loadBenchmarks(join(repository, 'sources/benchmarks/data'));
const numberOf = (text: string): number => findAuthority(book, text).number;

function refusal(text: string): TrackerError {
  try {
    findAuthority(book, text);
  } catch (error) {
    if (error instanceof TrackerError) return error;
  }
  throw new Error(`${text} was found`);
}

describe('an authority of the national tables', () => {
  it('is found by its name in any case, its number, and as a council, all 153 of them', () => {
    const authorities = [...book.areas.values()].filter(({ kind }) => kind === 'authority');
    expect(authorities).toHaveLength(153);
    for (const { number, name } of authorities) {
      const spoken = name.replace(/^(.+), City of$/, '$1');
      for (const text of [
        name,
        name.toUpperCase(),
        String(number),
        spoken.replaceAll(' and ', ' & '),
        `${spoken} Council`,
      ])
        expect(`${text}: ${numberOf(text)}`).toBe(`${text}: ${number}`);
    }
  });

  it.each([
    ['Hertfordshire County Council', 919],
    [' hertfordshire ', 919],
    ['London Borough of Bromley', 305],
    ['The Royal Borough of Windsor & Maidenhead', 868],
    ['Westmorland & Furness', 943],
    ['St. Helens Metropolitan Borough Council', 342],
    ['City of Bristol', 801],
    ['Bristol City Council', 801],
    ['Hull City Council', 810],
    ['City of York Council', 816],
    ['City of London Corporation', 201],
    ['City of Westminster', 213],
    ['County Durham', 840],
    ['Durham County Council', 840],
    ['Herefordshire, County of', 884],
    ['Bedford', 822],
    ['Dorset', 838],
    ['Leicester City Council', 856],
    ['Leicestershire', 855],
  ])('%s is %i', (text, number) => {
    expect(numberOf(text)).toBe(number);
  });

  it('that has ended is explained: what became of it, since when, by which order', () => {
    const cumbria = refusal('Cumbria County Council');
    expect(cumbria.code).toBe('benchmark_authority_retired');
    expect(cumbria.exitCode).toBe(2);
    expect(cumbria.message).toBe(
      'Cumbria (909) ended on 2023-04-01; since then its area is Cumberland (942) and Westmorland and Furness (943) [Cumbria (Structural Changes) Order 2022 (SI 2022/331)]',
    );
    expect(refusal('928').message).toContain(
      '2021-04-01; since then its area is North Northamptonshire (940) and West Northamptonshire (941)',
    );
    expect(refusal('835').message).toContain('Dorset (838) and Bournemouth, Christchurch and Poole (839)');
    for (const text of ['Poole', 'Bournemouth Borough Council', '837'])
      expect(refusal(text).message).toContain('Bournemouth, Christchurch and Poole (839)');
  });

  it('that is unknown is refused with the nearest names', () => {
    const mistyped = refusal('Herfordshire');
    expect(mistyped.code).toBe('benchmark_authority_unknown');
    expect(mistyped.advice).toContain('Herefordshire (884), Hertfordshire (919)');
    expect(refusal('918').advice).toContain('Hertfordshire (919)');
    expect(refusal('').code).toBe('benchmark_authority_unknown');
  });

  it.each(['England', 'London', '985', 'East of England', 'London (Inner)'])('is not %s', (text) => {
    expect(refusal(text).message).toContain('is no authority of its own');
  });
});

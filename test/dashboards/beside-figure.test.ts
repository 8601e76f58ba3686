import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Figure, figureOf } from '../../dashboards/components/figure.ts';
import { besideFigure } from '../../dashboards/components/sentence.ts';
import { standingOf } from '../../dashboards/components/standing.ts';
import { readEdition } from '../../dashboards/edition.ts';
import { fixtureEdition } from './fixture-edition.ts';
import { writeFixture } from './fixture-writer.ts';

const edition = await readEdition(
  await writeFixture(fixtureEdition(), mkdtempSync(join(tmpdir(), 'beside-'))),
);
const [measure] = edition.measures.filter(({ measure_id }) => measure_id === 'T3');
const [authority] = edition.manifest.authorities;
if (measure === undefined || authority === undefined) throw new Error('the fixture lacks T3');
const figure = figureOf(edition, authority.authority, measure);

const told = (over: Partial<Figure>, beside: Partial<NonNullable<Figure['availability']>> = {}) =>
  besideFigure({
    ...figure,
    ...over,
    availability: { authority: authority.authority, line: 'main', state: 'available', reason: '', ...beside },
  });

describe('beside a figure', () => {
  it('nothing stands where there is nothing to tell', () => {
    expect(told({ timed: null })).toEqual([]);
    expect(told({ count: 65, timed: 65 }, { population: 65, start_unknown: 0, contradicted: 0 })).toEqual([]);
  });

  it('stands on how many cases an average rests', () => {
    expect(told({ count: 65, timed: 18 })).toEqual([
      'The time rests on 18 of 65 children: of the others a date is not known.',
    ]);
  });

  it('stands whose start is not known, and whose records contradict each other', () => {
    expect(told({ timed: null }, { population: 40, start_unknown: 12, contradicted: 3 })).toEqual([
      'Start unknown for 12 of 40 children: they entered before the files on hand begin.',
      'The records of 3 of 40 children contradict each other: see Assurance.',
    ]);
  });
});

describe('how long a line has been where it is', () => {
  const at = (day: string, status: Figure['status']): Figure => ({ ...figure, day, status });
  const red = 'Red - worse than floor';

  it('reaches back to the first month on record, not to months of which the files tell nothing', () => {
    const months = [
      at('2026-02-28', 'Not available'),
      at('2026-03-31', red),
      at('2026-04-30', red),
      at('2026-05-31', red),
    ];
    expect(standingOf(at('2026-06-30', red), months)).toEqual({
      since: '2026-03-31',
      monthEnds: 3,
      wholeRecord: true,
    });
  });
});

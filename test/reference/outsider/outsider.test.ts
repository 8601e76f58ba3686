import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leaksOf, papersIn } from './outsider.ts';

const year = {
  line: 'main',
  step: 'year',
  from_date: '2024-04-01',
  to_date: '2025-03-31',
  breakdown: 'all',
  group: 'all',
};
const reviews = [
  {
    ...year,
    measure_id: 'B47',
    statistic: 'count',
    unit_kind: 'event',
    shown: '63',
    kind: 'exact',
    value: '63',
  },
  {
    ...year,
    measure_id: 'B47',
    statistic: 'percentage',
    unit_kind: 'event',
    shown: '95%',
    kind: 'exact',
    value: '95',
  },
];
const children = [
  {
    ...year,
    measure_id: 'B48',
    statistic: 'count',
    unit_kind: 'child',
    shown: 'all but fewer than 10',
    kind: 'band',
    value: '',
  },
  {
    ...year,
    measure_id: 'B48',
    statistic: 'percentage',
    unit_kind: 'child',
    shown: 'nearly all',
    kind: 'band',
    value: '',
  },
];

describe('an attacker with nothing but the published figures', () => {
  it('counts children by the reviews that were late', async () => {
    expect(await leaksOf([children])).toEqual([]);
    expect(await leaksOf([[...reviews, ...children]])).toEqual([
      { what: 'all but B48.main:n@8097..8100# (all but fewer than 10)', low: 1, high: 3 },
    ]);
  });

  /** Papers of `npx tsx test/bench/successive-papers.ts`; set OUTSIDER_PAPERS to its folder of papers. */
  const bench = process.env['OUTSIDER_PAPERS'] ?? '';
  const councils = existsSync(bench) ? readdirSync(bench).filter((name) => name.startsWith('of-')) : [];
  it.each(councils)(
    'learns no small number of %s',
    async (council) => expect(await leaksOf(papersIn(join(bench, council)))).toEqual([]),
    600_000,
  );
});

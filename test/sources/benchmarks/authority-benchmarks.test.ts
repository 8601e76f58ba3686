import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarksFor } from '../../../sources/benchmarks/authority-benchmarks.ts';
import { loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { folderOf, repository } from '../../support/source-folder.ts';

const book = loadBenchmarks(join(repository, 'sources/benchmarks/data'));
const rulesFolder = join(repository, 'sources/rules');
const rules = loadRules(rulesFolder, { authority: 'test', procedure: 'unnamed', rules: null });
const owner = {
  name: 'Test',
  path: '/x/authority.yaml',
  benchmark_authority: 'Rutland',
  benchmark_authority_is: 'itself' as const,
};

describe('the national tables of an authority', () => {
  it('know every published measure that the rules link to', () => {
    expect(benchmarksFor(book, owner, rules.benchmark_links).area?.number).toBe(857);
    expect(rules.benchmark_links.length).toBeGreaterThan(15);
  });

  it('say when no neighbours are on file, and compare with England all the same', () => {
    const { area, lacking } = benchmarksFor({ ...book, neighbours: new Map() }, owner, []);
    expect(area?.number).toBe(857);
    expect(lacking).toBe('No statistical neighbours are on file for Rutland.');
  });

  it('refuse a link to an unknown published measure', () => {
    const own = folderOf({
      'benchmark_links.csv':
        'measure_id,line,statistic,period,dfe_measure,like_for_like,note,source\nB7,main,count,as_at,LACnumber,Y,,own\n',
    });
    const ownRules = loadRules(rulesFolder, { authority: 'test', procedure: 'unnamed', rules: own });
    expect(() => benchmarksFor(book, owner, ownRules.benchmark_links)).toThrow(
      'B7 main names LACnumber: no published measure',
    );
  });

  it('write a note wherever the definitions differ', () => {
    const unlike = rules.benchmark_links.filter((link) => !link.like_for_like);
    expect(unlike.length).toBeGreaterThan(0);
    expect(unlike.every((link) => link.note !== '')).toBe(true);
  });
});

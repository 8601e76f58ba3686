/** Whom the figures are compared with: England and similar councils as published, and the authority's own target. */

import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import { longDay } from '../../sources/days.ts';
import { backingOfTarget, type RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import { publishedYear } from '../edition/benchmarks-file.ts';
import { periodOf } from './calendar.ts';
import type { Figures } from './figures.ts';
import type { Making, Paper } from './paper.ts';
import type { PanelLine } from './sets.ts';
import { placed } from './words.ts';

/** Counts that the Department has published of this council itself, like for like: anybody can look them up. */
export function publishedCounts(
  rules: RuleBook,
  benchmarks: AuthorityBenchmarks | undefined,
): Making['published'] {
  const area = benchmarks?.area ?? null;
  if (benchmarks === undefined || area === null || !benchmarks.isItself) return [];
  return rules.benchmark_links
    .filter((link) => link.statistic === 'count' && link.like_for_like)
    .flatMap((link) =>
      benchmarks.book.yearsOf(link.dfe_measure).flatMap((year) => {
        const { value } = benchmarks.book.figure(link.dfe_measure, area.number, year);
        return value === null
          ? []
          : [{ measure_id: link.measure_id, line: link.line, to: `${year}-03-31`, value }];
      }),
    );
}

export interface Comparing {
  readonly paper: Paper;
  readonly figures: Figures;
  readonly benchmarks: AuthorityBenchmarks | undefined;
}

/** What a line is set beside, and in which words. */
interface Comparison {
  readonly head: string;
  readonly said: string;
}

const comparisonsOf = (line: PanelLine, comparing: Comparing): Comparison[] => [
  ...target(line, comparing),
  ...national(line, comparing),
];

/** The comparison of a question in sentences; none when there is nothing to compare it with. */
export const comparedWith = (lines: readonly PanelLine[], comparing: Comparing): string[] =>
  lines.flatMap((line) => comparisonsOf(line, comparing)).map(({ head, said }) => `${head}: ${said}.`);

/** The comparison of one line in few words, to stand beside its picture. */
export const besideOf = (line: PanelLine, comparing: Comparing): string[] =>
  comparisonsOf(line, comparing).map(({ said }) => said);

/** Periods of benchmark_links.csv that a step can be set beside: the Department's year is the year to 31 March. */
const likeSteps: Readonly<Record<string, readonly string[]>> = {
  as_at: ['quarter_end'],
  r12m: ['quarter', 'half_year', 'year', 'three_years'],
  r36m: ['three_years'],
};

function national(line: PanelLine, { paper, figures, benchmarks }: Comparing): Comparison[] {
  const { rules, steps } = paper.making;
  const area = benchmarks?.area ?? null;
  if (benchmarks === undefined || area === null) return [];
  const link = rules.benchmark_links.find(
    (each) =>
      each.measure_id === line.measure_id &&
      each.line === line.line &&
      likeSteps[each.period]?.includes(steps.now(line)) === true &&
      each.like_for_like &&
      each.statistic !== 'count' &&
      (line.statistics as readonly string[]).includes(each.statistic),
  );
  const year = link === undefined ? undefined : benchmarks.book.yearsOf(link.dfe_measure).at(-1);
  if (link === undefined || year === undefined) return [];
  const found = publishedYear(benchmarks.book, area, link.dfe_measure, year);
  const period = periodOf(
    link.period === 'as_at' ? 'quarter_end' : 'year',
    found.period_end,
    steps.threeYearsEnd,
  );
  const of = (group: string, label: string, value: number | null): string[] => {
    if (value === null) return [];
    const who = { breakdown: 'compared', group, label } as const;
    const statistic = link.statistic as PanelLine['statistics'][number];
    return [`${label} ${placed(figures.outside(line, statistic, period, who, Math.round(value)))}`];
  };
  const parts = [
    ...of('england', 'England', found.england.value),
    ...of('neighbours_mean', 'councils most like ours, on average,', found.neighbours_mean),
  ];
  if (parts.length === 0) return [];
  return [
    { head: `${line.column}, as last published for ${longDay(found.period_end)}`, said: parts.join('; ') },
  ];
}

function target(line: PanelLine, { paper, figures }: Comparing): Comparison[] {
  const { rules, newest } = paper.making;
  const rule = rules.targets.find(
    (row) =>
      row.measure_id === line.measure_id &&
      row.line === line.line &&
      row.family === 'C' &&
      holdsOn(row, newest),
  );
  const period = paper.newest(line);
  if (rule === undefined || rule.target === null || rule.statistic !== 'percentage' || period === null)
    return [];
  if (!line.statistics.includes('percentage')) return [];
  const who = { breakdown: 'target', group: 'target', label: 'Our aim' } as const;
  const figure = figures.outside(line, 'percentage', period, who, rule.target);
  const way = rule.polarity === 'High' ? 'or more' : 'or less';
  const agreed = backingOfTarget(rule) === 'proposed' ? ' (proposed, not agreed)' : '';
  return [{ head: line.column, said: `our aim is ${placed(figure)} ${way}${agreed}` }];
}

/** Whom the figures are compared with: England and similar councils as published, and the authority's own target. */
import type { AuthorityBenchmarks } from '../../sources/benchmarks/authority-benchmarks.ts';
import { backingOfTarget, type RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import { publishedYear } from '../edition/benchmarks-file.ts';
import { countId } from './count-id.ts';
import type { Outside } from './decide.ts';
import type { Figures } from './figures.ts';
import type { PanelLine, Printed } from './printed.ts';
import { dayInWords } from './words.ts';

/** Counts that the Department has published of this council, like for like: anybody can look them up. */
export function publishedCounts(
  rules: RuleBook,
  benchmarks: AuthorityBenchmarks | undefined,
): Outside['published'] {
  const area = benchmarks?.area ?? null;
  if (benchmarks === undefined || area === null || !benchmarks.isItself) return [];
  return rules.benchmark_links
    .filter((link) => link.statistic === 'count' && link.like_for_like)
    .flatMap((link) =>
      benchmarks.book.yearsOf(link.dfe_measure).flatMap((year) => {
        const { value } = benchmarks.book.figure(link.dfe_measure, area.number, year);
        return value === null ? [] : [{ id: countId(link, 'numerator', `${year}-03-31`), value }];
      }),
    );
}

export interface Comparing {
  readonly printed: Printed;
  readonly figures: Figures;
  readonly rules: RuleBook;
  readonly benchmarks: AuthorityBenchmarks | undefined;
}

/** The comparison of a question in sentences; null when there is nothing to compare it with. */
export function comparedSentence(lines: readonly PanelLine[], comparing: Comparing): string | null {
  const said = [
    ...lines.flatMap((line) => national(line, comparing)),
    ...lines.flatMap((line) => target(line, comparing)),
  ];
  return said.length === 0 ? null : said.join(' ');
}

function national(line: PanelLine, { figures, rules, benchmarks }: Comparing): string[] {
  const area = benchmarks?.area ?? null;
  if (benchmarks === undefined || area === null) return [];
  const link = rules.benchmark_links.find(
    (each) =>
      each.measure_id === line.measure_id &&
      each.line === line.line &&
      each.period === line.period &&
      each.like_for_like &&
      each.statistic !== 'count' &&
      (line.statistics as readonly string[]).includes(each.statistic),
  );
  const year = link === undefined ? undefined : benchmarks.book.yearsOf(link.dfe_measure).at(-1);
  if (link === undefined || year === undefined) return [];
  const found = publishedYear(benchmarks.book, area, link.dfe_measure, year);
  const of = (group: string, label: string, value: number | null): string[] => {
    if (value === null) return [];
    const who = { breakdown: 'compared', group, label } as const;
    const statistic = link.statistic as PanelLine['statistics'][number];
    const figure = figures.outside(line, statistic, found.period_end, who, Math.round(value));
    return [`${label} ${figure.shown}`];
  };
  const parts = [
    ...of('england', 'England', found.england.value),
    ...of('neighbours_mean', 'councils most like ours, on average,', found.neighbours_mean),
  ];
  if (parts.length === 0) return [];
  return [`${line.column}, as last published for ${dayInWords(found.period_end)}: ${parts.join('; ')}.`];
}

function target(line: PanelLine, { printed, figures, rules }: Comparing): string[] {
  const date = printed.candidates.newest;
  const rule = rules.targets.find(
    (row) =>
      row.measure_id === line.measure_id &&
      row.line === line.line &&
      row.family === 'C' &&
      holdsOn(row, date),
  );
  if (rule === undefined || rule.target === null || rule.statistic !== 'percentage') return [];
  if (!line.statistics.includes('percentage')) return [];
  const who = { breakdown: 'target', group: 'target', label: 'Our aim' } as const;
  const figure = figures.outside(line, 'percentage', date, who, rule.target);
  const way = rule.polarity === 'High' ? 'or more' : 'or less';
  const agreed = backingOfTarget(rule) === 'proposed' ? ' (proposed, not agreed)' : '';
  return [`${line.column}: our aim is ${figure.shown} ${way}${agreed}.`];
}

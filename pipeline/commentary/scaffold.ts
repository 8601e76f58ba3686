/** A commentary to be filled in: the figures as comments, then every field, empty. */

import { type FrontMatter, frontMatterKeys } from '../../sources/commentary/contract.ts';
import { isMonthEnd } from '../../sources/days.ts';
import type { BenchmarksFile } from '../edition/benchmark-format.ts';
import type { ChartsFile } from '../edition/chart-format.ts';
import type { LineKey } from '../edition/commentary-file.ts';
import { sameLine } from '../edition/commentary-file.ts';
import type { MeasureMeta } from '../edition/format.ts';
import type { Total } from '../shelf/figures.ts';

/** What an edition says of the line. */
export interface LineFigures {
  readonly key: LineKey;
  readonly asAt: string;
  readonly measure: MeasureMeta;
  readonly totals: readonly Total[];
  readonly charts: ChartsFile;
  readonly benchmarks: BenchmarksFile;
}

const hints: Readonly<Partial<Record<keyof FrontMatter, string>>> = {
  action: 'what is being done, by people who can do it',
  owner_role: 'a role, never a name',
  by_when: 'a day such as 2026-09-30',
  status: 'planned, under way, done or stopped',
  expires_on: 'the last day on which this still speaks for the figure',
  author_role: 'a role, never a name',
  approved_on: 'leave empty while this is a draft',
};

/** File name of a scaffold: `2026-06-30-t3-not_placed.md`. */
export const scaffoldName = ({ key, asAt }: Pick<LineFigures, 'key' | 'asAt'>): string =>
  `${asAt}-${key.measure_id.toLowerCase()}-${key.line}.md`;

/** Text of the file. */
export function scaffold(figures: LineFigures): string {
  const { key, asAt } = figures;
  const given: Readonly<Record<string, string>> = { measure: key.measure_id, line: key.line, as_at: asAt };
  const field = (name: keyof FrontMatter): string => {
    const hint = hints[name];
    return `${name}:${given[name] === undefined ? '' : ` ${given[name]}`}${hint === undefined ? '' : ` # ${hint}`}`;
  };
  return [
    '---',
    ...figureLines(figures).map((line) => `# ${line}`),
    ...frontMatterKeys.map(field),
    '---',
    '',
  ].join('\n');
}

function figureLines(figures: LineFigures): string[] {
  const { key, asAt, measure, totals, charts, benchmarks } = figures;
  const name = measure.lines.find((line) => line.line === key.line)?.name ?? key.line;
  const period = measure.periods[0] ?? 'as_at';
  const now = totals.filter((total) => total.as_at_date === asAt && total.period === period);
  return [
    `${measure.measure_id} ${measure.name}: ${name}, as at ${asAt}`,
    ...now.map((total) => `${total.statistic}: ${amount(total)}. ${total.status}`),
    ...rules(measure, key, asAt),
    ...travel(charts, key),
    ...months(measure, totals, asAt, period),
    ...benchmark(benchmarks, key),
  ].map((line) => line.replace(/\s+/g, ' '));
}

const amount = ({ value, numerator, denominator, unit }: Total): string => {
  const of = denominator === null ? '' : ` (${numerator ?? '-'} of ${denominator})`;
  return `${value ?? 'no value'}${value === null ? '' : ` ${unit}`}${of}`;
};

function rules({ targets }: MeasureMeta, key: LineKey, asAt: string): string[] {
  return targets
    .filter(
      (rule) => rule.authority === key.authority && rule.line === key.line && rule.effective_from <= asAt,
    )
    .filter((rule) => rule.effective_to === null || rule.effective_to > asAt)
    .map((rule) => `rule: ${rule.in_words}${rule.agreed ? '' : ' (proposed, not agreed)'}`);
}

function travel({ charts, travel: all }: ChartsFile, key: LineKey): string[] {
  const words = all.filter((each) => sameLine(each, key) && each.word !== null);
  const causes = charts.filter((chart) => sameLine(chart, key));
  return [
    ...words.map((each) => `travel: ${each.word} (${each.method}, ${each.statistic} ${each.period})`),
    ...causes.map((chart) => `variation: ${chart.variation}${chart.trial ? ' (trial limits)' : ''}`),
  ];
}

/** The last three month-ends before the day, by the measure's headline; by counts where the line has no such figure. */
function months(measure: MeasureMeta, totals: readonly Total[], asAt: string, period: string): string[] {
  const before = totals.filter(
    (total) => total.period === period && total.as_at_date < asAt && isMonthEnd(total.as_at_date),
  );
  const of = (statistic: string): readonly Total[] => before.filter((each) => each.statistic === statistic);
  const shown = of(measure.headline_statistic).length > 0 ? of(measure.headline_statistic) : of('count');
  if (shown.length === 0) return [];
  return [
    `months before: ${shown
      .slice(-3)
      .map((total) => `${total.as_at_date} ${amount(total)}`)
      .join('; ')}`,
  ];
}

function benchmark({ benchmarks }: BenchmarksFile, key: LineKey): string[] {
  return benchmarks
    .filter((each) => sameLine(each, key) && each.like_for_like)
    .flatMap((each) => {
      const year = each.years
        .filter(({ england }) => england.value !== null)
        .sort((a, b) => b.year - a.year)[0];
      if (year === undefined) return [];
      const band = year.band === null ? '' : `, band ${year.band}`;
      return [
        `benchmark (${each.statistic}): England ${year.england.value}, published for this authority ${year.authority.value ?? year.authority.symbol ?? 'nothing'}${band}, year to ${year.period_end}`,
      ];
    });
}

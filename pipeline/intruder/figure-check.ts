/** Each printed figure against the policy: small, too precise, of too few. */
import type { Breach, IntruderPolicy } from './breach.ts';
import { csvRows, type Figure, figureColumns, nameOf, tableOf } from './figure-book.ts';
import type { PublishedFile } from './published.ts';
import { readShown } from './shown.ts';

const quarterEnd = /-(03-31|06-30|09-30|12-31)$/;

/** What the figures of an edition give away by themselves. */
export const checkFigures = (figures: readonly Figure[], policy: IntruderPolicy): Breach[] =>
  figures.flatMap((figure) => {
    const said =
      figure.breakdown === 'compared' || figure.breakdown === 'target'
        ? null
        : fault(figure, figures, policy);
    return said === null ? [] : [breach(figure, ...said)];
  });

type Fault = readonly [kind: string, what: string];

function fault(figure: Figure, all: readonly Figure[], policy: IntruderPolicy): Fault | null {
  const { value, decimals } = figure.shown;
  if (!quarterEnd.test(figure.date)) return ['month_series', 'describes a day that is no quarter-end'];
  if (value === null) return null;
  if (figure.statistic === 'count') return countFault(figure, value, policy);
  if (decimals > 0) return ['too_precise', 'is printed with digits after the point'];
  if (!figure.statistic.endsWith('_days'))
    return figure.statistic === 'percentage' ? shareFault(figure, all, policy) : null;
  if (value % policy.averageStepDays !== 0)
    return ['average_too_precise', 'is an average on too fine a step'];
  const count = countBeside(figure, all);
  return count !== null && count < policy.leastAverage
    ? ['average_of_few', 'is an average of too few']
    : null;
}

function countFault({ breakdown, shown }: Figure, value: number, policy: IntruderPolicy): Fault | null {
  const least =
    breakdown === 'all' ? policy.leastCount : policy.leastCount - Math.floor(policy.roundCrossBreaksTo / 2);
  if (value > 0 && value < least) return ['small_count', 'is a count below the least one'];
  if (shown.decimals > 0) return ['too_precise', 'is a count with digits after the point'];
  return breakdown !== 'all' && value % policy.roundCrossBreaksTo !== 0
    ? ['rounding_too_fine', 'is not rounded as the paper says']
    : null;
}

function shareFault(figure: Figure, all: readonly Figure[], policy: IntruderPolicy): Fault | null {
  const count = countBeside(figure, all);
  return count !== null && count > 0 && count < policy.leastNumerator
    ? ['share_of_few', 'is a share of too few']
    : null;
}

/** The exact count printed for the same children. */
function countBeside(figure: Figure, all: readonly Figure[]): number | null {
  const found = all.find(
    (each) =>
      each.statistic === 'count' &&
      each.question === figure.question &&
      each.measure === figure.measure &&
      each.line === figure.line &&
      each.period === figure.period &&
      each.date === figure.date &&
      each.breakdown === figure.breakdown &&
      each.group === figure.group,
  );
  return found?.shown.value ?? null;
}

const breach = (figure: Figure, kind: string, what: string): Breach => ({
  table: tableOf(figure),
  kind,
  file: figure.file,
  equations: [],
  what: `${nameOf(figure)} (${figure.statistic}) ${what}.`,
});

/** `figures.csv` itself: a column too many, a row that prints one thing and holds another, a row twice. */
export function checkFiguresFile({ path, bytes }: PublishedFile): Breach[] {
  const rows = csvRows(bytes.toString('utf8'));
  const known = new Set<string>(figureColumns);
  const more = Object.keys(rows[0] ?? {}).filter((column) => !known.has(column));
  const found: Breach[] = more.map(() =>
    rowBreach(path, 'figures.csv', 'column_unknown', 'a column too many'),
  );
  const seen = new Map<string, string>();
  for (const row of rows) {
    const { key = '', shown = '', value = '' } = row;
    const table = `${row['question']}.${row['breakdown'] === 'all' ? 'time' : row['breakdown']}`;
    const read = readShown(shown);
    const holds = value === '' ? null : Number(value);
    if (read.mark !== null && holds !== null)
      found.push(rowBreach(path, table, 'hidden_figure_by_key', 'a row holds a value behind its mark'));
    else if (holds !== null && (holds < read.low || holds > read.high || Math.round(holds) !== holds))
      found.push(
        rowBreach(path, table, 'value_beside_shown', 'a row holds a value that is not the printed one'),
      );
    if (seen.has(key) && seen.get(key) !== shown)
      found.push(rowBreach(path, table, 'figure_printed_twice', 'a figure stands there twice, and differs'));
    seen.set(key, shown);
  }
  return found;
}

const rowBreach = (file: string, table: string, kind: string, what: string): Breach => ({
  table,
  kind,
  file,
  equations: [],
  what: `${file.split('/').at(-1)}: ${what}.`,
});

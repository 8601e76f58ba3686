import { tableFromIPC } from 'apache-arrow';

/** What a measure's file says beside its cells. */
export interface ExploreWords {
  readonly measure: string;
  readonly counts: string;
  readonly headline: string;
  readonly rated: string;
  readonly editionId: string;
  readonly asAt: string;
  /** The edition compared with, where there is one. */
  readonly before: string | null;
  readonly authorities: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, string>>;
  readonly breakdowns: Readonly<Record<string, string>>;
  /** Labels by `breakdown/group`. */
  readonly groups: Readonly<Record<string, string>>;
}

/** One cell of the edition. */
export interface Cell {
  readonly authority: string;
  readonly line: string;
  readonly statistic: string;
  readonly period: string;
  readonly breakdown: string;
  readonly group: string;
  readonly day: string;
  readonly unit: string;
  readonly status: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  readonly provisional: boolean;
}

export interface Cells {
  readonly words: ExploreWords;
  readonly cells: readonly Cell[];
}

/** Reads a measure's file; an unknown number is NaN. */
export function readCells(bytes: ArrayBuffer): Cells {
  const table = tableFromIPC(new Uint8Array(bytes));
  const words = JSON.parse(table.schema.metadata.get('words') ?? '{}') as ExploreWords;
  const column = (name: string) => table.getChild(name);
  const [authority, line, statistic, period] = ['authority', 'line', 'statistic', 'period'].map(column);
  const [breakdown, group, day, unit, status] = ['breakdown', 'group', 'as_at_date', 'unit', 'status'].map(
    column,
  );
  const [numerator, denominator, value, provisional] = [
    'numerator',
    'denominator',
    'value',
    'provisional',
  ].map(column);
  const cells = Array.from({ length: table.numRows }, (_, row) => ({
    authority: String(authority?.get(row)),
    line: String(line?.get(row)),
    statistic: String(statistic?.get(row)),
    period: String(period?.get(row)),
    breakdown: String(breakdown?.get(row)),
    group: String(group?.get(row)),
    day: String(day?.get(row)),
    unit: String(unit?.get(row)),
    status: String(status?.get(row)),
    numerator: Number(numerator?.get(row)),
    denominator: Number(denominator?.get(row)),
    value: Number(value?.get(row)),
    provisional: Number(provisional?.get(row)) === 1,
  }));
  return { words, cells };
}

/** What is looked at, as the page's address keeps it. */
export interface Choice {
  readonly measure: string;
  readonly authority: string;
  readonly lines: readonly string[];
  readonly statistic: string;
  readonly period: string;
  /** A breakdown, or `all` for the whole authority. */
  readonly by: string;
  readonly groups: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Beside the edition before? */
  readonly before: boolean;
}

export interface Series {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** The most lines that a chart shows: more cannot be told apart. */
export const mostSeries = 6;

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** A choice as the address has it, each part that the edition does not hold replaced by one that it does. */
export function settled(query: URLSearchParams, measure: string, { words, cells }: Cells): Choice {
  const pick = (key: string, known: readonly string[], wanted: string): string => {
    const asked = query.get(key) ?? '';
    if (known.includes(asked)) return asked;
    return known.includes(wanted) ? wanted : (known[0] ?? '');
  };
  const many = (key: string, known: readonly string[], wanted: readonly string[]): readonly string[] => {
    const asked = query.getAll(key).filter((each) => known.includes(each));
    return asked.length > 0 ? asked : wanted;
  };
  const authority = pick('authority', unique(cells.map((each) => each.authority)), '');
  const own = cells.filter((each) => each.authority === authority);
  const lines = unique(own.map((each) => each.line));
  const chosen = many('line', lines, [lines.includes(words.rated) ? words.rated : (lines[0] ?? '')]);
  const ofLines = own.filter((each) => chosen.includes(each.line));
  const statistic = pick('statistic', unique(ofLines.map((each) => each.statistic)), words.headline);
  const ofStatistic = ofLines.filter((each) => each.statistic === statistic);
  const period = pick('period', unique(ofStatistic.map((each) => each.period)), 'as_at');
  const ofPeriod = ofStatistic.filter((each) => each.period === period);
  const by = pick('by', unique(ofPeriod.map((each) => each.breakdown)), 'all');
  const ofBreakdown = ofPeriod.filter((each) => each.breakdown === by);
  const known = unique(ofBreakdown.map((each) => each.group)).toSorted();
  const days = unique(ofBreakdown.map((each) => each.day)).toSorted();
  return {
    measure,
    authority,
    lines: chosen,
    statistic,
    period,
    by,
    groups: many('group', known, known.slice(0, Math.max(1, Math.floor(mostSeries / chosen.length)))),
    from: pick('from', days, days[0] ?? ''),
    to: pick('to', days, days.at(-1) ?? ''),
    before: query.get('before') === 'yes' && words.before !== null,
  };
}

/** The words of an address that bring the same choice back. */
export function addressOf(choice: Choice): string {
  const query = new URLSearchParams();
  for (const key of ['measure', 'authority', 'statistic', 'period', 'by', 'from', 'to'] as const)
    query.set(key, choice[key]);
  for (const line of choice.lines) query.append('line', line);
  for (const group of choice.groups) query.append('group', group);
  if (choice.before) query.set('before', 'yes');
  return `?${query.toString()}`;
}

/** The series of a choice, each by its day; `suffix` tells one edition from another. */
export function seriesOf(choice: Choice, { words, cells }: Cells, suffix = ''): readonly Series[] {
  const wanted = cells.filter(
    (each) =>
      each.authority === choice.authority &&
      each.statistic === choice.statistic &&
      each.period === choice.period &&
      each.breakdown === choice.by &&
      each.day >= choice.from &&
      each.day <= choice.to,
  );
  return choice.lines.flatMap((line) =>
    choice.groups.map((group) => {
      const parts = [
        choice.lines.length > 1 || choice.by === 'all' ? (words.lines[line] ?? line) : '',
        choice.by === 'all' ? '' : (words.groups[`${choice.by}/${group}`] ?? group),
      ].filter((part) => part !== '');
      return {
        name: `${parts.join(', ')}${suffix}`,
        cells: wanted
          .filter((each) => each.line === line && each.group === group)
          .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
      };
    }),
  );
}

/** A cell in words: `46% [p]`, or why there is no number. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (Number.isNaN(cell.value)) return cell.status === 'Suppressed' ? '[c]' : '[x]';
  const number = Math.round(cell.value * 10) / 10;
  const unit = cell.unit === 'percent' ? '%' : cell.unit === 'days' ? ' days' : '';
  return `${number.toLocaleString('en-GB')}${unit}${cell.provisional ? ' [p]' : ''}`;
}

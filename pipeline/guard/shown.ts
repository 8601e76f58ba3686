/** What a printed text lets its reader know of the count behind it, and what a printed cell may not be. */
import { group } from 'd3-array';
import { addDays, addMonths, isQuarterEnd } from '../../sources/days.ts';
import type { Interval } from '../solver/solver.ts';
import { aboutCells, aboutFile, type Finding, figuresFile } from './finding.ts';
import { cellOf, type Figure, figureColumns, isFiguresFile, type Paper } from './paper.ts';
import type { GuardPolicy } from './policy.ts';

const infinity = Number.POSITIVE_INFINITY;
export const anything: Interval = { low: 0, high: infinity };

/** A number as printed: `1,003`, `18%`, `430 days`, `just under 95%`, `under 1%`; null for anything else. */
function printedNumber(shown: string): number | null {
  const text = shown.trim();
  if (/^under 1%?$/.test(text)) return 0;
  const match = /^(?:just (?:under|over) )?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s*%|\s+\p{L}+)?$/u.exec(text);
  return match === null ? null : Number(`${match[1]?.replaceAll(',', '')}${match[2] ?? ''}`);
}

/** The ends of a band in its own words; null where they cannot be read. */
function bandOf(shown: string): Interval | null {
  const text = shown.replaceAll(',', '').toLowerCase();
  const found = (pattern: RegExp): number[] | null => pattern.exec(text)?.slice(1).map(Number) ?? null;
  if (/^all but/.test(text)) return null;
  const [below] = found(/\b(?:fewer|less) than (\d+)/) ?? [];
  if (below !== undefined) return { low: 0, high: below - 1 };
  const [low, high] = found(/\b(\d+)(?:%)? to (\d+)/) ?? [];
  if (low !== undefined && high !== undefined) return { low, high };
  const [least] = found(/\b(\d+)(?:%)? or more/) ?? [];
  return least === undefined ? null : { low: least, high: infinity };
}

/** The ends between which a count lies that is printed to the nearest 5 or 10. */
const roundedTo = (value: number, base: number): Interval => ({
  low: Math.max(0, Math.ceil(value - base / 2)),
  high: Math.floor(value + base / 2),
});

/** "All but fewer than 10" of its population: the most that are left out; null for anything else. */
export function allBut(shown: string): number | null {
  const most = /^all but (?:fewer|less) than (\d+)/i.exec(shown)?.[1];
  return most === undefined ? null : Number(most) - 1;
}

/** The count behind a printed count, by its print alone. */
export function printedCount({ kind, value, shown, lower, upper }: Figure): Interval {
  if (kind === 'exact' && value !== null) return { low: value, high: value };
  if (kind === 'nothing') return { low: 0, high: 0 };
  if (kind === 'band') return bandOf(shown) ?? anything;
  if (kind !== 'rounded' || value === null) return anything;
  const ends = roundedTo(value, 5);
  return (lower ?? 0) < ends.low || (upper ?? 0) > ends.high ? roundedTo(value, 10) : ends;
}

/** Cells of the paper that say more than the policy lets any cell say, whatever stands beside them. */
export function checkFigures(paper: Paper, policy: GuardPolicy): Finding[] {
  const lists = paper.files.filter(isFiguresFile);
  const odd = paper.columns.filter((name) => !figureColumns.includes(name));
  const missing = figureColumns.filter((name) => !paper.columns.includes(name));
  return [
    ...(odd.length + missing.length === 0
      ? []
      : [
          aboutFile(
            'column_unknown',
            figuresFile,
            `its columns are not those agreed: ${[...odd, ...missing].join(', ')}.`,
          ),
        ]),
    ...(lists.every(({ bytes }) => lists[0]?.bytes.equals(bytes) === true)
      ? []
      : [aboutFile('copies_differ', figuresFile, 'two copies of the list of figures are not the same.')]),
    ...paper.figures.flatMap((figure) => [
      ...checkForm(figure, paper),
      ...checkPeriod(figure),
      ...checkSize(figure, policy),
    ]),
    ...checkMixed(paper),
    ...checkRates(paper),
  ];
}

const kinds = ['exact', 'rounded', 'band', 'hidden', 'nothing', 'unknown', 'outside'];

/** The row says one thing: its key, its text, its value and its kind agree. */
function checkForm(figure: Figure, { byKey }: Paper): Finding[] {
  const { key, question, line, statistic, period, breakdown, group, kind, shown, value } = figure;
  const found = (code: string, what: string): Finding[] => [aboutCells(code, [figure], what)];
  if (key !== [question, line, statistic, period, breakdown, group].join('.') || byKey.get(key) !== figure)
    return found('key_not_its_row', 'the key is not that of its row, or stands twice.');
  if (!kinds.includes(kind)) return found('kind_unknown', 'its kind is none that is agreed.');
  if (/^(?:hidden|unknown|nothing)$/.test(kind)) {
    const silent = value === null && figure.lower === null && figure.upper === null && !/\d/.test(shown);
    return silent ? [] : found('hidden_figure_by_key', 'the row says a number that it does not print.');
  }
  if (statistic === 'count' && kind === 'band') {
    const said = bandOf(shown);
    const agrees =
      said === null
        ? allBut(shown) !== null && figure.lower === null && figure.upper === null
        : (figure.lower ?? 0) === said.low && (figure.upper ?? infinity) === said.high;
    return agrees && value === null
      ? []
      : found('band_unlike_its_words', 'the ends of the band are not those of its words.');
  }
  if (kind === 'band')
    return /\d/.test(shown) || value !== null ? found('too_precise', 'a share in a band says a number.') : [];
  if (statistic === 'count' && kind === 'rounded' && value !== null) {
    const { low, high } = printedCount(figure);
    const [lower, upper] = [figure.lower ?? low, figure.upper ?? high];
    if (lower > value || upper < value || lower < low || upper > high)
      return found('rounding_too_fine', 'the ends of a rounded count are not those of rounding to 5 or 10.');
  }
  return value !== null && printedNumber(shown) === value
    ? []
    : found('shown_unlike_value', 'the printed text is not its value.');
}

const months: Readonly<Record<string, number>> = { quarter: 3, half_year: 6, year: 12, three_years: 36 };

/** Stocks at quarter-ends, flows in whole quarters, halves, years and three years of the financial calendar. */
function checkPeriod(figure: Figure): Finding[] {
  const { step, from, to, kind } = figure;
  if (kind === 'outside') return [];
  const length = months[step];
  const ends =
    step === 'quarter' || step === 'quarter_end' ? /./ : step === 'half_year' ? /-(03-31|09-30)$/ : /-03-31$/;
  const isWhole =
    isQuarterEnd(to) &&
    ends.test(to) &&
    (step === 'quarter_end'
      ? from === ''
      : length !== undefined && from === addMonths(addDays(to, 1), -length));
  return isWhole ? [] : [aboutCells('month_series', [figure], 'its period is none of the calendar.')];
}

function checkSize(figure: Figure, policy: GuardPolicy): Finding[] {
  const { statistic, kind, value, shown, unit } = figure;
  const found = (code: string, what: string): Finding[] => [aboutCells(code, [figure], what)];
  if (value === null || (kind !== 'exact' && kind !== 'rounded')) return [];
  if (statistic === 'percentage' && !Number.isInteger(value))
    return found('too_precise', 'a share is printed to the whole percent.');
  if (/_days$/.test(statistic) && value % policy.averageStepDays !== 0)
    return found('average_too_precise', `an average is printed to ${policy.averageStepDays} days.`);
  if (statistic !== 'count') return [];
  if (kind === 'rounded' && value % policy.roundTo !== 0)
    return found('rounding_too_fine', `a rounded count is printed to ${policy.roundTo}.`);
  const least = policy.leastCount[unit];
  const known = printedCount(figure);
  const small = known.high >= 1 && known.high < least;
  return small || !/\d/.test(shown) ? found('small_count', 'it is below the least count of the policy.') : [];
}

/** Where a table is rounded, every cell of it is: one exact cell among rounded ones undoes the rest. */
function checkMixed({ figures }: Paper): Finding[] {
  const groups = figures.filter(({ statistic, breakdown }) => statistic === 'count' && breakdown !== 'all');
  const tables = group(groups, (each) => cellOf({ ...each, group: '' }));
  return [...tables.values()].flatMap((cells) => {
    if (!cells.some(({ kind }) => kind === 'rounded')) return [];
    const odd = cells.filter(({ kind, value }) => kind === 'exact' && value !== 0);
    return odd.map((cell) =>
      aboutCells('rounding_too_fine', [cell], 'it stands exact in a table that is rounded.'),
    );
  });
}

/** A rate beside a published population says its count: the count must be printed too. */
function checkRates({ figures }: Paper): Finding[] {
  return figures
    .filter(({ statistic, kind }) => statistic === 'rate' && kind === 'exact')
    .filter((rate) => {
      const { from, to, breakdown, group } = rate;
      const count = figures.find(
        (each) =>
          each.statistic === 'count' &&
          (each.line === rate.line || (rate.line === 'B8.main' && each.line === 'B7.main')) &&
          each.from === from &&
          each.to === to &&
          each.breakdown === breakdown &&
          each.group === group,
      );
      return count !== undefined && count.kind !== 'exact';
    })
    .map((rate) =>
      aboutCells('rate_of_hidden', [rate], 'a rate of a count that is not printed gives the count.'),
    );
}

/** What ties the counts of different lines and days: definitions, rolling years, and children who come and go. */

import { monthEndBefore } from '../../sources/days.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { type DisclosurePolicy, isSensitive } from '../disclosure/policy.ts';
import { type Candidates, quartersBefore } from './candidate.ts';
import type { CountBook } from './count-book.ts';
import { countId, distinctLines, type Quantity } from './count-id.ts';
import type { PanelLine, Printed } from './printed.ts';

type Tie = RuleRow<'panel_ties'>;

/** Puts every tie into the book of counts. Ties of lines that are not printed say nothing and are passed over. */
export function tieLines(
  book: CountBook,
  ties: readonly Tie[],
  printed: Printed,
  policy: DisclosurePolicy,
): void {
  const { candidates } = printed;
  for (const tie of ties) if (tie.tie === 'years') tieYears(book, tie, candidates.quarterEnds, policy);
  for (const line of distinctLines(printed.lines))
    if (line.period === 'r12m') tieRollingYear(book, line, printed, policy);
    else if (line.period === 'ytd') tieYearToDate(book, line, printed, policy);
  const [onGroups, onTotals] = [ties.filter(isOfGroup), ties.filter((tie) => !isOfGroup(tie))];
  tieOnGroups(book, onGroups, candidates.newest);
  tieAll(book, onTotals, printed, policy);
}

function tieAll(book: CountBook, ties: readonly Tie[], printed: Printed, policy: DisclosurePolicy): void {
  const { candidates } = printed;
  for (const date of candidates.quarterEnds) {
    tieOnDay(book, ties, date, 'all', 'all', policy);
    tieFlow(book, ties, date);
    for (const tie of ties.filter((each) => each.tie === 'year_before'))
      book.same(
        countId(left(tie), tie.quantity, date),
        countId(right(tie), tie.of_quantity, quartersBefore(date, 4)),
      );
  }
  // What holds of every year that rolls on by a quarter holds of each quarter.
  const ofQuarters = ties.filter(isRolling).map((tie) => ({ ...tie, ...quarterly }));
  for (const date of withYearsBefore(candidates.quarterEnds))
    tieOnDay(book, ofQuarters, date, 'all', 'all', policy);
  for (const breakdown of new Set(printed.groupTables.map((table) => table.breakdown)))
    for (const { group } of printed.groups(breakdown, 'fine'))
      tieOnDay(book, ties, candidates.newest, breakdown, group, policy);
}

const quarterly = { period: 'quarter', of_period: 'quarter' } as const;
const isRolling = ({ period, of_period }: Tie): boolean => period === 'r12m' && of_period === 'r12m';
const isOfGroup = (tie: Tie): boolean => tie.of_breakdown !== '';

/** A line that is, or lies within, a group of another; groups are printed at the newest quarter-end alone. */
function tieOnGroups(book: CountBook, ties: readonly Tie[], date: string): void {
  const made = new Map<string, string[]>();
  for (const tie of ties) {
    const one = countId(left(tie), tie.quantity, date);
    const group = countId(right(tie), tie.of_quantity, date, tie.of_breakdown, tie.of_group);
    if (tie.tie === 'same') book.same(one, group);
    else if (tie.tie === 'made_of') made.set(one, [...(made.get(one) ?? []), group]);
    else book.within(`within a group: ${one} ${group}`, one, group);
  }
  for (const [whole, groups] of made)
    if ([whole, ...groups].every((id) => book.has(id))) book.sum(`made of groups: ${whole}`, whole, groups);
}

const left = (tie: Tie) => ({ measure_id: tie.measure_id, line: tie.line, period: tie.period });
const right = (tie: Tie) => ({ measure_id: tie.of_measure, line: tie.of_line, period: tie.of_period });

function tieOnDay(
  book: CountBook,
  ties: readonly Tie[],
  date: string,
  breakdown: string,
  group: string,
  policy: DisclosurePolicy,
): void {
  const ends = (tie: Tie): [string, string] => [
    countId(left(tie), tie.quantity, date, breakdown, group),
    countId(right(tie), tie.of_quantity, date, breakdown, group),
  ];
  for (const tie of ties.filter((each) => each.tie === 'same')) book.same(...ends(tie));
  for (const tie of ties.filter((each) => each.tie === 'within')) {
    const [part, whole] = ends(tie);
    tieDifference(book, whole, part, policy);
  }
  const parts = new Map<string, string[]>();
  for (const tie of ties.filter((each) => each.tie === 'part')) {
    const [part, whole] = ends(tie);
    if (book.has(part) && book.has(whole)) parts.set(whole, [...(parts.get(whole) ?? []), part]);
  }
  for (const [whole, some] of parts) tieParts(book, whole, some, policy);
}

/** A part and its whole, both printed, give the difference away: it is guarded like a count. */
function tieDifference(book: CountBook, whole: string, part: string, policy: DisclosurePolicy): void {
  if (!book.has(part) || !book.has(whole) || book.rootOf(part) === book.rootOf(whole)) return;
  const count = book.countOf(whole) - book.countOf(part);
  if (count < 0) return;
  const rest = `${whole} less ${part}`;
  if (book.has(rest)) return;
  book.put(rest, { count, sensitive: isSensitive(count, null, policy), printed: false, base: 1, loss: 0 });
  book.sum(`within: ${part} ${whole}`, whole, [part, rest]);
}

/** Parts that do not overlap; what is left of the whole could be worked out, so it is guarded too. */
function tieParts(book: CountBook, whole: string, parts: readonly string[], policy: DisclosurePolicy): void {
  const count = book.countOf(whole) - parts.reduce((sum, part) => sum + book.countOf(part), 0);
  if (count < 0) return;
  const rest = `${whole}|other parts`;
  const sensitive = isSensitive(count, null, policy);
  book.put(rest, { count, sensitive, printed: false, base: 1, loss: 0 });
  book.sum(`parts: ${whole}`, whole, [...parts, rest]);
}

/** The count of a quarter, from the quarter's own figure or from its three months; null when neither is there. */
function quarterCount(
  candidates: Candidates,
  line: PanelLine,
  quantity: Quantity,
  date: string,
): number | null {
  const field = quantity === 'denominator' ? 'denominator' : 'numerator';
  const own = candidates.total(line.measure_id, line.line, 'quarter', date);
  if (own !== null) return own[field];
  let sum = 0;
  for (const month of monthsOf(date)) {
    const found = candidates.total(line.measure_id, line.line, 'month', month);
    if (found === null) return null;
    sum += found[field];
  }
  return sum;
}

const monthsOf = (quarterEnd: string): string[] => [0, 1, 2].map((back) => monthEndBefore(quarterEnd, back));

/**
 * A year that rolls on by a quarter shows the quarter gained less the quarter lost. The quarters between are guarded
 * like anything else, printed or not; those before the first quarter on file follow from the years themselves.
 */
function tieRollingYear(book: CountBook, line: PanelLine, printed: Printed, policy: DisclosurePolicy): void {
  const quantities: Quantity[] = printed.hasDenominator(line) ? ['numerator', 'denominator'] : ['numerator'];
  for (const quantity of quantities) {
    const yearOf = (date: string): string => countId(line, quantity, date);
    const quarterOf = (date: string): string => countId({ ...line, period: 'quarter' }, quantity, date);
    const years = withYearsBefore(printed.candidates.quarterEnds).filter((date) => book.has(yearOf(date)));
    const counts = quarterCounts(book, years, yearOf, (date) =>
      quarterCount(printed.candidates, line, quantity, date),
    );
    for (const [date, count] of counts) {
      const sensitive = isSensitive(count, null, policy);
      book.put(quarterOf(date), { count, sensitive, printed: false, base: 1, loss: 0 });
    }
    for (const date of years) {
      tieQuarters(book, yearOf(date), quartersOf(date).map(quarterOf));
      tieStep(book, date, yearOf, quarterOf);
    }
  }
}

const quartersOf = (date: string): string[] => [0, 1, 2, 3].map((back) => quartersBefore(date, back));

/** The count of each quarter: as it is on file, or as it follows from a year, the year a quarter before and its gain. */
function quarterCounts(
  book: CountBook,
  years: readonly string[],
  yearOf: (date: string) => string,
  onFile: (date: string) => number | null,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const date of years) {
    const count = onFile(date);
    if (count !== null) counts.set(date, count);
  }
  for (const date of [...years].reverse()) {
    const [before, lost] = [quartersBefore(date, 1), quartersBefore(date, 4)];
    const gained = counts.get(date);
    if (gained === undefined || counts.has(lost) || !years.includes(before)) continue;
    const count = gained - book.countOf(yearOf(date)) + book.countOf(yearOf(before));
    if (count >= 0) counts.set(lost, count);
  }
  return counts;
}

/** Four quarters make the year; where some are not known, they and what is left over do. */
function tieQuarters(book: CountBook, year: string, quarters: readonly string[]): void {
  const known = quarters.filter((quarter) => book.has(quarter));
  if (known.length === quarters.length) {
    book.sum(`four quarters: ${year}`, year, known);
    return;
  }
  const count = book.countOf(year) - known.reduce((sum, quarter) => sum + book.countOf(quarter), 0);
  if (count < 0) return;
  const rest = `${year}|other quarters`;
  book.put(rest, { count, sensitive: false, printed: false, base: 1, loss: 0 });
  book.sum(`some quarters: ${year}`, year, [...known, rest]);
}

/** A year less the year a quarter before is the quarter gained less the quarter lost. */
function tieStep(
  book: CountBook,
  date: string,
  yearOf: (date: string) => string,
  quarterOf: (date: string) => string,
): void {
  const [year, before] = [yearOf(date), yearOf(quartersBefore(date, 1))];
  const [gained, lost] = [quarterOf(date), quarterOf(quartersBefore(date, 4))];
  if ([before, gained, lost].every((id) => book.has(id)))
    book.sum(`a quarter on: ${year}`, year, [before, gained], [lost]);
}

/** A year to date grows by what each quarter adds, which two quarter-ends of one year (from April) show. */
function tieYearToDate(book: CountBook, line: PanelLine, printed: Printed, policy: DisclosurePolicy): void {
  const quantities: Quantity[] = printed.hasDenominator(line) ? ['numerator', 'denominator'] : ['numerator'];
  for (const date of printed.candidates.quarterEnds) {
    if (date.endsWith('-06-30')) continue;
    for (const quantity of quantities) {
      const [now, before] = [date, quartersBefore(date, 1)].map((day) => countId(line, quantity, day)) as [
        string,
        string,
      ];
      tieDifference(book, now, before, policy);
    }
  }
}

/** The quarter-ends on file and those of the two years before, which figures of three years reach into. */
const withYearsBefore = (quarterEnds: readonly string[]): string[] => {
  const [oldest] = quarterEnds;
  if (oldest === undefined) return [];
  const before = [8, 7, 6, 5, 4, 3, 2, 1].map((back) => quartersBefore(oldest, back));
  return [...before, ...quarterEnds];
};

/**
 * Three rolling years make the three years together. A year from before the first quarter-end on file is what the three
 * years leave over: it is guarded like anything else, and two figures of three years show how it differs from a later one.
 */
function tieYears(book: CountBook, tie: Tie, quarterEnds: readonly string[], policy: DisclosurePolicy): void {
  for (const date of [...quarterEnds].reverse()) {
    const whole = countId(left(tie), tie.quantity, date);
    const years = [0, 4, 8].map((back) => countId(right(tie), tie.of_quantity, quartersBefore(date, back)));
    if (!book.has(whole)) continue;
    const known = years.filter((year) => book.has(year));
    const [missing, ...more] = years.filter((year) => !book.has(year));
    const rest = book.countOf(whole) - known.reduce((sum, year) => sum + book.countOf(year), 0);
    if (missing !== undefined && more.length === 0 && rest >= 0) {
      const sensitive = isSensitive(rest, null, policy);
      book.put(missing, { count: rest, sensitive, printed: false, base: 1, loss: 0 });
    }
    if (years.every((year) => book.has(year))) book.sum(`three years: ${whole}`, whole, years);
    else for (const year of known) book.within(`year of three: ${year} ${whole}`, year, whole);
  }
}

/** As many now as then, and those who came, less those who left. */
function tieFlow(book: CountBook, ties: readonly Tie[], date: string): void {
  const stocks = new Map<string, { came: string[]; left: string[] }>();
  for (const tie of ties) {
    if (tie.tie !== 'inflow' && tie.tie !== 'outflow') continue;
    const flow = countId(left(tie), tie.quantity, date);
    const stock = JSON.stringify([
      countId(right(tie), tie.of_quantity, date),
      countId(right(tie), tie.of_quantity, quartersBefore(date, 1)),
    ]);
    const before = stocks.get(stock) ?? { came: [], left: [] };
    if (tie.tie === 'inflow') stocks.set(stock, { ...before, came: [...before.came, flow] });
    else stocks.set(stock, { ...before, left: [...before.left, flow] });
  }
  for (const [key, flows] of stocks) {
    const [now, then] = JSON.parse(key) as [string, string];
    if ([now, then, ...flows.came, ...flows.left].every((id) => book.has(id)))
      book.sum(`came and left: ${now}`, now, [then, ...flows.came], flows.left);
  }
}

/** The counts of a Panel paper and what ties them: the problem that disclosure control is given. */

import type { RuleBook } from '../../sources/rules/rules.ts';
import { type DisclosurePolicy, isSensitive } from '../disclosure/policy.ts';
import type { Candidates } from './candidate.ts';
import { CountBook } from './count-book.ts';
import { coarseId, countId, distinctLines, isSameLine, type Quantity } from './count-id.ts';
import type { Grouping, PanelLine, Printed } from './printed.ts';
import { tieLines } from './ties.ts';

/** How much a reader loses with a count: a group of a cross-break least, the newest answer to a question most. */
const losses = { group: 100, oldest: 5_000, quarter: 100, headline: 5_000, newest: 50_000, whole: 500_000 };

/** Numerator and denominator of one line on one day in one group. */
interface Pair {
  readonly numerator: number;
  readonly denominator: number;
}

interface Place {
  readonly date: string;
  readonly breakdown: string;
  readonly group: string;
}

/** Makes the book of counts for the groupings chosen. */
export class Cells {
  readonly book: CountBook;
  readonly #candidates: Candidates;

  constructor(
    private readonly printed: Printed,
    private readonly policy: DisclosurePolicy,
    private readonly groupings: ReadonlyMap<string, Grouping>,
    rules: RuleBook,
  ) {
    this.book = new CountBook(policy.least_count);
    this.#candidates = printed.candidates;
    for (const line of distinctLines(printed.lines)) this.#putLine(line);
    tieLines(this.book, rules.panel_ties, printed, policy);
  }

  #putLine(line: PanelLine): void {
    for (const [age, date] of [...this.#candidates.quarterEnds].reverse().entries()) {
      const found = this.#candidates.total(line.measure_id, line.line, line.period, date);
      if (found !== null)
        this.#put(line, found, { date, breakdown: 'all', group: 'all' }, true, 1, this.#loss(line, age));
    }
    const breakdowns = new Set(
      this.printed.groupTables
        .filter(({ lines }) => lines.some((other) => isSameLine(other, line)))
        .map(({ breakdown }) => breakdown),
    );
    for (const breakdown of breakdowns) this.#putGroups(line, breakdown);
  }

  #loss(line: PanelLine, age: number): number {
    const headline = line.headline ? losses.headline : 0;
    if (line.measure_id === 'B7') return losses.whole - age * losses.quarter;
    return age === 0 ? losses.newest + headline : losses.oldest + headline - age * losses.quarter;
  }

  /** One count with its complement: who is counted, who is not, and all of them. */
  #put(line: PanelLine, pair: Pair, at: Place, printed: boolean, base: number, loss: number): void {
    const { date, breakdown, group } = at;
    const id = (quantity: Quantity): string => countId(line, quantity, date, breakdown, group);
    const share = this.printed.hasDenominator(line);
    const { numerator, denominator } = pair;
    const rest = denominator - numerator;
    const guarded = share && isSensitive(rest, denominator, this.policy);
    const sensitive = guarded || isSensitive(numerator, share ? denominator : null, this.policy);
    const weight = loss + Math.min(numerator, 99);
    this.book.put(id('numerator'), { count: numerator, sensitive, printed, base, loss: weight });
    if (!share) return;
    const whole = isSensitive(denominator, null, this.policy);
    const saidOf = printed && breakdown === 'all' && line.statistics.includes('percentage');
    this.book.put(id('denominator'), {
      count: denominator,
      sensitive: whole,
      printed: saidOf,
      base: 1,
      loss: weight + 1,
    });
    this.book.put(id('rest'), { count: rest, sensitive: guarded, printed: false, base: 1, loss: weight });
    this.book.sum(`counted and not: ${id('numerator')}`, id('denominator'), [id('numerator'), id('rest')]);
  }

  #putGroups(line: PanelLine, breakdown: string): void {
    const tables = this.printed.groupTables.filter(
      (table) => table.breakdown === breakdown && table.lines.some((other) => isSameLine(other, line)),
    );
    const prints = (grouping: Grouping): boolean =>
      tables.some(({ table }) => (this.groupings.get(table) ?? 'fine') === grouping);
    const base = this.policy.round_cross_breaks_to;
    const date = this.#candidates.newest;
    const pairOf = (members: readonly string[]): Pair => this.#together(line, breakdown, members);
    const fine = this.printed.groups(breakdown, 'fine');
    for (const { group, members } of fine)
      this.#put(line, pairOf(members), { date, breakdown, group }, prints('fine'), base, losses.group);
    const quantities: Quantity[] = this.printed.hasDenominator(line)
      ? ['numerator', 'denominator']
      : ['numerator'];
    const tie = (name: string, quantity: Quantity, whole: string, groups: readonly string[]): void =>
      this.book.sum(
        `${name}: ${countId(line, quantity, date, breakdown, whole)}`,
        whole === 'all' ? countId(line, quantity, date) : countId(line, quantity, date, breakdown, whole),
        groups.map((group) => countId(line, quantity, date, breakdown, group)),
      );
    for (const quantity of quantities)
      tie(
        'groups',
        quantity,
        'all',
        fine.map(({ group }) => group),
      );
    if (!prints('coarse')) return;
    for (const { group, members } of this.printed.groups(breakdown, 'coarse')) {
      this.#put(line, pairOf(members), { date, breakdown, group: coarseId(group) }, true, base, losses.group);
      for (const quantity of quantities) tie('coarser group', quantity, coarseId(group), members);
    }
  }

  #together(line: PanelLine, breakdown: string, members: readonly string[]): Pair {
    const rows = members.map((group) =>
      this.#candidates.group(line.measure_id, line.line, line.period, breakdown, group),
    );
    const total = (of: (row: Pair) => number): number =>
      rows.reduce((sum, row) => sum + (row === null ? 0 : of(row)), 0);
    return { numerator: total((row) => row.numerator), denominator: total((row) => row.denominator) };
  }
}

/** The counts of a paper: which are printed in which period and group, what ties them, and how each may be printed. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type DisclosurePolicy, leastOf } from '../disclosure/policy.ts';
import type { PanelFigure } from '../edition/panel-format.ts';
import { type Period, periodOf, quartersBefore, type Step, yearOf } from './calendar.ts';
import { Protection, type Rung } from './protect.ts';
import type { Reprint } from './reprint.ts';
import type { Counted, GroupCount, Named, PanelLine, Sets } from './sets.ts';
import type { Steps } from './steps.ts';

/** How a count can be told: by itself, as a few, as all but a few, or only that it is of few. */
export type Mode = 'exact' | 'low' | 'high' | 'small';

/** A breakdown is printed by its groups, by its coarser groups, or not at all. */
export type Grouping = 'fine' | 'coarse' | 'withheld';

/** A group as a table prints it. */
export interface PrintedGroup extends GroupCount {
  readonly label: string;
}

/** A table by groups: one per question and breakdown, with a column for each line; all of one period. */
export interface GroupTable {
  readonly table: string;
  readonly question: string;
  readonly breakdown: string;
  readonly columns: readonly { readonly line: PanelLine; readonly period: Period }[];
}

export interface Making {
  readonly rules: RuleBook;
  readonly policy: DisclosurePolicy;
  readonly newest: string;
  /** Of the questions and packs, in order. */
  readonly lines: readonly PanelLine[];
  readonly sets: Sets;
  readonly steps: Steps;
  readonly reprint: Reprint;
  /** The first day to look back to: of the sets, or of an earlier paper. */
  readonly oldest: string;
  /** What the Department has published of this council itself. */
  readonly published: readonly (Named & { readonly to: string; readonly value: number })[];
}

/** How much a reader loses: a group least, the newest answer to a question most. */
const losses = { group: 10, old: 1_000, newest: 10_000, headline: 20_000, whole: 100_000 };

export class Paper {
  protection: Protection;
  readonly groupings = new Map<string, Grouping>();
  readonly groupTables: readonly GroupTable[];
  /** Tables that an earlier paper printed: they are printed again as they were. */
  readonly #settled = new Set<string>();
  readonly #groups = new Map<string, readonly GroupCount[]>();

  private constructor(readonly making: Making) {
    this.protection = new Protection(making.policy);
    this.groupTables = this.#tables();
  }

  /** Decides what is printed and how: groups are put together, or not printed, where too few of them can be told. */
  static async decide(making: Making): Promise<Paper> {
    const paper = new Paper(making);
    await paper.#readGroups();
    for (const table of paper.groupTables) {
      const before = paper.#groupingBefore(table);
      paper.groupings.set(table.table, before ?? 'fine');
      if (before !== null) paper.#settled.add(table.table);
    }
    const remainders = await making.sets.remainders(paper.#newPeriods(), making.policy.least_difference);
    for (;;) {
      for (const table of paper.groupTables) while (!paper.isTelling(table)) paper.#fallBack(table);
      paper.protection = new Protection(making.policy);
      paper.#register();
      for (const { whole, part, count } of remainders) {
        const rest = `${whole} without ${part}`;
        paper.protection.put(rest, count, making.policy.least_difference);
        paper.protection.sum(whole, [part, rest]);
      }
      await paper.protection.settle();
      const bare = paper.groupTables.filter((table) => !paper.isTelling(table));
      if (bare.length === 0) return paper;
      for (const table of bare) paper.#fallBack(table);
    }
  }

  // What is printed, and when.

  periods(line: PanelLine): Period[] {
    const { steps, sets, oldest, reprint } = this.making;
    return steps
      .periods(line, oldest)
      .filter((period) => sets.get(line, period) !== null || this.#wasPrinted(line, period, reprint))
      .slice(0, 12);
  }

  #wasPrinted(line: PanelLine, period: Period, reprint: Reprint): boolean {
    return line.statistics.some((statistic) => reprint.find(line, period, statistic) !== null);
  }

  /** The newest period of the line, in which its sentence speaks; null where there is none. */
  newest(line: PanelLine): Period | null {
    const [first] = this.periods(line);
    const isStock = line.steps.includes('quarter_end');
    return first === undefined || (isStock && first.to !== this.making.newest) ? null : first;
  }

  hasDenominator({ measure_id, line }: Named): boolean {
    const found = this.making.rules.lines.find((row) => row.measure_id === measure_id && row.line === line);
    return found !== undefined && found.denominator_name !== '';
  }

  least(line: Pick<PanelLine, 'unit_kind'>): number {
    return leastOf(line.unit_kind, this.making.policy);
  }

  mode(line: PanelLine, { numerator, denominator }: Pick<Counted, 'numerator' | 'denominator'>): Mode {
    const { band_limit, least_denominator } = this.making.policy;
    if (this.least(line) <= 1) return 'exact';
    const isFew = (count: number): boolean => count > 0 && count < band_limit;
    const isShare = line.statistics.includes('percentage');
    if (isShare && denominator > 0 && denominator < least_denominator) return 'small';
    if (isFew(numerator)) return 'low';
    return isShare && isFew(denominator - numerator) ? 'high' : 'exact';
  }

  numeratorId(line: Named, { step, to }: Pick<Period, 'step' | 'to'>, counted: Counted): string {
    return counted.numerator === 0
      ? `none of ${line.measure_id} ${line.line} ${step} ${to}`
      : counted.numeratorSet;
  }

  // What ties the counts.

  #newPeriods(): Period[] {
    const found = new Map<string, Period>();
    for (const line of this.#people())
      for (const period of [...this.periods(line), ...this.#coarser(line)])
        if (!this.#wasPrinted(line, period, this.making.reprint)) found.set(period.name, period);
    return [...found.values()];
  }

  #people(): PanelLine[] {
    return this.making.lines.filter((line) => this.least(line) > 1);
  }

  /** Longer periods that hold printed ones: nobody prints them, but their counts are sums of what is. */
  #coarser(line: PanelLine): Period[] {
    const { steps, sets } = this.making;
    return this.periods(line).flatMap(({ step, to }) =>
      line.steps
        .slice(line.steps.indexOf(step) + 1)
        .map((each) => periodOf(each, to, steps.threeYearsEnd))
        .filter((period) => sets.get(line, period) !== null),
    );
  }

  #register(): void {
    for (const line of this.#people()) {
      for (const [age, period] of this.periods(line).entries())
        this.#put(line, period, this.#loss(line, age));
      for (const period of this.#coarser(line)) this.#put(line, period, null);
      this.#tieTimes(line);
    }
    this.#tieSums();
    for (const table of this.groupTables) this.#putGroups(table);
    for (const { to, value, ...line } of this.making.published) {
      const period = { step: this.#stepOn(line), to } as const;
      const counted = this.making.sets.get(line, period);
      if (counted === null || counted.numerator === 0) continue;
      this.protection.put(counted.numeratorSet, counted.numerator, 0);
      this.protection.know(counted.numeratorSet, { low: value, high: value });
    }
  }

  #stepOn(line: Named): Step {
    const found = this.making.lines.find(
      (each) => each.measure_id === line.measure_id && each.line === line.line,
    );
    return found === undefined || found.steps.includes('quarter_end') ? 'quarter_end' : 'year';
  }

  #loss(line: PanelLine, age: number): number {
    if (line.measure_id === 'B7') return losses.whole;
    return age === 0 ? (line.headline ? losses.headline : losses.newest) : losses.old - age;
  }

  /** One line in one period: who is counted, who is not, and all of them. A `loss` of null prints nothing. */
  #put(line: PanelLine, period: Period, loss: number | null): void {
    const counted = this.making.sets.get(line, period);
    if (counted === null) return;
    const { numerator, denominator, denominatorSet } = counted;
    const [least, id] = [this.least(line), this.numeratorId(line, period, counted)];
    const rest = `${id} of ${denominatorSet}: not`;
    this.protection.put(id, numerator, least);
    const isShare = this.hasDenominator(line);
    if (isShare) {
      this.protection.put(denominatorSet, denominator, least);
      this.protection.put(rest, denominator - numerator, least);
      this.protection.sum(denominatorSet, [id, rest]);
    }
    const before = this.making.reprint.find(line, period, 'count');
    if (before !== null) this.#recall(before, id, isShare ? rest : null);
    else if (loss !== null && line.statistics.some((each) => !each.endsWith('_days')))
      this.#print(line, counted, { id, rest, loss });
  }

  #recall({ kind, shown, lower, upper }: PanelFigure, id: string, rest: string | null): void {
    if (kind === 'band' && lower === null && rest !== null)
      this.protection.confine(rest, { low: 1, high: this.making.policy.band_limit - 1 });
    const isTold = kind !== 'hidden' && shown !== '[z]';
    this.protection.know(id, {
      low: (isTold ? lower : null) ?? 0,
      high: (isTold ? upper : null) ?? Number.POSITIVE_INFINITY,
    });
  }

  #print(
    line: PanelLine,
    counted: Counted,
    { id, rest, loss }: { id: string; rest: string; loss: number },
  ): void {
    const { band_limit, least_denominator } = this.making.policy;
    const mode = this.mode(line, counted);
    const rung: Rung = mode === 'exact' ? 'exact' : mode === 'low' ? 'band' : 'hidden';
    const last: Rung = line.headline ? 'ten' : 'hidden';
    this.protection.print(
      id,
      rung,
      loss,
      line.measure_id === 'B7' ? 'five' : rung === 'exact' ? last : 'hidden',
    );
    if (mode === 'high') this.protection.confine(rest, { low: 1, high: band_limit - 1 });
    if (mode === 'small')
      this.protection.confine(counted.denominatorSet, { low: 1, high: least_denominator - 1 });
    if (mode === 'exact' && line.statistics.includes('percentage') && counted.denominator > 0)
      this.protection.print(counted.denominatorSet, 'exact', loss, 'ten');
  }

  /** A longer period is the sum of the shorter ones in it. */
  #tieTimes(line: PanelLine): void {
    const { sets, steps } = this.making;
    const printed = this.periods(line);
    for (const longer of this.#coarser(line)) {
      const whole = sets.get(line, longer);
      const within = printed.filter(
        ({ to }) => periodOf(longer.step, to, steps.threeYearsEnd).to === longer.to,
      );
      const parts = within.flatMap((period) => {
        const counted = sets.get(line, period);
        return counted === null ? [] : [this.numeratorId(line, period, counted)];
      });
      if (whole !== null && parts.length === within.length)
        this.protection.sum(this.numeratorId(line, longer, whole), parts);
    }
  }

  /** What panel_sums.csv says: parts of a whole, with what is left over; and a stock with those who came and left. */
  #tieSums(): void {
    const { rules } = this.making;
    const wholes = [
      ...new Set(
        rules.panel_sums.map((row) => [row.whole_measure, row.whole_line, row.whole_quantity].join(' ')),
      ),
    ];
    for (const name of wholes) {
      const parts = rules.panel_sums.filter(
        (row) => [row.whole_measure, row.whole_line, row.whole_quantity].join(' ') === name,
      );
      for (const period of this.#times(parts)) this.#tieSum(parts, period);
    }
  }

  #times(parts: readonly RuleRow<'panel_sums'>[]): Period[] {
    const found = new Map<string, Period>();
    for (const part of parts)
      for (const line of this.making.lines.filter(
        (each) => each.measure_id === part.measure_id && each.line === part.line,
      ))
        for (const period of [...this.periods(line), ...this.#coarser(line)]) found.set(period.name, period);
    return [...found.values()];
  }

  #tieSum(parts: readonly RuleRow<'panel_sums'>[], period: Period): void {
    const [first] = parts;
    if (first === undefined) return;
    const ids = parts.map((part) => this.#quantityId(part, part.quantity, period));
    if (ids.some((id) => id === null)) return;
    const known = ids.filter((id) => id !== null);
    const line = { measure_id: first.whole_measure, line: first.whole_line };
    if (first.whole_quantity === 'change') return this.#tieChange(line, parts, known, period);
    const whole = this.#quantityId(line, first.whole_quantity, period);
    if (whole === null) return;
    const left = known.reduce(
      (count, id) => count - this.protection.countOf(id),
      this.protection.countOf(whole),
    );
    if (left < 0) return;
    const rest = `rest of ${whole}: ${known.join(' ')}`;
    this.protection.put(rest, left, this.making.policy.least_count);
    this.protection.sum(whole, [...new Set(known), rest]);
  }

  #tieChange(
    line: Named,
    parts: readonly RuleRow<'panel_sums'>[],
    ids: readonly string[],
    { from, to }: Period,
  ): void {
    if (from === null) return;
    const months =
      (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
      Number(to.slice(5, 7)) -
      Number(from.slice(5, 7));
    const ends = [to, quartersBefore(to, (months + 1) / 3)].map((day) =>
      this.#quantityId(line, 'numerator', { step: 'quarter_end', to: day }),
    );
    const [now, then] = ends;
    if (now === undefined || now === null || then === undefined || then === null) return;
    const terms: [string, number][] = [
      [now, -1],
      [then, 1],
      ...ids.map((id, index): [string, number] => [id, parts[index]?.quantity === 'left' ? -1 : 1]),
    ];
    const value = terms.reduce((sum, [id, by]) => sum + by * this.protection.countOf(id), 0);
    // A child who came and left and came again is counted once: the sum is then no equation, and tells nobody anything.
    if (value === 0) this.protection.row(terms, 0);
  }

  #quantityId(line: Named, quantity: string, period: Pick<Period, 'step' | 'to'>): string | null {
    const counted = this.making.sets.get(line, period);
    if (counted === null) return null;
    const id = quantity === 'denominator' ? counted.denominatorSet : this.numeratorId(line, period, counted);
    this.protection.put(
      id,
      quantity === 'denominator' ? counted.denominator : counted.numerator,
      this.making.policy.least_count,
    );
    return id;
  }

  // Groups.

  #tables(): GroupTable[] {
    const { rules, lines } = this.making;
    const questions = [...new Set(lines.map(({ question }) => question))];
    return questions.flatMap((question) =>
      rules.breakdowns.flatMap(({ breakdown }) => {
        const columns = lines.flatMap((line) => {
          if (line.question !== question || !(line.breakdowns as readonly string[]).includes(breakdown))
            return [];
          const period = this.#groupPeriod(line);
          return period === null ? [] : [{ line, period }];
        });
        // Lines of different times are different tables: a row has one heading.
        const times = [...new Set(columns.map(({ period }) => period.name))];
        return times.map((name, index) => ({
          table: `${question}.${breakdown}${index === 0 ? '' : `.${index + 1}`}`,
          question,
          breakdown,
          columns: columns.filter(({ period }) => period.name === name),
        }));
      }),
    );
  }

  /** Groups are printed at the newest quarter-end, or of the newest whole year: a quarter's groups would be too small. */
  #groupPeriod(line: PanelLine): Period | null {
    const { steps, sets, newest } = this.making;
    const period = this.newest(line);
    if (period === null || period.step === 'quarter_end' || period.step === 'three_years') return period;
    const ended = newest.endsWith('-03-31') ? newest : `${yearOf(newest)}-03-31`;
    const before = periodOf('year', ended, steps.threeYearsEnd);
    return sets.get(line, before) === null ? null : before;
  }

  async #readGroups(): Promise<void> {
    for (const { breakdown, columns } of this.groupTables)
      for (const { line, period } of columns)
        this.#groups.set(
          [line.measure_id, line.line, period.name, breakdown].join(' '),
          await this.making.sets.groups(line, period, breakdown),
        );
  }

  /** The groups of a column, in the order of their labels' positions in the rules, never by size. */
  groups(
    line: Named,
    period: Period,
    breakdown: string,
    grouping: Grouping,
    all: readonly string[],
  ): PrintedGroup[] {
    if (grouping === 'withheld') return [];
    const { groups, group_coarsening } = this.making.rules;
    const found = new Map<string, PrintedGroup & { position: number }>();
    const rows = this.#groups.get([line.measure_id, line.line, period.name, breakdown].join(' ')) ?? [];
    for (const group of all) {
      const fine = groups.find((row) => row.breakdown === breakdown && row.group === group);
      const coarse = group_coarsening.find((row) => row.breakdown === breakdown && row.group === group);
      const as =
        grouping === 'fine'
          ? { group, label: fine?.label ?? group, position: fine?.position ?? 9999 }
          : {
              group: coarse?.coarse ?? 'other',
              label: coarse?.label ?? 'Other',
              position: coarse?.position ?? 9999,
            };
      const own = rows.find((row) => row.group === group) ?? { numerator: 0, denominator: 0 };
      const before = found.get(as.group) ?? { ...as, numerator: 0, denominator: 0 };
      found.set(as.group, {
        ...before,
        numerator: before.numerator + own.numerator,
        denominator: before.denominator + own.denominator,
      });
    }
    return [...found.values()].sort((a, b) => a.position - b.position || (a.group < b.group ? -1 : 1));
  }

  /** Groups in which somebody is, in any column of the table. */
  #all({ breakdown, columns }: GroupTable): string[] {
    const names = columns.flatMap(({ line, period }) =>
      (this.#groups.get([line.measure_id, line.line, period.name, breakdown].join(' ')) ?? []).map(
        ({ group }) => group,
      ),
    );
    return [...new Set(names)].sort();
  }

  columnGroups(
    table: GroupTable,
    { line, period }: GroupTable['columns'][number],
    grouping = this.groupings.get(table.table) ?? 'fine',
  ): PrintedGroup[] {
    return this.groups(line, period, table.breakdown, grouping, this.#all(table));
  }

  groupId(line: Named, period: Period, breakdown: string, grouping: Grouping, group: string): string {
    return [line.measure_id, line.line, period.name, breakdown, grouping, group].join(' ');
  }

  /** How a group's count is printed before anything else is asked. */
  #groupRung(line: PanelLine, { numerator, denominator }: GroupCount): Rung {
    const { round_cross_breaks_to, band_limit, least_denominator } = this.making.policy;
    if (this.least(line) > 1) {
      if (numerator > 0 && numerator < band_limit) return 'band';
      if (numerator === 0)
        return this.hasDenominator(line) && denominator > 0 && denominator < least_denominator
          ? 'band'
          : 'exact';
    }
    return round_cross_breaks_to > 1 ? 'five' : 'exact';
  }

  #putGroups(table: GroupTable): void {
    const grouping = this.groupings.get(table.table) ?? 'fine';
    if (grouping === 'withheld') return;
    for (const column of table.columns) {
      const { line, period } = column;
      const counted = this.making.sets.get(line, period);
      if (counted === null) continue;
      const least = this.least(line);
      const ids = this.columnGroups(table, column).map((group) => {
        const id = this.groupId(line, period, table.breakdown, grouping, group.group);
        this.protection.put(id, group.numerator, least);
        const before = this.making.reprint.find(line, period, 'count', table.breakdown, group.group);
        if (before === null)
          this.protection.print(
            id,
            this.#groupRung(line, group),
            losses.group + Math.min(group.numerator, 9),
          );
        else this.#recall(before, id, null);
        this.#tieGroup(line, period, table.breakdown, grouping, group, counted);
        return id;
      });
      this.protection.sum(this.numeratorId(line, period, counted), ids);
    }
  }

  /** Those of a group whom a line counts are some of the group's children, whom another line counts. */
  #tieGroup(
    line: PanelLine,
    period: Period,
    breakdown: string,
    grouping: Grouping,
    group: PrintedGroup,
    counted: Counted,
  ): void {
    if (!this.hasDenominator(line)) return;
    const base = this.making.lines.find(
      (each) =>
        (each.breakdowns as readonly string[]).includes(breakdown) &&
        this.making.sets.get(each, period)?.numeratorSet === counted.denominatorSet,
    );
    if (base === undefined) return;
    const id = this.groupId(line, period, breakdown, grouping, group.group);
    const rest = `${id}: not`;
    this.protection.put(rest, group.denominator - group.numerator, this.least(line));
    this.protection.sum(this.groupId(base, period, breakdown, grouping, group.group), [id, rest]);
  }

  /** Does the table tell enough to be printed as it is? */
  isTelling(table: GroupTable): boolean {
    const grouping = this.groupings.get(table.table) ?? 'fine';
    if (grouping === 'withheld' || this.#settled.has(table.table)) return true;
    const { hidden, bands, cells } = this.tally(table);
    const { hidden_share_percent } = this.making.policy;
    if (grouping === 'fine' && this.#hasCoarse(table))
      return (hidden + bands) * 100 <= hidden_share_percent * cells;
    return hidden === 0 && bands * 2 <= cells;
  }

  tally(table: GroupTable): { cells: number; hidden: number; bands: number } {
    const grouping = this.groupings.get(table.table) ?? 'fine';
    const rungs = table.columns.flatMap((column) =>
      this.columnGroups(table, column).map((group) => {
        const id = this.groupId(column.line, column.period, table.breakdown, grouping, group.group);
        return this.protection.has(id) ? this.protection.rungOf(id) : this.#groupRung(column.line, group);
      }),
    );
    const count = (rung: Rung): number => rungs.filter((each) => each === rung).length;
    return { cells: rungs.length, hidden: count('hidden'), bands: count('band') };
  }

  #groupingBefore(table: GroupTable): Grouping | null {
    const wasPrinted = (grouping: Grouping): boolean =>
      table.columns.some((column) =>
        this.columnGroups(table, column, grouping).every(
          ({ group }) =>
            this.making.reprint.find(column.line, column.period, 'count', table.breakdown, group) !== null,
        ),
      );
    return wasPrinted('fine') ? 'fine' : wasPrinted('coarse') ? 'coarse' : null;
  }

  #hasCoarse({ breakdown }: GroupTable): boolean {
    return this.making.rules.group_coarsening.some((row) => row.breakdown === breakdown);
  }

  #fallBack(table: GroupTable): void {
    const isFine = this.groupings.get(table.table) === 'fine';
    this.groupings.set(table.table, isFine && this.#hasCoarse(table) ? 'coarse' : 'withheld');
  }
}

/** What ties the counts of a paper to one another: parts, times, groups, and what was published before. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { PanelFigure } from '../edition/panel-format.ts';
import { type Period, periodOf, quartersBefore, type Step } from './calendar.ts';
import type { Grouping, GroupTable, PrintedGroup } from './groups.ts';
import type { Paper } from './paper.ts';
import type { Protection, Rung } from './protect.ts';
import type { Counted, Named, PanelLine } from './sets.ts';

/** How much a reader loses: a group least, the newest answer to a question most. */
const losses = { group: 10, old: 1_000, newest: 10_000, headline: 20_000, whole: 100_000 };

export class Ties {
  constructor(
    private readonly paper: Paper,
    private readonly protection: Protection,
  ) {}

  /** Periods of which something is printed for the first time, and the longer ones that they are parts of. */
  newPeriods(): Period[] {
    const found = new Map<string, Period>();
    for (const line of this.#people())
      for (const period of [...this.paper.periods(line), ...this.#coarser(line)])
        if (!this.paper.wasPrinted(line, period)) found.set(period.name, period);
    return [...found.values()];
  }

  #people(): PanelLine[] {
    return this.paper.making.lines.filter((line) => this.paper.least(line) > 1);
  }

  /** Longer periods that hold printed ones: nobody prints them, but their counts are sums of what is. */
  #coarser(line: PanelLine): Period[] {
    const { steps, sets } = this.paper.making;
    return this.paper.periods(line).flatMap(({ step, to }) =>
      line.steps
        .slice(line.steps.indexOf(step) + 1)
        .map((each) => periodOf(each, to, steps.threeYearsEnd))
        .filter((period) => sets.get(line, period) !== null),
    );
  }

  /** Puts every count with what ties it, and with what was published of it before. */
  register(): void {
    for (const line of this.#people()) {
      for (const [age, period] of this.paper.periods(line).entries())
        this.#put(line, period, this.#loss(line, age));
      for (const period of this.#coarser(line)) this.#put(line, period, null);
      this.#tieTimes(line);
    }
    this.#tieSums();
    for (const table of this.paper.groups.tables) this.#putGroups(table);
    for (const { to, value, ...line } of this.paper.making.published) {
      const period = { step: this.#stepOn(line), to } as const;
      const counted = this.paper.making.sets.get(line, period);
      if (counted === null || counted.numerator === 0) continue;
      this.protection.put(counted.numeratorSet, counted.numerator, 0);
      this.protection.know(counted.numeratorSet, { low: value, high: value });
    }
  }

  #stepOn(line: Named): Step {
    const found = this.paper.making.lines.find(
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
    const counted = this.paper.making.sets.get(line, period);
    if (counted === null) return;
    const { numerator, denominator, denominatorSet } = counted;
    const [least, id] = [this.paper.least(line), this.paper.numeratorId(line, period, counted)];
    const rest = `${id} of ${denominatorSet}: not`;
    this.protection.put(id, numerator, least);
    const isShare = this.paper.hasDenominator(line);
    if (isShare) {
      this.protection.put(denominatorSet, denominator, least);
      this.protection.put(rest, denominator - numerator, least);
      this.protection.sum(denominatorSet, [id, rest]);
    }
    const before = this.paper.making.reprint.find(line, period, 'count');
    if (before !== null) this.#recall(before, id, isShare ? rest : null);
    else if (loss !== null && line.statistics.some((each) => !each.endsWith('_days')))
      this.#print(line, counted, { id, rest, loss });
  }

  #recall({ kind, shown, lower, upper }: PanelFigure, id: string, rest: string | null): void {
    if (kind === 'band' && lower === null && rest !== null)
      this.protection.confine(rest, { low: 1, high: this.paper.making.policy.band_limit - 1 });
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
    const { band_limit, least_denominator } = this.paper.making.policy;
    const mode = this.paper.mode(line, counted);
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
    const { sets, steps } = this.paper.making;
    const printed = this.paper.periods(line);
    for (const longer of this.#coarser(line)) {
      const whole = sets.get(line, longer);
      const within = printed.filter(
        ({ to }) => periodOf(longer.step, to, steps.threeYearsEnd).to === longer.to,
      );
      const parts = within.flatMap((period) => {
        const counted = sets.get(line, period);
        return counted === null ? [] : [this.paper.numeratorId(line, period, counted)];
      });
      if (whole !== null && parts.length === within.length)
        this.protection.sum(this.paper.numeratorId(line, longer, whole), parts);
    }
  }

  /** What panel_sums.csv says: parts of a whole, with what is left over; and a stock with those who came and left. */
  #tieSums(): void {
    const { rules } = this.paper.making;
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
      for (const line of this.paper.making.lines.filter(
        (each) => each.measure_id === part.measure_id && each.line === part.line,
      ))
        for (const period of [...this.paper.periods(line), ...this.#coarser(line)])
          found.set(period.name, period);
    return [...found.values()];
  }

  #tieSum(parts: readonly RuleRow<'panel_sums'>[], period: Period): void {
    const [first] = parts;
    if (first === undefined) return;
    const ids = parts.map((part) => this.#quantityId(part, part.quantity, period));
    if (ids.some((id) => id === null)) return;
    const known = ids.filter((id) => id !== null);
    const line = { measure_id: first.whole_measure, line: first.whole_line };
    if (first.whole_quantity === 'change') {
      this.#tieChange(line, parts, known, period);
      return;
    }
    const whole = this.#quantityId(line, first.whole_quantity, period);
    if (whole === null) return;
    const left = known.reduce(
      (count, id) => count - this.protection.countOf(id),
      this.protection.countOf(whole),
    );
    if (left < 0) return;
    const rest = `rest of ${whole}: ${known.join(' ')}`;
    this.protection.put(rest, left, this.paper.making.policy.least_count);
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
    const counted = this.paper.making.sets.get(line, period);
    if (counted === null) return null;
    const id =
      quantity === 'denominator' ? counted.denominatorSet : this.paper.numeratorId(line, period, counted);
    this.protection.put(
      id,
      quantity === 'denominator' ? counted.denominator : counted.numerator,
      this.paper.making.policy.least_count,
    );
    return id;
  }

  #putGroups(table: GroupTable): void {
    const grouping = this.paper.groups.groupingOf(table);
    if (grouping === 'withheld') return;
    for (const column of table.columns) {
      const { line, period } = column;
      const counted = this.paper.making.sets.get(line, period);
      if (counted === null) continue;
      const least = this.paper.least(line);
      const ids = this.paper.groups.columnGroups(table, column).map((group) => {
        const id = this.paper.groups.idOf(line, period, table.breakdown, grouping, group.group);
        this.protection.put(id, group.numerator, least, true);
        const before = this.paper.making.reprint.find(line, period, 'count', table.breakdown, group.group);
        if (before === null)
          this.protection.print(
            id,
            this.paper.groups.rungOf(line, group),
            losses.group + Math.min(group.numerator, 9),
          );
        else this.#recall(before, id, null);
        this.#tieGroup(line, period, table.breakdown, grouping, group, counted);
        return id;
      });
      this.protection.sum(this.paper.numeratorId(line, period, counted), ids);
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
    if (!this.paper.hasDenominator(line)) return;
    const base = this.paper.making.lines.find(
      (each) =>
        (each.breakdowns as readonly string[]).includes(breakdown) &&
        this.paper.making.sets.get(each, period)?.numeratorSet === counted.denominatorSet,
    );
    if (base === undefined) return;
    const id = this.paper.groups.idOf(line, period, breakdown, grouping, group.group);
    const rest = `${id}: not`;
    this.protection.put(rest, group.denominator - group.numerator, this.paper.least(line), true);
    this.protection.sum(this.paper.groups.idOf(base, period, breakdown, grouping, group.group), [id, rest]);
  }
}

/** What ties the counts of a paper to one another: parts, times, groups, and what was published before. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { PanelFigure } from '../edition/panel-format.ts';
import {
  monthsOf,
  type Period,
  periodOf,
  periodsBack,
  quartersBefore,
  type Step,
  yearBefore,
} from './calendar.ts';
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

  /** The periods of a quantity in every question that prints it: an event may stand by the quarter here, by the year there. */
  #printed(line: Named): Period[] {
    const found = this.#linesOf(line).flatMap((each) => this.paper.periods(each));
    return [...new Map(found.map((period) => [period.name, period])).values()];
  }

  #linesOf({ measure_id, line }: Named): PanelLine[] {
    return this.paper.making.lines.filter((each) => each.measure_id === measure_id && each.line === line);
  }

  /** Longer periods that hold printed ones: most are printed by nobody, but their counts are sums of what is. */
  #coarser(line: Named): Period[] {
    const { steps, sets } = this.paper.making;
    const ladder = new Set<Step>(this.#linesOf(line).flatMap((each) => each.steps));
    return this.#printed(line).flatMap((shorter) =>
      [...ladder]
        .filter((step) => monthsOf[step] > monthsOf[shorter.step])
        .map((step) => periodOf(step, shorter.to, steps.threeYearsEnd))
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

  #recall({ breakdown, kind, shown, lower, upper }: PanelFigure, id: string, rest: string | null): void {
    const isKept = kind === 'band' || kind === 'hidden';
    if (kind === 'band' && lower === null && rest !== null) {
      this.protection.know(rest, { low: 1, high: this.paper.making.policy.band_limit - 1 }, true);
      return;
    }
    const isTold = kind !== 'hidden' && shown !== '[z]';
    // A total of none is printed as such.
    const least = kind === 'band' && breakdown === 'all' && !shown.endsWith(' in all') ? 1 : 0;
    const [low, high] = isTold ? [lower, upper] : [null, null];
    this.protection.know(
      id,
      { low: Math.max(low ?? 0, least), high: high ?? Number.POSITIVE_INFINITY },
      isKept,
    );
  }

  #print(
    line: PanelLine,
    counted: Counted,
    { id, rest, loss }: { id: string; rest: string; loss: number },
  ): void {
    const { least_denominator } = this.paper.making.policy;
    const mode = this.paper.mode(line, counted);
    // All but fewer than ten: the few are kept back, and not the many.
    if (mode === 'high') {
      this.protection.print(rest, 'band', loss, 'band');
      return;
    }
    const rung: Rung = mode === 'exact' ? 'exact' : mode === 'low' ? 'band' : 'hidden';
    const last: Rung = line.headline ? 'ten' : 'hidden';
    this.protection.print(
      id,
      rung,
      loss,
      line.measure_id === 'B7' ? 'five' : rung === 'exact' ? last : 'hidden',
    );
    if (mode === 'small')
      this.protection.confine(counted.denominatorSet, { low: 1, high: least_denominator - 1 });
    if (mode === 'exact' && line.statistics.includes('percentage') && counted.denominator > 0)
      this.protection.print(counted.denominatorSet, 'exact', loss, 'ten');
  }

  /** A longer period is the sum of the shorter ones in it: who is counted, and of whom. */
  #tieTimes(line: PanelLine): void {
    const printed = this.#printed(line);
    for (const longer of this.#coarser(line))
      this.#tieParts(
        line,
        longer,
        printed.filter(
          ({ from, step, to }) =>
            monthsOf[step] < monthsOf[longer.step] && (from ?? '') >= (longer.from ?? '') && to <= longer.to,
        ),
      );
  }

  #tieParts(line: Named, longer: Period, within: readonly Period[]): void {
    const months = within.reduce((sum, { step }) => sum + monthsOf[step], 0);
    if (months !== monthsOf[longer.step]) return;
    for (const quantity of this.paper.hasDenominator(line)
      ? (['numerator', 'denominator'] as const)
      : (['numerator'] as const)) {
      const [whole, ...parts] = [longer, ...within].map((each) => this.#quantityId(line, quantity, each));
      if (whole !== undefined && whole !== null && parts.every((id) => id !== null))
        this.protection.sum(
          whole,
          parts.filter((id) => id !== null),
        );
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
      if (parts[0]?.quantity === 'year_before') this.#tieYears(parts[0]);
      else for (const period of this.#times(parts)) this.#tieSum(parts, period);
    }
  }

  /** Those who are followed up in a time are those who were counted a year before. */
  #tieYears(row: RuleRow<'panel_sums'>): void {
    const { threeYearsEnd } = this.paper.making.steps;
    const followed = { measure_id: row.whole_measure, line: row.whole_line };
    for (const period of this.#times([followed])) {
      const before = yearBefore(period, threeYearsEnd);
      const [now, then] = [
        this.#quantityId(followed, 'denominator', period),
        before === null ? null : this.#quantityId(row, 'numerator', before),
      ];
      if (before === null || now === null || then === null) continue;
      this.protection.sum(now, [then]);
      for (const longer of this.#printed(row).filter(
        ({ from, step, to }) =>
          monthsOf[step] > monthsOf[before.step] && (from ?? '') <= (before.from ?? '') && to >= before.to,
      ))
        this.#tieParts(row, longer, periodsBack(before.step, longer.to, longer.from ?? '', threeYearsEnd));
    }
  }

  #times(parts: readonly Named[]): Period[] {
    const found = parts.flatMap((part) => [...this.#printed(part), ...this.#coarser(part)]);
    return [...new Map(found.map((period) => [period.name, period])).values()];
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
    { from, step, to }: Period,
  ): void {
    if (from === null) return;
    const ends = [to, quartersBefore(to, monthsOf[step] / 3)].map((day) =>
      this.#quantityId(line, 'numerator', { step: 'quarter_end', to: day }),
    );
    const [now, then] = ends;
    if (now === undefined || now === null || then === undefined || then === null) return;
    const terms: [string, number][] = [
      [now, -1],
      [then, 1],
      ...ids.map((id, index): [string, number] => [id, parts[index]?.quantity === 'left' ? -1 : 1]),
    ];
    // A child who came and left and came again is counted once, and the sum is then a little out: no reader knows that.
    this.protection.row(terms, 0);
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

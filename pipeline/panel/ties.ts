/** What the counts of a paper are, how each is told, and what was published of them before. */
import type { PanelFigure } from '../edition/panel-format.ts';
import type { Period, Step } from './calendar.ts';
import type { Grouping, GroupTable, PrintedGroup } from './groups.ts';
import type { Paper } from './paper.ts';
import type { Protection, Rung } from './protect.ts';
import type { Counted, Named, PanelLine } from './sets.ts';
import { Sums } from './sums.ts';

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
      for (const period of [...this.paper.periods(line), ...this.paper.coarser(line)])
        if (!this.paper.wasPrinted(line, period)) found.set(period.name, period);
    return [...found.values()];
  }

  #people(): PanelLine[] {
    return this.paper.making.lines.filter((line) => this.paper.least(line) > 1);
  }

  /** Puts every count with what ties it, and with what was published of it before. */
  register(): void {
    const sums = new Sums(this.paper, this.protection);
    for (const line of this.#people()) {
      for (const [age, period] of this.paper.periods(line).entries())
        this.#put(line, period, this.#loss(line, age));
      for (const period of this.paper.coarser(line)) this.#put(line, period, null);
      sums.tieTimes(line);
    }
    sums.tieRules();
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

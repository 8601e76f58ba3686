/** Sums that a reader can do: a longer time of shorter ones, what panel_sums.csv says, and who went home a year ago. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import { monthsOf, type Period, periodsBack, quartersBefore, yearBefore } from './calendar.ts';
import type { Paper } from './paper.ts';
import type { Protection } from './protect.ts';
import type { Named, PanelLine } from './sets.ts';

export class Sums {
  constructor(
    private readonly paper: Paper,
    private readonly protection: Protection,
  ) {}

  /** A longer period is the sum of the shorter ones in it: who is counted, and of whom. */
  tieTimes(line: PanelLine): void {
    const printed = this.paper.printed(line);
    for (const longer of this.paper.coarser(line))
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
  tieRules(): void {
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
      for (const longer of this.paper
        .printed(row)
        .filter(
          ({ from, step, to }) =>
            monthsOf[step] > monthsOf[before.step] && (from ?? '') <= (before.from ?? '') && to >= before.to,
        ))
        this.#tieParts(row, longer, periodsBack(before.step, longer.to, longer.from ?? '', threeYearsEnd));
    }
  }

  #times(parts: readonly Named[]): Period[] {
    const found = parts.flatMap((part) => [...this.paper.printed(part), ...this.paper.coarser(part)]);
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
}

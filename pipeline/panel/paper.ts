/** What a paper prints: which lines in which periods and groups, and how each count may be told. */
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type DisclosurePolicy, leastOf } from '../disclosure/policy.ts';
import { monthsOf, type Period, periodOf, type Step } from './calendar.ts';
import { Groups } from './groups.ts';
import { Protection } from './protect.ts';
import type { Reprint } from './reprint.ts';
import type { Counted, Named, PanelLine, Sets } from './sets.ts';
import type { Steps } from './steps.ts';
import { Ties } from './ties.ts';

/** How a count can be told: by itself, as a few, as all but a few, or only that it is of few. */
export type Mode = 'exact' | 'low' | 'high' | 'small';

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

export class Paper {
  readonly groups: Groups;
  protection: Protection;
  readonly #periods = new Map<PanelLine, readonly Period[]>();

  private constructor(readonly making: Making) {
    this.protection = new Protection(making.policy);
    this.groups = new Groups(this);
  }

  /** Decides what is printed and how: groups are put together, or not printed, where too few of them can be told. */
  static async decide(making: Making): Promise<Paper> {
    const paper = new Paper(making);
    const { groups } = paper;
    await groups.read();
    const { least_difference } = making.policy;
    const remainders = await making.sets.remainders(
      new Ties(paper, paper.protection).newPeriods(),
      least_difference,
    );
    for (;;) {
      for (const table of groups.tables)
        while (!groups.isTelling(table, paper.protection)) groups.fallBack(table);
      paper.protection = new Protection(making.policy);
      new Ties(paper, paper.protection).register();
      for (const { whole, part, count } of remainders) {
        const rest = `${whole} without ${part}`;
        paper.protection.put(rest, count, least_difference);
        paper.protection.sum(whole, [part, rest]);
      }
      await paper.protection.settle();
      await paper.protection.roundFurther();
      const bare = groups.tables.filter((table) => !groups.isTelling(table, paper.protection));
      if (bare.length === 0) return paper;
      for (const table of bare) groups.fallBack(table);
    }
  }

  /** Asked for time and again, by every table and every sum: worked out once. */
  periods(line: PanelLine): readonly Period[] {
    const known = this.#periods.get(line) ?? this.#periodsOf(line);
    this.#periods.set(line, known);
    return known;
  }

  #periodsOf(line: PanelLine): Period[] {
    const { steps, sets, oldest } = this.making;
    return steps
      .periods(line, oldest)
      .filter((period) => sets.get(line, period) !== null || this.wasPrinted(line, period))
      .slice(0, 12);
  }

  /** The periods of a quantity in every question that prints it: an event may stand by the quarter here, by the year there. */
  printed(line: Named): Period[] {
    const found = this.#linesOf(line).flatMap((each) => this.periods(each));
    return [...new Map(found.map((period) => [period.name, period])).values()];
  }

  #linesOf({ measure_id, line }: Named): PanelLine[] {
    return this.making.lines.filter((each) => each.measure_id === measure_id && each.line === line);
  }

  /** Longer periods that hold printed ones: most are printed by nobody, but their counts are sums of what is. */
  coarser(line: Named): Period[] {
    const { steps, sets } = this.making;
    const ladder = new Set<Step>(this.#linesOf(line).flatMap((each) => each.steps));
    return this.printed(line).flatMap((shorter) =>
      [...ladder]
        .filter((step) => monthsOf[step] > monthsOf[shorter.step])
        .map((step) => periodOf(step, shorter.to, steps.threeYearsEnd))
        .filter((period) => sets.get(line, period) !== null),
    );
  }

  wasPrinted(line: PanelLine, period: Period): boolean {
    return line.statistics.some((statistic) => this.making.reprint.find(line, period, statistic) !== null);
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
}

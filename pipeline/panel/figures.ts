/** Printed figures, each made from counts as they may be told: nothing exact lies behind one that is not. */
import { TrackerError } from '../../sources/error.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import { type PanelFigure, shareWords } from '../edition/panel-format.ts';
import type { Period } from './calendar.ts';
import type { GroupTable, PrintedGroup } from './groups.ts';
import type { Mode, Paper } from './paper.ts';
import { type Rung, roundedTo } from './protect.ts';
import type { Counted, PanelLine } from './sets.ts';

type Statistic = PanelFigure['statistic'];
/** What is printed in one place. */
type Print = Pick<PanelFigure, 'shown' | 'kind' | 'value' | 'lower' | 'upper'>;

const told = (kind: PanelFigure['kind'], shown: string, value: number | null = null): Print => ({
  kind,
  shown,
  value,
  lower: null,
  upper: null,
});
const hidden = told('hidden', '[c]');
const nothing = told('nothing', '[z]');
const unknown = told('unknown', '[x]');

/** 1234 is printed 1,234. */
const thousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Rounded half up in whole numbers, so that no floating point decides an edge. */
const ratio = (numerator: number, denominator: number): number =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

export class Figures {
  readonly #made = new Map<string, PanelFigure>();

  constructor(
    private readonly paper: Paper,
    private readonly targets: RuleBook['targets'],
  ) {}

  /** Every figure made so far, in order of key. */
  all(): PanelFigure[] {
    return [...this.#made.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** A total of a line: printed before and so printed again, or made now. */
  total(line: PanelLine, statistic: Statistic, period: Period): PanelFigure {
    const { sets, reprint } = this.paper.making;
    const counted = sets.get(line, period);
    const before = reprint.find(line, period, statistic);
    const print = before ?? (counted === null ? unknown : this.#print(line, statistic, period, counted));
    const who = { breakdown: 'all', group: 'all', label: line.column } as const;
    return this.#keep(
      line,
      statistic,
      period,
      who,
      print,
      before?.provisional ?? counted?.provisional ?? false,
    );
  }

  #print(line: PanelLine, statistic: Statistic, period: Period, counted: Counted): Print {
    if (statistic === 'mean_days' || statistic === 'median_days')
      return this.#average(line, statistic, counted);
    const mode = this.paper.mode(line, counted);
    const isOpen = this.paper.least(line) <= 1;
    const rung = isOpen
      ? 'exact'
      : this.paper.protection.rungOf(this.paper.numeratorId(line, period, counted));
    if (statistic === 'count') return this.#count(counted.numerator, mode, rung);
    const base = this.#told(counted.numerator, rung);
    if (statistic === 'rate') return base === null ? hidden : rate(base, counted, rung);
    if (counted.denominator === 0) return nothing;
    if (mode !== 'exact') return told('band', shareWords[mode]);
    const whole = isOpen ? 'exact' : this.paper.protection.rungOf(counted.denominatorSet);
    const of = this.#told(counted.denominator, whole);
    if (base === null || of === null || of === 0) return hidden;
    // All of them are all, however their number is rounded: that nobody is left out points to no child.
    if (counted.numerator === counted.denominator) return told('exact', '100%', 100);
    if (!isOpen || this.paper.making.policy.least_count > 1)
      return this.#share(line, base, of, period, rung, whole);
    return counted.denominator < this.paper.making.policy.least_denominator
      ? told('band', shareWords.small)
      : this.#share(line, base, of, period, rung, whole);
  }

  #count(count: number, mode: Mode, rung: Rung): Print {
    const { band_limit, least_denominator } = this.paper.making.policy;
    if (mode === 'small')
      return {
        ...told('band', `fewer than ${least_denominator} in all`),
        lower: 0,
        upper: least_denominator - 1,
      };
    if (mode === 'high') return told('band', `all but fewer than ${band_limit}`);
    return this.#shown(count, rung);
  }

  /** A count by itself: a total, or a group. */
  #shown(count: number, rung: Rung): Print {
    if (rung === 'hidden') return hidden;
    const { band_limit } = this.paper.making.policy;
    if (rung === 'band')
      return { ...told('band', `fewer than ${band_limit}`), lower: 0, upper: band_limit - 1 };
    const value = this.#told(count, rung) ?? count;
    const { low, high } = this.paper.protection.toldBy(rung, count);
    return {
      shown: thousands(value),
      kind: rung === 'exact' ? 'exact' : 'rounded',
      value,
      lower: Math.max(low, 0),
      upper: high,
    };
  }

  /** The count as it is told; null where it is not told as a number. */
  #told(count: number, rung: Rung): number | null {
    const base = this.paper.making.policy.round_cross_breaks_to;
    if (rung === 'exact') return count;
    if (rung === 'five') return roundedTo(count, base);
    return rung === 'ten' ? roundedTo(count, 2 * base) : null;
  }

  /**
   * Days of the average or of the middle child, where so many were timed that no single wait can be read from it. A line's
   * times never overlap, so no two averages of it are over sets that share a child; another line's days are other days.
   */
  #average(line: PanelLine, statistic: Statistic, { timed, sumDays, medianDays }: Counted): Print {
    const { least_average, average_step_days, band_limit } = this.paper.making.policy;
    // An average is never the proof that a count told as "fewer than ten" is eight or nine.
    const least = this.paper.least(line) > 1 ? Math.max(least_average, band_limit) : least_average;
    if (timed === 0) return nothing;
    if (timed < least) return hidden;
    if (statistic === 'median_days' && medianDays === null)
      throw new TrackerError(
        'derivation_failed',
        'panel_days_missing',
        `${line.measure_id} ${line.line} has no median, though the days of ${timed} are known.`,
        'Take median_days out of its row in panel_lines.csv.',
      );
    const days = statistic === 'mean_days' ? ratio(sumDays, timed) : Math.round(medianDays ?? 0);
    const value = roundedTo(days, average_step_days);
    return told('exact', thousands(value), value);
  }

  #share(line: PanelLine, numerator: number, denominator: number, period: Period, ...rungs: Rung[]): Print {
    const kind = rungs.every((each) => each === 'exact') ? 'exact' : 'rounded';
    const value = Math.min(100, ratio(numerator * 100, denominator));
    if (value === 0 && numerator > 0) return told(kind, 'under 1%', value);
    const rule = this.targets.find(
      (row) =>
        row.measure_id === line.measure_id &&
        row.line === line.line &&
        row.family === 'C' &&
        row.statistic === 'percentage' &&
        holdsOn(row, period.to),
    );
    // A target that is missed by a hair must not read as met, and a decimal would say too much.
    const missed = rule?.target === value && numerator * 100 !== value * denominator;
    const below = numerator * 100 < value * denominator;
    if (missed && below && rule.polarity === 'High') return told(kind, `just under ${value}%`, value);
    if (missed && !below && rule.polarity === 'Low') return told(kind, `just over ${value}%`, value);
    return told(kind, `${value}%`, value);
  }

  /** The count of a group of a table. */
  group(
    table: GroupTable,
    { line, period }: GroupTable['columns'][number],
    group: PrintedGroup,
  ): PanelFigure {
    const { breakdown } = table;
    const grouping = this.paper.groups.groupingOf(table);
    const id = this.paper.groups.idOf(line, period, breakdown, grouping, group.group);
    const before = this.paper.making.reprint.find(line, period, 'count', breakdown, group.group);
    const print = before ?? this.#shown(group.numerator, this.paper.protection.rungOf(id));
    const provisional = this.paper.making.sets.get(line, period)?.provisional ?? false;
    const who = { breakdown, group: group.group, label: group.label };
    return this.#keep(line, 'count', period, who, print, before?.provisional ?? provisional);
  }

  /** A figure that somebody else published, or that was agreed as a target. */
  outside(
    line: PanelLine,
    statistic: Statistic,
    period: Period,
    who: { readonly breakdown: 'compared' | 'target'; readonly group: string; readonly label: string },
    value: number,
  ): PanelFigure {
    const shown = statistic === 'percentage' ? `${value}%` : thousands(value);
    return this.#keep(line, statistic, period, who, told('outside', shown, value), false);
  }

  #keep(
    line: PanelLine,
    statistic: Statistic,
    { step, from, to, name }: Period,
    who: { readonly breakdown: string; readonly group: string; readonly label: string },
    { shown, kind, value, lower, upper }: Print,
    provisional: boolean,
  ): PanelFigure {
    const { question, measure_id, unit_kind } = line;
    const key = [question, measure_id, line.line, statistic, name, who.breakdown, who.group].join('.');
    const figure = {
      key,
      question,
      measure_id,
      line: line.line,
      statistic,
      step,
      from_date: from,
      to_date: to,
      period: name,
      ...who,
      unit_kind,
      shown,
      kind,
      value,
      lower,
      upper,
      provisional,
    } as PanelFigure;
    this.#made.set(key, figure);
    return figure;
  }
}

function rate(count: number, { population }: Counted, rung: Rung): Print {
  if (population === null || population === 0) return unknown;
  const value = ratio(count * 10_000, population);
  const kind = rung === 'exact' ? 'exact' : 'rounded';
  return told(kind, value === 0 && count > 0 ? 'under 1' : thousands(value), value);
}

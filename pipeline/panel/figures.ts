/** Printed figures. Each is made from counts that may be shown, or is a mark: nothing exact lies behind one. */
import { TrackerError } from '../../sources/error.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import { type DisclosurePolicy, isAverageAllowed, isShareAllowed } from '../disclosure/policy.ts';
import { roundedTo } from '../disclosure/rounding.ts';
import type { PanelFigure, PanelMark } from '../edition/panel-format.ts';
import type { Candidate } from './candidate.ts';
import { coarseId, countId } from './count-id.ts';
import type { Shown } from './decide.ts';
import type { Grouping, PanelLine, Printed, PrintedGroup } from './printed.ts';
import type { Reported } from './reported.ts';

type Statistic = PanelFigure['statistic'];
/** What is printed in one place. */
type Print = Pick<PanelFigure, 'shown' | 'value'>;

const mark = (text: PanelMark): Print => ({ shown: text, value: null });
const units: Readonly<Record<Statistic, PanelFigure['unit']>> = {
  count: 'count',
  percentage: 'percent',
  rate: 'per_10000',
  mean_days: 'days',
  median_days: 'days',
};

/** 1234 is printed 1,234. */
const thousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Rounded half up in whole numbers, so that no floating point decides an edge. */
const ratio = (numerator: number, denominator: number): number =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

/** Days of the average or of the middle child; the models give both wherever a line asks for them and somebody is timed. */
function daysOf(statistic: Statistic, { measure_id, line, as_at_date, timed, ...found }: Candidate): number {
  const days = statistic === 'mean_days' ? found.sum_days : found.median_days;
  if (days === null)
    throw new TrackerError(
      'derivation_failed',
      'panel_days_missing',
      `${measure_id} ${line} has no ${statistic} on ${as_at_date}, though the days of ${timed} are known.`,
      `Name ${statistic} among the statistics of ${measure_id} ${line} in lines.csv, or take it out of panel_lines.csv.`,
    );
  return statistic === 'mean_days' ? ratio(days, timed) : Math.round(days);
}

export class Figures {
  readonly #made = new Map<string, PanelFigure>();

  constructor(
    private readonly printed: Printed,
    private readonly shown: Shown,
    readonly policy: DisclosurePolicy,
    private readonly targets: RuleBook['targets'],
    private readonly reported: Reported,
  ) {}

  /** Every figure made so far, in order of key. */
  all(): PanelFigure[] {
    return [...this.#made.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  get(key: string): PanelFigure {
    const found = this.#made.get(key);
    if (found === undefined) throw new Error(`no figure is called ${key}`);
    return found;
  }

  /** A total of a line at a quarter-end. */
  total(line: PanelLine, statistic: Statistic, date: string): PanelFigure {
    const found = this.printed.candidates.total(line.measure_id, line.line, line.period, date);
    const before = this.reported.figure(line, statistic, date);
    const print = before ?? (found === null ? mark('[x]') : this.#print(line, statistic, found));
    return this.#keep(
      line,
      statistic,
      date,
      { breakdown: 'all', group: 'all', label: line.column },
      { shown: print.shown, value: print.value },
      before?.provisional ?? found?.provisional ?? false,
    );
  }

  #print(line: PanelLine, statistic: Statistic, found: Candidate): Print {
    const { numerator, timed, as_at_date } = found;
    if (!this.shown.isShown(countId(line, 'numerator', as_at_date))) return mark('[c]');
    if (statistic === 'count') return { shown: thousands(numerator), value: numerator };
    if (statistic === 'rate') return this.#rate(found);
    if (statistic === 'percentage') return this.#share(line, found);
    if (numerator === 0 || timed === 0) return mark('[z]');
    if (!isAverageAllowed(timed, this.policy)) return mark('[c]');
    const step = this.policy.average_step_days;
    const value = roundedTo(daysOf(statistic, found), step);
    return { shown: thousands(value), value };
  }

  #rate({ numerator, population }: Candidate): Print {
    if (population === null || population === 0) return mark('[x]');
    const value = ratio(numerator * 10_000, population);
    return value === 0 && numerator > 0 ? mark('[low]') : { shown: thousands(value), value };
  }

  #share(line: PanelLine, { numerator, denominator, as_at_date }: Candidate): Print {
    const rule = this.targets.find(
      (row) =>
        row.measure_id === line.measure_id &&
        row.line === line.line &&
        row.family === 'C' &&
        row.statistic === 'percentage' &&
        holdsOn(row, as_at_date),
    );
    if (!this.shown.isShown(countId(line, 'denominator', as_at_date))) return mark('[c]');
    if (denominator === 0) return mark('[z]');
    if (!isShareAllowed(numerator, denominator, this.policy)) return mark('[c]');
    const value = ratio(numerator * 100, denominator);
    if (value === 0 && numerator > 0) return mark('[low]');
    // A target that is missed by a hair must not read as met, and a decimal would say too much.
    const missed = rule?.target === value && numerator * 100 !== value * denominator;
    const below = numerator * 100 < value * denominator;
    if (missed && below && rule.polarity === 'High') return { shown: `just under ${value}%`, value };
    if (missed && !below && rule.polarity === 'Low') return { shown: `just over ${value}%`, value };
    return { shown: `${value}%`, value };
  }

  /** The count of a group at the newest quarter-end, rounded. */
  group(line: PanelLine, breakdown: string, group: PrintedGroup, grouping: Grouping): PanelFigure {
    const date = this.printed.candidates.newest;
    const id = countId(
      line,
      'numerator',
      date,
      breakdown,
      grouping === 'coarse' ? coarseId(group.group) : group.group,
    );
    const rounded = this.shown.isShown(id)
      ? roundedTo(this.shown.book.countOf(id), this.policy.round_cross_breaks_to)
      : null;
    const print = rounded === null ? mark('[c]') : { shown: thousands(rounded), value: rounded };
    const provisional =
      this.printed.candidates.total(line.measure_id, line.line, line.period, date)?.provisional ?? false;
    return this.#keep(
      line,
      'count',
      date,
      { breakdown, group: group.group, label: group.label },
      print,
      provisional,
    );
  }

  /** A figure that somebody else published, or that was agreed as a target. */
  outside(
    line: PanelLine,
    statistic: Statistic,
    date: string,
    who: { readonly breakdown: 'compared' | 'target'; readonly group: string; readonly label: string },
    value: number,
  ): PanelFigure {
    const shown = statistic === 'percentage' ? `${value}%` : thousands(value);
    return this.#keep(line, statistic, date, who, { shown, value }, false);
  }

  #keep(
    line: PanelLine,
    statistic: Statistic,
    date: string,
    of: { readonly breakdown: string; readonly group: string; readonly label: string },
    print: Print,
    provisional: boolean,
  ): PanelFigure {
    const { question, measure_id, period } = line;
    const { breakdown, group, label } = of;
    const key = [question, measure_id, line.line, statistic, period, date, breakdown, group].join('.');
    const figure = {
      key,
      question,
      measure_id,
      line: line.line,
      statistic,
      period,
      as_at_date: date,
      breakdown,
      group,
      label,
      ...print,
      unit: units[statistic],
      provisional,
    } as PanelFigure;
    this.#made.set(key, figure);
    return figure;
  }
}

/**
 * Earlier papers as they were read: a cell once printed is printed again and never worked out anew, since late recording
 * revises the past by a child or two, and two printings of one count give that child away.
 */
import { type PanelFigure, type PanelFile, panelFile } from '../edition/panel-format.ts';
import { type Period, periodOf, type Step, yearOf } from './calendar.ts';
import { roundedInterval } from './protect.ts';

type Cell = Pick<PanelFigure, 'measure_id' | 'line'> & { readonly step: Step; readonly to_date: string };

const nameOf = (cell: Cell, statistic: string, breakdown: string, group: string): string =>
  [cell.measure_id, cell.line, cell.step, cell.to_date, statistic, breakdown, group].join('\t');

export class Reprint {
  readonly #figures = new Map<string, PanelFigure>();
  /** Cells whose small correction is not shown. */
  readonly uncorrected = new Set<string>();
  /** Cells printed anew, because what was found since is no longer small. */
  readonly corrected = new Set<string>();

  /** Standing papers of one audience, or of audiences that may read the same: the oldest first, a later one repeats it. */
  constructor(papers: readonly PanelFile[]) {
    for (const { figures } of papers)
      for (const figure of figures)
        if (!['unknown', 'outside'].includes(figure.kind))
          this.#figures.set(nameOf(figure, figure.statistic, figure.breakdown, figure.group), figure);
  }

  /** What was printed of the cell; null where nothing was. */
  find(
    line: Pick<PanelFigure, 'measure_id' | 'line'>,
    { step, to }: Pick<Period, 'step' | 'to'>,
    statistic: string,
    breakdown = 'all',
    group = 'all',
  ): PanelFigure | null {
    const { measure_id, line: name } = line;
    const cell = { measure_id, line: name, step, to_date: to };
    const key = nameOf(cell, 'count', breakdown, group);
    if (this.corrected.has(key)) return null;
    return this.#figures.get(nameOf(cell, statistic, breakdown, group)) ?? null;
  }

  /** Holds a count printed before against today's: a correction of `least` and more is printed, a smaller one is not. */
  compare(
    line: Pick<PanelFigure, 'measure_id' | 'line'>,
    period: Pick<Period, 'step' | 'to'>,
    now: number,
    least: number,
  ): void {
    const before = this.find(line, period, 'count');
    // What was kept back stays so: nobody could tell a correction from the number behind it.
    if (before === null || before.value === null) return;
    const { lower, upper } = before;
    const off = now < (lower ?? now) ? (lower ?? now) - now : now > (upper ?? now) ? now - (upper ?? now) : 0;
    if (off === 0) return;
    const cell = { measure_id: line.measure_id, line: line.line, step: period.step, to_date: period.to };
    (off >= least ? this.corrected : this.uncorrected).add(nameOf(cell, 'count', 'all', 'all'));
  }
}

/** A paper of the design before, whose figures stood in windows that overlap. */
interface OldFigure {
  readonly period: string;
  readonly as_at_date: string;
  readonly breakdown: string;
  readonly shown: string;
  readonly value: number | null;
}

const oldSteps: Readonly<Record<string, Step>> = {
  as_at: 'quarter_end',
  quarter: 'quarter',
  ytd: 'year',
  r12m: 'year',
  r36m: 'three_years',
};

/** Was the paper made before its figures stood in one calendar? */
export const isOldDesign = (json: unknown): boolean =>
  !('steps' in (json as Record<string, unknown>)) && 'figures' in (json as Record<string, unknown>);

/**
 * A paper of the ledger. Of one of the design before, what it printed for a quarter-end, a quarter, or a year or three years
 * to 31 March counts as known and is printed again; what lies across the calendar's periods has no place in it.
 */
export function readPaperFile(json: unknown): PanelFile {
  if (!isOldDesign(json)) return panelFile.parse(json);
  const old = json as {
    audience: string;
    as_at_date: string;
    figures: (OldFigure & Record<string, unknown>)[];
  };
  const threeYearsEnd = yearOf(old.as_at_date);
  const figures = old.figures.flatMap((figure) => {
    const step = oldSteps[figure.period];
    const crosses = ['ytd', 'r12m', 'r36m'].includes(figure.period) && !figure.as_at_date.endsWith('-03-31');
    if (step === undefined || crosses || figure.shown === '[x]' || figure.breakdown === 'compared') return [];
    return [converted(figure, step, threeYearsEnd)];
  });
  return {
    audience: old.audience,
    as_at_date: old.as_at_date,
    three_years_end: threeYearsEnd,
    steps: [],
    figures,
    tables: [],
    questions: [],
    packs: [],
    hidden: { cells: 0, hidden: 0, bands: 0, share_percent: 0, by_table: [] },
    left_out: [],
  };
}

function converted(
  figure: OldFigure & Record<string, unknown>,
  step: Step,
  threeYearsEnd: number,
): PanelFigure {
  const { value, breakdown, as_at_date } = figure;
  const { from, name } = periodOf(step, as_at_date, threeYearsEnd);
  const told =
    value === null || figure['statistic'] !== 'count'
      ? null
      : roundedInterval(value, breakdown === 'all' ? 1 : 5);
  const kind =
    breakdown === 'target'
      ? 'outside'
      : value === null
        ? figure.shown === '[z]'
          ? 'nothing'
          : 'hidden'
        : breakdown === 'all'
          ? 'exact'
          : 'rounded';
  return {
    ...(figure as unknown as PanelFigure),
    step,
    from_date: from,
    to_date: as_at_date,
    period: name,
    unit_kind: 'child',
    kind,
    lower: told?.low ?? null,
    upper: told?.high ?? null,
  };
}

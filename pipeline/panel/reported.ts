/**
 * Figures of earlier days as they were reported. Late recording revises the past by a child or two, and two printings
 * of one count give that child away, so a total that a standing paper printed is printed the same in every later one.
 * Only what the withdrawn papers said is said anew; it was wrong, and the two stand as two facts.
 */
import type { PanelFigure, PanelFile } from '../edition/panel-format.ts';
import type { Candidate } from './candidate.ts';
import type { PanelLine } from './printed.ts';

type Named = Pick<PanelLine, 'measure_id' | 'line' | 'period'>;

export class Reported {
  readonly #figures = new Map<string, PanelFigure>();

  /** Standing papers, the oldest first: a later one repeats what it found. */
  constructor(
    papers: readonly PanelFile[],
    private readonly newest: string,
  ) {
    for (const { figures } of papers)
      for (const figure of figures)
        if (figure.breakdown === 'all' && figure.shown !== '[x]')
          this.#figures.set(keyOf(figure, figure.statistic, figure.as_at_date), figure);
  }

  /** What was printed on an earlier day; null where nothing was, or for the day that the paper is about. */
  figure(line: Named, statistic: string, date: string): PanelFigure | null {
    return date < this.newest ? (this.#figures.get(keyOf(line, statistic, date)) ?? null) : null;
  }

  /** The counts with those that were printed in the place of those worked out since. */
  applied(rows: readonly Candidate[]): Candidate[] {
    return rows.map((row) => {
      if (row.breakdown !== 'all' || row.period === 'month') return row;
      const { measure_id, line, period, as_at_date } = row;
      const value = this.figure({ measure_id, line, period }, 'count', as_at_date)?.value ?? null;
      if (value === null) return row;
      const denominator = row.denominator === 0 ? 0 : Math.max(row.denominator, value);
      return { ...row, numerator: value, denominator };
    });
  }
}

const keyOf = ({ measure_id, line, period }: Named, statistic: string, date: string): string =>
  [measure_id, line, period, statistic, date].join('\t');

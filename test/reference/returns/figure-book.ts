/** Figures by `measure line statistic period day`, each `numerator/denominator=value` with six decimals at most. */
export class FigureBook {
  readonly figures = new Map<string, string>();

  #put(key: string, numerator: number, denominator: number | '', value: number | ''): void {
    const text = value === '' ? '' : String(Math.round(value * 1e6) / 1e6);
    this.figures.set(key, `${numerator}/${denominator}=${text}`);
  }

  count(measure: string, line: string, when: string, counted: number): void {
    this.#put(`${measure} ${line} count ${when}`, counted, '', counted);
  }

  /** A count and the percentage of a population; no population, no percentage. */
  share(measure: string, line: string, when: string, counted: number, population: number): void {
    this.#put(`${measure} ${line} count ${when}`, counted, population, counted);
    const percentage = population === 0 ? '' : (100 * counted) / population;
    this.#put(`${measure} ${line} percentage ${when}`, counted, population, percentage);
  }

  /** A count of children, and statistics of the days of those whose days are known. */
  days(
    measure: string,
    line: string,
    when: string,
    all: readonly (number | null)[],
    statistics: readonly ('mean_days' | 'median_days')[],
  ): void {
    this.count(measure, line, when, all.length);
    const known = all.flatMap((days) => (days === null ? [] : [days])).sort((a, b) => a - b);
    for (const statistic of statistics) {
      const value = known.length === 0 ? '' : statistic === 'mean_days' ? mean(known) : median(known);
      this.#put(`${measure} ${line} ${statistic} ${when}`, known.length, '', value);
    }
  }
}

const mean = (days: readonly number[]): number => days.reduce((a, b) => a + b, 0) / days.length;

function median(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? 0, sorted[Math.floor(half)] ?? 0];
  return (low + high) / 2;
}

/** What the intruder found. Nothing in it holds the value that was found: it would be the leak itself. */
export interface Breach {
  /** The table, or the page, that gives something away. */
  readonly table: string;
  /** Stable word for the kind of leak. */
  readonly kind: string;
  /** File in the published folder. */
  readonly file: string;
  /** In words, what was put together; empty where the bytes say it outright. */
  readonly equations: readonly string[];
  /** One sentence for the person who has to mend it. */
  readonly what: string;
}

/** The thresholds that an audience's papers are held to. */
export interface IntruderPolicy {
  readonly leastCount: number;
  readonly leastIntervalWidth: number;
  readonly leastDenominator: number;
  readonly leastNumerator: number;
  readonly leastAverage: number;
  readonly averageStepDays: number;
  readonly roundCrossBreaksTo: number;
}

/** The same finding once, in one order everywhere. */
export function distinct(found: readonly Breach[]): Breach[] {
  const byText = new Map(found.map((breach) => [JSON.stringify(breach), breach]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, breach]) => breach);
}

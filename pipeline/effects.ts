/** Everything a run does to the outside besides files: words, progress, time. */
export interface Effects {
  /** A line that stays. */
  log(line: string): void;
  /** What is being done now; on a terminal the line is replaced by the next one. */
  progress(line: string): void;
  /** Told of every phase, and of every step of publishing, before it is taken. */
  step(name: string): void;
  /** The present moment, for reports and durations only; no figure depends on it. */
  now(): Date;
}

/** Effects that say nothing. */
export const silentEffects: Effects = {
  log: () => undefined,
  progress: () => undefined,
  step: () => undefined,
  now: () => new Date(),
};

/** What an attack hands back, and what it is held to. */

/** The published policy: what is printed at all, and how well a hidden count may be known. */
export interface Policy {
  readonly leastCount: number;
  readonly leastIntervalWidth: number;
}

/** A hidden count that is known too well. Lines of `because` that begin `assumed: ` rest on a reader's guess. */
export interface Finding {
  readonly key: string;
  readonly edition: string;
  readonly lower: number;
  readonly upper: number;
  readonly because: string[];
}

/** True by definition, or what a reader would suppose and real records only nearly keep to. */
export type Certainty = 'strict' | 'assumed';

/** A number that a page, sentence or file says about a quantity. */
export interface Evidence {
  readonly key: string;
  readonly lower: number;
  readonly upper: number;
  readonly because: string;
  readonly certainty: Certainty;
}

/** Whether a finding needs a reader's guess. */
export function restsOnAssumption(finding: Finding): boolean {
  return finding.because.some((line) => line.startsWith('assumed: '));
}

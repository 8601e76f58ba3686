/** What disclosure control works on: counts that may be printed, and the equations that tie them to one another. */

/** Whole numbers from `lower` to `upper`, both included. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** One count. The same quantity in two tables is one cell, or hiding it in one would leave it in the other. */
export interface Cell {
  readonly id: string;
  /** The exact count. */
  readonly count: number;
  /** What a reader learns when it is shown: the count itself, or the numbers that round to what is printed. */
  readonly shown: Interval;
  /** False for a count that no table prints, such as those who are not counted: nobody reads it, many could work it out. */
  readonly printed: boolean;
  /** Policy says that nobody may learn it: hidden where it is printed, guarded everywhere. */
  readonly sensitive: boolean;
  /** What a reader loses when it is hidden; the least is hidden first. */
  readonly loss: number;
  /** What is known of it from elsewhere, whatever this publication does. */
  readonly known?: Interval;
}

/** lower <= sum of coefficient x count <= upper; equal bounds make an equation. */
export interface Equation {
  readonly id: string;
  readonly terms: readonly (readonly [cell: string, coefficient: number])[];
  readonly lower: number;
  readonly upper: number;
}

/** Everything that is hidden, bounded and shown together. */
export interface Problem {
  readonly cells: readonly Cell[];
  readonly equations: readonly Equation[];
  /** Every hidden count must be possible over a range at least this wide. */
  readonly leastWidth: number;
}

/** Why a cell is not shown: for itself, or because another could be worked out from it. */
export type Reason = 'policy' | 'protects';

/** What is shown and what is not. */
export interface Decision {
  /** Printed cells that are hidden, with the reason. */
  readonly hidden: ReadonlyMap<string, Reason>;
  /** Cells that stay too well known whatever is hidden, because of what is known from elsewhere. */
  readonly exposed: readonly string[];
  /** Linear programmes solved, for the log. */
  readonly solved: number;
}

/** An attacker knows of no upper end; a bound so far off that it never counts as one. */
export const noEnd = 1_000_000;

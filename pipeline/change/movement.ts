/** Splits a figure's movement into its parts. Pure; numbers are whole millionths, so that the parts add up exactly. */

/** A figure in millionths. */
type Millionths = bigint;

/** Reads a decimal with at most six places as a database or a CSV file writes it; null when it is empty. */
export function millionths(text: string | null): Millionths | null {
  if (text === null || text === '') return null;
  const found = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (found === null) throw new Error(`${text} is no decimal with at most six places`);
  const [, sign, whole = '', part = ''] = found;
  const size = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'));
  return sign === '-' ? -size : size;
}

/** The number with at most six places that JSON shows. */
export const numberOf = (value: Millionths): number => Number(value) / 1_000_000;

/** One figure as published before, and worked out again three times. */
export interface Evaluations {
  /** As published in the edition before. */
  readonly published: Millionths | null;
  /** Old data, old date, limits of today. */
  readonly before: Millionths | null;
  /** Data of today, old date, limits of today. */
  readonly since: Millionths | null;
  /** Data and date of today. */
  readonly now: Millionths | null;
}

interface Movement {
  readonly before: number;
  readonly after: number;
  readonly definition: number;
  readonly recorded_since: number;
  readonly real: number;
}

/**
 * The parts of a movement; null when one of the evaluations has no number.
 *
 * @example movementOf({ published: 10000000n, before: 11000000n, since: 13000000n, now: 12000000n })
 * // { before: 10, after: 12, definition: 1, recorded_since: 2, real: -1 }
 */
export function movementOf({ published, before, since, now }: Evaluations): Movement | null {
  if (published === null || before === null || since === null || now === null) return null;
  return {
    before: numberOf(published),
    after: numberOf(now),
    definition: numberOf(before - published),
    recorded_since: numberOf(since - before),
    real: numberOf(now - since),
  };
}

/** Why a figure cannot be split, in a sentence: the first evaluation that has no number. */
export function whyNotSplit({ published, before, since, now }: Evaluations): string {
  if (published === null) return 'It had no value in the edition before.';
  if (before === null)
    return 'The data behind the edition before gives it no value by the definitions of today.';
  if (since === null) return 'The data of today gives it no value at the date of the edition before.';
  if (now === null) return 'It has no value today.';
  return 'Every evaluation has a value.';
}

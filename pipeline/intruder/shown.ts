/** Reading a printed figure back: what a reader can know of the number behind it. */

/** A printed text as an attacker reads it. */
export interface Shown {
  /** [c], [z], [x] or [low]; null for a number. */
  readonly mark: string | null;
  readonly value: number | null;
  /** Digits after the point. */
  readonly decimals: number;
  readonly percent: boolean;
  /** The number lies between these; half a unit of the last digit to each side. */
  readonly low: number;
  readonly high: number;
}

const number = /^(just under |just over )?(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?\s*(%)?/;
const unknown: Shown = { mark: null, value: null, decimals: 0, percent: false, low: 0, high: Infinity };

/**
 * Reads a printed text.
 *
 * @example readShown('1,007').value // 1007
 * @example readShown('just under 95%').high // 95
 */
export function readShown(text: string): Shown {
  const mark = /^\[[a-z]+\]/.exec(text.trim())?.[0];
  if (mark !== undefined) return { ...unknown, mark };
  const match = number.exec(text.trim());
  if (match === null) return unknown;
  const decimals = match[3]?.length ?? 0;
  const value = Number(`${(match[2] ?? '').replaceAll(',', '')}.${match[3] ?? 0}`);
  const half = 0.5 * 10 ** -decimals;
  return {
    mark: null,
    value,
    decimals,
    percent: match[4] !== undefined,
    low: match[1] === 'just over ' ? value : value - half,
    high: match[1] === 'just under ' ? value : value + half,
  };
}

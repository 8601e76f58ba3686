/** What became of the rows of one child between two extracts: filled in, or corrected. Pure. */

export type ContentCell = string | number | boolean | null;
/** The content of a row, column by column. */
export type Content = readonly ContentCell[];

/** True when `later` says all that `row` says, and more only where `row` was empty. */
const isFilledBy = (row: Content, later: Content): boolean =>
  row.length === later.length && row.every((cell, at) => cell === null || cell === later[at]);

/**
 * True when a row known before was changed otherwise than by filling what was empty, or is gone: when the rows of
 * then cannot each be given a row of now that fills it. Rows that both extracts have may be left out on both sides.
 *
 * @example hasCorrection([['2026-01-01', null]], [['2026-01-01', '2026-03-01']]) // false: the end was filled in
 */
export function hasCorrection(then: readonly Content[], now: readonly Content[]): boolean {
  const givenTo = new Map<number, number>();
  return !then.every((_, row) => giveRow(row, then, now, givenTo, new Set()));
}

/** Finds a row of now for a row of then, moving others aside where that helps (a matching, augmented path by path). */
function giveRow(
  row: number,
  then: readonly Content[],
  now: readonly Content[],
  givenTo: Map<number, number>,
  tried: Set<number>,
): boolean {
  const content = then[row] ?? [];
  for (const [at, later] of now.entries()) {
    if (tried.has(at) || !isFilledBy(content, later)) continue;
    tried.add(at);
    const owner = givenTo.get(at);
    if (owner !== undefined && !giveRow(owner, then, now, givenTo, tried)) continue;
    givenTo.set(at, row);
    return true;
  }
  return false;
}

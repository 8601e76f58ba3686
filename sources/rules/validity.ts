/** Arithmetic of half-open date ranges: a rule holds from its first day up to, not including, its last. */
export interface Validity {
  readonly effective_from: string;
  readonly effective_to: string | null;
}

const endOf = (range: Validity): string => range.effective_to ?? '9999-12-31';

/** True when the two ranges share a day. */
export function overlaps(a: Validity, b: Validity): boolean {
  return a.effective_from < endOf(b) && b.effective_from < endOf(a);
}

/** True when the rule holds on the day. */
export function holdsOn(range: Validity, day: string): boolean {
  return range.effective_from <= day && day < endOf(range);
}

/** What is left of `range` once every range in `taken` is cut out of it, in order of date. */
export function subtract(range: Validity, taken: readonly Validity[]): Validity[] {
  return taken.reduce<Validity[]>((pieces, cut) => pieces.flatMap((piece) => cutOne(piece, cut)), [range]);
}

function cutOne(piece: Validity, cut: Validity): Validity[] {
  if (!overlaps(piece, cut)) return [piece];
  const left = { effective_from: piece.effective_from, effective_to: cut.effective_from };
  const right =
    cut.effective_to === null ? null : { effective_from: cut.effective_to, effective_to: piece.effective_to };
  const pieces = piece.effective_from < cut.effective_from ? [left] : [];
  return right !== null && right.effective_from < endOf(piece) ? [...pieces, right] : pieces;
}

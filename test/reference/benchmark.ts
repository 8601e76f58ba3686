/**
 * Quarter points, bands, ranks and neighbours of the Department's tables, a second time, from
 * `/work/shared/benchmarks/README.md`. Figures are exact decimals, quarter points quarters of them.
 */
import { Fraction } from './fraction.ts';

export interface Cell {
  readonly area: number;
  /** As published: a number, or the publisher's symbol. */
  readonly text: string;
}

export interface MeasureRules {
  /** `High`, `Low`; anything else is none. */
  readonly polarity: string;
  /** No quarter bands are wanted of the measure. */
  readonly unbanded: boolean;
}

export interface Placing {
  readonly value: Fraction | null;
  readonly band: 'A' | 'B' | 'C' | 'D' | null;
  readonly rank: number | null;
}

export interface Placings {
  /** Lower, middle and upper quarter point; null where no authority has a figure. */
  readonly quarters: readonly [Fraction, Fraction, Fraction] | null;
  /** Authorities with a figure. */
  readonly counted: number;
  readonly byArea: ReadonlyMap<number, Placing>;
}

/** The decimal that a text writes, to the nearest millionth (`9.3000000000000007` is 9.3); null for a symbol. */
export function decimalOf(text: string): Fraction | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = '', decimals = ''] = match;
  const size = new Fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length)).toSixDecimals();
  return sign === '-' ? Fraction.of(0).minus(size) : size;
}

const isAuthority = (area: number): boolean => area >= 201 && area <= 945;

/** How every authority of one measure and year stands. */
export function placingsOf(cells: readonly Cell[], rules: MeasureRules): Placings {
  const authorities = cells.filter(({ area }) => isAuthority(area));
  const figures = authorities.map(({ area, text }) => ({ area, value: decimalOf(text) }));
  const sorted = figures
    .flatMap(({ value }) => (value === null ? [] : [value]))
    .sort((first, second) => first.against(second));
  const quarters = sorted.length === 0 ? null : quarterPointsOf(sorted);
  return {
    quarters,
    counted: sorted.length,
    byArea: new Map(
      figures.map(({ area, value }) => [area, { value, ...standingOf(value, sorted, quarters, rules) }]),
    ),
  };
}

/** Type 7: straight between the two values around 1/4, 2/4 and 3/4 of the way from the first to the last. */
function quarterPointsOf(sorted: readonly Fraction[]): [Fraction, Fraction, Fraction] {
  const point = (quarter: number): Fraction => {
    const steps = (sorted.length - 1) * quarter;
    const below = sorted[Math.floor(steps / 4)] as Fraction;
    const above = sorted[Math.ceil(steps / 4)] as Fraction;
    return below.plus(above.minus(below).times(Fraction.of(steps % 4, 4)));
  };
  return [point(1), point(2), point(3)];
}

function standingOf(
  value: Fraction | null,
  sorted: readonly Fraction[],
  quarters: readonly Fraction[] | null,
  { polarity, unbanded }: MeasureRules,
): Pick<Placing, 'band' | 'rank'> {
  const directed = polarity === 'High' || polarity === 'Low';
  if (value === null || quarters === null || !directed) return { band: null, rank: null };
  const better = polarity === 'High' ? 1 : -1;
  const letters = polarity === 'Low' ? (['A', 'B', 'C', 'D'] as const) : (['D', 'C', 'B', 'A'] as const);
  // Quarter points that the value lies strictly above: on one, it belongs to the lower side.
  const passed = quarters.filter((point) => value.against(point) > 0).length;
  return {
    band: unbanded ? null : (letters[passed] ?? null),
    rank: 1 + sorted.filter((other) => other.against(value) === better).length,
  };
}

/** Mean and median of the neighbours that have a figure; null where none has. */
export function neighboursOf(cells: readonly Cell[], neighbours: readonly number[]) {
  const values = neighbours
    .flatMap((area) => decimalOf(cells.find((cell) => cell.area === area)?.text ?? '') ?? [])
    .sort((first, second) => first.against(second));
  if (values.length === 0) return { mean: null, median: null, counted: 0 };
  const sum = values.reduce((total, value) => total.plus(value));
  const middle = values.slice(Math.ceil(values.length / 2) - 1, Math.floor(values.length / 2) + 1);
  return {
    mean: sum.over(Fraction.of(values.length)),
    median: middle.reduce((total, value) => total.plus(value)).over(Fraction.of(middle.length)),
    counted: values.length,
  };
}

/** Exact fractions of whole numbers: what is compared is never rounded. */
export class Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator = 1n) {
    if (denominator === 0n) throw new RangeError('A fraction has no zero denominator');
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = greatestCommonDivisor(numerator, denominator);
    this.numerator = (sign * numerator) / divisor;
    this.denominator = (sign * denominator) / divisor;
  }

  /** `Fraction.of(2660, 1000)`: whole numbers only. */
  static of(numerator: number, denominator = 1): Fraction {
    return new Fraction(BigInt(numerator), BigInt(denominator));
  }

  plus(other: Fraction): Fraction {
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.numerator, other.denominator));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  squared(): Fraction {
    return this.times(this);
  }

  magnitude(): Fraction {
    return this.sign() < 0 ? new Fraction(-this.numerator, this.denominator) : this;
  }

  sign(): -1 | 0 | 1 {
    if (this.numerator === 0n) return 0;
    return this.numerator > 0n ? 1 : -1;
  }

  /** -1, 0 or 1 as this lies below, on or above the other. */
  against(other: Fraction): -1 | 0 | 1 {
    const [left, right] = [this.numerator * other.denominator, other.numerator * this.denominator];
    if (left === right) return 0;
    return left > right ? 1 : -1;
  }

  /** The nearest fraction with six decimals, halves away from zero. */
  toSixDecimals(): Fraction {
    const million = 1_000_000n;
    const { numerator, denominator } = this.magnitude();
    const whole = (2n * numerator * million + denominator) / (2n * denominator);
    return new Fraction(this.sign() < 0 ? -whole : whole, million);
  }

  toNumber(): number {
    const scale = 10n ** 18n;
    const whole = this.numerator / this.denominator;
    const rest = ((this.numerator - whole * this.denominator) * scale) / this.denominator;
    return Number(whole) + Number(rest) / Number(scale);
  }
}

/** Mean of at least one fraction. */
export function meanOf(values: readonly Fraction[]): Fraction {
  const sum = values.reduce((total, value) => total.plus(value), Fraction.of(0));
  return sum.over(Fraction.of(values.length));
}

function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  let [a, b] = [first < 0n ? -first : first, second < 0n ? -second : second];
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}

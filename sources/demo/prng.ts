/**
 * Seeded random numbers (mulberry32). Only integer and elementary operations, so that the same seed gives
 * the same numbers on every platform.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A stream of its own for one child or household: changing one life leaves the others as they were. */
  static stream(seed: number, index: number): Random {
    const mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
    const random = new Random(mixed);
    random.next();
    return random;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return high <= low ? low : low + Math.floor(this.next() * (high - low + 1));
  }

  /** Whole number from `low` to `high`, most often near `mode`: durations have a long tail. */
  skewed(low: number, mode: number, high: number): number {
    const below = this.chance(0.5);
    const away = this.next() * this.next();
    return Math.round(below ? mode - away * (mode - low) : mode + away * (high - mode));
  }

  pick<T>(values: readonly T[]): T {
    const value = values[Math.floor(this.next() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  /** A value by its weight, `[value, weight]` pairs. */
  weighted<T>(pairs: readonly (readonly [T, number])[]): T {
    let total = 0;
    for (const pair of pairs) total += pair[1];
    let rest = this.next() * total;
    for (const pair of pairs) {
      rest -= pair[1];
      if (rest < 0) return pair[0];
    }
    const last = pairs.at(-1);
    if (last === undefined) throw new Error('nothing to choose from');
    return last[0];
  }
}
